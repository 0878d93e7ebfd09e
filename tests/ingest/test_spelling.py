"""Cells as people write them, to the fen."""

from datetime import date
from decimal import Decimal

import pytest

from ingest.feed import Column, Kind
from ingest.headings import Bound
from ingest.spelling import typed, usual
from tests.memory import memory


def read(sql: str, cell: str) -> object:
    with memory() as connection:
        answer = connection.execute(f"select {sql} from (select ?::varchar as c1)", [cell])
        return answer.fetchall()[0][0]


def amount(unit: str) -> Bound:
    return Bound(Column("a", "a", "A", Kind.MONEY), "c1", "a", unit)


@pytest.mark.parametrize(
    ("cell", "yuan"),
    [
        ("1234.5", "1234.50"), ("1,234.50", "1234.50"), ("１，２３４．５０", "1234.50"),
        ("¥ 1,234", "1234.00"), ("￥1,234元", "1234.00"), ("$5", "5.00"), ("-¥5", "-5.00"),
        ("¥-5", "-5.00"), ("(1,234.00)", "-1234.00"), ("（1234）", "-1234.00"),
        ("100-", "-100.00"), ("−100", "-100.00"), ("－１００", "-100.00"), ("+5", "5.00"),
        (" 5. ", "5.00"), (".5", "0.50"), ("1.2300", "1.23"), ("-0", "0.00"),
        ("9999999999999999.99", "9999999999999999.99"), ("0000000000000000000012", "12.00"),
    ],
)  # fmt: skip
def test_an_amount_is_read_in_every_spelling(cell: str, yuan: str) -> None:
    assert read(typed(amount("元")), cell) == Decimal(yuan)


@pytest.mark.parametrize(
    "cell",
    ["1e3", "1E+05", "NaN", "inf", "Infinity", "12,34", "1,2345", "1 234", "--5", "-5-", "(-5)",
     "(5", "1.005", "10000000000000000", "五", "0x10", "1.2.3", "5万", "1_000", "-", "，"],
)  # fmt: skip
def test_an_amount_that_could_mean_two_things_is_not_read(cell: str) -> None:
    assert read(typed(amount("元")), cell) is None


@pytest.mark.parametrize(
    ("unit", "cell", "yuan"),
    [
        ("万元", "1.23456", "12345.60"), ("万元", "0.000001", "0.01"),
        ("万元", "(3.5)", "-35000.00"), ("亿元", "1.23456789", "123456789.00"),
        ("千元", "1.00001", "1000.01"), ("百万元", "12", "12000000.00"),
        ("万元", "999999999999.999999", "9999999999999999.99"),
        ("万元", "0.0000001", None), ("万元", "1000000000000", None), ("亿元", "1e-3", None),
        ("万元", "3元", None),
    ],
)  # fmt: skip
def test_units_move_the_point_and_lose_nothing(unit: str, cell: str, yuan: str | None) -> None:
    assert read(typed(amount(unit)), cell) == (None if yuan is None else Decimal(yuan))


@pytest.mark.parametrize(
    "cell",
    ["2026-03-31", "2026-3-31", "2026/3/31", "2026/03/31", "20260331", "2026年3月31日", "46112",
     "2026-03-31 00:00:00", "2026-03-31T00:00", "2026/3/31 0:00:00", "２０２６年３月３１日",
     " 2026-03-31 "],
)  # fmt: skip
def test_a_date_is_read_in_its_five_spellings(cell: str) -> None:
    assert read(typed(Bound(Column("d", "d", "D", Kind.DATE), "c1", "d")), cell) == date(
        2026, 3, 31
    )


@pytest.mark.parametrize(
    "cell",
    ["2026-02-29", "31/03/2026", "2026-13-01", "2026-03-31 08:00", "26-03-31", "infinity",
     "2026/3-31", "epoch", "999999"],
)  # fmt: skip
def test_what_is_no_date_is_not_read(cell: str) -> None:
    assert read(typed(Bound(Column("d", "d", "D", Kind.DATE), "c1", "d")), cell) is None


@pytest.mark.parametrize(
    ("kind", "percent", "cell", "value"),
    [
        (Kind.SHARE, False, "10%", Decimal("0.1")), (Kind.SHARE, False, "１０％", Decimal("0.1")),
        (Kind.SHARE, False, "0.1", Decimal("0.1")), (Kind.SHARE, False, "1", Decimal(1)),
        (Kind.SHARE, False, "1.01", None), (Kind.SHARE, False, "150 %", Decimal("1.5")),
        (Kind.SHARE, True, "10", Decimal("0.1")), (Kind.SHARE, True, "10%", Decimal("0.1")),
        (Kind.MONTH, False, "202603", "2026-03"), (Kind.MONTH, False, "2026年3月", "2026-03"),
        (Kind.MONTH, False, "2026-03-01", "2026-03"), (Kind.MONTH, False, "2026-13", None),
        (Kind.INT, False, "２，０２６", 2026), (Kind.INT, False, "12.0", 12),
        (Kind.INT, False, "1.5", None), (Kind.INT, False, "99999999999", None),
        (Kind.NUMBER, False, "1,234.567", Decimal("1234.567")),
        (Kind.BOOL, False, "是", True), (Kind.BOOL, False, "Ｎ", False),
        (Kind.BOOL, False, "TRUE", True), (Kind.BOOL, False, "有", None),
        (Kind.CODE, False, " ４１０１００ ", "410100"), (Kind.CODE, False, "6.22E+18", None),
        (Kind.CODE, False, "41\u202e0100", None), (Kind.CODE, False, "41\x010100", None),
        (Kind.CODE, False, "豫财〔2026〕1号", "豫财〔2026〕1号"),
        (Kind.TEXT, False, "\u3000（集团）公司 ", "（集团）公司"), (Kind.TEXT, False, "　", None),
    ],
)  # fmt: skip
def test_each_kind_reads_its_own_spellings(
    kind: Kind, percent: bool, cell: str, value: object
) -> None:
    assert (
        read(typed(Bound(Column("x", "x", "X", kind), "c1", "x", percent=percent)), cell) == value
    )


@pytest.mark.parametrize("unit", ["元", "万元"])
@pytest.mark.parametrize(
    "kind", [Kind.CODE, Kind.DATE, Kind.MONTH, Kind.INT, Kind.MONEY, Kind.NUMBER]
)
def test_the_usual_spelling_means_what_it_means_among_all(kind: Kind, unit: str) -> None:
    one = Bound(Column("d", "d", "D", kind), "c1", "d", unit)
    # fmt: off
    cells = ["", "410100", "-7", "-0", "1.20", "0.000001", "9" * 9, "9" * 16, "2026-02-29", "1e5",
             "2026-03-31", "2026-03", "2026-13", "A_b-1", "6.22E+18", " 7", "7\n", "1,000"]
    # fmt: on
    with memory() as connection:
        asked = f"select {usual(one)}, {typed(one)} from (select unnest(?) as c1)"
        read = connection.execute(asked, [cells]).fetchall()
    assert all(common in (None, among_all) for common, among_all in read)
    assert any(common is not None for common, _ in read)
