"""供数约定. Which feed is due from whom by when: the supply calendar, line by line."""

import hashlib
import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from pathlib import Path

from warehouse.period import FINAL, OPENING, Period, PeriodUnreadable
from warehouse.terms import FEEDS
from warehouse.tiers import tier_by_form
from warehouse.workdays import CalendarUnreadable, Workdays, WorkdaysUnknown

DEFAULTS = Path(__file__).with_name("supply_calendar.toml")
DEFAULT = "default"
RHYTHMS = ("day", "month", "quarter", "year")
"""How often a feed may be due, the finest first."""
TIERS = ("central", "province", "prefecture", "county", "township")
QUARTER_ENDS = (3, 6, 9, 12)
LONGEST_TERM = 366

_DAY = re.compile(r"(?P<after>\+?)(?P<month>\d{2})-(?P<day>\d{2})")


@dataclass(frozen=True)
class By:
    """A day of the period's own year, or of the year after."""

    month: int
    day: int
    after: bool = False

    @classmethod
    def parse(cls, text: str) -> "By":
        """Read `03-31`, or `+03-31` for the year after.

        Raises:
            CalendarUnreadable: it is no such day.
        """
        found = _DAY.fullmatch(text.strip())
        try:
            if found is None:
                raise ValueError
            month, day = int(found["month"]), int(found["day"])
            date(2025, month, day)  # a day that every year has
        except ValueError as error:
            raise CalendarUnreadable(
                f"{text!r} is no day of every year: write 03-31, or +03-31 for the year after"
            ) from error
        return cls(month, day, bool(found["after"]))

    def of(self, year: int) -> date:
        """Give the day for a period of that year."""
        return date(year + self.after, self.month, self.day)

    def __str__(self) -> str:
        """Write it as the calendar has it."""
        return f"{'+' if self.after else ''}{self.month:02d}-{self.day:02d}"


@dataclass(frozen=True)
class Agreement:
    """One line of the supply calendar. What it leaves out is as the feed's default has it.

    `origin` tells where it stands: `default`, `calendar.toml`, or its number in the ledger.
    """

    feed: str
    origin: str = DEFAULT
    every: str | None = None
    working_day: int | None = None
    by: By | None = None
    opening_by: By | None = None
    final_by: By | None = None
    supplier: str | None = None
    region: str | None = None
    tier: str | None = None
    since: date | None = None
    until: date | None = None
    owed: bool = True
    reason: str = ""
    actor: str = ""
    set_rhythm: bool = False  # `every` was agreed, and is not the default's
    set_special: bool = False  # so were the terms of opening budget or final accounts
    rank: tuple[int, int] = (0, 0)  # default, file, ledger; then its number

    def concerns(self, region: str, supplier: str) -> bool:
        """Tell whether it speaks of that government's feed from that supplier."""
        return (
            self.region in (None, region)
            and self.supplier in (None, supplier)
            and (self.tier is None or self.tier == tier_by_form(region))
        )

    def covers(self, period: Period) -> bool:
        """Tell whether it holds for that period, by the period's last day."""
        return (self.since is None or self.since <= period.ends_on) and (
            self.until is None or period.ends_on <= self.until
        )

    @property
    def nearness(self) -> tuple[bool, bool, bool, tuple[int, int]]:
        """Order: the line that says most about whom it is for stands; of equals the latest."""
        return (
            self.supplier is not None,
            self.region is not None,
            self.tier is not None,
            self.rank,
        )

    def over(self, other: "Agreement") -> "Agreement":
        """Give this line with what it leaves out as `other` has it."""
        own_term = self.working_day is not None or self.by is not None
        return replace(
            self,
            every=self.every or other.every,
            working_day=self.working_day if own_term else other.working_day,
            by=self.by if own_term else other.by,
            opening_by=self.opening_by or other.opening_by,
            final_by=self.final_by or other.final_by,
            set_rhythm=self.set_rhythm or other.set_rhythm,
            set_special=self.set_special or other.set_special,
        )

    def due_on(self, period: Period, workdays: Workdays) -> date | None:
        """Give the last day on which the period is in time; None: its working days are not known.

        Where the line names a day of the year and the period is no year, or a number of working
        days, they are counted from the period's last day.
        """
        special = {OPENING: self.opening_by, FINAL: self.final_by}.get(
            period.month if period.month is not None and period.day is None else -1
        )
        if special is not None:
            return special.of(period.year)
        if self.by is not None and period.month is None:
            return self.by.of(period.year)
        try:
            return workdays.plus(period.ends_on, self.working_day or 1)
        except WorkdaysUnknown:
            return None


@dataclass(frozen=True)
class SupplyCalendar:
    """Every line that is agreed, the defaults first."""

    lines: Sequence[Agreement]

    @property
    def feeds(self) -> list[str]:
        """The feeds that are due at all."""
        return sorted({line.feed for line in self.lines})

    @property
    def fingerprint(self) -> str:
        """Tell two calendars apart."""
        return hashlib.sha256("\n".join(map(repr, self.lines)).encode()).hexdigest()

    def joined(self, later: Iterable[Agreement]) -> "SupplyCalendar":
        """Add lines."""
        return SupplyCalendar([*self.lines, *later])

    def of(self, region: str, feed: str, supplier: str) -> "SupplyCalendar":
        """Give the lines that speak of one feed of a government from a supplier."""
        return SupplyCalendar(
            [line for line in self.lines if line.feed == feed and line.concerns(region, supplier)]
        )

    def agreed(self, feed: str, region: str, supplier: str, period: Period) -> Agreement | None:
        """Give what is agreed about one period of a feed; None: nothing is due."""
        told = [
            line
            for line in self.lines
            if line.feed == feed and line.concerns(region, supplier) and line.covers(period)
        ]
        if not told:
            return None
        nearest: Agreement | None = None
        for line in sorted(told, key=lambda one: one.nearness):
            nearest = line if nearest is None else line.over(nearest)
        return nearest if nearest is not None and nearest.owed else None

    def named(self) -> list[Agreement]:
        """Give the lines that name a government, and so ask for what may never have come."""
        return [line for line in self.lines if line.region is not None and line.owed]


