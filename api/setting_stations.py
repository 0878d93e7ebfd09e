"""联络站设置的门. The form by which an account sets a liaison station up, or takes it away."""

import re
from collections.abc import Mapping
from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from starlette.exceptions import HTTPException

from alerts.station_desk import (
    StationChanged,
    StationRefused,
    station_of,
    withdraw_station,
    write_station,
)
from alerts.stations import Stations, StationUnknown
from alerts.workflow import Role
from api.deps import HouseHere, Now, Person, StationKeeper
from api.forms import must_be_ours
from api.view import view_of
from dashboards import render
from dashboards.pages.station_settings import FIELDS, PAGE, ROWS

router = APIRouter(include_in_schema=False)

MOST_FIELDS = 1100
LONGEST = 400
NUMBERED = re.compile(r"(topic|duty)\.(\d{1,3})\.(\w+)")
"""What a field of a topic or a duty day is called: `topic.0.name`."""


async def posted(request: Request) -> dict[str, str]:
    """Read the form's text; topics and days that were left empty are not there, and count not."""
    form = await request.form(max_files=0, max_fields=MOST_FIELDS)
    text = {
        name: value.replace("\0", "").strip()[:LONGEST]
        for name, value in form.multi_items()
        if isinstance(value, str)
    }
    kept = {name: value for name, value in text.items() if not NUMBERED.fullmatch(name)}
    rows: dict[tuple[str, int], dict[str, str]] = {}
    for name, value in text.items():
        if (found := NUMBERED.fullmatch(name)) and value:
            what, place, field = found.groups()
            rows.setdefault((what, int(place)), {})[field] = value
    for what in ROWS:
        told = [row for (of, _), row in sorted(rows.items()) if of == what]
        for place, row in enumerate(told):
            kept |= {f"{what}.{place}.{field}": value for field, value in row.items()}
    return kept


Posted = Annotated[dict[str, str], Depends(posted)]


@router.post(PAGE.path)
def set_up(
    request: Request, me: StationKeeper, house: HouseHere, now: Now, form: Posted
) -> Response:
    """Keep a station as it was written, or take it away; say place by place what can't be."""
    must_be_ours(request, me.token, form.pop("csrf", ""))
    stations: Stations | None = house.stations
    if stations is None:
        raise HTTPException(503, "this site keeps no stations: it was opened without its home")
    engine, seen, name = house.ledger.engine, form.get("seen", ""), form.get("id", "")
    try:
        _must_have_reached(me, stations, name)
        if form.get("withdraw"):
            withdraw_station(
                engine, stations, stations.get(name), seen=seen, reason=form.get("reason", ""),
                actor=me.name, now=now,
            )  # fmt: skip
            return RedirectResponse(PAGE.path, 303)
        station = station_of(name, _told(form))
        _must_reach(me, station.region)
        write_station(engine, stations, station, seen=seen, actor=me.name, now=now)
    except StationRefused as error:
        return _again(request, me, form, error.faults, 422)
    except StationUnknown as error:
        return _again(request, me, form, {"id": str(error)}, 422)
    except StationChanged as error:
        return _again(request, me, form, {"seen": str(error)}, 409)
    return RedirectResponse(f"{PAGE.path}?station={station.id}&kept=1", 303)


def _told(form: Mapping[str, str]) -> dict[str, object]:
    """Give what the form says as a station's file would."""
    told: dict[str, object] = {name: form[name] for name in FIELDS if form.get(name)}
    told["accepts"] = bool(form.get("accepts"))
    rows: dict[str, dict[int, dict[str, str]]] = {what: {} for what in ROWS}
    for name, value in form.items():
        if found := NUMBERED.fullmatch(name):
            what, place, field = found.groups()
            rows[what].setdefault(int(place), {})[field] = value
    return told | {what: list(many.values()) for what, many in rows.items()}


def _must_have_reached(me: Person, stations: Stations, name: str) -> None:
    """Let a station pass that is there, or not there yet; one of another government is neither.

    Raises:
        StationRefused: it is another government's.
    """
    for one in stations.all():
        if one.id == name:
            _must_reach(me, one.region)


def _must_reach(me: Person, region: str) -> None:
    """Let a station of the writer's own governments pass.

    Raises:
        StationRefused: it is another's.
    """
    whole = me.role is Role.ADMINISTRATOR and me.account.region is None
    if not (whole or me.deliveries.sees(region)):
        raise StationRefused({"region": f"{region!r} is not among your governments"})


def _again(
    request: Request, me: Person, form: Mapping[str, str], faults: Mapping[str, str], status: int
) -> Response:
    """Show the form once more, with what was typed and what is wrong with it."""
    view = view_of(request, me, typed=form, faults=faults)
    return HTMLResponse(render.page(PAGE, view), status)
