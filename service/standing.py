"""What the receipts say is in force, as the warehouse wants to hear it."""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from ingest.feeds import all_feeds
from ingest.receipts import FileReceipt, Receipts
from service.clock import day
from service.feed_pages import column_rows, feed_rows
from service.home import Home
from service.kept import kept_file
from service.restated import cells, pinned_rows
from service.supply import Agreed, arrivals
from warehouse.due import dues
from warehouse.kept import KeptFile, Record


@dataclass(frozen=True)
class Standing:
    """The ground that a night is built on."""

    files: Sequence[KeptFile]
    record: Record
    mark: str  # hash of all of it


def standing(home: Home, agreed: Agreed, as_of: date, known: date | None) -> Standing:
    """Give the files in force and the record of deliveries, of those received by `known`.

    The record tells, too, what the supply calendar asks for up to `as_of`.
    """
    receipts = Receipts(home.root)
    heard = [
        delivery
        for delivery in receipts.deliveries()
        if known is None or day(delivery.received_at) <= known
    ]
    in_force = receipts.in_force(known)
    standing_numbers = {file.number for file in in_force}
    files = [file for delivery in heard for file in delivery.files]
    restated = cells(home, known)
    record = Record(
        deliveries=[(d.number, d.name, d.supplier, d.delivered_at, d.received_at) for d in heard],
        delivery_files=[_told(file, file.number in standing_numbers) for file in files],
        file_totals=[
            (file.number, name, t.delivered, t.kept, t.repeated, t.aside, t.unreadable)
            for file in files
            for name, t in file.totals.items()
        ],
        asides=_asides(receipts, files),
        feeds=feed_rows(all_feeds()),
        feed_columns=column_rows(all_feeds()),
        restated=restated,
        pinned_rows=pinned_rows(home, restated),
        dues=dues(agreed.calendar, arrivals(files, standing_numbers), agreed.workdays, as_of),
    )
    seen = hashlib.sha256(agreed.mark.encode())
    for row in (*record.deliveries, *record.delivery_files, *record.pinned_rows):
        seen.update(repr(row).encode())
    return Standing([kept_file(home, file) for file in in_force], record, seen.hexdigest())


def _told(file: FileReceipt, in_force: bool) -> tuple[object, ...]:
    return (
        file.number, file.delivery, file.name, file.feed, file.region,
        str(file.period) if file.period else None, file.supplier, file.sha256, file.mapping,
        file.status.value, file.reason, file.delivered, file.kept, file.repeated, file.aside,
        in_force,
    )  # fmt: skip


def _asides(receipts: Receipts, files: Sequence[FileReceipt]) -> Iterator[tuple[object, ...]]:
    for file in files:
        if file.aside_path is not None and file.number is not None:
            for row in receipts.rejects(file.number):
                yield file.number, row["line"], row["column_name"], row["raw"], row["reason"]
