"""Lists written to files by commands: CSV, JSON, a workbook, Parquet; each sealed as it appears."""

import hashlib
import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path

from warehouse import writers
from warehouse.writers import Column, FileForm

__all__ = ["ExportRefused", "FileForm", "write"]


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
        ExportRefused: the folder is not there.
    """
    if not file.parent.is_dir():
        raise ExportRefused(f"there is no folder {str(file.parent)!r} to write {file.name} into")
    unfinished = file.with_name(f".{file.name}.{os.getpid()}.part")
    kept: Iterable[Mapping[str, object]] = rows
    typed = [Column(name) for name in columns]
    if form == FileForm.PARQUET:
        kept = list(rows)
        typed = [Column(name, _type([row[name] for row in kept])) for name in columns]
    try:
        cells = ([row[name] for name in columns] for row in kept)
        count = writers.write(FileForm(form), unfinished, typed, cells, {})
        with unfinished.open("rb") as content:
            seal(hashlib.file_digest(content, "sha256").hexdigest(), count)
        unfinished.replace(file)
    finally:
        unfinished.unlink(missing_ok=True)
    return count


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
