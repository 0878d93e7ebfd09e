"""What the workbook reader does not tell: formulas without a value, bombs, and other files."""

import re
import zipfile
from collections.abc import Container, Sequence
from pathlib import Path
from xml.etree import ElementTree

from ingest.headings import FileRefused
from ingest.readers.old_errors import old_error_cells, old_unpacked
from ingest.readers.old_records import MAGIC
from ingest.readers.reach import reach
from ingest.readers.shared_text import SharedText

MOST_BYTES = 4 << 30
FREE_BYTES = 256 << 20
MOST_RATIO = 200
MOST_CELLS = 64_000_000
"""Cells that a sheet may reach over: 1,048,576 rows of 61 columns."""

PROTECTED = "the workbook is protected by a password: deliver it open"

_MOST_PACKED = 1032  # deflate packs no better
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_FORMULA = re.compile(rb"<(?:\w+:)?f[\s/>]")
# Nothing here may run on without an end: it would be tried anew from every cell of a sheet.
_BEYOND_Z = re.compile(rb"\sr\s*=\s*[\"']([A-Za-z]{2,4})[0-9]+[\"'](?![^<>]{0,300}/>)")
_FAR_DOWN = re.compile(rb"\sr\s*=\s*[\"'][A-Za-z]*([0-9]{6,9})[\"']")
_PLACELESS = re.compile(rb"<(?:\w+:)?(?:c|row)(?=[\s>])(?![^<>]*\sr\s*=)")
_ERROR = re.compile(rb"<(?:\w+:)?c\s([^<>]{0,300}\bt=[\"']e[\"'][^<>]{0,300})>")
_VALUE = re.compile(
    rb"\s*(?:<(?:\w+:)?f\b(?:[^<>]*/>|[^<>]*>[^<]*</(?:\w+:)?f>))?\s*<(?:\w+:)?v>([^<]*)</"
)
_UNWORKED = re.compile(
    rb"<(?:\w+:)?c\s([^<>]{0,300}[^</>])>\s*"
    rb"<(?:\w+:)?f\b(?:[^<>]*/>|[^<>]*>[^<]*</(?:\w+:)?f>)"
    rb"\s*(?:<(?:\w+:)?v\s*/>|<(?:\w+:)?v>\s*</(?:\w+:)?v>)?\s*</(?:\w+:)?c>"
)


def refuse_bomb(path: Path) -> None:
    """Refuse a workbook that unpacks to far more than a workbook does.

    Raises:
        FileRefused: it does, or is a .zip that is no workbook.
    """
    packed = path.stat().st_size
    if not zipfile.is_zipfile(path):
        _refuse_large(old_unpacked(path.read_bytes()), packed)
        return
    with zipfile.ZipFile(path) as archive:
        total = sum(entry.file_size for entry in archive.infolist())
        if packed * _MOST_PACKED > FREE_BYTES:  # else no lie about its size could matter
            total = max(total, _unpacked(archive))
    _refuse_large(total, packed)


def _refuse_large(total: int, packed: int) -> None:
    if total > MOST_BYTES or (total > FREE_BYTES and total > MOST_RATIO * packed):
        raise FileRefused(
            f"the workbook unpacks to {total >> 20} MiB: that is no workbook; deliver .csv"
        )


def _unpacked(archive: zipfile.ZipFile) -> int:
    """Unpack an archive into nothing and count its bytes; one that lies of them is broken."""
    total = 0
    for entry in archive.infolist():
        with archive.open(entry) as file:
            while chunk := file.read(1 << 20):
                total += len(chunk)
    return total


def what_it_is(path: Path) -> str | None:
    """Say what a file is that is no workbook, as far as its first bytes tell."""
    with path.open("rb") as file:
        head = file.read(4096)
        start = head.removeprefix(b"\xef\xbb\xbf").lstrip().lower()
        if head.startswith(MAGIC):
            return PROTECTED if _ENCRYPTED in head + file.read() else None
    if start.startswith((b"<!doctype html", b"<html", b"<table", b"<meta", b"mime-version:")):
        return "the workbook is a web page (HTML) by content: open it, save it as .xlsx and deliver"
    if start.startswith(b"<?xml"):
        return "the workbook is an XML file of 2003: open it, save it as .xlsx and deliver it"
    if head.startswith(b"PK"):
        return None
    if head and b"\0" not in head and b"\n" in head:
        return "the workbook is a text table by content: deliver it as .csv"
    return None


