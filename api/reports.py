"""报告台. What the door may do with reports: the service makes and keeps them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from dashboards.letters.press import Form
from dashboards.reports.kinds import Kind
from dashboards.reports.press import Ordered


class ReportUnknown(Exception):
    """No report is kept by that name, or none that this reader may see: the same for both."""


@dataclass(frozen=True)
class KeptReport:
    """A report that was made and is kept; its name tells all that it was made of."""

    name: str
    kind: Kind
    region: str
    period: str
    night: date
    made_on: date
    language: str
    form: Form
    size: int  # bytes


@dataclass(frozen=True)
class Reports:
    """What the door may do with reports."""

    make: Callable[[Ordered, date | None, str, datetime], KeptReport]  # night, who, now
    every: Callable[[], Sequence[KeptReport]]  # the latest first
    content: Callable[[str], bytes]
    nights: Callable[[], Sequence[date]]
