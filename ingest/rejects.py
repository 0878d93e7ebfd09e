"""剔出. The rows of a file that were set aside, written out for its supplier to correct."""

import csv
import json
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from pathlib import Path
from typing import Any

import xlsxwriter

from warehouse.spreadsheet import harmless

FIRST = ("行号 line", "原因 reason")
MOST_ROWS = 1_048_575
"""Rows that a worksheet holds below its heading."""


class RejectsRefused(Exception):
    """The rows are not written as asked."""


def write_rejects(headings: Sequence[str], reasons: Iterable[Mapping[str, Any]], out: Path) -> int:
    """Write rows set aside to .csv or .xlsx in the supplier's own layout; give their number.

    Each row comes once, with its line and all its reasons before it. The file appears whole or
    not at all.

    Raises:
        RejectsRefused: the file is to be neither, has no folder, or cannot hold so many rows.
    """
    writers = {".csv": _write_text, ".xlsx": _write_sheet}
    form = out.suffix.lower()
    if form not in writers:
        raise RejectsRefused(f"rows are not written as {form!r}: name a .csv or .xlsx file")
    if not out.parent.is_dir():
        raise RejectsRefused(f"there is no folder {str(out.parent)!r} to write {out.name} into")
    unfinished = out.with_name(f".{out.name}.{os.getpid()}{form}")
    try:
        count = writers[form](unfinished, [*FIRST, *headings], _rows(reasons))
        unfinished.replace(out)
    finally:
        unfinished.unlink(missing_ok=True)
    return count


def _rows(reasons: Iterable[Mapping[str, Any]]) -> Iterator[tuple[int, str, list[str]]]:
    for (line, row), same in groupby(reasons, key=lambda r: (r["line"], r["row"] or "[]")):
        told = [
            f"{r['column_name']} {r['raw']!r}: {r['reason']}" if r["column_name"] else r["reason"]
            for r in same
        ]
        yield line, "; ".join(told), _cells(row)


def _cells(row: str) -> list[str]:
    """Give the cells in the file's order; two of one heading stay two."""
    told: list[str | None] = json.loads(row, object_pairs_hook=lambda pairs: [c for _, c in pairs])
    return ["" if cell is None else cell for cell in told]


def _write_text(
    out: Path, headings: Sequence[str], rows: Iterable[tuple[int, str, list[str]]]
) -> int:
    count = 0
    with out.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(map(harmless, headings))
        for line, why, cells in rows:
            writer.writerow([line, *map(harmless, [why, *cells])])
            count += 1
    return count


def _write_sheet(
    out: Path, headings: Sequence[str], rows: Iterable[tuple[int, str, list[str]]]
) -> int:
    count = 0
    with xlsxwriter.Workbook(
        str(out), {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    ) as book:
        sheet = book.add_worksheet("剔出")
        for n, heading in enumerate(headings):
            sheet.write_string(0, n, heading)
        for line, why, cells in rows:
            count += 1
            if count > MOST_ROWS:
                raise RejectsRefused(f"a workbook holds {MOST_ROWS:,} rows: name a .csv file")
            sheet.write_number(count, 0, line)
            for n, cell in enumerate([why, *cells], 1):
                sheet.write_string(count, n, cell[:32_767])  # what a cell holds
    return count
