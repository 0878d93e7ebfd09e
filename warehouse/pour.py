"""Pours rows of Python into a table of a night, fast and without guessing a type."""

import json
import tempfile
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from itertools import chain
from pathlib import Path

import duckdb


def pour(
    connection: duckdb.DuckDBPyConnection, table: str, rows: Iterable[Sequence[object]]
) -> int:
    """Append rows to a table, each value under the column of its place; tell how many.

    Instants become UTC, and money goes as text: nothing passes through a float.
    """
    coming = iter(rows)
    first = next(coming, None)
    if first is None:
        return 0
    names = [row[0] for row in connection.execute(f"describe {table}").fetchall()]
    poured, longest = 0, 1 << 20
    with tempfile.TemporaryDirectory(prefix="pursewatch-") as folder:
        path = Path(folder) / "rows.json"
        with path.open("w", encoding="utf-8") as lines:
            for row in chain((first,), coming):
                cells = dict(zip(names, map(_cell, row), strict=True))
                line = json.dumps(cells, ensure_ascii=False) + "\n"
                lines.write(line)
                longest = max(longest, 4 * len(line))
                poured += 1
        columns = ", ".join(f"\"{name}\": 'VARCHAR'" for name in names)
        connection.execute(
            f"insert into {table} select * from read_json($path, columns = {{{columns}}}, "
            f"format = 'newline_delimited', maximum_object_size = {longest})",
            {"path": str(path)},
        )
    return poured


def _cell(value: object) -> str | None:
    if value is None:
        return None
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, datetime) and value.tzinfo is not None:
        return value.astimezone(UTC).replace(tzinfo=None).isoformat(" ")
    return str(value)
