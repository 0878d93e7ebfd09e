"""办理. The forms by which people handle alerts and matters; the engines decide every step."""

from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from starlette.datastructures import FormData, UploadFile

from alerts.desk import Desk, Order, Previewed, PreviewUnknown
from alerts.ledger import AlertUnknown, Wanted
from alerts.matters.assignments import assign
from alerts.matters.desk import MatterUnknown
from alerts.matters.files import FileRefused, Kept, keep_file
from alerts.matters.given import TAKES, Draft
from alerts.matters.given import Order as MatterOrder
from alerts.matters.handing import hand_over, merge_shown, mute_shown
from alerts.matters.lists import read_matter
from alerts.matters.reviews import ask, opine
from alerts.procedure import MovedMeanwhile, MoveForbidden, MoveRefused, Refused, WordsMissing
from alerts.quieting import Quiet
from api.deps import AlertHandler, House, HouseHere, MatterReader, Now, Person
from api.forms import must_be_ours
from api.told import sentence
from api.view import as_seen, language, view_of
from dashboards import render
from dashboards.page import NotThere, Page
from dashboards.pages.alert import PAGE as ALERT
from dashboards.pages.alerts import wanted_of
from dashboards.pages.chosen import PAGE as CHOSEN
from dashboards.pages.draft import PAGE as DRAFT
from dashboards.pages.draft import line_of
from dashboards.pages.matter import PAGE as MATTER
from warehouse.workdays import WorkdaysUnknown

router = APIRouter(include_in_schema=False)

MOST_FILES = 20
MOST_FIELDS = 1100
LONGEST = 20_000  # characters: one field longer than the engine keeps is the engine's to refuse
REFUSED: Mapping[type[Exception], int] = {
    FileRefused: 422,
    MovedMeanwhile: 409,
    MoveForbidden: 403,
    MoveRefused: 409,
    WordsMissing: 422,
    WorkdaysUnknown: 422,
}
"""What is said above the form once more, with what was typed; each has its sentence."""


@dataclass(frozen=True)
class Posted:
    """What a form brought."""

    text: Mapping[str, str]
    alerts: Sequence[int]
    files: Sequence[UploadFile]

    def given(self, names: Sequence[str]) -> dict[str, str]:
        """Give the filled fields of these names."""
        return {name: self.text[name].strip() for name in names if self.text.get(name, "").strip()}


async def posted(request: Request) -> AsyncIterator[Posted]:
    """Read a form: its fields, the alerts that were ticked, and its files until they are kept."""
    async with request.form(max_files=MOST_FILES, max_fields=MOST_FIELDS) as form:
        yield Posted(_text(form), _numbers(form), _files(form))


def _text(form: FormData) -> dict[str, str]:
    return {
        name: value.replace("\0", "").replace("\r\n", "\n")[:LONGEST]
        for name, value in form.multi_items()
        if isinstance(value, str)
    }


def _numbers(form: FormData) -> list[int]:
    written = [value for value in form.getlist("alert") if isinstance(value, str)]
    return [int(one) for one in written if one.isascii() and one.isdigit() and len(one) < 10]


def _files(form: FormData) -> list[UploadFile]:
    files = [one for one in form.getlist("file") if isinstance(one, UploadFile)]
    return [one for one in files if one.filename]


PostedHere = Annotated[Posted, Depends(posted)]


@router.post("/alerts/sets")
def choose(
    request: Request, me: AlertHandler, house: HouseHere, now: Now, form: PostedHere
) -> Response:
    """Keep the alerts that were ticked, or all that match the address, and show exactly them."""
    must_be_ours(request, me.token, form.text.get("csrf", ""))
    view = view_of(request, me)
    everything = "all" in form.text
    wanted = (
        wanted_of(view, house.ledger.last_night()) if everything else Wanted(numbers=form.alerts)
    )
    try:
        shown = Desk(house.ledger.engine).preview(wanted, by=me.actor, now=now)
    except WordsMissing as error:
        raise NothingChosen(str(error), zh=error.zh) from error
    then = "?then=mute" if form.text.get("then") == "mute" else ""
    return RedirectResponse(f"/alerts/sets/{shown.token}{then}", 303)


