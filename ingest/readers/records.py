"""JSON: a list of records, or one record a line; numbers as they are written."""

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from ingest.headings import FileRefused
from ingest.readers.rows import is_blank
from ingest.readers.stage import Staged, Writer, part_paths, relation, torn_relation
from ingest.table import MARK, Reading, TextTable

LARGEST = 1 << 30
"""Bytes of one JSON document: it is read as a whole."""


def read_records(
    path: Path, name: str, reading: Reading, folder: Path, *, lines: bool = False
) -> TextTable:
    """Lay records out for DuckDB; each key of any record is a heading.

    Raises:
        FileRefused: it is no JSON, or holds no list of records.
    """
    encoding = reading.encoding or "utf-8-sig"
    try:
        if lines:
            headings = list(dict.fromkeys(key for _, one in _lines(path, encoding) for key in one))
            part = _write(folder, headings, _lines(path, encoding))
        else:
            found = _document(path, encoding, reading.records)
            headings = list(dict.fromkeys(key for one in found for key in one))
            part = _write(folder, headings, enumerate(found, 1))
    except UnicodeDecodeError as error:
        raise FileRefused(
            f"the file is no JSON in {encoding}: byte {error.start} does not belong: deliver it "
            "as UTF-8"
        ) from error
    except (ValueError, RecursionError) as error:
        raise FileRefused(f"the file is no JSON: {error}") from error
    return TextTable(
        name,
        tuple(headings),
        relation(folder, [part], max(len(headings), 1), ","),
        rows=part.rows,
        torn=torn_relation(folder, [part]),
        torn_rows=part.torn,
        damaged=part.strays > 0,
    )


def _document(path: Path, encoding: str, records: str | None) -> list[dict[str, Any]]:
    if path.stat().st_size > LARGEST:
        raise FileRefused(
            f"the JSON file is larger than {LARGEST >> 20} MiB: deliver one record a line (.jsonl)"
        )
    told = _loads(path.read_text(encoding)) if path.stat().st_size else []
    for step in (records or "").split("."):
        if step and isinstance(told, dict) and step in told:
            told = told[step]
        elif step:
            raise FileRefused(f"the file has no {records!r}: name the list of records")
    if isinstance(told, dict):
        lists = [key for key, value in told.items() if isinstance(value, list)]
        if len(lists) != 1:
            raise FileRefused("the file is one object: deliver a list of records")
        told = told[lists[0]]
    if not isinstance(told, list) or not all(isinstance(one, dict) for one in told):
        raise FileRefused("the file holds no list of records: write [{…}, {…}]")
    return told


def _lines(path: Path, encoding: str) -> Iterator[tuple[int, dict[str, Any]]]:
    with path.open(encoding=encoding) as file:
        for number, line in enumerate(file, 1):
            if not line.strip():
                continue
            told = _loads(line)
            if not isinstance(told, dict):
                raise FileRefused(f"line {number} is no record: write one object a line")
            yield number, told


def _loads(text: str) -> Any:  # noqa: ANN401  JSON is anything
    return json.loads(
        text, parse_float=str, parse_int=str, parse_constant=str, object_pairs_hook=_once
    )


def _once(pairs: Sequence[tuple[str, Any]]) -> dict[str, Any]:
    told = dict(pairs)
    if len(told) < len(pairs):
        keys = [key for key, _ in pairs]
        twice = sorted({key for key in keys if keys.count(key) > 1})
        raise FileRefused(f"a record says {twice} twice: say it once")
    return told


def _write(
    folder: Path, headings: Sequence[str], records: Iterator[tuple[int, dict[str, Any]]]
) -> Staged:
    rows_path, torn_path = part_paths(folder, 0)
    with (
        rows_path.open("w", encoding="utf-8", newline="") as rows,
        torn_path.open("w", encoding="utf-8", newline="") as torn,
    ):
        writer = Writer(rows, torn, 0)
        for number, record in records:
            cells = [_text(record.get(heading)) for heading in headings]
            if any(MARK in cell for cell in cells):
                writer.told.strays += 1
            if not is_blank(cells):
                writer.fit(number, cells)
    return writer.told


def _text(value: object) -> str:
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case str():
            text = value
        case _:
            text = json.dumps(value, ensure_ascii=False)
    if "\0" in text or "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", f"{MARK}00")
    return (
        "".join(f"{MARK}{ord(c):04X}" if "\ud800" <= c <= "\udfff" else c for c in text)
        if not text.isascii() and any("\ud800" <= c <= "\udfff" for c in text)
        else text
    )
