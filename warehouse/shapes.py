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
    fill: str | None  # insert into … select, where the table is an answer
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


def _written(connection: duckdb.DuckDBPyConnection, path: Path) -> list[str]:
    """Create a file's table; give the statements of the file."""
    told = connection.extract_statements(path.read_text("utf-8"))
    statements = [statement.query.strip() for statement in told]
    if statements:
        connection.execute(statements[0])
    return statements


def _read(
    layer: str, path: Path, statements: Sequence[str], described: Sequence[tuple[Any, ...]]
) -> Table:
    if not described or len(statements) > 2:
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
        statements[1] if len(statements) == 2 else None,
        tuple(Column(*row) for row in described),
    )


def _reads(table: Table, among: Mapping[str, Table]) -> list[str]:
    if table.fill is None:
        return []
    query = sqlglot.parse_one(table.fill, "duckdb")
    read = {found.name for found in query.find_all(exp.Table) if found.db == table.layer}
    return sorted((read & among.keys()) - {table.name})
