"""The ledger's engine: SQLite in write-ahead mode by default, or PostgreSQL."""

import sqlite3
import threading
import time
from collections.abc import Callable, Collection, Hashable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from psycopg import sql

MIGRATIONS = Path(__file__).parent / "migrations"
T = TypeVar("T")
_MOST_READ = 10_000
_MANY = 100  # rows from which on COPY is worth its own statement
_WRITES = "ledger_writes"
_PATIENCE = 60  # seconds that one waits for another who writes
_LOCK = 7_250_301  # PostgreSQL's advisory lock of the one writer of the record


class LedgerBroken(Exception):
    """Rows of the ledger refer to rows that are not there."""


class LedgerTooNew(Exception):
    """The ledger was migrated by a later release than this one."""


def engine_for(url: str) -> sa.Engine:
    """Open the database at a URL; nothing is created in it yet."""
    lite = url.startswith("sqlite")
    # readers on the event loop never wait for one of the many threads to give a connection back
    pool = {"pool_size": 10, "max_overflow": 60} if lite and ":///" in url[:12] else {}
    engine = sa.create_engine(url, pool_pre_ping=not lite, **pool)
    if engine.dialect.name == "sqlite":
        sa.event.listen(engine, "connect", _prepare)
        sa.event.listen(engine, "begin", _begin)
    return engine


class Changes:
    """Tells cheaply whether anybody changed the ledger; on SQLite alone, which counts it itself.

    The connection is its own and never writes, so that every commit of another one is counted.
    """

    def __init__(self, engine: sa.Engine) -> None:
        self._file = engine.url.database if engine.dialect.name == "sqlite" else None
        self._lock = threading.Lock()
        self._cursor: sqlite3.Cursor | None = None
        self._read: tuple[int | None, dict[Hashable, Any]] = None, {}

    @property
    def known(self) -> bool:
        """Whether it can be told, and reads are short enough for an event loop."""
        return bool(self._file)

    def version(self) -> int | None:
        """Give a number that differs once anything was committed; None: it can't be told."""
        if not self._file:
            return None
        with self._lock:
            if self._cursor is None:
                self._cursor = sqlite3.connect(self._file, check_same_thread=False).cursor()
            [version] = self._cursor.execute("pragma data_version").fetchone()
        return int(version)

    def once(self, what: Hashable, read: Callable[[], T]) -> T:
        """Give what was read under this name since the last commit, or read it."""
        version = self.version()  # before: what is read later does no harm
        if version is None:
            return read()
        of, known = self._read
        if of != version or len(known) >= _MOST_READ:
            known = {}
            self._read = version, known
        if what not in known:
            known[what] = read()
        told: T = known[what]
        return told

    def close(self) -> None:
        """Let go of the connection."""
        with self._lock:
            if self._cursor is not None:
                self._cursor.connection.close()
                self._cursor = None


@contextmanager
def writing(engine: sa.Engine) -> Iterator[sa.Connection]:
    """Give a transaction that is the only one to write the record; it is kept at the end."""
    with engine.connect() as connection, _alone(connection) as alone:
        yield alone


def recount(connection: sa.Connection, *tables: sa.Table) -> None:
    """Have PostgreSQL count anew what it plans by: its own clerk comes a minute too late.

    SQLite plans by the indexes alone.
    """
    if connection.dialect.name == "postgresql":
        for table in tables:
            connection.exec_driver_sql(f"analyze {table.name}")


def add_rows(
    connection: sa.Connection, table: sa.Table, rows: Sequence[Mapping[str, object]]
) -> None:
    """Insert many rows that all name the same columns, past what writes any statement.

    That costs more than the database itself, and a night has 200,000 rows; on PostgreSQL, where
    each would be a round of the server's planner too, they go by COPY.
    """
    if not rows:
        return
    if len(rows) < _MANY:
        connection.execute(sa.insert(table), rows)
        return
    names = [column.name for column in table.c if column.name in rows[0]]
    processors = [
        table.c[name].type.dialect_impl(connection.dialect).bind_processor(connection.dialect)
        for name in names
    ]
    columns = list(zip(names, processors, strict=True))
    told = (
        [row[name] if bound is None else bound(row[name]) for name, bound in columns]
        for row in rows
    )
    driver: Any = connection.connection.cursor()
    if connection.dialect.name == "sqlite":
        driver.executemany(str(sa.insert(table).compile(connection, column_keys=names)), told)
        driver.close()
        return
    copying = sql.SQL("copy {} ({}) from stdin").format(
        sql.Identifier(table.name), sql.SQL(", ").join(map(sql.Identifier, names))
    )
    with driver as cursor, cursor.copy(copying) as copy:
        for row in told:
            copy.write_row(row)


