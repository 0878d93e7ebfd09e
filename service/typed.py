"""补录入夜. The typed legal events as files of their own, which a night reads beside the delivered.

One file for each person who typed, government and year: its name says who, its lines are the
ledger's, and its number is below zero, for no receipt tells of it.
"""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import groupby
from pathlib import Path

import duckdb

from alerts.legal_events import TypedEvent
from ingest.feeds import all_feeds
from service.standing import Standing
from warehouse.kept import KeptFile
from warehouse.period import Period
from warehouse.pour import pour
from warehouse.shapes import tables

FEED = "legal_event"


@dataclass(frozen=True)
class _File:
    number: int
    actor: str
    region: str
    year: int
    lines: Sequence[TypedEvent]

    @property
    def name(self) -> str:
        return f"typed by {self.actor}"

    @property
    def digest(self) -> str:
        return hashlib.sha256(repr(self.lines).encode()).hexdigest()

    @property
    def total(self) -> Decimal:
        amounts = (line.event.amount for line in self.lines)
        return sum((amount for amount in amounts if amount is not None), Decimal("0.00"))


def with_typed(ground: Standing, events: Sequence[TypedEvent], folder: Path) -> Standing:
    """Add the typed events to what a night is built on; their rows are written below `folder`."""
    files = list(_files(events))
    record = ground.record
    return replace(
        ground,
        files=[*ground.files, *(_kept(file, folder) for file in files)],
        record=replace(
            record,
            deliveries=[*record.deliveries, *map(_delivery, files)],
            delivery_files=[*record.delivery_files, *map(_delivery_file, files)],
            file_totals=[
                *record.file_totals,
                *((f.number, "amount", f.total, f.total, 0, 0, 0) for f in files),
            ],
        ),
    )


def _files(events: Sequence[TypedEvent]) -> Iterator[_File]:
    def place(line: TypedEvent) -> tuple[str, int, str]:
        return line.event.region, line.event.fiscal_year, line.actor

    grouped = groupby(sorted(events, key=lambda line: (place(line), line.number)), key=place)
    for number, ((region, year, actor), lines) in enumerate(grouped, start=1):
        yield _File(-number, actor, region, year, list(lines))


def _kept(file: _File, folder: Path) -> KeptFile:
    feed, table = all_feeds()[FEED], tables("core")[FEED]
    path = folder / f"{file.digest}.parquet"
    with duckdb.connect() as connection:
        columns = ", ".join(f'"{column.name}" {column.type}' for column in table.columns)
        connection.execute(f"create table kept ({columns}, {table.line} BIGINT)")
        pour(
            connection,
            "kept",
            [(*(getattr(line.event, name) for name in table.names), line.number)
             for line in file.lines],
        )  # fmt: skip
        connection.execute("copy kept to $path (format parquet)", {"path": str(path)})
    return KeptFile(
        number=file.number,
        delivery=file.number,
        feed=FEED,
        region=file.region,
        period=Period(file.year),
        supplier=file.actor,
        path=path,
        rows=len(file.lines),
        totals={"amount": file.total},
        part=False,
        stated_at=max(line.at for line in file.lines),
        holds=feed.holds.value,
        dated=feed.dated,
        key=tuple(feed.key),
        typed=True,
    )


def _delivery(file: _File) -> tuple[object, ...]:
    at = max(line.at for line in file.lines)
    return (file.number, file.name, file.actor, at, at)


def _delivery_file(file: _File) -> tuple[object, ...]:
    rows = len(file.lines)
    return (
        file.number, file.number, file.name, FEED, file.region, str(file.year), file.actor,
        file.digest, "", "typed", None, rows, rows, 0, 0, True,
    )  # fmt: skip
