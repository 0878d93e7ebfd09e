"""Reads the files of one delivery and puts their rows where they belong."""

import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from itertools import count
from pathlib import Path

import duckdb

from ingest import landing
from ingest.bundle import Bundle, hashed
from ingest.contract import hold
from ingest.feed import Feed
from ingest.force import in_force, moment, wider_than
from ingest.headings import Bound, FileRefused, Names, bind, money_unit
from ingest.plan import Planned, twice
from ingest.readers.form import read_tables
from ingest.receipt import FileReceipt, Status
from ingest.receipts import Receipts
from ingest.sources import Source, SourceRefused, apply
from ingest.spelling import quoted
from ingest.table import TextTable
from ingest.tally import Tally, keep
from warehouse.money import YUAN_IN

MEMORY, THREADS = "1200MB", 2


@dataclass(frozen=True)
class Dock:
    """Where deliveries come in: the home, its receipts, and what is known of suppliers."""

    home: Path
    receipts: Receipts
    feeds: Mapping[str, Feed]
    sources: Mapping[str, Source]

    def in_force_as(
        self, one: Planned, sha256: str, standing: Sequence[FileReceipt]
    ) -> list[FileReceipt]:
        """Give the files in force that are these bytes, read the same way."""
        same = [f for f in standing if f.sha256 == sha256 and _for(f, one)]
        sound = all(
            f.fingerprint == one.fingerprint(self.feeds[f.feed])
            for f in same
            if f.feed in self.feeds
        )
        return same if sound and all(f.feed in self.feeds for f in same) else []

    def withdrawn_before(
        self, one: Planned, standing: Sequence[FileReceipt], files: Sequence[FileReceipt]
    ) -> list[FileReceipt]:
        """Give the withdrawal that already took the period out of force."""
        if any(_for(f, one) and f.feed == (one.feed and one.feed.name) for f in standing):
            return []
        return [
            f
            for f in files
            if f.status is Status.WITHDRAWN
            and _for(f, one)
            and f.feed == (one.feed and one.feed.name)
        ][-1:]

    def breaks_its_word(self, one: Planned, sha256: str) -> bool:
        """Tell whether the manifest names other bytes than came."""
        return one.entry.sha256 is not None and one.entry.sha256.lower() != sha256


def _for(file: FileReceipt, one: Planned) -> bool:
    return (file.region, file.period, file.supplier) == (one.region, one.period, one.supplier)


def take(
    dock: Dock,
    bundle: Bundle,
    digests: Mapping[str, str],
    planned: Sequence[Planned],
    delivered_at: datetime | None,
    received_at: datetime,
) -> list[FileReceipt]:
    """Read every file of a delivery and give what became of each; nothing is committed yet."""
    before = dock.receipts.files()
    taken: list[FileReceipt] = []
    numbers = count(max((file.number or 0 for file in before), default=0) + 1)
    for one in planned:
        blank = FileReceipt(
            None, None, one.name, Status.REFUSED, received_at, delivered_at,
            region=one.region, period=one.period, supplier=one.supplier,
            feed=one.feed and one.feed.name, sha256=digests.get(one.name), mapping=one.source,
            part=one.entry.part,
        )  # fmt: skip
        for file in _taken(dock, bundle, one, blank, [*before, *taken]):
            taken.append(replace(file, number=next(numbers)))
    return [replace(file, number=None) for file in _apart(dock, taken, before)]


def _taken(
    dock: Dock, bundle: Bundle, one: Planned, blank: FileReceipt, others: Sequence[FileReceipt]
) -> list[FileReceipt]:
    if one.not_read:
        return [replace(blank, status=Status.NOT_READ, reason=one.not_read)]
    try:
        if one.refused or one.feed is None:
            raise FileRefused(one.refused or "the file is of no feed")
        earlier = [file for file in others if moment(file) <= moment(replace(blank, number=None))
                   or file.received_at == blank.received_at]  # fmt: skip
        standing = in_force(earlier)
        if one.entry.withdrawn:
            return [_withdrawn(dock, one, blank, standing, others)]
        if blank.sha256 is None or dock.breaks_its_word(one, blank.sha256):
            raise FileRefused(
                f"the manifest says sha256 {one.entry.sha256}, and the file has {blank.sha256}: "
                "deliver the file that the manifest means"
            )
        if same := dock.in_force_as(one, blank.sha256, in_force(others)):
            return [
                replace(
                    blank,
                    name=old.name if "#" in old.name else one.name,
                    feed=old.feed,
                    status=Status.SAME,
                    reason=f"already received in delivery {old.delivery}",
                    fingerprint=old.fingerprint,
                )
                for old in same
            ]
        _refuse_inside(blank, standing)
        return _read(dock, bundle, one, blank, standing)
    except (FileRefused, SourceRefused) as error:
        return [replace(blank, status=Status.REFUSED, reason=str(error))]


