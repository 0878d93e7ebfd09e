"""A night's file, opened to be read."""

import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

import duckdb

Row = dict[str, Any]


class NightMissing(Exception):
    """There is no such night in the window."""


class QueryStopped(Exception):
    """A query ran longer than it may."""


class Warehouse:
    """One night, read-only, without a way out to files or network.

    Safe to share between threads: each read runs on its own cursor.
    """

    def __init__(self, connection: duckdb.DuckDBPyConnection, name: str = "") -> None:
        self._connection = connection
        self.name = name

    @classmethod
    def open(cls, path: Path, *, memory: str = "2GB", threads: int = 2) -> "Warehouse":
        """Open the night at `path`.

        Raises:
            NightMissing: there is no such file.
        """
        if not path.exists():
            raise NightMissing(f"no night is kept at {path.name}: run `pursewatch night` first")
        connection = duckdb.connect(str(path.resolve()), read_only=True)
        connection.execute(f"set memory_limit = '{memory}'")
        connection.execute(f"set threads = {threads:d}")
        connection.execute("set enable_external_access = false")
        connection.execute("set lock_configuration = true")
        return cls(connection, path.resolve().stem)

    def rows(
        self, sql: str, given: Mapping[str, object] | Sequence[object] | None = None
    ) -> list[Row]:
        """Answer a query as a list of rows by column name."""
        cursor = self._connection.cursor()
        try:
            cursor.execute(sql, given)
            names = [column[0] for column in cursor.description or ()]
            return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
        finally:
            cursor.close()

    def table(
        self,
        sql: str,
        given: Mapping[str, object] | None = None,
        *,
        seconds: float = 30,
        most: int | None = None,
    ) -> tuple[list[str], list[str], list[tuple[Any, ...]]]:
        """Answer a query as (column names, column types, rows), within a time limit.

        Raises:
            QueryStopped: it ran longer than `seconds`.
        """
        with self._limited(seconds) as cursor:
            cursor.execute(sql, given)
            described = cursor.description or []
            rows = cursor.fetchall() if most is None else cursor.fetchmany(most)
        return [d[0] for d in described], [str(d[1]) for d in described], rows

    @contextmanager
    def _limited(self, seconds: float) -> Iterator[duckdb.DuckDBPyConnection]:
        cursor = self._connection.cursor()
        alarm = threading.Timer(seconds, cursor.interrupt)
        alarm.start()
        try:
            yield cursor
        except duckdb.InterruptException as error:
            raise QueryStopped(
                f"the query ran longer than {seconds:g} s and was stopped: "
                "narrow it by region, year or month"
            ) from error
        finally:
            alarm.cancel()
            cursor.close()

    def close(self) -> None:
        """Let go of the night."""
        self._connection.close()


class Window:
    """窗口. The nights of a home; the current one is read until the next is hung."""

    def __init__(self, nights: Path) -> None:
        self._nights = nights
        self._lock = threading.Lock()
        self._open: tuple[Path, int, Warehouse] | None = None

    def current(self) -> Warehouse:
        """Give the published night; a night published since is opened, the old one let go.

        Raises:
            NightMissing: nothing was published yet.
        """
        link = self._nights / "current"
        if not link.exists():
            raise NightMissing("no night is published yet: run `pursewatch night`")
        target = link.resolve()
        inode = target.stat().st_ino
        with self._lock:
            if self._open is None or self._open[:2] != (target, inode):
                self._open = (target, inode, Warehouse.open(target))
            return self._open[2]

    def night(self, day: date) -> Warehouse:
        """Open the kept night of a day.

        Raises:
            NightMissing: that night is not kept.
        """
        return Warehouse.open(self._nights / f"{day.isoformat()}.duckdb")
