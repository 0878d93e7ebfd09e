"""CSV and its kin: UTF-8 or GB18030; comma, tab or bar; any line end; quoted line breaks."""

import contextlib
import csv
import io
import itertools
import json
import os
import subprocess
import sys
from collections.abc import Container, Iterator, Sequence
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path

from ingest.failure import DockFailed
from ingest.headings import FileRefused
from ingest.readers.encoding import decoded, likely, named
from ingest.readers.header import DEEPEST, Header, find_header, one_unit
from ingest.readers.long_cells import lay_out_across_lines
from ingest.readers.stage import Staged, pick, relation, torn_relation
from ingest.readers.transcode import HOLDS_NUL, LONGEST, TOO_LONG, Stretch, lay_out, line_of
from ingest.table import Reading, TextTable

DELIMITERS = (",", "\t", "|")
SAMPLE = 1 << 18
STRETCH = 16 << 20
"""Bytes that one process lays out at a time; a file of one stretch is laid out in this process."""

_OTHER_FORMS = {
    b"PK\3\4": ".xlsx or .zip",
    b"\xd0\xcf\x11\xe0": ".xls",
    b"PAR1": ".parquet",
    b"\x1f\x8b": ".gz",
}


@dataclass(frozen=True)
class Dialect:
    """How a text table is written, as far as its first lines tell."""

    codec: str
    delimiter: str
    header: Header
    skip: int  # lines before the data


def read_delimited(
    path: Path, name: str, reading: Reading, known: Container[str], folder: Path
) -> TextTable:
    """Lay a text table out for DuckDB in `folder`.

    Raises:
        FileRefused: it is no text table, or no heading is found.
    """
    with path.open("rb") as file:
        sample = file.read(SAMPLE)
    if not sample.strip():
        return TextTable(name, (), "(select 0::bigint as line where false)", rows=0)
    codecs = [named(reading.encoding)] if reading.encoding else likely(sample[: 1 << 15])
    if (nul := sample.find(b"\0")) >= 0:
        form = next((said for sign, said in _OTHER_FORMS.items() if sample.startswith(sign)), None)
        if form is not None:
            raise FileRefused(f"the file is {form} by content: deliver it under that extension")
        raise FileRefused(f"line {line_of(sample, nul)} {HOLDS_NUL}")
    if len(sample) == SAMPLE and not {10, 13} & set(sample):
        raise FileRefused(f"line 1 {TOO_LONG}")
    dialect = _dialect(sample, codecs, reading, known)
    parts = _laid_out(path, dialect, reading, folder)
    if reading.encoding is None and len(codecs) > 1 and _better_otherwise(parts):
        other = next(codec for codec in codecs if codec != dialect.codec)
        told = _dialect(sample, [other], reading, known)
        if _rank(told.header) >= _rank(dialect.header):  # else only some rows are in the other
            dialect = told
            parts = _laid_out(path, dialect, reading, folder)
    return _table(name, dialect, parts, folder)


def _table(name: str, dialect: Dialect, parts: Sequence[Staged], folder: Path) -> TextTable:
    header = dialect.header
    return TextTable(
        name,
        header.headings,
        relation(folder, parts, header.width, dialect.delimiter),
        unit=one_unit([header.unit, *itertools.chain.from_iterable(part.units for part in parts)]),
        units=dict(header.units),
        left_out=sum(part.left_out for part in parts),
        rows=sum(part.rows for part in parts),
        torn=torn_relation(folder, parts),
        torn_rows=sum(part.torn for part in parts),
        damaged=any(part.strays for part in parts),
        pick=partial(pick, folder, parts, header.width, dialect.delimiter),
    )


def _better_otherwise(parts: Sequence[Staged]) -> bool:
    """Tell whether so many bytes are strays that the file must be in the other encoding."""
    strays = sum(part.strays for part in parts)
    return strays * 10 > sum(part.foreign for part in parts) and strays > 0