class NothingChosen(Refused):
    """No alert was ticked, or more match than one step may take."""


@router.post(CHOSEN.path)
def move_set(
    token: str, request: Request, me: AlertHandler, house: HouseHere, now: Now, form: PostedHere
) -> Response:
    """Take a step of exactly the alerts that were shown, or of none."""
    must_be_ours(request, me.token, form.text.get("csrf", ""))
    desk = Desk(house.ledger.engine, house.matters.workdays)
    move = form.text.get("move", "")
    try:
        shown = desk.shown(token[:100], by=me.actor, now=now)
        if move == "hand_over":
            return _handed_over(house, me, token, form, now)
        if move == "mute":
            mute_shown(
                house.matters, token, reason=form.text.get("words", ""), until=_lastday_in(form),
                by=me.actor, now=now,
            )  # fmt: skip
        elif move == "merge":
            merge_shown(
                house.matters, token, into=number_in(form.text.get("into", "")),
                reason=form.text.get("words", ""), by=me.actor, now=now,
            )  # fmt: skip
        else:
            desk.move_previewed(token, _order(form), by=me.actor, now=now)
    except PreviewUnknown as error:
        raise NotThere(str(error)) from error
    except tuple(REFUSED) as error:
        return again(request, me, CHOSEN, form, error)
    return _page(request, me, CHOSEN, shown, move)


def _handed_over(house: House, me: Person, token: str, form: Posted, now: Now) -> Response:
    text = form.text
    draft = Draft(
        kind="warning", region="", subject=text.get("subject", ""), facts=text.get("facts", ""),
        law=text.get("law", ""), request=text.get("request", ""),
        addressee=text.get("addressee", ""), letter=text.get("letter", ""), until=day_in(form),
    )  # fmt: skip
    stands = hand_over(house.matters, token, draft, by=me.actor, now=now)
    return RedirectResponse(f"/matters/{stands.matter}", 303)


@router.post(ALERT.path)
def move_alert(
    number: str, request: Request, me: AlertHandler, house: HouseHere, now: Now, form: PostedHere
) -> Response:
    """Take a step of one alert, if it still is what its page showed."""
    must_be_ours(request, me.token, form.text.get("csrf", ""))
    desk, quiet = Desk(house.ledger.engine, house.matters.workdays), Quiet(house.ledger.engine)
    try:
        if form.text.get("move") == "split":
            words = form.text.get("words", "")
            quiet.split([number_in(number)], reason=words, by=me.actor, now=now)
        else:
            desk.move(number_in(number), _order(form), by=me.actor, now=now, seen=_seen(form))
    except AlertUnknown as error:
        raise NotThere(str(error)) from error
    except tuple(REFUSED) as error:
        return again(request, me, ALERT, form, error)
    return RedirectResponse(f"/alerts/{number_in(number)}", 303)


@router.post(MATTER.path)
def move_matter(
    number: str, request: Request, me: MatterReader, house: HouseHere, now: Now, form: PostedHere
) -> Response:
    """Take a step of a matter with its files, if it still is what its page showed."""
    must_be_ours(request, me.token, form.text.get("csrf", ""))
    move = form.text.get("move", "")
    try:
        given = form.given(sorted(TAKES.get(move, ())))
        order = MatterOrder(move, given, _kept(house, form))
        stands = house.matters.move(
            number_in(number), order, by=me.actor, now=now, seen=_seen(form)
        )
    except MatterUnknown as error:
        raise NotThere(str(error)) from error
    except tuple(REFUSED) as error:
        return again(request, me, MATTER, form, error)
    return RedirectResponse(f"/matters/{stands.matter}?receipt={stands.version}", 303)


