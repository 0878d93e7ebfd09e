"""Writes a workbook of 1997 (.xls), cell by cell: nothing that is installed can."""

import struct
from collections.abc import Sequence

SECTOR = 512
FREE, END, FAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD


def old_workbook(sheets: dict[str, Sequence[Sequence[str | float | None]]]) -> bytes:
    """Give the bytes of a workbook; a text such as `#REF!` is written as that error."""
    bodies = [_sheet(table) for table in sheets.values()]
    names = [_name(title) for title in sheets]
    start = 20 + sum(len(name) + 10 for name in names) + 4
    stream = _record(0x0809, struct.pack("<HHHHII", 0x0600, 0x0005, 0, 0, 0, 0))
    for name, body in zip(names, bodies, strict=True):
        stream += _record(0x0085, struct.pack("<IBB", start, 0, 0) + name)
        start += len(body)
    stream += _record(0x000A, b"") + b"".join(bodies)
    return compound(stream)


def _record(kind: int, content: bytes) -> bytes:
    return struct.pack("<HH", kind, len(content)) + content


def _name(title: str) -> bytes:
    return struct.pack("<BB", len(title), 1) + title.encode("utf-16-le")


ERRORS = {"#NULL!": 0, "#DIV/0!": 7, "#VALUE!": 15, "#REF!": 23, "#NAME?": 29, "#NUM!": 36}


def _sheet(table: Sequence[Sequence[str | float | None]]) -> bytes:
    written = _record(0x0809, struct.pack("<HHHHII", 0x0600, 0x0010, 0, 0, 0, 0))
    for r, row in enumerate(table):
        for c, cell in enumerate(row):
            place = struct.pack("<HHH", r, c, 0)
            if isinstance(cell, str) and cell in ERRORS:
                written += _record(0x0205, place + struct.pack("<BB", ERRORS[cell], 1))
            elif isinstance(cell, str):
                text = struct.pack("<HB", len(cell), 1) + cell.encode("utf-16-le")
                written += _record(0x0204, place + text)
            elif cell is not None:
                written += _record(0x0203, place + struct.pack("<d", cell))
    return written + _record(0x000A, b"")


def compound(stream: bytes, name: str = "Workbook") -> bytes:
    """Put a stream into a compound file: header, one FAT, one directory, the stream."""
    stream = stream.ljust(max(4096, -(-len(stream) // SECTOR) * SECTOR), b"\0")
    count = len(stream) // SECTOR
    fat = [FAT, END, *range(3, count + 2), END]
    fat += [FREE] * (SECTOR // 4 - len(fat))
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16)
    header += struct.pack("<HHHHH6x", 0x3E, 3, 0xFFFE, 9, 6)
    header += struct.pack("<IIIIIIIII", 0, 1, 1, 0, 4096, END, 0, END, 0)
    header += struct.pack("<109I", 0, *[FREE] * 108)
    directory = _entry("Root Entry", 5, END, 0, 1) + _entry(name, 2, 2, len(stream), FREE)
    directory += _entry("", 0, 0, 0, FREE) * 2
    return header + struct.pack(f"<{SECTOR // 4}I", *fat) + directory + stream


def _entry(name: str, kind: int, start: int, size: int, child: int) -> bytes:
    text = name.encode("utf-16-le")
    length = len(text) + 2 if name else 0
    return (
        text.ljust(64, b"\0")
        + struct.pack("<HBBIII", length, kind, 1, FREE, FREE, child)
        + bytes(36)
        + struct.pack("<IQ", start, size)
    )
