"""导出工. Works off the orders of exports, in a process of its own, so that pages stay quick.

`python -m service.exporting` works until nothing waits. Every process of the site looks each
second whether anything does, and starts one; the ledger says who works on what, so it matters not
how many look.
"""

import hashlib
import logging
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import duckdb
import structlog

from alerts.accounts import Accounts, AccountUnknown
from alerts.catalogue import catalogue_at
from alerts.exports import ClaimLost, Export, Exports, reach_of
from alerts.ledger import Ledger
from alerts.witness import Act, witness
from api.deps import Person
from dashboards.export import Asker, FilterRefused, Kind, kind_of
from dashboards.figures.beneath import FigureUnknown, MeasureRefused
from dashboards.page import NotThere
from service import clock, logs
from service.settings import Settings, read_settings
from service.version import VERSION
from warehouse import writers
from warehouse.database import NightBroken, NightMissing, Warehouse
from warehouse.writers import FileForm, Row

log = structlog.get_logger()

BEATS = 5.0  # seconds between two
LOOKS = 1.0
SWEEPS = timedelta(minutes=10)
EDITIONS = "select distinct code, edition from ops.rule_result order by code, edition"
FAILS = (FigureUnknown, FilterRefused, MeasureRefused, NightMissing, NotThere)


class ExportFailed(Exception):
    """The order can't be carried out, for a reason that is told in a sentence."""


def main() -> None:
    """Work off what waits in the home that PURSEWATCH_HOME names."""
    logs.speak(logging.INFO)
    settings = read_settings(Path(os.environ["PURSEWATCH_HOME"]))
    ledger = Ledger(settings.ledger)
    while work_one(settings, ledger):
        pass
    ledger.close()


def work_one(settings: Settings, ledger: Ledger, *, at_once: int = 1) -> Export | None:
    """Carry the order out that waits longest; None: none waits, or another worker is busy.

    The file appears whole and sealed, or the order says in a sentence why not.
    """
    exports = Exports(ledger.engine)
    claimed = exports.claim(clock.now(), at_once=at_once)
    if claimed is None:
        return None
    folder = settings.house.exports
    folder.mkdir(exist_ok=True)
    for left in folder.glob(f"{claimed.number}.*"):
        left.unlink(missing_ok=True)
    part = folder / f"{claimed.number}.{claimed.claim}.part"
    try:
        _write(settings, ledger, claimed, part)
    except ClaimLost:
        log.warning("export.lost", number=claimed.number)
    except ExportFailed as error:
        exports.fail(claimed, str(error), clock.now())
        log.warning("export.failed", number=claimed.number, told=str(error))
    except (OSError, duckdb.Error, NightBroken) as error:
        log.exception("export.broke", number=claimed.number)
        told = f"the service could not write it ({type(error).__name__}): order it again later"
        exports.fail(claimed, told, clock.now())
    finally:
        part.unlink(missing_ok=True)
    return claimed


def _write(settings: Settings, ledger: Ledger, claimed: Export, part: Path) -> None:
    exports, kind = Exports(ledger.engine), kind_of(claimed.what)
    with _asker(settings, ledger, claimed, kind) as by:
        asked = kind.asked(by, claimed.filters)
        about = _about(settings, claimed, kind, by)
        try:
            with _beating(exports, claimed) as counted:
                columns = kind.columns(asked)
                given = counted.over(kind.rows(asked))
                rows = writers.write(FileForm(claimed.form), part, columns, given, about)
        except FAILS as error:
            raise ExportFailed(str(error)) from error
    now = clock.now()
    with part.open("rb") as content:
        sha256 = hashlib.file_digest(content, "sha256").hexdigest()
    name = f"{claimed.what}-{claimed.night or now.date()}-{claimed.number}.{claimed.form}"
    exports.beat(claimed, rows, now)
    told = {"what": claimed.what, "name": name, "rows": rows, "sha256": sha256, **about}
    side = settings.house.exports / claimed.file
    beside = {"name": writers.beside(Path(name)).name, "sha256": writers.write_beside(side, told)}
    witness(
        ledger.engine, claimed.account, Act.EXPORT, f"export {claimed.number}", now=now,
        beside=beside, **told,
    )  # fmt: skip
    part.replace(settings.house.exports / claimed.file)
    exports.done(
        claimed, name=name, rows=rows, size=(settings.house.exports / claimed.file).stat().st_size,
        sha256=sha256, now=now, expires_at=now + timedelta(days=settings.export_days),
    )  # fmt: skip
    log.info("export.made", number=claimed.number, rows=rows)


