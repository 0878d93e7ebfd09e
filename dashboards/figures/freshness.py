"""到报. To which day each feed of a government has come, and which are late."""

from dataclasses import dataclass
from datetime import date, timedelta

from dashboards.figures.places import Places
from warehouse.database import Warehouse
from warehouse.period import Period, PeriodUnreadable

DELIVERED = """
    select f.feed, f.period, count(*) as files, max(coalesce(d.delivered_at, d.received_at)) as at
    from ops.delivery_file f join ops.delivery d on d.number = f.delivery
    where f.in_force and f.region = $region and f.period is not null and f.feed is not null
    group by f.feed, f.period
"""
SUPPLIED = "select feed, fiscal_year from ops.supply where region = $region"
REFUSED = """
    select count(*) as files
    from ops.delivery_file where region = $region and status = 'refused'
"""


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
    """Compare the latest period of each feed with the one that its rhythm asks for."""
    given = {"region": places.region}
    latest: dict[str, Period] = {}
    for row in warehouse.rows(DELIVERED, given):
        try:
            period = Period.parse(row["period"])
        except PeriodUnreadable:
            continue
        known = latest.get(row["feed"])
        if known is None or period.ends_on >= known.ends_on:
            latest[row["feed"]] = period
    years: dict[str, set[int]] = {}
    for row in warehouse.rows(SUPPLIED, given):
        years.setdefault(row["feed"], set()).add(row["fiscal_year"])
    feeds = [
        _feed(name, latest.get(name), years.get(name, set()), as_of)
        for name in sorted(latest.keys() | years.keys())
    ]
    refused = warehouse.rows(REFUSED, given)[0]["files"]
    order = {"gone": 0, "late": 1, "whole": 2}
    return Freshness(sorted(feeds, key=lambda feed: (order[feed.state], feed.name)), refused)


def _feed(name: str, until: Period | None, years: set[int], as_of: date) -> Feed:
    if until is None:
        gone = as_of.year not in years and as_of.year - 1 in years
        return Feed(name, None, "gone" if gone else "whole")
    wanted = expected(until, as_of)
    grace = timedelta(days=3) if until.day is not None else timedelta(0)
    behind = until.ends_on + grace < wanted.ends_on and until.ends_on < as_of
    return Feed(name, until, "late" if behind else "whole", wanted)
