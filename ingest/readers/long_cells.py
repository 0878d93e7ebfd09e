"""Lays out a text table whose quoted cells go on over line ends, record by record."""

import csv
from collections import deque
from collections.abc import Iterator
from pathlib import Path

from ingest.readers.stage import Staged, Writer, part_paths
from ingest.readers.transcode import Stretch, admit, blocks

RECORD = 1 << 17  # characters that one cell may go on for

_END = "\x1e end of file\n"


class _Lines:
    """The lines of a file, of which the last few may be given back."""

    def __init__(self, lines: Iterator[str]) -> None:
        self._lines = lines
        self._again: deque[str] = deque()
        self.since: list[str] = []  # lines given since the last record began

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        line = self._again.popleft() if self._again else next(self._lines)
        self.since.append(line)
        return line

    def give_back_all_but_first(self) -> str:
        """Take the record's first line; let the others come once more."""
        first, *others = self.since
        self._again.extendleft(reversed(others))
        self.since.clear()
        return first


def lay_out_across_lines(stretch: Stretch) -> Staged:
    """Write a whole file as one part; each record has the line that it begins on."""
    rows_path, torn_path = part_paths(Path(stretch.folder), stretch.number)
    with (
        rows_path.open("w", encoding="utf-8", newline="", buffering=1 << 20) as rows,
        torn_path.open("w", encoding="utf-8", newline="") as torn,
    ):
        writer = Writer(rows, torn, stretch.number, stretch.delimiter)
        lines = _Lines(_lines(stretch, writer.told))
        for _ in range(stretch.skip):
            next(lines, None)
        lines.since.clear()
        _records(stretch, writer, lines)
    return writer.told


def _lines(stretch: Stretch, told: Staged) -> Iterator[str]:
    for text in blocks(stretch, told):
        lines = text.split("\n")
        if not lines[-1]:
            lines.pop()
        for line in lines:
            yield line + "\n"
        told.lines += len(lines)
    yield _END


def _records(stretch: Stretch, writer: Writer, lines: _Lines) -> None:
    csv.field_size_limit(RECORD)
    number = stretch.skip + 1
    while True:
        reader = csv.reader(
            lines, delimiter=stretch.delimiter, quotechar=stretch.quote, strict=True
        )
        for cells in _told(reader):
            if cells is None or (cells[-1].endswith(_END) and lines.since != [_END]):
                writer.tear(number, "quote", [lines.give_back_all_but_first().rstrip("\n")])
                number += 1
                break
            if lines.since == [_END]:
                return
            admit(writer, number, stretch.under_headings(cells), stretch.width)
            number += len(lines.since)
            lines.since.clear()
        else:
            return


def _told(reader: "Iterator[list[str]]") -> Iterator[list[str] | None]:
    """Give each record; None where a cell does not end."""
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error:
            yield None
            return
        yield cells or [""]
