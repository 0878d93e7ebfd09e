"""Japan's settlements 2017 and 2018 under the rules: as many lines as were published, no other."""

from collections import Counter
from datetime import date

import pytest

from tests.nights import RealHome


@pytest.fixture(scope="module")
def books(real, tmp_path_factory):
    folder = real / "jp-mof-budget-settlement"
    home = RealHome(tmp_path_factory.mktemp("home"))
    paths = [folder / f"mof-jikou-{year}.json.gz" for year in (2017, 2018)]
    home.receive("jp-mof-budget-settlement", *paths)
    return home.night(date(2018, 12, 31), "B02", "B03")


@pytest.fixture(scope="module")
def settled(books):
    """Give budget and spending of each settled line, as the statement has them."""
    return books.ask(
        "select fiscal_year, code, revised, executed from core.statement where month=13"
    )


def test_lines_spent_beyond_their_budget_are_found_and_no_other(books, settled):
    found = {key: finding.at_stake for key, finding in books.found("B02").items()}
    over = {(str(y), c.replace("/", "／")): e - r for y, c, r, e in settled if e > r}
    assert found == over
    assert Counter(year for year, _ in found) == {"2017": 5, "2018": 3}


def test_lines_spent_below_four_fifths_are_orange_or_red(books, settled):
    found = {k for k, f in books.found("B03").items() if f.severity.value in {"orange", "red"}}
    below = {(str(y), c.replace("/", "／")) for y, c, r, e in settled if 10 * e < 8 * r}
    assert found == below
    assert Counter(year for year, _ in found) == {"2017": 391, "2018": 424}
