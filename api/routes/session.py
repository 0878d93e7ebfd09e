"""Who is signed in, over HTTP: for scripts; people use the form at /sign-in."""

from typing import Annotated, Self

from fastapi import APIRouter, Header, Request, Response
from pydantic import BaseModel, Field, SecretStr

from alerts.access import RIGHTS
from alerts.workflow import Role
from api.deps import HouseHere, Now, Person, SignedIn
from api.forms import mark, must_be_ours, must_come_from_here
from api.problems import told
from api.sessions import begin, end

router = APIRouter(prefix="/session", tags=["session"])


class SignIn(BaseModel):
    """Who wants in, and with which password."""

    model_config = {
        "extra": "forbid",
        "json_schema_extra": {"examples": [{"account": "analyst", "password": "…"}]},
    }

    account: Annotated[str, Field(min_length=1, max_length=80)]
    password: Annotated[SecretStr, Field(min_length=1, max_length=200)]


class SessionOut(BaseModel):
    """Who is signed in, what they may open, and the mark that their changes carry."""

    account: str
    display: str
    role: Role
    region: str | None
    may_open: list[str]
    csrf: str

    @classmethod
    def of(cls, person: Person) -> Self:
        """Show one session."""
        return cls(
            account=person.name,
            display=person.account.display,
            role=person.role,
            region=person.account.region,
            may_open=[right.value for right in RIGHTS if person.role in RIGHTS[right]],
            csrf=mark(person.token),
        )


@router.post("", status_code=201, summary="Sign in", responses=told(429))
def sign_in(
    asked: SignIn, request: Request, response: Response, house: HouseHere, now: Now
) -> SessionOut:
    """Begin a session; its cookie comes with the answer."""
    must_come_from_here(request.headers)
    person = begin(house, asked.account, asked.password.get_secret_value(), now, response)
    return SessionOut.of(person)


@router.get("", summary="Who is signed in")
def read_session(me: SignedIn) -> SessionOut:
    """Show who is signed in."""
    return SessionOut.of(me)


@router.delete("", status_code=204, summary="Sign out")
def sign_out(
    request: Request,
    response: Response,
    me: SignedIn,
    house: HouseHere,
    now: Now,
    x_csrf_token: Annotated[str, Header(max_length=64)] = "",
) -> None:
    """End the session."""
    must_be_ours(request, me.token, x_csrf_token)
    end(house, me.token, now, response)
