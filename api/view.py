"""What a page is given to look at, filled in from one request."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from functools import partial

from fastapi import Request

from alerts.matters.assignments import ASSIGNED
from alerts.matters.lists import MatterWanted, every_matter
from alerts.scope import Below, Scope
from alerts.workflow import Role
from api.deps import House, Person, house, now
from api.desk import Told
from api.forms import mark
from api.reports import KeptReport
from dashboards.frame import UNITS
from dashboards.page import LANGUAGES, Account, Choice, NotThere, View
from dashboards.pages.draft import PAGE as DRAFT
from warehouse.database import NightBroken, NightMissing, Warehouse

LANGUAGE, UNIT, NIGHT = "language", "unit", "night"
"""What a reader chooses once: the parameter's name is the cookie's name."""

CHOICES: Mapping[str, tuple[str, ...]] = {LANGUAGE: LANGUAGES, UNIT: UNITS}


def view_of(
    request: Request,
    person: Person | None,
    *,
    csrf: str = "",
    said: str = "",
    typed: Mapping[str, str] | None = None,
    faults: Mapping[str, str] | None = None,
    receipt: Told | None = None,
) -> View:
    """Fill in what a page may look at for this request and this reader."""
    ours = house(request)
    return View(
        language=language(request),
        now=now(ours),
        warehouse=_night(ours, request),
        boundaries=ours.boundaries,
        then=NIGHT in request.query_params,
        ledger=ours.ledger,
        disk=ours.window.disk,
        certificate=ours.manners.certificate,
        rules=ours.rules,
        actor=person.actor if person else None,
        matters=ours.matters,
        scope=_scope(ours, person, request) if person else None,
        purpose=person.purpose if person and person.scope.clear else "",
        elsewhere=ours.provider is not None,
        may_ask=bool(person and person.account.scope.clear),
        deliveries=person.deliveries if person else None,
        choice=_choice(request),
        place={name: str(value) for name, value in request.path_params.items()},
        path=request.url.path,
        site=ours.address,
        stations=ours.stations,
        account=Account(person.name, person.role.value, person.account.display) if person else None,
        csrf=csrf or (mark(person.token) if person else ""),
        said=said,
        typed=typed or {},
        faults=faults or {},
        reports=partial(_reports, ours, person),
        nights=ours.reports.nights if ours.reports else tuple,
        receipt=receipt,
    )


def as_seen(request: Request, view: View, night: str) -> View:
    """Give a view of the night that a form was filled in by, as long as that is kept."""
    try:
        return replace(view, warehouse=house(request).window.night(date.fromisoformat(night)))
    except (ValueError, NightMissing):
        return view  # of the night that is there: what was typed is worth more


def _scope(ours: House, person: Person, request: Request) -> Scope:
    """Give whose rows the page may show: an expert's are the draft of whom they were asked about.

    All other pages of figures are closed to experts.
    """
    asked = MatterWanted(kind=ASSIGNED)
    if person.role is not Role.EXPERT or request.url.path.partition(".")[0] != DRAFT.path:
        return person.scope
    known = every_matter(ours.ledger.engine, asked, by=person.actor)
    regions = sorted({one.region for one in known})
    return Scope(tuple(regions) or None, clear=False).held_to(Below.NONE)


def language(request: Request) -> str:
    """Give the language asked for now, else the one chosen before, else Chinese."""
    asked = request.query_params.get(LANGUAGE) or request.query_params.get("lang")
    for wish in (asked, request.cookies.get(LANGUAGE)):
        if wish in LANGUAGES:
            return wish
    return LANGUAGES[0]


def chosen_now(request: Request) -> dict[str, str]:
    """Give what this request chooses for the requests to come."""
    asked = {LANGUAGE: request.query_params.get("lang"), **request.query_params}
    return {
        name: value
        for name, allowed in CHOICES.items()
        if (value := asked.get(name)) is not None and value in allowed
    }


def _choice(request: Request) -> Choice:
    pairs = request.query_params.multi_items()
    kept = request.cookies.get(UNIT)
    if kept in UNITS and UNIT not in request.query_params:
        pairs = [*pairs, (UNIT, kept)]
    return Choice.of(pairs)


def _reports(ours: House, person: Person | None) -> list[KeptReport]:
    if ours.reports is None or person is None:
        return []
    return [one for one in ours.reports.every() if person.scope.sees(one.region)]


def _night(ours: House, request: Request) -> Warehouse | None:
    """Give the published night, or the kept one that is asked for, as papers note it.

    Raises:
        NotThere: that night is not kept.
    """
    failed = getattr(request.state, "failed", False)  # what says so is of the published night
    asked = None if failed else request.query_params.get(NIGHT)
    try:
        if asked:
            return ours.window.night(date.fromisoformat(asked))
        return ours.window.current()
    except ValueError as error:
        raise NotThere(f"{asked!r} is no night: it is a day, as 2026-03-31") from error
    except NightBroken:
        if failed:
            request.state.unread = True
            return None  # the page that says so stands without it
        raise
    except NightMissing as error:
        if asked:
            raise NotThere(str(error)) from error
        return None
