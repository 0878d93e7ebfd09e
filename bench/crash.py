"""Kill `receive`, `night` and `pull` at random moments, run them again, and compare.

Each round takes a fresh home, kills the command with SIGKILL at a random moment, runs it again to
its end and then asks what an outsider can ask: receipts, rows set aside, kept rows, totals, results
of rules and alerts. They must equal those of a home that was never disturbed.

A pull is killed over and over on one home while its source, a PostgreSQL server, is written to;
in the end the home must hold exactly the source's rows.
"""

import argparse
import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from contextlib import closing
from datetime import date
from pathlib import Path

import duckdb

from service.demo import write_city

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))  # the tests' PostgreSQL and their bureau that is pulled

from tests.ingest.pulls import killed as pulls  # noqa: E402
from tests.postgres import server  # noqa: E402

UNITS = 17
UNTIL = date(2026, 9, 30)
AS_OF = date(2025, 12, 31)
TOLD = 5  # rounds after which it is said how far it has come
TAKEN = ("41982[56]*", "河南省财政厅*")  # two counties and the region's codes: a short round
RULES = ("A01", "B01", "B02", "Q03")
NIGHT = (
    "select name, feed, region, period, status, delivered, kept, repeated, aside, in_force "
    "from ops.delivery_file order by all",
    "select column_name, raw, reason, count(*) from ops.aside group by all order by all",
    "select count(*), sum(amount) from core.payment",
    "select code, region, period, subjects, fail, pass, not_applicable, unknown, error "
    "from ops.rule_result order by all",
    "select code, region, period, subject, severity, at_stake from ops.finding order by all",
)
LEDGER = (
    "select a.code, a.region, a.period, a.subject, a.first_seen, s.severity, s.at_stake, s.state, "
    "s.sightings from alert a join standing s on s.alert = a.number order by 1, 2, 3, 4"
)


def order(home: Path, *words: str) -> list[str]:
    """Give the command line of one order to a home."""
    return [sys.executable, "-m", "service", *words, "--home", str(home)]


def run(home: Path, *words: str) -> str:
    """Run an order to its end."""
    done = subprocess.run(
        order(home, *words), cwd=ROOT, capture_output=True, text=True, check=False
    )
    if done.returncode not in (0, 3, 4):
        raise SystemExit(f"{' '.join(words)} ended with {done.returncode}: {done.stderr}")
    return done.stdout


def kill(home: Path, after: float, *words: str) -> bool:
    """Run an order and kill it after so many seconds; tell whether it was still running."""
    process = subprocess.Popen(
        order(home, *words), cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        start_new_session=True,
    )  # fmt: skip
    try:
        process.wait(after)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        return True
    return False


def state(home: Path) -> list[object]:
    """Give what an outsider can see of a home: its night, its alerts, its kept bytes."""
    with duckdb.connect(str((home / "nights" / "current").resolve()), read_only=True) as night:
        seen: list[object] = [night.execute(question).fetchall() for question in NIGHT]
    with closing(sqlite3.connect(home / "ledger.sqlite")) as ledger:
        seen.append(ledger.execute(LEDGER).fetchall())
    kept = sorted(path.relative_to(home) for path in (home / "kept").rglob("*.parquet"))
    return [*seen, kept]


def orders(deliveries: Path) -> tuple[tuple[str, ...], ...]:
    """Give the orders of one round."""
    return (
        ("receive", *(str(path) for path in sorted(deliveries.iterdir()))),
        ("night", "--as-of", AS_OF.isoformat(), "--only", ",".join(RULES)),
    )


def undisturbed(home: Path, deliveries: Path) -> tuple[list[object], list[float]]:
    """Give the state of a home that nobody kills, and how long each order takes."""
    seconds = []
    for words in orders(deliveries):
        began = time.monotonic()
        run(home, *words)
        seconds.append(time.monotonic() - began)
    return state(home), seconds


def _told(pulls: int, killed: int) -> None:
    if pulls % TOLD == 0:
        print(f"{pulls} pulls, {killed} killed", flush=True)


def main() -> None:
    """Print how many of the killed rounds came out as if nothing had happened."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--times", type=int, default=20)
    asked.add_argument("--pulls", type=int, help="default: as many as rounds")
    asked.add_argument("--seed", type=int, default=1)
    given = asked.parse_args()
    pulled = given.times if given.pulls is None else given.pulls
    chance = random.Random(given.seed)
    with tempfile.TemporaryDirectory() as folder:
        deliveries = Path(folder) / "deliveries"
        write_city(Path(folder) / "city", seed=1, units=UNITS, until=UNTIL)
        deliveries.mkdir()
        for name in TAKEN:
            for found in sorted((Path(folder) / "city").glob(f"2025-*-{name}")):
                found.rename(deliveries / found.name)
        wanted, seconds = undisturbed(Path(folder) / "calm", deliveries)
        killed = 0
        for number in range(given.times):
            home = Path(folder) / f"home{number}"
            for words, usual in zip(orders(deliveries), seconds, strict=True):
                killed += kill(home, chance.uniform(0, usual), *words)
                run(home, *words)
            if state(home) != wanted:
                raise SystemExit(f"round {number} (seed {given.seed}) ended in another state")
            shutil.rmtree(home)
            if (number + 1) % TOLD == 0:
                print(f"{number + 1} of {given.times} rounds, {killed} orders killed", flush=True)
        print(f"{given.times} rounds, {killed} orders killed: every round ended as if undisturbed")
        with server() as postgresql:
            killed = pulls.rounds(postgresql, Path(folder) / "pulled", pulled, given.seed, _told)
    print(f"{pulled} pulls, {killed} killed: the home holds exactly the source's rows")


if __name__ == "__main__":
    main()
