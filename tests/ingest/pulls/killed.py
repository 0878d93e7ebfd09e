"""A pull that is killed at random moments while its source is written to, and what came of it."""

import os
import random
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import psycopg

from tests.ingest.pulls.bureau import Bureau, Congress, found

ROOT = Path(__file__).parents[3]
MONTHS = ("2026-02-05", "2026-03-05")
PULLER = """
import os, sys
from pathlib import Path
from tests.ingest.pulls.bureau import Bureau, Congress
congress = Congress(Path(sys.argv[1]), Bureau(sys.argv[2], sys.argv[3]))
print("ready", flush=True)
for line in sys.stdin:
    child = os.fork()
    if not child:
        congress.pull()
        os._exit(0)
    print(child, flush=True)
    print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)
"""
"""Pulls once for each line that it is given, each time in a process of its own."""


class Writer(threading.Thread):
    """A bureau at work: every transaction writes two payments that cancel out, in one month."""

    def __init__(self, bureau: Bureau, chance: random.Random) -> None:
        super().__init__(daemon=True)
        self._bureau, self._chance = bureau, chance
        self._stop_now = threading.Event()
        self.written = 0

    def run(self) -> None:
        """Write until stopped; some transactions take their time."""
        with (
            psycopg.connect(self._bureau.url) as quick,
            psycopg.connect(self._bureau.url) as slow,
        ):
            while not self._stop_now.is_set():
                self._pair(slow)
                for _ in range(self._chance.randrange(1, 8)):
                    self._pair(quick)
                    self._change(quick)
                    quick.commit()
                    self._stop_now.wait(0.005)
                slow.commit()

    def stop(self) -> None:
        """Stop after the transaction under way."""
        self._stop_now.set()
        self.join()

    def _pair(self, connection: psycopg.Connection) -> None:
        self.written += 1
        month, amount = self._chance.choice(MONTHS), self._chance.randrange(1, 10**9)
        for side in (1, -1):
            connection.execute(
                'insert into "支付" values (%s, 2026, %s, %s, %s, %s::numeric / 100, %s)',
                [f"P{self.written:06d}{side:+d}", "410100", "1", month, side * amount, "某人"],
            )

    def _change(self, connection: psycopg.Connection) -> None:
        """Delete one pair, or note something on another."""
        key = f"P{self._chance.randrange(1, self.written + 1):06d}%"
        what = self._chance.choice(
            ('delete from "支付" where "PAY_CERT_ID" like %s',
             'update "支付" set "USE_DES" = coalesce("USE_DES", \'\') || \'x\', '
             '"UPDATE_TIME" = now() where "PAY_CERT_ID" like %s'),
        )  # fmt: skip
        connection.execute(what, [key])


@contextmanager
def puller(congress: Congress) -> Iterator[subprocess.Popen[str]]:
    """Start a process that pulls whenever told."""
    process = subprocess.Popen(
        [sys.executable, "-W", "ignore", "-c", PULLER, str(congress.home), congress.bureau.server,
         congress.bureau.name],
        cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT)}, text=True,
        stdin=subprocess.PIPE, stdout=subprocess.PIPE,
    )  # fmt: skip
    with process:
        assert process.stdout is not None
        process.stdout.readline()
        try:
            yield process
        finally:
            process.kill()


def pull(process: subprocess.Popen[str], after: float | None = None) -> tuple[bool, float]:
    """Pull, killed after so many seconds; tell whether it was killed, and how long it took."""
    assert process.stdin is not None
    assert process.stdout is not None
    began = time.monotonic()
    process.stdin.write("\n")
    process.stdin.flush()
    child = int(process.stdout.readline())
    if after is not None:
        time.sleep(after)
        with suppress(ProcessLookupError):
            os.kill(child, signal.SIGKILL)
    status = int(process.stdout.readline())
    assert status in {0, -signal.SIGKILL}, "the pull failed"
    return status != 0, time.monotonic() - began


def rounds(
    server: str,
    home: Path,
    times: int,
    seed: int,
    told: Callable[[int, int], None] = lambda _pulls, _killed: None,
) -> int:
    """Kill so many pulls of one home; give how many of them were still running.

    `told` hears after each how many there were, and how many of them were killed.

    Raises:
        AssertionError: a month held half a transaction, or a row was lost or doubled in the end.
    """
    chance = random.Random(seed)
    bureau = found(server)
    congress = Congress(home, bureau)
    home.mkdir(parents=True, exist_ok=True)
    writer = Writer(bureau, random.Random(seed))
    writer.start()
    killed = 0
    with puller(congress) as process:
        _, whole = pull(process)
        for number in range(1, times + 1):
            killed += pull(process, chance.uniform(0, whole))[0]
            months = congress.kept("month(paid_on) as m, sum(amount) over (partition by m)")
            assert {total for _, total in months} <= {0}, "a month holds half a transaction"
            told(number, killed)
        writer.stop()
        pull(process)
    assert congress.kept("payment, amount, purpose") == there(bureau)
    return killed


def there(bureau: Bureau) -> list[tuple[object, ...]]:
    """Read the source itself."""
    return bureau.run(
        'select "PAY_CERT_ID", "XPAY_AMT", "USE_DES" from "支付" order by "PAY_CERT_ID" collate "C"'
    )
