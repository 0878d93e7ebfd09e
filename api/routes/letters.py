"""The numbers of a matter's papers, over HTTP."""

from datetime import datetime

from fastapi import APIRouter, Request
from pydantic import BaseModel

from alerts.matters.kinds import Letter
from alerts.matters.lists import read_matter
from api.deps import HouseHere, MatterReader, Now
from api.forms import Csrf, must_be_ours
from api.in_hand import add_rows, in_hand
from api.parameters import Number

router = APIRouter(tags=["matters"])


class LetterOut(BaseModel):
    """A paper's number; `void` says why its paper does not hold."""

    text: str
    letter: str
    matter: int | None
    at: datetime
    actor: str
    void: str | None


class LettersOut(BaseModel):
    """The numbers of a matter's papers."""

    items: list[LetterOut]
    next: str | None = None


def read_letters(number: Number, house: HouseHere, me: MatterReader) -> list[LetterOut]:
    """List the numbers of a matter's papers, the void ones among them."""
    read_matter(house.ledger.engine, number, by=me.actor)
    given = house.matters.numbers.given(house.ledger.engine, matter=number)
    return [
        LetterOut(**{name: getattr(one, name) for name in LetterOut.model_fields}) for one in given
    ]


LETTERS = in_hand(
    "letters", "The numbers of a matter's papers", LetterOut, ["text"], order="at",
    filters=["letter"],
)  # fmt: skip
add_rows(router, "/matters/{number}/letters", LETTERS, MatterReader, read_letters)


class LetterIn(BaseModel):
    """The kind of paper that gets a number."""

    model_config = {"extra": "forbid", "json_schema_extra": {"examples": [{"letter": "closing"}]}}

    letter: Letter


@router.post("/matters/{number}/letters", status_code=201, summary="Take a paper's next number")
def number_letter(
    number: Number,
    asked: LetterIn,
    request: Request,
    house: HouseHere,
    me: MatterReader,
    now: Now,
    x_csrf_token: Csrf = "",
) -> LettersOut:
    """Give a paper of a matter its number; it tells the matter as it stands now."""
    must_be_ours(request, me.token, x_csrf_token)
    read_matter(house.ledger.engine, number, by=me.actor)
    engine, numbers = house.ledger.engine, house.matters.numbers
    numbers.make(engine, asked.letter, matter=number, by=me.actor, now=now)
    return LettersOut(items=read_letters(number, house, me))
