"""回测. What a rule, or one with another limit, would have found; nothing is raised by it.

Every kept night of the time is asked again. The end of a month without a night of its own is asked
of the published night's rows, of which a rule reads none that is dated later.
"""

from calendar import monthrange
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import duckdb

from alerts.decisions import Decided
from alerts.engine import SECONDS, ask
from alerts.finding import Finding, Results
from alerts.limits import Override
from alerts.rule import Rule, Verdict
from alerts.sealed import opened
from alerts.switches import filtered
from warehouse.build import Means

LARGEST = 10
UNDECIDED = Decided()
Identity = tuple[str, str, str, str]


class BacktestRefused(Exception):
    """There is no night to ask, or the time is none."""


@dataclass(frozen=True)
class Trial:
    """What would have been found on one day, and what was."""

    day: date
    own: bool  # by the night of that day; else by the published night's rows
    found: Mapping[Identity, Finding]
    was: frozenset[Identity]  # by that night's record; else by the limits in force
    unknown: int  # governments and periods that could not be told
    error: str


@dataclass(frozen=True)
class Month:
    """One government in one month: findings of its nights, each counted once."""

    month: str
    region: str
    found: int
    was: int
    new: int
    gone: int


@dataclass(frozen=True)
class Overlap:
    """Another rule that found something about the same subject, or the same unit, on those days."""

    code: str
    same_subject: int
    same_unit: int


@dataclass(frozen=True)
class Backtest:
    """What came of trying a rule on past days."""

    trials: Sequence[Trial]
    months: Sequence[Month]
    overlaps: Sequence[Overlap]
    largest: Sequence[Finding]

    @property
    def found(self) -> int:
        """How many findings there would have been, each counted once."""
        return len({identity for trial in self.trials for identity in trial.found})

    @property
    def was(self) -> int:
        """How many there were, each counted once."""
        return len({identity for trial in self.trials for identity in trial.was})


@dataclass(frozen=True)
class Nights:
    """The nights that can be asked: those kept, by day, and the published one."""

    kept: Mapping[date, Path]
    published: date

    def days(self, since: date, to: date) -> list[date]:
        """Give the days to ask: every kept night, and the ends of months without one.

        Raises:
            BacktestRefused: there is none.
        """
        kept = [day for day in self.kept if since <= day <= to]
        told = {(day.year, day.month) for day in kept}
        ends = [
            day
            for day in _month_ends(since, min(to, self.published))
            if (day.year, day.month) not in told
        ]
        if not kept and not ends:
            raise BacktestRefused(
                f"no night from {since} to {to} can be asked: the published one is of "
                f"{self.published}, and `pursewatch nights list` shows those that are kept"
            )
        return sorted({*kept, *ends})


def backtest(
    rule: Rule,
    nights: Nights,
    days: Sequence[date],
    *,
    in_force: Decided = UNDECIDED,
    changed: Override | None = None,
    means: Means | None = None,
    seconds: float = SECONDS,
) -> Backtest:
    """Ask a rule of past days; `changed` is the limit to try in place of those in force.

    What a filter hides counts as nowhere found. A switch is passed over: who asks what a rule would
    find may want to know before it is switched on again.
    """
    tried = in_force
    if changed is not None:
        others = [one for one in in_force.overrides if one.name != changed.name]
        tried = replace(in_force, overrides=[*others, changed])
    trials: list[Trial] = []
    overlaps: dict[str, tuple[set[Identity], set[Identity]]] = defaultdict(lambda: (set(), set()))
    for day in days:
        file = nights.kept.get(day, nights.kept[nights.published])
        with opened(file, means or Means()) as connection:
            own = day in nights.kept
            found, unknown, error = _asked(connection, rule, day, tried, seconds)
            if own:
                was = _recorded(connection, rule.code)
            elif changed is None:
                was = frozenset(found)
            else:
                was = frozenset(_asked(connection, rule, day, in_force, seconds)[0])
            trials.append(Trial(day, own, found, was, unknown, error))
            _overlap(connection, rule.code, found, overlaps)
    return Backtest(trials, _months(trials), _overlaps(overlaps), _largest(trials))


