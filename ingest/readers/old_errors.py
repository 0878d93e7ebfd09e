"""Cells of an old workbook (.xls) that hold an error: the reader gives them as empty."""

import struct
from collections.abc import Iterator
from itertools import chain

from ingest.headings import FileRefused
from ingest.readers.old_records import records, starts, stream_of
from ingest.readers.shared_text import old_laid_out

ERRORS = {
    -1: "(formula not worked out)",
    0: "#NULL!", 7: "#DIV/0!", 15: "#VALUE!", 23: "#REF!", 29: "#NAME?", 36: "#NUM!", 42: "#N/A",
}  # fmt: skip

_UNWORKED = -1  # a formula that its writer left to be worked out on opening

_BOOLEAN, _FORMULA = 0x0205, 0x0006

Cells = dict[tuple[int, int], str]


def old_error_cells(content: bytes) -> list[Cells]:
    """Give, for each sheet in order, the cells that hold an error (row, column from 0)."""
    try:
        stream = stream_of(content)
        return [_errors(stream, start) for start in starts(stream)]
    except (struct.error, IndexError, KeyError, ValueError):
        return []


def old_unpacked(content: bytes) -> int:
    """Give the bytes that an old workbook comes to, laid out; 0 where it is none.

    Raises:
        FileRefused: its sheets lie over one another, and would be read once for each.
    """
    try:
        stream = stream_of(content)
        return old_laid_out(chain(records(stream, 0), _records_of_sheets(stream)))
    except (struct.error, IndexError, KeyError, ValueError):
        return 0


def _records_of_sheets(stream: bytes) -> Iterator[tuple[int, bytes]]:
    room = 2 * len(stream)
    for start in starts(stream):
        for kind, body in records(stream, start):
            yield kind, body
            room -= 4 + len(body)
        if room < 0:
            raise FileRefused(
                "the workbook's sheets lie over one another, which no program writes: open it, "
                "save it as .xlsx and deliver it again"
            )


def _errors(stream: bytes, start: int) -> Cells:
    cells = {}
    for kind, body in records(stream, start):
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
