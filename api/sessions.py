"""登录. The way in and the way out, for people at a browser; and how a session begins and ends."""

import secrets
from datetime import datetime
from typing import Annotated
from urllib.parse import urlsplit

from fastapi import APIRouter, Form, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse

from alerts.accounts import Session, SignInRefused
from alerts.spending import TooOften, spend
from api.deps import House, HouseHere, Now, Person, SignedIn, cookie_name
from api.forms import FormForged, mark, must_be_ours
from api.pages import SIGN_IN, remember
from api.view import view_of
from dashboards import render
from dashboards.pages.sign_in import PAGE

GUEST = "pursewatch_guest"
"""The cookie that ties the sign-in form to the browser that loaded it."""

router = APIRouter(include_in_schema=False)


@router.get(SIGN_IN)
def show_sign_in(request: Request) -> Response:
    """Show the form."""
    return _form(request, 200, "")


@router.post(SIGN_IN)
def sign_in(  # noqa: PLR0913, PLR0917 - each is a field of the form
    request: Request,
    house: HouseHere,
    now: Now,
    account: Annotated[str, Form(max_length=80)] = "",
    password: Annotated[str, Form(max_length=200)] = "",
    code: Annotated[str, Form(max_length=20)] = "",
    csrf: Annotated[str, Form(max_length=64)] = "",
    onward: Annotated[str, Form(alias="next", max_length=2000)] = "/",
) -> Response:
    """Begin a session and go where the reader wanted to go; else say what was wrong."""
    guest = request.cookies.get(GUEST, "")
    try:
        must_be_ours(request, guest, csrf)
    except FormForged:
        return _form(request, 403, "sign_in.ended")
    response = RedirectResponse(inside(onward), 303)
    try:
        counted(request, house)
        begin(house, account.strip(), password, now, response, code=code)
    except TooOften:
        return _form(request, 429, "sign_in.locked")
    except SignInRefused as error:
        if error.code:
            return _form(request, 401, "sign_in.code_wrong" if code else "sign_in.code_wanted")
        status, said = (429, "sign_in.locked") if error.until else (401, "sign_in.wrong")
        return _form(request, status, said)
    response.delete_cookie(GUEST, path=SIGN_IN)
    return response


@router.post("/sign-out")
def sign_out(
    request: Request,
    me: SignedIn,
    house: HouseHere,
    now: Now,
    csrf: Annotated[str, Form(max_length=64)] = "",
) -> Response:
    """End the session."""
    must_be_ours(request, me.token, csrf)
    response = RedirectResponse(SIGN_IN, 303)
    end(house, me.token, now, response)
    return response


def inside(address: str) -> str:
    """Give the address when it is one of this site's own, else the front page."""
    plain = address.isprintable() and not set(address) & {"\\", " "}
    try:
        parts = urlsplit(address)
    except ValueError:
        return "/"
    ours = address.startswith("/") and not address.startswith("//") and not parts.netloc
    return address if plain and ours and not parts.scheme else "/"


def counted(request: Request, house: House) -> None:
    """Count a sign-in against what one address may try in a while, on all processes together.

    Raises:
        TooOften: it tried too often.
    """
    address = request.client.host if request.client else ""
    limit = house.manners.sign_ins
    spend(house.ledger.engine, "sign-ins", address, limit, now=house.clock())


def begin(
    house: House, name: str, password: str, now: datetime, response: Response, *, code: str = ""
) -> Person:
    """Begin a session, and give its cookie with the answer.

    Raises:
        SignInRefused: name, password or code is wrong, the account is closed, or it has to wait.
    """
    return give(house, house.accounts.sign_in(name, password, now, code=code), response)


def give(house: House, begun: Session, response: Response) -> Person:
    """Give the cookie of a session that began with the answer."""
    response.set_cookie(
        cookie_name(house),
        begun.token,
        path="/",
        httponly=True,
        samesite="strict",
        secure=house.secure_cookies,
    )
    return Person(begun.account, begun.token)


def end(house: House, token: str, now: datetime, response: Response) -> None:
    """End a session, here and in the browser."""
    house.accounts.sign_out(token, now)
    response.delete_cookie(
        cookie_name(house),
        path="/",
        httponly=True,
        samesite="strict",
        secure=house.secure_cookies,
    )


def _form(request: Request, status: int, said: str) -> Response:
    guest = request.cookies.get(GUEST) or secrets.token_urlsafe(32)
    view = view_of(request, None, csrf=mark(guest), said=said)
    response = HTMLResponse(render.page(PAGE, view), status)
    response.set_cookie(
        GUEST,
        guest,
        path=SIGN_IN,
        httponly=True,
        samesite="strict",
        secure=request.app.state.house.secure_cookies,
    )
    remember(request, response)
    return response
