"""到报. How far each feed of a government has come, by the supply calendar and nothing else."""

from dataclasses import dataclass

from dashboards.figures.places import Places
from warehouse.database import Warehouse

DUE = """
    select
        d.feed,
        max(d.period) filter (arrived_on is not null) as until,
        count(*) filter (state <> 'not_due' and left(d.period, 4) = $year) as due,
        min(d.period) filter (
            left(d.period, 4) = $year and days_late is not null and arrived_on is null
        ) as missing
    from ops.due d
    where left(d.period, 4) <= $year
        and d.region = (
            select max(nearer.region) from ops.due nearer
            where nearer.feed = d.feed and list_contains($reach, nearer.region)
        )
    group by d.feed
"""
"""A government's own feeds, or else those of the nearest one above it that delivers for it."""
SUPPLIED = "select distinct feed from ops.supply where region = $region and fiscal_year = $year"
REFUSED = """
    select count(*) as files
    from ops.delivery_file where region = $region and status = 'refused'
"""


@dataclass(frozen=True)
class Feed:
    """How far one feed has come."""

    name: str
    until: str | None  # the last period that came
    missing: str | None = None  # the first period of the year that is overdue
    due: int = 0  # periods of the year whose day is over or that came

    @property
    def state(self) -> str:
        """Whether it is whole, late (a period is overdue) or gone (nothing of it ever came)."""
        if self.missing is None:
            return "whole"
        return "late" if self.until else "gone"


@dataclass(frozen=True)
class Freshness:
    """All feeds of a government, the latest trouble first."""

    feeds: list[Feed]
    refused: int

    @property
    def dated(self) -> list[Feed]:
        """Those of which something is due."""
        return [feed for feed in self.feeds if feed.due]

    @property
    def late(self) -> list[Feed]:
        """Those of which a period is overdue."""
        return [feed for feed in self.feeds if feed.missing is not None]


def freshness(warehouse: Warehouse, places: Places) -> Freshness:
    """Tell what the supply calendar says of each feed in a government's year."""
    due = warehouse.rows(DUE, {"reach": above(places.region), "year": str(places.year)})
    feeds = {row["feed"]: Feed(row["feed"], row["until"], row["missing"], row["due"])
             for row in due}  # fmt: skip
    given = {"region": places.region}
    for row in warehouse.rows(SUPPLIED, {**given, "year": places.year}):
        feeds.setdefault(row["feed"], Feed(row["feed"], None))
    refused = warehouse.rows(REFUSED, given)[0]["files"]
    order = {"gone": 0, "late": 1, "whole": 2}
    listed = sorted(feeds.values(), key=lambda feed: (order[feed.state], feed.name))
    return Freshness(listed, refused)


def overdue(warehouse: Warehouse, places: Places, *names: str) -> list[Feed]:
    """Give those of these feeds of which a period of the year is overdue: their sums lack it."""
    return [feed for feed in freshness(warehouse, places).late if feed.name in names]


def above(region: str) -> list[str]:
    """Give a government and those above it, by the form of the code."""
    if len(region) < 6:
        return [region]
    return sorted({region, region[:6], f"{region[:4]}00", f"{region[:2]}0000", "000000"})
