"""London 2013: what the rule about double payments finds is in the body's own columns."""

import csv
import re
import shutil
from datetime import date
from decimal import Decimal

import pytest

from tests.alerts.plain import Paid, paid_twice
from tests.ingest.real.conftest import unpacked
from tests.nights import RealHome

PERIODS = ("2013-P04", "2013-P05")


@pytest.fixture(scope="module")
def tables(real, tmp_path_factory):
    """Give the folder of two accounting periods."""
    archive = real / "uk-council-payments/london-clean.tar.gz"
    folder = unpacked(archive, tmp_path_factory.mktemp("all"))
    chosen = tmp_path_factory.mktemp("two")
    for period in PERIODS:
        shutil.copy(folder / f"{period}.csv", chosen)
    return chosen


@pytest.fixture(scope="module")
def authority(tables, tmp_path_factory):
    home = RealHome(tmp_path_factory.mktemp("home"))
    home.receive("uk-london-payments", tables)
    return home.night(date(2013, 12, 31), "B19")


def printed(tables):
    """Give the payments as their files print them: brackets are a minus."""
    told = []
    for path in sorted(tables.iterdir()):
        with path.open(encoding="utf-8", newline="") as file:
            for line, row in enumerate(csv.DictReader(file), 2):
                text = row["Amount"].strip().replace(",", "")
                amount = Decimal(re.sub(r"^\((.*)\)$", r"-\1", text))
                day = date.fromisoformat(row["Clearing Date"].strip())
                key, account = f"{path.name}:{line}", row["Vendor ID"].strip() or None
                told.append(Paid(key, 2013, "GLA", day, amount, row["Vendor Name"], account))
    return told


def test_what_was_paid_twice_is_what_plain_arithmetic_finds(authority, tables):
    wanted = paid_twice(printed(tables))
    assert {subject for _, subject in authority.found("B19")} == wanted.keys()
    assert len(wanted) > 50


def test_each_of_them_has_an_earlier_one_of_its_vendor_and_amount(authority, tables):
    lines = {paid.key: paid for paid in printed(tables)}
    for (_, subject), finding in authority.found("B19").items():
        later, earlier = lines[subject], lines[str(finding.operands["earlier"])]
        assert (later.account, later.amount) == (earlier.account, earlier.amount)
        assert 0 <= (later.paid_on - earlier.paid_on).days <= 30
