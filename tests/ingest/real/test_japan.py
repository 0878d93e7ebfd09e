"""Japan 2017 and 2018: every settled line adds up, and the totals are the published ones."""

from decimal import Decimal

import pytest

SETTLED = "month = 13"


@pytest.fixture(scope="module")
def books(deliver, real):
    folder = real / "jp-mof-budget-settlement"
    return deliver(
        "jp-mof-budget-settlement",
        *(folder / f"mof-jikou-{year}.json.gz" for year in (2017, 2018)),
        feed="statement",
    )


def test_the_initial_budget_opens_the_year_and_the_settlement_closes_it(books):
    assert books.ask("select fiscal_year, month, count(*) from kept group by all order by all") == [
        (2017, 0, 1213),
        (2017, 13, 1261),
        (2018, 0, 1200),
        (2018, 13, 1286),
    ]


def test_no_two_lines_share_a_key(books):
    assert (
        books.one("select count(distinct (fiscal_year, region, month, book, side, code)) from kept")
        == 4960
    )


def test_every_settled_line_is_spent_carried_over_or_unused(books):
    assert books.one(f"select count(*) from kept where {SETTLED}") == 2547
    assert (
        books.one(
            f"select count(*) from kept where {SETTLED} "
            "and revised = executed + carried_over + unspent"
        )
        == 2547
    )


@pytest.mark.parametrize(
    ("year", "spent", "below_four_fifths", "over"),
    [(2017, "98115604721281", 391, 5), (2018, "98974696544350", 424, 3)],
)
def test_the_settlement_is_the_published_one(books, year, spent, below_four_fifths, over):
    assert books.one(
        "select sum(executed), count(*) filter (executed < 0.8 * revised), "
        f"count(*) filter (executed > revised) from kept where {SETTLED} and fiscal_year = {year}"
    ) == (Decimal(spent), below_four_fifths, over)


@pytest.mark.parametrize(("year", "total"), [(2017, "97454709410000"), (2018, "97712769411000")])
def test_the_opening_budget_is_the_one_of_the_published_overview(books, year, total):
    assert books.one(
        f"select sum(approved) from kept where month = 0 and fiscal_year = {year}"
    ) == Decimal(total)


def test_a_year_is_compared_with_the_opening_budget_of_the_year_before(books):
    assert books.one(
        "select sum(last_year) from kept where month = 0 and fiscal_year = 2018"
    ) == Decimal("97454709410000")


def test_an_opening_budget_reports_nothing_executed(books):
    assert books.one("select count(executed) + count(unspent) from kept where month = 0") == 0
