"""Puts 15 rules to DuckDB, to PostgreSQL and to pandas, and says the ratios.

`python -m bench.rules_beside --payments 1000000` builds an invented province (bench/province.py),
loads what the rules read into a PostgreSQL server of its own, with indexes and statistics, and
into frames of pandas, and asks each rule of each: how many subjects of every government, period
and verdict, and which ones fail with how much at stake. That the three agree, to the last subject
and fen, is proven before any ratio is printed. Loading is counted for none of them.

PostgreSQL gets the rule's own query, rewritten by sqlglot in its dialect and no more; pandas gets
what a careful analyst writes (rules_beside_pandas.py): whole columns, money as whole fen, no loop
over rows. All have the same two processors.
"""

import argparse
import statistics
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import TypeVar

import duckdb
import pandas as pd
import psycopg
import sqlglot
from sqlglot import exp

from alerts.catalogue import all_rules
from alerts.limits import in_force
from alerts.rule import Rule
from bench.province import AS_OF, Size, built_province
from bench.rules_beside_pandas import ASKED, FRAMES, Answer
from tests.postgres import server

Told = TypeVar("Told")

INDEXES = {
    "lineage.payment": ["charge", "region, unit, payee_key", "spelling", "account", "paid_on"],
    "lineage.charge": ["charge", "region, fiscal_year, allotment", "region, fiscal_year, unit"],
    "lineage.account": ["account"],
    "core.allotment": ["region, fiscal_year, allotment"],
    "core.allotment_change": ["region, fiscal_year, allotment"],
    "core.unit": ["region, fiscal_year, unit"],
    "core.project": ["region, fiscal_year, project"],
    "core.contract": ["region, contract"],
    "core.asset_card": ["region, stated_on"],
    "lineage.payee": ["payee", "spelling", "plain"],
}
SETTINGS = (
    "set work_mem = '512MB'",
    "set max_parallel_workers_per_gather = 2",
    "set effective_cache_size = '8GB'",
    "set jit = off",
)


CONTAINS = """
    create function contains(text, text) returns boolean immutable language sql
    as 'select strpos($1, $2) > 0'
"""
"""The one function of the 15 rules that PostgreSQL has under another name alone."""


def question(rule: Rule) -> exp.Query:
    """Give the rule's query for all governments at once, with its usual limits written in."""
    limits = in_force(rule, "410100", "prefecture", AS_OF.year, AS_OF)
    given: dict[str, object] = {"as_of": AS_OF, **limits.values}
    asked = sqlglot.parse_one(rule.sql, dialect="duckdb")
    for mark in list(asked.find_all(exp.Parameter, exp.Placeholder)):
        value = given[mark.name or mark.text("this")]
        within = mark.find_ancestor(exp.In)
        if within is not None and within.args.get("field") is mark:
            within.set("field", None)
            within.set("expressions", [_literal(one) for one in _each(value)])
        else:
            mark.replace(_literal(value))
    for select in asked.find_all(exp.Select):
        group = select.args.get("group")
        if group is not None and group.args.get("all"):
            places = [
                exp.Literal.number(nth)
                for nth, shown in enumerate(select.expressions, start=1)
                if not shown.find(exp.AggFunc)
            ]
            select.set("group", exp.Group(expressions=places))
    told = sqlglot.parse_one(
        "select region, period, verdict, case when verdict = 'fail' then subject end as subject, "
        "case when verdict = 'fail' then at_stake end as at_stake, count(*) as subjects "
        "from asked group by 1, 2, 3, 4, 5",
        dialect="duckdb",
    )
    assert isinstance(asked, exp.Query)
    assert isinstance(told, exp.Query)
    told.find(exp.Table).replace(asked.subquery("asked"))
    return told


def _each(value: object) -> Sequence[object]:
    return value if isinstance(value, tuple) else (value,)


def _literal(value: object) -> exp.Expr:
    if isinstance(value, tuple):
        return exp.Array(expressions=[_literal(one) for one in value])
    if isinstance(value, date):
        return exp.cast(exp.Literal.string(value.isoformat()), "date")
    if isinstance(value, str):
        return exp.Literal.string(value)
    return exp.Literal.number(f"{value:f}" if isinstance(value, Decimal) else str(value))


def answer(rows: Sequence[tuple[object, ...]]) -> Answer:
    """Give an engine's rows as counts and failing subjects."""
    counts: dict[tuple[str, str, str], int] = {}
    fails: set[tuple[str, str, str, Decimal]] = set()
    for region, period, verdict, subject, at_stake, subjects in rows:
        place = (str(region), str(period), str(verdict))
        counts[place] = counts.get(place, 0) + int(str(subjects))
        if verdict == "fail":
            fails.add((place[0], place[1], str(subject), Decimal(str(at_stake))))
    return Answer(counts, fails)


