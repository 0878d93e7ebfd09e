"""建库. One night's file: kept rows in force, core as the feeds have it, and the first answers."""

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import groupby
from pathlib import Path

import duckdb

from warehouse import workdays
from warehouse.codes import editions, note_codes
from warehouse.force import yield_rows
from warehouse.kept import KeptFile, Record
from warehouse.months import note_keys, note_months
from warehouse.names import note_names
from warehouse.pour import pour
from warehouse.shapes import Table, tables
from warehouse.supply import note_supply
from warehouse.workdays import Workdays


class KeptMissing(Exception):
    """The rows of a file in force are not where its receipt says, or not what it says."""


@dataclass(frozen=True)
class Night:
    """Which night is built: its day, what was known, by which edition of the house and when."""

    as_of: date
    version: str
    built_at: datetime
    known: date | None = None
    workdays: Workdays = field(default_factory=workdays.known)


@dataclass(frozen=True)
class Means:
    """What a builder may take of the machine."""

    memory: str = "2GB"
    threads: int = 2
    temp: Path | None = None  # where it spills; beside the file unless told


@dataclass(frozen=True)
class Built:
    """What was built."""

    rows: int  # in force
    gave_way: int
    fingerprint: str


def build(
    path: Path,
    files: Iterable[KeptFile],
    *,
    night: Night,
    record: Record | None = None,
    means: Means | None = None,
) -> Built:
    """Write a night's file at `path`, afresh, from the kept rows of the files in force.

    The file is not published by this, and nobody reads it yet.

    Raises:
        KeptMissing: the rows of a file are not there, or have not the columns of their feed.
    """
    in_order = sorted(files, key=lambda file: (file.feed, file.number))
    for old in (path, path.with_name(path.name + ".wal")):
        old.unlink(missing_ok=True)
    with drafted(path, means or Means()) as connection:
        fingerprint = _fingerprint(in_order, night)
        _create(connection)
        workdays.hang(connection, night.workdays)
        pour(
            connection,
            "ops.run",
            [(night.as_of, night.known, night.built_at, night.version, fingerprint)],
        )
        _note_record(connection, record or Record())
        rows = gave_way = 0
        by_feed = {feed: list(of) for feed, of in groupby(in_order, key=lambda file: file.feed)}
        _refuse_unknown(by_feed.keys() - tables("core").keys())
        for name, table in sorted(tables("core").items()):
            loaded, gone = _load(connection, table, by_feed.get(name, []))
            note_supply(connection, table, by_feed.get(name, []), as_of=night.as_of)
            note_months(connection, table, by_feed.get(name, []), as_of=night.as_of)
            note_keys(connection, table, by_feed.get(name, []))
            rows, gave_way = rows + loaded, gave_way + gone
        note_codes(connection, by_feed.keys())
        for table in tables("lineage").values():
            connection.execute(table.fill or "")
        for table in tables("mart").values():
            connection.execute(table.create)
            if table.fill is not None:
                connection.execute(table.fill)
        note_names(connection)
        for table in tables("ops").values():
            if table.fill is not None:  # what needs the names
                connection.execute(table.fill)
    return Built(rows, gave_way, fingerprint)


@contextmanager
def drafted(path: Path, means: Means) -> Iterator[duckdb.DuckDBPyConnection]:
    """Open a night that is still being written; on leaving, all of it is in its one file."""
    temp = means.temp or path.parent / f".{path.name}.spill"
    connection = duckdb.connect(
        str(path),
        config={
            "memory_limit": means.memory,
            "threads": means.threads,
            "temp_directory": str(temp),
            "preserve_insertion_order": True,
        },
    )
    try:
        yield connection
        connection.execute("checkpoint")
    finally:
        connection.close()
        if means.temp is None and temp.is_dir():
            for spilt in temp.iterdir():
                spilt.unlink()
            temp.rmdir()


def _create(connection: duckdb.DuckDBPyConnection) -> None:
    for schema in ("kept", "core", "lineage", "mart", "ops"):
        connection.execute(f"create schema {schema}")
    for table in tables("core").values():
        connection.execute(table.lay)
    for table in (*tables("ops").values(), *tables("lineage").values()):
        connection.execute(table.create)


def _note_record(connection: duckdb.DuckDBPyConnection, record: Record) -> None:
    pour(connection, "ops.delivery", record.deliveries)
    pour(connection, "ops.delivery_file", record.delivery_files)
    pour(connection, "ops.file_total", record.file_totals)
    pour(connection, "ops.aside", record.asides)
    pour(connection, "ops.feed", record.feeds)
    pour(connection, "ops.feed_column", record.feed_columns)
    pour(connection, "ops.pinned_row", record.pinned_rows)
    if record.restated:
        connection.execute(
            "insert into ops.restated select * from read_parquet($paths) "
            "order by stated_at desc, feed, region, key, column_name, file, line",
            {"paths": [_exact(path) for path in record.restated]},
        )
    pour(connection, "ops.due", record.dues)
    pour(connection, "ops.alert", record.alerts)
    pour(connection, "ops.matter", record.matters)


