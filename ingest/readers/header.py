"""Finds the heading of a table: the rows above it, its merged cells, its unit line."""

import re
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, pairwise

from ingest.headings import FileRefused, unit_named
from ingest.table import Reading

DEEPEST = 60  # rows that may stand above the first row of data
MOST_ROWS = 4  # rows that a heading may be printed in
MOST_COLUMNS = 2000  # that the first rows of a table have on the average

_ASKS = re.compile(r"单\s*位\s*[:：]?\s*$")
_FIGURE = re.compile(r"\d")

Cells = Sequence[str]


@dataclass(frozen=True)
class Header:
    """Where the heading ends, what it says, and how well it was known."""

    after: int  # rows that come before the data
    headings: tuple[str, ...]
    width: int  # cells that a row of data has
    unit: str | None  # that a line above names for the whole table
    known: int
    units: Mapping[str, str]  # heading → what a cell above or below it names


def find_header(
    rows: Sequence[Cells],
    reading: Reading,
    known: Container[str],
    merged: Sequence[tuple[tuple[int, int], tuple[int, int]]] = (),
) -> Header | None:
    """Find the heading among a table's first rows; None where there is none.

    Where the reading says how many rows it has, they are taken at its word. Else it is the row
    (or the rows, up to four) in which most headings are known.

    Raises:
        FileRefused: the rows have far more cells than a table's.
    """
    if (cells := sum(map(bool, chain.from_iterable(rows[:DEEPEST])))) > DEEPEST * MOST_COLUMNS:
        raise FileRefused(
            f"the first {DEEPEST} lines have {cells} cells, and a table has {MOST_COLUMNS} columns "
            "at the most: deliver the feed's own columns"
        )
    skipped = reading.skip_rows or 0
    if reading.header_rows == 0:
        return _without_heading(rows, skipped)
    filled = _merged_filled(rows, merged)
    if reading.header_rows is not None:
        return _stated(filled, skipped, reading.header_rows, known)
    best: tuple[int, int, list[str], int] | None = None
    for depth in range(1, MOST_ROWS + 1):
        for last in range(skipped + depth - 1, min(len(filled), DEEPEST)):
            first = last - depth + 1
            named = _named(filled[first : last + 1], known)
            count = sum(heading in known for heading in named if heading)
            if count and (best is None or count > best[3]):
                best = (first, last, named, count)
                if count == sum(map(bool, named)) and _whole(filled[:first], named, known):
                    return _header(filled, *best)
    return _header(filled, *best) if best else _first_row(filled, skipped)


def _whole(above: Sequence[Cells], named: Sequence[str], known: Container[str]) -> bool:
    """Tell whether no heading stands above that this one has no cell for."""
    last = above[-1] if above else ()
    return not any(
        cell.strip() in known
        for n, cell in enumerate(last)
        if cell.strip() and not (n < len(named) and named[n])
    )


def _without_heading(rows: Sequence[Cells], skipped: int) -> Header | None:
    width = max((len(row) for row in rows[skipped : skipped + 20]), default=0)
    if width == 0:
        return None
    return Header(skipped, tuple(str(n) for n in range(1, width + 1)), width, None, width, {})


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
    above = rows[:first]
    grouped = [row for row in above if len(_units_of(row)) > 1]
    below = rows[last + 1 : last + 2]
    under = _only_units(below[0]) if below and count else {}
    told: dict[int, str] = dict(under)
    for row in (*grouped, *rows[first : last + 1]):
        for column, unit in _units_over(row, headings):
            told[column] = _both(told.get(column), unit)
    units = {h: told[n] for n, h in enumerate(headings) if n in told}
    return Header(
        last + 1 + bool(under), tuple(headings), len(headings), _unit_line(above), count, units
    )


def _both(one: str | None, other: str) -> str:
    """Give what two places say of a unit: where they disagree, both, which is no unit."""
    return other if one in (None, other) else f"{one} and {other}"


def one_unit(told: Iterable[str | None]) -> str | None:
    """Give the one unit that several places name; where they disagree, all, which is no unit."""
    unit = None
    for one in told:
        unit = unit if one is None else _both(unit, one)
    return unit


def _unit_line(above: Sequence[Cells]) -> str | None:
    """Give the unit that the lines above a heading name for the whole table."""
    unit = None
    for row in above:
        named = _units_of(row)
        if len(named) == 1 or any("位" in cell for cell in row):
            for one in named:
                unit = _both(unit, one)
    return unit


def _units_of(row: Cells) -> list[str]:
    """Give every unit that a line names, in one cell or in two beside each other."""
    cells = [cell.strip() for cell in row if cell.strip()]
    beside = [a + b for a, b in pairwise(cells) if _ASKS.search(a)]
    return list(dict.fromkeys(u for text in [*cells, *beside] if (u := unit_named(text))))


def _units_over(row: Cells, headings: Sequence[str]) -> Iterator[tuple[int, str]]:
    """Give the units that the heading of a group names for the columns below it."""
    unit = None
    for column in range(len(headings)):
        cell = row[column].strip() if column < len(row) else ""
        if cell:
            own = cell == headings[column] or "位" in cell
            unit = None if own else unit_named(cell)
        if unit:
            yield column, unit


def _only_units(row: Cells) -> dict[int, str]:
    """Give the units of a row that holds no figure, as some print it under the heading."""
    told = {n: cell.strip() for n, cell in enumerate(row) if cell.strip()}
    units = {n: unit for n, cell in told.items() if (unit := unit_named(cell))}
    plain = all(n in units or not _FIGURE.search(cell) for n, cell in told.items())
    return units if plain else {}


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
        if not parts:
            named.append("")
            continue
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
