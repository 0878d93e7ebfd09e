"""A night's file, opened to be read."""

import os
import shutil
import threading
from collections import OrderedDict
from collections.abc import Callable, Collection, Hashable, Iterator, Mapping, Sequence, Sized
from contextlib import contextmanager, suppress
from datetime import date
from errno import EDQUOT, EMFILE, ENFILE, ENOSPC
from pathlib import Path
from typing import Any, TypeVar

import duckdb

from warehouse.sensitive import MACROS
from warehouse.shapes import TABLES, tables

Row = dict[str, Any]
T = TypeVar("T", bound=Sized)
KEPT_OPEN = 4
"""How many nights a window keeps open beside one another."""
REMEMBERED, SHORT = 512, 200
"""How many answers of a night are remembered, and of how many rows at most."""
MADE, LONG = 64, 20_000
"""How many things that are made of its rows are kept with a night, and how long they may be."""
SHORT_OF = tuple(os.strerror(code) for code in (ENOSPC, EDQUOT, EMFILE, ENFILE))
"""What the machine is short of, in its own words: the night itself is sound."""
IDLE = 8
"""How many cursors of a night are kept for the next reads."""


class NightMissing(Exception):
    """There is no such night in the window."""


class NightUnknown(NightMissing):
    """That night is not among those that are kept."""


class NightBroken(Exception):
    """The file of a night is there and can't be read."""

    def __init__(self, name: str) -> None:
        """Name the night."""
        super().__init__(
            f"the night {name} can't be read: build it again with `pursewatch night --full`"
        )


class QueryStopped(Exception):
    """A query ran longer than it may."""


