"""The API under load: 100,000 alerts, two processes, 64 connections, the load beside the server.

    python -m bench.api [--alerts 100000] [--seconds 8] [--connections 64] [--workers 2]

Serves a small city with many alerts by `pursewatch serve` and asks with `wrk` (from Debian) for
what people ask most; a bare FastAPI route under the same server stands beside it, and each figure
is also told as a share of the bare one. `first asked` is what no answer is at hand for: filters
that nobody had before, pages of other lengths from other places. The ledger does not change
meanwhile. A second of each load goes before and does not count; `wrk` reckons what waited behind a
slow answer as slow.
Each line is printed as soon as it is known; the servers end with this, however it ends.
"""

import argparse
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

from alerts.finding import Finding
from alerts.ledger import Ledger
from alerts.rule import Severity
from api.written import cursor
from tests.api.city import AS_OF, NOON, PASSWORD, found, found_city

GRADES = list(Severity)
ENOUGH = 20  # seconds that a server may take to stop
WARM = 1
APART = 20_000  # questions between those of the second before and those that count
GZIP = "Accept-Encoding: gzip"  # as browsers and libraries send it
PORT, BARE = 8941, 8942
LIST = "/api/v1/alerts?limit=50"
FIGURE = "/api/v1/figures/execution?region=419801&fiscal_year=2026"
COLD = """
local n = SEED
local by = {"department", "month", "project"}
local places = {PLACES}
request = function()
  n = n + 1
  local path = "FIGURE&limit=" .. n % 500 + 1 .. "&by=" .. by[math.floor(n / 500) % 3 + 1] ..
    "&after=" .. places[n % #places + 1]
  if math.floor(n / 1500) % 2 == 1 then path = path .. "&as_of=NIGHT" end
  return wrk.format("GET", path)
end
"""

BARE_APP = """
from fastapi import FastAPI
app = FastAPI()
@app.get("/")
async def root() -> dict[str, str]:
    return {"status": "ok"}
"""
TURNING = """
local n = 0
local severity = {"red", "orange", "yellow", "blue"}
local region = {"419801", "419802", "419800"}
request = function()
  n = n + 1
  local path = "/api/v1/alerts?limit=50&severity=" .. severity[n % 4 + 1] ..
    "&region=" .. region[n % 3 + 1]
  return wrk.format("GET", path)
end
"""
FIRST = """
local n = SEED
local severity = {"red", "orange", "yellow", "blue"}
request = function()
  n = n + 1
  local day = string.format("%04d-%02d-%02d", 1900 + math.floor(n / 336) % 120,
    math.floor(n / 28) % 12 + 1, n % 28 + 1)
  local path = "/api/v1/alerts?limit=50&region=419802&since=" .. day ..
    "&severity=" .. severity[math.floor(n / 40320) % 4 + 1]
  return wrk.format("GET", path)
end
"""


@dataclass(frozen=True)
class Told:
    """What came of one load."""

    rate: float  # requests a second
    p99: float  # milliseconds
    wrong: int


