"""The pages of the feeds are what the contracts say, and fresh."""

from alerts.catalogue import all_rules
from ingest.feeds import all_feeds
from service.feed_pages import PAGES, column_rows, pages, refers

FEEDS = all_feeds()


def test_the_pages_are_fresh() -> None:
    written = {path.name: path.read_text("utf-8") for path in PAGES.glob("*.md")}
    assert written == pages(FEEDS, all_rules()), "renew them by: make docs"


def test_a_column_is_told_with_all_that_its_contract_says() -> None:
    [amount] = [r for r in column_rows(FEEDS) if r[0] == "allotment" and r[2] == "amount"]
    assert amount == (
        "allotment", 15, "amount", "指标金额", "allotted", "AMOUNT", "money", False, True, None,
        "as first issued: no allotment_change is contained in it",
    )  # fmt: skip


def test_a_column_refers_to_its_dictionary_or_to_the_feed_whose_row_it_names() -> None:
    assert refers("payment", "function_item") == "function"
    assert refers("payment", "allotment") == "allotment"
    assert refers("allotment", "allotment") is None
    assert refers("payment", "business") == "list"
