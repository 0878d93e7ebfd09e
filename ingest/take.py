"""Takes the files of one delivery, one after the other: nothing is committed here."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from itertools import count

from ingest.bundle import Bundle
from ingest.desk import Tools, laid_out, read_file
from ingest.dock import Dock
from ingest.headings import FileRefused
from ingest.landing import Shelf
from ingest.plan import Planned, twice
from ingest.receipt import FileReceipt, Status
from ingest.sources import SourceRefused
from ingest.tally import Total

_UNFORESEEN = (ArithmeticError, LookupError, MemoryError, RecursionError, ValueError)


def take(
    dock: Dock,
    bundle: Bundle,
    digests: Mapping[str, str],
    planned: Sequence[Planned],
    delivered_at: datetime | None,
    received_at: datetime,
) -> list[FileReceipt]:
    """Read every file of a delivery and give what became of each."""
    dock.look_up(planned)
    numbers = count(dock.receipts.last_file() + 1)
    told: list[FileReceipt] = []
    with laid_out(dock.home) as tools:
        for one in planned:
            blank = FileReceipt(
                None,
                None,
                one.name,
                Status.REFUSED,
                received_at,
                delivered_at,
                feed=None if one.feed is None else one.feed.name,
                region=one.region,
                period=one.period,
                supplier=one.supplier,
                sha256=digests.get(one.name),
                mapping=one.source,
                part=one.entry.part,
            )
            taken = _taken(dock, tools, bundle, one, blank)
            taken = [replace(file, number=next(numbers)) for file in taken]
            dock.remember(taken)
            told += taken
        files = _apart(tools.shelf, told)
        tools.shelf.put()
    return files


def _taken(
    dock: Dock, tools: Tools, bundle: Bundle, one: Planned, blank: FileReceipt
) -> list[FileReceipt]:
    if one.not_read:
        return [replace(blank, status=Status.NOT_READ, reason=one.not_read)]
    try:
        if one.refused or one.feed is None:
            raise FileRefused(one.refused or "the file is of no feed")
        if one.entry.withdrawn:
            return [_withdrawn(dock, one, blank)]
        if blank.sha256 is None or (one.entry.sha256 or blank.sha256).lower() != blank.sha256:
            raise FileRefused(
                f"the manifest says sha256 {one.entry.sha256}, and the file has {blank.sha256}: "
                "deliver the file that the manifest means"
            )
        if same := dock.in_force_as(one, blank.sha256):
            return [already(old, blank) for old in same]
        dock.refuse_inside(blank)
        return read_file(dock, tools, bundle, one, blank)
    except (FileRefused, SourceRefused) as error:
        return [replace(blank, reason=str(error))]
    except _UNFORESEEN as error:
        why = f"{type(error).__name__}: {error}"
        return [replace(blank, reason=f"the file could not be read ({why}): tell the makers")]


def already(old: FileReceipt, blank: FileReceipt) -> FileReceipt:
    """Say of a file that it is the one now in force."""
    return replace(
        blank,
        name=old.name if "#" in old.name else blank.name,
        feed=old.feed,
        status=Status.SAME,
        reason=f"already received in delivery {old.delivery}",
        fingerprint=old.fingerprint,
    )


def _withdrawn(dock: Dock, one: Planned, blank: FileReceipt) -> FileReceipt:
    if before := dock.withdrawn_before(one):
        later = any(dock.renews(file, blank.delivered_at) for file in before)
        status = Status.WITHDRAWN if later else Status.SAME
        return replace(blank, status=status, reason="already withdrawn")
    dock.refuse_inside(replace(blank, status=Status.WITHDRAWN))
    assert one.period is not None
    gone = [
        file.name
        for file in dock.standing_before(blank)
        if file.feed == blank.feed
        and file.period is not None
        and (file.period == one.period or one.period.contains(file.period))
    ]
    if not gone:
        raise FileRefused(
            f"nothing of {blank.feed} {blank.region} {blank.period} by {blank.supplier} is in "
            "force: withdraw what was delivered"
        )
    return replace(blank, status=Status.WITHDRAWN, reason=f"withdraws {', '.join(gone)}")


def _apart(shelf: Shelf, taken: Sequence[FileReceipt]) -> list[FileReceipt]:
    """Refuse sheets of one feed, region and period that only their workbooks told of."""
    kept: dict[tuple[str | None, ...], list[FileReceipt]] = {}
    for file in taken:
        if file.status is Status.KEPT:
            kept.setdefault(_meant(file), []).append(file)
    told = []
    for file in taken:
        others = [
            other.name
            for other in kept.get(_meant(file), ())
            if file.status is Status.KEPT and other is not file
        ]
        if others:
            for path in (file.kept_path, file.aside_path):
                if path:
                    shelf.drop(path)
        told.append(_refused(file, twice(file.name, others)) if others else file)
    return told


def _meant(file: FileReceipt) -> tuple[str | None, ...]:
    return (file.feed, file.region, str(file.period), file.supplier)


def _refused(file: FileReceipt, why: str) -> FileReceipt:
    nothing: dict[str, Total] = {}
    return replace(
        file,
        status=Status.REFUSED,
        reason=why,
        fingerprint="",
        delivered=0,
        kept=0,
        repeated=0,
        aside=0,
        left_out=0,
        totals=nothing,
        kept_path=None,
        aside_path=None,
    )