def _asked(
    connection: duckdb.DuckDBPyConnection,
    rule: Rule,
    day: date,
    stands: Decided,
    seconds: float,
) -> tuple[dict[Identity, Finding], int, str]:
    quick = replace(rule, evidence={})  # nobody reads the rows of what is only tried
    asked = ask(quick, connection, day, name="", overrides=stands.overrides, seconds=seconds)
    said = filtered(Results(asked.results, asked.findings), stands.filters, day)
    errors = [r for r in said.results if Verdict.ERROR in r.counts]
    unknown = sum(Verdict.UNKNOWN in r.counts for r in said.results)
    error = next(iter(errors[0].reasons)) if errors else ""
    return {finding.identity: finding for finding in said.findings}, unknown, error


def _recorded(connection: duckdb.DuckDBPyConnection, code: str) -> frozenset[Identity]:
    rows = connection.execute(
        "select code, region, period, subject from ops.finding where code = $code", {"code": code}
    ).fetchall()
    return frozenset((row[0], row[1], row[2], row[3]) for row in rows)


def _overlap(
    connection: duckdb.DuckDBPyConnection,
    code: str,
    found: Mapping[Identity, Finding],
    overlaps: dict[str, tuple[set[Identity], set[Identity]]],
) -> None:
    by_subject: dict[tuple[str, str], list[Identity]] = defaultdict(list)
    by_unit: dict[tuple[str, str], list[Identity]] = defaultdict(list)
    for identity, finding in found.items():
        by_subject[finding.region, finding.subject].append(identity)
        if finding.unit:
            by_unit[finding.region, finding.unit].append(identity)
    others = connection.execute(
        "select distinct code, region, subject, unit from ops.finding where code <> $code",
        {"code": code},
    ).fetchall()
    for other, region, subject, unit in others:
        same_subject, same_unit = overlaps[other]
        same_subject.update(by_subject.get((region, subject), ()))
        same_unit.update(by_unit.get((region, unit), ()))


def _overlaps(found: Mapping[str, tuple[set[Identity], set[Identity]]]) -> list[Overlap]:
    told = [Overlap(code, len(of[0]), len(of[1])) for code, of in found.items() if of[0] or of[1]]
    return sorted(told, key=lambda one: (-one.same_subject, -one.same_unit, one.code))


def _months(trials: Sequence[Trial]) -> list[Month]:
    found: dict[tuple[str, str], set[Identity]] = defaultdict(set)
    was: dict[tuple[str, str], set[Identity]] = defaultdict(set)
    for trial in trials:
        month = f"{trial.day:%Y-%m}"
        for identity in trial.found:
            found[month, identity[1]].add(identity)
        for identity in trial.was:
            was[month, identity[1]].add(identity)
    return [
        Month(
            *place, len(found[place]), len(was[place]), len(found[place] - was[place]),
            len(was[place] - found[place]),
        )
        for place in sorted({*found, *was})
    ]  # fmt: skip


def _largest(trials: Sequence[Trial]) -> list[Finding]:
    last = {identity: finding for trial in trials for identity, finding in trial.found.items()}
    weighed = sorted(
        last.values(),
        key=lambda f: (f.at_stake is None, -abs(f.at_stake or Decimal(0)), f.identity),
    )
    return weighed[:LARGEST]


def _month_ends(since: date, to: date) -> Iterator[date]:
    day = since
    while day <= to:
        end = day.replace(day=monthrange(day.year, day.month)[1])
        if end <= to:
            yield end
        day = end + timedelta(days=1)


def severities(found: Sequence[Trial]) -> Counter[str]:
    """Count what would have been found by severity, each finding by its last one."""
    last = {identity: f.severity.value for trial in found for identity, f in trial.found.items()}
    return Counter(last.values())
