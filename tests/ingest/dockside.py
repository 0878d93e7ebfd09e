"""What the dock's tests hand in: a home, deliveries of payments, and a clock that stands."""

import json
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from ingest.feeds import all_feeds
from ingest.identity import Options
from ingest.receipt import FileReceipt, Receipt
from ingest.receive import receive
from tests.memory import memory

APRIL = datetime(2026, 4, 1, 1, tzinfo=UTC)
NAME = "payment_410100_2026-03.csv"
HEADINGS = (
    "支付凭证主键",
    "预算年度",
    "财政区划代码",
    "单位代码",
    "实际支付日期",
    "实际支付金额",
    "收款人全称",
)
ROW = {
    "支付凭证主键": "P1",
    "预算年度": "2026",
    "财政区划代码": "410100",
    "单位代码": "101001",
    "实际支付日期": "2026-03-05",
    "实际支付金额": "100.00",
    "收款人全称": "安澜市第一中学",
}


def rows(*given: Mapping[str, str]) -> list[dict[str, str]]:
    """Give payments that differ from the usual one as told; each has its own key."""
    return [{**ROW, "支付凭证主键": f"P{n}", **row} for n, row in enumerate(given, 1)]


def csv_text(payments: Sequence[Mapping[str, str]], headings: Sequence[str] = HEADINGS) -> str:
    """Write payments as comma-separated lines."""
    lines = [",".join(headings), *(",".join(p.get(h, "") for h in headings) for p in payments)]
    return "".join(line + "\n" for line in lines)


def deliver(
    folder: Path, files: Mapping[str, str | bytes], manifest: Mapping[str, Any] | None = None
) -> Path:
    """Lay a delivery out in a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
    if manifest is not None:
        (folder / "manifest.json").write_text(json.dumps(manifest, ensure_ascii=False))
    return folder


def take_in(home: Path, *paths: Path, now: datetime = APRIL, **options: Any) -> list[Receipt]:
    """Receive deliveries by the feeds of the house, without mappings."""
    return receive(home, paths, now=now, feeds=all_feeds(), options=Options(**options))


def one_file(
    tmp_path: Path,
    content: str | bytes,
    name: str = NAME,
    entry: Mapping[str, Any] | None = None,
) -> FileReceipt:
    """Receive one file, with its entry of a manifest where there is one; give its receipt."""
    manifest = None if entry is None else {"files": [{"name": name, **entry}]}
    path = deliver(tmp_path / "delivery", {name: content}, manifest)
    [receipt] = take_in(tmp_path / "home", path)
    [file] = receipt.files
    return file


def kept(home: Path, file: FileReceipt, columns: str = "*") -> list[tuple[Any, ...]]:
    """Read the rows that were kept of a file."""
    assert file.kept_path is not None
    with memory() as connection:
        return connection.execute(
            f"select {columns} from read_parquet(?) order by line", [str(home / file.kept_path)]
        ).fetchall()


def reasons(home: Path, file: FileReceipt) -> list[tuple[Any, ...]]:
    """Read why rows were set aside: line, column, raw value, code of the reason."""
    if file.aside_path is None:
        return []
    with memory() as connection:
        return connection.execute(
            "select line, column_name, raw, split_part(reason, ':', 1) from read_parquet(?)",
            [str(home / file.aside_path)],
        ).fetchall()