def _refuse_inside(file: FileReceipt, standing: Sequence[FileReceipt]) -> None:
    wider = wider_than(file, standing)
    if wider is not None:
        raise FileRefused(
            f"the file lies inside {wider.name!r} of {wider.period}, which is in force: deliver "
            f'{wider.period} whole, or say "replaces": "part" in the manifest'
        )


def _withdrawn(
    dock: Dock,
    one: Planned,
    blank: FileReceipt,
    standing: Sequence[FileReceipt],
    others: Sequence[FileReceipt],
) -> FileReceipt:
    old = dock.withdrawn_before(one, standing, others)
    if old:
        return replace(blank, status=Status.SAME, reason="already withdrawn")
    _refuse_inside(blank, standing)
    assert one.period is not None
    gone = [
        file.name
        for file in standing
        if (file.feed, file.region, file.supplier) == (blank.feed, blank.region, blank.supplier)
        and file.period is not None
        and (file.period == one.period or one.period.contains(file.period))
    ]
    if not gone:
        raise FileRefused(
            f"nothing of {blank.feed} {blank.region} {blank.period} by {blank.supplier} is in "
            "force: withdraw what was delivered"
        )
    return replace(blank, status=Status.WITHDRAWN, reason=f"withdraws {', '.join(gone)}")


def _read(
    dock: Dock,
    bundle: Bundle,
    one: Planned,
    blank: FileReceipt,
    standing: Sequence[FileReceipt],
) -> list[FileReceipt]:
    assert one.feed is not None
    folder = dock.home / "staging"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    with duckdb.connect() as connection:
        _set_up(connection, folder)
        path = _bytes(bundle, one, blank, folder)
        known = _Mapped(one) if one.mapping is not None else Names(one.feed)
        feeds = list(dock.feeds.values()) if one.mapping is None else []
        tables = read_tables(path, one.name, one.reading, known, feeds, folder, connection)
        if one.mapping is None:
            _refuse_many_words(one, tables)
        return [
            _table(dock, one, replace(blank, feed=(feed or one.feed).name, name=table.name),
                   feed or one.feed, table, connection, folder, standing)
            for feed, table in tables
        ]  # fmt: skip


def _refuse_many_words(one: Planned, tables: Sequence[tuple[Feed | None, TextTable]]) -> None:
    entry = one.entry
    if len(tables) > 1 and (entry.rows is not None or entry.totals):
        raise FileRefused(
            "the manifest states rows or totals for a workbook of several feeds: deliver a file "
            "for each feed"
        )


class _Mapped:
    """The headings that a mapping looks for."""

    def __init__(self, one: Planned) -> None:
        assert one.mapping is not None
        self._names = {
            " ".join(str(place).split())
            for column in one.mapping.columns
            for place in (*column.places, *column.either)
        } | {" ".join(str(place).split()) for place in one.mapping.ignore}

    def __contains__(self, heading: object) -> bool:
        return " ".join(str(heading).split()) in self._names


def _set_up(connection: duckdb.DuckDBPyConnection, folder: Path) -> None:
    connection.execute(f"set threads = {THREADS}")
    connection.execute(f"set memory_limit = '{MEMORY}'")
    connection.execute(f"set temp_directory = {quoted(str(folder / 'spill'))}")
    connection.execute("set preserve_insertion_order = true")
    connection.execute("set TimeZone = 'Asia/Shanghai'")
    # A filter pushed below a projection would work every typed value out twice.
    connection.execute("set disabled_optimizers = 'filter_pushdown'")


def _bytes(bundle: Bundle, one: Planned, blank: FileReceipt, folder: Path) -> Path:
    """Give the path of a file's bytes, unpacked from the archive where it came in one."""
    member = next(member for member in bundle.members if member.name == one.name)
    if not bundle.zipped:
        return Path(member.inside)
    path = folder / "member"
    with bundle.open(member) as file, path.open("wb") as out:
        if hashed(file, out) != blank.sha256:
            raise FileRefused("the archive gives other bytes than before: receive it again")
    return path


