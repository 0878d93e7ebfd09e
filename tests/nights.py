"""Real deliveries taken in by a supplier's mapping, and the night that is built of them."""

import shutil
from collections.abc import Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import duckdb

from alerts import record
from alerts.finding import Finding
from ingest.receipt import FileReceipt, Receipt
from ingest.receive import Options
from service.dock import take_in
from service.night import Order, run_night
from service.settings import Settings

NOW = datetime(2026, 4, 1, 6, tzinfo=UTC)
EXAMPLES = Path(__file__).parents[1] / "examples/sources"


class RealHome:
    """A home with the mappings of the examples, deliveries, and one night."""

    def __init__(self, root: Path) -> None:
        self.settings = Settings(home=root)
        self.settings.house.make()
        for mapping in EXAMPLES.glob("*.toml"):
            shutil.copy(mapping, self.settings.house.sources)
        self.files: list[FileReceipt] = []
        self.file = root

    def receive(self, source: str, *paths: Path) -> list[Receipt]:
        """Take deliveries in by one supplier's mapping."""
        receipts = take_in(self.settings, paths, now=NOW, options=Options(source=source))
        self.files += [file for receipt in receipts for file in receipt.files]
        return receipts

    def night(self, as_of: date, *codes: str) -> "RealHome":
        """Build the night, asking these rules only."""
        report = run_night(self.settings, Order(as_of, only=codes), now=NOW)
        assert report.errors == []
        self.file = report.file
        return self

    def ask(self, sql: str) -> list[tuple[Any, ...]]:
        """Answer a query over the night."""
        with duckdb.connect(str(self.file), read_only=True) as connection:
            return connection.execute(sql).fetchall()

    def one(self, sql: str) -> Any:
        """Answer a query that has one row; one column of it as itself."""
        (row,) = self.ask(sql)
        return row[0] if len(row) == 1 else row

    def found(self, code: str) -> dict[tuple[str, str], Finding]:
        """Give what a rule found, by period and subject."""
        results = record.read(self.file)
        return {(f.period, f.subject): f for f in results.findings if f.code == code}

    def counted(self, feed: str) -> tuple[int, int, int, int]:
        """How many rows of a feed were delivered, kept, repeated and set aside."""
        told = [(f.delivered, f.kept, f.repeated, f.aside) for f in self.files if f.feed == feed]
        delivered, kept, repeated, aside = (sum(column) for column in zip(*told, strict=True))
        assert delivered == kept + repeated + aside
        return delivered, kept, repeated, aside


def statuses(files: Sequence[FileReceipt]) -> dict[str, int]:
    """Count the files of a delivery by what became of them."""
    told: dict[str, int] = {}
    for file in files:
        told[file.status.value] = told.get(file.status.value, 0) + 1
    return told


def tear(file: Path, table: str | None = None) -> None:
    """Lose the head of a night's file, or the block where a table's rows lie."""
    at = 0
    if table is not None:
        with duckdb.connect(str(file), read_only=True) as night:
            asked = "select max(block_id) from pragma_storage_info(?)"
            [(block,)] = night.execute(asked, [table]).fetchall()
        at = 3 * 4_096 + block * 262_144
    torn = bytearray(file.read_bytes())
    torn[at : at + 20_000] = bytes(20_000)
    file.unlink()  # whoever reads it reads on
    file.write_bytes(torn)
