from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from dashboards.look import Look, absent, number, points, share


@pytest.mark.parametrize(
    ("amount", "unit", "written"),
    [
        ("1234567.895", "yuan", "1,234,567.90"),
        ("-64000", "yuan", "−64,000.00"),
        ("886420.00", "wan", "88.64"),
        ("17049000000", "yi", "170.49"),
        ("0", "yi", "0.00"),
    ],
)
def test_money_stands_in_the_unit_that_the_reader_chose(
    amount: str, unit: str, written: str
) -> None:
    assert Look("zh", unit).plain(Decimal(amount)) == written


@pytest.mark.parametrize(
    ("amount", "zh", "en"),
    [
        ("88.64", "88.64元", "88.64 yuan"),
        ("886420", "88.64万元", "886,420.00 yuan"),
        ("1338000000", "13.38亿元", "1.34 billion yuan"),
        ("-20000000", "−2,000.00万元", "−20.00 million yuan"),
    ],
)
def test_money_in_a_sentence_takes_the_unit_of_its_size(amount: str, zh: str, en: str) -> None:
    assert Look("zh").spoken(Decimal(amount)) == zh
    assert Look("en").spoken(Decimal(amount)) == en


def test_a_fen_in_a_large_unit_does_not_look_like_nothing() -> None:
    assert Look("zh", "wan").plain(Decimal("0.01")) == "<0.01"
    assert Look("zh", "yi").plain(Decimal("-499999.99")) == ">−0.01"


def test_nothing_has_no_sign() -> None:
    assert number(Decimal("-0.001"), 2) == "0.00"


def test_half_a_fen_is_rounded_away_from_zero() -> None:
    assert number(Decimal("2.675"), 2) == "2.68"
    assert number(Decimal("-2.675"), 2) == "−2.68"


def test_a_rate_has_one_decimal_and_a_difference_its_sign() -> None:
    assert share(Decimal("0.67804")) == "67.8%"
    assert points(Decimal("-0.072")) == "−7.2"
    assert points(Decimal("0.018")) == "+1.8"
    assert points(Decimal("-0.0004")) == "0.0"


def test_dates_are_of_the_place_and_not_of_greenwich() -> None:
    late = datetime(2026, 9, 30, 18, 14, tzinfo=UTC)
    assert Look("zh").moment(late) == "10月1日02:14"
    assert Look("en").moment(late) == "1 Oct, 02:14"
    assert Look("zh").full_day(date(2026, 9, 30)) == "2026年9月30日"


def test_the_ways_of_being_no_number_look_different() -> None:
    written = {kind: absent(kind, "x") for kind in ("wait", "gap", "unk", "na")}
    assert len(set(written.values())) == 4
    assert "／" in written["na"]
    with pytest.raises(ValueError, match="no way to be absent"):
        absent("zero", "0")


def test_a_word_for_an_absent_number_is_escaped() -> None:
    assert "<script>" not in absent("gap", "<script>")


@pytest.mark.parametrize(
    ("whole", "unit"), [("999999999.99", "wan"), ("1000000000", "yi"), ("-3000000000", "yi")]
)
def test_a_small_government_is_told_in_a_unit_that_tells_its_parts_apart(
    whole: str, unit: str
) -> None:
    assert Look("zh", "yi").fitting(Decimal(whole)).unit == unit
    assert Look("zh", "yi", chosen=True).fitting(Decimal(whole)).unit == "yi"


def test_a_month_of_a_year_is_no_day_in_english() -> None:
    assert Look("zh").month_of(2025, 11) == "25年11月"
    assert Look("en").month_of(2025, 11) == "Nov 2025"
