"""剔出. The rows of a file that were set aside, written out for its supplier to correct."""

import json
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from pathlib import Path
from typing import Any

from ingest.headings import SENT_BACK
from warehouse import writers
from warehouse.writers import Column, FileForm

FORMS: Mapping[str, FileForm] = {".csv": FileForm.CSV, ".xlsx": FileForm.XLSX}


class RejectsRefused(Exception):
    """The rows are not written as asked."""


def write_rejects(headings: Sequence[str], reasons: Iterable[Mapping[str, Any]], out: Path) -> int:
    """Write rows set aside to .csv or .xlsx in the supplier's own layout; give their number.

    Each row comes once, with its line and all its reasons before it. The file appears whole or
    not at all.

    Raises:
        RejectsRefused: the file is to be neither, or has no folder.
    """
    form = out.suffix.lower()
    if form not in FORMS:
        raise RejectsRefused(f"rows are not written as {form!r}: name a .csv or .xlsx file")
    if not out.parent.is_dir():
        raise RejectsRefused(f"there is no folder {str(out.parent)!r} to write {out.name} into")
    unfinished = out.with_name(f".{out.name}.{os.getpid()}{form}")
    try:
        columns = [Column(heading) for heading in (*SENT_BACK, *headings)]
        rows = ((line, why, *cells) for line, why, cells in _rows(reasons))
        count = writers.write(FORMS[form], unfinished, columns, rows, {})
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
