"""Loads payments through the dock and past it, and says what the dock costs.

`python bench/load.py --rows 10000000` writes that many payments as GB18030 CSV and, the same rows,
as UTF-8 CSV, then times, each in a process of its own:

  the dock   `receive` of the GB18030 file: hashed, copied into the landing, transcoded, every
             check, the key proven unique, kept rows as Parquet, the receipt committed;
  UTF-8      the same, of the same rows as ready UTF-8: what the encoding costs;
  DuckDB     the ready UTF-8 file by `read_csv` (its own dialect detection, all text), the same
             checks in the same SQL, the key proven unique, the same Parquet; no landing, no
             hash, no receipt. Once with the line of each row, which the same Parquet has, and
             once without, which is less than the dock does.

It first proves that all kept the same rows and the same fen.
"""

import argparse
import json
import os
import random
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import duckdb

from ingest.contract import hold
from ingest.feed import Feed
from ingest.feeds import all_feeds
from ingest.headings import bind
from ingest.receive import receive
from ingest.table import TextTable
from ingest.tally import PLAIN
from warehouse.period import Period

COLUMNS = (
    "payment", "fiscal_year", "region", "voucher", "allotment", "unit", "project", "fund",
    "function_item", "government_economic", "department_economic", "requested_on", "paid_on",
    "amount", "method", "business", "settlement", "payer_account", "payee", "payee_account",
    "payee_bank", "purpose",
)  # fmt: skip
NAME = "payment_419800_2026-03.csv"
AGAIN = 100_000
PLACES = "东方南城北江西河新海远山安泰和顺"
TRADES = ("建筑工程有限公司", "商贸有限责任公司", "人民医院", "第一中学", "印刷厂", "物业服务中心")


def write(folder: Path, rows: int) -> None:
    """Write the same payments in both encodings; `AGAIN` rows on, all but the keys is the same."""
    feed = all_feeds()["payment"]
    heading = ",".join(feed.column(name).zh for name in COLUMNS) + "\n"
    chance = random.Random(20260331)
    payees = [f"安澜市{a}{b}{trade}" for a in PLACES for b in PLACES for trade in TRADES]
    ends = [row(n, chance, payees).split(",", 4)[4] for n in range(min(rows, AGAIN))]
    for name, codec in ((NAME, "gb18030"), ("ready.csv", "utf-8")):
        told = [end.encode(codec) for end in ends]
        with (folder / name).open("wb") as file:
            file.write(heading.encode(codec))
            for start in range(0, rows, AGAIN):
                file.writelines(
                    b"%s,%s" % (head(n).encode(), end)
                    for n, end in zip(range(start, min(start + AGAIN, rows)), told, strict=False)
                )


def head(n: int) -> str:
    """Write what no other payment has."""
    return f"PAY2026{n:010d},2026,419800,2026-{n:08d}"


def row(n: int, chance: random.Random, payees: list[str]) -> str:
    """Write one payment."""
    r = chance.random
    day = f"2026-03-{int(r() * 31) + 1:02d}"
    return (
        f"{head(n)},BGT{int(r() * 50000):08d},"
        f"{101001 + int(r() * 900)},41980026{int(r() * 9999):06d},1,2{int(r() * 99999):06d},"
        f"50{int(r() * 9) + 1}01,30{int(r() * 9) + 1}01,{day},{day},{r() * 1000000 - 1000:.2f},"
        f"1,1,1,4100{int(r() * 10**14):015d},{payees[int(r() * len(payees))]},"
        f"6222{int(r() * 10**14):015d},"
        f"中国建设银行安澜市分行营业部,支付{int(r() * 12) + 1}月份办公经费\n"
    )


def by_dock(file: Path, home: Path) -> tuple[int, str]:
    """Take a file in."""
    [receipt] = receive(home, [file], now=datetime(2026, 4, 1, tzinfo=UTC))
    [file] = receipt.files
    assert file.status == "kept", file.reason
    return file.kept, str(file.totals["amount"].kept)


