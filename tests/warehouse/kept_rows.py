"""Kept files for tests, written as the dock writes them: rows that name only what matters."""

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from itertools import count
from pathlib import Path

import duckdb

from tests.memory import memory
from warehouse.build import Built, Means, Night, build
from warehouse.kept import KeptFile, Record
from warehouse.period import Period
from warehouse.pour import pour
from warehouse.shapes import tables

CONTRACTS: dict[str, tuple[str, str | None, tuple[str, ...]]] = {
    "payment": ("events", "paid_on", ("payment", "fiscal_year", "region")),
    "unit": ("register", None, ("unit", "fiscal_year", "region")),
    "project": ("register", None, ("project", "fiscal_year", "region")),
    "allotment": ("register", None, ("allotment", "fiscal_year", "region")),
    "allotment_change": ("events", "changed_on", ("change", "fiscal_year", "region")),
    "department_budget": ("register", None, ("line", "fiscal_year", "region")),
    "statement": (
        "stock",
        None,
        ("fiscal_year", "region", "month", "book", "side", "code"),
    ),
    "debt_position": ("stock", "stated_on", ("region", "stated_on", "kind")),
    "asset_card": ("stock", "stated_on", ("asset", "region", "stated_on")),
    "enterprise": ("stock", "month", ("enterprise", "region", "month")),
    "bond": ("register", None, ("bond", "region")),
    "classification": ("register", None, ("fiscal_year", "scheme", "code")),
    "region": ("register", None, ("region",)),
    "receipt": ("events", "received_on", ("receipt", "fiscal_year", "region")),
    "performance": ("register", None, ("project", "fiscal_year", "region", "indicator")),
}
USUAL = {
    "DECIMAL(18,2)": Decimal("1.00"),
    "DECIMAL(18,6)": Decimal(1),
    "DECIMAL(18,8)": Decimal(0),
    "VARCHAR": "1",
    "INTEGER": 2026,
    "DATE": date(2026, 3, 31),
    "BOOLEAN": True,
}
NIGHT = Night(as_of=date(2026, 3, 31), version="test", built_at=datetime(2026, 4, 1, tzinfo=UTC))
Row = Mapping[str, object]


class Kept:
    """A folder of kept rows, and the receipts for them."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.files: list[KeptFile] = []
        self._numbers = count(1)

    def file(
        self,
        feed: str,
        region: str,
        period: str,
        rows: Sequence[Row],
        *,
        supplier: str | None = None,
        part: bool = False,
        stated_at: datetime = datetime(2026, 4, 1, tzinfo=UTC),
    ) -> KeptFile:
        table = tables("core")[feed]
        number = next(self._numbers)
        path = self.folder / f"{number}.parquet"
        with memory() as connection:
            columns = ", ".join(f'"{c.name}" {c.type}' for c in table.columns)
            connection.execute(f"create temp table kept ({columns}, {table.line} BIGINT)")
            poured = []
            for line, given in enumerate(rows, start=2):
                usual = {c.name: USUAL[c.type] for c in table.columns}
                if "region" in usual:
                    usual["region"] = region
                values = usual | dict(given)
                assert values.keys() == usual.keys(), f"{feed} has no such column"
                poured.append((*values.values(), line))
            pour(connection, "kept", poured)
            money = table.money
            sums = "".join(f', coalesce(sum("{name}"), 0)' for name in money)
            totals = connection.execute(f"select count(*){sums} from kept").fetchone()
            connection.execute(f"copy kept to '{path}' (format parquet)")
        assert totals is not None
        holds, dated, key = CONTRACTS[feed]
        file = KeptFile(
            number=number,
            delivery=1,
            feed=feed,
            region=region,
            period=Period.parse(period),
            supplier=supplier or region,
            path=path,
            rows=totals[0],
            totals=dict(zip(money, totals[1:], strict=True)),
            part=part,
            stated_at=stated_at,
            holds=holds,  # type: ignore[arg-type]  # spelt above
            dated=dated,
            key=key,
        )
        self.files.append(file)
        return file

    def build(self, night: Night = NIGHT, record: Record | None = None) -> Path:
        path = self.folder / "built.duckdb"
        told = Record(delivery_files=[_told(file) for file in self.files])
        self.built: Built = build(
            path, self.files, night=night, record=record or told, means=Means(threads=1)
        )
        return path

    def answer(self, sql: str, night: Night = NIGHT) -> list[tuple[object, ...]]:
        with duckdb.connect(str(self.build(night)), read_only=True) as connection:
            return connection.execute(sql).fetchall()


def _told(file: KeptFile) -> tuple[object, ...]:
    return (
        file.number, 1, f"{file.feed}.csv", file.feed, file.region, str(file.period),
        file.supplier, None, None, "kept", None, file.rows, file.rows, 0, 0, True,
    )  # fmt: skip
