"""What every page weighs and how long the server takes for it, for every role.

    python -m bench.pages HOME [--times 20] [--only /alerts …] [--now 2026-10-03T04:00]

Asks every page of a home in this process, as each role that opens it, and prints a line a page:
compressed kilobytes of a first view (the page with its styles, scripts and pictures, without the
chart library, which is read once), how many requests that takes, milliseconds of processor time of
the first answer, at the median and at the 99th percentile, and how many times the plainest page
(`/sign-in`) the median is. Processor time, for what else the machine does must not count. A page
that is too heavy, or asks another host for anything, makes the command fail; times are shown. Look
at a copy of the home: what is opened stands in its record, and matters are opened where none are.
"""

import argparse
import gc
import logging
import re
import statistics
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from html.parser import HTMLParser
from pathlib import Path

import structlog
from fastapi import FastAPI
from fastapi.testclient import TestClient

from bench.addresses import DOOR, FIRST, entered, open_matters, pages_of, reader_of, standing
from service import clock
from service.settings import read_settings
from service.site import site

HEAVIEST = 300_000
"""Compressed bytes that a first view may weigh, without the chart library."""
PROMISED = 150
"""Milliseconds that a page may take at the 99th percentile, on the demo."""
LOADS = {"script": "src", "img": "src", "link": "href", "iframe": "src", "source": "src",
         "video": "src", "audio": "src", "object": "data", "embed": "src"}  # fmt: skip
"""Elements that a browser loads something for, and the attribute that says what."""
RELATED = frozenset({"stylesheet", "icon", "manifest", "preload", "modulepreload"})
IN_STYLES = re.compile(rb"""(?:@import\s+|url\()\s*["']?([^"')\s]+)""")


class Loads(HTMLParser):
    """Gathers what a page makes a browser load."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note the address that an element is loaded from."""
        given = dict(attrs)
        loaded = given.get(LOADS.get(tag, ""))
        if tag == "link" and not RELATED & set((given.get("rel") or "").split()):
            return
        if loaded and not loaded.startswith("data:"):
            self.found.append(loaded)


@dataclass(frozen=True)
class Weighed:
    """A page as it was answered once, with what it loads."""

    path: str
    role: str
    status: int
    bytes: int
    requests: int
    outside: tuple[str, ...]


@dataclass(frozen=True)
class Timed:
    """Milliseconds of processor time that a page took."""

    first: float
    middle: float
    slowest: float


def weigh(client: TestClient, path: str, role: str) -> Weighed:
    """Ask for a page and for what it loads; tell what came over the wire."""
    answer = client.get(path)
    loads = Loads()
    loads.feed(answer.text)
    asked = dict.fromkeys(loads.found)
    weight, outside = answer.num_bytes_downloaded, list[str]()
    for address in asked:
        if re.match(r"(?:[a-z]+:)?//", address):
            outside.append(address)
            continue
        heavy, beyond = _loaded(client, address)
        weight += heavy
        outside += beyond
    return Weighed(path, role, answer.status_code, weight, 1 + len(asked), tuple(outside))


_KNOWN: dict[str, tuple[int, tuple[str, ...]]] = {}


def _loaded(client: TestClient, address: str) -> tuple[int, tuple[str, ...]]:
    """Give the compressed bytes of a file and what it asks other hosts for."""
    if address not in _KNOWN:
        answer = client.get(address)
        found = [one.decode() for one in IN_STYLES.findall(answer.content)]
        beyond = tuple(one for one in found if re.match(r"(?:https?:)?//", one))
        styles = "css" in answer.headers.get("content-type", "")
        _KNOWN[address] = answer.num_bytes_downloaded, beyond if styles else ()
    return _KNOWN[address]


def timed(client: TestClient, path: str, times: int) -> Timed:
    """Ask for a page many times."""
    found = []
    for _ in range(times + 1):
        began = time.process_time()
        client.get(path)
        found.append((time.process_time() - began) * 1000)
    later = sorted(found[1:])
    return Timed(found[0], statistics.median(later), at(later, 0.99))


