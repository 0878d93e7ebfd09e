"""The site for ten minutes: 64 connections read and write while night after night is published.

    python -m bench.soak [--seconds 600] [--connections 64] [--workers 2] [--alerts 4000]

Of every answer it is asked whether it is whole: each night holds other payments, so that a figure,
its parts and its rows say by themselves of which night they are. Steps are taken of alerts
meanwhile; each is on the record once at the end, and the chain verifies. Tells the memory of the
server's processes at the start, in the middle and at the end. Ends with 1 where anything failed,
was wrong, or memory grew by more than a fifth from the middle to the end of a long run.
"""

import argparse
import asyncio
import multiprocessing
import random
import signal
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import httpx2
import sqlalchemy as sa

from alerts.ledger import Ledger
from alerts.schema import move
from alerts.verify import verify_trail
from bench.api import furnish, many, served
from service import clock
from tests.api.city import AS_OF, PASSWORD, deliver
from tests.warehouse.kept_rows import Kept
from warehouse.build import Night
from warehouse.publish import keep, publish

PORT = 8943
SITE = f"http://127.0.0.1:{PORT}"
YEAR = "region=419801&fiscal_year=2026"
PAID = Decimal("160.45")  # in the first night; each later day adds a yuan
MORE = {
    "fiscal_year": 2026, "payment": "P6", "unit": "101001", "project": None, "allotment": "Z1",
    "paid_on": date(2026, 2, 10),
}  # fmt: skip
LONG = 300  # seconds from which memory is held to be flat
GROWS = 1.2
WRITERS = 4
WAITS = 60  # seconds beyond the time given, for a second night to be seen


class Wrong(Exception):
    """An answer is not what it must be."""


@dataclass
class Told:
    """What came of the load."""

    answers: Counter[str] = field(default_factory=Counter)
    slowest: dict[str, float] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)
    nights: set[str] = field(default_factory=set)
    moved: list[int] = field(default_factory=list)
    memory: list[float] = field(default_factory=list)  # MB


def publish_nights(home: Path, alerts: int) -> None:
    """Build and publish a night a day, and note its alerts, until ended."""
    ledger = Ledger(f"sqlite:///{home / 'ledger.sqlite'}")
    looked = {("B02", f"41980{n}", "2026") for n in (1, 2)}
    for nth in range(1, 3000):
        day = AS_OF + timedelta(days=nth)
        with tempfile.TemporaryDirectory(dir=home) as folder:
            kept = Kept(Path(folder))
            deliver(kept)
            kept.file("payment", "419801", "2026-02", [{**MORE, "amount": Decimal(nth)}])
            built = kept.build(Night(as_of=day, version="soak", built_at=clock.now()))
            publish(home / "nights", built, day)
        ledger.note(day, many(alerts), looked=looked, now=clock.now())
        keep(home / "nights", 3)


def paid_in(night: str) -> Decimal:
    """Give what a night's payments add up to."""
    return PAID + (date.fromisoformat(night) - AS_OF).days


async def figure(client: httpx2.AsyncClient, told: Told, _: random.Random) -> None:
    """Ask for a year's figures: the total and its parts are of the night that is named."""
    answer = await read(client, f"/api/v1/figures/execution?{YEAR}")
    total = Decimal(answer["total"]["paid"])
    parts = sum(Decimal(item["paid"]) for item in answer["items"])
    told.nights.add(answer["night"])
    must(total == parts == paid_in(answer["night"]), f"figure {total}, parts {parts}: {answer}")


async def rows(client: httpx2.AsyncClient, _: Told, __: random.Random) -> None:
    """Ask for the rows beneath: they are as many and as much as they say."""
    answer = await read(client, f"/api/v1/figures/execution/rows?{YEAR}&measure=paid")
    added = sum(Decimal(item["amount"]) for item in answer["items"])
    whole = added == Decimal(answer["total"]) == paid_in(answer["night"])
    must(whole and len(answer["items"]) == answer["count"], f"rows {added}: {answer}")