@router.post(DRAFT.path)
def opine_on_draft(
    request: Request, me: MatterReader, house: HouseHere, now: Now, form: PostedHere
) -> Response:
    """Add an opinion on a draft to its department's review, or ask an expert for one."""
    must_be_ours(request, me.token, form.text.get("csrf", ""))
    view = as_seen(request, view_of(request, me), form.text.get("night", ""))
    line = line_of(view, form.text.get("line", ""))
    try:
        if form.text.get("move") == "ask":
            expert = form.text.get("account", "")
            ask(house.matters, line, expert, until=day_in(form), by=me.actor, now=now)
            return RedirectResponse(f"{DRAFT.path}?{request.url.query}#reviews", 303)
        opine(house.matters, line, form.text.get("words", ""), by=me.actor, now=now)
    except tuple(REFUSED) as error:
        return again(request, me, DRAFT, form, error)
    return RedirectResponse(f"{DRAFT.path}?{request.url.query}#opinions", 303)


@router.post(f"{MATTER.path}/experts")
def ask_about_matter(
    number: str, request: Request, me: MatterReader, house: HouseHere, now: Now, form: PostedHere
) -> Response:
    """Ask an expert about the draft that a matter is the review of."""
    must_be_ours(request, me.token, form.text.get("csrf", ""))
    engine, review = house.ledger.engine, number_in(number)
    try:
        read_matter(engine, review, by=me.actor)
        assign(engine, review, form.text.get("account", ""), by=me.actor, now=now)
    except MatterUnknown as error:
        raise NotThere(str(error)) from error
    except tuple(REFUSED) as error:
        return again(request, me, MATTER, form, error)
    return RedirectResponse(f"/matters/{review}", 303)


def _kept(house: House, form: Posted) -> list[Kept]:
    if form.files and house.evidence is None:
        raise FileRefused(
            "this site keeps no files: its operator names no folder for them",
            zh="本站没有开通收文件：请联系管理员",
        )
    folder = house.evidence or Path()
    return [keep_file(folder, one.filename or "", one.file) for one in form.files]


def _order(form: Posted) -> Order:
    return Order(
        form.text.get("move", ""), form.text.get("reason", ""), form.text.get("words", ""),
        day_in(form),
    )  # fmt: skip


def day_in(form: Posted) -> date | None:
    """Read the day of a form; None: it has none.

    Raises:
        WordsMissing: it is no day.
    """
    written = form.text.get("until", "").strip()
    try:
        return date.fromisoformat(written) if written else None
    except ValueError as error:
        raise WordsMissing(
            f"{written[:40]!r} is no day: write it as 2026-03-31",
            zh=f"“{written[:40]}”不是日期：请写成 2026-03-31",
        ) from error


def _lastday_in(form: Posted) -> date:
    day = day_in(form)
    if day is None:
        raise WordsMissing(
            "a silence needs its last day: say until when",
            zh="静默要写明到哪一天",
        )
    return day


def number_in(written: str) -> int:
    """Read a number that a person wrote; 0: it is none that anything has."""
    return int(written) if written.isascii() and written.isdigit() and len(written) < 10 else 0


def _seen(form: Posted) -> int | None:
    written = form.text.get("seen", "")
    return number_in(written) if written else None


def again(request: Request, me: Person, page: Page, form: Posted, error: Exception) -> Response:
    """Show the page as it stands now, what was typed, and why the step was not taken."""
    said = f"handling.refused.{type(error).__name__}"
    detail = sentence(error, language(request))
    tongue = "en" if detail == str(error) else "zh"
    faults = {"detail": detail, "tongue": tongue}
    view = view_of(request, me, said=said, typed=form.text, faults=faults)
    return HTMLResponse(render.page(page, view), REFUSED[type(error)])


def _page(request: Request, me: Person, page: Page, shown: Previewed, move: str) -> Response:
    receipt = {"alerts": list(shown.numbers), "mark": shown.mark, "move": move}
    return HTMLResponse(render.page(page, view_of(request, me, receipt=receipt)))
