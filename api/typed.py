"""录入. The forms by which staff type in legal events and agree about the supply calendar."""

from collections.abc import Mapping
from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from alerts.agreements import Agreements, LineRefused
from alerts.legal_events import FIELDS, EventRefused, EventUnknown, LegalEvents, read
from alerts.workflow import Role
from api.deps import Agreeing, EventTypist, HouseHere, Now, Person
from api.forms import must_be_ours
from api.view import view_of
from dashboards import render
from dashboards.look import local_time
from dashboards.page import Page
from dashboards.pages.calendar import PAGE as CALENDAR
from dashboards.pages.events import PAGE as EVENTS
from warehouse.workdays import CalendarUnreadable

router = APIRouter(include_in_schema=False)
LINE = (
    "feed", "supplier", "region", "tier", "every", "working_day", "by", "opening_by", "final_by",
    "since", "until",
)  # fmt: skip
NAMES = (
    *FIELDS, *LINE, "owed", "year", "notice", "off", "on", "reason", "withdraw", "csrf",
)  # fmt: skip
LONGEST = 300


async def posted(request: Request) -> dict[str, str]:
    """Read a form's text fields; what is longer than any of them may be is cut."""
    form = await request.form(max_files=0, max_fields=40)
    given = {name: form.get(name) for name in NAMES}
    return {
        name: value.replace("\0", "")[:LONGEST] if isinstance(value, str) else ""
        for name, value in given.items()
    }


Posted = Annotated[dict[str, str], Depends(posted)]


@router.post("/events")
def type_event(
    request: Request, me: EventTypist, house: HouseHere, now: Now, typed: Posted
) -> Response:
    """Type an event in, correct it, or take it back; say field by field what can't be."""
    must_be_ours(request, me.token, typed.pop("csrf"))
    events = LegalEvents(house.ledger.engine)
    try:
        if typed["withdraw"]:
            _must_reach(me, typed["region"])
            events.withdraw(
                typed["event"], typed["region"], actor=me.name, reason=typed["reason"], now=now
            )
        else:
            event = read(typed, local_time(now).date())
            _must_reach(me, event.region)
            events.add(event, actor=me.name, reason=typed["reason"], now=now)
    except EventRefused as error:
        return _again(request, me, EVENTS, typed, error.faults)
    except EventUnknown as error:
        return _again(request, me, EVENTS, typed, {"event": str(error)})
    return RedirectResponse("/events", 303)


@router.post("/supply/calendar")
def agree(request: Request, me: Agreeing, house: HouseHere, now: Now, typed: Posted) -> Response:
    """Keep a line of the supply calendar or a year of working days, or take a line back."""
    must_be_ours(request, me.token, typed.pop("csrf"))
    agreements = Agreements(house.ledger.engine)
    try:
        if typed["withdraw"]:
            number = int(typed["withdraw"]) if typed["withdraw"].isdecimal() else 0
            gone = [line.told for line in agreements.lines() if line.number == number]
            _must_govern(me, str(gone[0].get("region", "")) if gone else "")
            agreements.withdraw(number, actor=me.name, reason=typed["reason"], now=now)
        elif typed["year"]:
            _must_govern(me, "")
            agreements.set_workdays(
                int(typed["year"]) if typed["year"].isdecimal() else 0, typed["notice"],
                typed["off"].split(), typed["on"].split(),
                actor=me.name, reason=typed["reason"] or typed["notice"], now=now,
            )  # fmt: skip
        else:
            _must_govern(me, typed["region"].strip())
            agreements.set_due(_line(typed), actor=me.name, reason=typed["reason"], now=now)
    except (LineRefused, CalendarUnreadable) as error:
        return _again(request, me, CALENDAR, typed, {"": str(error)})
    return RedirectResponse("/supply/calendar", 303)


def _line(typed: Mapping[str, str]) -> dict[str, object]:
    told: dict[str, object] = {name: typed[name].strip() for name in LINE if typed[name].strip()}
    days = typed["working_day"].strip()
    if days:
        told["working_day"] = int(days) if days.isdecimal() and len(days) < 5 else days
    if typed["owed"] == "no":
        told["owed"] = False
    return told


def _must_govern(me: Person, region: str) -> None:
    """Let a line pass that is for the writer's own governments; one for all is an administrator's.

    Raises:
        LineRefused: it is for another, or for all.
    """
    if me.role is Role.ADMINISTRATOR or (region and me.deliveries.sees(region)):
        return
    raise LineRefused(
        f"{region!r} is not among your governments"
        if region
        else "a line for every government is an administrator's: name one of yours"
    )


def _must_reach(me: Person, region: str) -> None:
    """Let an event pass that is of the writer's own governments.

    Raises:
        EventRefused: it is another's.
    """
    if not me.scope.sees(region):
        raise EventRefused({"region": f"{region!r} is not among your governments"})


def _again(
    request: Request, me: Person, page: Page, typed: Mapping[str, str], faults: Mapping[str, str]
) -> Response:
    """Show the form once more, with what was typed and what is wrong with it."""
    view = view_of(request, me, typed=typed, faults=faults)
    return HTMLResponse(render.page(page, view), 422)
