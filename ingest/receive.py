"""Takes deliveries in: landing, reading, contract, receipts; safe at any moment."""

import json
import shutil
import sqlite3
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from ingest import landing
from ingest.bundle import Bundle, legible
from ingest.delivery import MANIFEST, DeliveryRefused, Manifest
from ingest.dock import Dock
from ingest.failure import DockFailed
from ingest.feed import Feed
from ingest.feeds import all_feeds
from ingest.force import moment
from ingest.headings import FileRefused
from ingest.identity import Options
from ingest.plan import Planned, manifest_of, plan, with_digests
from ingest.receipt import FileReceipt, Receipt, Status, worst
from ingest.receipts import Receipts
from ingest.sources import Source
from ingest.take import already, take
from warehouse.period import Period

__all__ = ["DockFailed", "FileReceipt", "Options", "Receipt", "receive", "worst"]

_Sums = tuple[Mapping[str, str], Mapping[str, str]]  # of each file, and why others have none


@dataclass(frozen=True)
class _Opened:
    """A delivery as it lies somewhere: what it says of itself."""

    name: str
    bundle: Bundle
    digests: Mapping[str, str]
    broken: Mapping[str, str]  # files whose bytes cannot be had, and why
    manifest: Manifest
    refused: str | None

    @property
    def digest(self) -> str:
        return landing.digest_of(self.name, {**self.digests, **self.broken})


def receive(
    home: Path,
    paths: Sequence[Path],
    *,
    now: datetime,
    feeds: Mapping[str, Feed] | None = None,
    sources: Mapping[str, Source] | None = None,
    options: Options | None = None,
    done: Callable[[], None] | None = None,
) -> list[Receipt]:
    """Take deliveries in and give a receipt for each, in the order of `paths`.

    What an earlier run left unfinished is finished first. A delivery of which nothing is new
    costs reading its bytes and changes nothing; its receipt has no number. `done` is called
    after each path.

    Raises:
        DockFailed: the disk or the engine failed; nothing is lost, and the next run goes on.
    """
    receipts = []
    try:
        with landing.alone(home):
            known = all_feeds() if feeds is None else feeds
            dock = Dock(home, Receipts(home), known, sources or {})
            finished = _finish_all(dock)
            for path in paths:
                receipt = _receive_one(dock, path, now, options or Options(), finished)
                receipts += [receipt, *_read_again(dock, receipt, now)]
                if done is not None:
                    done()
    except (OSError, sqlite3.Error) as error:
        raise DockFailed(
            f"the delivery could not be taken in: {error}: see to the home's disk and receive again"
        ) from error
    return receipts


def _receive_one(
    dock: Dock, path: Path, now: datetime, options: Options, finished: Mapping[str, Receipt]
) -> Receipt:
    try:
        opened = _opened(path, legible(path.name or path.resolve().name))
    except (DeliveryRefused, FileRefused) as error:
        return _turned_away(legible(path.name), now, str(error))
    if opened.digest in finished:
        return finished[opened.digest]
    planned = _planned(dock, opened, options)
    if not planned:
        return _turned_away(opened.name, now, "the delivery holds no file")
    if old := _nothing_new(dock, opened, planned, now):
        return old
    number, digests = _land(dock, opened, planned, now, options)
    return _finish(dock, number, (digests or opened.digests, opened.broken))


def _turned_away(name: str, now: datetime, why: str) -> Receipt:
    file = FileReceipt(None, None, name, Status.REFUSED, now, reason=why)
    return Receipt(None, name, None, None, now, None, (file,))


def _opened(path: Path, name: str, sums: _Sums | None = None) -> _Opened:
    if not path.exists():
        raise DeliveryRefused(f"there is nothing at {str(path)!r}: name a folder, .zip or file")
    bundle = Bundle(path)
    manifest, refused = Manifest(), None
    try:
        manifest = manifest_of(bundle.manifest)
    except DeliveryRefused as error:
        refused = str(error)
    digests, broken = sums or landing.digests(bundle)
    return _Opened(name, bundle, digests, broken, manifest, refused)