def _refuse_unknown(feeds: Iterable[str]) -> None:
    for feed in sorted(feeds):
        raise KeptMissing(
            f"rows are kept for {feed!r}, which is no feed of this edition: "
            f"add warehouse/tables/core/{feed}.sql, or build with the edition that received them"
        )


def _load(
    connection: duckdb.DuckDBPyConnection, table: Table, files: Sequence[KeptFile]
) -> tuple[int, int]:
    filled = [file for file in files if file.rows > 0 or file.path.exists()]
    if not filled:
        _prove_later(connection, table, files, source=None)
        return 0, 0
    source = _source(connection, table, filled)
    try:
        gone = yield_rows(connection, table, files, source)
        _prove_later(connection, table, files, source)
        standing = (
            f"from ({source}) anti join gone using (file, nth) order by file, nth"
            if gone
            else source
        )
        names = ", ".join(f'"{name}"' for name in (*table.names, "file", table.line))
        connection.execute(f"insert into kept.{table.name} ({names}) {standing}")
    except (duckdb.BinderException, duckdb.ConversionException, duckdb.IOException) as error:
        raise KeptMissing(
            f"the kept rows of {table.name} cannot be read as the feed has them: {error}; "
            "restore them from a backup, or receive the delivery again"
        ) from error
    row = connection.execute(f"select count(*) from kept.{table.name}").fetchone()
    assert row is not None
    return int(row[0]), gone


def _source(connection: duckdb.DuckDBPyConnection, table: Table, files: Sequence[KeptFile]) -> str:
    """Give the SQL of all kept rows of a feed with `file` and `nth`, in order of both."""
    for file in files:
        if not file.path.exists():
            raise KeptMissing(
                f"the kept rows of file {file.number} ({file.feed} {file.region} {file.period}) "
                f"are not at {file.path}: restore them from a backup"
            )
    connection.execute("set variable paths = $paths", {"paths": [_exact(f.path) for f in files]})
    connection.execute("set variable numbers = $numbers", {"numbers": [f.number for f in files]})
    described = connection.execute(
        "describe from read_parquet($path)", {"path": _exact(files[0].path)}
    ).fetchall()
    line = described[-1][0]
    columns = ", ".join(f'"{c.name}"::{c.type} as "{c.name}"' for c in table.columns)
    return (
        f"select {columns}, getvariable('numbers')[file_index::bigint + 1]::integer as file, "
        f"\"{line}\"::bigint as nth from read_parquet(getvariable('paths'))"
    )


def _exact(path: Path) -> str:
    """Write a path so that no character of it is read as a pattern."""
    return "".join(f"[{letter}]" if letter in "*?[" else letter for letter in str(path.resolve()))


def _prove_later(
    connection: duckdb.DuckDBPyConnection,
    table: Table,
    files: Sequence[KeptFile],
    source: str | None,
) -> None:
    """Note what the receipts state and what was read, for `prove` to hold against `kept`."""
    if not files:
        return
    stated = [
        (file.number, column, amount)
        for file in files
        for column, amount in [(None, file.rows), *sorted(file.totals.items())]
    ]
    connection.execute(
        "create or replace temp table stated "
        "(file INTEGER, column_name VARCHAR, amount DECIMAL(38,2))"
    )
    pour(connection, "stated", stated)
    read = _totals(table, source) if source else _nothing()
    gone = _totals(table, f"from ({source}) semi join gone using (file, nth)") if source else read
    connection.execute(
        f"""
        insert into ops.proof
        select s.file, '{table.name}', s.column_name, s.amount,
            coalesce(r.amount, 0), coalesce(g.amount, 0)
        from stated s
        left join ({read}) r
            on r.file = s.file and r.column_name is not distinct from s.column_name
        left join ({gone}) g
            on g.file = s.file and g.column_name is not distinct from s.column_name
        order by s.file, s.column_name nulls first
        """
    )


def _totals(table: Table, source: str) -> str:
    names: list[str | None] = [None, *table.money]
    labels = ", ".join("null" if name is None else f"'{name}'" for name in names)
    sums = ", ".join(
        "count(*)::decimal(38, 2)"
        if name is None
        else f'coalesce(sum("{name}"), 0)::decimal(38, 2)'
        for name in names
    )
    return (
        f"select file, unnest([{labels}]) as column_name, unnest([{sums}]) as amount "
        f"from ({source}) group by file"
    )


def _nothing() -> str:
    return "select null::integer as file, null::varchar as column_name, 0 as amount where false"


def _fingerprint(files: Sequence[KeptFile], night: Night) -> str:
    seen = hashlib.sha256()
    seen.update(f"{night.as_of} {night.known} {night.version}\n".encode())
    seen.update(f"{night.workdays.fingerprint}\n".encode())
    for edition in editions():
        seen.update(f"{edition.name} {edition.codes}\n".encode())
    for layer in ("calendar", "core", "lineage", "mart", "ops"):
        for table in tables(layer).values():
            seen.update(f"{table.create}\n{table.fill}\n".encode())
    for file in files:
        totals = sorted((name, str(total)) for name, total in file.totals.items())
        seen.update(
            f"{file.feed} {file.region} {file.period} {file.supplier} {file.path.name} "
            f"{file.part} {file.rows} {totals}\n".encode()
        )
    return seen.hexdigest()
