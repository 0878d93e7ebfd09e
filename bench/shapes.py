"""Takes in what is no single large file, and says what it costs beside the least that it could.

  small       1,000 files of thirty rows, a county a month, in one delivery; beside the SHA-256
              of their bytes, beside the dock with one file of the same rows, and beside DuckDB
              that reads each of them as text and writes it as Parquet, without one check;
  again       the same delivery once more; beside the SHA-256 of its bytes;
  workbook    an .xlsx of 200,000 rows; beside its reader alone, which gives Python lists.

Each runs in a process of its own, whose start is not counted; the peak is that process's. Ways
that read rows must have found the same rows, and those that add them up the same fen.
"""

import argparse
import hashlib
import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import duckdb
import xlsxwriter
from python_calamine import CalamineWorkbook

sys.path.insert(0, str(Path(__file__).parents[1]))

from ingest.receipt import Status
from ingest.receive import receive

NOON = datetime(2026, 4, 1, 12, tzinfo=UTC)
HEADINGS = ("支付凭证主键", "预算年度", "财政区划代码", "单位代码", "实际支付日期", "实际支付金额",
            "收款人全称", "用途")  # fmt: skip


def row(n: int, region: str) -> list[str]:
    """Write one payment."""
    amount = f"{n * 7919 % 10_000_000 / 100:.2f}"
    day = f"2026-03-{n % 28 + 1:02d}"
    return [f"P{region}{n:07d}", "2026", region, "101001", day, amount, "安澜市第一中学", "办公费"]


def write_small(folder: Path, files: int, rows: int = 30) -> None:
    """Write files of one delivery, in GB18030, and one file of all their rows."""
    (folder / "small").mkdir()
    (folder / "one").mkdir()
    whole = [",".join(HEADINGS)]
    for n in range(files):
        region = f"{410000 + n // 10:06d}"
        name = f"payment_{region}_2026-{n % 10 + 1:02d}.csv"
        lines = [row(m, region) for m in range(rows)]
        for line in lines:
            line[0] += f"-{n}"
            line[4] = line[4].replace("-03-", f"-{n % 10 + 1:02d}-")
        text = "".join(",".join(line) + "\n" for line in [HEADINGS, *lines])
        (folder / "small" / name).write_text(text, encoding="gb18030")
        whole += map(",".join, lines)
    one = folder / "one" / "payment_410000_2026.csv"
    one.write_text("\n".join([*whole, ""]), encoding="gb18030")


def write_workbook(path: Path, rows: int) -> None:
    """Write a workbook as a system exports it."""
    with xlsxwriter.Workbook(str(path), {"constant_memory": True}) as book:
        sheet = book.add_worksheet("明细")
        for r, cells in enumerate([list(HEADINGS), *(row(n, "410100") for n in range(rows))]):
            for c, cell in enumerate(cells):
                if r and c == 5:
                    sheet.write_number(r, c, float(cell))
                else:
                    sheet.write_string(r, c, cell)


def dock(folder: Path, path: Path, status: Status) -> tuple[int, str]:
    """Take a delivery in; give its rows and their fen."""
    receipts = receive(folder / "home", [path], now=NOON)
    files = [file for receipt in receipts for file in receipt.files]
    assert {file.status for file in files} == {status}, files[0]
    fen = sum(file.totals["amount"].kept for file in files if file.totals)
    return sum(file.kept for file in files), str(fen or "")


def one_way(way: str, folder: Path) -> tuple[int, str]:
    """Do one thing; give the rows that it read and their fen, as far as it knows them."""
    book = folder / "payment_410100_2026-03.xlsx"
    rows, fen = 0, ""
    match way:
        case "small":
            rows, fen = dock(folder, folder / "small", Status.KEPT)
        case "again":
            rows, fen = dock(folder, folder / "small", Status.SAME)
        case "one":
            rows, fen = dock(folder / "whole", folder / "one", Status.KEPT)
        case "workbook":
            rows, fen = dock(folder / "book", book, Status.KEPT)
        case "reader":
            sheet = CalamineWorkbook.from_path(book).get_sheet_by_index(0)
            rows = len(sheet.to_python()) - 1
        case "bare":
            rows = bare(folder)
        case _:
            for path in sorted((folder / "small").iterdir()):
                hashlib.sha256(path.read_bytes()).hexdigest()
    return rows, fen


def bare(folder: Path) -> int:
    """Read every small file with DuckDB as text and write it as Parquet; give the rows."""
    rows = 0
    with duckdb.connect() as engine:
        for path in sorted((folder / "small").iterdir()):
            (folder / "utf8").write_text(path.read_text("gb18030"), "utf-8")
            written = engine.execute(
                f"copy (from read_csv('{folder}/utf8', all_varchar = true)) to "
                f"'{folder}/bare.parquet' (format parquet)"
            ).fetchone()
            rows += 0 if written is None else int(written[0])
    return rows


BESIDE = {
    "small": {"hash": "their SHA-256", "one": "one file of the rows", "bare": "DuckDB, no check"},
    "again": {"hash": "their SHA-256"},
    "workbook": {"reader": "its reader alone"},
}


def measured(way: str, folder: Path) -> dict[str, Any]:
    """Run one way in a process of its own."""
    command = [sys.executable, __file__, "--way", way, "--folder", str(folder)]
    answer = subprocess.run(command, check=True, capture_output=True, text=True)
    told: dict[str, Any] = json.loads(answer.stdout)
    return told


def agree(told: Sequence[dict[str, Any]]) -> None:
    """Stop where two ways have read other rows or other fen."""
    for name in ("rows", "fen"):
        assert len({one[name] for one in told if one[name]}) <= 1, told


def main() -> None:
    """Print seconds, CPU, peak memory and ratios."""
    asked = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else None)
    asked.add_argument("--files", type=int, default=1000)
    asked.add_argument("--rows", type=int, default=200_000, help="of the workbook")
    asked.add_argument("--way")
    asked.add_argument("--folder", type=Path)
    given = asked.parse_args()
    if given.way:
        began, idle = time.perf_counter(), time.process_time()
        rows, fen = one_way(given.way, given.folder)
        seconds, cpu = time.perf_counter() - began, time.process_time() - idle
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        told = {"seconds": seconds, "cpu": cpu, "peak": peak}
        print(json.dumps({**told, "rows": rows, "fen": fen}))
        return
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        write_small(folder, given.files)
        write_workbook(folder / "payment_410100_2026-03.xlsx", given.rows)
        for way, others in BESIDE.items():
            told = measured(way, folder)
            beside = {title: measured(other, folder) for other, title in others.items()}
            agree([told, *beside.values()])
            print(
                f"{way:9} {told['rows']:9,.0f} rows {told['seconds']:7.1f} s "
                f"{told['cpu']:7.1f} s of CPU {told['peak']:6.0f} MB"
            )
            for title, other in beside.items():
                print(
                    f"{'':9} {told['cpu'] / other['cpu']:7.2f} times the CPU of {title} "
                    f"({other['seconds']:.2f} s, {other['cpu']:.2f} s of CPU)"
                )


if __name__ == "__main__":
    main()
