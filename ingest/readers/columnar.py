"""Parquet: typed by its writer, read as text like all else."""

import re
from collections.abc import Sequence
from pathlib import Path

import duckdb

from ingest.bundle import refuse_bomb
from ingest.delivery import DeliveryRefused
from ingest.headings import FileRefused
from ingest.spelling import named, quoted
from ingest.table import TextTable

BROKEN = "the file is no whole Parquet file: write it and deliver it again"

_LONG = re.compile(r"VARCHAR|BLOB|JSON|STRUCT|MAP|UNION|.*\[")
"""Types whose values may be of any length."""


def read_parquet(
    path: Path, name: str, folder: Path, connection: duckdb.DuckDBPyConnection
) -> TextTable:
    """Give a Parquet file as text; a timestamp at midnight is its date.

    Raises:
        FileRefused: it is no whole Parquet file.
    """
    plain = folder / "table.parquet"  # a name without the characters that DuckDB expands
    if path != plain:
        plain.symlink_to(path.resolve())
    source = f"read_parquet({quoted(str(plain))}, file_row_number = true)"
    try:
        described = connection.execute(f"describe select * from {source}").fetchall()
        counted = connection.execute(f"select count(*) from {source}").fetchone()
    except duckdb.Error as error:
        raise FileRefused(BROKEN) from error
    columns = [(str(row[0]), str(row[1])) for row in described if row[0] != "file_row_number"]
    rows = int(counted[0]) if counted else 0
    _refuse_bomb(path, name, rows, columns, source, connection)
    cells = ", ".join(f"{_text(named(c), kind)} as c{n}" for n, (c, kind) in enumerate(columns, 1))
    return TextTable(
        name,
        tuple(column for column, _ in columns),
        f"(select file_row_number + 1 as line, {cells} from {source})",
        rows=rows,
    )


def _refuse_bomb(
    path: Path,
    name: str,
    rows: int,
    columns: Sequence[tuple[str, str]],
    source: str,
    connection: duckdb.DuckDBPyConnection,
) -> None:
    """Refuse a file that says one long text, or one row, over and over."""
    long = [f"coalesce(strlen({named(c)}::varchar), 0)" for c, kind in columns if _LONG.match(kind)]
    said = f"coalesce(sum({' + '.join(long)}), 0)" if long else "0"
    told = connection.execute(f"select {said} from {source}").fetchone()
    total = rows * (16 + 2 * len(columns)) + int(told[0] if told else 0)
    try:
        refuse_bomb(name, total, path.stat().st_size)
    except DeliveryRefused as error:
        raise FileRefused(str(error)) from error


def _text(column: str, kind: str) -> str:
    text = f"{column}::varchar"
    if kind in {"DOUBLE", "FLOAT"}:
        return (
            f"case when {column} = trunc({column}) and abs({column}) < 1e15 "
            f"then {column}::bigint::varchar else format('{{:.15g}}', {column}) end"
        )
    if kind.startswith("TIMESTAMP"):
        return f"regexp_replace({text}, ' 00:00:00([+-]00|\\+08)?$', '')"
    return text
