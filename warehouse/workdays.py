"""工作日. The national calendar of working days: each year's notice moves weekends."""

import hashlib
import tomllib
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Self

import duckdb

from warehouse.shapes import tables

NOTICES = Path(__file__).with_name("workdays.toml")
DAY = timedelta(days=1)
SATURDAY = 5
DUE = "due"  # the lines of the supply calendar, which a site keeps in the same file


class WorkdaysUnknown(Exception):
    """The notice of that year is not known, so nobody can tell its working days."""

    def __init__(self, year: int) -> None:
        """Name the year."""
        super().__init__(
            f"the working days of {year} are not known: add the State Council's notice for "
            f"{year} to calendar.toml"
        )
        self.year = year
        self.zh = f"{year}年的放假安排还没有录入：请直接写明日期，或请管理员录入"


class CalendarUnreadable(Exception):
    """A file of notices is not what it must be."""


@dataclass(frozen=True)
class Notice:
    """One year as the State Council's notice has it."""

    title: str
    off: frozenset[date]  # weekdays and weekends that are holidays
    on: frozenset[date]  # Saturdays and Sundays that are worked


@dataclass(frozen=True)
class Workdays:
    """The years whose notices are known; they follow one another without a gap."""

    notices: Mapping[int, Notice]

    def is_working(self, day: date) -> bool:
        """Tell whether the nation works on `day`.

        Raises:
            WorkdaysUnknown: the notice of its year is not known.
        """
        notice = self.notices.get(day.year)
        if notice is None:
            raise WorkdaysUnknown(day.year)
        if day in notice.on:
            return True
        return day.weekday() < SATURDAY and day not in notice.off

    def plus(self, day: date, working_days: int) -> date:
        """Give the last day of a term of so many working days that begins on `day`.

        The day itself is not counted: two working days after a Friday is the Tuesday. Below zero,
        it counts back.

        Raises:
            WorkdaysUnknown: the term runs into a year whose notice is not known.
        """
        step = DAY if working_days >= 0 else -DAY
        self.is_working(day)
        left = abs(working_days)
        while left:
            day += step
            left -= self.is_working(day)
        return day

    def working_days(self, start: date, end: date) -> int:
        """Count the working days after `start`, up to and with `end`; below zero the other way.

        Raises:
            WorkdaysUnknown: the days run into a year whose notice is not known.
        """
        if end < start:
            return -self.working_days(end, start)
        self.is_working(start)
        days = (end - start).days
        return sum(self.is_working(start + DAY * n) for n in range(1, days + 1))

    @property
    def fingerprint(self) -> str:
        """Tell two calendars apart."""
        told = [
            f"{year} {sorted(notice.off)} {sorted(notice.on)}"
            for year, notice in sorted(self.notices.items())
        ]
        return hashlib.sha256("\n".join(told).encode()).hexdigest()

    def joined(self, later: Mapping[int, Notice]) -> Self:
        """Add the years of `later`; a year that is known already is told anew.

        Raises:
            CalendarUnreadable: a year between two others is left out.
        """
        notices = {**self.notices, **later}
        absent = sorted(set(range(min(notices), max(notices) + 1)) - notices.keys())
        if absent:
            raise CalendarUnreadable(
                f"the calendar knows {max(notices)} and not {absent[0]}: working days are counted "
                f"through, so add the notice of {absent[0]} too"
            )
        return type(self)(notices)


@cache
def known() -> Workdays:
    """Give the calendar that this edition brings."""
    notices = read(NOTICES)
    return Workdays({}).joined(notices)


def with_site(path: Path) -> Workdays:
    """Give the calendar with a site's own years from `path`, where there is such a file.

    Raises:
        CalendarUnreadable: the file is not as `workdays.toml` is.
    """
    return known().joined(read(path)) if path.is_file() else known()


def read(path: Path) -> Mapping[int, Notice]:
    """Read a file of notices, one table a year.

    Raises:
        CalendarUnreadable: the file is no such file; the message names year and entry.
    """
    try:
        told = tomllib.loads(path.read_text("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise CalendarUnreadable(f"{path.name} is not TOML: {error}") from error
    return {
        int(year): notice_of(path.name, year, notice)
        for year, notice in told.items()
        if year != DUE and _is(year)
    }


def hang(connection: duckdb.DuckDBPyConnection, workdays: Workdays | None = None) -> None:
    """Create `calendar.working_day` in a night and fill it."""
    connection.execute("create schema if not exists calendar")
    connection.execute(tables("calendar")["working_day"].create)
    notices = (workdays or known()).notices
    connection.execute(
        """
        insert into calendar.working_day
        select day, working, count(*) filter (working) over (order by day)
        from (
            select
                cast(day as date) as day,
                day in (select unnest(cast($on as date[]))) or (
                    isodow(day) <= 5 and day not in (select unnest(cast($off as date[])))
                ) as working
            from generate_series(make_date($first, 1, 1), make_date($last, 12, 31), interval 1 day)
                as known(day)
        )
        order by day
        """,
        {
            "first": min(notices),
            "last": max(notices),
            "on": _listed(notice.on for notice in notices.values()),
            "off": _listed(notice.off for notice in notices.values()),
        },
    )


def _listed(days: Iterable[Collection[date]]) -> str:
    """Write days as one text: given as a list, each would be bound by itself."""
    return f"[{', '.join(sorted(str(day) for of in days for day in of))}]"


def _is(year: str) -> bool:
    if not (year.isascii() and year.isdigit() and len(year) == 4):
        raise CalendarUnreadable(f"[{year}] is no year: a notice stands under its year, [2027]")
    return True


def notice_of(where: str, year: str, told: object) -> Notice:
    """Read one year's notice: `notice`, `off` and `on`.

    Raises:
        CalendarUnreadable: it is not what a notice must be; the message names `where` and year.
    """
    if not isinstance(told, dict) or not told.keys() <= {"notice", "off", "on"}:
        raise CalendarUnreadable(
            f"{where} [{year}]: a year has `notice`, `off` and `on`, and nothing else"
        )
    off, on = (_days(where, year, told.get(name, [])) for name in ("off", "on"))
    if not off:
        raise CalendarUnreadable(f"{where} [{year}]: no day is off; list the holidays in `off`")
    if wrong := sorted(off & on) or sorted(day for day in on if day.weekday() < SATURDAY):
        raise CalendarUnreadable(
            f"{where} [{year}]: {wrong[0]} is in `on` and is not a weekend day that was moved"
        )
    return Notice(str(told.get("notice", "")), off, on)


def _days(where: str, year: str, entries: object) -> frozenset[date]:
    if not isinstance(entries, list):
        raise CalendarUnreadable(f'{where} [{year}]: days are a list, as ["01-01/01-03"]')
    found: set[date] = set()
    for entry in entries:
        try:
            first, _, last = str(entry).partition("/")
            start = date.fromisoformat(f"{year}-{first}")
            end = date.fromisoformat(f"{year}-{last or first}")
        except ValueError as error:
            raise CalendarUnreadable(
                f"{where} [{year}]: {entry!r} is no day and no range: write 02-15 or 02-15/02-23"
            ) from error
        if end < start:
            raise CalendarUnreadable(f"{where} [{year}]: {entry!r} ends before it begins")
        found.update(start + DAY * n for n in range((end - start).days + 1))
    return frozenset(found)
