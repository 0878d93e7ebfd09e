"""Lays out a stretch of a text table, in this process or (large files) in one of two beside it."""

import csv
import json
import os
import re
import sys
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from itertools import count, pairwise, repeat
from operator import itemgetter
from pathlib import Path

from ingest.readers import rows as rule
from ingest.readers.encoding import decoded, strays
from ingest.readers.stage import LONGEST_ROW, Staged, Writer, part_paths

BLOCK = 4 << 20
LONGEST = 16 << 20  # bytes of one line
CELL = 1 << 20  # characters of one cell


TOO_LONG = f"is longer than {LONGEST >> 20} MiB: check that the lines are ended by LF, CRLF or CR"
HOLDS_NUL = (
    "holds a NUL byte, which no text does: deliver it as UTF-8 or GB18030 text (UTF-16 is not read)"
)
_LEAD, _TRAIL = {*range(0xE3, 0xEA), 0xEF}, range(0x80, 0xC0)
_SHAPE = bytes(ord("L" if n in _LEAD else "t" if n in _TRAIL else ".") for n in range(256))
_FIRST_LETTER = itemgetter(slice(1))
_UTF8 = re.compile(rb"[\xe3-\xe9\xef][\x80-\xbf][\x80-\xbf][\xe3-\xe9\xef][\x80-\xbf][\x80-\xbf]")


@dataclass(frozen=True)
class Stretch:
    """Which bytes of a file to lay out, and how they are to be read."""

    path: str
    folder: str
    number: int
    start: int
    end: int
    codec: str
    delimiter: str
    quote: str
    width: int
    skip: int  # lines of the file that come before the data; in the first stretch only
    ragged: bool = False

    def under_headings(self, cells: list[str]) -> list[str]:
        """Give the cells of a row; of a ragged one those that have a heading."""
        return [*cells, *[""] * self.width][: self.width] if self.ragged else cells


def lay_out(stretch: Stretch) -> Staged:
    """Write the stretch's rows as a part; a cell that goes on beyond its line stops it."""
    rows_path, torn_path = part_paths(Path(stretch.folder), stretch.number)
    with (
        rows_path.open("w", encoding="utf-8", newline="", buffering=1 << 20) as rows,
        torn_path.open("w", encoding="utf-8", newline="") as torn,
    ):
        writer = Writer(rows, torn, stretch.number, stretch.delimiter)
        told = writer.told
        for text in blocks(stretch, told):
            if told.refused or told.open_quote:
                break
            _block(stretch, writer, text)
    return told


def blocks(stretch: Stretch, told: Staged) -> Iterator[str]:
    """Give the stretch as text, whole lines a block, every line ended by one line feed."""
    with Path(stretch.path).open("rb") as file:
        file.seek(stretch.start)
        left, rest = stretch.end - stretch.start, b""
        while left > 0:
            fresh = file.read(min(BLOCK, left))
            if not fresh:
                break
            left -= len(fresh)
            chunk = rest + fresh
            cut = len(chunk) if left == 0 else _last_line_end(chunk)
            chunk, rest = chunk[:cut], chunk[cut:]
            told.refused = _unreadable(chunk, rest, told)
            if told.refused:
                return
            if chunk:
                yield _text(chunk, stretch, told)


def _text(chunk: bytes, stretch: Stretch, told: Staged) -> str:
    text = _decoded(chunk, stretch.codec)
    told.strays += strays(text)
    told.foreign += len(chunk) - len(text)
    if told.lines == 0 and stretch.number == 0:
        text = text.removeprefix("\ufeff")
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    return text


def _decoded(chunk: bytes, codec: str) -> str:
    """Decode; a line of UTF-8 amid GB18030 would be read as other characters, and so is marked."""
    if codec != "gb18030" or not _may_hold_utf8(chunk):
        return decoded(chunk, codec)
    return "".join(
        decoded(line, "ascii" if _is_utf8(line) else codec) for line in chunk.splitlines(True)
    )


def _may_hold_utf8(chunk: bytes) -> bool:
    """Look for bytes that Chinese in UTF-8 has and the usual characters of GB18030 do not."""
    return b"LttLtt" in chunk.translate(_SHAPE)


def _is_utf8(line: bytes) -> bool:
    """Tell whether a line is Chinese in UTF-8: hardly any in GB18030 can be taken for it."""
    if not _UTF8.search(line):
        return False
    try:
        foreign = [letter for letter in line.decode() if letter > "\x7f"]
    except UnicodeDecodeError:
        return False
    return all("\u3000" <= c <= "\u9fff" or "\uff00" <= c <= "\uffef" for c in foreign)