@contextmanager
def _asker(settings: Settings, ledger: Ledger, claimed: Export, kind: Kind) -> Iterator[Asker]:
    """Give what the account may look at now, which must be what it might when it ordered."""
    try:
        account = Accounts(ledger.engine).of(claimed.account)
    except AccountUnknown as error:
        raise ExportFailed("the account is gone") from error
    person = Person(account, "", purpose=claimed.purpose, below=settings.see_below)
    if account.disabled or reach_of(account) != claimed.reach or not person.may(kind.right):
        raise ExportFailed("the account was closed or sees otherwise since: order it again")
    night = None
    if claimed.night:
        path = settings.house.nights / f"{claimed.night}.duckdb"
        try:
            night = Warehouse.open(path, memory=settings.memory, threads=settings.threads)
        except NightMissing as error:
            raise ExportFailed(f"the night {claimed.night} is gone: order it again") from error
    try:
        yield Asker(
            person.scope, person.deliveries, person.actor, ledger, night,
            catalogue_at(settings.house.rules).rules, clock.day(clock.now()),
        )  # fmt: skip
    finally:
        if night is not None:
            night.close()


def _about(settings: Settings, claimed: Export, kind: Kind, by: Asker) -> dict[str, Any]:
    """Tell what a file says of itself, and the record says of it."""
    editions: dict[str, str] = {}
    if kind.rule_editions and by.warehouse is not None:
        wanted = claimed.filters.get("code")
        for row in by.warehouse.rows(EDITIONS):
            if not wanted or row["code"] in wanted:
                known = editions.get(row["code"])
                editions[row["code"]] = f"{known}, {row['edition']}" if known else row["edition"]
    return {
        "filters": {name: list(values) for name, values in claimed.filters.items()},
        "night": claimed.night or "",
        "rule_editions": editions,
        "ordered_by": claimed.account,
        "ordered_at": claimed.ordered_at.isoformat(),
        "purpose": claimed.purpose,
        "masked": not by.scope.clear,
        "site": settings.site,
        "version": VERSION,
    }


class _Counted:
    """Rows on their way to a file, counted."""

    def __init__(self) -> None:
        self.rows = 0
        self.lost = False

    def over(self, rows: Iterator[Row]) -> Iterator[Row]:
        for row in rows:
            if self.lost:
                raise ClaimLost("another worker has taken it up")
            self.rows += 1
            yield row


@contextmanager
def _beating(exports: Exports, claimed: Export) -> Iterator[_Counted]:
    """Beat while rows are written: a long sort before the first row is no death."""
    counted, stop = _Counted(), threading.Event()

    def beat() -> None:
        while not stop.wait(BEATS):
            try:
                exports.beat(claimed, counted.rows, clock.now())
            except ClaimLost:
                counted.lost = True
                return

    beating = threading.Thread(target=beat, daemon=True)
    beating.start()
    try:
        yield counted
    finally:
        stop.set()
        beating.join()


def sweep(settings: Settings, ledger: Ledger, now: datetime) -> int:
    """Delete the files of exports whose time is over; tell how many."""
    over = Exports(ledger.engine).expired(now)
    for one in over:
        file = settings.house.exports / one.file
        file.unlink(missing_ok=True)
        writers.beside(file).unlink(missing_ok=True)
        log.info("export.expired", number=one.number)
    return len(over)


@contextmanager
def beside(settings: Settings) -> Iterator[None]:
    """Look after orders while the site is open."""
    stop = threading.Event()
    looking = threading.Thread(target=_look, args=(settings, stop), daemon=True)
    looking.start()
    try:
        yield
    finally:
        stop.set()
        looking.join()


def _look(settings: Settings, stop: threading.Event) -> None:
    ledger = Ledger(settings.ledger)
    worker: subprocess.Popen[bytes] | None = None
    swept: datetime | None = None
    try:
        while not stop.wait(LOOKS):
            now = clock.now()
            if worker is not None and worker.poll() is not None:
                worker = None
            try:
                if swept is None or now - swept >= SWEEPS:
                    sweep(settings, ledger, now)
                    swept = now
                if worker is None and Exports(ledger.engine).waits(now):
                    worker = _start(settings)
            except Exception:
                log.exception("exports.not_looked_after")
    finally:
        if worker is not None:
            with suppress(ProcessLookupError):
                worker.terminate()
            worker.wait()
        ledger.close()


def _start(settings: Settings) -> "subprocess.Popen[bytes]":
    environment = {**os.environ, "PURSEWATCH_HOME": str(settings.home.absolute())}
    return subprocess.Popen(
        [sys.executable, "-m", "service.exporting"],
        env=environment,
        cwd=Path(__file__).parents[1],
        stdin=subprocess.DEVNULL,
    )


if __name__ == "__main__":
    main()
