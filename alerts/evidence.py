"""证据. The rows that a finding rests on, with the delivery, file and line they came from."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

import duckdb

from alerts.finding import Evidence
from alerts.limits import InForce
from alerts.questions import parameters
from alerts.rule import Rule
from warehouse.shapes import Table, tables

MOST = ((500, 200), (5_000, 50))
"""Up to so many findings of a rule, so many rows are kept with each; all are counted and summed."""

AT_LEAST = 10
"""How many rows are kept with each of still more findings."""

IDENTITY = ("region", "period", "subject")

WEIGHT = {
    "debt_position": "outstanding",
    "department_budget": "approved",
    "insurance_fund": "outlay",
    "investment_project": "invested",
    "statement": "executed",
    "treasury_balance": "closing",
}
"""The money column by which rows weigh, where it is not the feed's first."""


@dataclass
class Shown:
    """The evidence of one finding: the rows shown, how many there are, and their money."""

    rows: list[Evidence]
    count: int = 0
    total: Decimal | None = None


def collect(
    connection: duckdb.DuckDBPyConnection, rule: Rule, as_of: date, limits: InForce
) -> Mapping[int, Shown]:
    """Give the evidence of every row of the temporary table `finding`, by its number `nth`."""
    found: dict[int, Shown] = {
        row[0]: Shown([]) for row in connection.execute("select nth from finding").fetchall()
    }
    files = _files(connection)
    most = next((rows for findings, rows in MOST if len(found) <= findings), AT_LEAST)
    for place, (feed, sql) in enumerate(rule.evidence.items()):
        table = _relation(feed)
        keys = _gather(connection, table, sql, as_of, limits)
        for nth, rows, total in connection.execute(
            "select nth, count(*), sum(weight) from evidence group by nth"
        ).fetchall():
            found[nth].count += rows
            if place == 0:
                found[nth].total = total
        for nth, file, line, *cells in _heaviest(connection, table, keys, most):
            if len(found[nth].rows) < most:
                found[nth].rows.append(_evidence(table, keys, cells, files, file, line))
    return found


def _relation(feed: str) -> Table:
    """Give the table that evidence comes from: a feed, or one of `ops` that keeps file and line."""
    layer, _, name = feed.rpartition(".")
    return tables(layer or "core")[name]


def _files(connection: duckdb.DuckDBPyConnection) -> Mapping[int, tuple[str, int, str]]:
    rows = connection.execute(
        "select f.number, f.name, f.delivery, d.name "
        "from ops.delivery_file f join ops.delivery d on d.number = f.delivery"
    ).fetchall()
    return {number: (name, delivery, of) for number, name, delivery, of in rows}


def _gather(
    connection: duckdb.DuckDBPyConnection,
    table: Table,
    sql: str,
    as_of: date,
    limits: InForce,
) -> Sequence[str]:
    """Fill the temporary table `evidence` for one feed; give the columns that name its rows."""
    given = parameters(connection, sql, as_of, limits)
    described = connection.execute(f"select * from ({sql}\n) as named limit 0", given).description
    keys = [column[0] for column in described or () if column[0] not in IDENTITY]
    by_file = "file" in keys
    whole = () if by_file or "region" not in table.names else ("region",)
    never_empty = {"file", "line", *(c.name for c in table.columns if c.required)}
    same = " and ".join(
        f'k."{_line(table) if by_file and key == "line" else key}" '
        f'{"=" if key in never_empty else "is not distinct from"} n."{key}"'
        for key in (*keys, *whole)
    )
    money = WEIGHT.get(table.name) or next(iter(table.money), None)
    weight = f"k.{money}" if money else "cast(null as decimal(18, 2))"
    named = ", ".join(f'n."{key}"' for key in keys)
    connection.execute(
        f"""
        create or replace temp table evidence as
        with named as (
            select distinct f.nth, f.region, {named}
            from ({sql}
            ) n
            join finding f using (region, period, subject)
        )
        select n.nth, {named}, k.file as of_file, k.{_line(table)} as place, {weight} as weight
        from named n
        join {_schema(table)}.{table.name} k on {same}
        """,
        given,
    )
    return keys if by_file else [name for name in table.names if name in keys]


def _schema(table: Table) -> str:
    return "kept" if table.layer == "core" else table.layer


def _line(table: Table) -> str:
    return table.line if table.layer == "core" else "line"


def _heaviest(
    connection: duckdb.DuckDBPyConnection, table: Table, keys: Sequence[str], most: int
) -> Sequence[tuple[Any, ...]]:
    order = ", ".join(("abs(weight) desc nulls last", *(f'e."{key}"' for key in keys)))
    cells = ", ".join(f'cast(k."{name}" as varchar)' for name in table.names)
    return connection.execute(
        f"""
        with heaviest as (
            select * from evidence e
            qualify row_number() over (partition by nth order by {order}, of_file, place) <= {most}
        )
        select e.nth, e.of_file, e.place, {cells}
        from heaviest e
        join {_schema(table)}.{table.name} k on k.file = e.of_file and k.{_line(table)} = e.place
        order by e.nth, {order}, e.of_file, e.place
        """
    ).fetchall()


def _evidence(
    table: Table,
    keys: Sequence[str],
    cells: Sequence[str | None],
    files: Mapping[int, tuple[str, int, str]],
    file: int,
    line: int,
) -> Evidence:
    row = dict(zip(table.names, cells, strict=True))
    if "file" in keys:
        key = {"file": str(file), "line": str(line)}
    else:
        named = (*keys, "region") if "region" in row else keys
        key = {name: row[name] or "" for name in named}
    name, delivery, delivery_name = files.get(file, ("", 0, ""))
    return Evidence(
        feed=table.name if table.layer == "core" else f"{table.layer}.{table.name}",
        key=key,
        row=row,
        delivery=delivery,
        delivery_name=delivery_name,
        file=file,
        file_name=name,
        line=line,
    )
