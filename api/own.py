"""账号表单. How people change the way that they sign in, and administrators who may."""

from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, time
from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from alerts import factors
from alerts.access import Right
from alerts.accounts import (
    AccountExists,
    AccountUnknown,
    NameRefused,
    RegionRefused,
    SignInRefused,
)
from alerts.passwords import PasswordRefused
from alerts.spending import TooOften
from alerts.tokens import TokenRefused
from alerts.workflow import Role
from api.deps import Herself, House, HouseHere, Now, Person, UserKeeper
from api.forms import must_be_ours
from api.pages import SIGN_IN
from api.routes.session import must_prove
from api.sessions import end
from api.told import told
from api.view import view_of
from dashboards import render
from dashboards.page import Page
from dashboards.pages.account import PAGE as ACCOUNT
from dashboards.pages.users import PAGE as USERS

router = APIRouter(include_in_schema=False)

REFUSED: Mapping[type[Exception], int] = {
    AccountExists: 409,
    AccountUnknown: 404,
    NameRefused: 422,
    PasswordRefused: 422,
    RegionRefused: 422,
    SignInRefused: 403,
    TokenRefused: 422,
    TooOften: 429,
    ValueError: 422,
}


async def posted(request: Request) -> dict[str, str]:
    """Read a form's text fields; of a field that comes again, all values with blanks between."""
    form = await request.form(max_files=0, max_fields=40)
    given: dict[str, list[str]] = {}
    for name, value in form.multi_items():
        if isinstance(value, str):
            given.setdefault(name, []).append(value.replace("\0", "")[:200])
    return {name: " ".join(values) for name, values in given.items()}


Posted = Annotated[dict[str, str], Depends(posted)]


@router.post(ACCOUNT.path)
def change_own(request: Request, me: Herself, house: HouseHere, now: Now, form: Posted) -> Response:
    """Change one's own password, second factor or tokens; or say why not, above the forms."""
    must_be_ours(request, me.token, form.get("csrf", ""))
    do, password = form.get("do", ""), form.get("password", "")
    try:
        if do in {"password", "factor", "no_factor"}:
            must_prove(request, house, me, password)
        if do == "token":
            return _given(request, house, me, form, now)
        if do == "end_token":
            number = form.get("number", "")
            house.tokens.end(
                int(number) if number.isdecimal() and len(number) < 10 else 0,
                owner=me.name, by=me.name, now=now,
            )  # fmt: skip
            return RedirectResponse(ACCOUNT.path, 303)
        _changed(house, me, form, now)
    except tuple(REFUSED) as error:
        return _again(request, me, ACCOUNT, form, error)
    response = RedirectResponse(SIGN_IN, 303)
    end(house, me.token, now, response)
    return response


def _changed(house: House, me: Person, form: Mapping[str, str], now: datetime) -> None:
    match form.get("do"):
        case "password":
            if form.get("wanted") != form.get("again"):
                raise PasswordRefused("the new password was typed in two ways: type it again")
            house.accounts.set_password(me.name, form.get("wanted", ""), now=now, by=me.name)
        case "factor":
            if factors.step_of(form.get("key", ""), form.get("code", ""), now, None) is None:
                raise SignInRefused("the code is none of that key's: wait for the next one")
            house.accounts.set_factor(me.name, form["key"], now=now, by=me.name)
        case "no_factor":
            house.accounts.set_factor(me.name, None, now=now, by=me.name)
        case "everywhere":
            house.accounts.sign_out_everywhere(me.name, now=now)
        case other:
            raise ValueError(f"{other!r} is nothing that can be done here: use the page's forms")


def _given(
    request: Request, house: House, me: Person, form: Mapping[str, str], now: datetime
) -> Response:
    until = datetime.combine(_day(form.get("until", "")), time.max, UTC)
    rights = [Right(one) for one in form.get("right", "").split()]
    text, _ = house.tokens.give(
        me.name, form.get("name", ""), rights, until=until, by=me.name, now=now
    )
    view = view_of(request, me, receipt={"token": text})
    return HTMLResponse(render.page(ACCOUNT, view))


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise TokenRefused(f"{text!r} is no last day: give one as 2026-12-31") from error


@router.post(USERS.path)
def change_others(
    request: Request, me: UserKeeper, house: HouseHere, now: Now, form: Posted
) -> Response:
    """Add an account or change one; or say why not, above the forms."""
    must_be_ours(request, me.token, form.get("csrf", ""))
    name, accounts = form.get("name", ""), house.accounts
    doing: Mapping[str, Callable[[], object]] = {
        "add": lambda: accounts.add(
            name,
            password=form.get("password", ""),
            role=Role(form.get("role", "")),
            region=form.get("region") or None,
            unit=form.get("unit") or None,
            display=form.get("display", ""),
            must_change=True,
            now=now,
            by=me.name,
        ),
        "close": lambda: accounts.disable(name, now=now, by=me.name),
        "open": lambda: accounts.enable(name, now=now, by=me.name),
        "sign_out": lambda: accounts.sign_out_everywhere(name, now=now, by=me.name),
        "no_factor": lambda: accounts.set_factor(name, None, now=now, by=me.name),
        "role": lambda: accounts.set_role(name, Role(form.get("role", "")), now=now, by=me.name),
        "password": lambda: accounts.set_password(
            name, form.get("password", ""), now=now, must_change=True, by=me.name
        ),
    }
    do = doing.get(form.get("do", ""))
    try:
        if do is None:
            raise ValueError("nothing that can be done was named: use the page's forms")
        do()
    except tuple(REFUSED) as error:
        return _again(request, me, USERS, form, error)
    return RedirectResponse(USERS.path, 303)


def _again(
    request: Request, me: Person, page: Page, form: Mapping[str, str], error: Exception
) -> Response:
    """Show the page once more with what was wrong; of what was typed, only the key stays."""
    typed = {"key": form["key"]} if form.get("key") else {}
    view = view_of(request, me, typed=typed, faults={"detail": told(error, request)})
    status = next(REFUSED[kind] for kind in type(error).__mro__ if kind in REFUSED)
    return HTMLResponse(render.page(page, view), status)
