"""A delivery tried: read and judged as it would be, with nothing kept of it."""

import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from pathlib import Path

import duckdb

from ingest.feeds import all_feeds
from ingest.receipts import FileReceipt, Receipt, Receipts
from ingest.receive import Options, receive
from ingest.sources import load_sources
from service.home import Home

SHOWN_ROWS = 5


@dataclass(frozen=True)
class Tried:
    """What would become of one file."""

    file: FileReceipt
    rows: Sequence[Mapping[str, object]]  # the first that would be kept, by column
    empty: Sequence[str]  # columns that no row fills
    aside: Sequence[Mapping[str, object]]  # the first reasons for rows set aside


def try_out(
    home: Path, paths: Sequence[Path], *, now: datetime, options: Options
) -> Iterator[tuple[Receipt, list[Tried]]]:
    """Read deliveries by the mappings of a home, which need not be there; keep nothing.

    Each is judged by itself, as the first that ever came.

    Raises:
        SourceRefused: a mapping of the home is wrong.
    """
    feeds, sources = all_feeds(), load_sources(Home(home).sources)
    for path in paths:
        with tempfile.TemporaryDirectory(prefix="pursewatch-") as folder:
            scratch = Path(folder)
            [receipt] = receive(
                scratch, [path], now=now, feeds=feeds, sources=sources, options=options
            )
            yield receipt, [_tried(scratch, file) for file in receipt.files]


def _tried(scratch: Path, file: FileReceipt) -> Tried:
    if file.kept_path is None:
        return Tried(file, [], [], [])
    kept = str(scratch / file.kept_path)
    with duckdb.connect() as connection:
        cursor = connection.execute(
            "from read_parquet(?) order by line limit ?", [kept, SHOWN_ROWS]
        )
        names = [column[0] for column in cursor.description or ()]
        rows = [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
        counts = ", ".join(f'count("{name}")' for name in names)
        filled = connection.execute(f"select {counts} from read_parquet(?)", [kept]).fetchone()
    assert filled is not None
    empty = [name for name, count in zip(names, filled, strict=True) if not count]
    aside: list[dict[str, object]] = []
    if file.number is not None:
        aside = list(islice(Receipts(scratch).rejects(file.number), SHOWN_ROWS))
    return Tried(file, rows, empty if file.kept else [], aside)
