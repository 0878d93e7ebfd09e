"""体检. What is well with a home, and what is not, in one sentence each."""

import shutil
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa

from alerts.ledger import Ledger
from alerts.stations import Stations
from dashboards.figures.running import LEAST_DISK
from ingest.pulls.read import pull_files
from ingest.receipts import Receipts
from ingest.sources import SourceRefused
from service.clock import day
from service.pull import find, job_of
from service.runs import Runs
from service.scheduler import NIGHT
from service.settings import Settings
from service.version import VERSION
from warehouse.database import NightBroken, NightMissing, Warehouse
from warehouse.proof import NotProven, prove
from warehouse.publish import night_path, published

STALE = timedelta(days=2)


@dataclass(frozen=True)
class Check:
    """One thing looked at."""

    name: str
    well: bool
    says: str


def examine(settings: Settings, now: datetime) -> list[Check]:
    """Look at a home: settings, disk, receipts, kept rows, the published night, ledger, jobs."""
    return [
        Check("version", True, f"pursewatch {VERSION}"),
        *_disk(settings),
        *_receipts(settings, now),
        *_night(settings, now),
        *_ledger(settings),
        *_pulls(settings),
        *_stations(settings),
    ]


def _disk(settings: Settings) -> Iterator[Check]:
    free = shutil.disk_usage(settings.house.root).free
    says = f"{free / 1e9:.1f} GB free on the disk of the home"
    if free < LEAST_DISK:
        says += ": less than 1 GB, make room before the next night"
    yield Check("disk", free >= LEAST_DISK, says)


def _receipts(settings: Settings, now: datetime) -> Iterator[Check]:
    try:
        receipts = Receipts(settings.house.root)
        deliveries = receipts.deliveries()
        in_force = receipts.in_force()
    except sqlite3.DatabaseError as error:
        says = f"receipts.sqlite can't be read ({error}): see to its disk, or restore a backup"
        yield Check("receipts", False, says)
        return
    ahead = [d.number for d in deliveries if d.received_at > now + timedelta(minutes=5)]
    if ahead:
        says = f"delivery {ahead[0]} was received later than now: set this machine's clock"
        yield Check("clock", False, says)
    root = settings.house.root
    gone = [file for file in in_force if not (root / (file.kept_path or "")).is_file()]
    if gone:
        says = (
            f"the kept rows of {len(gone)} files in force are missing, first {gone[0].kept_path}: "
            "restore them from a backup"
        )
        yield Check("receipts", False, says)
    else:
        says = f"{len(deliveries)} deliveries, {len(in_force)} files in force"
        yield Check("receipts", True, says)


def _night(settings: Settings, now: datetime) -> Iterator[Check]:
    nights = settings.house.nights
    current = published(nights)
    if current is None:
        yield Check("night", False, "no night is published yet: run `pursewatch night`")
        return
    try:
        prove(night_path(nights, current))
        night = Warehouse.open(night_path(nights, current))
        errors = [
            r["code"]
            for r in night.rows(
                "select distinct code from ops.rule_result where error > 0 order by code"
            )
        ]
        night.close()
    except (NotProven, NightBroken, NightMissing) as error:
        yield Check("night", False, str(error))
        return
    if errors:
        says = f"rules ended in an error on the night of {current}: {', '.join(errors)}"
        yield Check("rules", False, says)
    says = f"the night of {current} is published and proven"
    if day(now) - current > STALE:
        says += ", and is older than two days"
    if current > day(now):
        says += ", and lies ahead: until then each night is kept beside and not published"
    yield Check("night", True, says)


def _ledger(settings: Settings) -> Iterator[Check]:
    ledger = Ledger(settings.ledger)
    try:
        ledger.migrate()
        noted = ledger.last_night()
        latest = Runs(ledger.engine).latest(NIGHT)
    except sa.exc.SQLAlchemyError as error:
        first = str(error).splitlines()[0]
        yield Check("ledger", False, f"the ledger can't be read ({first})")
        return
    current = published(settings.house.nights)
    if current is not None and noted != current:
        says = f"the alerts of the night of {current} are not noted: run `pursewatch night` again"
        yield Check("ledger", False, says)
    else:
        says = "no night's alerts are noted yet"
        if noted is not None:
            says = f"alerts are noted up to the night of {noted}"
        yield Check("ledger", True, says)
    if latest is not None:
        due, outcome, detail = latest
        says = f"the night due at {due.isoformat()} ended as {outcome}: {detail}"
        yield Check("jobs", outcome == "done", says)


def _pulls(settings: Settings) -> Iterator[Check]:
    runs = Runs(Ledger(settings.ledger).engine)
    for name in pull_files(settings.house.sources):
        try:
            find(settings, name)
            latest = runs.latest(job_of(name))
        except SourceRefused as error:
            yield Check("pulls", False, str(error))
            continue
        except sa.exc.SQLAlchemyError:
            return  # the ledger has been told of already
        if latest is not None:
            due, outcome, detail = latest
            says = f"{name} was pulled at {due.isoformat()}: {outcome}: {detail}"
            yield Check("pulls", outcome in {"done", "running"}, says)


def _stations(settings: Settings) -> Iterator[Check]:
    stations = Stations(settings.house.stations)
    for fault in stations.faults():
        yield Check("stations", False, f"stations/{fault.file} is no station: {fault.says}")
    if found := stations.all():
        whom = "everybody" if settings.stations_public else "whoever is signed in"
        yield Check("stations", True, f"{len(found)} stations, open to {whom}")
