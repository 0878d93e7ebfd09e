"""What a command prints: tables for people, plain text for pipes, JSON for machines."""

import io
import json
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from decimal import Decimal

from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    TextColumn,
    TimeElapsedColumn,
)
from rich.table import Table
from rich.text import Text

from warehouse.period import SHANGHAI
from warehouse.writers import plain, words

__all__ = [
    "as_json",
    "cell",
    "complain",
    "counted",
    "done",
    "plain",
    "progress",
    "say",
    "table",
    "words",
]

NUMERIC = (int, Decimal, float)
_ORDERS = [*range(0x20), 0x7F, *range(0x80, 0xA0), *range(0x202A, 0x202F), *range(0x2066, 0x206A)]
_TOLD = {code: ascii(chr(code))[1:-1] for code in _ORDERS if chr(code) not in "\t\n"}
"""What a terminal takes for an order, or as another direction to write in, as its escape."""


def speakable() -> None:
    """Let every text be said, whatever the terminal's encoding lacks: as its escape."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def as_json(value: object) -> None:
    """Print a value as JSON on standard output; in ASCII where that is not UTF-8."""
    _dump(value)


def say(text: str) -> None:
    """Print a text on standard output."""
    sys.stdout.write(text.translate(_TOLD) + "\n")


def done(text: str, *, as_json: bool, **told: object) -> None:
    """Print what was done: in a sentence, or with its parts as JSON."""
    if as_json:
        _dump({"said": text, **told})
    else:
        say(text)


def counted(number: int, many: str) -> str:
    """Write how many of something there are: `1 alert`, `2 alerts`."""
    return f"{number:,} {many.removesuffix('s') if number == 1 else many}"


def complain(text: str) -> None:
    """Print one line on standard error."""
    sys.stderr.write(text.translate(_TOLD) + "\n")


def table(headings: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
    """Print rows: a ruled table on a terminal, tab-separated lines elsewhere."""
    if not sys.stdout.isatty():
        for row in [headings, *rows]:
            say("\t".join(_one_line(cell(one)) for one in row))
        return
    drawn = Table(box=None, header_style="bold", pad_edge=False)
    for place, heading in enumerate(headings):
        numeric = bool(rows) and all(
            isinstance(row[place], NUMERIC) and not isinstance(row[place], bool)
            for row in rows
            if row[place] is not None
        )
        drawn.add_column(heading, justify="right" if numeric else "left", overflow="fold")
    for row in rows:
        drawn.add_row(*(Text(cell(one).translate(_TOLD)) for one in row))
    Console().print(drawn)


@contextmanager
def progress(title: str, total: int) -> Iterator[Progress | None]:
    """Show a bar on a terminal while long work goes on; nothing elsewhere."""
    if not sys.stderr.isatty():
        yield None
        return
    bar = Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        console=Console(stderr=True),
        transient=True,
    )
    with bar:
        bar.add_task(title, total=total)
        yield bar


def _dump(value: object) -> None:
    whole = (sys.stdout.encoding or "utf-8").lower().startswith("utf")
    sys.stdout.write(json.dumps(plain(value), ensure_ascii=not whole, indent=2) + "\n")


def cell(value: object) -> str:
    """Write a cell for a person; an instant by the clocks of China."""
    if isinstance(value, datetime) and value.tzinfo:
        value = value.astimezone(SHANGHAI)
    return words(value)


def _one_line(text: str) -> str:
    return text.replace("\t", " ").replace("\r", " ").replace("\n", " ")