def _planned(dock: Dock, opened: _Opened, options: Options) -> list[Planned]:
    names = [member.name for member in opened.bundle.members]
    planned = [
        replace(one, refused=opened.broken[one.name], not_read=None)
        if one.name in opened.broken
        else with_digests(one, opened.digests, opened.manifest)
        for one in plan(names, opened.manifest, dock.feeds, dock.sources, options)
    ]
    if opened.refused is None:
        return planned
    if not planned:
        planned = [Planned(MANIFEST)]
    return [
        one if one.not_read else replace(one, refused=opened.refused, feed=None) for one in planned
    ]


def _nothing_new(
    dock: Dock, opened: _Opened, planned: Sequence[Planned], now: datetime
) -> Receipt | None:
    """Give a receipt without a number where every file is the one now in force."""
    dock.look_up(planned)
    told: list[FileReceipt] = []
    for one in planned:
        if one.not_read:
            file = FileReceipt(None, None, one.name, Status.NOT_READ, now, reason=one.not_read)
            told.append(file)
            continue
        same = _same(dock, one, opened)
        if not same or any(dock.renews(file, opened.manifest.delivered_at) for file in same):
            return None
        told += [
            replace(already(old, old), name=one.name if "#" not in old.name else old.name)
            for old in same
        ]
    if not any(file.status is Status.SAME for file in told):
        return None
    supplier = opened.manifest.supplier or next((f.supplier for f in told if f.supplier), None)
    return Receipt(
        None, opened.name, supplier, opened.manifest.delivered_at, now, None, tuple(told)
    )


def _same(dock: Dock, one: Planned, opened: _Opened) -> list[FileReceipt]:
    if one.refused or one.feed is None:
        return []
    if one.entry.withdrawn:
        return dock.withdrawn_before(one)
    sha256 = opened.digests.get(one.name)
    return [] if sha256 is None else dock.in_force_as(one, sha256)


def _land(
    dock: Dock, opened: _Opened, planned: Sequence[Planned], now: datetime, options: Options
) -> tuple[int, dict[str, str]]:
    supplier = opened.manifest.supplier or next((p.supplier for p in planned if p.supplier), "-")
    name = landing.landing_name(now, supplier, opened.digest)
    place, nth = dock.home / "landing" / name, 1
    while place.exists():
        nth += 1
        place = dock.home / "landing" / f"{name}-{nth}"
    arriving = place.with_name(f".{place.name}")
    digests = landing.copy_in(opened.bundle, arriving)
    told = {
        "feed": options.feed,
        "region": options.region,
        "period": options.period and str(options.period),
        "source": options.source,
        "zipped": opened.bundle.zipped,
    }
    number = dock.receipts.arrive(opened.name, place.name, opened.digest, json.dumps(told), now)
    arriving.rename(place)
    landing.sync([place.parent])
    return number, digests


def _finish_all(dock: Dock) -> dict[str, Receipt]:
    """Finish what an earlier run began, and sweep away what it never began."""
    shutil.rmtree(dock.home / "staging", ignore_errors=True)
    finished = {}
    for arrival in dock.receipts.unfinished():
        place = dock.home / "landing" / arrival["landing"]
        arriving = place.with_name(f".{place.name}")
        if not place.exists() and arriving.exists():
            arriving.rename(place)
            landing.sync([place.parent])
        if place.exists():
            finished[arrival["digest"]] = _finish(dock, arrival["number"])
        else:
            dock.receipts.forget(arrival["number"])
    for left in (dock.home / "landing").glob(".*"):
        shutil.rmtree(left, ignore_errors=True)
    return finished