def by_duckdb(folder: Path, *, lines: bool) -> tuple[int, str]:
    """Read the ready UTF-8 file with the same checks."""
    feed = all_feeds()["payment"]
    out = folder / "straight.parquet"
    with duckdb.connect() as connection:
        connection.execute("set threads = 2; set memory_limit = '1200MB'")
        connection.execute(f"set temp_directory = '{folder / 'spill'}'")
        connection.execute("set disabled_optimizers = 'filter_pushdown,in_clause'")
        connection.execute(
            f"copy ({_straight(feed, folder, lines)}) to '{out}' (format parquet{PLAIN})"
        )
        doubled = connection.execute(
            "select count(*) - count(distinct hash(payment, fiscal_year, region)) "
            "from read_parquet(?)",
            [str(out)],
        ).fetchone()
        assert doubled == (0,)
        told = connection.execute(
            "select count(*), sum(amount)::varchar from read_parquet(?)", [str(out)]
        ).fetchone()
    assert told is not None
    return told[0], told[1]


def _straight(feed: Feed, folder: Path, lines: bool) -> str:
    headings = tuple(feed.column(name).zh for name in COLUMNS)
    cells = ", ".join(f'"{heading}" as c{n}' for n, heading in enumerate(headings, 1))
    line = "row_number() over () + 1" if lines else "0"
    source = f"read_csv('{folder / 'ready.csv'}', all_varchar = true)"
    table = TextTable("ready.csv", headings, f"(select {line} as line, {cells} from {source})")
    held = hold(feed, bind(feed, table, None), table, Period(2026, 3))
    return held.kept(held.rows)


def measured(way: str, folder: Path) -> dict[str, float | str]:
    """Run one way in a process of its own."""
    shutil.rmtree(folder / "home", ignore_errors=True)
    root = str(Path(__file__).parents[1])
    command = [sys.executable, __file__, "--way", way, "--folder", str(folder)]
    answer = subprocess.run(
        command, check=True, capture_output=True, text=True, env={**os.environ, "PYTHONPATH": root}
    )
    told: dict[str, float | str] = json.loads(answer.stdout)
    return told


def _one_way(way: str, folder: Path) -> None:
    start, idle = time.perf_counter(), sum(os.times()[:4])
    files = {"dock": folder / NAME, "utf8": folder / "utf8" / NAME}
    if way in files:
        kept, amount = by_dock(files[way], folder / "home")
    else:
        kept, amount = by_duckdb(folder, lines=way == "lines")
    seconds = time.perf_counter() - start
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    beside = 2 * resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss  # two at most
    told = {
        "seconds": seconds,
        "cpu": sum(os.times()[:4]) - idle,
        "peak": (peak + beside) / 1024,
        "rows": kept,
        "amount": amount,
    }
    print(json.dumps(told))


WAYS = {
    "dock": "the dock, GB18030, with landing, hash and receipt",
    "utf8": "the dock, ready UTF-8, with landing, hash and receipt",
    "lines": "DuckDB, ready UTF-8, same checks, same Parquet",
    "straight": "DuckDB, the same without the rows' lines",
}


def compare(rows: int, folder: Path, ways: Sequence[str]) -> None:
    """Measure and print some ways."""
    write(folder, rows)
    (folder / "utf8").mkdir()
    (folder / "utf8" / NAME).hardlink_to(folder / "ready.csv")
    told = {way: measured(way, folder) for way in ways}
    agreed = {(one["rows"], one["amount"]) for one in told.values()}
    assert len(agreed) == 1, told
    assert next(iter(agreed))[0] == rows, told
    print(f"{rows:,} payments, {told['dock']['amount']} yuan: the same rows and fen by every way")
    for way in ways:
        seconds, cpu, peak = (float(told[way][name]) for name in ("seconds", "cpu", "peak"))
        print(
            f"{WAYS[way]:50} {seconds:7.1f} s {cpu:7.1f} s of CPU {rows / seconds:11,.0f} rows/s "
            f"{peak:6.0f} MB"
        )
    for way in ways[1:]:
        ago, of = (
            float(told["dock"][name]) / float(told[way][name]) for name in ("seconds", "cpu")
        )
        print(f"ratio to {WAYS[way]}: {ago:.2f}, {of:.2f} of its CPU")


def main() -> None:
    """Read the command."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else None)
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument(
        "--ways", nargs="+", choices=WAYS, default=list(WAYS), help="the dock first"
    )
    parser.add_argument("--way")
    parser.add_argument("--folder", type=Path)
    given = parser.parse_args()
    if given.way:
        _one_way(given.way, given.folder)
        return
    with tempfile.TemporaryDirectory(dir=given.folder) as folder:
        compare(given.rows, Path(folder), given.ways)


if __name__ == "__main__":
    main()
