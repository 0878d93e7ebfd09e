"""Who is signed in, over HTTP: for scripts; people use the form at /sign-in."""

from typing import Annotated, Self

from fastapi import APIRouter, Request, Response
from pydantic import BaseModel, Field, SecretStr

from alerts import factors
from alerts.access import Right
from alerts.accounts import SignInRefused
from alerts.workflow import Role
from api.deps import Herself, House, HouseHere, Now, Person, SignedIn
from api.forms import Csrf, mark, must_be_ours, must_come_from_here
from api.problems import told
from api.sessions import begin, counted, end

router = APIRouter(prefix="/session", tags=["session"])


class SignIn(BaseModel):
    """Who wants in, and with which password."""

    model_config = {
        "extra": "forbid",
        "json_schema_extra": {"examples": [{"account": "analyst", "password": "…"}]},
    }

    account: Annotated[str, Field(min_length=1, max_length=80)]
    password: Annotated[SecretStr, Field(min_length=1, max_length=200)]
    code: Annotated[str, Field(max_length=20, description="of the second factor")] = ""


class NewPassword(BaseModel):
    """A password that takes the place of another."""

    model_config = {
        "extra": "forbid",
        "json_schema_extra": {"examples": [{"password": "…", "wanted": "Another-2026-password"}]},
    }

    password: Annotated[SecretStr, Field(min_length=1, max_length=200)]
    wanted: Annotated[SecretStr, Field(min_length=1, max_length=200)]


class Proof(BaseModel):
    """The account's password, and a code of the key that is to be used from now on."""

    model_config = {
        "extra": "forbid",
        "json_schema_extra": {"examples": [{"password": "…", "key": "", "code": ""}]},
    }

    password: Annotated[SecretStr, Field(min_length=1, max_length=200)]
    key: Annotated[str, Field(max_length=64, pattern=r"^[A-Z2-7]*$")] = ""
    code: Annotated[str, Field(max_length=20)] = ""


class KeyOut(BaseModel):
    """A key for an authenticator; it counts from when a code of it was given back."""

    key: str
    address: str


class SessionOut(BaseModel):
    """Who is signed in, what they may open, and the mark that their changes carry."""

    account: str
    display: str
    role: Role
    region: str | None
    may_open: list[str]
    second_factor: bool
    must_change: bool
    csrf: str

    @classmethod
    def of(cls, person: Person) -> Self:
        """Show one session."""
        return cls(
            account=person.name,
            display=person.account.display,
            role=person.role,
            region=person.account.region,
            may_open=[right.value for right in Right if person.may(right)],
            second_factor=person.account.second_factor,
            must_change=person.account.must_change,
            csrf=mark(person.token),
        )


@router.post("", status_code=201, summary="Sign in", responses=told(429))
def sign_in(
    asked: SignIn, request: Request, response: Response, house: HouseHere, now: Now
) -> SessionOut:
    """Begin a session; its cookie comes with the answer."""
    must_come_from_here(request.headers)
    counted(request, house)
    password = asked.password.get_secret_value()
    person = begin(house, asked.account, password, now, response, code=asked.code)
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
    x_csrf_token: Csrf = "",
) -> None:
    """End the session."""
    must_be_ours(request, me.token, x_csrf_token)
    end(house, me.token, now, response)


@router.delete("/all", status_code=204, summary="Sign out everywhere, machines included")
def sign_out_everywhere(
    request: Request,
    response: Response,
    me: Herself,
    house: HouseHere,
    now: Now,
    x_csrf_token: Csrf = "",
) -> None:
    """End every session and token of one's own account."""
    must_be_ours(request, me.token, x_csrf_token)
    house.accounts.sign_out_everywhere(me.name, now=now)
    end(house, me.token, now, response)


@router.put("/password", status_code=204, summary="Change one's own password", responses=told(429))
def change_password(
    asked: NewPassword,
    request: Request,
    me: Herself,
    house: HouseHere,
    now: Now,
    x_csrf_token: Csrf = "",
) -> None:
    """Change the password; every session ends, this one too."""
    must_be_ours(request, me.token, x_csrf_token)
    must_prove(request, house, me, asked.password.get_secret_value())
    wanted = asked.wanted.get_secret_value()
    house.accounts.set_password(me.name, wanted, now=now, by=me.name)


@router.post("/factor", summary="A key for a second factor")
def new_factor(request: Request, me: Herself, x_csrf_token: Csrf = "") -> KeyOut:
    """Give a key to put into an authenticator; nothing is changed yet."""
    must_be_ours(request, me.token, x_csrf_token)
    key = factors.new_key()
    return KeyOut(key=key, address=factors.address(key, me.name))


@router.put("/factor", status_code=204, summary="Use a second factor", responses=told(429))
def use_factor(
    asked: Proof,
    request: Request,
    me: Herself,
    house: HouseHere,
    now: Now,
    x_csrf_token: Csrf = "",
) -> None:
    """Have sign-ins ask for codes of a key; with an empty key, for none any more.

    Raises:
        SignInRefused: the password is wrong, or the code is none of the key's.
    """
    must_be_ours(request, me.token, x_csrf_token)
    must_prove(request, house, me, asked.password.get_secret_value())
    if asked.key and factors.step_of(asked.key, asked.code, now, None) is None:
        raise SignInRefused("the code is none of that key's: wait for the next one")
    house.accounts.set_factor(me.name, asked.key or None, now=now, by=me.name)


def must_prove(request: Request, house: House, me: Person, password: str) -> None:
    """Let pass who knows the account's password; a session alone is not enough.

    Raises:
        SignInRefused: the password is wrong.
        TooOften: it was tried too often.
    """
    counted(request, house)
    if not house.accounts.proves(me.name, password):
        raise SignInRefused("the password is wrong: give the one that you signed in with")
