"""Cook County 1993 to 2017: fifty columns become a line for each department and year."""

from decimal import Decimal

import pytest

FOLDER = "us-cook-county-budget"
TWICE = "Special Purpose Fund|579|Assessor Special Revenue Fund|Assessor Special Revenue Fund"


@pytest.fixture(scope="module", params=["raw", "cleaned"])
def county(request, deliver, real):
    return deliver(FOLDER, real / FOLDER / f"cook_county_budget_{request.param}.csv")


def test_a_department_has_a_line_for_each_year_with_figures(county):
    assert county.counted == (2789, 2787, 0, 2)
    assert (
        county.one(
            "select count(distinct line) from (select line from kept union select line from aside)"
        )
        == 178
    )
    assert county.one("select min(fiscal_year), max(fiscal_year) from kept") == (1993, 2017)


@pytest.mark.parametrize(
    ("year", "approved", "executed"),
    [
        (1993, "2142224322.00", "1908944078.00"),
        (2000, "2615302197.30", "2536545198.37"),
        (2005, "2990337950.50", "2940955564.50"),
        (2016, "4540472220.00", "4081678260.55"),
    ],
)
def test_both_files_give_the_same_totals_of_a_year(county, year, approved, executed):
    assert county.one(
        f"select sum(approved), sum(executed) from kept where fiscal_year = {year}"
    ) == (Decimal(approved), Decimal(executed))


def test_a_year_that_was_not_spent_yet_reports_nothing_and_not_nought(county):
    assert county.one(
        "select sum(approved), count(executed) from kept where fiscal_year = 2017"
    ) == (Decimal("4826689241.00"), 0)
    assert county.one("select count(*) from kept where approved = 0 or executed = 0") == 0


def test_an_amount_with_thousands_apart_is_read(county):
    assert county.one("select min(executed) from kept") == Decimal("-17790841.00")


def test_a_department_that_stands_twice_in_one_year_is_set_aside(county):
    assert county.ask("select line, reason, raw from aside order by line") == [
        (line, "key: one key stands on rows that differ", f"2012 | 998401 | 13 | 1 | 2 | {TWICE}")
        for line in (148, 179)
    ]
