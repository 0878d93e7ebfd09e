"""供数. What is due, what came and what became of it, as pages show the night's deliveries."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from alerts.access import Right, roles_with
from alerts.scope import Scope
from dashboards.figures.names import names
from dashboards.figures.places import Place, Places, YearUnknown
from dashboards.page import NotAllowed, NotThere, View
from dashboards.words import say
from warehouse.database import Row, Warehouse
from warehouse.score import Score, score_of
from warehouse.terms import FEEDS

ROLES = roles_with(Right.DELIVERIES)
"""Who may see what was handed over and what became of it."""

DESK = roles_with(Right.REJECTS)
"""Who may see rows set aside, which hold whatever could not be read, and change the calendar."""

HELD = """
    select region, left(period, 4) as year, count(*) filter (state <> 'not_due') as due
    from ops.due group by all
    union all
    select region, left(period, 4), 0 from ops.delivery_file
    where region is not null and period is not null group by all
"""
DUES = """
    select region, feed, supplier, period, every, due_on, state, arrived_on, days_late, agreed,
        nullif(file, 0) as file
    from ops.due
    where ($region is null or region = $region) and ($year is null or left(period, 4) = $year)
    order by region, supplier, feed, line
"""
QUALITY = """
    from mart.supplier_quality where $region is null or region = $region order by supplier, region
"""
WORST = ("missing", "refused", "unknown", "late", "arrived", "not_due")
OPEN = ("missing", "refused", "unknown", "late")


def reach(view: View) -> Scope:
    """Give whose deliveries the reader may see.

    Raises:
        NotAllowed: the role sees none.
    """
    scope: Scope | None = view.deliveries
    if scope is None or view.account is None or view.account.role not in ROLES:
        raise NotAllowed(say(view.language, "supply.forbidden"))
    return scope


def places(view: View) -> Places | None:
    """Pick a government and a year that something is due for, or came of.

    Raises:
        NotThere: the government asked for is none whose deliveries the reader may see.
        YearUnknown: nothing was due in the year asked for, and nothing came.
    """
    scope = reach(view)
    if view.warehouse is None:
        return None
    years: dict[str, dict[int, int]] = {}
    for row in view.warehouse.rows(HELD):
        if scope.sees(row["region"]) and row["year"].isdigit():
            counted = years.setdefault(row["region"], {})
            year = int(row["year"])
            counted[year] = counted.get(year, 0) + row["due"]
    if not years:
        return None
    named = names(view.warehouse, [(region, "", None) for region in years])
    offered = [Place(region, named.region(region)) for region in sorted(years)]
    asked = view.choice.one("region")
    if asked and asked not in years:
        raise NotThere(say(view.language, "frame.region_unknown", region=asked[:20]))
    region = asked or offered[0].region
    listed = sorted(years[region], reverse=True)
    wish = view.choice.one("year")
    if wish and wish not in map(str, listed):
        raise YearUnknown(view, wish, named.region(region), listed)
    latest = next((one for one in listed if years[region][one]), listed[0])
    return Places(offered, region, listed, int(wish) if wish else latest)


@dataclass(frozen=True)
class Cell:
    """What came of one feed of a supplier in one month, or of its year."""

    state: str
    count: int  # periods in it
    in_time: int
    days: int | None  # the most days late
    last: str  # the last period in it


@dataclass(frozen=True)
class Line:
    """One feed of a supplier over a year."""

    supplier: str
    feed: str
    cells: Sequence[Cell | None]


@dataclass(frozen=True)
class Matrix:
    """The year of one government: which columns there are, and a line for each feed."""

    columns: Sequence[str]  # 00, 01 … 12, 13, year
    lines: Sequence[Line]


def dues(warehouse: Warehouse, region: str | None, year: int | None) -> list[Row]:
    """Read what is due, in the order of government, supplier, feed and period."""
    given = {"region": region, "year": None if year is None else str(year)}
    return warehouse.rows(DUES, given)


def matrix(found: Sequence[Row]) -> Matrix:
    """Set a year's periods out by supplier and feed, a column for each month that is in use."""
    gathered: dict[tuple[str, str], dict[str, list[Row]]] = {}
    used: set[str] = set()
    for row in found:
        column = row["period"][5:7] or "year"
        used.add(column)
        line = gathered.setdefault((row["supplier"], row["feed"]), {})
        line.setdefault(column, []).append(row)
    months = [f"{month:02d}" for month in range(1, 13)]
    has_months = bool(used & set(months))
    columns = [
        column
        for column in ("00", *months, "13", "year")
        if column in used or (has_months and column in months)
    ]
    return Matrix(
        columns,
        [
            Line(supplier, feed, [_cell(line[c]) if c in line else None for c in columns])
            for (supplier, feed), line in gathered.items()
        ],
    )


def _cell(found: Sequence[Row]) -> Cell:
    states = {row["state"] for row in found}
    late = [row["days_late"] for row in found if row["days_late"] is not None]
    return Cell(
        state=next(state for state in WORST if state in states),
        count=len(found),
        in_time=sum(row["state"] == "arrived" for row in found),
        days=max(late, default=None),
        last=found[-1]["period"],
    )


def counted(found: Sequence[Row]) -> Mapping[str, int]:
    """Count the periods by state, and those whose day is over or that came: `due`."""
    states = {state: sum(row["state"] == state for row in found) for state in WORST}
    return {**states, "due": len(found) - states["not_due"]}


def open_ones(found: Sequence[Row]) -> list[Row]:
    """Give what is missing, refused, unknown or late: the worst first, then the longest."""
    wanted = [row for row in found if row["state"] in OPEN]
    return sorted(
        wanted,
        key=lambda row: (WORST.index(row["state"]), -(row["days_late"] or 0), row["period"]),
    )


def scores(warehouse: Warehouse, region: str | None = None) -> list[Score]:
    """Give the suppliers' scores, as the night's counts have them."""
    return [score_of(row) for row in warehouse.rows(QUALITY, {"region": region})]


def feed_name(feed: str | None, language: str) -> str:
    """Name a feed; one that is not known keeps its identifier."""
    return "" if feed is None else getattr(FEEDS[feed], language) if feed in FEEDS else feed


def as_of(warehouse: Warehouse) -> date:
    """Give the night's day."""
    day: date = warehouse.rows("select as_of from ops.run")[0]["as_of"]
    return day


def within(scope: Scope, found: Sequence[Row]) -> list[dict[str, Any]]:
    """Leave out rows of governments that the reader may not see, and files of none."""
    return [row for row in found if row["region"] is not None and scope.sees(row["region"])]