@contextmanager
def _alone(connection: sa.Connection) -> Iterator[sa.Connection]:
    alone = connection.execution_options(**{_WRITES: True})
    with alone.begin():
        if alone.dialect.name == "postgresql":
            alone.execute(sa.select(sa.func.pg_advisory_xact_lock(_LOCK)))
        yield alone


@contextmanager
def _migrating(engine: sa.Engine) -> Iterator[sa.Connection]:
    """Give the one writer's transaction in which SQLite may make a table anew.

    There a changed table is copied and the old one dropped, which the rows that refer to it forbid
    unless foreign keys rest; they are held to all the same before anything is kept.
    """
    if engine.dialect.name != "sqlite":
        with writing(engine) as connection:
            yield connection
        return
    with engine.connect() as connection:
        driver = connection.connection.cursor()
        driver.execute("pragma foreign_keys = off")  # ignored within a transaction
        try:
            with _alone(connection) as alone:
                yield alone
                lost = alone.exec_driver_sql("pragma foreign_key_check").fetchone()
                if lost is not None:
                    raise LedgerBroken(
                        f"a row of {lost[0]} refers to a row of {lost[2]} that is not there: "
                        "nothing was migrated, restore the ledger from a backup"
                    )
        finally:
            driver.execute("pragma foreign_keys = on")
            driver.close()


def migrate(engine: sa.Engine, to: str = "head") -> None:
    """Bring the tables to this release's schema, or to a revision; two at once do it once.

    Raises:
        LedgerBroken: rows refer to rows that are not there.
        LedgerTooNew: they are of a release that this one does not know.
    """
    known = _revisions()
    with engine.connect() as connection:
        if _revision(connection, known) == known[0]:
            return
    with _migrating(engine) as connection:
        _revision(connection, known)
        config = _config()
        config.attributes["connection"] = connection
        command.upgrade(config, to)


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    return config


@cache
def _revisions() -> list[str]:
    """Name the revisions that this release knows, the latest first: each is a module to be read."""
    scripts = ScriptDirectory.from_config(_config())
    return [script.revision for script in scripts.walk_revisions()]


def _revision(connection: sa.Connection, known: Collection[str]) -> str | None:
    revision = MigrationContext.configure(connection).get_current_revision()
    if revision is not None and revision not in known:
        raise LedgerTooNew(
            f"the ledger has the schema {revision!r}, which this release does not know: "
            "run the release that wrote it, or a later one"
        )
    return revision


def _prepare(connection: sqlite3.Connection, _: object) -> None:
    connection.isolation_level = None  # transactions begin below, not where the driver guesses
    connection.execute(f"pragma busy_timeout = {_PATIENCE * 1000}").close()
    _write_ahead(connection)
    for pragma in (
        "synchronous = full",
        "foreign_keys = on",
        "cache_size = -65536",
    ):
        connection.execute(f"pragma {pragma}").close()


def _write_ahead(connection: sqlite3.Connection) -> None:
    """Turn the file to write-ahead mode, once.

    SQLite doesn't wait here: two that turn a new file at the same time would each wait for the
    other, so it refuses one at once whatever the timeout, and that one asks again.
    https://www.sqlite.org/c3ref/busy_handler.html
    """
    until = time.monotonic() + _PATIENCE
    while True:
        try:
            connection.execute("pragma journal_mode = wal").close()
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode != sqlite3.SQLITE_BUSY or time.monotonic() > until:
                raise
            time.sleep(0.01)
        else:
            return


def _begin(connection: sa.Connection) -> None:
    writes = connection.get_execution_options().get(_WRITES, False)
    connection.exec_driver_sql("begin immediate" if writes else "begin")
