"""Contracts: what is impossible in a feed, and nothing more."""

from decimal import Decimal

import pytest

from ingest.feeds import all_feeds, by_title
from tests.memory import memory

FEEDS = all_feeds()
CHECKS = [
    pytest.param(check, id=f"{feed.name}: {check.name}")
    for feed in FEEDS.values()
    for check in feed.checks
]


def holds(feed: str, name: str, **row: object) -> bool | None:
    check = next(check for check in FEEDS[feed].checks if check.name == name)
    given = ", ".join(f"${column} as {column}" for column in row)
    with memory() as connection:
        asked = f"select {check.sql} from (select {given})"
        answer = connection.execute(asked, row).fetchone()
    assert answer is not None
    return answer[0]


def test_a_feed_is_found_by_its_name_and_by_its_chinese_title():
    assert by_title("payment") is FEEDS["payment"]
    assert by_title("国库集中支付") is FEEDS["payment"]
    assert by_title(" 国库集中支付 ") is FEEDS["payment"]
    assert by_title("支付") is None


def test_no_title_names_two_feeds():
    titles = [feed.zh for feed in FEEDS.values()]
    assert len(titles) == len(set(titles)) == 27


def test_no_heading_of_a_feed_names_two_columns():
    for feed in FEEDS.values():
        for headings in (
            [c.name for c in feed.columns],
            [c.zh for c in feed.columns],
            [c.mof for c in feed.columns],
        ):
            assert len(headings) == len(set(headings)), feed.name
        told: dict[str, str] = {}
        for column in feed.columns:
            for heading in (column.name, column.zh, column.mof):
                assert told.setdefault(heading, column.name) == column.name, feed.name


def test_every_feed_is_told_to_two_readers():
    for feed in FEEDS.values():
        assert feed.zh
        assert feed.en
        assert feed.key, f"{feed.name} has no key"


@pytest.mark.parametrize("check", CHECKS)
def test_a_check_names_its_columns_and_speaks_both_tongues(check):
    assert all(column in check.sql for column in check.columns)
    assert check.zh
    assert check.en


@pytest.mark.parametrize(
    ("kind", "amount", "in_order"),
    [
        ("1", "0.01", True),
        ("1", "0.00", True),
        ("1", "-0.01", False),
        ("2", "-0.01", True),
        ("2", "0.01", False),
        ("3", "0.01", True),
        ("3", "-0.01", False),
        ("4", "-0.01", True),
        ("4", "0.01", False),
        ("7", "-5.00", True),
        ("7", "5.00", True),
    ],
)
def test_an_allotment_is_cut_below_zero_and_supplemented_above(kind, amount, in_order):
    row = {"kind": kind, "amount": Decimal(amount)}
    adds = holds("allotment_change", "a_supplement_adds", **row)
    cuts = holds("allotment_change", "a_cut_takes_away", **row)
    assert (adds and cuts) is in_order


@pytest.mark.parametrize(
    ("matures_on", "in_order"),
    [("2026-03-02", True), ("2026-03-01", False), ("2026-02-28", False)],
)
def test_a_bond_matures_after_its_issue(matures_on, in_order):
    row = {"issued_on": "2026-03-01", "matures_on": matures_on}
    assert holds("bond", "matures_after_its_issue", **row) is in_order


@pytest.mark.parametrize(
    ("feed", "column", "least", "most"),
    [
        ("statement", "month", 0, 13),
        ("statement", "fiscal_year", 1949, 2100),
        ("performance", "score", 0, 100),
        ("debt_position", "outstanding", 0, None),
        ("asset_card", "area", 0, None),
        ("asset_card", "acquired_on", "1500-01-01", None),
        ("payment", "amount", None, None),
    ],
)
def test_a_range_excludes_the_impossible_only(feed, column, least, most):
    found = FEEDS[feed].column(column)
    assert (found.least, found.most) == (least, most)


def test_a_scheme_may_be_written_out_in_chinese():
    spelt = FEEDS["classification"].column("scheme").spelt
    assert spelt["支出功能分类"] == "function"
    assert spelt["政府预算支出经济分类"] == "government_economic"
    assert spelt["部门预算支出经济分类"] == "department_economic"
    assert spelt["收入分类"] == "revenue"
