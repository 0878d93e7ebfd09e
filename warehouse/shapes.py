"""表. The shapes of the warehouse's tables, read from the folder of their SQL files."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from graphlib import TopologicalSorter
from pathlib import Path

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
    with duckdb.connect(config={"threads": 1}) as connection:
        connection.execute(f"create schema {layer}")
        files = sorted((folder / layer).glob("*.sql"))
        found = {path.stem: _read(connection, layer, path) for path in files}
    order = TopologicalSorter({name: _reads(table, found) for name, table in found.items()})
    return {name: found[name] for name in order.static_order()}


def _read(connection: duckdb.DuckDBPyConnection, layer: str, path: Path) -> Table:
    text = path.read_text("utf-8")
    statements = [statement.query.strip() for statement in connection.extract_statements(text)]
    if statements:
        connection.execute(statements[0])
    described = connection.execute(
        "select column_name, data_type, not is_nullable from duckdb_columns() "
        "where schema_name = ? and table_name = ? order by column_index",
        [layer, path.stem],
    ).fetchall()
    if not described or len(statements) > 2:
        raise TableUnreadable(
            f"tables/{layer}/{path.name} must create {layer}.{path.stem} and may then fill it: "
            f"it holds {len(statements)} statements"
        )
    comment = [line[2:].strip() for line in text.splitlines() if line.startswith("--")]
    return Table(
        layer,
        path.stem,
        "\n".join(comment),
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