def _table(
    dock: Dock,
    one: Planned,
    blank: FileReceipt,
    feed: Feed,
    printed: TextTable,
    connection: duckdb.DuckDBPyConnection,
    folder: Path,
    standing: Sequence[FileReceipt],
) -> FileReceipt:
    try:
        _refuse_inside(blank, standing)
        table = printed
        if one.mapping is not None:
            table = apply(one.mapping, printed, connection)
        tally, bound = _tally(one, feed, table, printed, connection, folder)
        _refuse_broken_word(one, feed, tally, bound)
    except (FileRefused, SourceRefused) as error:
        return replace(blank, reason=str(error), notes=printed.notes)
    except duckdb.Error as error:
        raise _Failed(blank.name, error) from error
    fingerprint = one.fingerprint(feed)
    place = _place(dock, blank, fingerprint)
    landing.move_in(folder / "kept.parquet", dock.home / "kept" / place)
    aside = folder / "aside.parquet"
    if tally.aside:
        landing.move_in(aside, dock.home / "aside" / place)
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
        notes=table.notes,
    )


class _Failed(Exception):
    """DuckDB could not do what the dock asked of it: the house is wrong, not the file."""

    def __init__(self, name: str, error: duckdb.Error) -> None:
        super().__init__(f"{name}: {error}")


def _tally(
    one: Planned,
    feed: Feed,
    table: TextTable,
    printed: TextTable,
    connection: duckdb.DuckDBPyConnection,
    folder: Path,
) -> tuple[Tally, Sequence[Bound]]:
    if not table.headings:
        if one.entry.rows != 0:
            raise FileRefused('the file is empty: deliver its heading and rows, or "rows": 0')
        nothing = ", ".join(f"null::varchar as c{n}" for n, _ in enumerate(feed.columns, 1))
        headings = tuple(column.name for column in feed.columns)
        relation = f"(select 0::bigint as line, {nothing} where false)"
        table = printed = replace(table, headings=headings, relation=relation, rows=0)
    stated = None if one.entry.unit is None else money_unit(one.entry.unit)
    bound = bind(feed, table, stated)
    free = one.mapping is not None and one.mapping.any_date
    held = hold(feed, bound, table, None if free else one.period)
    tally = keep(connection, held, table, printed, folder)
    if tally.delivered == 0 and one.entry.rows != 0:
        raise FileRefused(
            'the file has a heading and no rows: deliver its rows, or say "rows": 0 in the manifest'
        )
    return tally, bound


def _refuse_broken_word(one: Planned, feed: Feed, tally: Tally, bound: Sequence[Bound]) -> None:
    entry = one.entry
    if entry.rows is not None and entry.rows != tally.delivered:
        raise FileRefused(
            f"the manifest says {entry.rows} rows, and the file has {tally.delivered}: deliver the "
            "file that the manifest means"
        )
    names = Names(feed)
    for heading, wanted in entry.totals.items():
        found = names.find(heading)
        column = None if found is None else found[0].name
        if column is None or column not in tally.totals:
            raise FileRefused(
                f"the manifest states a total of {heading!r}, which is no amount of the file: "
                f"known are {sorted(tally.totals)}"
            )
        unit = next(one.unit for one in bound if one.column.name == column)
        came = tally.totals[column].delivered / YUAN_IN[unit]
        if came != wanted:
            raise FileRefused(
                f"the manifest says {heading} {_figure(wanted)}, and the file has {_figure(came)} "
                f"({unit}): deliver the file that the manifest means"
            )


def _figure(amount: Decimal) -> str:
    return f"{amount.normalize():f}"


def _place(dock: Dock, file: FileReceipt, fingerprint: str) -> str:
    """Give the path of a file's rows, below `kept` and `aside`: an older reading keeps its own."""
    folder = "/".join(
        landing.safe(part)
        for part in (file.feed or "", file.region or "", str(file.period), file.supplier or "")
    )
    path = f"{folder}/{file.sha256}.parquet"
    taken = any(
        other.kept_path == f"kept/{path}" and other.fingerprint != fingerprint
        for other in dock.receipts.files()
    )
    return f"{folder}/{file.sha256}-{fingerprint[:8]}.parquet" if taken else path


def _apart(
    dock: Dock, taken: Sequence[FileReceipt], before: Sequence[FileReceipt]
) -> list[FileReceipt]:
    """Refuse sheets of one feed, region and period that only their workbooks' names told."""
    told = []
    for file in taken:
        others = [
            other.name
            for other in taken
            if other is not file
            and other.status is file.status is Status.KEPT
            and (other.feed, other.region, other.period) == (file.feed, file.region, file.period)
        ]
        if not others:
            told.append(file)
            continue
        for path in (file.kept_path, file.aside_path):
            if path and not any(path in {old.kept_path, old.aside_path} for old in before):
                (dock.home / path).unlink(missing_ok=True)
        told.append(
            FileReceipt(
                file.number,
                None,
                file.name,
                Status.REFUSED,
                file.received_at,
                file.delivered_at,
                twice(file.name, others),
                file.feed,
                file.region,
                file.period,
                file.supplier,
                file.sha256,
                file.mapping,
            )  # fmt: skip
        )
    return told
