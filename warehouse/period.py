"""期间. The year, month or day that a delivered file speaks for."""

import calendar
import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Self
from zoneinfo import ZoneInfo

SHANGHAI = ZoneInfo("Asia/Shanghai")
"""Where a day begins and ends: dates are of this zone, instants of UTC."""

OPENING, FINAL = 0, 13

_SHAPE = re.compile(r"(?P<year>\d{4})(?:-(?P<month>\d{2})(?:-(?P<day>\d{2}))?)?")


class PeriodUnreadable(ValueError):
    """The text names no period."""


@dataclass(frozen=True, order=True)
class Period:
    """A fiscal year `2026`, a month `2026-03` (`-00` opening, `-13` final accounts) or a day."""

    year: int
    month: int | None = None
    day: int | None = None

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read `2026`, `2026-03`, `2026-00`, `2026-13` or `2026-03-31`.

        Raises:
            PeriodUnreadable: the text is none of these, or no such day exists.
        """
        found = _SHAPE.fullmatch(text.strip())
        if found is None:
            raise PeriodUnreadable(
                f"{text!r} is no period: a year is 2026, a month 2026-03, a day 2026-03-31"
            )
        year, month, day = (None if part is None else int(part) for part in found.groups())
        assert year is not None
        if month is not None and day is None and not OPENING <= month <= FINAL:
            raise PeriodUnreadable(f"{text!r} is no period: a month is 01 to 12, or 00 and 13")
        if month is not None and day is not None:
            try:
                date(year, month, day)
            except ValueError as error:
                raise PeriodUnreadable(f"{text!r} is no period: there is no such day") from error
        return cls(year, month, day)

    def __str__(self) -> str:
        """Write the period as file names have it."""
        if self.month is None:
            return f"{self.year:04d}"
        if self.day is None:
            return f"{self.year:04d}-{self.month:02d}"
        return f"{self.year:04d}-{self.month:02d}-{self.day:02d}"

    @property
    def starts_on(self) -> date:
        """The first day; the opening budget begins with the year, final accounts end it."""
        if self.month is None or self.month == OPENING:
            return date(self.year, 1, 1)
        if self.month == FINAL:
            return date(self.year, 12, 31)
        return date(self.year, self.month, self.day or 1)

    @property
    def ends_on(self) -> date:
        """The last day."""
        if self.month is None or self.month == FINAL:
            return date(self.year, 12, 31)
        if self.month == OPENING:
            return date(self.year, 1, 1)
        if self.day is not None:
            return date(self.year, self.month, self.day)
        return date(self.year, self.month, calendar.monthrange(self.year, self.month)[1])

    def contains(self, other: "Period") -> bool:
        """Tell whether `other` lies inside this period and is not the same."""
        if self == other or self.year != other.year:
            return False
        return self.month is None or (self.month == other.month and self.day is None)

    def before(self) -> "Period":
        """Give the period of the same kind that comes just before."""
        if self.month is None:
            return Period(self.year - 1)
        if self.day is not None:
            eve = self.starts_on - timedelta(days=1)
            return Period(eve.year, eve.month, eve.day)
        if self.month <= 1:
            return Period(self.year - 1, 12)
        return Period(self.year, self.month - 1)
