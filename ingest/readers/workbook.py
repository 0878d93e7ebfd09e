"""Workbooks (.xlsx, .xls): title rows, unit lines, merged headings, several sheets."""

import math
import os
import sys
import tempfile
import zipfile
import zlib
from collections.abc import Container, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from itertools import groupby
from pathlib import Path

from python_calamine import (
    CalamineError,
    CalamineWorkbook,
    PasswordError,
    SheetTypeEnum,
    SheetVisibleEnum,
    ZipError,
)

from ingest.feed import Feed
from ingest.headings import FileRefused, Names, folded, unit_named
from ingest.readers.header import DEEPEST, Header, find_header, one_unit
from ingest.readers.rows import is_blank, is_foot, is_left_out
from ingest.readers.since import counted_since
from ingest.readers.stage import Staged, Writer, part_paths, relation, torn_relation
from ingest.readers.workbook_errors import error_cells, refuse_bomb, what_it_is
from ingest.table import LOST, MERGED, WRONG, Reading, TextTable

MOST_SHEETS = 1000

_NARROW = 4  # filled cells in the fullest row, below which a row of one may well be data

BROKEN = "the file is no whole workbook: open it, save it as .xlsx and deliver it again"

_BROKEN = (
    CalamineError,
    ZipError,
    zipfile.BadZipFile,
    zlib.error,
    LookupError,
    NotImplementedError,
    OSError,
    RuntimeError,
    ValueError,
)

_Range = tuple[tuple[int, int], tuple[int, int]]  # of cells: the first's row and column, the last's

Cell = int | float | str | bool | time | date | datetime | timedelta


def read_workbook(
    path: Path,
    name: str,
    reading: Reading,
    known: Container[str],
    feeds: Sequence[Feed],
    folder: Path,
) -> list[tuple[Feed | None, TextTable]]:
    """Lay the sheets of a workbook out for DuckDB.

    The sheets that are named by a feed are read, each with its feed; else only the first.

    Raises:
        FileRefused: it is no whole workbook, is protected, or has no heading.
    """
    with _sound(path):
        refuse_bomb(path)
        with path.open("rb") as file:
            book = CalamineWorkbook.from_filelike(file)
            chosen = _chosen(_titles(book), reading, feeds)
            left = [title for title in book.sheet_names if title not in chosen]
            wrong = error_cells(path, book.sheet_names, chosen)
            counted = counted_since(path)
            sheets = [_sheet(book, title, wrong.get(title, {}), counted) for title in chosen]
    alone = len(sheets) == 1 and not left
    return [
        (
            feed,
            _table(
                sheet,
                name if alone else f"{name}#{sheet.title}",
                reading,
                known if feed is None else Names(feed),
                left if n == 0 else (),
                _sheet_folder(folder, n),
            ),
        )
        for n, (sheet, feed) in enumerate(zip(sheets, chosen.values(), strict=True))
    ]


@contextmanager
def _sound(path: Path) -> Iterator[None]:
    """Refuse a workbook that its reader cannot read, in whatever way the reader says so."""
    try:
        with _unheard():
            yield
    except PasswordError as error:
        raise FileRefused("the workbook is protected by a password: deliver it open") from error
    except _BROKEN as error:
        raise FileRefused(what_it_is(path) or BROKEN) from error
    except BaseException as error:
        if type(error).__name__ != "PanicException":  # the reader's own crash, which has no class
            raise
        raise FileRefused(BROKEN) from error


@contextmanager
def _unheard() -> Iterator[None]:
    """Keep to itself what the reader's own crash writes past Python; all else is passed on."""
    sys.stderr.flush()
    heard = os.dup(2)
    with tempfile.TemporaryFile() as said:
        os.dup2(said.fileno(), 2)
        try:
            yield
        finally:
            os.dup2(heard, 2)
            said.seek(0)
            text = said.read()
            before, crashed, _ = text.partition(b"\nthread '")
            os.write(heard, before if crashed and b"panicked at" in text else text)
            os.close(heard)


@dataclass(frozen=True)
class _Sheet:
    title: str
    rows: list[list[Cell]]
    merged: Sequence[_Range]
    since: str


def _sheet(
    book: CalamineWorkbook, title: str, wrong: dict[tuple[int, int], str], since: str
) -> _Sheet:
    sheet = book.get_sheet_by_name(title)
    rows = sheet.to_python(skip_empty_area=False)
    for (row, column), text in wrong.items():
        if row < len(rows) and column < len(rows[row]):
            rows[row][column] = WRONG + text
    merged = sheet.merged_cell_ranges or []
    _refuse_overlaps(title, rows, merged)
    return _Sheet(title, rows, merged, since)


def _refuse_overlaps(title: str, rows: Sequence[Sequence[Cell]], merged: Sequence[_Range]) -> None:
    """Refuse a sheet that merges more cells than it has, over which a reader could go for ever.

    No program merges a cell twice.
    """
    width = max(map(len, rows), default=0)
    covered = sum(
        max(min(bottom, len(rows) - 1) - top + 1, 0) * max(min(right, width - 1) - left + 1, 0)
        for (top, left), (bottom, right) in merged
    )
    if covered > len(rows) * width:
        raise FileRefused(
            f"the sheet {title!r} has {len(rows) * width} cells, and its merged ones cover "
            f"{covered}: undo the merging that overlaps, or deliver .csv"
        )


def _titles(book: CalamineWorkbook) -> list[str]:
    """Give the sheets that somebody who opens the workbook sees."""
    seen = [
        sheet.name
        for sheet in book.sheets_metadata
        if sheet.typ is SheetTypeEnum.WorkSheet and sheet.visible is SheetVisibleEnum.Visible
    ]
    return seen or book.sheet_names


