"""JSON: a list of records, or one record a line; numbers as they are written."""

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import chain
from pathlib import Path
from typing import Any

from ingest.headings import FileRefused, unit_named
from ingest.readers.encoding import decoded, likely, named
from ingest.readers.header import one_unit
from ingest.readers.rows import is_blank
from ingest.readers.stage import Staged, Writer, part_paths, relation, torn_relation
from ingest.table import MARK, Reading, TextTable

_LOST = re.compile("[\0\ud800-\udfff]")

KEY = "*"
"""A step of the path to records that are the values of an object; and the heading of its keys."""

DEEPEST = 8
"""Records within records beyond this depth stay the text that they are."""

LARGEST = 256 << 20
"""Bytes of one JSON document: it is read as a whole."""

MOST_VALUES = 16_000_000
"""Values of one JSON document: each takes far more memory than the letter that it may be."""

MOST_KEYS = 1000
"""Keys that all records of a file have together: each row is written with all of them."""

LONGEST = 16 << 20
"""Bytes of one record on a line."""


def read_records(path: Path, name: str, reading: Reading, folder: Path) -> TextTable:
    """Lay the records of one JSON document out for DuckDB; each key of any record is a heading.

    Raises:
        FileRefused: it is no JSON, or holds no list of records.
    """
    if path.stat().st_size > LARGEST:
        raise FileRefused(
            f"the JSON file is larger than {LARGEST >> 20} MiB: deliver one record a line (.jsonl)"
        )
    text = _decoded(path.read_bytes(), _codec(path, reading))
    if (values := sum(map(text.count, ",[{"))) > MOST_VALUES:
        raise FileRefused(
            f"the JSON file holds {values} values, and {MOST_VALUES} is the most: deliver one "
            "record a line (.jsonl)"
        )
    try:
        found, unit = _records(text, reading.records)
    except (ValueError, RecursionError) as error:
        hint = "; name a file of one record a line .jsonl" if "Extra data" in str(error) else ""
        raise FileRefused(f"the file is no JSON: {error}{hint}") from error
    return replace(_table(name, folder, list(enumerate(found, 1))), unit=unit)


def read_record_lines(path: Path, name: str, reading: Reading, folder: Path) -> TextTable:
    """Lay one record a line out for DuckDB; a line that is no record is set aside alone."""
    return _table(name, folder, _Lines(path, _codec(path, reading)))


class _Lines:
    """The records of a file, which may be gone through again and again."""

    def __init__(self, path: Path, codec: str) -> None:
        self._path, self._codec = path, codec

    def __iter__(self) -> Iterator[tuple[int, dict[str, Any] | str]]:
        with self._path.open("rb") as file:
            for number, line in enumerate(iter(lambda: file.readline(LONGEST), b""), 1):
                text = _decoded(line, self._codec).strip()
                if len(line) == LONGEST:
                    while len(file.readline(LONGEST)) == LONGEST:
                        pass
                    yield number, text[:2000]
                elif text:
                    yield number, _record(text)


def _record(text: str) -> dict[str, Any] | str:
    try:
        told = _loads(text)
        return _flat(told) if isinstance(told, dict) else text
    except (ValueError, RecursionError, FileRefused):  # said twice, or no JSON at all
        return text


def _codec(path: Path, reading: Reading) -> str:
    if reading.encoding:
        return named(reading.encoding)
    with path.open("rb") as file:
        return likely(file.read(1 << 16))[0]


def _decoded(content: bytes, codec: str) -> str:
    return decoded(content, codec).removeprefix("\ufeff")


