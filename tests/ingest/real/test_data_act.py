"""DATA Act: accounts balance, are the sum of their parts, and control totals are whole."""

import csv
from datetime import date
from decimal import Decimal

import pytest

from tests.nights import RealHome

SOURCE = "us-data-act-submissions"


@pytest.fixture(scope="module")
def agencies(real, tmp_path_factory):
    home = RealHome(tmp_path_factory.mktemp("home"))
    home.receive(SOURCE, *(real / SOURCE / name for name in ("appropValid.csv", "sf_133.csv")))
    return home.night(date(2016, 12, 31), "B02")


def test_every_account_of_both_files_is_kept(agencies):
    assert agencies.counted("statement") == (20, 20, 0, 0)
    assert agencies.counted("department_budget") == (10 * 6 + 73, 133, 0, 0)


def test_what_may_be_spent_is_committed_or_left(agencies):
    accounts = "from core.statement where code like 'A|%'"
    assert agencies.one(f"select count(*), sum(revised) {accounts}") == (10, Decimal("131.30"))
    assert agencies.one(f"select count(*) {accounts} and revised <> executed + unspent") == 0


def test_what_may_be_spent_is_the_sum_of_its_parts(agencies):
    sums = agencies.ask(
        """
        select s.code, any_value(s.revised) - sum(d.approved), count(*)
        from core.statement s
        join core.department_budget d on starts_with(d.line, s.code || '|')
        where s.code like 'A|%' group by s.code
        """
    )
    assert len(sums) == 10
    assert {(difference, parts) for _, difference, parts in sums} == {(Decimal(0), 6)}


def test_the_control_totals_are_the_files(agencies, real):
    path = real / SOURCE / "sf_133.csv"
    with path.open(encoding="utf-8", newline="") as file:
        amounts = [Decimal(row["Amount Summed"]) for row in csv.DictReader(file)]
    lines = "from core.department_budget where line like 'SF-133|%'"
    assert agencies.one(f"select count(*), sum(approved) {lines}") == (73, sum(amounts))


def test_resources_and_their_status_are_one_total(agencies):
    def line(number):
        return (
            "(select regexp_replace(line, '\\|[^|]*$', '') as account, approved as amount "
            f"from core.department_budget where line like 'SF-133|%|{number}')"
        )

    assert agencies.one(
        f"select count(*), count(*) filter (a.amount = b.amount) "
        f"from {line(1910)} a join {line(2500)} b using (account)"
    ) == (10, 10)


def test_a_control_line_becomes_a_column_of_its_account(agencies):
    folded = agencies.ask(
        "select code, revised, executed from core.statement where code like 'SF-133|%X%100|0'"
    )
    assert folded == [
        ("SF-133||27|X|||100|0", Decimal("529991342.60"), Decimal("257698346.30")),
    ]
