"""Loads a delivery through the dock, through pandas and through PostgreSQL, and says the ratios.

`python bench/beside.py --rows 1000000` writes that many payments as one GB18030 CSV with a
manifest, as suppliers write them (see beside_sample.py), and takes it, in turn and `--rounds`
times, each in a process of its own whose start is not counted:

  the dock    `receive`;
  pandas      beside_pandas.py: vectorised, Arrow strings, Parquet; read by pandas's own parser,
              which `pandas.read_csv` takes unless it is told;
  arrow       the same, read by Arrow's parser;
  PostgreSQL  beside_postgres.py: COPY and SQL on two workers, in a server of its own.

All do the same: SHA-256, by which bytes that came before are known, and a copy of them on the disk;
encoding and separator found out; every spelling of dates, amounts, numbers and codes that the
contract lists; required, patterns, limits, the file's period;
one row kept of equal ones, and both set aside that share a key and differ; the manifest's rows
and total; a line beside every row; rows set aside with column, raw cell, reason and the row as it
was printed; the rest written; a receipt, so that the same bytes are known when they come again.
First it is proven that they agree, to the row, the fen, and the number of rows for each reason.
"""

import argparse
import json
import os
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import duckdb

sys.path.insert(0, str(Path(__file__).parents[1]))

from bench.beside_answer import Answer
from bench.beside_sample import write
from ingest.receive import receive
from tests.postgres import server

WAYS = {
    "dock": "the dock",
    "pandas": "pandas, its own parser",
    "arrow": "pandas, Arrow's parser",
    "postgres": "PostgreSQL",
}


def by_dock(delivery: Path, home: Path) -> Answer:
    """Take a delivery in with the dock."""
    [receipt] = receive(home, [delivery], now=datetime(2026, 4, 1, tzinfo=UTC))
    [file] = receipt.files
    assert file.status == "kept", file.reason
    told = duckdb.execute(
        "select column_name, split_part(reason, ':', 1), count(*) "
        f"from read_parquet('{home / str(file.aside_path)}') group by all"
    ).fetchall()  # without parameters, for which DuckDB would load pandas
    reasons = Counter({(column, code): rows for column, code, rows in told})
    total = file.totals["amount"]
    return Answer(
        file.delivered, file.kept, file.repeated, file.aside, str(total.kept), dict(reasons)
    )


def measured(way: str, folder: Path, address: str) -> dict[str, object]:
    """Run one way in a process of its own; PostgreSQL's own time is its server's."""
    shutil.rmtree(folder / "home", ignore_errors=True)
    command = [sys.executable, __file__, "--way", way, "--folder", str(folder), "--port", address]
    before = _server_cpu(folder)
    answer = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
    told: dict[str, object] = json.loads(answer.stdout)
    told["cpu"] = float(str(told["cpu"])) + _server_cpu(folder) - before
    return told


def _postmaster(address: str) -> str:
    """Give the number of the server's process."""
    import psycopg  # noqa: PLC0415  only one way needs it

    with psycopg.connect(f"postgresql://pursewatch@{address}/postgres") as connection:
        told = connection.execute("select pg_read_file('postmaster.pid')").fetchone()
    assert told is not None
    return str(told[0]).partition("\n")[0]


def _server_cpu(folder: Path) -> float:
    """Give the seconds of the server and of its sessions that have ended."""
    number = int((folder / "postmaster").read_text())
    words = Path(f"/proc/{number}/stat").read_text().rpartition(")")[2].split()
    return sum(map(int, words[11:15])) / os.sysconf("SC_CLK_TCK")


def _one_way(way: str, folder: Path, address: str) -> None:
    taken: Callable[[Path, Path], Answer] = by_dock
    if way in {"pandas", "arrow"}:
        from bench import beside_pandas  # noqa: PLC0415  only this process needs it

        taken = partial(beside_pandas.take, parser="c" if way == "pandas" else "pyarrow")
    elif way == "postgres":
        from bench import beside_postgres  # noqa: PLC0415  only this process needs it

        taken = partial(beside_postgres.take, address=address)
    began, idle = time.perf_counter(), sum(os.times()[:4])
    told = taken(folder / "delivery", folder / "home")
    seconds, cpu = time.perf_counter() - began, sum(os.times()[:4]) - idle
    own, beside = (
        resource.getrusage(whose).ru_maxrss / 1024
        for whose in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    )
    peak = own + 2 * beside  # two at most
    print(json.dumps({"seconds": seconds, "cpu": cpu, "peak": peak, "told": told.told()}))


def main() -> None:
    """Print seconds, CPU and ratios; the answers are proven equal first."""
    asked = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else None)
    asked.add_argument("--rows", type=int, default=1_000_000)
    asked.add_argument("--rounds", type=int, default=3)
    asked.add_argument("--ways", nargs="+", choices=WAYS, default=list(WAYS), help="the dock first")
    asked.add_argument("--way")
    asked.add_argument("--folder", type=Path)
    asked.add_argument("--port", default="")
    given = asked.parse_args()
    if given.way:
        _one_way(given.way, given.folder, given.port)
        return
    with tempfile.TemporaryDirectory() as place, server() as address:
        folder = Path(place)
        write(folder, given.rows)
        (folder / "postmaster").write_text(_postmaster(address))
        rounds = []
        for _ in range(given.rounds):
            rounds.append({way: measured(way, folder, address) for way in given.ways})
            told = {way: one["told"] for way, one in rounds[-1].items()}
            assert all(one == told["dock"] for one in told.values()), told
    print(f"{given.rows:,} payments, by every way the same rows, fen and reasons: {told['dock']}")
    for way in given.ways:
        seconds, cpu, peak = (
            statistics.median(float(str(turn[way][name])) for turn in rounds)
            for name in ("seconds", "cpu", "peak")
        )
        line = f"{WAYS[way]:22} {seconds:8.1f} s {cpu:8.1f} s of CPU"
        line += "" if way == "postgres" else f" {peak:6.0f} MB"  # of its server's memory
        if way != "dock":
            ago, of = (
                statistics.median(
                    float(str(turn[way][name])) / float(str(turn["dock"][name])) for turn in rounds
                )
                for name in ("seconds", "cpu")
            )
            line += f"   {ago:.2f} times the dock, {of:.2f} of its CPU"
        print(line)


if __name__ == "__main__":
    main()