class Warehouse:
    """One night, read-only, without a way out to files or network.

    Safe to share between threads: each read has a cursor to itself, which a later one may take
    over, for a new one costs half as much as a short read. A night that nobody refers to any more
    closes itself; whoever still reads it reads on. A night that was opened from its file never
    changes, so its short answers are remembered: every page asks for the same few.
    """

    def __init__(self, connection: duckdb.DuckDBPyConnection, name: str = "") -> None:
        self._connection = connection
        self._lock = threading.Lock()
        self._remembered: OrderedDict[tuple[str, str], list[Row]] | None = None
        self._made: dict[Hashable, Any] = {}
        self._idle: list[duckdb.DuckDBPyConnection] = []
        self.name = name

    @classmethod
    def open(cls, path: Path, *, memory: str = "2GB", threads: int = 2) -> "Warehouse":
        """Open the night at `path`.

        Raises:
            NightMissing: there is no such file.
            NightBroken: the file can't be read.
        """
        connection = attach(path, memory=memory, threads=threads)
        seal(connection)
        opened = cls(connection, path.resolve().stem)
        opened._remembered = OrderedDict()
        return opened

    def rows(
        self, sql: str, given: Mapping[str, object] | Sequence[object] | None = None
    ) -> list[Row]:
        """Answer a query as a list of rows by column name.

        Raises:
            NightBroken: the rows are in a part of the file that is damaged.
        """
        if self._remembered is None:
            return self._asked(sql, given)
        question = (sql, repr(given))
        with self._lock:
            known = self._remembered.get(question)
            if known is not None:
                self._remembered.move_to_end(question)
        if known is None:
            known = self._asked(sql, given)
            if len(known) <= SHORT:
                with self._lock:
                    self._remembered[question] = known
                    while len(self._remembered) > REMEMBERED:
                        self._remembered.popitem(last=False)
        return [dict(row) for row in known]

    def once(self, what: Hashable, make: Callable[[], T]) -> T:
        """Give what was made of the night under this name, or make it; nobody may change it.

        A night that is still being written is asked each time, and what is long is made each time.
        """
        known: T | None = self._made.get(what)
        if known is not None:
            return known
        made = make()
        if self._remembered is not None and len(made) <= LONG:
            if len(self._made) >= MADE:
                self._made.clear()
            self._made[what] = made
        return made

    def _asked(
        self, sql: str, given: Mapping[str, object] | Sequence[object] | None = None
    ) -> list[Row]:
        with self._lock:
            cursor = self._idle.pop() if self._idle else self._connection.cursor()
        kept = False
        try:
            with readable(self.name):
                cursor.execute(sql, given)
                names = [column[0] for column in cursor.description or ()]
                rows = [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
            kept = len(rows) <= SHORT and len(self._idle) < IDLE  # it holds on to what it answered
        finally:
            if not kept:
                cursor.close()
        if kept:
            self._idle.append(cursor)
        return rows

    def stream(
        self, sql: str, given: Mapping[str, object] | None = None, *, at_once: int = 10_000
    ) -> Iterator[tuple[Any, ...]]:
        """Answer a query row by row, however many they are; only a few are held.

        Raises:
            NightBroken: the rows are in a part of the file that is damaged.
        """
        cursor = self._connection.cursor()
        try:
            with readable(self.name):
                cursor.execute(sql, given)
                while found := cursor.fetchmany(at_once):
                    yield from found
        finally:
            cursor.close()

    def close(self) -> None:
        """Let go of the night."""
        while self._idle:
            self._idle.pop().close()
        self._connection.close()


def attach(path: Path, *, memory: str = "2GB", threads: int = 2) -> duckdb.DuckDBPyConnection:
    """Open an empty database in memory whose schemas show the tables of the night at `path`.

    DuckDB gives one process one handle on a path, and would go on showing the file that stood there
    first after another has been published in its place; an attached file is opened anew.

    Raises:
        NightMissing: there is no such file.
        NightBroken: the file can't be read.
    """
    if not path.exists():
        raise NightMissing(f"no night is kept at {path.name}: run `pursewatch night` first")
    file = path.resolve()
    connection = duckdb.connect(
        config={
            "memory_limit": memory,
            "threads": threads,
            "temp_directory": f"{file}.spill",
            "autoinstall_known_extensions": False,
            "python_enable_replacements": False,
        }
    )
    try:
        connection.execute(f"attach '{_quoted(file)}' as night (read_only)")
    except duckdb.Error as error:
        connection.close()
        if not file.exists():
            raise NightMissing(f"the night {path.name} was let go: take another") from error
        raise NightBroken(file.stem) from error
    found = connection.execute(
        "select schema_name, table_name from duckdb_tables() where database_name = 'night' "
        "union all select schema_name, view_name from duckdb_views() "
        "where database_name = 'night' and not internal order by all"
    ).fetchall()
    connection.execute("; ".join(_shown(found)))  # at once: each order alone takes as long again
    _reckon(connection, set(found))
    connection.execute(MACROS)
    return connection


@contextmanager
def readable(name: str) -> Iterator[None]:
    """Say of the night of that name, while it is read, that its file is damaged.

    What else DuckDB may have to say, as of memory or a disk that is short, stays as it is.

    Raises:
        NightBroken: a part of the file can't be read.
    """
    try:
        yield
    except duckdb.IOException as error:
        if any(short in str(error) for short in SHORT_OF):
            raise
        raise NightBroken(name) from error


def _shown(found: Sequence[tuple[str, str]]) -> Iterator[str]:
    for schema in sorted({schema for schema, _ in found}):
        yield f'create schema if not exists "{schema}"'
    for schema, name in found:
        yield f'create view "{schema}"."{name}" as from night."{schema}"."{name}"'


def _reckon(connection: duckdb.DuckDBPyConnection, found: Collection[tuple[str, str]]) -> None:
    """Let a night of an earlier edition answer what it has no table of: from its rows, each time.

    Where it lacks what the answer is reckoned from as well, the answer stays unknown.
    """
    for layer in ("mart", "ops") if ("ops", "run") in found else ():
        names = {path.stem for path in (TABLES / layer).glob("*.sql")}
        for name in sorted(names - {one for schema, one in found if schema == layer}):
            table = tables(layer)[name]
            if table.fill is not None:
                query = table.fill.partition("\n")[2]
                columns = ", ".join(table.names)
                with suppress(duckdb.CatalogException, duckdb.BinderException):
                    connection.execute(f"create view {layer}.{name} ({columns}) as {query}")


def seal(connection: duckdb.DuckDBPyConnection) -> None:
    """Close every way out of a connection, for good."""
    connection.execute("set enable_external_access = false")
    connection.execute("set lock_configuration = true")


@contextmanager
def limited(cursor: duckdb.DuckDBPyConnection, seconds: float) -> Iterator[None]:
    """Stop what runs on a cursor when its time is over.

    Raises:
        QueryStopped: it ran longer than `seconds`.
    """

    def interrupt() -> None:
        with suppress(duckdb.ConnectionException):
            cursor.interrupt()

    alarm = threading.Timer(seconds, interrupt)
    alarm.daemon = True
    alarm.start()
    try:
        yield
    except duckdb.InterruptException as error:
        raise QueryStopped(
            f"the query ran longer than {seconds:g} s and was stopped: "
            "narrow it by region, year or month"
        ) from error
    finally:
        alarm.cancel()


class Window:
    """窗口. The nights of a home; the current one is read until the next is hung.

    Safe to share between threads. What it opens is closed when nobody reads it any more.
    """

    def __init__(self, nights: Path) -> None:
        self._nights = nights
        self._folder = os.fspath(nights)
        self._lock = threading.Lock()
        self._open: OrderedDict[tuple[Path, int, int], Warehouse] = OrderedDict()

    def current(self) -> Warehouse:
        """Give the published night; a night published since is opened, the old one let go.

        Raises:
            NightMissing: nothing was published yet.
        """
        link = self._nights / "current"
        if not link.exists():
            raise NightMissing("no night is published yet: run `pursewatch night`")
        return self._opened(link.resolve())

    def at_hand(self, day: date | None = None) -> Warehouse | None:
        """Give the published night, or that of a day, where it is open; None: it is to be opened.

        Nothing is waited for.
        """
        name = "current" if day is None else f"{day.isoformat()}.duckdb"
        try:
            seen = os.stat(f"{self._folder}/{name}")  # noqa: PTH116 - each request asks: no path is built
        except OSError:
            return None
        building = seen.st_ino, seen.st_mtime_ns
        return next(
            (night for key, night in tuple(self._open.items()) if key[1:] == building), None
        )

    def disk(self) -> tuple[int, int]:
        """Tell how many bytes are free, and how many there are, on the disk of the nights."""
        places = (self._nights, *self._nights.absolute().parents)
        there = next(one for one in places if one.exists())
        told = shutil.disk_usage(there)
        return told.free, told.total

    def mark(self, day: date | None = None) -> str:
        """Tell which night is read, and which building of it, without opening it.

        Raises:
            NightMissing: there is none.
        """
        name = "current" if day is None else f"{day.isoformat()}.duckdb"
        try:
            seen = os.stat(f"{self._folder}/{name}")  # noqa: PTH116 - each request asks: no path is built
        except FileNotFoundError as error:
            raise NightMissing(f"no night is kept at {name}: `pursewatch night`") from error
        return f"{seen.st_ino} {seen.st_mtime_ns} {seen.st_size}"

    def night(self, day: date) -> Warehouse:
        """Give the kept night of a day.

        Raises:
            NightMissing: that night is not kept.
        """
        return self._opened(self._nights.resolve() / f"{day.isoformat()}.duckdb")

    def nights(self) -> list[str]:
        """Name the nights that are kept, the latest first; `<day>~<known>` was never published."""
        return sorted((file.stem for file in self._nights.glob("*.duckdb")), reverse=True)

    def kept(self, day: date) -> Warehouse:
        """Give the kept night of a day.

        Raises:
            NightUnknown: that night is not kept; those that are are named.
        """
        if f"{day.isoformat()}" not in (known := self.nights()):
            raise NightUnknown(
                f"no night of {day} is kept; those that are: {', '.join(known[:40]) or 'none'}"
            )
        return self.night(day)

    def _opened(self, file: Path) -> Warehouse:
        with self._lock:
            try:
                seen = file.stat()
            except FileNotFoundError as error:
                raise NightMissing(
                    f"no night is kept at {file.name}: `pursewatch nights` lists those that are"
                ) from error
            asked = (file, seen.st_ino, seen.st_mtime_ns)
            for other in [key for key in self._open if key[0] == file and key != asked]:
                del self._open[other]
            if asked not in self._open:
                self._open[asked] = Warehouse.open(file)
            self._open.move_to_end(asked)
            while len(self._open) > KEPT_OPEN:
                self._open.popitem(last=False)
            return self._open[asked]


def _quoted(path: Path) -> str:
    return str(path).replace("'", "''")
