"""How long the server takes for each page: at the middle and at the slowest of many.

    python -m bench.pages HOME [--times 20] [--only /alerts …]

Asks every page of a home in this process, as somebody with the right role, and prints a line a
page: milliseconds of processor time at the median and at the 99th percentile, and how many times
the lightest page that it is. Processor time, for what else the machine does must not count; look
at a copy of the home, for what is opened stands in its record.
"""

import argparse
import logging
import statistics
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import structlog
from fastapi.testclient import TestClient

from bench.looks import addresses
from service.demo.accounts import PASSWORD
from service.settings import read_settings
from service.site import site

PROMISED = 150
"""Milliseconds that a page may take at the 99th percentile."""


def taken(client: TestClient, path: str, times: int) -> tuple[int, list[float]]:
    """Ask for a page many times; give its status and the milliseconds of each answer."""
    status = client.get(path).status_code  # the first fills what is kept
    found = []
    for _ in range(times):
        began = time.process_time()
        client.get(path)
        found.append((time.process_time() - began) * 1000)
    return status, sorted(found)


def at(found: Sequence[float], share: float) -> float:
    """Give the value below which that share of the sorted values lies."""
    return found[min(len(found) - 1, int(len(found) * share))]


def main() -> int:
    """Measure every page and print the slowest first."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("home", type=Path)
    parser.add_argument("--times", type=int, default=20)
    parser.add_argument("--only", nargs="+", default=[])
    given = parser.parse_args()
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING))
    app, clients = site(read_settings(given.home)), dict[str, TestClient]()
    lines = list[tuple[float, float, str, str, int]]()
    for path, role in addresses(given.only, ""):
        if role not in clients:
            clients[role] = TestClient(app, base_url="http://site", follow_redirects=False)
            sent = clients[role].post(
                "/api/v1/session", json={"account": role, "password": PASSWORD}
            )
            if sent.status_code != 201:
                sys.exit(f"{role} cannot sign in: {sent.text}")
        status, found = taken(clients[role], path, given.times)
        lines.append((at(found, 0.99), statistics.median(found), path, role, status))
    least = min(middle for _, middle, *_ in lines)
    print(f"{'p50 ms':>8}{'p99 ms':>8}{'ratio':>7}  page")
    for slowest, middle, path, role, status in sorted(lines, reverse=True):
        mark = " !" if slowest > PROMISED else ""
        odd = "" if status == 200 else f" ({status})"
        print(f"{middle:8.0f}{slowest:8.0f}{middle / least:7.1f}  {path} · {role}{odd}{mark}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
