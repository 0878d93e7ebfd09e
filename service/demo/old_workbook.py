"""旧工作簿. Writes a workbook of 1997 (.xls), as offices still send it, cell by cell."""

import struct
from collections.abc import Mapping, Sequence

SECTOR = 512
FREE, END, FAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
TABLES = 109
"""Sectors of the file's table that its header has room to name: 7 MB of content."""


Merge = tuple[int, int, int, int]
"""Cells that are one: first row, last row, first column, last column."""


def old_workbook(
    sheets: Mapping[str, Sequence[Sequence[str | float | None]]],
    merged: Sequence[Merge] = (),
    *,
    from_1904: bool = False,
) -> bytes:
    """Give the bytes of a workbook; a text such as `#REF!` is written as that error.

    `merged` is of the first sheet; with `from_1904` days are counted from that year's first.
    """
    bodies = [_sheet(table, () if n else merged) for n, table in enumerate(sheets.values())]
    names = [_name(title) for title in sheets]
    start = 20 + 6 + sum(len(name) + 10 for name in names) + 4
    stream = _record(0x0809, struct.pack("<HHHHII", 0x0600, 0x0005, 0, 0, 0, 0))
    stream += _record(0x0022, struct.pack("<H", from_1904))
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


def _sheet(table: Sequence[Sequence[str | float | None]], merged: Sequence[Merge]) -> bytes:
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
    if merged:
        ranges = b"".join(struct.pack("<HHHH", *one) for one in merged)
        written += _record(0x00E5, struct.pack("<H", len(merged)) + ranges)
    return written + _record(0x000A, b"")


def compound(stream: bytes, name: str = "Workbook") -> bytes:
    """Put a stream into a compound file: header, table of sectors, one directory, the stream.

    Raises:
        ValueError: it is too long for this plain a file.
    """
    stream = stream.ljust(max(4096, -(-len(stream) // SECTOR) * SECTOR), b"\0")
    count, each = len(stream) // SECTOR, SECTOR // 4
    tables = next(n for n in range(1, count + 2) if n * each >= n + 1 + count)
    if tables > TABLES:
        raise ValueError(f"{len(stream)} bytes are too many for an old workbook")
    first = tables + 1
    fat = [*[FAT] * tables, END, *range(first + 1, first + count), END]
    fat += [FREE] * (tables * each - len(fat))
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16)
    header += struct.pack("<HHHHH6x", 0x3E, 3, 0xFFFE, 9, 6)
    header += struct.pack("<IIIIIIIII", 0, tables, tables, 0, 4096, END, 0, END, 0)
    header += struct.pack(f"<{TABLES}I", *range(tables), *[FREE] * (TABLES - tables))
    directory = _entry("Root Entry", 5, END, 0, 1) + _entry(name, 2, first, len(stream), FREE)
    directory += _entry("", 0, 0, 0, FREE) * 2
    return header + struct.pack(f"<{tables * each}I", *fat) + directory + stream


def _entry(name: str, kind: int, start: int, size: int, child: int) -> bytes:
    text = name.encode("utf-16-le")
    length = len(text) + 2 if name else 0
    return (
        text.ljust(64, b"\0")
        + struct.pack("<HBBIII", length, kind, 1, FREE, FREE, child)
        + bytes(36)
        + struct.pack("<IQ", start, size)
    )
