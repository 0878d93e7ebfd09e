"""隔离台. What lies set aside: by file and reason, and how it went over time."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import duckdb

from ingest.receipt import FileReceipt, Status
from warehouse.period import SHANGHAI


@dataclass(frozen=True)
class Lying:
    """Rows of one file that were set aside for one reason in one column."""

    file: FileReceipt
    code: str
    column: str | None
    rows: int
    first_line: int
    example: str | None  # the raw value of the first


@dataclass(frozen=True)
class Month:
    """What came of one feed of one supplier in a month of receipt, and how much was set aside."""

    month: str
    supplier: str
    feed: str
    files: int
    delivered: int
    aside: int


def lying(home: Path, files: Iterable[FileReceipt]) -> list[Lying]:
    """Give what lies set aside of files, by the file's number, then the most rows first."""
    by_path = {str(home / file.aside_path): file for file in files if file.aside_path is not None}
    if not by_path:
        return []
    with duckdb.connect() as connection:
        found = connection.execute(
            """
            select filename, split_part(reason, ':', 1) as code, column_name,
                count(distinct line) as lines, min(line), arg_min(raw, line)
            from read_parquet(?, filename = true)
            group by all
            order by lines desc, code, column_name
            """,
            [list(by_path)],
        ).fetchall()
    told = [
        Lying(by_path[name], code, column, rows, first, raw)
        for name, code, column, rows, first, raw in found
    ]
    return sorted(told, key=lambda one: one.file.number or 0)


def over_time(files: Iterable[FileReceipt]) -> list[Month]:
    """Count what was kept and set aside by month of receipt, supplier and feed."""
    counted: dict[tuple[str, str, str], list[int]] = {}
    for file in files:
        if file.status is Status.KEPT:
            key = (_month(file.received_at), file.supplier or "", file.feed or "")
            sums = counted.setdefault(key, [0, 0, 0])
            for n, more in enumerate((1, file.delivered, file.aside)):
                sums[n] += more
    return [Month(*key, *sums) for key, sums in sorted(counted.items())]


def _month(moment: datetime) -> str:
    return moment.astimezone(SHANGHAI).strftime("%Y-%m")


def chosen(files: Sequence[FileReceipt], asked: Mapping[str, str | None]) -> list[FileReceipt]:
    """Give the files that are as asked, such as `{"feed": "payment", "supplier": None}`."""
    wanted = {name: value for name, value in asked.items() if value is not None}
    return [f for f in files if all(getattr(f, name) == value for name, value in wanted.items())]
