"""From which day a workbook counts its days: its reader tells of dates alone, not of numbers."""

import struct
import zipfile
from pathlib import Path
from xml.etree import ElementTree

from ingest.readers.old_records import records, stream_of
from ingest.table import TextTable

FROM_1904 = "1904-01-01"

_BOOK = "xl/workbook.xml"
_COUNTED = 0x0022


def counted_since(path: Path) -> str:
    """Give the day that a bare number of days in a workbook is counted from."""
    said = _said(path) if zipfile.is_zipfile(path) else _said_long_ago(path.read_bytes())
    return FROM_1904 if said else TextTable.since


def _said(path: Path) -> bool:
    with zipfile.ZipFile(path) as archive:
        if _BOOK not in archive.namelist():
            return False
        content = archive.read(_BOOK)
    try:
        book = ElementTree.fromstring(content).find("{*}workbookPr")
    except ElementTree.ParseError:
        return False
    return book is not None and book.get("date1904") in {"1", "true"}


def _said_long_ago(content: bytes) -> bool:
    try:
        told = records(stream_of(content), 0)
        return any(kind == _COUNTED and body[:2] == b"\1\0" for kind, body in told)
    except (struct.error, IndexError, KeyError, ValueError):
        return False
