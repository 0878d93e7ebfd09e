"""When a page's largest content is painted: at a desk, and on a phone with a slow line.

    python -m bench.paint HOME [--only /alerts …] [--role R] [--now 2026-10-03T04:00]

Opens every page in Chromium as the first role that it is open to, and prints a line a page: seconds
to the largest contentful paint at 1440 px with styles and scripts at hand, and at 360 px with
nothing at hand (no cache, no service worker), 400 kbit/s down and up, 400 ms of latency, and the
processor slowed to a quarter; each also as a ratio to the plainest page (`/sign-in`); then the
kilobytes and requests of that first view as the browser counted them, without the chart library. A
request to another host makes the command fail. Times are of this machine: the ratio is for others.
"""

import argparse
import logging
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import structlog
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from bench.addresses import DOOR, addresses
from bench.looks import PATIENCE
from service import clock
from service.demo.accounts import PASSWORD
from service.settings import read_settings
from service.site import site
from tests.browser.conftest import SWITCHES, chromium, serving

DESK, PHONE = 1440, 360
PROMISED: Mapping[int, float] = {DESK: 1.5, PHONE: 3.0}
"""Seconds to the largest contentful paint."""
SLOW = {"offline": False, "latency": 400, "downloadThroughput": 50_000, "uploadThroughput": 50_000}
"""400 ms and 400 kbit/s (bytes a second): a county's line on a bad day."""
SLOWER = 4
"""How many times as slow a phone's processor is taken to be."""
LIBRARY = "/static/vendor/plotly."
LARGEST = """() => new Promise(told => {
  new PerformanceObserver(list => told(list.getEntries().at(-1).startTime))
    .observe({type: 'largest-contentful-paint', buffered: true});
  setTimeout(() => told(-1), 8000);
})"""


@dataclass
class Painted:
    """A page as it was painted."""

    path: str
    role: str
    seconds: dict[int, float] = field(default_factory=dict)
    bytes: int = 0
    requests: int = 0
    outside: set[str] = field(default_factory=set)


def painted(page: Page, path: str, *, cut: bool) -> float:
    """Open a page and give the seconds until its largest content stood there."""
    page.goto(path, wait_until="commit" if cut else "load")
    page.wait_for_load_state("load")
    found: float = page.evaluate(LARGEST)
    return found / 1000


def slowly(context: BrowserContext, one: Painted, address: str) -> None:
    """Open a page as a phone does that has nothing of it, and count what comes."""
    page = context.new_page()
    wire = context.new_cdp_session(page)
    urls: dict[str, str] = {}

    def asked(event: Mapping[str, Any]) -> None:
        urls[event["requestId"]] = url = event["request"]["url"]
        if not url.startswith((address, "data:", "blob:")):
            one.outside.add(url)

    def came(event: Mapping[str, Any]) -> None:
        if LIBRARY not in urls.get(event["requestId"], ""):
            one.bytes += int(event["encodedDataLength"])
            one.requests += 1

    wire.on("Network.requestWillBeSent", asked)
    wire.on("Network.loadingFinished", came)
    wire.send("Network.enable")
    wire.send("Network.setCacheDisabled", {"cacheDisabled": True})
    wire.send("Network.emulateNetworkConditions", SLOW)
    wire.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    one.seconds[PHONE] = painted(page, one.path, cut=True)
    page.close()


@contextmanager
def window(browser: Browser, address: str, width: int, role: str) -> Iterator[BrowserContext]:
    """Open a window of a width that a role is signed in with; nobody is, at the door."""
    context = browser.new_context(
        base_url=address,
        viewport={"width": width, "height": 900 if width == DESK else 780},
        locale="zh-CN",
        service_workers="block",
    )
    context.set_default_timeout(PATIENCE)
    if role != DOOR:
        sent = context.request.post("/api/v1/session", data={"account": role, "password": PASSWORD})
        if sent.status != 201:
            sys.exit(f"{role} cannot sign in: {sent.text()}")
    yield context
    context.close()


def measured(browser: Browser, address: str, asked: Mapping[str, list[str]]) -> Iterator[Painted]:
    """Measure the addresses of each role, at both widths."""
    for role, paths in asked.items():
        seen = [Painted(path, role) for path in paths]
        with window(browser, address, DESK, role) as desk:
            page = desk.new_page()
            for one in seen:
                page.goto(one.path, wait_until="load")
                one.seconds[DESK] = painted(page, one.path, cut=False)
        with window(browser, address, PHONE, role) as phone:
            for one in seen:
                slowly(phone, one, address)
                yield one


def main() -> int:
    """Measure, print the slowest first, and fail where another host is asked."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("home", type=Path)
    parser.add_argument("--only", nargs="+", default=[])
    parser.add_argument("--role", default="")
    parser.add_argument("--now", type=datetime.fromisoformat)
    given = parser.parse_args()
    if given.now:
        instant = given.now.replace(tzinfo=UTC)
        clock.now = lambda: instant
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING))
    app = site(read_settings(given.home))
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=SWITCHES)
        for address in serving(app):
            asked: dict[str, list[str]] = {DOOR: [DOOR]}
            for path, role in addresses(app, given.only, given.role):
                asked.setdefault(role, []).append(path)
            shown(list(found := list(measured(browser, address, asked))))
        browser.close()
    return 1 if any(one.outside for one in found) else 0


def shown(found: list[Painted]) -> None:
    """Print a line a page, the slowest on the phone first."""
    plain = found[0]
    print(f"{'1440 s':>7}{'ratio':>7}{'360 s':>7}{'ratio':>7}{'kB':>6}{'requests':>9}  page")
    for one in sorted(found, key=lambda page: -page.seconds[PHONE]):
        cells = "".join(
            f"{one.seconds[width]:7.2f}{one.seconds[width] / plain.seconds[width]:7.1f}"
            for width in (DESK, PHONE)
        )
        late = any(one.seconds[width] > PROMISED[width] for width in PROMISED)
        marks = (" !" if late else "") + "".join(f" asks {url}" for url in sorted(one.outside))
        print(f"{cells}{one.bytes / 1000:6.0f}{one.requests:9}  {one.path} · {one.role}{marks}")
    for width, most in PROMISED.items():
        late = sum(one.seconds[width] > most for one in found)
        print(f"{width} px: {late} of {len(found)} pages over {most} s")


if __name__ == "__main__":
    sys.exit(main())
