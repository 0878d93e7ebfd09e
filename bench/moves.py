"""Many people move the same matters at once, and some of their processes are killed.

    python bench/moves.py [--matters 1000] [--processes 4] [--threads 8] [--url URL] [--kill]

Every matter takes exactly one of the competing moves, no number is skipped or given twice, the
chain verifies, and every row agrees with it. `--url` names an empty PostgreSQL database.
"""

import argparse
import os
import random
import signal
import sys
import tempfile
import time
from datetime import UTC, datetime, timedelta
from multiprocessing import Process, get_context
from pathlib import Path
from threading import Thread

import sqlalchemy as sa

from alerts.actor import Actor
from alerts.agreement import disagreements
from alerts.ledger import Ledger
from alerts.matters.desk import Matters
from alerts.matters.given import Draft, Order
from alerts.matters.tables import letter_number, matter_move
from alerts.procedure import MovedMeanwhile, MoveRefused
from alerts.scope import Scope
from alerts.verify import verify_trail
from alerts.workflow import Role

NOON = datetime(2026, 4, 1, 4, tzinfo=UTC)
WANG = Actor("wang", Role.ANALYST, Scope.everywhere(), region="000000")


def opened(matters: Matters, count: int) -> None:
    for n in range(count):
        matters.draft(
            Draft("audit_problem", "410100", f"P{n}", "事实", "审计法", "整改", "单位", unit="101",
                  source={"problem": f"P{n}", "audit_year": 2025}),
            by=WANG, now=NOON,
        )  # fmt: skip


def compete(url: str, count: int, threads: int, seed: int) -> None:
    ledger = Ledger(url)
    matters = Matters(ledger.engine)

    def go(own: int) -> None:
        mine = random.Random(own)
        for number in mine.sample(range(1, count + 1), count):
            try:
                matters.move(number, Order("issue"), by=WANG, now=NOON + timedelta(seconds=own))
            except (MoveRefused, MovedMeanwhile):
                continue

    started = [Thread(target=go, args=(seed * 100 + n,)) for n in range(threads)]
    for thread in started:
        thread.start()
    for thread in started:
        thread.join()
    ledger.close()


def wrong(ledger: Ledger, count: int) -> list[str]:
    with ledger.engine.connect() as connection:
        moved = connection.execute(
            sa.select(matter_move.c.matter, sa.func.count())
            .where(matter_move.c.move == "issue")
            .group_by(matter_move.c.matter)
        ).all()
        numbers = sorted(connection.execute(sa.select(letter_number.c.nth)).scalars())
        faults = [*verify_trail(connection).faults, *disagreements(connection)]
    told = [fault.says for fault in faults[:5]]
    if len(moved) != count or any(times != 1 for _, times in moved):
        told.append(
            f"{len(moved)} of {count} matters were issued, {sum(n for _, n in moved)} times"
        )
    if numbers != list(range(1, count + 1)):
        told.append(f"{len(numbers)} numbers were given for {count} letters")
    return told


def main() -> int:
    asked = argparse.ArgumentParser()
    asked.add_argument("--matters", type=int, default=1000)
    asked.add_argument("--processes", type=int, default=4)
    asked.add_argument("--threads", type=int, default=8)
    asked.add_argument("--url", default="")
    asked.add_argument("--kill", action="store_true", help="kill -9 two processes in the middle")
    order = asked.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="moves-"))
    url = order.url or f"sqlite:///{folder / 'ledger.sqlite'}"
    ledger = Ledger(url)
    ledger.migrate()
    began = time.perf_counter()
    opened(Matters(ledger.engine), order.matters)
    print(f"{order.matters} matters opened in {time.perf_counter() - began:.1f} s")

    def start(seed: int) -> Process:
        arguments = (url, order.matters, order.threads, seed)
        process = get_context("spawn").Process(target=compete, args=arguments)
        process.start()
        return process

    began = time.perf_counter()
    running = [start(n) for n in range(order.processes)]
    if order.kill:
        for victim in running[:2]:
            time.sleep(2)
            if victim.pid is not None and victim.is_alive():
                os.kill(victim.pid, signal.SIGKILL)
        running += [start(order.processes)]
    for process in running:
        process.join()
    passed = time.perf_counter() - began
    tries = order.matters * order.processes * order.threads
    print(f"{tries} competing moves in {passed:.1f} s, {tries / passed:.0f} a second")
    faults = wrong(ledger, order.matters)
    print("\n".join(faults) or "each matter took one of them; numbers and chain are whole")
    ledger.close()
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
