"""What the workbook reader does not tell: cells that hold an error, and bombs."""

import re
import zipfile
from collections.abc import Sequence
from pathlib import Path
from xml.etree import ElementTree

from ingest.headings import FileRefused
from ingest.readers.old_errors import old_error_cells

MOST_BYTES = 4 << 30
FREE_BYTES = 256 << 20
MOST_RATIO = 200

_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_LINK = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"


def refuse_bomb(path: Path) -> None:
    """Refuse a workbook that unpacks to far more than a workbook does.

    Raises:
        FileRefused: it does, or is a .zip that is no workbook.
    """
    if not zipfile.is_zipfile(path):
        return
    with zipfile.ZipFile(path) as archive:
        total = sum(entry.file_size for entry in archive.infolist())
    if total > MOST_BYTES or (total > FREE_BYTES and total > MOST_RATIO * path.stat().st_size):
        raise FileRefused(
            f"the workbook unpacks to {total >> 20} MiB: that is no workbook; deliver .csv"
        )


def error_cells(path: Path, titles: Sequence[str]) -> dict[str, dict[tuple[int, int], str]]:
    """Give, for each sheet, the cells that hold an error such as #REF! (row, column from 0).

    The reader gives them as empty, which would turn an error into an amount never reported.
    """
    if not zipfile.is_zipfile(path):
        return dict(zip(titles, old_error_cells(path.read_bytes()), strict=False))
    found = {}
    with zipfile.ZipFile(path) as archive:
        for title, inner in _sheets(archive):
            content = archive.read(inner)
            if b't="e"' in content or b"t='e'" in content:
                found[title] = _errors(content)
    return found


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
    for sheet in book.iter(f"{_MAIN}sheet"):
        inner = target.get(sheet.get(f"{_LINK}id"), "")
        inner = inner.lstrip("/") if inner.startswith("/") else f"xl/{inner}"
        if inner in names:
            found.append((sheet.get("name", ""), inner))
    return found


def _errors(content: bytes) -> dict[tuple[int, int], str]:
    cells = {}
    for cell in re.finditer(
        rb"<(?:\w+:)?c\s([^>]*\bt=[\"']e[\"'][^>]*)>(.*?)</(?:\w+:)?c>", content, re.S
    ):
        place = re.search(rb"\br=[\"']([A-Z]+)(\d+)[\"']", cell[1])
        value = re.search(rb"<(?:\w+:)?v>([^<]*)</", cell[2])
        if place:
            column = 0
            for letter in place[1]:
                column = column * 26 + letter - 64
            cells[int(place[2]) - 1, column - 1] = value[1].decode() if value else "#ERROR!"
    return cells
