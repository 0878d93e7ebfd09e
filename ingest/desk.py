"""The desk: one file is opened, read, held to its contract, and its rows put away."""

import hashlib
import os
import shutil
from collections.abc import Container, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import duckdb

from ingest import landing
from ingest.bundle import Bundle, hashed
from ingest.contract import hold
from ingest.delivery import extension
from ingest.dock import Dock
from ingest.engine import MEMORY, Engine
from ingest.failure import DockFailed
from ingest.feed import Feed
from ingest.headings import Bound, FileRefused, Names, bind, blank, money_unit
from ingest.plan import Planned
from ingest.readers.columnar import BROKEN
from ingest.readers.form import read_tables
from ingest.receipt import FileReceipt, Status
from ingest.sources import FileMapping, Join, SourceRefused, apply
from ingest.spelling import trimmed
from ingest.table import TextTable
from ingest.tally import Tally, keep
from ingest.word import refuse_broken_word

SMALL = 1 << 20
"""Bytes of a file that is read before a second thread has been set to work."""

UNLISTED = ("the manifest lists files, and not this one",)

_TRANSIENT = (duckdb.IOException, duckdb.FatalException, duckdb.InterruptException)


@dataclass(frozen=True)
class Tools:
    """What the files of one delivery are read with, one after the other."""

    folder: Path
    engine: Engine
    shelf: landing.Shelf


@dataclass(frozen=True)
class Desk:
    """One file of a delivery, with all that its reading needs."""

    dock: Dock
    bundle: Bundle
    one: Planned
    blank: FileReceipt  # what the receipt says before anything is read
    connection: duckdb.DuckDBPyConnection
    folder: Path
    shelf: landing.Shelf


@contextmanager
def laid_out(home: Path) -> Iterator[Tools]:
    """Lay the tools for one delivery out, in a folder of this process's own.

    An orphan of a killed run has another.
    """
    folder = home / "staging" / str(os.getpid())
    with closing(Engine(folder / "spill")) as engine:
        yield Tools(folder, engine, landing.Shelf(home, folder / "shelf"))


def read_file(
    dock: Dock, tools: Tools, bundle: Bundle, one: Planned, blank: FileReceipt
) -> list[FileReceipt]:
    """Read one file and put its rows on the shelf: a receipt for it, or for each of its sheets.

    Raises:
        FileRefused: it is no table, or not the one that was agreed.
        DockFailed: the disk or the engine failed.
    """
    assert one.feed is not None
    folder = tools.folder / "file"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    size = next(member.size for member in bundle.members if member.name == one.name)
    try:
        with tools.engine.connected(small=size < SMALL) as connection:
            desk = Desk(dock, bundle, one, blank, connection, folder, tools.shelf)
            return [_put_away(desk, feed or one.feed, table) for feed, table in _tables(desk)]
    except duckdb.Error as error:
        raise _whose_fault(one.name, error) from error


def _whose_fault(name: str, error: duckdb.Error) -> FileRefused | DockFailed:
    """Say what stopped the engine: the file, which is refused, or the house."""
    cut = "Could not read enough bytes" in str(error)  # a Parquet file whose end alone is whole
    if isinstance(error, _TRANSIENT) and not cut:
        return DockFailed(f"{name} could not be read: {error}: see to the disk and receive again")
    if isinstance(error, duckdb.OutOfMemoryException):
        return FileRefused(f"the file needs more than {MEMORY} to be read: deliver it in parts")
    if extension(name) == ".parquet":
        return FileRefused(BROKEN)
    return FileRefused(f"the file could not be read: {error}")


def _tables(desk: Desk) -> list[tuple[Feed | None, TextTable]]:
    one = desk.one
    assert one.feed is not None
    known: Container[str] = Names(one.feed) if one.mapping is None else _Mapped(one.mapping)
    feeds = list(desk.dock.feeds.values()) if one.mapping is None else []
    tables = read_tables(
        _bytes(desk, one.name), one.name, one.reading, known, feeds, desk.folder, desk.connection
    )
    if len(tables) > 1 and (one.entry.rows is not None or one.entry.totals):
        raise FileRefused(
            "the manifest states rows or totals for a workbook of several feeds: deliver a file "
            "for each feed"
        )
    return tables


class _Mapped:
    """The headings that a mapping looks for."""

    def __init__(self, mapping: FileMapping) -> None:
        self._names = {" ".join(str(p).split()) for p in (*mapping.places, *mapping.ignore)}

    def __contains__(self, heading: object) -> bool:
        return " ".join(str(heading).split()) in self._names


class _Keys:
    """The headings that a joined table is looked up by."""

    def __init__(self, join: Join) -> None:
        self._names = {" ".join(heading.split()) for heading in join.on.values()}

    def __contains__(self, heading: object) -> bool:
        return " ".join(str(heading).split()) in self._names