@cache
def defaults() -> SupplyCalendar:
    """Give the calendar that this edition brings."""
    told = tomllib.loads(DEFAULTS.read_text("utf-8"))
    return SupplyCalendar(
        [
            line_of({**entry, "feed": feed}, origin=DEFAULT, where=f"[feeds.{feed}]")
            for feed, entry in sorted(told["feeds"].items())
        ]
    )


def of_site(path: Path) -> list[Agreement]:
    """Read the lines of a site's calendar.toml, under [[due]]; none where there is no such file.

    Raises:
        CalendarUnreadable: the file is no TOML, or a line of it is not what it must be.
    """
    if not path.is_file():
        return []
    try:
        told = tomllib.loads(path.read_text("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise CalendarUnreadable(f"{path.name} is not TOML: {error}") from error
    lines = told.get("due", [])
    if not isinstance(lines, list):
        raise CalendarUnreadable(f"{path.name}: [[due]] is a list of tables, each with a `feed`")
    return [
        replace(
            line_of(line, origin=path.name, where=f"{path.name} [[due]] {number}"),
            rank=(1, number),
        )
        for number, line in enumerate(lines, start=1)
    ]


FIELDS = (
    "feed", "every", "working_day", "by", "opening_by", "final_by", "supplier", "region", "tier",
    "since", "until", "owed", "reason",
)  # fmt: skip
"""What a line of the calendar may say."""


def line_of(told: object, *, origin: str, where: str) -> Agreement:
    """Read one line of the calendar.

    Raises:
        CalendarUnreadable: it names an unknown feed or field, or a value that can't be.
    """
    if not isinstance(told, Mapping):
        raise CalendarUnreadable(f"{where}: a line is a table with a `feed`")
    strange = sorted(told.keys() - set(FIELDS))
    if strange:
        raise CalendarUnreadable(f"{where}: {strange[0]!r} is not known: {', '.join(FIELDS)} are")
    feed = told.get("feed")
    if feed not in FEEDS:
        raise CalendarUnreadable(f"{where}: {feed!r} is no feed: {', '.join(sorted(FEEDS))} are")
    working_day = told.get("working_day")
    if working_day is not None and (
        not isinstance(working_day, int)
        or isinstance(working_day, bool)
        or not 1 <= working_day <= LONGEST_TERM
    ):
        raise CalendarUnreadable(
            f"{where}: working_day is {working_day!r}: give a whole number, 1 to {LONGEST_TERM}"
        )
    if working_day is not None and told.get("by") is not None:
        raise CalendarUnreadable(f"{where}: give working_day or by, not both")
    owed = told.get("owed", True)
    if not isinstance(owed, bool):
        raise CalendarUnreadable(f"{where}: owed is {owed!r}: give true or false")
    try:
        return Agreement(
            feed=str(feed),
            origin=origin,
            every=_one_of(told, "every", RHYTHMS, where),
            working_day=working_day,
            by=_by(told, "by"),
            opening_by=_by(told, "opening_by"),
            final_by=_by(told, "final_by"),
            supplier=_text(told, "supplier"),
            region=_region(told, where),
            tier=_one_of(told, "tier", TIERS, where),
            since=_edge(told, "since"),
            until=_edge(told, "until"),
            owed=owed,
            reason=_text(told, "reason") or "",
            set_rhythm=origin != DEFAULT and "every" in told,
            set_special=origin != DEFAULT
            and not told.keys().isdisjoint({"opening_by", "final_by"}),
        )
    except PeriodUnreadable as error:
        raise CalendarUnreadable(f"{where}: {error}") from error


def _text(told: Mapping[str, object], name: str) -> str | None:
    given = told.get(name)
    return str(given).strip() or None if given is not None else None


def _by(told: Mapping[str, object], name: str) -> By | None:
    given = _text(told, name)
    return None if given is None else By.parse(given)


def _one_of(told: Mapping[str, object], name: str, known: Sequence[str], where: str) -> str | None:
    given = _text(told, name)
    if given is not None and given not in known:
        raise CalendarUnreadable(f"{where}: {name} is {given!r}: it is {', '.join(known)}")
    return given


def _region(told: Mapping[str, object], where: str) -> str | None:
    given = _text(told, "region")
    if given is not None and not re.fullmatch(r"\d{6}(\d{3})?", given, re.ASCII):
        raise CalendarUnreadable(f"{where}: region is {given!r}: a code of six or nine digits")
    return given


def _edge(told: Mapping[str, object], name: str) -> date | None:
    """Read `2026`, `2026-03` or `2026-03-31`: the first day of it, or for `until` the last."""
    given = _text(told, name)
    if given is None:
        return None
    period = Period.parse(given)
    return period.ends_on if name == "until" else period.starts_on