def _chosen(
    titles: Sequence[str], reading: Reading, feeds: Sequence[Feed]
) -> dict[str, Feed | None]:
    if not titles:
        raise FileRefused("the workbook has no sheet")
    if len(titles) > MOST_SHEETS:
        raise FileRefused(
            f"the workbook has {len(titles)} sheets, and {MOST_SHEETS} are listed at the most: "
            "deliver the sheet of the feed alone"
        )
    if reading.sheet is not None:
        if reading.sheet not in titles:
            raise FileRefused(f"the workbook has no sheet {reading.sheet!r}: it has {list(titles)}")
        return {reading.sheet: None}
    by_name = {folded(word): feed for feed in feeds for word in (feed.name, feed.zh)}
    named = {title: by_name[folded(title)] for title in titles if folded(title) in by_name}
    return dict(named) or {titles[0]: None}


def _sheet_folder(folder: Path, n: int) -> Path:
    inner = folder / f"sheet-{n}"
    inner.mkdir()
    return inner


def _table(
    sheet: _Sheet,
    name: str,
    reading: Reading,
    known: Container[str],
    left: Sequence[str],
    folder: Path,
) -> TextTable:
    rows = sheet.rows
    notes = [f"sheet not read: {title}" for title in left]
    head = [[written(cell) for cell in row] for row in rows[: DEEPEST * 2]]
    if not any(not is_blank(row) for row in head):
        return TextTable(
            name, (), "(select 0::bigint as line where false)", rows=0, notes=(*notes,)
        )
    header = find_header(head, reading, known, sheet.merged)
    if header is None:
        raise FileRefused(
            f"no heading row is found in sheet {sheet.title!r}: one row must name the columns, by "
            "title, standard identifier or English name"
        )
    part, feet = _write(folder, rows, header, sheet.merged)
    notes += [f"left out, line {line}: {text}" for line, text in feet[:20]]
    return TextTable(
        name,
        header.headings,
        relation(folder, [part], header.width, ","),
        unit=one_unit([header.unit, unit_named(sheet.title), *part.units]),
        units=dict(header.units),
        left_out=part.left_out,
        notes=tuple(notes),
        rows=part.rows,
        torn=torn_relation(folder, [part]),
        torn_rows=part.torn,
        since=sheet.since,
        damaged=part.strays > 0,
    )


def _write(
    folder: Path, rows: Sequence[Sequence[Cell]], header: Header, merged: Sequence[_Range]
) -> tuple[Staged, list[tuple[int, str]]]:
    rows_path, torn_path = part_paths(folder, 0)
    feet = []
    with (
        rows_path.open("w", encoding="utf-8", newline="") as out,
        torn_path.open("w", encoding="utf-8", newline="") as torn,
    ):
        writer = Writer(out, torn, 0)
        last = _last_full(rows, header)
        under = _Under(rows, header, merged)
        for number, row in enumerate(rows[header.after :], header.after + 1):
            hidden = under.of(number - 1)
            if row.count("") == len(row) or is_blank(cells := [written(cell) for cell in row]):
                continue
            if is_left_out(cells) or (number > last and is_foot(cells, header.width)):
                writer.leave_out(cells)
                feet.append((number, " ".join(cell for cell in cells if cell)[:80]))
                continue
            for column, text in hidden:
                cells[column] = cells[column] or f"{MERGED}{text})"
            if any(cell.startswith((LOST, WRONG)) for cell in cells):
                writer.told.strays += 1
            writer.fit(number, cells, header.width)
    return writer.told, feet


def _last_full(rows: Sequence[Sequence[Cell]], header: Header) -> int:
    """Give the number of the last row that has half as many filled cells as the fullest."""
    filled = [len(row) - row.count("") for row in rows[header.after :]]
    most = max(filled, default=0)
    full = [n for n, count in enumerate(filled, header.after + 1) if count * 2 >= most]
    return full[-1] if most >= _NARROW else len(rows)


class _Under:
    """The cells of data that lie under a merged one, row by row, each with the text of that one."""

    def __init__(
        self, rows: Sequence[Sequence[Cell]], header: Header, merged: Sequence[_Range]
    ) -> None:
        self._rows, self._width = rows, header.width
        begun = sorted(one for one in merged if header.after <= one[0][0] < len(rows))
        self._begun = {top: [*ranges] for top, ranges in groupby(begun, lambda one: one[0][0])}
        self._over: dict[int, tuple[int, str]] = {}  # column → the last row below, and the text

    def of(self, row: int) -> list[tuple[int, str]]:
        """Give the cells of a row, the rows being asked for in their order."""
        over = self._over
        for column in [column for column, (bottom, _) in over.items() if bottom < row]:
            del over[column]
        seen = set()
        for (_, left), (bottom, right) in self._begun.get(row, ()):
            if left >= self._width or not (text := written(self._rows[row][left])):
                continue
            for column in range(left, min(right + 1, self._width)):
                if bottom >= over.get(column, (row,))[0]:
                    over[column] = bottom, text
            seen.add(left)
        return [(column, text) for column, (_, text) in over.items() if column not in seen]


def written(cell: Cell) -> str:
    """Write a cell as text: a number at 15 significant digits, a date as 2026-03-31."""
    match cell:
        case bool():
            return "true" if cell else "false"
        case str():
            return cell.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "")
        case int() | float():
            return _number(cell)
        case datetime():
            return cell.isoformat(" ").removesuffix(" 00:00:00")
        case _:
            return str(cell)


def _number(cell: float) -> str:
    if not math.isfinite(cell):
        return str(cell)
    text = f"{Decimal(f'{cell:.15g}'):f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    if text == "-0":
        return "0"
    return LOST + text if abs(cell) >= 1e15 else text
