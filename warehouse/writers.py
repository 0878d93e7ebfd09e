"""写出. Rows written to a file one after another: CSV, JSON, a workbook, Parquet.

However many rows come, only a few are held. Texts are led past spreadsheets by
`warehouse.spreadsheet.harmless` in CSV, and are cells of text in a workbook, so that a code keeps
its zeros, a long number its digits, and no text is ever a formula.
"""

import csv
import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import Enum, StrEnum
from itertools import chain
from math import isfinite
from pathlib import Path
from typing import Any

import duckdb
import xlsxwriter

from warehouse.spreadsheet import harmless

ROWS_OF_A_SHEET = 1_048_576
LONGEST_CELL = 32_767
SURE = Decimal(10) ** 13
"""Below this a spreadsheet shows money to the fen: it keeps fifteen digits of a number."""

Row = Sequence[object]
About = Mapping[str, object]
"""What a file says of itself: who made it, when, of which night, with which filters."""


class FileForm(StrEnum):
    """The forms of an export."""

    CSV = "csv"
    JSON = "json"
    XLSX = "xlsx"
    PARQUET = "parquet"


MEDIA: Mapping[FileForm, str] = {
    FileForm.CSV: "text/csv; charset=utf-8",
    FileForm.JSON: "application/json",
    FileForm.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    FileForm.PARQUET: "application/vnd.apache.parquet",
}


@dataclass(frozen=True)
class Column:
    """A column of an export: its name, and its type as DuckDB names it."""

    name: str
    type: str = "VARCHAR"


def write(
    form: FileForm, file: Path, columns: Sequence[Column], rows: Iterable[Row], about: About
) -> int:
    """Write rows to `file` and give how many they are.

    A workbook takes a new sheet where one is full, and one more that holds `about`; JSON and
    Parquet carry it too. CSV is the rows alone, behind a byte-order mark: a line that is no row
    would be one to whatever reads it, and so `write_beside` tells of it.
    """
    return WRITERS[form](file, columns, rows, about)


def write_beside(file: Path, about: About) -> str:
    """Write what a file says of itself into another beside it; give that one's SHA-256."""
    content = json.dumps(plain(about), ensure_ascii=False, indent=1).encode() + b"\n"
    beside(file).write_bytes(content)
    return hashlib.sha256(content).hexdigest()


def beside(file: Path) -> Path:
    """Name what tells of a file: as the W3C's CSV on the Web has it."""
    return file.with_name(file.name + "-metadata.json")


def plain(value: object) -> Any:  # noqa: ANN401, PLR0911 - JSON holds anything, each in its way
    """Turn a value into what JSON can hold; money becomes text, for JSON has no decimals."""
    match value:
        case Mapping():
            return {str(key): plain(item) for key, item in value.items()}
        case list() | tuple() | set() | frozenset():
            return [plain(item) for item in value]
        case Enum():
            return value.value
        case datetime():
            return value.isoformat()
        case Decimal():
            return f"{value:f}"
        case bytes():
            return value.hex()
        case float():
            return value if isfinite(value) else str(value)
        case str() | bool() | int() | None:
            return value
        case _:
            return str(value)


def words(value: object) -> str:
    """Write a cell for a person."""
    if isinstance(value, Decimal):
        return f"{value:f}"
    match value:
        case None:
            return ""
        case str():
            return value
        case True | False:
            return "yes" if value else "no"
        case Mapping() | list() | tuple():
            return json.dumps(plain(value), ensure_ascii=False)
        case _:
            return str(plain(value))


def csv_cell(value: object) -> str:
    """Keep a spreadsheet from running a text as a formula; numbers stay as they are."""
    if value is None:
        return ""
    if isinstance(value, str):
        return harmless(value)
    text = words(value)
    return text if isinstance(value, Decimal | int | float) else harmless(text)


def _csv(file: Path, columns: Sequence[Column], rows: Iterable[Row], _: About) -> int:
    count = 0
    with file.open("w", encoding="utf-8-sig", newline="") as out:
        writer = csv.writer(out)
        writer.writerow([harmless(column.name) for column in columns])
        for count, row in enumerate(rows, start=1):  # noqa: B007 - the last number is wanted
            writer.writerow([csv_cell(value) for value in row])
    return count