def _beside(desk: Desk) -> dict[str, TextTable]:
    """Read the tables that rows are looked up in."""
    found = {}
    for join in () if desk.one.mapping is None else desk.one.mapping.joins:
        name = desk.one.joined[join.name]
        folder = desk.folder / f"join-{join.name}"
        folder.mkdir()
        try:
            tables = read_tables(
                _bytes(desk, name), name, join.reading, _Keys(join), [], folder, desk.connection
            )
        except FileRefused as error:
            raise FileRefused(f"{name} ({join.name}): {error}") from error
        found[join.name] = tables[0][1]
    return found


def _bytes(desk: Desk, name: str) -> Path:
    """Give the path of a file's bytes, unpacked from the archive where it came in one."""
    member = next(member for member in desk.bundle.members if member.name == name)
    if not desk.bundle.zipped:
        return Path(member.inside)
    path = desk.folder / f"member-{hashlib.sha256(name.encode()).hexdigest()[:8]}"
    with desk.bundle.open(member) as file, path.open("wb") as out:
        if hashed(file, out) != desk.one.beside.get(name, desk.blank.sha256):
            raise FileRefused("the archive gives other bytes than before: receive it again")
    return path


def _put_away(desk: Desk, feed: Feed, printed: TextTable) -> FileReceipt:
    blank = replace(desk.blank, feed=feed.name, name=printed.name)
    try:
        desk.dock.refuse_inside(blank)
        table = printed
        if desk.one.mapping is not None and printed.headings:
            table = apply(desk.one.mapping, printed, desk.connection, _beside(desk))
        tally, bound = _tally(desk, feed, table, printed)
        refuse_broken_word(desk.one.entry, feed, tally, bound)
    except (FileRefused, SourceRefused) as error:
        return replace(blank, reason=str(error), notes=printed.notes)
    fingerprint = desk.one.fingerprint(feed)
    place = desk.dock.place(blank, fingerprint)
    desk.shelf.add(desk.folder / "kept.parquet", f"kept/{place}")
    if tally.aside:
        desk.shelf.add(desk.folder / "aside.parquet", f"aside/{place}")
    return replace(
        blank,
        status=Status.KEPT,
        fingerprint=fingerprint,
        delivered=tally.delivered,
        kept=tally.kept,
        repeated=tally.repeated,
        aside=tally.aside,
        left_out=table.left_out,
        totals=tally.totals,
        kept_path=f"kept/{place}",
        aside_path=f"aside/{place}" if tally.aside else None,
        notes=(
            *table.notes,
            *UNLISTED[: desk.one.unlisted],
            *desk.one.overruled,
            *desk.dock.far_fewer(blank, tally.delivered),
            *desk.dock.behind(blank),
        ),
    )


def _tally(
    desk: Desk, feed: Feed, table: TextTable, printed: TextTable
) -> tuple[Tally, Sequence[Bound]]:
    entry, mapping = desk.one.entry, desk.one.mapping
    if not table.headings:
        if entry.rows != 0:
            raise FileRefused('the file is empty: deliver its heading and rows, or "rows": 0')
        table = printed = _without_rows(feed, table)
    stated = None if entry.unit is None else money_unit(entry.unit)
    bound = bind(feed, table, stated)
    _refuse_unheaded(desk, table)
    free = mapping is not None and mapping.any_date
    held = hold(feed, bound, table, None if free else desk.one.period)
    tally = keep(desk.connection, held, table, printed, desk.folder)
    filtered = mapping is not None and mapping.may_be_empty and table.left_out > 0
    if tally.delivered == 0 and entry.rows != 0 and not filtered:
        raise FileRefused(
            'the file has a heading and no rows: deliver its rows, or say "rows": 0 in the manifest'
        )
    return tally, bound


def _refuse_unheaded(desk: Desk, table: TextTable) -> None:
    """Refuse what stands in a column that has no heading; a column of nothing is passed over."""
    for cell in blank(table):
        found = desk.connection.execute(
            f"select line, {cell} from {table.relation} "
            f"where ({trimmed(cell)}) is not null order by line limit 1"
        ).fetchone()
        if found is not None:
            raise FileRefused(
                f"column {cell[1:]} has no heading, and {found[1][:60]!r} stands in it in line "
                f"{found[0]}: give it its heading or empty it"
            )


def _without_rows(feed: Feed, table: TextTable) -> TextTable:
    cells = ", ".join(f"null::varchar as c{n}" for n, _ in enumerate(feed.columns, 1))
    return replace(
        table,
        headings=tuple(column.name for column in feed.columns),
        relation=f"(select 0::bigint as line, {cells} where false)",
        rows=0,
    )
