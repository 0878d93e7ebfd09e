"""The ledger's engine: SQLite in write-ahead mode by default, or PostgreSQL."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory

MIGRATIONS = Path(__file__).parent / "migrations"
_WRITES = "ledger_writes"
_LOCK = 7_250_301  # PostgreSQL's advisory lock of the one writer of the record


class LedgerTooNew(Exception):
    """The ledger was migrated by a later release than this one."""


def engine_for(url: str) -> sa.Engine:
    """Open the database at a URL; nothing is created in it yet."""
    engine = sa.create_engine(url, pool_pre_ping=not url.startswith("sqlite"))
    if engine.dialect.name == "sqlite":
        sa.event.listen(engine, "connect", _prepare)
        sa.event.listen(engine, "begin", _begin)
    return engine


@contextmanager
def writing(engine: sa.Engine) -> Iterator[sa.Connection]:
    """Give a transaction that is the only one to write the record; it is kept at the end."""
    with engine.connect() as connection:
        alone = connection.execution_options(**{_WRITES: True})
        with alone.begin():
            if engine.dialect.name == "postgresql":
                alone.execute(sa.select(sa.func.pg_advisory_xact_lock(_LOCK)))
            yield alone


def migrate(engine: sa.Engine) -> None:
    """Bring the tables to this release's schema; two processes at once do it once.

    Raises:
        LedgerTooNew: they are of a release that this one does not know.
    """
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    scripts = ScriptDirectory.from_config(config)
    with engine.connect() as connection:
        if _revision(connection, scripts) == scripts.get_current_head():
            return
    with writing(engine) as connection:
        _revision(connection, scripts)
        config.attributes["connection"] = connection
        command.upgrade(config, "head")


def _revision(connection: sa.Connection, scripts: ScriptDirectory) -> str | None:
    revision = MigrationContext.configure(connection).get_current_revision()
    known = {script.revision for script in scripts.walk_revisions()}
    if revision is not None and revision not in known:
        raise LedgerTooNew(
            f"the ledger has the schema {revision!r}, which this release does not know: "
            "run the release that wrote it, or a later one"
        )
    return revision


def _prepare(connection: sqlite3.Connection, _: object) -> None:
    connection.isolation_level = None  # transactions begin below, not where the driver guesses
    for pragma in (
        "busy_timeout = 60000",
        "journal_mode = wal",
        "synchronous = full",
        "foreign_keys = on",
        "cache_size = -65536",
    ):
        connection.execute(f"pragma {pragma}").close()


def _begin(connection: sa.Connection) -> None:
    writes = connection.get_execution_options().get(_WRITES, False)
    connection.exec_driver_sql("begin immediate" if writes else "begin")
