"""站点的数. What a station may show: sums of its topics, up to the month that is published."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from alerts.stations import Station, Topic
from dashboards.figures.beneath import Cut, FigureUnknown, Measure, Year, divided
from warehouse.database import Row, Warehouse

DEPARTMENT = """
    select paid_to_date as paid, approved from mart.execution_by_department
    where region = $region and fiscal_year = $fiscal_year and month = $month
        and department = $department
"""
REACHED = """
    select month(as_of) as month, year(as_of) as year, as_of = last_day(as_of) as whole from ops.run
"""


@dataclass(frozen=True)
class Watched:
    """A topic with its public figures; None where there is none."""

    topic: Topic
    paid: Decimal | None = None
    approved: Decimal | None = None
    year: int = 0
    month: int = 0  # up to the end of which; 0: nothing is published

    @property
    def rate(self) -> Decimal | None:
        """What was paid of what was approved; None where one of them is not there."""
        if self.paid is None or not self.approved or self.approved < 0:
            return None
        return self.paid / self.approved

    @property
    def gone(self) -> Decimal:
        """The share of the year up to that month."""
        return Decimal(self.month) / 12


def watched(night: Warehouse | None, station: Station) -> Sequence[Watched]:
    """Give the topics of a station with the figures that are published of each."""
    return [_watched(night, station, topic) for topic in station.topic]


def _watched(night: Warehouse | None, station: Station, topic: Topic) -> Watched:
    if night is None or topic.month is None:
        return Watched(topic)
    year, month = topic.month
    month = min(month, _reached(night, year))
    if month < 1:
        return Watched(topic)
    row = _row(night, station.region, topic, year, month)
    return Watched(topic, row["paid"], row["approved"], year, month)


def _reached(night: Warehouse, year: int) -> int:
    """Tell the last whole month of a year that the night has come to; 0: none."""
    came = night.rows(REACHED)[0]
    if year != came["year"]:
        return 12 if year < came["year"] else 0
    return int(came["month"]) if came["whole"] else int(came["month"]) - 1


def _row(night: Warehouse, region: str, topic: Topic, year: int, month: int) -> Row:
    given = {"region": region, "fiscal_year": year, "month": month}
    if topic.department:
        found = night.rows(DEPARTMENT, {**given, "department": topic.department})
        return found[0] if found else {"paid": None, "approved": None}
    cut = Cut(Measure.PAID, None, topic.project, through=month)
    try:
        rows = divided(night, Year(region, year), cut, "project")
    except FigureUnknown:
        return {"paid": None, "approved": None}
    return {name: _sum(rows, name) for name in ("paid", "approved")}


def _sum(rows: Sequence[Row], name: str) -> Decimal | None:
    known = [row[name] for row in rows if row[name] is not None]
    return sum(known, Decimal(0)) if known else None