async def alerts_listed(client: httpx2.AsyncClient, _: Told, chance: random.Random) -> None:
    """Ask for a list: what is wished for and nothing else, the most money first."""
    severity, county = chance.choice(["red", "yellow"]), chance.choice(["419801", "419802"])
    answer = await read(client, f"/api/v1/alerts?limit=50&severity={severity}&region={county}")
    kinds = {(item["severity"], item["region"]) for item in answer["items"]}
    at_stake = [Decimal(item["at_stake"]) for item in answer["items"]]
    ordered = at_stake == sorted(at_stake, reverse=True)
    must(kinds <= {(severity, county)} and ordered, f"list of {severity}: {kinds}")


async def alert_shown(client: httpx2.AsyncClient, _: Told, chance: random.Random) -> None:
    """Ask for one alert with all that it rests on."""
    number = chance.randint(1, 400)
    answer = await read(client, f"/api/v1/alerts/{number}")
    must(answer["number"] == number and len(answer["evidence"]) == 1, f"alert {number}: {answer}")


async def page_shown(client: httpx2.AsyncClient, _: Told, chance: random.Random) -> None:
    """Open a page."""
    address = chance.choice(["/execution?region=419801&year=2026", "/alerts", "/alerts/17"])
    answer = await client.get(address)
    must(answer.status_code == 200 and answer.text.rstrip().endswith("</html>"),
         f"{address}: {answer.status_code}")  # fmt: skip


READS: Sequence[Callable[[httpx2.AsyncClient, Told, random.Random], Awaitable[None]]] = (
    figure, figure, rows, alerts_listed, alerts_listed, alert_shown, page_shown,
)  # fmt: skip


async def read(client: httpx2.AsyncClient, address: str) -> Any:  # noqa: ANN401 - JSON
    """Give an answer of the API."""
    answer = await client.get(address)
    must(answer.status_code == 200, f"{address}: {answer.status_code} {answer.text[:200]}")
    return answer.json()


def must(right: bool, says: str) -> None:
    """Hold an answer to what it must be.

    Raises:
        Wrong: it is not.
    """
    if not right:
        raise Wrong(says[:500])


async def reading(client: httpx2.AsyncClient, told: Told, nth: int, until: float) -> None:
    """Read one thing after another."""
    chance = random.Random(nth)
    while time.monotonic() < until or (len(told.nights) < 2 and time.monotonic() < until + WAITS):
        asked = chance.choice(READS)
        await timed(told, asked.__name__, asked(client, told, chance))


async def writing(
    client: httpx2.AsyncClient, told: Told, numbers: range, csrf: str, until: float
) -> None:
    """Take a step of an alert a second, each of another one."""
    for number in numbers:
        if time.monotonic() >= until:
            return
        await timed(told, "step", step(client, told, number, csrf))
        await asyncio.sleep(1)


async def step(client: httpx2.AsyncClient, told: Told, number: int, csrf: str) -> None:
    """Close an alert as normal."""
    asked = {"move": "normal", "reason": "timing", "words": "四月补记"}
    address = f"/api/v1/alerts/{number}/moves"
    answer = await client.post(address, json=asked, headers={"X-CSRF-Token": csrf})
    must(answer.status_code == 201, f"{address}: {answer.status_code} {answer.text[:200]}")
    told.moved.append(number)


async def timed(told: Told, name: str, asked: Awaitable[None]) -> None:
    """Count what is asked, and what came of it."""
    began = time.monotonic()
    try:
        await asked
    except (Wrong, httpx2.HTTPError) as error:
        told.faults.append(f"{name}: {type(error).__name__} {error}")
    told.answers[name] += 1
    told.slowest[name] = max(told.slowest.get(name, 0), time.monotonic() - began)


async def remembering(told: Told, seconds: float, server: int) -> None:
    """Note the server's memory at a tenth of the time, in the middle, and at the end."""
    for share in (0.1, 0.4, 0.45):
        await asyncio.sleep(seconds * share)
        told.memory.append(memory(server))