def poured(night: duckdb.DuckDBPyConnection, postgres: psycopg.Connection, folder: Path) -> None:
    """Copy what the rules read into PostgreSQL, with indexes and statistics."""
    for schema in ("core", "lineage"):
        postgres.execute(f"create schema {schema}")
    postgres.execute(CONTAINS)
    for table, indexes in INDEXES.items():
        described = night.execute(f"describe {table}").fetchall()
        columns = ", ".join(f'"{name}" {kind}' for name, kind, *_ in described)
        postgres.execute(f"create unlogged table {table} ({columns})")
        path = folder / "rows.csv"
        night.execute(f"copy (from {table}) to '{path}' (format csv, header false, nullstr '\\N')")
        copying = f"copy {table} from stdin (format csv, null '\\N')"
        with (
            path.open("rb") as file,
            postgres.cursor() as cursor,
            cursor.copy(copying) as copy,
        ):
            while block := file.read(1 << 20):
                copy.write(block)
        path.unlink()
        for index in indexes:
            postgres.execute(f"create index on {table} ({index})")
        postgres.execute(f"analyze {table}")
    postgres.execute("create view core.payment as select * from lineage.payment")


def framed(night: duckdb.DuckDBPyConnection) -> dict[str, pd.DataFrame]:
    """Read what the rules read into frames: money as whole fen, texts as Arrow strings."""
    return {
        name: night.execute(f"select {columns} from {table}").df()
        for name, (table, columns) in FRAMES.items()
    }


def timed(ask: Callable[[], Told], times: int) -> tuple[float, Told]:
    """Ask so many times; give the least seconds and the answer."""
    seconds = []
    for _ in range(times):
        start = time.perf_counter()
        told = ask()
        seconds.append(time.perf_counter() - start)
    return min(seconds), told


def beside(
    night: duckdb.DuckDBPyConnection,
    postgres: psycopg.Connection | None,
    frames: Mapping[str, pd.DataFrame],
    times: int,
) -> tuple[list[float], list[float]]:
    """Ask every rule of each engine; print its line and give the ratios."""
    rules = {rule.code: rule for rule in all_rules().values()}
    over_postgres, over_pandas = [], []
    print(
        f"{'rule':6}{'DuckDB s':>10}{'Postgres s':>12}{'pandas s':>10}{'x':>8}{'x':>8}{'fails':>9}"
    )
    for code, by_pandas in ASKED.items():
        asked = question(rules[code])
        here, rows = timed(lambda q=asked: night.execute(q.sql("duckdb")).fetchall(), times)
        told = answer(rows)
        frame_s, framed_told = timed(lambda f=by_pandas: f(frames), 1)
        assert framed_told == told, f"{code}: pandas answers otherwise"
        there = 0.0
        if postgres is not None:
            query = asked.sql("postgres").replace("DATE_FROM_PARTS(", "MAKE_DATE(")
            there, rows = timed(lambda q=query: postgres.execute(q).fetchall(), 1)
            assert answer(rows) == told, f"{code}: PostgreSQL answers otherwise"
            over_postgres.append(there / here)
        over_pandas.append(frame_s / here)
        print(
            f"{code:6}{here:10.2f}{there:12.2f}{frame_s:10.2f}{there / here:8.1f}"
            f"{frame_s / here:8.1f}{len(told.fails):9,}",
            flush=True,
        )
    return over_postgres, over_pandas


def main() -> None:
    """Read the command."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else None)
    parser.add_argument("--payments", type=int, default=1_000_000)
    parser.add_argument("--night", type=Path, help="a province's night that is built already")
    parser.add_argument("--times", type=int, default=3)
    given = parser.parse_args()
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        path = given.night or built_province(folder, Size(given.payments))[0]
        night = duckdb.connect(str(path), read_only=True, config={"threads": 2})
        stack.callback(night.close)
        where = stack.enter_context(server())
        postgres = stack.enter_context(
            psycopg.connect(f"postgresql://pursewatch@{where}/postgres", autocommit=True)
        )
        for setting in SETTINGS:
            postgres.execute(setting)
        poured(night, postgres, folder)
        ratios = beside(night, postgres, framed(night), given.times)
    for name, each in zip(("PostgreSQL", "pandas"), ratios, strict=True):
        print(
            f"{name}: {min(each):.1f} to {max(each):.1f} times as long, "
            f"geometric mean {statistics.geometric_mean(each):.1f}"
        )


if __name__ == "__main__":
    main()
