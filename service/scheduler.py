"""The one worker with its jobs: the watched folder, the sources that are pulled, the night by cron.

Nothing here trusts the scheduler's own memory. Each night that is due has one line in the run
ledger; at start, and after each firing, every night due since the last one is made up for once, in
order. A second worker waits for the lock of the first.
"""

import fcntl
import signal
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import IO

import structlog
from apscheduler.executors.pool import ThreadPoolExecutor
from apscheduler.schedulers.background import BackgroundScheduler
from apscheduler.triggers.cron import CronTrigger

from service.clock import day
from service.runs import Runs
from warehouse.period import SHANGHAI

log = structlog.get_logger()

NIGHT = "night"
MADE_UP_FOR = 31  # missed nights that a start makes up for at most


class ScheduleRefused(Exception):
    """The cron expression of the night can't be read."""


def trigger(cron: str) -> CronTrigger:
    """Read a cron expression of five fields, in Chinese time.

    Raises:
        ScheduleRefused: it is none.
    """
    try:
        return CronTrigger.from_crontab(cron, timezone=SHANGHAI)
    except ValueError as error:
        raise ScheduleRefused(
            f"night_at is {cron!r}: write five fields as cron has them, like '0 2 * * *' ({error})"
        ) from error


def due_since(when: CronTrigger, last: datetime, until: datetime) -> Iterator[datetime]:
    """Give every instant after `last` and up to `until` at which the night was due, in order."""
    previous = last
    while True:
        coming = when.get_next_fire_time(previous, previous + timedelta(microseconds=1))
        if coming is None or coming > until:
            return
        yield coming.astimezone(UTC)
        previous = coming


def make_up(
    runs: Runs,
    when: CronTrigger,
    *,
    night: Callable[[datetime], str],
    clock: Callable[[], datetime],
) -> list[datetime]:
    """Run every night that is due and not done, oldest first; give those that were run.

    The first start of a site makes up for nothing. A night that fails is noted and does not keep
    the next from its turn; it is tried again at the next start or firing.
    """
    began = runs.began(NIGHT, clock())
    done = []
    for due in list(due_since(when, began, clock()))[-MADE_UP_FOR:]:
        if runs.is_done(NIGHT, due):
            continue
        with runs.running(NIGHT, due, clock) as run:
            run.detail = night(due)
        done.append(due)
    return done


@contextmanager
def alone(lock: Path, *, waiting: Callable[[], None], stop: threading.Event) -> Iterator[bool]:
    """Hold the home's scheduler lock; while another worker has it, say so once and wait.

    Gives False where `stop` was set before the lock could be had.
    """
    with lock.open("a") as held:
        said = False
        while not _locked(held):
            if not said:
                waiting()
                said = True
            if stop.wait(1):
                yield False
                return
        yield True


def _locked(held: IO[str]) -> bool:
    try:
        fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def night_of(due: datetime) -> str:
    """Give the day that a night due then counts from: the day before it, as ISO text."""
    return (day(due) - timedelta(days=1)).isoformat()


def work(
    when: CronTrigger,
    *,
    nights: Callable[[], object],
    inbox: Callable[[float], object],
    pulls: Callable[[], object],
    every: float,
    stop: threading.Event,
) -> None:
    """Run the jobs until `stop` is set: `nights` at each firing, the others every few seconds."""
    scheduler = BackgroundScheduler(
        executors={"default": ThreadPoolExecutor(3)},
        job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": None},
        timezone=SHANGHAI,
    )
    scheduler.add_job(_guarded, when, args=[NIGHT, nights], id=NIGHT)
    scheduler.add_job(
        _guarded, "interval", seconds=every, args=["inbox", lambda: inbox(time.monotonic())]
    )
    scheduler.add_job(_guarded, "interval", seconds=every, args=["pulls", pulls])
    scheduler.start()
    try:
        stop.wait()
    finally:
        scheduler.shutdown(wait=True)


def until_told() -> threading.Event:
    """Give an event that SIGTERM and SIGINT set."""
    stop = threading.Event()

    def told(_number: int, _frame: object) -> None:
        stop.set()

    signal.signal(signal.SIGTERM, told)
    signal.signal(signal.SIGINT, told)
    return stop


def _guarded(job: str, run: Callable[[], object]) -> None:
    try:
        run()
    except Exception:
        log.exception("job.failed", job=job)