def _dialect(
    sample: bytes, codecs: Sequence[str], reading: Reading, known: Container[str]
) -> Dialect:
    delimiters = [reading.delimiter] if reading.delimiter else DELIMITERS
    best: Dialect | None = None
    for codec, delimiter in itertools.product(codecs, delimiters):
        rows, ends = _first_rows(sample, codec, delimiter, reading.quote)
        header = find_header(rows, reading, known)
        if header is None:
            continue
        skip = ends[header.after - 1] if header.after else 0
        found = Dialect(codec, delimiter, header, skip)
        if best is None or _rank(header) > _rank(best.header):
            best = found
        if header.known == header.width > 1:
            break
    if best is None:
        raise FileRefused(
            "no heading row is found: the first row must name the columns, by title, standard "
            "identifier or English name"
        )
    return best


def _rank(header: Header) -> tuple[int, int]:
    return header.known, header.width


def _first_rows(
    sample: bytes, codec: str, delimiter: str, quote: str
) -> tuple[list[list[str]], list[int]]:
    """Give the first records of a sample, and the line that each of them ends on."""
    text = decoded(sample, codec).removeprefix("\ufeff")
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    csv.field_size_limit(LONGEST)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, quotechar=quote)
    rows, ends = [], []
    for row in itertools.islice(reader, DEEPEST):
        rows.append(row)
        ends.append(reader.line_num)
    return rows, ends


def _laid_out(path: Path, dialect: Dialect, reading: Reading, folder: Path) -> list[Staged]:
    stretches = [
        Stretch(
            str(path),
            str(folder),
            number,
            start,
            end,
            dialect.codec,
            dialect.delimiter,
            reading.quote,
            dialect.header.width,
            dialect.skip if number == 0 else 0,
            reading.ragged,
        )
        for number, (start, end) in enumerate(_stretches(path))
    ]
    if len(stretches) == 1 or stretches[0].end <= stretches[0].start:
        parts = [lay_out(stretches[0])]
    else:
        parts = _side_by_side(stretches)
    _refuse(parts)
    if any(part.open_quote for part in parts):
        whole = Stretch(**{**asdict(stretches[0]), "end": stretches[-1].end})
        parts = [lay_out_across_lines(whole)]
        _refuse(parts)
    return parts


def _refuse(parts: Sequence[Staged]) -> None:
    before = 0
    for part in parts:
        before += part.lines
        if part.refused:
            raise FileRefused(f"line {before} {part.refused}")


def _stretches(path: Path) -> Iterator[tuple[int, int]]:
    """Cut a file at line ends; a trail byte of GB18030 never is a line feed."""
    size = path.stat().st_size
    with path.open("rb") as file:
        start = 0
        while size - start > STRETCH * 3 // 2:
            file.seek(start + STRETCH)
            window = file.read(LONGEST)
            end = window.find(b"\n") + 1 or window.find(b"\r", 0, len(window) - 1) + 1
            if not end:
                break
            yield start, start + STRETCH + end
            start += STRETCH + end
    yield start, size


def _side_by_side(stretches: Sequence[Stretch]) -> list[Staged]:
    """Lay the stretches out in two processes: decoding holds Python's lock."""
    root = str(Path(__file__).parents[2])
    with contextlib.ExitStack() as stack:
        workers = [
            stack.enter_context(
                subprocess.Popen(
                    [sys.executable, "-m", "ingest.readers.transcode"],
                    stdin=subprocess.PIPE,
                    stdout=subprocess.PIPE,
                    env={**os.environ, "PYTHONPATH": root},
                )
            )
            for _ in range(2)
        ]
        try:
            return _answers(workers, stretches)
        finally:
            for worker in workers:
                worker.kill()


def _answers(
    workers: Sequence["subprocess.Popen[bytes]"], stretches: Sequence[Stretch]
) -> list[Staged]:
    ahead = 2 * len(workers)
    parts = []
    for turn in range(len(stretches) + ahead):
        worker = workers[turn % len(workers)]
        assert worker.stdin is not None
        assert worker.stdout is not None
        if turn >= ahead:
            line = worker.stdout.readline()
            if not line:
                raise DockFailed(
                    "laying a file out stopped half-way: check the space left on the disk and "
                    "receive again"
                )
            parts.append(Staged(**json.loads(line)))
            if parts[-1].refused or parts[-1].open_quote:
                break
        if turn < len(stretches):
            worker.stdin.write(json.dumps(asdict(stretches[turn])).encode() + b"\n")
            worker.stdin.flush()
    return parts
