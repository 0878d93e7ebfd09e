"""The city's books while they are being written: rows by feed, and what is hidden in them."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from random import Random
from typing import Any

Cells = dict[str, Any]
"""One row by column; money is whole fen, a date is a date, empty is None."""


@dataclass(frozen=True)
class Entry:
    """One row and the period under which it is handed over."""

    period: str
    cells: Cells


@dataclass(frozen=True)
class Plant:
    """One thing hidden in the books; without a severity it is a near miss that stays silent."""

    code: str
    region: str
    period: str
    subject: str
    severity: str | None
    why: str

    @property
    def identity(self) -> tuple[str, str, str, str]:
        """What makes it one finding."""
        return self.code, self.region, self.period, self.subject


@dataclass
class Books:
    """Everything that the city's offices have written by a day."""

    seed: int
    until: date
    entries: dict[str, list[Entry]] = field(default_factory=lambda: defaultdict(list))
    plants: list[Plant] = field(default_factory=list)

    @property
    def years(self) -> range:
        """The fiscal years in the books: two whole ones and the current."""
        return range(self.until.year - 2, self.until.year + 1)

    def draw(self, *topic: object) -> Random:
        """Give the die of one topic, so that a new topic moves no other."""
        return Random("/".join(map(str, (self.seed, *topic))))

    def add(self, feed: str, period: str, **cells: object) -> Cells:
        """Write one row."""
        row: Cells = dict(cells)
        self.entries[feed].append(Entry(period, row))
        return row

    def rows(self, feed: str) -> Iterator[Cells]:
        """Give the rows of a feed as written."""
        return (entry.cells for entry in self.entries[feed])

    def plant(self, code: str, place: str, subject: str, severity: str | None, why: str) -> None:
        """Note what is hidden; `place` is `region/period`."""
        region, period = place.split("/")
        self.plants.append(Plant(code, region, period, subject, severity, why))


def month_of(day: date) -> str:
    """Write the month that a day lies in."""
    return f"{day.year:04d}-{day.month:02d}"