def many(count: int) -> Iterator[Finding]:
    """Give findings of two counties, of every severity and hundreds of units."""
    for n in range(count):
        yield found(
            f"S{n}", region=f"41980{n % 2 + 1}", unit=f"{n % 700:06}", severity=GRADES[n // 2 % 4],
            at_stake=Decimal(n % 90_000),
        )  # fmt: skip


def furnish(home: Path, alerts: int) -> None:
    """Found the city and note its alerts."""
    found_city(home)
    ledger = Ledger(f"sqlite:///{home / 'ledger.sqlite'}")
    looked = {("B02", f"41980{n}", "2026") for n in (1, 2)}
    ledger.note(AS_OF, many(alerts), looked=looked, now=NOON + timedelta(hours=1))
    ledger.close()


@contextmanager
def served(command: Sequence[str], port: int, home: Path) -> Iterator[int]:
    """Run a server until the block ends; gives the number of its first process."""
    environment = {**os.environ, "PURSEWATCH_HOME": str(home), "PYTHONPATH": f"{Path.cwd()}:{home}"}
    with (home / f"served-{port}.log").open("wb") as log:
        process = subprocess.Popen(
            command, env=environment, stdout=log, stderr=log, start_new_session=True
        )
    try:
        _await(port)
        yield process.pid
    finally:
        _stop(process)


def _stop(process: subprocess.Popen[bytes]) -> None:
    for how in (signal.SIGTERM, signal.SIGKILL):
        with suppress(ProcessLookupError):
            os.killpg(process.pid, how)
        with suppress(subprocess.TimeoutExpired):
            process.wait(ENOUGH)
            return


def _await(port: int) -> None:
    for _ in range(300):
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/health", timeout=2)
        except urllib.error.HTTPError:
            return
        except OSError:
            time.sleep(0.2)
        else:
            return
    raise TimeoutError(f"nothing answers at port {port}")


def signed_in(port: int, name: str = "analyst") -> str:
    """Sign in, and give the cookie."""
    body = json.dumps({"account": name, "password": PASSWORD}).encode()
    asked = urllib.request.Request(
        f"http://127.0.0.1:{port}/api/v1/session", body, {"Content-Type": "application/json"}
    )
    with urllib.request.urlopen(asked) as answer:
        return str(answer.headers["Set-Cookie"]).partition(";")[0]


def load(
    address: str,
    *,
    seconds: int,
    connections: int = 64,
    headers: Sequence[str] = (),
    script: str = "",
    begin: int = 0,
) -> Told:
    """Load an address with wrk, after a second that does not count.

    `begin` is the first question of a script that has many; the second before asks others.
    """
    if seconds > WARM:
        load(
            address, seconds=WARM, connections=connections, headers=headers, script=script,
            begin=begin + APART,
        )  # fmt: skip
    command = [
        "wrk",
        "-t",
        "1",
        "-c",
        str(connections),
        "-d",
        f"{seconds}s",
        "--timeout",
        "10s",
        "--latency",
    ]
    for header in (GZIP, *headers):
        command += ["-H", header]
    with tempfile.NamedTemporaryFile("w", suffix=".lua") as lua:
        lua.write(script.replace("SEED", str(begin)))
        lua.flush()
        said = subprocess.run(
            [*command, *(["-s", lua.name] if script else []), address],
            capture_output=True, text=True, check=True,
        ).stdout  # fmt: skip
    [rate] = re.findall(r"Requests/sec:\s+([\d.]+)", said)
    [[p99, unit]] = re.findall(r"99%\s+([\d.]+)(us|ms|s)", said)
    wrong = sum(int(n) for n in re.findall(r"Non-2xx or 3xx responses: (\d+)", said))
    wrong += sum(int(n) for found in re.findall(r"Socket errors:(.*)", said)
                 for n in re.findall(r"\d+", found))  # fmt: skip
    return Told(float(rate), float(p99) * {"us": 0.001, "ms": 1, "s": 1000}[unit], wrong)


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure, and print what the issue asks for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--alerts", type=int, default=100_000)
    parser.add_argument("--seconds", type=int, default=8)
    parser.add_argument("--connections", type=int, default=64)
    parser.add_argument("--workers", type=int, default=2)
    asked = parser.parse_args(arguments)
    if shutil.which("wrk") is None:
        print("the load comes from wrk: have root run `apt-get install wrk`", file=sys.stderr)
        return 2
    signal.signal(signal.SIGTERM, _ended)
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        furnish(home, asked.alerts)
        return 1 if measure(home, asked) else 0


def _ended(*_: object) -> None:
    sys.exit(143)


def measure(home: Path, asked: argparse.Namespace) -> int:
    """Load the bare server, then ours, and say what came of each; give how many were wrong."""
    (home / "bare_app.py").write_text(BARE_APP)
    print(f"{asked.alerts:,} alerts, {asked.workers} processes, {asked.connections} connections")
    print(f"{'':34}{'requests/s':>11}{'of bare':>9}{'p99 ms':>9}{'wrong':>7}", flush=True)
    usual = {"seconds": asked.seconds, "connections": asked.connections}
    python = [sys.executable, "-m"]
    workers = ["--workers", str(asked.workers)]
    bare = [*python, "uvicorn", "bare_app:app", "--port", str(BARE), "--no-access-log", *workers]
    with served(bare, BARE, home):
        beside = load(f"http://127.0.0.1:{BARE}/", **usual)
    wrong = _say("a bare FastAPI route", beside, beside)
    ours = [*python, "service", "serve", "--home", str(home), "--port", str(PORT), *workers]
    with served(ours, PORT, home):
        for name, told in _asked(f"http://127.0.0.1:{PORT}", usual):
            wrong += _say(name, told, beside)
    return wrong


def _asked(site: str, usual: dict[str, int]) -> Iterator[tuple[str, Told]]:
    """Ask ours for what people ask most."""
    cookie = f"Cookie: {signed_in(PORT)}"
    mark = _mark(f"{site}{FIGURE}", cookie)
    by = {"headers": [cookie], **usual}
    alone = {**by, "connections": 1}
    many = load(site, script=TURNING, **by)
    yield "alert list of 50, 12 filters", many
    one = load(site, script=TURNING, **alone)
    yield "the same by one connection", one
    print(f"{'':34}{many.rate / one.rate:11.2f} of that at one connection")
    many = load(site, script=FIRST, **by)
    yield "alert list of 50, first asked", many
    one = load(site, script=FIRST, begin=2 * APART, **alone)
    yield "the same by one connection", one
    print(f"{'':34}{many.rate / one.rate:11.2f} of that at one connection")
    yield "alert page data", load(f"{site}/api/v1/alerts/17", **by)
    yield "a mart figure, first asked", load(site, script=_cold(), **{**by, "seconds": 3})
    yield "a mart figure", load(f"{site}{FIGURE}", **by)
    known = [cookie, f"If-None-Match: {mark}"]
    yield "a mart figure by ETag", load(f"{site}{FIGURE}", **{**by, "headers": known})


def _cold() -> str:
    """Write the script of figures that nobody asked for: from places that no list begins at."""
    places = ", ".join(f'"{cursor([f"{n:05}"])}"' for n in range(2 * APART))
    return COLD.replace("PLACES", places).replace("FIGURE", FIGURE).replace("NIGHT", str(AS_OF))


def _mark(address: str, cookie: str) -> str:
    asked = urllib.request.Request(address, headers={"Cookie": cookie.partition(": ")[2]})
    with urllib.request.urlopen(asked) as answer:
        return str(answer.headers["ETag"])


def _say(name: str, one: Told, beside: Told) -> int:
    share = one.rate / beside.rate
    print(f"{name:34}{one.rate:11,.0f}{share:9.2f}{one.p99:9.1f}{one.wrong:7,}", flush=True)
    return one.wrong


if __name__ == "__main__":
    sys.exit(main())
