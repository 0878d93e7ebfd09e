"""Oakland: a budget proposed, adopted and adjusted, and how nearly both sides balance."""

from datetime import date
from decimal import Decimal

import pytest

from tests.nights import RealHome


@pytest.fixture(scope="module")
def city(real, tmp_path_factory):
    home = RealHome(tmp_path_factory.mktemp("home"))
    home.receive("us-oakland-budget", *sorted((real / "us-oakland-budget").glob("*.csv.gz")))
    return home.night(date(2021, 12, 31), "B02")


def test_every_line_is_kept_though_many_look_alike(city):
    assert city.counted("statement") == (43_829, 43_829, 0, 0)
    assert city.ask(
        "select fiscal_year, month, count(*) from core.statement group by all order by all"
    ) == [(2015, 0, 10_362), (2016, 0, 11_231), (2021, 0, 22_236)]


@pytest.mark.parametrize(
    ("year", "column", "revenue", "expense"),
    [
        (2015, "approved", 1_213_893_112, 1_213_893_113),
        (2016, "revised", 1_237_091_825, 1_239_428_331),
        (2021, "approved", 2_033_313_039, 2_033_463_039),
    ],
)
def test_revenue_and_expense_are_the_files_own(city, year, column, revenue, expense):
    """They agree to a dollar as proposed; not as adjusted, nor (by 150,000) as adopted."""
    assert city.ask(
        f"select side, sum({column}) from core.statement where fiscal_year = {year} "
        "group by all order by all"
    ) == [("1", Decimal(revenue)), ("2", Decimal(expense))]


def test_a_line_without_an_amount_reports_nothing(city):
    assert (
        city.one("select count(*) from core.statement where coalesce(approved, revised) is null")
        == 1
    )
