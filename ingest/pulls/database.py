"""Pulls a database: each period that changed is read whole, from one snapshot, and delivered.

What must be delivered is found by counts, watermarks and totals for each period. A file replaces
what the same supplier delivered for the period before, so a period that is read once too often is
received already, and one that changed is a restatement. Nothing is ever added to a period.
"""

import csv
import hashlib
import json
import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import sqlalchemy as sa
import structlog

from ingest.landing import safe
from ingest.pulls.engines import is_passing, open_engine, snapshot
from ingest.pulls.order import DatabasePull, PullFailed, TableOrder
from ingest.pulls.secret import Secret
from ingest.pulls.tables import Held, Reading, spelt, unspelt, window
from ingest.pulls.taken import Taken
from ingest.receipt import Receipt, Status
from warehouse.period import SHANGHAI

LONGEST_WAIT = 60.0  # seconds

log = structlog.get_logger("ingest")


@dataclass
class Site:
    """What a pull may use of the home: a memory, room to work, the dock, a clock."""

    taken: Taken
    room: Path  # a folder of this pull's own; what is in it may go at any time
    dock: Callable[[Path], Receipt]
    clock: Callable[[], datetime]
    wait: Callable[[float], None]


@dataclass
class Pulled:
    """What came of a pull so far."""

    receipts: list[Receipt] = field(default_factory=list)
    undated: dict[str, int] = field(default_factory=dict)  # table → rows that tell no period
    unchanged: int = 0  # periods of which nothing is new


def pull_database(
    pull: DatabasePull, password: Secret, site: Site, *, whole: bool = False, empty: bool = False
) -> Pulled:
    """Deliver every period that changed since the last pull; `whole` reads all of them again.

    A fault of the connection is waited out and the rest read from a new snapshot; what was
    delivered stays so. `empty` allows a table that held rows to have none at all now.

    Raises:
        PullFailed: the source could not be read to its end.
    """
    pulled = Pulled()
    for nth in range(1, pull.server.tries + 1):
        try:
            _pull_once(pull, password, site, pulled, whole=whole and nth == 1, empty=empty)
            break
        except sa.exc.DBAPIError as error:
            told = password.hide((str(error.orig).splitlines() or [""])[0])
            if not is_passing(error) or nth == pull.server.tries:
                raise PullFailed(_failed(pull, told, nth), pulled.receipts) from None
            seconds = min(2.0 ** (nth - 1), LONGEST_WAIT)
            log.warning("pull.interrupted", source=pull.name, told=told, again_in=seconds)
            site.wait(seconds)
        except UnicodeDecodeError as error:
            raise PullFailed(
                f"{pull.name}: the database's text is not {error.encoding}: write the encoding of "
                "its text, such as 'GBK', under [server]",
                pulled.receipts,
            ) from None
        except PullFailed as error:
            raise PullFailed(f"{pull.name}: {error}", pulled.receipts) from error
    return pulled


def _failed(pull: DatabasePull, told: str, tries: int) -> str:
    tried = f", {tries} times" if tries > 1 else ""
    return (
        f"{pull.name}: the {pull.server.driver} server {pull.server.host!r} could not be read"
        f"{tried}: {told}: see to it, or to the pull's file, and pull again"
    )


def _pull_once(
    pull: DatabasePull, password: Secret, site: Site, pulled: Pulled, *, whole: bool, empty: bool
) -> None:
    engine = open_engine(pull.server, password)
    pulled.undated.clear()
    pulled.unchanged = 0
    try:
        with snapshot(engine, pull.server) as connection:
            at = site.clock()
            for order in pull.tables:
                _pull_table(pull, order, connection, site, pulled, (at, whole, empty))
    finally:
        engine.dispose()


