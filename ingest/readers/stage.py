"""A staging folder: where one delivered table is laid out for DuckDB to scan."""

import csv
import json
from bisect import bisect
from collections.abc import Container, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO, TextIO

from ingest.readers.rows import fitted, units_below

LONGEST_ROW = 400_000
"""Characters: DuckDB wants no row beyond 2 MiB."""

PER_PART = 10_000_000_000
"""The line in a part is its own; its place in the file is added by the relation."""


@dataclass
class Staged:
    """One part of a table, written out: rows that fit and rows whose cells cannot be told."""

    rows: int = 0
    torn: int = 0
    left_out: int = 0
    lines: int = 0  # lines of the delivered file that the part was made from
    strays: int = 0  # bytes that are not in the encoding
    foreign: int = 0  # characters outside ASCII
    open_quote: bool = False  # a cell goes on beyond its line: the part is not to be used
    refused: str | None = None
    units: list[str] = field(default_factory=list)  # that rows which are not data name


@dataclass
class Writer:
    """Writes the rows of one part."""

    rows: TextIO
    torn: TextIO
    number: int
    delimiter: str = ","
    told: Staged = field(default_factory=Staged)

    def row(self, line: int, cells: Sequence[str]) -> None:
        """Write one row of data."""
        start = self.number * PER_PART + line
        joined = self.delimiter.join(cells)
        if '"' in joined or "\n" in joined or joined.count(self.delimiter) != len(cells) - 1:
            joined = self.delimiter.join('"' + cell.replace('"', '""') + '"' for cell in cells)
        self.rows.write(f"{start}{self.delimiter}{joined}\n")
        self.told.rows += 1

    def unopened(self, line: int, rows: Sequence[str]) -> None:
        """Write rows of data that stand on lines which follow one another, as they stand there."""
        if not rows:
            return
        start = self.number * PER_PART + line
        told = [""] * (2 * len(rows))
        told[::2] = [f"\n{n}{self.delimiter}" for n in range(start, start + len(rows))]
        told[1::2] = rows
        told[0] = told[0][1:]
        self.rows.write("".join(told))
        self.rows.write("\n")
        self.told.rows += len(rows)

    def fit(self, line: int, cells: Sequence[str], width: int | None = None) -> None:
        """Write one row of data, or set it apart where it is too wide or too long."""
        fitting = fitted(cells, width or len(cells))
        if sum(map(len, cells)) > LONGEST_ROW:
            self.tear(line, "long", [cell[:200] for cell in cells])
        elif fitting is None:
            self.tear(line, "cells", cells)
        else:
            self.row(line, fitting)

    def leave_out(self, cells: Sequence[str]) -> None:
        """Count a row that is not data, and note the unit that it may name."""
        self.told.left_out += 1
        self.told.units += [u for u in units_below(cells) if u not in self.told.units]

    def tear(self, line: int, code: str, cells: Sequence[str]) -> None:
        """Write one row whose cells cannot be told apart."""
        row = json.dumps(list(cells), ensure_ascii=False)
        csv.writer(self.torn, lineterminator="\n").writerow(
            [self.number * PER_PART + line, code, row]
        )
        self.told.torn += 1


def part_paths(folder: Path, number: int) -> tuple[Path, Path]:
    """Name the two files of a part."""
    return folder / f"part-{number:05d}.csv", folder / f"torn-{number:05d}.csv"


def relation(folder: Path, parts: Sequence[Staged], width: int, delimiter: str) -> str:
    """Say in SQL the rows of all parts: `line`, `c1` … in the file's order."""
    paths = [str(part_paths(folder, number)[0]) for number, part in enumerate(parts) if part.rows]
    if not paths:
        nothing = ", ".join(f"null::varchar as c{n}" for n in range(1, width + 1))
        return f"(select 0::bigint as line, {nothing} where false)"
    return _rows(paths, parts, width, delimiter)


def pick(
    folder: Path, parts: Sequence[Staged], width: int, delimiter: str, lines: Sequence[int]
) -> str | None:
    """Say in SQL the rows that stand on some lines of the file, given in order.

    None where a cell goes on over the end of a line, which cannot be told from a row.
    """
    cut, picked, before = delimiter.encode(), folder / "picked.csv", 0
    with picked.open("wb") as out:
        for number, part in enumerate(parts):
            here = lines[bisect(lines, before) : bisect(lines, before + part.lines)]
            wanted = {b"%d" % (number * PER_PART + line - before) for line in here}
            before += part.lines
            if wanted and part.rows and not _pick(folder, number, part, cut, wanted, out):
                return None
    return _rows([str(picked)], parts, width, delimiter)


def _pick(
    folder: Path, number: int, part: Staged, cut: bytes, wanted: Container[bytes], out: BinaryIO
) -> bool:
    seen = 0
    with part_paths(folder, number)[0].open("rb") as rows:
        for row in rows:
            seen += 1
            if row.partition(cut)[0] in wanted:
                out.write(row)
    return seen == part.rows


def _rows(paths: Sequence[str], parts: Sequence[Staged], width: int, delimiter: str) -> str:
    columns = ", ".join(f"'c{n}': 'VARCHAR'" for n in range(1, width + 1))
    cells = ", ".join(f"c{n}" for n in range(1, width + 1))
    return f"(select {_line(parts)} as line, {cells} from {_scan(paths, columns, delimiter)})"


def torn_relation(folder: Path, parts: Sequence[Staged]) -> str | None:
    """Say in SQL the rows of all parts that are torn; None where none is."""
    paths = [str(part_paths(folder, number)[1]) for number, part in enumerate(parts) if part.torn]
    if not paths:
        return None
    scan = _scan(paths, "'code': 'VARCHAR', 'row': 'VARCHAR'", ",")
    return f'(select {_line(parts)} as line, code, "row" from {scan})'


def _line(parts: Sequence[Staged]) -> str:
    if len(parts) == 1:
        return "seq"
    before, starts = 0, []
    for part in parts:
        starts.append(before)
        before += part.lines
    return f"seq % {PER_PART} + {starts}[seq // {PER_PART} + 1]"


def _scan(paths: Sequence[str], columns: str, delimiter: str) -> str:
    named = ", ".join("'" + path.replace("'", "''") + "'" for path in paths)
    return (
        f"read_csv([{named}], auto_detect = false, header = false, delim = '{delimiter}', "
        "quote = '\"', escape = '\"', new_line = '\\n', max_line_size = 2097152, "
        f"columns = {{'seq': 'BIGINT', {columns}}})"
    )
