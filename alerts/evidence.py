"""证据. The rows that a finding rests on, with the delivery, file and line they came from."""

import gc
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

import duckdb

from alerts.finding import Evidence
from alerts.limits import InForce
from alerts.passes import ShownFrom, shown_from
from alerts.questions import columns, parameters
from alerts.rule import Rule
from alerts.sealed import narrowable
from warehouse.shapes import NUMBERS, Table, tables

MOST = ((500, 200), (5_000, 50))
"""Up to so many findings of a rule, so many rows are kept with each; all are counted and summed."""

AT_LEAST = 10
"""How many rows are kept with each of still more findings."""

IDENTITY = ("region", "period", "subject")

NAMED = {"payment": ("payment", "fiscal_year", "region")}
"""Feed of very many rows → the columns that name one of them, as `ops.key_twice` writes them."""

WEIGHT = {
    "debt_position": "outstanding",
    "department_budget": "approved",
    "insurance_fund": "outlay",
    "investment_project": "invested",
    "statement": "executed",
    "treasury_balance": "closing",
}
"""The money column by which rows weigh, where it is not the feed's first."""


@dataclass(frozen=True)
class Source:
    """A feed whose rows are shown, and the columns that a rule names them by."""

    feed: str
    keys: tuple[str, ...]


@dataclass
class Shown:
    """The evidence of one finding: the rows picked, how many there are, and their money."""

    picks: list[tuple[Source, list[int]]] = field(default_factory=list)
    """Where the rows to be shown stand in their tables of the night, the heaviest first."""
    rows: list[Evidence] = field(default_factory=list)
    """Empty until `fetch` has read what was picked."""
    count: int = 0
    total: Decimal | None = None


def collect(
    connection: duckdb.DuckDBPyConnection, rule: Rule, as_of: date, limits: InForce
) -> Mapping[int, Shown]:
    """Pick the evidence of every row of the temporary table `finding`, by its number `nth`."""
    found: dict[int, Shown] = {
        row[0]: Shown() for row in connection.execute("select nth from finding").fetchall()
    }
    most = next((rows for findings, rows in MOST if len(found) <= findings), AT_LEAST)
    for place, (feed, sql) in enumerate(rule.evidence.items()):
        source = Source(feed, _gather(connection, _relation(feed), sql, as_of, limits))
        for nth, rows, total in connection.execute(
            "select nth, count(*), sum(weight) from evidence group by nth"
        ).fetchall():
            found[nth].count += rows
            if place == 0:
                found[nth].total = total
        for nth, spots in _heaviest(connection, source.keys, most):
            left = most - sum(len(picked) for _, picked in found[nth].picks)
            found[nth].picks.append((source, spots[:left]))
    return found


def fetch(connection: duckdb.DuckDBPyConnection, shown: Iterable[Shown]) -> None:
    """Read the rows that were picked, of however many rules: each feed is gone through once."""
    waiting = [one for one in shown if not one.rows]
    wanted: dict[str, dict[Source, set[int]]] = {}
    for one in waiting:
        for source, spots in one.picks:
            wanted.setdefault(source.feed, {}).setdefault(source, set()).update(spots)
    files = _files(connection) if wanted else {}
    read: dict[Source, Mapping[int, Evidence]] = {}
    with _uncollected():
        for feed, of in sorted(wanted.items()):
            read |= _read(connection, _relation(feed), of, files)
        for one in waiting:
            for source, spots in one.picks:
                one.rows += map(read[source].__getitem__, spots)


