"""Taiwan 2007 to 2014: what was proposed against what was enacted, line by line."""

import csv
import gzip
import io
from datetime import date
from decimal import Decimal

import pytest

from tests.nights import RealHome, statuses

YEARS = range(2007, 2015)
ENACTED = {
    2007: (1197, "1392754676000"),
    2008: (1110, "1454454871000"),
    2009: (1190, "1535615233000"),
    2010: (1180, "1480493524000"),
    2011: (1202, "1509678036000"),
    2012: (1230, "1676752001000"),
    2013: (1187, "1699106218000"),
    2014: (1185, "1665112522000"),
}


@pytest.fixture(scope="module")
def budgets(real, tmp_path_factory):
    home = RealHome(tmp_path_factory.mktemp("home"))
    home.receive("tw-central-budget", real / "tw-central-budget")
    return home.night(date(2014, 12, 31), "B02")


@pytest.fixture(scope="module")
def printed(real):
    """Give the lines as they were printed: kind and year → code → amount."""
    told = {}
    for kind in ("預算案", "法定預算"):
        for year in YEARS:
            path = real / f"tw-central-budget/{kind}/tw{year}ap.csv.gz"
            rows = csv.DictReader(
                io.StringIO(gzip.decompress(path.read_bytes()).decode(), newline="")
            )
            told[kind, year] = {row["code"]: Decimal(row["amount"]) for row in rows}
    return told


def test_every_line_is_read_whatever_its_note_says(budgets):
    assert budgets.counted("statement") == (9481, 9481, 0, 0)
    assert budgets.ask(
        "select fiscal_year, count(*), sum(approved) from core.statement group by all order by all"
    ) == [(year, lines, Decimal(total)) for year, (lines, total) in ENACTED.items()]


def test_the_year_without_an_enacted_budget_is_refused_alone(budgets):
    assert statuses(budgets.files) == {"kept": 24, "refused": 1, "not_read": 1}
    [refused] = [file for file in budgets.files if file.status.value == "refused"]
    assert "tw2006ap.csv" in refused.name


def test_what_was_proposed_stands_beside_what_was_enacted(budgets, printed):
    for year in YEARS:
        proposed, enacted = printed["預算案", year], printed["法定預算", year]
        wanted = {code: (proposed.get(code), amount) for code, amount in enacted.items()}
        wanted |= {c: (a, Decimal(0)) for c, a in proposed.items() if c not in enacted}
        rows = budgets.ask(
            "select line, requested, approved from core.department_budget "
            f"where fiscal_year = {year}"
        )
        assert {line: amounts for line, *amounts in rows} == {c: [*a] for c, a in wanted.items()}


def test_lines_that_were_cut_whole_and_lines_that_came_in_are_told_apart(budgets):
    assert budgets.ask(
        "select fiscal_year, count(*) from core.department_budget where line not in "
        "(select code from core.statement s where s.fiscal_year = department_budget.fiscal_year) "
        "group by all order by all"
    ) == [(2007, 2), (2008, 1), (2010, 1), (2013, 8)]
    assert budgets.one("select count(*) from core.department_budget where requested is null") == 5