def at(found: Sequence[float], share: float) -> float:
    """Give the value below which that share of the sorted values lies."""
    return found[min(len(found) - 1, int(len(found) * share))]


def visits(app: FastAPI, only: Sequence[str]) -> Iterator[tuple[TestClient, str, str, bool]]:
    """Give each role's client, the addresses it opens, and whether the page is seen first."""
    seen = set[str]()
    for role in FIRST:
        client = entered(app, role)
        if role == FIRST[0]:
            yield client, DOOR, "anyone", True
            open_matters(reader_of(client, role))
        if only:
            yield from ((client, path, role, True) for path in only)
            return
        wanted = pages_of(role)
        found = standing(reader_of(client, role), wanted)
        for lacking in (page.path for page in wanted if page.path not in found):
            print(f"nothing stands at {lacking} for {role}", file=sys.stderr)
        for pattern, address in found.items():
            yield client, address, role, pattern not in seen
            seen.add(pattern)


def main() -> int:
    """Measure every page, print the slowest first, and fail where one is too heavy."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("home", type=Path)
    parser.add_argument("--times", type=int, default=20)
    parser.add_argument("--only", nargs="+", default=[])
    parser.add_argument("--now", type=datetime.fromisoformat)
    given = parser.parse_args()
    if given.now:
        instant = given.now.replace(tzinfo=UTC)
        clock.now = lambda: instant
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING))
    told = list[tuple[Weighed, Timed | None]]()
    app = site(read_settings(given.home))
    gc.collect()
    gc.freeze()  # as a served site is
    for client, path, role, first in visits(app, given.only):
        took = timed(client, path, given.times) if first else None
        told.append((weigh(client, path, role), took))
    return shown(told)


def shown(told: Sequence[tuple[Weighed, Timed | None]]) -> int:
    """Print the pages that were timed, the slowest first, then the heaviest of the other roles."""
    plainest = next(took for _, took in told if took)
    print(f"{'kB':>6}{'requests':>9}{'first':>7}{'p50 ms':>8}{'p99 ms':>8}{'ratio':>7}  page")
    order = sorted(told, key=lambda one: (-(one[1].slowest if one[1] else 0), -one[0].bytes))
    for weighed, took in order:
        marks = _marks(weighed, took)
        if took or marks or weighed is order[-1][0]:
            print(f"{weighed.bytes / 1000:6.0f}{weighed.requests:9}{_times(took, plainest)}"
                  f"  {weighed.path} · {weighed.role}{marks}")  # fmt: skip
    heaviest = max(weighed.bytes for weighed, _ in told)
    bad = [one for one, _ in told if one.bytes > HEAVIEST or one.outside or one.status != 200]
    slow = sum(took is not None and took.slowest > PROMISED for _, took in told)
    print(
        f"{len(told)} views of {sum(took is not None for _, took in told)} pages: the heaviest "
        f"{heaviest / 1000:.0f} kB of {HEAVIEST / 1000:.0f}, {len(bad)} with faults, "
        f"{slow} over {PROMISED} ms"
    )
    return 1 if bad else 0


def _times(took: Timed | None, plainest: Timed) -> str:
    if took is None:
        return " " * 30
    ratio = took.middle / max(plainest.middle, 0.1)
    return f"{took.first:7.0f}{took.middle:8.1f}{took.slowest:8.1f}{ratio:7.1f}"


def _marks(weighed: Weighed, took: Timed | None) -> str:
    marks = f" ({weighed.status})" if weighed.status != 200 else ""
    marks += " too heavy" if weighed.bytes > HEAVIEST else ""
    marks += "".join(f" asks {one}" for one in weighed.outside)
    return marks + (" !" if took and took.slowest > PROMISED else "")


if __name__ == "__main__":
    sys.exit(main())
