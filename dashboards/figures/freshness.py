"""到报. To which day each feed of a government has come, and which are late."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from dashboards.figures.places import Places
from warehouse.database import Warehouse
from warehouse.period import Period, PeriodUnreadable

DELIVERED = """
    select f.feed, f.period, count(*) as files, max(coalesce(d.delivered_at, d.received_at)) as at
    from ops.delivery_file f join ops.delivery d on d.number = f.delivery
    where f.in_force and f.period is not null and f.feed is not null
        and f.region = (
            select max(nearer.region) from ops.delivery_file nearer
            where nearer.in_force and nearer.feed = f.feed and nearer.period is not null
                and list_contains($reach, nearer.region)
        )
    group by f.feed, f.period
"""
"""A government's own files, or else those of the nearest one above it that delivers for it."""
SUPPLIED = "select feed, fiscal_year from ops.supply where region = $region"
REFUSED = """
    select count(*) as files
    from ops.delivery_file where region = $region and status = 'refused'
"""

GRACE = 3
"""Days of grace: months and quarters differ by as much."""


@dataclass(frozen=True)
class Feed:
    """How far one feed has come."""

    name: str
    until: Period | None
    state: str  # whole, late or gone (there last year, not this year)
    expected: Period | None = None


@dataclass(frozen=True)
class Freshness:
    """All feeds of a government, the latest trouble first."""

    feeds: list[Feed]
    refused: int

    @property
    def dated(self) -> list[Feed]:
        """Those that have a period to be compared."""
        return [feed for feed in self.feeds if feed.until is not None or feed.state == "gone"]

    @property
    def late(self) -> list[Feed]:
        """Those that are behind what their own rhythm asks for."""
        return [feed for feed in self.feeds if feed.state != "whole"]


def expected(kind: Period, as_of: date) -> Period:
    """Give the last period of the same kind that is over by the night's day."""
    if kind.day is not None:
        return Period(as_of.year, as_of.month, as_of.day)
    if kind.month is not None:
        this = Period(as_of.year, as_of.month)
        return this if this.ends_on <= as_of else this.before()
    return Period(as_of.year)


def freshness(warehouse: Warehouse, places: Places, as_of: date) -> Freshness:
    """Compare how long each feed is silent with how long it was ever silent in its last year."""
    given = {"region": places.region}
    known: dict[str, list[Period]] = {}
    for row in warehouse.rows(DELIVERED, {"reach": above(places.region)}):
        try:
            period = Period.parse(row["period"])
        except PeriodUnreadable:
            continue
        known.setdefault(row["feed"], []).append(period)
    years: dict[str, set[int]] = {}
    for row in warehouse.rows(SUPPLIED, given):
        years.setdefault(row["feed"], set()).add(row["fiscal_year"])
    feeds = [
        _feed(name, known.get(name, []), years.get(name, set()), as_of)
        for name in sorted(known.keys() | years.keys())
    ]
    refused = warehouse.rows(REFUSED, given)[0]["files"]
    order = {"gone": 0, "late": 1, "whole": 2}
    return Freshness(sorted(feeds, key=lambda feed: (order[feed.state], feed.name)), refused)


def above(region: str) -> list[str]:
    """Give a government and those above it, by the form of the code."""
    if len(region) < 6:
        return [region]
    return sorted({region, region[:6], f"{region[:4]}00", f"{region[:2]}0000", "000000"})


def _feed(name: str, periods: Sequence[Period], years: set[int], as_of: date) -> Feed:
    if not periods:
        gone = as_of.year not in years and as_of.year - 1 in years
        return Feed(name, None, "gone" if gone else "whole")
    ends = sorted({period.ends_on for period in periods if period.starts_on <= as_of})
    until = max(periods, key=lambda period: period.ends_on)
    wanted = expected(until, as_of)
    silent = (wanted.ends_on - until.ends_on).days
    late = until.ends_on < as_of and silent > rhythm(ends) + GRACE
    return Feed(name, until, "late" if late else "whole", wanted)


def rhythm(ends: Sequence[date]) -> int:
    """Give the longest silence, in days, that a feed kept within its last year."""
    recent = [day for day in ends if (ends[-1] - day).days <= 370] if ends else []
    return max(((later - day).days for day, later in pairwise(recent)), default=0)
