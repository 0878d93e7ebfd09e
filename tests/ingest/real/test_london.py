"""London 2013 to 2022: a body's payments, in its own columns and in a re-user's."""

import json
from decimal import Decimal

import pytest

from tests.ingest.real.conftest import SOURCES, unpacked


@pytest.fixture(scope="module")
def own(deliver, real, tmp_path_factory):
    archive = real / "uk-council-payments/london-clean.tar.gz"
    return deliver("uk-london-payments", *unpacked(archive, tmp_path_factory.mktemp("clean")))


@pytest.fixture(scope="module")
def reused(deliver, real, tmp_path_factory):
    archive = real / "uk-council-payments/london-processed.tar.gz"
    folder = tmp_path_factory.mktemp("processed")
    return deliver("uk-london-payments-processed", *unpacked(archive, folder))


def test_every_file_of_the_index_has_its_period(real):
    index = json.loads((real / "uk-council-payments/london-index.json").read_text("utf-8"))
    names = sorted({file["file"] for file in index["files"]})
    periods = [SOURCES["uk-london-payments"].file_for(name).period for name in names]
    assert len(names) == len(set(periods)) == 116
    assert str(periods[0]) == "2013-04-27"
    assert str(periods[-1]) == "2022-03-31"


def test_the_index_itself_lacks_three_periods_of_the_whole_years(real):
    index = json.loads((real / "uk-council-payments/london-index.json").read_text("utf-8"))
    named = {file["month"] for file in index["files"]}
    whole = {f"{year}-P{part:02}" for year in range(2013, 2020) for part in range(1, 14)}
    assert sorted(whole - named) == ["2015-P04", "2015-P09", "2017-P06"]


def test_rows_and_amounts_are_the_publishers(own):
    assert own.one("select count(*), sum(amount), count(*) filter (amount < 0) from kept") == (
        109_786,
        Decimal("9860050398.84"),
        2001,
    )
    assert own.one("select count(*) from kept where paid_on is null") == 26


def test_file_and_line_name_a_payment(own):
    assert own.one("select count(distinct payment) from kept") == 109_786
    assert own.one(
        "select payee, amount, paid_on::varchar, voucher, fiscal_year from kept "
        "where payment = '2013-P01.csv:2'"
    ) == ("LONDON BOROUGH OF LEWISHAM", Decimal("12700000.00"), "2013-04-02", "5107789349", 2013)


def test_a_fiscal_year_begins_in_april_whatever_its_files_are_called(own):
    assert (
        own.one(
            "select count(*) from kept where paid_on not between "
            "make_date(fiscal_year, 1, 1) and make_date(fiscal_year + 1, 12, 31)"
        )
        == 0
    )
    assert own.ask(
        "select distinct fiscal_year from kept where file in ('2021-P09.csv', '2021-P10.csv') "
        "order by all"
    ) == [(2020,), (2021,)]


def test_the_reused_rows_are_as_many_and_have_lost_their_minus(own, reused):
    assert reused.one("select count(*), sum(amount), count(*) filter (amount < 0) from kept") == (
        109_786,
        Decimal("10618212704.58"),
        0,
    )
    assert own.one("select sum(abs(amount)) from kept") == Decimal("10618212704.58")