def _table(
    name: str, folder: Path, records: Iterable[tuple[int, dict[str, Any] | str]]
) -> TextTable:
    headings: dict[str, None] = {}
    for _, record in records:
        if isinstance(record, dict):
            headings.update(dict.fromkeys(record))
            if len(headings) > MOST_KEYS:
                raise FileRefused(
                    f"the records have more than {MOST_KEYS} different keys: name a value by one "
                    "of the feed's columns, not by what it is of"
                )
    part = _write(folder, list(headings), records)
    if part.torn and not headings:
        raise FileRefused("no line is a record: write one JSON object a line")
    return TextTable(
        name,
        tuple(headings),
        relation(folder, [part], max(len(headings), 1), ","),
        rows=part.rows,
        torn=torn_relation(folder, [part]),
        torn_rows=part.torn,
        damaged=part.strays > 0,
    )


def _records(text: str, path: str | None) -> tuple[list[dict[str, Any]], str | None]:
    """Give the records of a document, and the money unit that stands beside the list of them."""
    told = _loads(text) if text.strip() else []
    unit = None
    for step in (path or "").split("."):
        unit = one_unit([unit, *(_units_beside(told) if step != KEY else ())])
        if step == KEY and isinstance(told, dict):
            told = [_keyed(key, value) for key, value in told.items()]
        elif step and isinstance(told, dict) and step in told:
            told = told[step]
        elif step:
            raise FileRefused(f"the file has no {path!r}: name the list of records")
    if isinstance(told, dict):
        lists = [key for key, value in told.items() if isinstance(value, list)]
        if len(lists) != 1:
            raise FileRefused("the file is one object: deliver a list of records")
        unit = one_unit([unit, *_units_beside(told)])
        told = told[lists[0]]
    if not isinstance(told, list) or not all(isinstance(one, dict) for one in told):
        raise FileRefused("the file holds no list of records: write [{…}, {…}]")
    return [_flat(one) for one in told], unit


def _units_beside(told: object) -> list[str]:
    """Give the money units that an object, or the head in it, names: `"单位": "万元"`."""
    if not isinstance(told, dict):
        return []
    heads = [one for one in told.values() if isinstance(one, dict) and not _holds_more(one)]
    pairs = chain.from_iterable(one.items() for one in (told, *heads))
    said = (f"{key}:{value}" for key, value in pairs if isinstance(value, str))
    return [
        unit for text in said if (unit := unit_named(text) or unit_named(text.partition(":")[2]))
    ]


def _holds_more(told: dict[str, Any]) -> bool:
    return any(isinstance(value, (dict, list)) for value in told.values())


def _keyed(key: str, value: object) -> object:
    """Give a record that stands under a key with the key among its values."""
    return {KEY: key, **value} if isinstance(value, dict) else value


def _flat(record: dict[str, Any], depth: int = 0) -> dict[str, Any]:
    """Give the values of records within a record headings of their own: `budget.total`."""
    if depth == DEEPEST or not any(isinstance(value, dict) for value in record.values()):
        return record
    pairs: list[tuple[str, Any]] = []
    for key, value in record.items():
        if isinstance(value, dict) and value:
            inner = _flat(value, depth + 1)
            pairs += [(f"{key}.{name}", one) for name, one in inner.items()]
        else:
            pairs.append((key, value or None if isinstance(value, dict) else value))
    return _once(pairs)


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
    folder: Path, headings: Sequence[str], records: Iterable[tuple[int, dict[str, Any] | str]]
) -> Staged:
    rows_path, torn_path = part_paths(folder, 0)
    with (
        rows_path.open("w", encoding="utf-8", newline="") as rows,
        torn_path.open("w", encoding="utf-8", newline="") as torn,
    ):
        writer = Writer(rows, torn, 0)
        for number, record in records:
            if isinstance(record, str):
                writer.tear(number, "json", [record[:2000]])
                continue
            cells = [_text(record.get(heading)) for heading in headings]
            writer.told.strays += sum(MARK in cell for cell in cells)
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
            return _whole(value)
        case _:
            return _whole(json.dumps(value, ensure_ascii=False))


def _whole(text: str) -> str:
    """Mark what no file can hold: a NUL, half of a character."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return _LOST.sub(lambda found: f"{MARK}{ord(found[0]):04X}", text)
