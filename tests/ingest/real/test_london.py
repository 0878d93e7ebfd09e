"""London 2013 to 2022: a body's payments, in its own columns and in a re-user's."""

import json
import shutil
from decimal import Decimal

import duckdb
import pytest

from ingest.sources import apply
from ingest.table import TextTable
from tests.ingest.real.conftest import unpacked

SEEN = ("2013", "2014-P0", "2017-P04", "2019", "2020-P09", "2021-P09", "2021-P10")
"""The files that go through the front door: ragged ones, undated ones, renamed years."""

WIDEST = {f"c{n}": "varchar" for n in range(1, 12)}


@pytest.fixture(scope="module")
def tables(real, tmp_path_factory):
    """Give the folder of the publisher's own tables."""
    archive = real / "uk-council-payments/london-clean.tar.gz"
    return unpacked(archive, tmp_path_factory.mktemp("clean"))


@pytest.fixture(scope="module")
def own(deliver, tables, tmp_path_factory):
    return deliver("uk-london-payments", chosen(tables, SEEN, tmp_path_factory.mktemp("own")))


@pytest.fixture(scope="module")
def reused(deliver, real, tmp_path_factory):
    archive = real / "uk-council-payments/london-processed.tar.gz"
    folder = unpacked(archive, tmp_path_factory.mktemp("processed"))
    folder = chosen(folder, ("2013", "2019"), tmp_path_factory.mktemp("reused"))
    return deliver("uk-london-payments-processed", folder)


def chosen(folder, prefixes, target):
    """Give a folder of the files whose names begin so."""
    for path in folder.iterdir():
        if path.name.startswith(prefixes):
            shutil.copy(path, target)
    return target


def test_the_mapping_fits_all_the_publishers_tables(tables, examples):
    """Every file is put to its mapping, and rows and amounts are counted as text."""
    connection = duckdb.connect()
    rows, amount, undated = 0, Decimal(0), 0
    for path in sorted(tables.iterdir()):
        headings = tuple(path.read_text("utf-8").partition("\n")[0].split(","))
        read = (
            f"read_csv('{path}', auto_detect = false, skip = 1, quote = '\"', escape = '\"', "
            f"columns = {WIDEST}, null_padding = true)"
        )
        relation = f"(select row_number() over () + 1 as line, * from {read})"
        (mapping,) = examples["uk-london-payments"].files_for(path.name)
        table = apply(mapping, TextTable(path.name, headings, relation), connection)
        cells = {name: f"c{n}" for n, name in enumerate(table.headings, 1)}
        plain = f"replace({cells['amount']}, ',', '')"
        signed = f"regexp_replace({plain}, '^\\((.*)\\)$', '-\\1')::decimal(18, 2)"
        found = connection.execute(
            f"select count(*), sum({signed}), "
            f"count(*) filter ({cells['paid_on']} is null) from {table.relation}"
        ).fetchone()
        rows, amount, undated = rows + found[0], amount + found[1], undated + found[2]
    assert (rows, amount, undated) == (109_786, Decimal("9860050398.84"), 26)


def test_every_file_of_the_index_has_its_period(real, examples):
    index = json.loads((real / "uk-council-payments/london-index.json").read_text("utf-8"))
    names = sorted({file["file"] for file in index["files"]})
    periods = [examples["uk-london-payments"].files_for(name)[0].period for name in names]
    assert len(names) == len(set(periods)) == 116
    assert str(periods[0]) == "2013-04-27"
    assert str(periods[-1]) == "2022-03-31"


def test_the_index_itself_lacks_three_periods_of_the_whole_years(real):
    index = json.loads((real / "uk-council-payments/london-index.json").read_text("utf-8"))
    named = {file["month"] for file in index["files"]}
    whole = {f"{year}-P{part:02}" for year in range(2013, 2020) for part in range(1, 14)}
    assert sorted(whole - named) == ["2015-P04", "2015-P09", "2017-P06"]


def test_every_row_is_counted_and_one_without_its_day_is_set_aside(own):
    assert own.counted == (31_809, 31_783, 0, 26)
    assert own.ask("select file, column_name, count(*) from aside group by all order by all") == [
        ("2019-P05.csv", "paid_on", 14),
        ("2019-P06.csv", "paid_on", 12),
    ]


def test_amounts_are_the_publishers_to_the_penny(own):
    totals = [file.totals["amount"] for file in own.files]
    assert sum(total.delivered for total in totals) == Decimal("2723010818.27")
    assert own.one("select sum(amount) from kept") == Decimal("2722976487.67")


def test_an_amount_in_brackets_is_below_zero(own):
    assert own.one("select amount from kept where payment = '2013-P01.csv:1201'") == Decimal(
        "-638.24"
    )


def test_file_and_line_name_a_payment(own):
    assert own.one("select count(distinct payment) from kept") == 31_783
    assert own.one(
        "select payee, amount, paid_on::varchar, voucher, fiscal_year from kept "
        "where payment = '2013-P01.csv:2'"
    ) == ("LONDON BOROUGH OF LEWISHAM", Decimal("12700000.00"), "2013-04-02", "5107789349", 2013)


def test_a_fiscal_year_begins_in_april_whatever_its_files_are_called(own):
    assert own.ask(
        "select distinct payment[:8], fiscal_year from kept "
        "where payment[:8] in ('2020-P09', '2021-P09', '2021-P10') order by all"
    ) == [("2020-P09", 2020), ("2021-P09", 2021), ("2021-P10", 2020)]


def test_a_rows_day_may_lie_in_another_year_than_its_accounting_period(own):
    assert (
        own.one("select count(*) from kept where payment[:8] = '2013-P10' and year(paid_on) = 2014")
        > 0
    )


def test_the_reused_rows_are_as_many_and_have_lost_their_minus(own, reused):
    assert reused.counted == (21_955, 21_929, 0, 26)
    years = "payment[:4] in ('2013', '2019')"
    assert own.one(f"select count(*), sum(amount) from kept where {years}") == (
        21_929,
        Decimal("2060459199.35"),
    )
    lost = reused.one("select sum(amount), min(amount) >= 0 from kept")
    assert lost == (Decimal("2152890543.57"), True)
    assert own.one(f"select sum(abs(amount)) from kept where {years}") == lost[0]
