"""表. The shapes of the warehouse's tables, read from the folder of their SQL files."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from graphlib import TopologicalSorter
from pathlib import Path
from typing import Any

import duckdb
import sqlglot
from sqlglot import exp

TABLES = Path(__file__).parent / "tables"
MONEY = "DECIMAL(18,2)"

NUMBERS: Mapping[str, tuple[str, ...]] = {"payment": ("charge", "spelling", "payee_key", "account")}
"""Feed → the numbers that a night gives its kept rows, beside what was delivered (`lineage`)."""

STANDS_FOR: Mapping[str, str] = {"charge": "payment", "payment": "payment"}
"""Table of `lineage` → the feed of which it repeats columns."""

FILLS = (duckdb.StatementType.INSERT, duckdb.StatementType.UPDATE)


@dataclass(frozen=True)
class Column:
    """One column of a table, with its DuckDB type."""

    name: str
    type: str
    required: bool = False  # it is never empty


@dataclass(frozen=True)
class Table:
    """One table: its layer is its folder, its name its file's."""

    layer: str
    name: str
    comment: str
    create: str
    fill: str | None  # insert into … select, where the table is an answer; updates may follow
    columns: tuple[Column, ...]

    @cached_property
    def names(self) -> list[str]:
        """The columns' names, in order."""
        return [column.name for column in self.columns]

    @property
    def money(self) -> list[str]:
        """The columns that hold yuan."""
        return [column.name for column in self.columns if column.type == MONEY]

    @property
    def line(self) -> str:
        """The column of kept rows that tells the line of the file: `line`, unless a feed has one.

        A department's budget is made of lines of its own; there it is `file_line`.
        """
        return "file_line" if self.layer == "core" and "line" in self.names else "line"

    @property
    def lay(self) -> str:
        """The SQL of a feed's kept rows, and of the view of them as they were delivered."""
        kept = [f'"{column.name}" {column.type}' for column in self.columns]
        kept += ["file INTEGER", f"{self.line} BIGINT"]
        kept += [f"{number} INTEGER" for number in NUMBERS.get(self.name, ())]
        names = ", ".join(f'"{name}"' for name in self.names)
        return (
            f"create table kept.{self.name} ({', '.join(kept)}); "
            f"create view core.{self.name} as select {names} from kept.{self.name}"
        )

    def type_of(self, column: str) -> str | None:
        """Give the type of a column, or None where the table has no such column."""
        return next((c.type for c in self.columns if c.name == column), None)


class TableUnreadable(Exception):
    """A file of the folder does not create the table of its name."""


@cache
def tables(layer: str, folder: Path = TABLES) -> Mapping[str, Table]:
    """Give the tables of a layer by name, each after those that it reads.

    Raises:
        TableUnreadable: a file does not create the table of its own name.
    """
    found = {path.stem: path for path in sorted((folder / layer).glob("*.sql"))}
    with duckdb.connect(config={"threads": 1}) as connection:
        connection.execute(f"create schema {layer}")
        if layer == "lineage" and folder == TABLES:
            connection.execute("create schema kept; create schema core")
            for feed in tables("core").values():
                connection.execute(feed.lay)
        written = {name: _written(connection, path) for name, path in found.items()}
        described = connection.execute(
            "select table_name, column_name, data_type, not is_nullable from duckdb_columns() "
            "where schema_name = ? order by table_name, column_index",
            [layer],
        ).fetchall()
    read = {
        name: _read(layer, path, written[name], [row[1:] for row in described if row[0] == name])
        for name, path in found.items()
    }
    order = TopologicalSorter({name: _reads(table, read) for name, table in read.items()})
    return {name: read[name] for name in order.static_order()}


def _written(connection: duckdb.DuckDBPyConnection, path: Path) -> list[duckdb.Statement]:
    """Create a file's table; give the statements of the file."""
    told = connection.extract_statements(path.read_text("utf-8"))
    if told:
        connection.execute(told[0].query)
    return told


def _read(
    layer: str,
    path: Path,
    told: Sequence[duckdb.Statement],
    described: Sequence[tuple[Any, ...]],
) -> Table:
    statements = [statement.query.strip() for statement in told]
    if not described or any(statement.type not in FILLS for statement in told[1:]):
        raise TableUnreadable(
            f"tables/{layer}/{path.name} must create {layer}.{path.stem} and may then fill it: "
            f"it holds {len(statements)} statements"
        )
    lines = path.read_text("utf-8").splitlines()
    return Table(
        layer,
        path.stem,
        "\n".join(line[2:].strip() for line in lines if line.startswith("--")),
        statements[0],
        ";\n".join(statements[1:]) or None,
        tuple(Column(*row) for row in described),
    )


def _reads(table: Table, among: Mapping[str, Table]) -> list[str]:
    if table.fill is None:
        return []
    queries = [query for query in sqlglot.parse(table.fill, "duckdb") if query is not None]
    read = {
        found.name
        for query in queries
        for found in query.find_all(exp.Table)
        if found.db == table.layer
    }
    return sorted((read & among.keys()) - {table.name})
