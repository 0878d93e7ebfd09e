"""两夜之差. What changed in `core` and in the findings from one night to another."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb

from warehouse.cells import differing, key_text, numbered, same_key
from warehouse.database import NightMissing
from warehouse.shapes import Table, tables

MOST = 1000


@dataclass(frozen=True)
class FeedDiff:
    """One feed: how many rows came, went and changed, and what its money added up to."""

    feed: str
    rows: tuple[int, int]
    added: int
    gone: int
    changed: int
    cells: int
    totals: Sequence[tuple[str, Decimal, Decimal]]  # money column, before, after; those that differ


@dataclass(frozen=True)
class CellDiff:
    """One cell that changed; a row that came or went has no column."""

    feed: str
    change: str  # added, gone, changed
    key: str
    column: str | None = None
    was: str | None = None
    became: str | None = None
    difference: Decimal | None = None  # yuan


@dataclass(frozen=True)
class FindingDiff:
    """One finding that came, went, or has another grade or sum."""

    change: str  # added, gone, changed
    code: str
    region: str
    period: str
    subject: str
    was: tuple[str, Decimal | None] | None  # severity, at stake
    became: tuple[str, Decimal | None] | None


@dataclass(frozen=True)
class NightDiff:
    """All that changed; `cut` tells that there are more cells than were asked for."""

    feeds: Sequence[FeedDiff]
    cells: Sequence[CellDiff]
    findings: Sequence[FindingDiff]
    cut: bool


def compare(
    before: Path, after: Path, keys: Mapping[str, Sequence[str]], *, most: int = MOST
) -> NightDiff:
    """Hold two nights against one another, every feed by its key.

    A feed that a night of an older edition does not have counts as empty there. `most` is how
    many rows and cells are listed over all feeds; all of them are counted.

    Raises:
        NightMissing: one of them is not there.
    """
    for path in (before, after):
        if not path.exists():
            raise NightMissing(f"no night is kept at {path.name}: see `pursewatch nights`")
    with duckdb.connect() as connection:
        for name, path in (("one", before), ("other", after)):
            quoted = str(path.resolve()).replace("'", "''")
            connection.execute(f"attach '{quoted}' as {name} (read_only)")
        feeds: list[FeedDiff] = []
        cells: list[CellDiff] = []
        for feed, table in sorted(tables("core").items()):
            _hold(connection, table, keys[feed])
            found = _counted(connection, table)
            if found is None:
                continue
            feeds.append(found)
            cells += _listed(connection, feed, most + 1 - len(cells))
        return NightDiff(feeds, cells[:most], _findings(connection), len(cells) > most)


def _hold(connection: duckdb.DuckDBPyConnection, table: Table, key: Sequence[str]) -> None:
    """Fill `held`: every row that is not the same on both sides."""
    for name in ("one", "other"):
        there = connection.execute(
            "select count(*) from duckdb_views() "
            "where database_name = $base and schema_name = 'core' and view_name = $name",
            {"base": name, "name": table.name},
        ).fetchone()
        columns = ", ".join(f'null::{c.type} as "{c.name}"' for c in table.columns)
        source = f"{name}.core.{table.name}"
        if there is None or not there[0]:
            source = f"(select {columns} where false)"
        connection.execute(f"create or replace temp view {name}_rows as from {source}")
    lost = "(from one_rows except all from other_rows)"
    won = "(from other_rows except all from one_rows)"
    connection.execute(f"""
        create or replace temp table held as
        with a as ({numbered(table, key, lost)}),
        b as ({numbered(table, key, won)})
        select
            case when b.nth is null then 'gone' when a.nth is null then 'added' else 'changed' end
                as change,
            {key_text(key, "a", "b")} as key,
            case when a.nth is not null and b.nth is not null
                then {differing(table, key, "a", "b")} end as cells
        from a
        full join b on {same_key(key, "a", "b")}
    """)


def _counted(connection: duckdb.DuckDBPyConnection, table: Table) -> FeedDiff | None:
    row = connection.execute("""
        select
            (select count(*) from one_rows), (select count(*) from other_rows),
            count(*) filter (change = 'added'), count(*) filter (change = 'gone'),
            count(*) filter (change = 'changed'), coalesce(sum(len(cells)), 0)
        from held
    """).fetchone()
    assert row is not None
    if not any(row[2:]):
        return None
    totals = []
    for column in table.money:
        sums = connection.execute(
            f'select (select coalesce(sum("{column}"), 0)::decimal(38, 2) from one_rows), '
            f'(select coalesce(sum("{column}"), 0)::decimal(38, 2) from other_rows)'
        ).fetchone()
        assert sums is not None
        if sums[0] != sums[1]:
            totals.append((column, sums[0], sums[1]))
    return FeedDiff(table.name, (row[0], row[1]), row[2], row[3], row[4], int(row[5]), totals)


def _listed(connection: duckdb.DuckDBPyConnection, feed: str, most: int) -> list[CellDiff]:
    if most <= 0:
        return []
    return [
        CellDiff(feed, *row)
        for row in connection.execute(
            """
            with cells as (
                select change, key, unnest(cells) as cell from held where change = 'changed'
            )
            select change, key, cell.column_name, cell.was, cell.became, cell.difference
            from cells
            union all
            select change, key, null, null, null, null from held where change <> 'changed'
            order by key, change, 3
            limit $most
            """,
            {"most": most},
        ).fetchall()
    ]


def _findings(connection: duckdb.DuckDBPyConnection) -> list[FindingDiff]:
    told: dict[str, dict[tuple[str, ...], tuple[Any, ...]]] = {}
    for name in ("one", "other"):
        told[name] = {
            tuple(row[:4]): tuple(row[4:])
            for row in connection.execute(
                "select code, region, period, subject, severity, at_stake "
                f"from {name}.ops.finding order by all"
            ).fetchall()
        }
    found = []
    for identity in sorted(told["one"].keys() | told["other"].keys()):
        was, became = told["one"].get(identity), told["other"].get(identity)
        if was != became:
            change = "gone" if became is None else "added" if was is None else "changed"
            code, region, period, subject = identity
            found.append(FindingDiff(change, code, region, period, subject, was, became))
    return found
