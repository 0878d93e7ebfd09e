"""Tokens of machines, over HTTP: one's own; each is told once, and listed without itself."""

from datetime import UTC, date, datetime, time
from typing import Annotated, Self

from fastapi import APIRouter, Request
from pydantic import BaseModel, Field

from alerts.access import Right
from alerts.tokens import Token
from api.deps import Herself, HouseHere, Now
from api.forms import Csrf, must_be_ours
from api.in_hand import add_rows, in_hand
from api.parameters import Number

router = APIRouter(prefix="/tokens", tags=["session"])


class TokenIn(BaseModel):
    """What a token is asked for with."""

    model_config = {
        "extra": "forbid",
        "json_schema_extra": {
            "examples": [{"name": "monthly report", "rights": ["alerts"], "until": "2026-12-31"}]
        },
    }

    name: Annotated[str, Field(min_length=1, max_length=80)]
    rights: Annotated[list[Right], Field(min_length=1, max_length=20)]
    until: date


class TokenOut(BaseModel):
    """A token as it is listed."""

    number: int
    name: str
    rights: list[Right]
    created_at: datetime
    expires_at: datetime

    @classmethod
    def of(cls, token: Token) -> Self:
        """Show one token."""
        told = {name: value for name, value in vars(token).items() if name in cls.model_fields}
        return cls(**{**told, "rights": list(token.rights)})


class TokenGiven(TokenOut):
    """A token, told this once: send it as `Authorization: Bearer …`."""

    token: str


def tokens(me: Herself, house: HouseHere) -> list[TokenOut]:
    """Give the tokens of one's own account."""
    return [TokenOut.of(one) for one in house.tokens.list(me.name)]


TOKENS = in_hand("tokens", "One's own tokens", TokenOut, ["number"], filters=["name"])
add_rows(router, "", TOKENS, Herself, tokens)


@router.post("", status_code=201, summary="Have a token given")
def give_token(
    asked: TokenIn,
    request: Request,
    me: Herself,
    house: HouseHere,
    now: Now,
    x_csrf_token: Csrf = "",
) -> TokenGiven:
    """Give a token for some of one's own rights, good through a day (UTC)."""
    must_be_ours(request, me.token, x_csrf_token)
    until = datetime.combine(asked.until, time.max, UTC)
    text, token = house.tokens.give(
        me.name, asked.name, asked.rights, until=until, by=me.name, now=now
    )
    return TokenGiven(**TokenOut.of(token).model_dump(), token=text)


@router.delete("/{number}", status_code=204, summary="End a token")
def end_token(
    number: Number,
    request: Request,
    me: Herself,
    house: HouseHere,
    now: Now,
    x_csrf_token: Csrf = "",
) -> None:
    """End one of one's own tokens."""
    must_be_ours(request, me.token, x_csrf_token)
    house.tokens.end(number, owner=me.name, by=me.name, now=now)