@contextmanager
def _uncollected() -> Iterator[None]:
    """Keep the collector from looking through rows while they are made: none of them falls away."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


def _read(
    connection: duckdb.DuckDBPyConnection,
    table: Table,
    wanted: Mapping[Source, set[int]],
    files: Mapping[int, tuple[str, int, str]],
) -> Mapping[Source, Mapping[int, Evidence]]:
    # As text: a list of numbers would be bound one by one, which takes longer than to read them.
    connection.execute(
        "create or replace temp table picked as select unnest(cast($spots as bigint[])) as spot",
        {"spots": str(sorted(set().union(*wanted.values())))},
    )
    texts = ", ".join(f'cast(k."{name}" as varchar)' for name in table.names)
    rows = connection.execute(
        f"""
        select k.rowid, k.file, k.{_line(table)}, {texts}
        from picked
        join {_schema(table)}.{table.name} k on k.rowid = picked.spot
        """
    ).fetchall()
    made: dict[Source, dict[int, Evidence]] = {source: {} for source in wanted}
    of = [(source, spots, made[source]) for source, spots in wanted.items()]
    for cells in rows:
        spot, file, line = cells[:3]
        row = dict(zip(table.names, cells[3:], strict=True))
        for source, spots, told in of:
            if spot in spots:
                told[spot] = _evidence(source, row, files, file, line)
    return made


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
) -> tuple[str, ...]:
    """Fill the temporary table `evidence` for one feed; give the columns that name its rows."""
    given = parameters(connection, sql, as_of, limits)
    keys = [name for name in columns(connection, sql, given) if name not in IDENTITY]
    by_file = "file" in keys
    whole = () if by_file or "region" not in table.names else ("region",)
    money = WEIGHT.get(table.name) or next(iter(table.money), None)
    if money and {*keys, *whole} == {*NAMED.get(table.name, ())} and narrowable(connection):
        shown = shown_from(sql, table.name, tuple(keys))
        if shown and _stand(connection, table, shown, money, given):
            return tuple(name for name in table.names if name in keys)
    never_empty = {"file", "line", *(c.name for c in table.columns if c.required)}
    same = " and ".join(
        f'k."{_line(table) if by_file and key == "line" else key}" '
        f'{"=" if key in never_empty else "is not distinct from"} n."{key}"'
        for key in (*keys, *whole)
    )
    weight = f"k.{money}" if money else "cast(null as decimal(18, 2))"
    named = ", ".join(f'n."{key}"' for key in keys)
    # In two steps: of a query DuckDB expects more rows than the feed has, and holds the feed.
    connection.execute(
        f"""
        create or replace temp table named as
        select distinct f.nth, f.region, {named}
        from ({sql}
        ) n
        join finding f using (region, period, subject)
        """,
        given,
    )
    connection.execute(
        f"""
        create or replace temp table evidence as
        select n.nth, {named}, k.rowid as spot, k.file as of_file, k.{_line(table)} as place,
            {weight} as weight
        from named n
        join {_schema(table)}.{table.name} k on {same}
        """
    )
    connection.execute("drop table named")
    return tuple(keys) if by_file else tuple(name for name in table.names if name in keys)


def _stand(
    connection: duckdb.DuckDBPyConnection,
    table: Table,
    shown: ShownFrom,
    money: str,
    given: Mapping[str, object],
) -> bool:
    """Fill `evidence` in one pass, where the query meets the rows that it names one by one.

    A view that also tells where each row stands is put before the night's table, so that rows need
    not be looked for once more by their names. False where a name is of two rows: both are shown.
    """
    numbers = ", ".join(NUMBERS.get(table.name, ()))
    without = {"core": f", {numbers}", "lineage": ""}[shown.layer]
    view = f"memory.{shown.layer}.{table.name}"
    connection.execute(
        f"""
        create or replace view {view} as
        select * exclude (file, {table.line}{without}),
            rowid as at_spot, file as at_file, {table.line} as at_line
        from night.kept.{table.name}
        """
    )
    own = shown.alias
    named = ", ".join(f'n."{key}"' for key in NAMED[table.name] if key != "region")
    try:
        connection.execute(
            f"""
            create or replace temp table evidence as
            select distinct
                f.nth, f.region, {named},
                n.at_spot as spot, n.at_file as of_file, n.at_line as place, n.weight
            from (
                {shown.before}, {own}.at_spot, {own}.at_file, {own}.at_line,
                {own}.{money} as weight, {own}.region as at_region
                {shown.after}
            ) n
            join finding f using (region, period, subject)
            where n.at_region = f.region
            """,
            given,
        )
    finally:
        connection.execute(f"drop view if exists {view}")
    written = ", ".join(
        f"replace(cast(e.\"{key}\" as varchar), '/', '／')" for key in NAMED[table.name]
    )
    twice = connection.execute(
        f"""
        from evidence e
        join ops.key_twice k on k.feed = '{table.name}' and k.key = concat_ws('/', {written})
        limit 1
        """
    ).fetchone()
    return twice is None


def _schema(table: Table) -> str:
    return "kept" if table.layer == "core" else table.layer


def _line(table: Table) -> str:
    return table.line if table.layer == "core" else "line"


def _heaviest(
    connection: duckdb.DuckDBPyConnection, keys: Sequence[str], most: int
) -> Sequence[tuple[int, list[int]]]:
    order = ", ".join(("abs(weight) desc nulls last", *(f'"{key}"' for key in keys)))
    return connection.execute(
        f"""
        select nth, list(spot order by rank)
        from (
            select nth, spot, row_number() over (
                partition by nth order by {order}, of_file, place
            ) as rank
            from evidence
        )
        where rank <= {most}
        group by nth
        order by nth
        """
    ).fetchall()


def _evidence(
    source: Source,
    row: Mapping[str, str | None],
    files: Mapping[int, tuple[str, int, str]],
    file: int,
    line: int,
) -> Evidence:
    if "file" in source.keys:
        key = {"file": str(file), "line": str(line)}
    else:
        key = {name: row[name] or "" for name in source.keys}
        if "region" in row:
            key["region"] = row["region"] or ""
    name, delivery, delivery_name = files.get(file, ("", 0, ""))
    return Evidence(
        feed=source.feed,
        key=key,
        row=row,
        delivery=delivery,
        delivery_name=delivery_name,
        file=file,
        file_name=name,
        line=line,
    )
