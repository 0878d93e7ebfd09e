"""What was taken from each source already: a memory that only spares work.

Lost, everything is fetched once more and found to be received already.
"""

import json
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from datetime import datetime
from pathlib import Path

_SHAPE = """
create table if not exists period (
    source    text not null,
    feed      text not null,
    region    text not null,
    period    text not null,
    signature text not null,
    taken_at  text not null,
    primary key (source, feed, region, period)
);
create table if not exists file (
    source   text not null,
    name     text not null,
    size     integer not null,
    mtime    text not null,
    outcome  text not null,
    taken_at text not null,
    primary key (source, name, size, mtime)
);
"""


class Taken:
    """The memory of one source's pulls."""

    def __init__(self, home: Path, source: str) -> None:
        self._path = home / "pulls.sqlite"
        self._source = source
        with self._open() as connection:
            connection.executescript(_SHAPE)

    def periods(self, feed: str, region: str) -> dict[str, dict[str, object]]:
        """Give what is known of each period taken of a feed and region."""
        query = "select period, signature from period where source = ? and feed = ? and region = ?"
        with self._open() as connection:
            rows = connection.execute(query, [self._source, feed, region]).fetchall()
        return {period: json.loads(signature) for period, signature in rows}

    def keep_period(
        self, feed: str, region: str, period: str, signature: Mapping[str, object], at: datetime
    ) -> None:
        """Note that a period was taken as it stood at the source then."""
        with self._open() as connection:
            connection.execute(
                "insert or replace into period values (?, ?, ?, ?, ?, ?)",
                [self._source, feed, region, period, json.dumps(signature), at.isoformat()],
            )

    def forget_period(self, feed: str, region: str, period: str) -> None:
        """Note that a period was withdrawn."""
        with self._open() as connection:
            connection.execute(
                "delete from period where source = ? and feed = ? and region = ? and period = ?",
                [self._source, feed, region, period],
            )

    def files(self) -> set[tuple[str, int, str]]:
        """Give name, size and time of every file taken."""
        query = "select name, size, mtime from file where source = ?"
        with self._open() as connection:
            return {tuple(row) for row in connection.execute(query, [self._source])}

    def keep_file(self, name: str, size: int, mtime: str, outcome: str, at: datetime) -> None:
        """Note that a file was taken."""
        with self._open() as connection:
            connection.execute(
                "insert or replace into file values (?, ?, ?, ?, ?, ?)",
                [self._source, name, size, mtime, outcome, at.isoformat()],
            )

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        with closing(sqlite3.connect(self._path, timeout=60)) as connection, connection:
            yield connection
