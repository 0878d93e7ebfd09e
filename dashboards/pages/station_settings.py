"""联络站设置. Which stations are set up, by whom, and what does each show?"""

from collections.abc import Mapping
from typing import Any

from alerts.access import Right, roles_with
from alerts.station_desk import WITHDRAW, mark_of, written
from alerts.stations import NAMED, Fault, Station, StationUnknown
from dashboards.figures.names import names
from dashboards.frame import look_of
from dashboards.look import local_time
from dashboards.page import NotThere, Page, Row, View
from dashboards.words import knows, say

FIELDS = ("name", "region", "place", "note", "addressee")
ROWS: Mapping[str, tuple[str, ...]] = {
    "topic": ("name", "department", "project", "published", "says"),
    "duty": ("day", "from", "to", "who"),
}
"""What a topic and a duty day are made of, as a station's file calls it."""
SPARE: Mapping[str, int] = {"topic": 2, "duty": 3}
"""Empty rows that the form holds beside those that are filled."""
MOST = 100
DEPARTMENTS = """
    select department as code, arg_max(department_name, fiscal_year) as name
    from core.unit where region = $region group by department order by department
"""
REGIONS = "select region as code, arg_max(name, length(name)) as name from core.region group by 1"


def reached(view: View) -> list[Station]:
    """Give the stations that this account may set up."""
    if view.stations is None:
        return []
    return [one for one in view.stations.all() if _reaches(view, one.region)]


def _reaches(view: View, region: str) -> bool:
    whole = view.account is not None and view.account.role == "administrator"
    whole = whole and view.deliveries is not None and view.deliveries.regions is None
    return whole or (view.deliveries is not None and view.deliveries.sees(region))


def draw(view: View) -> Mapping[str, object]:
    """Show the stations, who wrote each, and the form of the one that is asked for."""
    found, asked = reached(view), view.choice.one("station")
    history = [one for one in written(view.ledger.engine) if _reaches(view, one.region)]
    last = {one.station: one for one in reversed(history)}
    named = names(view.warehouse, [(one.region, "", None) for one in found])
    name = asked or view.typed.get("id", "")
    station, faults = _asked(view, asked), _faults(view)
    filled = dict(view.typed) or _filled(station, name)
    region, today = filled.get("region", ""), local_time(view.now).date()
    duties = _numbered(filled, "duty")
    past = [one for one in duties if one[1]["day"] and one[1]["day"] < f"{today}"]
    return {
        "answer": answer(view, found, faults),
        "found": found,
        "last": last,
        "history": history[:MOST],
        "withdrawn": WITHDRAW,
        "broken": faults,
        "editing": bool(asked),
        "station": station,
        "filled": filled,
        "seen": filled.get("seen") or _mark(view, name),
        "topics": _numbered(filled, "topic"),
        "duties": [one for one in duties if one not in past],
        "past": past,
        "row_fields": ROWS,
        "said": {place: _said(view, place, text) for place, text in view.faults.items()},
        "kept": bool(view.choice.one("kept")) and station is not None,
        "governments": [one for one in _names(view, REGIONS) if _reaches(view, one["code"])],
        "departments": _names(view, DEPARTMENTS, region=region) if region else [],
        "look": look_of(view, "wan"),
        "region_name": named.region,
    }


def answer(view: View, found: list[Station], faults: list[Fault]) -> str:
    """Say how many stations are set up, and whether a file is none."""
    said = say(view.language, "station_settings.answer" if found else "stations.none", n=len(found))
    if not faults:
        return said
    return said + say(view.language, "station_settings.broken", n=len(faults), file=faults[0].file)


def _mark(view: View, name: str) -> str:
    return mark_of(view.stations, name) if view.stations and NAMED.fullmatch(name) else ""


def _asked(view: View, name: str) -> Station | None:
    """Give the station that is to be changed; None: a new one, or one whose file can't be read.

    Raises:
        NotThere: there is none that this account may change.
    """
    if not name:
        return None
    if any(one.file == f"{name}.toml" for one in _faults(view)):
        return None
    known = {one.id: one for one in reached(view)}
    if name not in known:
        raise NotThere(str(StationUnknown(f"no station {name[:40]!r} is here for you")))
    return known[name]


def _faults(view: View) -> list[Fault]:
    """Give the files that can't be read, to an administrator: whose they are is not known."""
    ours = view.account is not None and view.account.role == "administrator"
    return list(view.stations.faults()) if ours and view.stations is not None else []


def _filled(station: Station | None, name: str) -> dict[str, str]:
    """Give what a station's form holds at first, by the names of its fields."""
    if station is None:
        return {"id": name, "accepts": "1"}
    filled = {"id": station.id, "accepts": "1" if station.accepts else ""}
    filled |= {field: str(getattr(station, field)) for field in FIELDS}
    for what in ROWS:
        for place, one in enumerate(getattr(station, what)):
            told = one.model_dump(by_alias=True)
            for field in ROWS[what]:
                filled[f"{what}.{place}.{field}"] = _typed(told[field])
    return filled


def _typed(value: Any) -> str:  # noqa: ANN401 - a day, an hour or a text
    if value is None:
        return ""
    return f"{value:%H:%M}" if hasattr(value, "hour") else str(value)


def _numbered(filled: Mapping[str, str], what: str) -> list[tuple[int, dict[str, str]]]:
    """Give the rows of a form with their numbers, and a few empty ones."""
    places = [int(name.split(".")[1]) for name in filled if name.startswith(f"{what}.")]
    return [
        (place, {field: filled.get(f"{what}.{place}.{field}", "") for field in ROWS[what]})
        for place in range(max(places, default=-1) + 1 + SPARE[what])
    ]


def _said(view: View, place: str, text: str) -> str:
    """Say what is wrong with a field in the reader's language, and in which row it stands."""
    what, _, rest = place.partition(".")
    number, _, field = rest.partition(".")
    key = f"station_settings.wrong.{f'{what}_{field}' if field else what}"
    if not knows(view.language, key):
        key = f"station_settings.wrong.{what}"
    if not knows(view.language, key):
        return text
    said = say(view.language, key)
    if not number.isdigit():
        return said
    return say(view.language, f"station_settings.nth_{what}", n=int(number) + 1, said=said)


def _names(view: View, sql: str, **given: str) -> list[Row]:
    return list(view.warehouse.rows(sql, given)) if view.warehouse is not None else []


def rows(view: View) -> list[Row]:
    """Give who set stations up, changed them or took them away, the last first."""
    return [
        {
            "line": one.number, "at": one.at, "actor": one.actor, "act": one.act,
            "station": one.station, "region": one.region, "reason": one.reason,
        }
        for one in written(view.ledger.engine)
        if _reaches(view, one.region)
    ]  # fmt: skip


PAGE = Page(
    path="/station-settings",
    title_key="station_settings.title",
    question_key="station_settings.question",
    draw=draw,
    template="station_settings.html",
    rows=rows,
    menu=4,
    group="site",
    roles=roles_with(Right.SET_STATIONS),
)