def _finish(dock: Dock, number: int, sums: _Sums | None = None) -> Receipt:
    """Read a delivery that lies in the landing and write its receipts."""
    arrival = next(one for one in dock.receipts.unfinished() if one["number"] == number)
    told = json.loads(arrival["options"])
    zipped = told.pop("zipped")
    period = told.pop("period")
    options = Options(**told, period=None if period is None else Period.parse(period))
    place = dock.home / "landing" / arrival["landing"]
    path = next(place.iterdir()) if zipped else place
    opened = _opened(path, arrival["name"], sums)
    files = take(
        dock,
        opened.bundle,
        opened.digests,
        _planned(dock, opened, options),
        opened.manifest.delivered_at,
        datetime.fromisoformat(arrival["received_at"]),
    )
    supplier = opened.manifest.supplier or next((f.supplier for f in files if f.supplier), None)
    if not _renewed(dock, files) and _as_before(dock, arrival["digest"], files):
        _take_back(dock, number, place)
        receipt = Receipt(
            None, opened.name, supplier, opened.manifest.delivered_at, files[0].received_at, None,
            tuple(files),
        )  # fmt: skip
    else:
        receipt = dock.receipts.finish(number, supplier, opened.manifest.delivered_at, files)
    shutil.rmtree(dock.home / "staging", ignore_errors=True)
    return receipt


def _read_again(dock: Dock, receipt: Receipt, now: datetime) -> list[Receipt]:
    """Read again what was refused though it was delivered after what has only now arrived.

    A file inside a wider one, or a withdrawal of nothing, is refused by what was known when it
    came; what was delivered before it and arrives later may put it right.
    """
    if receipt.number is None:
        return []
    first: dict[tuple[str | None, ...], tuple[object, ...]] = {}
    for new in receipt.files:
        if new.status in {Status.KEPT, Status.WITHDRAWN}:
            whose = (new.region, new.feed, new.supplier)
            first[whose] = min(first.get(whose, moment(new)), moment(new))
    late = {
        old.delivery
        for old in dock.receipts.files(regions={region or "" for region, _, _ in first})
        if old.status is Status.REFUSED
        and old.delivered_at is not None
        and (whose := (old.region, old.feed, old.supplier)) in first
        and moment(old) > first[whose]
    }
    again: list[Receipt] = []
    for number in sorted(number for number in late if number is not None):
        read = _take_again(dock, number, now)
        if read.number is not None:
            again += [read, *_read_again(dock, read, now)]
    return again


def _take_again(dock: Dock, number: int, now: datetime) -> Receipt:
    arrival = dock.receipts.arrival(number)
    told = json.loads(arrival["options"])
    zipped, period = told.pop("zipped"), told.pop("period")
    options = Options(**told, period=None if period is None else Period.parse(period))
    place = dock.home / "landing" / arrival["landing"]
    opened = _opened(next(place.iterdir()) if zipped else place, arrival["name"])
    fresh, digests = _land(dock, opened, _planned(dock, opened, options), now, options)
    return _finish(dock, fresh, (digests or opened.digests, opened.broken))


def _renewed(dock: Dock, files: Sequence[FileReceipt]) -> bool:
    return any(
        file.status is Status.SAME and dock.renews(file, file.delivered_at) for file in files
    )


def _as_before(dock: Dock, digest: str, files: Sequence[FileReceipt]) -> bool:
    """Tell whether the same bytes were refused before for the same reasons, and nothing is new."""
    if any(file.status in {Status.KEPT, Status.WITHDRAWN} for file in files):
        return False
    refused = {(f.name, f.sha256, f.reason) for f in files if f.status is Status.REFUSED}
    return any(
        refused == {(f.name, f.sha256, f.reason) for f in before if f.status is Status.REFUSED}
        for before in dock.receipts.files_of_digest(digest)
    )


def _take_back(dock: Dock, number: int, place: Path) -> None:
    hidden = place.with_name(f".{place.name}")
    place.rename(hidden)
    dock.receipts.forget(number)
    shutil.rmtree(hidden)
