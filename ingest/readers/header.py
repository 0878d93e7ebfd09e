"""Finds the heading of a table: the rows above it, its merged cells, its unit line."""

from collections.abc import Container, Sequence
from dataclasses import dataclass

from ingest.headings import unit_named
from ingest.table import Reading

DEEPEST = 60  # rows that may stand above the first row of data
MOST_ROWS = 4  # rows that a heading may be printed in

Cells = Sequence[str]


@dataclass(frozen=True)
class Header:
    """Where the heading ends, what it says, and how well it was known."""

    after: int  # rows that come before the data
    headings: tuple[str, ...]
    width: int  # cells that a row of data has
    unit: str | None
    known: int


def find_header(
    rows: Sequence[Cells],
    reading: Reading,
    known: Container[str],
    merged: Sequence[tuple[tuple[int, int], tuple[int, int]]] = (),
) -> Header | None:
    """Find the heading among a table's first rows; None where there is none.

    Where the reading says how many rows it has, they are taken at its word. Else it is the row
    (or the rows, up to four) in which most headings are known.
    """
    skipped = reading.skip_rows or 0
    if reading.header_rows == 0:
        return _without_heading(rows, skipped)
    filled = _merged_filled(rows, merged)
    if reading.header_rows is not None:
        return _stated(filled, skipped, reading.header_rows, known)
    best: Header | None = None
    for depth in range(1, MOST_ROWS + 1):
        for last in range(skipped + depth - 1, min(len(filled), DEEPEST)):
            first = last - depth + 1
            named = _named(filled[first : last + 1], known)
            count = sum(heading in known for heading in named if heading)
            if count and (best is None or count > best.known):
                best = _header(filled, first, last, named, count)
                if count == sum(map(bool, named)):
                    return best
    return best or _first_row(filled, skipped)


def _without_heading(rows: Sequence[Cells], skipped: int) -> Header | None:
    width = max((len(row) for row in rows[skipped : skipped + 20]), default=0)
    if width == 0:
        return None
    return Header(skipped, tuple(str(n) for n in range(1, width + 1)), width, None, width)


def _stated(
    rows: Sequence[Cells], skipped: int, depth: int, known: Container[str]
) -> Header | None:
    filled = rows[skipped : skipped + depth]
    if not filled or not any(any(row) for row in filled):
        return None
    named = _named(filled, known)
    return _header(rows, skipped, skipped + depth - 1, named, len(named))


def _first_row(rows: Sequence[Cells], skipped: int) -> Header | None:
    """Give the first row that is wider than a title, for the refusal to name."""
    for index, row in enumerate(rows[skipped:], skipped):
        if sum(bool(cell.strip()) for cell in row) > 1 or (len(row) == 1 and row[0].strip()):
            return _header(rows, index, index, [cell.strip() for cell in row], 0)
    return None


def _header(
    rows: Sequence[Cells], first: int, last: int, named: Sequence[str], count: int
) -> Header:
    headings = list(named)
    while headings and not headings[-1]:
        headings.pop()
    above = [cell for row in rows[:first] for cell in row if cell]
    unit = next((unit for cell in above if (unit := unit_named(cell))), None)
    return Header(last + 1, tuple(headings), len(headings), unit, count)


def _named(rows: Sequence[Cells], known: Container[str]) -> list[str]:
    """Give one heading a column: the lowest cell that is known, else all its cells in one."""
    width = max((len(row) for row in rows), default=0)
    named = []
    for column in range(width):
        parts: list[str] = []
        for row in rows:
            part = row[column].strip() if column < len(row) else ""
            if part and (not parts or parts[-1] != part):
                parts.append(part)
        tried = [*parts[-1:], "".join(parts), "".join(parts[-2:]), *parts[:1]]
        named.append(next((text for text in tried if text and text in known), "".join(parts)))
    return named


def _merged_filled(
    rows: Sequence[Cells], merged: Sequence[tuple[tuple[int, int], tuple[int, int]]]
) -> list[list[str]]:
    filled = [list(row) for row in rows[:DEEPEST]]
    for (top, left), (bottom, right) in merged:
        if top >= len(filled) or left >= len(filled[top]):
            continue
        text = filled[top][left]
        for row in filled[top : bottom + 1]:
            for column in range(left, min(right + 1, len(row))):
                row[column] = row[column] or text
    return filled
