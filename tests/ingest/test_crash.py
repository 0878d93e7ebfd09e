"""Killed at any moment and run again, the dock ends as if nothing had happened."""

import hashlib
import os
import random
import signal
import sqlite3
import subprocess
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

from ingest.receipts import Receipts
from ingest.receive import receive
from tests.ingest.dockside import csv_text, deliver, rows, take_in

ROOT = Path(__file__).parents[2]
NOW = datetime(2026, 4, 1, 1, tzinfo=UTC)
COMMAND = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from ingest.receive import receive
print("ready", flush=True)
receive(Path(sys.argv[1]), [Path(sys.argv[2])], now=datetime(2026, 4, 1, 1, tzinfo=UTC))
"""


def traces(home: Path) -> dict[str, object]:
    """Give what an outsider can see of a home: its files by their bytes, and its receipts."""
    seen = {
        str(path.relative_to(home)): hashlib.sha256(path.read_bytes()).hexdigest()
        for folder in ("kept", "aside", "landing")
        for path in (home / folder).rglob("*")
        if path.is_file()
    }
    receipts = Receipts(home)
    return {
        "files": seen,
        "receipts": receipts.deliveries(),
        "force": [file.number for file in receipts.in_force()],
        "left": sorted(p.name for p in home.iterdir() if not p.name.startswith("receipts.sqlite")),
    }


def run(home: Path, path: Path, after: float | None) -> None:
    """Take a delivery in, in a process of its own; `after`: seconds after which it is killed."""
    process = subprocess.Popen(
        [sys.executable, "-c", COMMAND, str(home), str(path)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    with process:
        assert process.stdout is not None
        process.stdout.readline()
        if after is not None:
            time.sleep(after)
            process.send_signal(signal.SIGKILL)
        process.wait()
    assert after is not None or process.returncode == 0


def test_kill_9_at_any_moment_and_again_is_as_if_nothing_had_happened(tmp_path: Path) -> None:
    files = {
        f"payment_41010{n}_2026-03.csv": csv_text(rows(*[{}] * 400, {"预算年度": "x"}))
        for n in range(4)
    }
    files["payment_410109_2026-03.csv"] = "no,table\n1,2\n"
    path = deliver(tmp_path / "delivery", files)
    start = time.monotonic()
    run(tmp_path / "whole", path, None)
    whole = time.monotonic() - start
    expected = traces(tmp_path / "whole")

    chance = random.Random(4)
    for turn in range(3):
        home = tmp_path / f"home{turn}"
        run(home, path, chance.uniform(0, whole))
        receive(home, [path], now=NOW)

        assert traces(home) == expected
    assert len(expected["files"]) == 4 + 4 + 5  # type: ignore[arg-type]  # kept, aside, landed


def test_what_an_earlier_run_began_is_finished_before_anything_else(tmp_path: Path) -> None:
    path = deliver(tmp_path / "a", {"payment_410100_2026-03.csv": csv_text(rows({}))})
    other = deliver(tmp_path / "b", {"payment_410100_2026-04.csv": csv_text(rows({}))})
    home = tmp_path / "home"
    [done] = take_in(home, path)
    with sqlite3.connect(home / "receipts.sqlite") as connection:
        connection.executescript("delete from total; delete from file; update delivery set done=0")
    connection.close()
    take_in(home, other)

    assert [r.name for r in Receipts(home).deliveries()] == ["a", "b"]
    assert Receipts(home).delivery(1).files[0].kept_path == done.files[0].kept_path
