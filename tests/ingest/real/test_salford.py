"""Salford 2011 to 2022: a file a month, and what the rules about payments find in its rows.

Six months go through the front door and the night; every file is put to the mapping.
"""

import csv
import json
import re
import shutil
from datetime import date
from decimal import Decimal

import pytest

from tests.alerts.plain import Paid, month_of, paid_twice, round_sums, splits
from tests.ingest.real.conftest import unpacked
from tests.nights import RealHome

MONTHS = ("2012-01", "2012-02", "2012-03", "2012-04", "2015-03", "2015-04")
WITHHELD = re.compile(r"redact(ed|ion)( (redacted|personal|data))*|personal redacted data", re.I)


@pytest.fixture(scope="module")
def tables(real, tmp_path_factory):
    """Give the folder of the council's months."""
    archive = real / "uk-council-payments/salford-processed.tar.gz"
    return unpacked(archive, tmp_path_factory.mktemp("salford"))


@pytest.fixture(scope="module")
def council(tables, tmp_path_factory):
    folder = tmp_path_factory.mktemp("months")
    for month in MONTHS:
        shutil.copy(tables / f"{month}.csv", folder)
    home = RealHome(tmp_path_factory.mktemp("home"))
    home.receive("uk-salford-payments", folder)
    return home.night(date(2022, 12, 31), "B17", "B18", "B19")


def rows_of(path):
    with path.open(encoding="utf-8", newline="") as file:
        yield from enumerate(csv.reader(file), 1)


def printed(tables, months=MONTHS):
    """Give the payments of some months as their files print them."""
    told = []
    for month in months:
        year = int(month[:4]) - (month[5:] < "04")
        for line, (day, amount, unit, payee, *_) in list(rows_of(tables / f"{month}.csv"))[1:]:
            if day[:7] == month and re.fullmatch(r"-?\d+(\.\d+)?", amount):
                account = None if WITHHELD.fullmatch(payee) else payee.strip()
                key = f"{month}.csv:{line}"
                paid_on, name = date.fromisoformat(day), payee.strip()
                paid = Paid(key, year, unit.strip(), paid_on, Decimal(amount), name, account)
                told.append(paid)
    return told


def test_every_file_of_every_month_is_as_many_rows_as_published(tables, examples):
    source, rows = examples["uk-salford-payments"], 0
    for path in tables.iterdir():
        [mapping] = source.files_for(path.name)
        year, month = (int(part) for part in path.stem.split("-"))
        assert str(mapping.period) == path.stem
        wanted = str(year - (month < 4))
        value = next(c for c in mapping.columns if c.name == "fiscal_year")
        assert value.codes.get(str(year), str(year)) == wanted
        rows += sum(1 for _ in rows_of(path)) - 1
    assert rows == 247_885


def test_the_one_month_that_is_missing_is_missing_against_the_index(tables, real):
    index = json.loads((real / "uk-council-payments/salford-index.json").read_text("utf-8"))
    named = {file["month"] for file in index["files"]}
    assert named - {path.stem for path in tables.iterdir()} == {"2022-07"}
    assert (len(named), min(named)) == (132, "2011-08")


def test_every_row_is_kept_or_set_aside_with_its_reason(council, tables):
    delivered, kept, repeated, aside = council.counted("payment")
    payments = printed(tables)
    assert (kept, repeated) == (len(payments), 0)
    assert council.one("select sum(amount) from core.payment") == sum(p.amount for p in payments)
    assert delivered == kept + aside


def test_what_was_paid_twice_is_what_plain_arithmetic_finds(council, tables):
    wanted = paid_twice(printed(tables))
    found = council.found("B19")
    assert {subject for _, subject in found} == wanted.keys()
    assert len(wanted) > 100
    for (month, subject), finding in found.items():
        earlier, later = wanted[subject]
        assert (finding.at_stake, month) == (later.amount, month_of(later.paid_on))
        assert finding.operands["earlier"] == earlier.key


def test_round_sums_in_parts_are_what_plain_arithmetic_finds(council, tables):
    found = {
        (*subject.split("/"), month): finding.at_stake
        for (month, subject), finding in council.found("B17").items()
    }
    wanted = round_sums(printed(tables))
    slash = {(u.replace("/", "／"), p.replace("/", "／"), m): s for (u, p, m), s in wanted.items()}
    assert found == slash
    assert found


def test_splits_are_told_only_of_payments_whose_function_is_known(council, tables):
    """No function is printed: what reaches the line in parts may be debt service."""
    assert council.found("B18") == {}
    reached = splits(printed(tables), Decimal(1_000_000))
    assert len(reached) == 20
    assert council.one(
        "select sum(unknown) from ops.rule_result where code = 'B18' and length(period) = 7"
    ) == len(reached)
