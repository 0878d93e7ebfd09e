"""应报. What the supply calendar asks for, period by period, and what came of each."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import NamedTuple

from warehouse.agreement import QUARTER_ENDS, RHYTHMS, Agreement, SupplyCalendar
from warehouse.period import FINAL, OPENING, Period
from warehouse.workdays import Workdays, WorkdaysUnknown

SPECIAL = {OPENING: "opening", FINAL: "final"}
DAY = timedelta(days=1)


class State(StrEnum):
    """What came of a period that is due."""

    ARRIVED = "arrived"
    LATE = "late"  # it came after the day on which it was due
    MISSING = "missing"  # overdue, and nothing came
    REFUSED = "refused"  # only refused files came so far
    NOT_DUE = "not_due"
    UNKNOWN = "unknown"  # nobody can tell the day: its working days are not known


class Outcome(StrEnum):
    """What became of a file that counts here."""

    KEPT = "kept"
    REFUSED = "refused"


@dataclass(frozen=True)
class Arrival:
    """One file of a supplier, as its receipt tells of it."""

    number: int
    feed: str
    region: str
    supplier: str
    period: Period
    outcome: Outcome
    on: date  # the day of hand-over, as the manifest says; else the day of receipt
    in_force: bool


class Due(NamedTuple):
    """One period that is due, in the columns of `ops.due`."""

    region: str
    feed: str
    supplier: str
    period: str
    every: str
    due_on: date | None
    state: str
    arrived_on: date | None
    days_late: int | None
    agreed: str
    file: int
    line: int


def dues(
    calendar: SupplyCalendar, arrivals: Iterable[Arrival], workdays: Workdays, as_of: date
) -> list[Due]:
    """Tell, for every feed that somebody owes, what came of each period up to `as_of`.

    A supplier owes a feed from the first period that it ever handed over, in the rhythm in which
    it hands it over (never finer than the feed's own), unless a line of the calendar agrees
    otherwise; a line that names a government asks for what never came, too. What was due before
    the supplier's first hand-over is not late, though it may be missing.
    """
    came: dict[tuple[str, str, str], list[Arrival]] = defaultdict(list)
    for arrival in arrivals:
        came[arrival.region, arrival.feed, arrival.supplier].append(arrival)
    for line in calendar.named():
        _ask_for(line, came)
    told: list[Due] = []
    terms: dict[tuple[object, ...], date | None] = {}
    for (region, feed, supplier), files in sorted(came.items()):
        owner = _Owner(region, feed, supplier, files, as_of)
        told += owner.dues(calendar.of(region, feed, supplier), workdays, terms)
    return [due._replace(line=line) for line, due in enumerate(told, start=1)]


def _ask_for(line: Agreement, came: dict[tuple[str, str, str], list[Arrival]]) -> None:
    """Have a government named by a line owe its feed, though nothing came of it yet."""
    assert line.region is not None
    known = any(
        (region, feed) == (line.region, line.feed) and line.supplier in (None, supplier)
        for region, feed, supplier in came
    )
    if not known:
        came[line.region, line.feed, line.supplier or line.region] = []


class _Owner:
    """One supplier of one government's feed."""

    def __init__(
        self, region: str, feed: str, supplier: str, files: Sequence[Arrival], as_of: date
    ) -> None:
        self.region, self.feed, self.supplier, self.as_of = region, feed, supplier, as_of
        self.files = sorted(files, key=lambda file: (file.on, file.number))
        self.began_on = min((file.on for file in files), default=date.min)
        self.first = min((file.period.starts_on for file in files), default=None)
        self.special_since: dict[str, int] = {}
        for file in files:
            name = _special_of(file.period)
            if name is not None:
                since = self.special_since.get(name, file.period.year)
                self.special_since[name] = min(since, file.period.year)
        self.by_period: dict[str, list[Arrival]] = defaultdict(list)
        self.inside: dict[str, list[Arrival]] = defaultdict(list)
        for file in self.files:
            self.by_period[str(file.period)].append(file)
            for wider in () if _special_of(file.period) else _wider(file.period):
                self.inside[wider].append(file)

    def dues(
        self,
        calendar: SupplyCalendar,
        workdays: Workdays,
        terms: dict[tuple[object, ...], date | None],
    ) -> Iterator[Due]:
        """Give every period that is owed, in order."""
        for period, line in sorted(
            self._asked(calendar, workdays).items(), key=lambda item: _order(item[0])
        ):
            key = (line.working_day, line.by, line.opening_by, line.final_by, period)
            if key not in terms:
                terms[key] = line.due_on(period, workdays)
            yield self._due(period, line, terms[key])

    def _asked(self, calendar: SupplyCalendar, workdays: Workdays) -> dict[Period, Agreement]:
        """Give every period that is owed, with what is agreed about it."""
        starts = [] if self.first is None else [self.first]
        starts += [line.since or date(self.as_of.year, 1, 1) for line in calendar.named()]
        rhythms = self._rhythms()
        owed: dict[Period, Agreement] = {}
        for year in range(min(starts, default=self.as_of).year, self.as_of.year + 1):
            for every in sorted(self._possible(calendar, rhythms, year)):
                for period in (*_periods(every, year, workdays), *_special_periods(year)):
                    line = calendar.agreed(self.feed, self.region, self.supplier, period)
                    if line is not None and self._owes(period, line, every, rhythms):
                        owed[period] = line
        return owed

    def _owes(
        self, period: Period, line: Agreement, every: str, rhythms: Mapping[int, str]
    ) -> bool:
        """Tell whether a period has begun, is of the rhythm of its year, and not before the first.

        Opening budget and final accounts are owed where that is agreed, or once they have come.
        """
        if line.every is None or period.starts_on > self.as_of or not self._begun(period, line):
            return False
        special = _special_of(period)
        if special is None:
            return self._every(line, rhythms, period.year) == every
        by = line.opening_by if special == SPECIAL[OPENING] else line.final_by
        since = self.special_since.get(special)
        return by is not None and (line.set_special or (since or period.year + 1) <= period.year)

    def _every(self, line: Agreement, rhythms: Mapping[int, str], year: int) -> str:
        """Give the rhythm of a year: as agreed; by default as the files come, if that is slower."""
        assert line.every is not None
        if line.set_rhythm:
            return line.every
        seen = [rhythms[known] for known in sorted(rhythms) if known <= year]
        own = seen[-1] if seen else next(iter(rhythms.values()), line.every)
        return max(line.every, own, key=RHYTHMS.index)

    def _possible(
        self, calendar: SupplyCalendar, rhythms: Mapping[int, str], year: int
    ) -> set[str]:
        return {self._every(line, rhythms, year) for line in calendar.lines if line.every}

    def _rhythms(self) -> dict[int, str]:
        """Give the kind of most files of each year; of as many the coarser."""
        kinds: dict[int, Counter[str]] = defaultdict(Counter)
        for period in {file.period for file in self.files}:
            if _special_of(period) is None:
                kinds[period.year][_kind(period)] += 1
        return {
            year: max(counted, key=lambda kind: (counted[kind], RHYTHMS.index(kind)))
            for year, counted in sorted(kinds.items())
        }

    def _begun(self, period: Period, line: Agreement) -> bool:
        """Tell whether the supplier owes it: from its first period, or from the day agreed."""
        if line.since is not None:
            return True
        if line.region is not None and self.first is None:
            return period.starts_on >= date(self.as_of.year, 1, 1)
        return self.first is not None and self.first <= period.ends_on

    def _due(self, period: Period, line: Agreement, due_on: date | None) -> Due:
        standing = [file for file in self._of(period) if file.outcome is Outcome.KEPT]
        refused = [file for file in self._of(period) if file.outcome is Outcome.REFUSED]
        came = standing[0] if any(file.in_force for file in standing) else None
        on = None if came is None else came.on
        days = None if due_on is None else ((on or self.as_of) - due_on).days
        in_time = days is None or days <= 0 or (due_on is not None and self._before(due_on, line))
        shown = came or (refused[-1] if refused else None)
        return Due(
            self.region,
            self.feed,
            self.supplier,
            str(period),
            _special_of(period) or _shown(line, period),
            due_on,
            self._undated(period, on, refused)
            if due_on is None
            else _state(on, refused, late=not in_time, overdue=days is not None and days > 0),
            on,
            None if days is None or days <= 0 or (came is not None and in_time) else days,
            line.origin,
            0 if shown is None else shown.number,
            0,
        )

    def _undated(self, period: Period, on: date | None, refused: Sequence[Arrival]) -> str:
        """Tell the state where nobody knows the day: before the period is over it needs none."""
        if on is not None and on <= period.ends_on:
            return State.ARRIVED
        running = on is None and not refused and self.as_of <= period.ends_on
        return State.NOT_DUE if running else State.UNKNOWN

    def _before(self, due_on: date, line: Agreement) -> bool:
        """Tell whether it was due before the supplier began to hand over, and was not agreed."""
        return due_on < self.began_on and line.since is None

    def _of(self, period: Period) -> list[Arrival]:
        """Give the files that speak for a period: of its own, of a wider one, or of its parts."""
        found = list(self.by_period[str(period)])
        for wider in _wider(period):
            found += self.by_period[wider]
        if _special_of(period) is None:
            found += self.inside[str(period)]
        return sorted(found, key=lambda file: (file.on, file.number))


def _state(on: date | None, refused: Sequence[Arrival], *, late: bool, overdue: bool) -> str:
    if on is not None:
        return State.LATE if late else State.ARRIVED
    if refused:
        return State.REFUSED
    return State.MISSING if overdue else State.NOT_DUE


def _wider(period: Period) -> list[str]:
    """Name the periods that hold this one."""
    if period.day is not None:
        return [f"{period.year:04d}-{period.month:02d}", f"{period.year:04d}"]
    return [f"{period.year:04d}"] if period.month is not None else []


def _kind(period: Period) -> str:
    if period.month is None:
        return "year"
    return "month" if period.day is None else "day"


def _shown(line: Agreement, period: Period) -> str:
    kind = _kind(period)
    return "quarter" if line.every == "quarter" and kind == "month" else kind


def _special_of(period: Period) -> str | None:
    return SPECIAL.get(period.month) if period.month is not None and period.day is None else None


def _periods(every: str, year: int, workdays: Workdays) -> Iterator[Period]:
    match every:
        case "year":
            yield Period(year)
        case "quarter":
            yield from (Period(year, month) for month in QUARTER_ENDS)
        case "month":
            yield from (Period(year, month) for month in range(1, 13))
        case _:
            yield from _working_days(year, workdays)


def _special_periods(year: int) -> Iterator[Period]:
    yield from (Period(year, month) for month in SPECIAL)


def _working_days(year: int, workdays: Workdays) -> Iterator[Period]:
    """Give the working days of a year; of one whose notice is not known its weekdays."""
    day = date(year, 1, 1)
    while day.year == year:
        try:
            works = workdays.is_working(day)
        except WorkdaysUnknown:
            works = day.weekday() < 5
        if works:
            yield Period(day.year, day.month, day.day)
        day += DAY


def _order(period: Period) -> tuple[int, int, int]:
    return (period.year, 99 if period.month is None else period.month, period.day or 99)
