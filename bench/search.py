"""A million names: how long it takes to find one by a few letters of it.

    python -m bench.search [--names 1000000]

Writes a night of invented names, opens it as the site does, and prints for each way of asking the
processor milliseconds, the time that passed, and how many times one plain scan of the same column
(`count(*) … like '%…%'`) they are.
"""

import argparse
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import duckdb

from dashboards.figures.searched import found_names
from warehouse.database import Warehouse, attach
from warehouse.names import fold, spelt
from warehouse.pour import pour
from warehouse.shapes import tables

SYLLABLES = "安澜市云渡青岚望川白堰霁河栖原松岭梧桐枫桥瑞禾沐砚池槐清淮汀兰景和嘉远信"
ENDS = ("小学", "中学", "医院", "管理局", "服务中心", "水利工程公司", "污水厂")
KINDS = ("unit", "department", "project", "enterprise", "payee")
SCAN = "select count(*) as n from ops.name where folded like '%' || $key || '%'"


def filled(path: Path, names: int) -> Warehouse:
    """Give a night of that many names, with one that everybody looks for."""
    die = random.Random(1)
    rows = [("unit", "410100", "999001", "安澜市交通运输局", None)]
    for n in range(names - 1):
        name = "".join(die.choice(SYLLABLES) for _ in range(die.randint(3, 7))) + die.choice(ENDS)
        rows.append((die.choice(KINDS), f"{410000 + n % 181}", f"{n:09d}", name, None))
    began = time.process_time()
    told = [spelt(*row) for row in rows]
    print(f"{time.process_time() - began:8.1f} s of the processor to spell {names:,} names")
    with duckdb.connect(str(path)) as connection:
        connection.execute("create schema ops")
        connection.execute(tables("ops")["name"].create)
        pour(connection, "ops.name", told)
    return Warehouse(attach(path))  # which remembers no answer


def measured(ask: Callable[[], object], times: int = 15) -> tuple[float, float]:
    """Give the median processor and passing milliseconds of an answer."""
    ask()
    spent, passed = [], []
    for _ in range(times):
        began, at = time.process_time(), time.perf_counter()
        ask()
        spent.append((time.process_time() - began) * 1000)
        passed.append((time.perf_counter() - at) * 1000)
    return statistics.median(spent), statistics.median(passed)


def main() -> int:
    """Ask in each way and print what it took."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("--names", type=int, default=1_000_000)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="pursewatch-") as folder:
        report(filled(Path(folder) / "night.duckdb", given.names))
    return 0


def report(night: Warehouse) -> None:
    """Print what each way of asking takes."""
    regions = [f"{410000 + n}" for n in range(181)]
    base, _ = measured(lambda: night.rows(SCAN, {"key": "交通运输"}))
    print(f"{'cpu ms':>8}{'ms':>8}{'ratio':>7}  asked")
    print(f"{base:8.1f}{'':8}{1:7.1f}  one plain scan")
    for what, text in (
        ("whole name", "安澜市交通运输局"), ("part", "交通运输"), ("two letters", "交通"),
        ("one letter", "交"), ("initials", "jtysj"), ("two initials", "jt"),
        ("one initial", "j"), ("code", "999001"), ("full width", "９９９００１"),
        ("one letter wrong", "安澜市交通运榆局"),
        ("one letter too few", "安澜市交运输局"), ("some letters", "交运局"),
        ("nothing", "没有这样的名称"),
    ):  # fmt: skip
        found = found_names(night, fold(text), regions, KINDS)
        spent, passed = measured(lambda: found_names(night, fold(text), regions, KINDS))  # noqa: B023
        first = found[0]["name"] if found else "—"
        print(f"{spent:8.1f}{passed:8.1f}{spent / base:7.1f}  {what}: {text} → {first}")


if __name__ == "__main__":
    sys.exit(main())
