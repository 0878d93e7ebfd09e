"""剔出. The rows of a file that were set aside, written out for its supplier to correct."""

import csv
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from pathlib import Path
from typing import Any

import xlsxwriter

FIRST = ("行号 line", "原因 reason")


class FormUnknown(Exception):
    """Rows are not written in that form."""


def write_rejects(reasons: Iterable[Mapping[str, Any]], out: Path) -> int:
    """Write rows set aside to .csv or .xlsx under the supplier's own headings.

    Each row comes once, with its line and all its reasons before it. Gives their number.

    Raises:
        FormUnknown: the file is to be neither.
    """
    rows = list(_rows(reasons))
    headings = list(dict.fromkeys(heading for _, _, cells in rows for heading in cells))
    table: list[list[object]] = [
        [*FIRST, *headings],
        *([line, why, *(cells.get(h, "") for h in headings)] for line, why, cells in rows),
    ]
    match out.suffix.lower():
        case ".xlsx":
            _write_sheet(out, table)
        case ".csv":
            with out.open("w", encoding="utf-8-sig", newline="") as file:
                csv.writer(file).writerows([[_harmless(cell) for cell in row] for row in table])
        case other:
            raise FormUnknown(f"rows are not written as {other!r}: name a .csv or .xlsx file")
    return len(rows)


def _rows(reasons: Iterable[Mapping[str, Any]]) -> Iterator[tuple[int, str, dict[str, str]]]:
    for (line, row), same in groupby(reasons, key=lambda r: (r["line"], r["row"] or "{}")):
        told = [
            f"{r['column_name']} {r['raw']!r}: {r['reason']}" if r["column_name"] else r["reason"]
            for r in same
        ]
        yield line, "; ".join(told), _cells(row)


def _cells(row: str) -> dict[str, str]:
    told = json.loads(row)
    if isinstance(told, list):
        return {f"({n})": text for n, text in enumerate(told, 1)}
    return {heading: "" if cell is None else cell for heading, cell in told.items()}


def _harmless(cell: object) -> object:
    """Keep a spreadsheet from running a cell as a formula."""
    if isinstance(cell, str) and cell[:1] in {"=", "+", "@", "\t", "\r"}:
        return "'" + cell
    return cell


def _write_sheet(out: Path, table: Sequence[Sequence[object]]) -> None:
    with xlsxwriter.Workbook(str(out), {"strings_to_formulas": False}) as book:
        sheet = book.add_worksheet("剔出")
        for n, row in enumerate(table):
            for m, cell in enumerate(row):
                if isinstance(cell, int):
                    sheet.write_number(n, m, cell)
                else:
                    sheet.write_string(n, m, str(cell))