def _json(file: Path, columns: Sequence[Column], rows: Iterable[Row], about: About) -> int:
    names, count = [column.name for column in columns], 0
    with file.open("w", encoding="utf-8") as out:
        head = json.dumps(plain(about), ensure_ascii=False)
        out.write(f'{{"about": {head},\n "items": [' if about else "[")
        for count, row in enumerate(rows, start=1):
            told = dict(zip(names, map(plain, row), strict=True))
            out.write((",\n" if count > 1 else "\n") + json.dumps(told, ensure_ascii=False))
        out.write("\n]}\n" if about else "\n]\n")
    return count


def _xlsx(file: Path, columns: Sequence[Column], rows: Iterable[Row], about: About) -> int:
    count = 0
    with xlsxwriter.Workbook(str(file), WORKBOOK) as book:
        book.set_properties({"created": datetime(2000, 1, 1)})  # noqa: DTZ001 - a fixed stamp
        coming = iter(rows)
        first = next(coming, None)
        while True:
            given = chain(() if first is None else (first,), coming)
            count += _fill(_sheet(book, columns), given)
            first = next(coming, None)
            if first is None:
                break
        if about:
            sheet = book.add_worksheet("说明 about")
            for place, (name, value) in enumerate(about.items()):
                sheet.write_string(place, 0, name)
                sheet.write_string(place, 1, words(value)[:LONGEST_CELL])
    return count


WORKBOOK = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}


def _sheet(book: Any, columns: Sequence[Column]) -> Any:  # noqa: ANN401 - the library has no types
    sheet = book.add_worksheet()
    for place, column in enumerate(columns):
        sheet.write_string(0, place, column.name)
    return sheet


def _fill(sheet: Any, rows: Iterator[Row]) -> int:  # noqa: ANN401 - the same
    """Write rows beneath the heading until they end or the sheet is full."""
    for line in range(1, ROWS_OF_A_SHEET):
        row = next(rows, None)
        if row is None:
            return line - 1
        for place, value in enumerate(row):
            if value is None:
                continue
            if isinstance(value, Decimal | int) and _keeps(value):
                sheet.write_number(line, place, value)
            else:
                sheet.write_string(line, place, words(value)[:LONGEST_CELL])
    return ROWS_OF_A_SHEET - 1


def _keeps(value: Decimal | int) -> bool:
    """Tell whether a spreadsheet keeps a number to its last digit."""
    return not isinstance(value, bool) and -SURE < value < SURE


def _parquet(file: Path, columns: Sequence[Column], rows: Iterable[Row], about: About) -> int:
    """Write Parquet by way of a file of JSON lines, which DuckDB reads as it comes."""
    lines, count = file.with_name(file.name + ".lines"), 0
    names = [column.name for column in columns]
    shape = ", ".join(f"{_text(one.name)}: {_text(one.type)}" for one in columns)
    said = ", ".join(f"{_text(name)}: {_text(words(value))}" for name, value in about.items())
    kept = f", kv_metadata {{{said}}}" if said else ""
    longest = 1 << 20
    try:
        with lines.open("w", encoding="utf-8") as out:
            for count, row in enumerate(rows, start=1):  # noqa: B007 - the last number is wanted
                told = json.dumps(dict(zip(names, map(plain, row), strict=True)))
                longest = max(longest, 2 * len(told))
                out.write(told + "\n")
        with duckdb.connect(config={"threads": 1, "memory_limit": "1GB"}) as connection:
            connection.execute(
                "copy (select * from read_json($lines, format = 'newline_delimited', "
                f"columns = {{{shape}}}, maximum_object_size = {longest})) "
                f"to {_text(str(file))} (format parquet{kept})",
                {"lines": str(lines)},
            )
    finally:
        lines.unlink(missing_ok=True)
    return count


def _text(value: str) -> str:
    escaped = value.replace("'", "''").replace("\0", "")
    return f"'{escaped}'"


WRITERS: Mapping[FileForm, Callable[[Path, Sequence[Column], Iterable[Row], About], int]] = {
    FileForm.CSV: _csv,
    FileForm.JSON: _json,
    FileForm.XLSX: _xlsx,
    FileForm.PARQUET: _parquet,
}
