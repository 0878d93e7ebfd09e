"""What this machine holds: an invented city of the wanted size, by the orders of every night."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb

from service import cli
from service.demo import City, write_city
from service.settings import Settings

AS_OF = date(2026, 9, 30)
SEED = 1
ANYHOW, A_UNIT = 9_000, 770  # payments in three years: of the counties, and of each unit
FEWEST = 17  # units: each department is one
WELL = (cli.DONE, cli.SOME_ASIDE, cli.SOME_REFUSED)  # suppliers send some bad rows and files
ALONE = "DuckDB alone, of the rows kept"


class CapacityUnmeasured(Exception):
    """A step of the measurement failed."""


@dataclass(frozen=True)
class Cost:
    """What one step took."""

    step: str
    rows: int  # delivered, that it goes through
    seconds: float  # by the clock
    processor: float  # seconds, of all its processes
    megabytes: float | None  # most that one of its processes held at once; not of the yardstick


def city_of(folder: Path, payments: int) -> City:
    """Write the deliveries of a city with about so many payments in three years.

    Args:
        folder: an empty or missing folder.
        payments: fewer than 32,000 are not written: a city has its departments.
    """
    units = max(FEWEST, round((payments - ANYHOW) / A_UNIT))
    return write_city(folder, seed=SEED, units=units, until=AS_OF)


def measured(delivered: Path, rows: int, home: Path, settings: Settings) -> Iterator[Cost]:
    """Take a city in, build its night, and do both again; last, the yardstick beside them.

    Each order is a process of its own, as an operator or the scheduler gives it, with the memory
    and threads of `settings`, and with nothing else of theirs: no ledger but the new home's.

    Args:
        delivered: the folder of all deliveries.
        rows: how many are in them.
        home: a folder that is not there yet.
        settings: of the site.

    Raises:
        CapacityUnmeasured: an order failed.
    """
    night = ("night", "--as-of", AS_OF.isoformat())
    for step, order in (
        ("deliveries taken in", ("receive", str(delivered))),
        ("the same bytes again", ("receive", str(delivered))),
        ("the night: built, proven, every rule asked", night),
        ("the night again, nothing changed", night),
        ("proven to the receipts", ("verify",)),
    ):
        yield _timed(step, rows, [*order, "--home", str(home)], settings)
    yield _alone(home, settings)


def _timed(step: str, rows: int, order: Sequence[str], settings: Settings) -> Cost:
    """Give one order in a process of its own."""
    began = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, "-m", "service", *order],
        env=environment(settings),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stderr is not None
    with process.stderr as complaints:
        complained = complaints.read().splitlines()
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode not in WELL:
        said = complained[-1] if complained else f"it ended with {process.returncode}"
        raise CapacityUnmeasured(f"`pursewatch {order[0]}` failed, so no more is measured: {said}")
    seconds = time.perf_counter() - began
    return Cost(step, rows, seconds, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024)


def _alone(home: Path, settings: Settings) -> Cost:
    """Have DuckDB copy the kept rows into tables: no check, no rule, no record."""
    before, began = time.process_time(), time.perf_counter()
    rows = 0
    with TemporaryDirectory(dir=home) as folder, duckdb.connect(f"{folder}/copy") as connection:
        connection.execute("set memory_limit = ?", [settings.memory])
        connection.execute("set threads = ?", [settings.threads])
        for number, feed in enumerate(sorted((home / "kept").iterdir())):
            told = connection.execute(
                f"create table t{number} as from read_parquet(?, union_by_name = true)",
                [f"{feed}/**/*.parquet"],
            ).fetchone()
            rows += told[0] if told else 0
    processor = time.process_time() - before
    return Cost(ALONE, rows, time.perf_counter() - began, processor, None)


def environment(settings: Settings) -> Mapping[str, str]:
    """Give the environment without what is the site's own, so that its ledger stays as it is."""
    kept = {name: told for name, told in os.environ.items() if not name.startswith("PURSEWATCH_")}
    return kept | {
        "PURSEWATCH_MEMORY": settings.memory,
        "PURSEWATCH_THREADS": str(settings.threads),
    }
