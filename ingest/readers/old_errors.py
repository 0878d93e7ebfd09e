"""Cells of an old workbook (.xls) that hold an error: the reader gives them as empty."""

import struct
from collections import Counter
from collections.abc import Iterator
from itertools import chain

from ingest.readers.shared_text import old_laid_out

MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ERRORS = {
    -1: "(formula not worked out)",
    0: "#NULL!", 7: "#DIV/0!", 15: "#VALUE!", 23: "#REF!", 29: "#NAME?", 36: "#NUM!", 42: "#N/A",
}  # fmt: skip

_UNWORKED = -1  # a formula that its writer left to be worked out on opening

_SMALL = 4096  # a stream below this lies in the mini stream
_LAST = 0xFFFFFFFA
_SHEET, _BOOLEAN, _FORMULA, _END = 0x0085, 0x0205, 0x0006, 0x000A

Cells = dict[tuple[int, int], str]


def old_error_cells(content: bytes) -> list[Cells]:
    """Give, for each sheet in order, the cells that hold an error (row, column from 0)."""
    try:
        stream = _Compound(content).stream("Workbook")
        return [_errors(stream, start) for start in _starts(stream)]
    except (struct.error, IndexError, KeyError, ValueError):
        return []


def old_unpacked(content: bytes) -> int:
    """Give the bytes that an old workbook comes to, laid out; 0 where it is none."""
    try:
        stream = _Compound(content).stream("Workbook")
        shared = [*_records(stream, 0)]
        return sum(
            times * old_laid_out(chain(shared, _records(stream, start)))
            for start, times in Counter(_starts(stream)).items()
        )
    except (struct.error, IndexError, KeyError, ValueError):
        return 0


def _starts(stream: bytes) -> list[int]:
    return [
        struct.unpack_from("<I", body)[0] for kind, body in _records(stream, 0) if kind == _SHEET
    ]


def _errors(stream: bytes, start: int) -> Cells:
    cells = {}
    for kind, body in _records(stream, start):
        if kind == _BOOLEAN and body[7]:
            code = body[6]
        elif kind == _FORMULA and body[12:14] == b"\xff\xff" and body[6] == 2:
            code = body[8]
        elif kind == _FORMULA and body[12:14] == b"\xff\xff" and body[6] == 3 and body[14] & 3:
            code = _UNWORKED
        else:
            continue
        row, column = struct.unpack_from("<HH", body)
        cells[row, column] = ERRORS.get(code, "#ERROR!")
    return cells


def _records(stream: bytes, start: int) -> Iterator[tuple[int, bytes]]:
    while start + 4 <= len(stream):
        kind, size = struct.unpack_from("<HH", stream, start)
        yield kind, stream[start + 4 : start + 4 + size]
        if kind == _END:
            return
        start += 4 + size


class _Compound:
    """A compound file: streams in chains of sectors."""

    def __init__(self, content: bytes) -> None:
        self._content = content
        self._sector = 1 << struct.unpack_from("<H", content, 30)[0]
        self._mini = 1 << struct.unpack_from("<H", content, 32)[0]
        directory, _, _, small, _, more, _ = struct.unpack_from("<IIIIIII", content, 48)
        listed = list(struct.unpack_from("<109I", content, 76))
        for _ in range(len(content) // self._sector):  # a chain may bite its own tail
            if more >= _LAST:
                break
            *beside, more = self._numbers(self._at(more))
            listed += beside
        fat = b"".join(self._at(number) for number in listed if number < _LAST)
        self._fat = self._numbers(fat)
        self._small = self._numbers(self._chain(small))
        self._entries = self._chain(directory)

    def stream(self, name: str) -> bytes:
        """Give a stream's bytes; a KeyError where there is none."""
        root = b""
        for place in range(0, len(self._entries), 128):
            entry = self._entries[place : place + 128]
            length, kind = struct.unpack_from("<HB", entry, 64)
            start, size = struct.unpack_from("<IQ", entry, 116)
            if kind == 5:
                root = self._chain(start)
            if entry[: max(length - 2, 0)].decode("utf-16-le", "replace") == name:
                if size >= _SMALL:
                    return self._chain(start)[:size]
                return b"".join(
                    root[n * self._mini : (n + 1) * self._mini]
                    for n in self._followed(start, self._small)
                )[:size]
        raise KeyError(name)

    def _at(self, number: int) -> bytes:
        start = (number + 1) * self._sector
        return self._content[start : start + self._sector]

    def _numbers(self, content: bytes) -> tuple[int, ...]:
        return struct.unpack(f"<{len(content) // 4}I", content[: len(content) // 4 * 4])

    def _chain(self, start: int) -> bytes:
        return b"".join(self._at(number) for number in self._followed(start, self._fat))

    def _followed(self, start: int, fat: tuple[int, ...]) -> Iterator[int]:
        for _ in range(len(fat)):
            if start >= _LAST:
                return
            yield start
            start = fat[start]
