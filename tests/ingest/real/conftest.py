"""Real deliveries, read by their mappings and typed as the feed's contract has them."""

import csv
import gzip
import io
import json
import tarfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import pytest
from python_calamine import CalamineWorkbook

from ingest.feed import Kind
from ingest.feeds import all_feeds
from ingest.sources import FileMapping, apply, load_sources
from ingest.table import TextTable
from warehouse.money import YUAN_IN

SOURCES = load_sources(Path(__file__).parents[3] / "examples/sources")
TYPES = {
    Kind.DATE: "date",
    Kind.INT: "integer",
    Kind.MONEY: "decimal(18, 2)",
    Kind.NUMBER: "decimal(18, 6)",
    Kind.SHARE: "decimal(18, 8)",
    Kind.BOOL: "boolean",
}


@dataclass
class Received:
    """The rows of all files of a delivery, as one table `kept`."""

    connection: duckdb.DuckDBPyConnection

    def ask(self, sql: str) -> list[tuple[Any, ...]]:
        """Answer a query over `kept`."""
        return self.connection.execute(sql).fetchall()

    def one(self, sql: str) -> Any:  # noqa: ANN401 - a value of whatever type is asked for
        """Answer a query that has one row; one column of it as itself."""
        (row,) = self.ask(sql)
        return row[0] if len(row) == 1 else row


Deliver = Callable[..., Received]


@pytest.fixture(scope="session")
def real(shared) -> Path:
    """The folder of real data; skips without it."""
    if not (shared / "data").is_dir():
        pytest.skip("the folder shared/data (real data) is absent")
    return shared / "data"


@pytest.fixture(scope="module")
def deliver(tmp_path_factory) -> Iterator[Deliver]:
    """Have files received by the mapping of a source."""
    connections = []

    def receive(source: str, *paths: Path) -> Received:
        connection = duckdb.connect()
        connections.append(connection)
        for number, path in enumerate(paths):
            mapping = SOURCES[source].file_for(path.name)
            assert mapping is not None, path.name
            table = _table(path, mapping, tmp_path_factory.mktemp("read"))
            rows = _typed(apply(mapping, table, connection), mapping)
            verb = "insert into kept" if number else "create table kept as"
            connection.execute(f"{verb} select *, '{path.name}' as file from {rows}")
        return Received(connection)

    yield receive
    for connection in connections:
        connection.close()


def unpacked(archive: Path, folder: Path) -> list[Path]:
    """Unpack the tables of a tar file, in the order of their names."""
    with tarfile.open(archive) as tar:
        tar.extractall(folder, filter="data")
    return sorted(folder.rglob("*.csv"))


def _table(path: Path, mapping: FileMapping, folder: Path) -> TextTable:
    headings, rows = _rows(path, mapping)
    width = len(headings)
    with (folder / "rows.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, quoting=csv.QUOTE_ALL)
        for line, row in rows:
            writer.writerow([line, *[*row, *[""] * width][:width]])
    columns = ", ".join(["'line': 'bigint'", *(f"'c{n}': 'varchar'" for n in range(1, width + 1))])
    return TextTable(
        path.name,
        tuple(headings),
        f"(from read_csv('{folder / 'rows.csv'}', auto_detect = false, header = false, "
        f"columns = {{{columns}}}, quote = '\"', escape = '\"'))",
    )


def _rows(path: Path, mapping: FileMapping) -> tuple[Sequence[str], list[tuple[int, list[str]]]]:
    content = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
    if path.suffix == ".xlsx":
        sheet = CalamineWorkbook.from_path(path).get_sheet_by_name(mapping.reading.sheet)
        heading, *cells = [[_text(cell) for cell in row] for row in sheet.to_python()]
        return heading, list(enumerate(cells, 2))
    if mapping.reading.records:
        records = json.loads(content)[mapping.reading.records]
        values = [[_text(value) for value in record.values()] for record in records]
        return list(records[0]), list(enumerate(values, 1))
    reader = csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""))
    numbered, line = [], 1
    for row in reader:
        numbered.append((line, row))
        line = reader.line_num + 1
    if mapping.reading.header_rows == 0:
        return [str(n) for n in range(1, len(numbered[0][1]) + 1)], numbered
    return numbered[0][1], numbered[1:]


def _text(cell: object) -> str:
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return "" if cell is None else str(cell)


def _typed(table: TextTable, mapping: FileMapping) -> str:
    feed = all_feeds()[mapping.feed]
    parts = []
    for column in feed.columns:
        if column.name not in table.headings:
            parts.append(f"null::{TYPES.get(column.kind, 'varchar')} as {column.name}")
            continue
        cell = f"c{table.headings.index(column.name) + 1}"
        if column.kind is Kind.MONEY:
            plain = f"regexp_replace(replace({cell}, ',', ''), '^\\((.*)\\)$', '-\\1')"
            factor = YUAN_IN[table.units.get(column.name, "元")]
            cell = f"{plain}::decimal(18, 2) * {factor}"
        parts.append(f"({cell})::{TYPES.get(column.kind, 'varchar')} as {column.name}")
    return f"(select {', '.join(parts)}, line from {table.relation})"
