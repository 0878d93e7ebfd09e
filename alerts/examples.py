"""例证. Tells a rule's own examples to a warehouse of a few rows and hears what it says."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import product

import duckdb

from alerts.engine import Asked, ask
from alerts.limits import Override, in_force, tier_of
from alerts.questions import RuleBroken, parameters
from alerts.rule import Example, Rule, Verdict
from alerts.usual import REGION, USUAL
from warehouse import workdays
from warehouse.shapes import NUMBERS, tables

WHOLE = ("feed missing", "limit not in force")
"""Reasons for which a government is not asked at all."""


class ExampleUnreadable(Exception):
    """An example names a feed or column that there is not."""


@dataclass(frozen=True)
class Outcome:
    """What came of one example; an empty fault says that it holds."""

    code: str
    story: str
    fault: str


@dataclass(frozen=True)
class Told:
    """What a rule said of an example: by the engine, and subject by subject."""

    asked: Asked
    verdicts: Mapping[str, tuple[Verdict, str]]
    shows: bool = True  # the rule has evidence to show: one that asks the ledger alone has none


def run(name: str, rule: Rule) -> Iterator[Outcome]:
    """Tell every example of a rule, one by one.

    Raises:
        ExampleUnreadable: an example names a feed or column that there is not.
    """
    with warehouse() as connection:
        for example in rule.examples:
            told = tell(connection, rule, name, example)
            yield Outcome(rule.code, example.story, fault(example, told))


def tell(connection: duckdb.DuckDBPyConnection, rule: Rule, name: str, example: Example) -> Told:
    """Fill an empty warehouse with an example's rows and put the rule to it.

    Raises:
        ExampleUnreadable: the example names a feed or column that there is not.
    """
    connection.execute("begin")
    try:
        fill(connection, example, (*rule.needs, *rule.optional))
        overrides = [
            Override(rule.code, limit, value, reason=example.story, author="example")
            for limit, value in example.limits.items()
        ]
        asked = ask(rule, connection, example.as_of, name=name, overrides=overrides)
        for result in asked.results:
            for reason in result.reasons:
                if reason.startswith(WHOLE) or Verdict.ERROR in result.counts:
                    return Told(asked, {"": (next(iter(result.counts)), reason)})
        verdicts = _verdicts(connection, rule, example, overrides)
        return Told(asked, verdicts, bool(rule.evidence))
    finally:
        connection.execute("rollback")


def fault(example: Example, told: Told) -> str:
    """Say where the rule did otherwise than the example promises; empty where it kept to it."""
    failed = [r for r in told.asked.results if Verdict.ERROR in r.counts]
    if failed:
        return f"it failed: {', '.join(failed[0].reasons)}"
    return _of_findings(example, told) or _of_verdicts(example, told)


def _of_findings(example: Example, told: Told) -> str:
    found = {called(example, f.region, f.period, f.subject): f for f in told.asked.findings}
    raised = {subject: finding.severity for subject, finding in found.items()}
    if raised != dict(example.fails):
        return f"it raised {_graded(raised)} where {_graded(example.fails)} was to be raised"
    for subject, amount in example.at_stake.items():
        if found[subject].at_stake != amount:
            return f"{found[subject].at_stake} is at stake in {subject}, not {amount}"
    for subject, unit in example.units.items():
        if found[subject].unit != unit:
            return f"{found[subject].unit} answers for {subject}, not {unit}"
    bare = sorted(subject for subject, finding in found.items() if not finding.evidence)
    return f"{', '.join(bare)}: no row of evidence" if bare and told.shows else ""


def _of_verdicts(example: Example, told: Told) -> str:
    said = {subject: reason for subject, (_, reason) in told.verdicts.items()}
    for verdict, promised in (
        (Verdict.PASS, set(example.passes)),
        (Verdict.NOT_APPLICABLE, set(example.not_applicable)),
        (Verdict.UNKNOWN, set(example.unknown)),
    ):
        heard = {subject for subject, (of, _) in told.verdicts.items() if of is verdict}
        if heard != promised:
            return (
                f"{verdict} was said of {sorted(heard)}, and was to be said of {sorted(promised)}"
                f" {[said[subject] for subject in sorted(heard)]}"
            )
    for subject, (verdict, reason) in sorted(told.verdicts.items()):
        if bool(reason) is (verdict in (Verdict.PASS, Verdict.FAIL)):
            return f"{subject} is {verdict}, and its reason is {reason!r}"
    why = example.not_applicable if isinstance(example.not_applicable, Mapping) else {}
    for subject, reason in (*example.unknown.items(), *why.items()):
        if said[subject] != reason:
            return f"the reason for {subject!r} is {said[subject]!r} and not {reason!r}"
    return ""


@contextmanager
def warehouse() -> Iterator[duckdb.DuckDBPyConnection]:
    """Give an empty warehouse in memory, of the shapes that a night has."""
    with duckdb.connect() as connection:
        connection.execute("set threads = 1")
        shape(connection)
        yield connection


def shape(connection: duckdb.DuckDBPyConnection) -> None:
    """Create the tables and views of a night, empty."""
    for schema in ("kept", "core", "lineage", "ops"):
        connection.execute(f"create schema {schema}")
    workdays.hang(connection)
    for table in tables("core").values():
        connection.execute(table.lay)
    for table in (*tables("ops").values(), *tables("lineage").values()):
        connection.execute(table.create)


def fill(
    connection: duckdb.DuckDBPyConnection, example: Example, feeds: Collection[str] = ()
) -> None:
    """Put an example's rows into `kept`, and with `feeds` what is there into `ops.supply`.

    Raises:
        ExampleUnreadable: the example names a feed or column that there is not.
    """
    connection.execute(
        "insert into ops.delivery (number, name, received_at) values (1, '例', '2026-01-01')"
    )
    there = {feed for feed in {*feeds, *example.given} if "." not in feed} - {*example.missing}
    rows = {
        feed: [_row(example, feed, given) for given in example.given.get(feed, ())]
        for feed in sorted(there)
    }
    every = [row for of in rows.values() for row in of]
    regions = sorted({REGION} | {str(row["region"]) for row in every if "region" in row})
    named = {int(str(row["fiscal_year"])) for row in every if "fiscal_year" in row}
    years = sorted(named | {example.as_of.year})
    year = str(example.as_of.year)
    _insert(
        connection,
        "ops.delivery_file (number, delivery, name, feed, region, period, status, kept, in_force)",
        [
            (file, 1, f"{feed}.csv", feed, REGION, year, "kept", len(of), True)
            for file, (feed, of) in enumerate(rows.items(), start=1)
        ],
    )
    _insert(connection, "ops.supply", [*product(regions, rows, years)])
    for file, (feed, of) in enumerate(rows.items(), start=1):
        _insert(
            connection,
            f"kept.{feed}",
            [
                (*row.values(), file, line, *(None for _ in NUMBERS.get(feed, ())))
                for line, row in enumerate(of, start=2)
            ],
        )
    for table in tables("lineage").values():
        if table.fill and any(f".{feed}" in table.fill for feed in example.given):
            connection.execute(table.fill)
    for name in sorted(name for name in example.given if name.startswith("ops.")):
        told = [_row(example, name, given) for given in example.given[name]]
        _insert(connection, name, [tuple(row.values()) for row in told])


def _insert(
    connection: duckdb.DuckDBPyConnection, table: str, rows: Sequence[tuple[object, ...]]
) -> None:
    if rows:
        marks = ", ".join(f"({', '.join('?' for _ in row)})" for row in rows)
        cells = [cell for row in rows for cell in row]
        connection.execute(f"insert into {table} values {marks}", cells)


def _row(example: Example, feed: str, given: Mapping[str, object]) -> dict[str, object]:
    usual = USUAL.get(feed)
    if usual is None:
        raise ExampleUnreadable(f"{example.story!r}: there is no feed {feed!r}")
    strange = sorted(given.keys() - usual.keys())
    if strange:
        raise ExampleUnreadable(f"{example.story!r}: {feed} has no column {', '.join(strange)}")
    return {**usual, **given}


def _verdicts(
    connection: duckdb.DuckDBPyConnection,
    rule: Rule,
    example: Example,
    overrides: Sequence[Override],
) -> dict[str, tuple[Verdict, str]]:
    limits = in_force(rule, REGION, tier_of(REGION), example.as_of.year, example.as_of, overrides)
    given = parameters(connection, rule.sql, example.as_of, limits)
    rows = connection.execute(
        "select region, period, subject, verdict, coalesce(reason, '') "
        f"from ({rule.sql}\n) as told",
        given,
    ).fetchall()
    verdicts: dict[str, tuple[str, str]] = {}
    for region, period, subject, verdict, reason in rows:
        name = called(example, region, period, subject)
        if verdicts.setdefault(name, (verdict, reason)) != (verdict, reason):
            raise RuleBroken(f"{example.story!r}: {name} is answered for twice, and differently")
    return {subject: (Verdict(verdict), reason) for subject, (verdict, reason) in verdicts.items()}


def called(example: Example, region: str, period: str, subject: str) -> str:
    """Name a subject as examples do, with year and government where they are not the usual.

    A quarter is always named: the year's own finding has the same subject.
    """
    usual = period.startswith(f"{example.as_of.year}") and "Q" not in period
    year = () if usual else (period,)
    place = () if region == REGION else (region,)
    return " ".join((*place, *year, subject))


def _graded(raised: Mapping[str, object]) -> str:
    return ", ".join(f"{subject} {grade}" for subject, grade in sorted(raised.items())) or "nothing"
