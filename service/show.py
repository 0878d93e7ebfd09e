"""What a command prints: tables for people, plain text for pipes, JSON for machines."""

import json
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
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

from warehouse.writers import plain, words

__all__ = ["as_json", "complain", "done", "plain", "progress", "say", "table", "words"]

NUMERIC = (int, Decimal, float)


def as_json(value: object) -> None:
    """Print a value as JSON on standard output."""
    say(json.dumps(plain(value), ensure_ascii=False, indent=2))


def say(text: str) -> None:
    """Print one line on standard output."""
    sys.stdout.write(text + "\n")


def done(text: str, *, as_json: bool, **told: object) -> None:
    """Print what was done: in a sentence, or with its parts as JSON."""
    if as_json:
        say(json.dumps(plain({"said": text, **told}), ensure_ascii=False, indent=2))
    else:
        say(text)


def complain(text: str) -> None:
    """Print one line on standard error."""
    sys.stderr.write(text + "\n")


def table(headings: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
    """Print rows: a ruled table on a terminal, tab-separated lines elsewhere."""
    if not sys.stdout.isatty():
        for row in [headings, *rows]:
            say("\t".join(_one_line(words(cell)) for cell in row))
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
        drawn.add_row(*(Text(words(cell)) for cell in row))
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


def _one_line(text: str) -> str:
    return text.replace("\t", " ").replace("\r", " ").replace("\n", " ")