def error_cells(
    path: Path, titles: Sequence[str], wanted: Container[str]
) -> dict[str, dict[tuple[int, int], str]]:
    """Give, for each sheet, the cells that hold an error such as #REF! (row, column from 0).

    So too the formulas that were never worked out. The reader gives both as empty, which would
    turn them into an amount never reported.

    Raises:
        FileRefused: a wanted sheet is far larger, laid out, than what it holds.
    """
    if not zipfile.is_zipfile(path):
        return dict(zip(titles, old_error_cells(path.read_bytes()), strict=False))
    found = {}
    with zipfile.ZipFile(path) as archive:
        shared = SharedText(_texts(archive))
        said = 0
        for title, inner in _sheets(archive):
            if title not in wanted:
                continue
            content = archive.read(inner)
            _refuse_far(title, content)
            said += shared.laid_out(content)
            _refuse_large(said, path.stat().st_size)
            told = _errors(content) if b't="e"' in content or b"t='e'" in content else {}
            if _FORMULA.search(content):
                told |= _unworked(content)
            if told:
                found[title] = told
    return found


def _texts(archive: zipfile.ZipFile) -> bytes:
    for name in archive.namelist():
        if name.lower() == "xl/sharedstrings.xml":
            return archive.read(name)
    return b""


def _refuse_far(title: str, content: bytes) -> None:
    """Refuse a sheet of which the reader would lay out far more than its cells.

    It gives the whole rectangle down to the last cell that holds something, and right to the last.
    """
    rows, columns = _most(content)
    if rows * columns > MOST_CELLS:
        rows, columns = reach(content)
    if rows * columns > MOST_CELLS:
        raise FileRefused(
            f"the sheet {title!r} reaches to row {rows} and column {columns}, most of it empty: "
            "delete what stands far from the table, or deliver .csv"
        )


def _most(content: bytes) -> tuple[int, int]:
    """Say quickly how far a sheet may reach at the most."""
    if _PLACELESS.search(content):
        return MOST_CELLS, MOST_CELLS
    rows = max(map(int, _FAR_DOWN.findall(content)), default=99_999)
    columns = max(map(_column, set(_BEYOND_Z.findall(content))), default=26)
    return rows, columns


def _sheets(archive: zipfile.ZipFile) -> list[tuple[str, str]]:
    names = set(archive.namelist())
    if not {"xl/workbook.xml", "xl/_rels/workbook.xml.rels"} <= names:
        return []
    try:
        book = ElementTree.fromstring(archive.read("xl/workbook.xml"))
        links = ElementTree.fromstring(archive.read("xl/_rels/workbook.xml.rels"))
    except ElementTree.ParseError:
        return []
    target = {link.get("Id"): link.get("Target", "") for link in links}
    found = []
    for sheet in book.findall(".//{*}sheet"):
        link = next((text for name, text in sheet.items() if name.endswith("}id")), None)
        inner = target.get(link, "")
        inner = inner.lstrip("/") if inner.startswith("/") else f"xl/{inner}"
        if inner in names:
            found.append((sheet.get("name", ""), inner))
    return found


def _errors(content: bytes) -> dict[tuple[int, int], str]:
    cells = {}
    for cell in _ERROR.finditer(content):
        value = None if cell[1].endswith(b"/") else _VALUE.match(content, cell.end())
        cells[_place(cell[1])] = value[1].decode() if value else "#ERROR!"
    return cells


def _unworked(content: bytes) -> dict[tuple[int, int], str]:
    found = (cell[1] for cell in _UNWORKED.finditer(content))
    return {
        _place(cell): "(formula not worked out)"
        for cell in found
        if not re.search(rb"\bt=[\"']str[\"']", cell)  # a formula may well come to no text
    }


def _place(cell: bytes) -> tuple[int, int]:
    place = re.search(rb"\br\s*=\s*[\"']([A-Za-z]+)(\d+)[\"']", cell)
    if place is None:
        raise FileRefused(
            "the workbook holds a formula without a value in a cell that does not say where it "
            "is: open it, save it and deliver it again"
        )
    return int(place[2]) - 1, _column(place[1]) - 1


def _column(letters: bytes) -> int:
    column = 0
    for letter in letters.upper():
        column = column * 26 + letter - 64
    return column
