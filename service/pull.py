"""取数. Fetches what is new from a configured source; what comes is a delivery like any other."""

import fcntl
import os
import shutil
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from ingest.landing import safe
from ingest.pulls.database import Pulled, Site, pull_database
from ingest.pulls.folder import pull_folder
from ingest.pulls.order import DatabasePull, FolderPull, Pull, PullFailed
from ingest.pulls.read import SUFFIX, pull_files, read_pull
from ingest.pulls.secret import secret
from ingest.pulls.taken import Taken
from ingest.receipt import Receipt, Status
from ingest.receive import Options, worst
from ingest.sources import SourceRefused
from service import clock
from service.dock import take_in
from service.runs import Runs
from service.settings import Settings


class PullUnknown(Exception):
    """No pull is configured by that name."""


@dataclass(frozen=True)
class How:
    """What whoever pulls may wish."""

    whole: bool = False  # every period again
    empty: bool = False  # a table may have lost all its rows


def find(settings: Settings, name: str) -> Pull:
    """Read what a source is told.

    Raises:
        PullUnknown: there is no such source.
        SourceRefused: its file says something that is not understood.
    """
    files = pull_files(settings.house.sources)
    if name not in files:
        known = ", ".join(files) or "none yet"
        raise PullUnknown(
            f"no source to pull is called {name!r}: known are {known}; write "
            f"{settings.house.sources / (name + SUFFIX)}"
        )
    return read_pull(files[name])


def pull(settings: Settings, source: Pull, how: How | None = None) -> Pulled:
    """Fetch what is new and take it in.

    Raises:
        PullFailed: the source could not be read to its end; what came before stands.
    """
    how = how or How()
    with _alone(settings.house.root, source.name) as room:
        site = Site(
            Taken(settings.house.root, source.name),
            room,
            lambda path: _dock(settings, source, path),
            clock.now,
            time.sleep,
        )
        if isinstance(source, DatabasePull):
            password = secret(source.server.password, os.environ)
            return pull_database(source, password, site, whole=how.whole, empty=how.empty)
        if isinstance(source, FolderPull):
            return pull_folder(source, site)
        from ingest.pulls.sftp import pull_sftp  # noqa: PLC0415 - slow to load, and seldom asked

        return pull_sftp(source, os.environ, site, whole=how.whole)


def pull_due(settings: Settings, runs: Runs) -> list[str]:
    """Pull every source whose time has come, each noted in the run ledger; give their names.

    A source comes round `every_minutes` after its last run began, however that ended.
    """
    done = []
    for name in pull_files(settings.house.sources):
        now = clock.now()
        last = runs.latest(job_of(name))
        every = _every(settings, name)
        if every is None or (last is not None and now - last[0] < timedelta(minutes=every)):
            continue
        with runs.running(job_of(name), now, clock.now) as run:
            run.detail = _said(pull(settings, find(settings, name)))
        done.append(name)
    return done


def _every(settings: Settings, name: str) -> int | None:
    try:
        return find(settings, name).every_minutes
    except SourceRefused:
        return 60  # its run fails and says why


def job_of(name: str) -> str:
    """Name a source's pull in the run ledger."""
    return f"pull {name}"


def _said(pulled: Pulled) -> str:
    files = [file for receipt in pulled.receipts for file in receipt.files]
    counted = Counter(file.status.value for file in files)
    counted["unchanged"] += pulled.unchanged
    counted["rows without a period"] += sum(pulled.undated.values())
    refused = [f"{file.name}: {file.reason}" for file in files if file.status is Status.REFUSED]
    told = ", ".join(f"{count} {word}" for word, count in counted.items() if count)
    if refused:
        raise PullFailed(f"{told}: {'; '.join(refused)}")
    return told or "nothing is new"


def status(pulled: Pulled) -> int:
    """Give the exit status: 0 also when nothing is new, 3 rows without a period too, 4 refused."""
    came = worst(pulled.receipts)
    return 3 if came == 0 and pulled.undated else came


def _dock(settings: Settings, source: Pull, path: Path) -> Receipt:
    mapping = None if isinstance(source, DatabasePull) else source.mapping
    [receipt] = take_in(settings, [path], now=clock.now(), options=Options(source=mapping))
    return receipt


@contextmanager
def _alone(home: Path, name: str) -> Iterator[Path]:
    """Give a source's room to one pull at a time.

    Raises:
        PullFailed: it is being pulled already.
    """
    rooms = home / ".pulls"
    rooms.mkdir(parents=True, exist_ok=True)
    room = rooms / safe(name)
    with (rooms / f"{safe(name)}.lock").open("a") as held:
        try:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise PullFailed(f"{name} is being pulled already: wait for that to end") from None
        shutil.rmtree(room, ignore_errors=True)
        room.mkdir()
        try:
            yield room
        finally:
            shutil.rmtree(room, ignore_errors=True)