def memory(server: int) -> float:
    """Give the memory that the server's processes hold, each shared page once, in MB."""
    held = 0
    for process in Path("/proc").glob("[0-9]*"):
        try:
            session = (process / "stat").read_text("utf-8", "replace").rpartition(")")[2].split()[3]
            if int(session) == server:
                told = (process / "smaps_rollup").read_text()
                held += sum(int(ln.split()[1]) for ln in told.splitlines() if ln.startswith("Pss:"))
        except OSError:
            continue  # it ended meanwhile
    return held / 1024


async def soak(asked: argparse.Namespace, server: int) -> Told:
    """Load the site, and say what came of it."""
    told, until = Told(), time.monotonic() + asked.seconds
    limits = httpx2.Limits(max_connections=asked.connections)
    async with httpx2.AsyncClient(base_url=SITE, timeout=30, limits=limits) as client:
        given = {"account": "analyst", "password": PASSWORD}
        session = await client.post("/api/v1/session", json=given)
        csrf = session.json()["csrf"]
        each = (asked.alerts - 400) // WRITERS
        writers = [
            writing(client, told, range(401 + nth * each, 401 + (nth + 1) * each), csrf, until)
            for nth in range(WRITERS)
        ]
        readers = [reading(client, told, nth, until) for nth in range(asked.connections - WRITERS)]
        await asyncio.gather(*writers, *readers, remembering(told, asked.seconds, server))
    return told


def recorded(home: Path, told: Told) -> list[str]:
    """Say what of the record is not as it was taken."""
    ledger = Ledger(f"sqlite:///{home / 'ledger.sqlite'}")
    with ledger.engine.connect() as connection:
        times = Counter(
            connection.execute(sa.select(move.c.alert).where(move.c.move == "normal")).scalars()
        )
        faults = [fault.says for fault in verify_trail(connection).faults]
    ledger.close()
    if times != Counter(told.moved):
        faults.append(f"{times.total()} steps are on the record, {len(told.moved)} were taken")
    return faults


def main() -> int:
    """Serve, load, and tell."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=int, default=600)
    parser.add_argument("--connections", type=int, default=64)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--alerts", type=int, default=4000)
    asked = parser.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    with tempfile.TemporaryDirectory(prefix="pursewatch-soak-") as folder:
        home = Path(folder)
        furnish(home, asked.alerts)
        serve = [sys.executable, "-m", "service", "serve", "--home", folder, "--port", str(PORT)]
        context = multiprocessing.get_context("spawn")
        nights = context.Process(target=publish_nights, args=(home, asked.alerts), daemon=True)
        nights.start()
        try:
            with served([*serve, "--workers", str(asked.workers)], PORT, home) as server:
                told = asyncio.run(soak(asked, server))
            died = nights.exitcode
        finally:
            nights.terminate()
            nights.join()
        faults = told.faults + recorded(home, told)
    if died is not None:
        faults.append(f"the nights ended by themselves, with {died}")
    return say(told, faults, asked)


def say(told: Told, faults: list[str], asked: argparse.Namespace) -> int:
    """Print what came of it."""
    print(f"{asked.seconds} s, {asked.connections} connections, {asked.workers} processes")
    for name, count in sorted(told.answers.items()):
        print(f"{name:16}{count:>9,} answers, the slowest {told.slowest[name]:6.2f} s")
    print(f"{len(told.nights)} nights were seen, {len(told.moved)} steps taken")
    start, middle, end = told.memory
    print(f"memory: {start:.0f} MB at the start, {middle:.0f} in the middle, {end:.0f} at the end")
    if asked.seconds >= LONG and end > middle * GROWS:
        faults.append(f"memory grew from {middle:.0f} to {end:.0f} MB")
    if len(told.nights) < 2:
        faults.append("no night was published meanwhile: give it more seconds")
    print(f"{len(faults)} failed or wrong", *faults[:10], sep="\n")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