def _last_line_end(chunk: bytes) -> int:
    end = chunk.rfind(b"\n") + 1
    # A carriage return at the very end may be half of a CRLF.
    return end or chunk.rfind(b"\r", 0, len(chunk) - 1) + 1


def _unreadable(chunk: bytes, rest: bytes, told: Staged) -> str | None:
    """Say why a stretch is no text; `lines` is then the line of it that is none."""
    if b"\0" in chunk or b"\0" in rest:
        told.lines += line_of((chunk + rest), (chunk + rest).index(b"\0"))
        return HOLDS_NUL
    if len(rest) > LONGEST:
        told.lines += line_of(chunk, len(chunk))
        return TOO_LONG
    return None


def line_of(content: bytes, place: int) -> int:
    """Give the line, from 1, that a byte stands on."""
    before = content[:place].replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    return before.count(b"\n") + 1


def _block(stretch: Stretch, writer: Writer, text: str) -> None:
    told = writer.told
    lines = text.split("\n")
    if not lines[-1]:
        lines.pop()
    before = told.lines
    told.lines += len(lines)
    if before < stretch.skip:
        gone = min(stretch.skip - before, len(lines))
        lines, before = lines[gone:], before + gone
        text = "\n".join(lines)
    if stretch.quote in text:
        _quoted(stretch, writer, text, lines, before)
    elif _regular(stretch, lines, text) and '"' not in text:
        writer.unopened(before + 1, lines)
    else:
        for n, line in enumerate(lines, before + 1):
            admit(writer, n, stretch.under_headings(line.split(stretch.delimiter)), stretch.width)


def _regular(stretch: Stretch, lines: Sequence[str], text: str) -> bool:
    """Tell whether every line of a text is a row of data by its look: none needs to be opened."""
    cut, wanted = stretch.delimiter, stretch.width - 1
    if set(map(str.count, lines, repeat(cut))) != {wanted} or cut * wanted in lines:
        return not lines
    if max(map(len, lines)) > LONGEST_ROW:
        return False
    if rule.SUM + cut in text and any(line.partition(cut)[0].endswith(rule.SUM) for line in lines):
        return False
    return (rule.FIRST | {cut}).isdisjoint(map(_FIRST_LETTER, lines))


def _holding(text: str, mark: str) -> list[int]:
    """Give the numbers, from 0, of the lines that hold a mark."""
    found, line, end = [], 0, 0
    while (place := text.find(mark, end)) >= 0:
        line += text.count("\n", end, place)
        found.append(line)
        end = text.find("\n", place)
        if end < 0:
            break
    return found


def _quoted(stretch: Stretch, writer: Writer, text: str, lines: list[str], before: int) -> None:
    """Open the lines that hold a quotation mark, and the others where one of them is no row."""
    marks = _holding(text, stretch.quote)
    plain = [
        line for start, end in pairwise([-1, *marks, len(lines)]) for line in lines[start + 1 : end]
    ]
    regular = stretch.quote == '"' and _regular(stretch, plain, text)
    opened = [lines[n] for n in marks] if regular else lines
    end = f"{stretch.quote}end of block{stretch.quote}"
    csv.field_size_limit(CELL)
    try:
        found = list(
            csv.reader(
                [*opened, end],
                delimiter=stretch.delimiter,
                quotechar=stretch.quote,
                strict=True,
            )
        )
    except csv.Error:
        writer.told.open_quote = True
        return
    if len(found) != len(opened) + 1 or found.pop() != ["end of block"]:
        writer.told.open_quote = True
        return
    start = 0
    for n, cells in zip(marks if regular else count(), found, strict=False):
        writer.unopened(before + 1 + start, lines[start:n])
        admit(writer, before + 1 + n, stretch.under_headings(cells or [""]), stretch.width)
        start = n + 1
    writer.unopened(before + 1 + start, lines[start:])


def admit(writer: Writer, line: int, cells: list[str], width: int) -> None:
    """Write one row where it belongs: among the rows, among the torn ones, or nowhere."""
    head = cells[0][:1]
    if not head or head in rule.FIRST or len(cells) == 1 or cells[0].endswith(rule.SUM):
        if rule.is_blank(cells):
            return
        if rule.is_left_out(cells):
            writer.leave_out(cells)
            return
    writer.fit(line, cells, width)


def _serve() -> None:
    """Lay out the stretches that stand on the input, one JSON line each, until it ends."""
    parent = os.getppid()
    for line in sys.stdin:
        if os.getppid() != parent:
            return
        sys.stdout.write(json.dumps(asdict(lay_out(Stretch(**json.loads(line))))) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    _serve()
