"""校验. Kept rows against their receipts, to the row and to the fen, before anybody reads them."""

from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path

import duckdb

from warehouse.database import readable
from warehouse.money import written
from warehouse.shapes import tables


class NotProven(Exception):
    """The night does not hold what the receipts say was kept."""


def prove(path: Path) -> int:
    """Hold each file in force of a night against its receipt; tell how many figures agreed.

    Read from the kept rows = stated by the receipt, and what `kept` holds = read less what gave
    way; `core` has the rows of `kept`.

    A night of an earlier edition has no tables of feeds that are newer than it.

    Raises:
        NotProven: two figures differ, and both are named.
        NightBroken: the file can't be read.
    """
    with readable(path.stem), duckdb.connect(str(path), read_only=True) as connection:
        proven = 0
        names = sorted(tables("core").keys() & _there(connection))
        stated_of = _stated(connection)
        for name in names:
            held = _held(connection, name)
            for file, column, stated, read, gave_way in stated_of.get(name, ()):
                what = f"file {file} ({name})"
                _agree(what, column, ("its receipt states", stated), ("its kept rows have", read))
                in_force = held.pop((file, column), Decimal(0))
                _agree(what, column, ("expected in force", read - gave_way), ("there", in_force))
                proven += 1
            for (file, column), rows in held.items():
                if column is None:
                    raise NotProven(
                        f"file {file} ({name}): {rows:,.0f} rows are in force and no receipt "
                        "states them: build the night again"
                    )
        _agree_core(connection, names)
    return proven


def _there(connection: duckdb.DuckDBPyConnection) -> set[str]:
    """Name the tables of kept rows that the night has; every stated feed must be among them."""
    names = {
        str(name)
        for (name,) in connection.execute(
            "select table_name from information_schema.tables where table_schema = 'kept'"
        ).fetchall()
    }
    for (feed,) in connection.execute("select distinct feed from ops.proof").fetchall():
        if feed not in names:
            raise NotProven(f"the night has no rows of {feed}, which receipts state: build it anew")
    return names


def _stated(
    connection: duckdb.DuckDBPyConnection,
) -> dict[str, list[tuple[int, str | None, Decimal, Decimal, Decimal]]]:
    """Give what the receipts of each feed state, in order of file and column."""
    found: dict[str, list[tuple[int, str | None, Decimal, Decimal, Decimal]]] = {}
    for feed, *figures in connection.execute(
        "select feed, file, column_name, stated, read, gave_way from ops.proof "
        "order by feed, file, column_name nulls first"
    ).fetchall():
        file, column, stated, read, gave_way = figures
        found.setdefault(feed, []).append((file, column, stated, read, gave_way))
    return found


def _held(
    connection: duckdb.DuckDBPyConnection, name: str
) -> dict[tuple[int, str | None], Decimal]:
    money = tables("core")[name].money
    sums = "".join(f', coalesce(sum("{column}"), 0)' for column in money)
    found: dict[tuple[int, str | None], Decimal] = {}
    for file, rows, *totals in connection.execute(
        f"select file, count(*){sums} from kept.{name} group by file"
    ).fetchall():
        found[file, None] = Decimal(rows)
        found.update({(file, column): total for column, total in zip(money, totals, strict=True)})
    return found


def _agree(
    what: str, column: str | None, one: tuple[str, Decimal], other: tuple[str, Decimal]
) -> None:
    if one[1] == other[1]:
        return
    figures = (
        f"{one[0]} {one[1]:,.0f} rows, {other[0]} {other[1]:,.0f}"
        if column is None
        else f"{one[0]} {column} {written(one[1])} yuan, {other[0]} {written(other[1])}"
    )
    raise NotProven(f"{what}: {figures}: the night is not published; restore the kept rows")


def _agree_core(connection: duckdb.DuckDBPyConnection, names: Sequence[str]) -> None:
    counts = " union all ".join(
        f"select '{name}', (select count(*) from core.{name}), (select count(*) from kept.{name})"
        for name in names
    )
    for name, core, kept in connection.execute(counts).fetchall() if names else ():
        if core != kept:
            raise NotProven(f"core.{name} has {core:,} rows and kept.{name} {kept:,}")