def _pull_table(
    pull: DatabasePull,
    order: TableOrder,
    connection: sa.Connection,
    site: Site,
    pulled: Pulled,
    how: tuple[datetime, bool, bool],
) -> None:
    at, whole, empty = how
    reading = Reading(connection, order, at.astimezone(SHANGHAI).date())
    periods, undated = reading.periods()
    if undated:
        pulled.undated[order.called] = undated
    known = site.taken.periods(order.feed, order.region)
    if known and not periods and not empty:
        raise PullFailed(
            f"{order.called} has no rows, and had some at the last pull: if that is right, pull "
            "with --empty, which withdraws them"
        )
    latest = max((h.latest for h in periods if h.latest is not None), default=None)
    since = window(latest, order.overlap_seconds)
    for nth, held in enumerate(periods):
        again = order.changed is None and len(periods) - nth <= (order.recent or len(periods))
        old = known.get(str(held.period))
        if not (whole or again) and old is not None and not _changed(reading, held, old):
            pulled.unchanged += 1
            continue
        signature = {**held.sign(), "since": spelt(since), "newest": _newest(reading, held, since)}
        receipt = site.dock(_write(pull, reading, held, site.room, at))
        if _taken(receipt, pulled):
            place = (order.feed, order.region, str(held.period))
            site.taken.keep_period(*place, signature, at)
    if order.dated or order.year:
        for gone in sorted(known.keys() - {str(held.period) for held in periods}):
            receipt = site.dock(_write_withdrawal(pull, order, gone, site.room, at))
            if _taken(receipt, pulled):
                site.taken.forget_period(order.feed, order.region, gone)


def _taken(receipt: Receipt, pulled: Pulled) -> bool:
    """Note a receipt; tell whether the dock stands where the source stood."""
    statuses = {file.status for file in receipt.files}
    if statuses == {Status.SAME}:
        pulled.unchanged += 1
    else:
        pulled.receipts.append(receipt)
    return Status.REFUSED not in statuses


def _changed(reading: Reading, held: Held, old: dict[str, object]) -> bool:
    if any(old.get(name) != value for name, value in held.sign().items()):
        return True
    if reading.order.changed is None:
        return False
    since = unspelt(old["since"])
    return old["newest"] != _newest(reading, held, since)


def _newest(reading: Reading, held: Held, since: Any) -> str:  # noqa: ANN401 - a watermark
    if reading.order.changed is None:
        return ""
    if since is not None and held.latest is not None and held.latest < since:
        return ""
    return reading.newest_part(held, since)


def _write(pull: DatabasePull, reading: Reading, held: Held, room: Path, at: datetime) -> Path:
    """Write a period as a delivery: its rows, and a manifest that says how many there are."""
    order = reading.order
    folder = _folder(pull, order, str(held.period), room)
    name = f"{order.feed}_{order.region}_{held.period}.csv"
    rows, totals = 0, dict.fromkeys(order.totals, Decimal(0))
    places = {heading: list(reading.columns).index(heading) for heading in order.totals}
    with (folder / name).open("w", encoding="utf-8", newline="") as out:
        lines = csv.writer(out, lineterminator="\n")
        lines.writerow(reading.columns)
        for row in reading.rows(held):
            lines.writerow(row)
            rows += 1
            for heading, place in places.items():
                totals[heading] += Decimal(row[place] or 0)
    if rows != held.rows or totals != dict(held.totals):
        raise PullFailed(
            f"{order.called}, {held.period}: {rows} rows with {_told(totals)} were read, where the "
            f"database counts {held.rows} with {_told(held.totals)}: it gives no consistent "
            "snapshot; nothing of the period was taken"
        )
    with (folder / name).open("rb") as written:
        sha256 = hashlib.file_digest(written, "sha256").hexdigest()
    entry = {"name": name, "feed": order.feed, "region": order.region, "period": str(held.period),
             "sha256": sha256, "rows": rows, "encoding": "utf-8"}  # fmt: skip
    return _manifest(
        folder, pull, at, entry if order.unit is None else {**entry, "unit": order.unit}
    )


def _write_withdrawal(
    pull: DatabasePull, order: TableOrder, period: str, room: Path, at: datetime
) -> Path:
    folder = _folder(pull, order, period, room)
    entry = {"feed": order.feed, "region": order.region, "period": period, "withdrawn": True}
    return _manifest(folder, pull, at, entry)


def _folder(pull: DatabasePull, order: TableOrder, period: str, room: Path) -> Path:
    folder = room / f"{safe(pull.name)}-{order.feed}-{order.region}-{period}"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    return folder


def _manifest(folder: Path, pull: DatabasePull, at: datetime, entry: dict[str, object]) -> Path:
    told = {"delivered_at": at.isoformat(), "files": [entry]}
    if pull.supplier is not None:
        told = {"supplier": pull.supplier, **told}
    text = json.dumps(told, ensure_ascii=False, indent=1)
    (folder / "manifest.json").write_text(text, "utf-8")
    return folder


def _told(totals: Mapping[str, Decimal]) -> str:
    return ", ".join(f"{name} {total}" for name, total in totals.items()) or "no totals"
