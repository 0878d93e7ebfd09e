"""Lists written to files: CSV, JSON, a workbook, Parquet."""

import csv
import hashlib
import json
import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from pathlib import Path

import duckdb
import xlsxwriter

from service import show
from warehouse.spreadsheet import harmless

ROWS_OF_A_SHEET = 1_048_576


class Form(StrEnum):
    """The forms of an export."""

    CSV = "csv"
    JSON = "json"
    XLSX = "xlsx"
    PARQUET = "parquet"


class ExportRefused(Exception):
    """The file can't be written as asked."""


def write(
    form: str,
    file: Path,
    columns: Sequence[str],
    rows: Iterable[Mapping[str, object]],
    *,
    seal: Callable[[str, int], object],
) -> int:
    """Write rows to `file` in a form: csv, json, xlsx or parquet; give how many.

    `seal` notes the content's SHA-256 and the rows in the record, which `pursewatch verify` holds
    the file to. The file appears whole and sealed, or not at all.

    Raises:
        ExportRefused: the folder is not there, or a workbook can't hold so many rows.
    """
    if not file.parent.is_dir():
        raise ExportRefused(f"there is no folder {str(file.parent)!r} to write {file.name} into")
    writers = {"csv": _csv, "json": _json, "xlsx": _xlsx, "parquet": _parquet}
    unfinished = file.with_name(f".{file.name}.{os.getpid()}.part")
    try:
        count = writers[form](unfinished, columns, rows)
        with unfinished.open("rb") as content:
            seal(hashlib.file_digest(content, "sha256").hexdigest(), count)
        unfinished.replace(file)
    finally:
        unfinished.unlink(missing_ok=True)
    return count


def _csv(file: Path, columns: Sequence[str], rows: Iterable[Mapping[str, object]]) -> int:
    count = 0
    with file.open("w", encoding="utf-8-sig", newline="") as out:
        writer = csv.writer(out)
        writer.writerow(columns)
        for row in rows:
            writer.writerow([_cell(row[column]) for column in columns])
            count += 1
    return count


def _cell(value: object) -> str:
    """Keep a spreadsheet from running a text as a formula; numbers stay as they are."""
    text = show.words(value)
    return harmless(text) if isinstance(value, str) else text


def _json(file: Path, columns: Sequence[str], rows: Iterable[Mapping[str, object]]) -> int:
    picked = [{column: show.plain(row[column]) for column in columns} for row in rows]
    file.write_text(json.dumps(picked, ensure_ascii=False, indent=1) + "\n", "utf-8")
    return len(picked)


def _xlsx(file: Path, columns: Sequence[str], rows: Iterable[Mapping[str, object]]) -> int:
    book = xlsxwriter.Workbook(
        str(file), {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    book.set_properties({"created": datetime(2000, 1, 1)})  # noqa: DTZ001 - a fixed stamp
    sheet = book.add_worksheet()
    sheet.write_row(0, 0, columns)
    count = 0
    for count, row in enumerate(rows, start=1):
        if count >= ROWS_OF_A_SHEET:
            raise ExportRefused("a workbook holds 1,048,575 rows: narrow the list, or write csv")
        for place, column in enumerate(columns):
            value = row[column]
            if isinstance(value, int) and not isinstance(value, bool):
                sheet.write_number(count, place, value)
            else:
                sheet.write_string(count, place, show.words(value))
    book.close()
    return count


def _parquet(file: Path, columns: Sequence[str], rows: Iterable[Mapping[str, object]]) -> int:
    kept = list(rows)
    lines = file.with_suffix(".jsonl")
    lines.write_text(
        "".join(json.dumps(show.plain(row), ensure_ascii=False) + "\n" for row in kept), "utf-8"
    )
    types = {column: _type([row[column] for row in kept]) for column in columns}
    shape = ", ".join(f"'{column}': '{kind}'" for column, kind in types.items())
    try:
        with duckdb.connect() as connection:
            connection.execute(
                f"copy (select * from read_json($lines, format = 'newline_delimited', "
                f"columns = {{{shape}}})) to '{_quoted(file)}' (format parquet)",
                {"lines": str(lines)},
            )
    finally:
        lines.unlink(missing_ok=True)
    return len(kept)


def _type(values: Sequence[object]) -> str:
    known = next((value for value in values if value is not None), None)
    match known:
        case bool():
            return "BOOLEAN"
        case int():
            return "BIGINT"
        case Decimal():
            return "DECIMAL(18,2)"
        case date():
            return "DATE"
        case _:
            return "VARCHAR"


def _quoted(file: Path) -> str:
    return str(file).replace("'", "''")
