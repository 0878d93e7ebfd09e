"""A night's file holds what the receipts say."""

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest

from tests.warehouse.kept_rows import NIGHT, Kept
from warehouse.build import KeptMissing, build
from warehouse.kept import Record
from warehouse.proof import NotProven, prove
from warehouse.shapes import tables


def test_a_night_of_nothing_has_every_table_and_no_row(kept: Kept) -> None:
    path = kept.build()

    with duckdb.connect(str(path), read_only=True) as night:
        counts = [
            night.execute(f"select count(*) from core.{f}").fetchall() for f in tables("core")
        ]
    assert counts == [[(0,)]] * 27
    assert prove(path) == 0


def test_core_has_exactly_the_feed_s_columns(kept: Kept) -> None:
    names = kept.answer("select column_name from (describe core.department_budget)")

    assert [name for (name,) in names][:3] == ["line", "fiscal_year", "region"]
    assert len(names) == 13


def test_rows_stand_in_the_order_of_file_and_line(kept: Kept) -> None:
    kept.file("payment", "410100", "2026-02", [{"payment": "B"}, {"payment": "A"}])
    kept.file("payment", "410100", "2026-01", [{"payment": "C"}])

    rows = kept.answer("select payment, file, line from kept.payment")

    assert rows == [("B", 1, 2), ("A", 1, 3), ("C", 2, 2)]


def test_a_night_proves_to_the_row_and_the_fen(kept: Kept) -> None:
    kept.file("payment", "410100", "2026-03", [{"amount": Decimal("0.10")}] * 3)

    assert prove(kept.build()) == 2


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"rows": 4}, "its receipt states 4 rows, its kept rows have 3"),
        (
            {"totals": {"amount": Decimal("0.31")}},
            "its receipt states amount 0.31 yuan, its kept rows have 0.30",
        ),
    ],
)
def test_a_receipt_that_says_otherwise_is_named_with_both_figures(
    kept: Kept, wrong: dict[str, object], said: str
) -> None:
    file = kept.file("payment", "410100", "2026-03", [{"amount": Decimal("0.10")}] * 3)
    kept.files = [replace(file, **wrong)]

    with pytest.raises(NotProven, match=said):
        prove(kept.build())


def test_a_row_lost_from_the_night_is_not_proven(kept: Kept) -> None:
    kept.file("payment", "410100", "2026-03", [{"payment": "A"}, {"payment": "B"}])
    path = kept.build()
    with duckdb.connect(str(path)) as night:
        night.execute("delete from kept.payment where payment = 'B'")

    with pytest.raises(NotProven, match="expected in force 2 rows, there 1"):
        prove(path)


def test_a_row_nobody_receipted_is_not_proven(kept: Kept) -> None:
    kept.file("payment", "410100", "2026-03", [{"payment": "A"}])
    path = kept.build()
    with duckdb.connect(str(path)) as night:
        night.execute("insert into kept.payment select * replace (9 as file) from kept.payment")

    with pytest.raises(NotProven, match=r"file 9 \(payment\): 1 rows are in force and no receipt"):
        prove(path)


def test_kept_rows_that_are_gone_are_named(kept: Kept) -> None:
    file = kept.file("payment", "410100", "2026-03", [{}])
    file.path.unlink()

    with pytest.raises(KeptMissing, match="file 1 \\(payment 410100 2026-03\\) are not at"):
        kept.build()


def test_a_file_of_no_rows_needs_no_parquet_and_is_supply(kept: Kept) -> None:
    file = kept.file("payment", "410100", "2026-03", [])
    file.path.unlink()

    assert kept.answer("from ops.supply") == [("410100", "payment", 2026)]


def test_supply_follows_rows_dates_and_lasting_registers(kept: Kept) -> None:
    kept.file("payment", "410000", "2026-03", [{"region": "410100"}, {"fiscal_year": 2025}])
    kept.file("debt_position", "410100", "2024-12", [{"stated_on": date(2024, 12, 31)}])
    kept.file("bond", "410100", "2025-01", [{"region": "410122"}])
    kept.file("classification", "410000", "2026", [{"fiscal_year": 2025}])

    rows = kept.answer("from ops.supply order by feed, region, fiscal_year")

    assert rows == [
        ("410100", "bond", 2025),
        ("410100", "bond", 2026),
        ("410122", "bond", 2025),
        ("410122", "bond", 2026),
        ("410000", "classification", 2025),
        ("410000", "classification", 2026),
        ("410100", "debt_position", 2024),
        ("410100", "debt_position", 2025),
        ("410100", "debt_position", 2026),
        ("410000", "payment", 2025),
        ("410000", "payment", 2026),
        ("410100", "payment", 2026),
    ]


def test_the_record_of_deliveries_is_written_as_told(kept: Kept) -> None:
    record = Record(
        deliveries=[(1, "三月\n", "郑州市财政局", None, datetime(2026, 4, 1, 6, tzinfo=UTC))],
        asides=[(7, 3, "amount", "NULL", "no number"), (7, 4, None, "", "空")],
        file_totals=[(7, "amount", Decimal("9999999999999999.99"), 0, 0, 0, 1)],
    )
    path = kept.build(record=record)

    with duckdb.connect(str(path), read_only=True) as night:
        assert night.execute("from ops.delivery").fetchall() == [
            (1, "三月\n", "郑州市财政局", None, datetime(2026, 4, 1, 6))  # noqa: DTZ001 - stored in UTC
        ]
        assert night.execute("select column_name, raw from ops.aside").fetchall() == [
            ("amount", "NULL"),
            (None, ""),
        ]
        assert night.execute("select delivered from ops.file_total").fetchall() == [
            (Decimal("9999999999999999.99"),)
        ]


def test_the_same_files_give_the_same_rows_on_any_number_of_threads(kept: Kept) -> None:
    for month in (1, 2, 3):
        kept.file("payment", "410100", f"2026-0{month}", [{"payment": str(n)} for n in range(50)])
    one, other = kept.build(), kept.folder / "other.duckdb"
    fingerprint = build(other, reversed(kept.files), night=NIGHT).fingerprint

    def rows(path: Path) -> list[tuple[object, ...]]:
        with duckdb.connect(str(path), read_only=True) as night:
            return night.execute("from kept.payment").fetchall()

    assert rows(one) == rows(other)
    assert fingerprint == kept.built.fingerprint


def test_a_night_without_the_tables_of_newer_feeds_is_proven_all_the_same(kept: Kept) -> None:
    kept.file("payment", "410100", "2026-03", [{"payment": "A"}])
    path = kept.build()
    with duckdb.connect(str(path)) as night:
        night.execute("drop view if exists core.code_change; drop table kept.code_change")
    assert prove(path) == 2

    with duckdb.connect(str(path)) as night:
        night.execute("alter table kept.payment rename to gone")
    with pytest.raises(NotProven, match="has no rows of payment, which receipts state"):
        prove(path)
