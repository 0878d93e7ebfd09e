"""报告种类. Which reports there are, and which months of a year each speaks of."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from alerts.rule import Text
from warehouse.period import Period


class ReportRefused(Exception):
    """The report can't be made as asked."""


class Kind(StrEnum):
    """A report of a government's period."""

    MONTH = "month"
    HALF_YEAR = "half-year"
    SESSION = "session"

    @property
    def text(self) -> Text:
        """Its name."""
        return NAMES[self]


NAMES = {
    Kind.MONTH: Text("预算联网监督月度专报", "Monthly budget supervision report"),
    Kind.HALF_YEAR: Text("上半年预算执行情况报告", "Half-year budget execution report"),
    Kind.SESSION: Text("会议审查参考资料", "Session book"),
}


@dataclass(frozen=True)
class Span:
    """What a report speaks of: January to a month of a year, and which of these is its own."""

    kind: Kind
    year: int
    first: int
    last: int

    @property
    def starts_on(self) -> date:
        """The first day of its own months."""
        return date(self.year, self.first, 1)

    @property
    def ends_on(self) -> date:
        """The last day."""
        return Period(self.year, self.last).ends_on

    @property
    def period(self) -> str:
        """The period as it is asked for: 2026-03, 2026-06, 2026."""
        return str(self.year) if self.kind is Kind.SESSION else f"{self.year}-{self.last:02d}"


def span_of(kind: Kind, period: str) -> Span:
    """Read which months are asked for.

    Raises:
        ReportRefused: the period is not of the report's kind.
    """
    wanted = {
        Kind.MONTH: "name a month, as 2026-03",
        Kind.HALF_YEAR: "name the year, as 2026: it speaks of January to June",
        Kind.SESSION: "name the budget's year, as 2026",
    }[kind]
    try:
        asked = Period.parse(period)
    except ValueError as error:
        raise ReportRefused(f"{error}: {wanted}") from error
    month = asked.month
    if asked.day is not None or not date.min.year < asked.year < date.max.year:
        raise ReportRefused(f"{period!r} is no period of a {kind.value} report: {wanted}")
    if kind is Kind.MONTH and month is not None and 1 <= month <= 12:
        return Span(kind, asked.year, month, month)
    if kind is Kind.HALF_YEAR and month in (None, 6):
        return Span(kind, asked.year, 1, 6)
    if kind is Kind.SESSION and month is None:
        return Span(kind, asked.year, 1, 12)
    raise ReportRefused(f"{period!r} is no period of a {kind.value} report: {wanted}")
