"""Lists written to files by commands: CSV, JSON, a workbook, Parquet; each sealed as it appears."""

import hashlib
import os
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path

from service.sealing import Seal
from warehouse import writers
from warehouse.writers import Column, FileForm

__all__ = ["ExportRefused", "FileForm", "write"]


INSIDE = frozenset({FileForm.XLSX, FileForm.PARQUET})
"""Forms that hold what they say of themselves."""


class ExportRefused(Exception):
    """The file can't be written as asked."""


def write(
    form: str,
    file: Path,
    columns: Sequence[str],
    rows: Iterable[Mapping[str, object]],
    *,
    seal: Seal,
) -> int:
    """Write rows to `file` in a form: csv, json, xlsx or parquet; give how many.

    `seal` notes the content's SHA-256 and the rows in the record, which `pursewatch verify` holds
    the file to. The file appears whole and sealed, or not at all. A workbook and Parquet say of
    themselves what they are; beside CSV and JSON, which are rows alone, a second file says so.

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
        about = seal.about if form in INSIDE else {}
        count = writers.write(FileForm(form), unfinished, typed, cells, about)
        with unfinished.open("rb") as content:
            sha256 = hashlib.file_digest(content, "sha256").hexdigest()
        told = {**seal.about, "rows": count, "sha256": sha256}
        seal(sha256, count, "" if form in INSIDE else writers.write_beside(file, told))
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
