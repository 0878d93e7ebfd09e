"""Which heading is which column, in which unit."""

import pytest

from ingest.feed import Feed
from ingest.feeds import all_feeds
from ingest.headings import FileRefused, Names, bind, unit_named
from ingest.table import TextTable

PAYMENT, BOND, CARD = (all_feeds()[name] for name in ("payment", "bond", "asset_card"))


@pytest.mark.parametrize(
    ("feed", "heading", "column", "unit"),
    [
        (PAYMENT, "实际支付金额", "amount", None),
        (PAYMENT, " 实际\n支付金额（万元） ", "amount", "万元"),
        (PAYMENT, "实际支付金额(单位：亿元)", "amount", "亿元"),
        (PAYMENT, "实际支付金额，万元", "amount", "万元"),
        (PAYMENT, "实际支付金额单位:万元", "amount", "万元"),
        (PAYMENT, "实际支付金额【元】", None, None),
        (PAYMENT, "xpay_amt(万元)", "amount", "万元"),
        (PAYMENT, "ＡＭＯＵＮＴ", "amount", None),
        (PAYMENT, "单位代码（万元）", None, None),
        (PAYMENT, "金额", None, None),
        (BOND, "票面利率（%）", "coupon", "%"),
        (BOND, "票面利率％", "coupon", "%"),
        (BOND, "票面利率（万元）", None, None),
        (CARD, "面积（平方米）", "area", None),
        (CARD, "面积（㎡）", "area", None),
        (PAYMENT, "实际支付金额（人民币万元）", "amount", "万元"),
    ],
)
def test_a_heading_is_known_by_its_name_and_tells_its_unit(
    feed: Feed, heading: str, column: str | None, unit: str | None
) -> None:
    found = Names(feed).find(heading)

    assert (None if found is None else (found[0].name, found[1])) == (
        None if column is None else (column, unit)
    )


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("单位：万元", "万元"), ("金额单位: 元", "元"), ("2026年收支表（亿元）", "亿元"),
        ("编制单位：安澜市财政局", None), ("单位：人", None), ("单位：元素公司", None),
        ("计量单位：人民币万元", "万元"), ("单位：千元  第1页", "千元"),
        ("货币单位：人民币，万元", "万元"), ("单位：（人民币）万元", "万元"),
        ("货币单位：万元人民币", "万元"), ("以万元为单位", "万元"), ("金额：万元", "万元"),
        ("国库集中支付表　 万元", "万元"), ("总额 5 万元", None), ("共伍 万元", None),
        ("單位：萬元", "万元"), ("单位：个；亿元", "亿元"), ("编制单位：万元商贸公司", None),
    ],
)  # fmt: skip
def test_a_unit_line_names_a_unit_of_money_or_nothing(text: str, unit: str | None) -> None:
    assert unit_named(text) == unit


def table(*, unit: str | None = None, amount: str = "AMOUNT") -> TextTable:
    names = [c.name for c in PAYMENT.columns if not c.optional and c.name != "amount"]
    return TextTable("x", (*names, amount), "t", unit=unit)


@pytest.mark.parametrize(
    ("heading", "line", "manifest", "unit"),
    [
        ("amount", None, None, "元"),
        ("amount（万元）", None, None, "万元"),
        ("amount", "万元", None, "万元"),
        ("amount", None, "亿元", "亿元"),
        ("amount（万元）", "万元", "万元", "万元"),
    ],
)
def test_the_unit_is_the_headings_the_lines_or_the_manifests(
    heading: str, line: str | None, manifest: str | None, unit: str
) -> None:
    bound = bind(PAYMENT, table(unit=line, amount=heading), manifest)

    assert [b.unit for b in bound if b.column.name == "amount"] == [unit]


@pytest.mark.parametrize(
    ("heading", "line", "manifest"),
    [
        ("amount（万元）", "元", None),
        ("amount（万元）", None, "元"),
        ("amount", "元", "万元"),
    ],
)
def test_units_that_disagree_are_refused_with_their_places(
    heading: str, line: str | None, manifest: str | None
) -> None:
    with pytest.raises(FileRefused, match="disagree"):
        bind(PAYMENT, table(unit=line, amount=heading), manifest)


def test_everything_wrong_with_the_headings_is_said_at_once() -> None:
    wrong = TextTable("x", ("payment", "PAY_CERT_ID", "colour", "size"), "t")

    with pytest.raises(FileRefused) as refused:
        bind(PAYMENT, wrong, None)
    assert "headings missing ['预算年度', '财政区划代码'" in str(refused.value)
    assert "headings unknown ['colour', 'size']" in str(refused.value)
    assert "one column stands 2 times: ['payment', 'PAY_CERT_ID']" in str(refused.value)
