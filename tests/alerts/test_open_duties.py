"""An open duty counts from the night's day, however long before the first delivery it arose."""

from datetime import date
from decimal import Decimal

import pytest

from alerts.catalogue import all_rules
from alerts.engine import ask
from alerts.examples import fill, warehouse
from alerts.finding import RuleResult
from alerts.rule import Example, Horizon

RULES = {rule.code: rule for rule in all_rules().values()}
OLD = {"due_on": date(2019, 7, 10), "paid": Decimal("0.00"), "paid_on": None}
DAY = date(2026, 9, 30)


@pytest.fixture
def told():
    with warehouse() as connection:

        def ask_of(code: str, given, feeds=(), missing=()):
            fill(connection, Example("a night", given, missing=missing), feeds)
            return ask(RULES[code], connection, DAY, name=code.lower())

        yield ask_of


def by_year(results: list[RuleResult]) -> dict[str, dict[str, int]]:
    return {r.period: {str(of): n for of, n in r.counts.items()} for r in results}


def test_a_debt_of_before_the_first_delivery_is_found(told) -> None:
    said = told("D07", {"debt_service": [OLD, {}]})

    assert [finding.identity for finding in said.findings] == [
        ("D07", "410100", "2019", "B1/2019-07-10")
    ]
    assert by_year(said.results) == {"2019": {"fail": 1}, "2026": {"pass": 1}}


def test_a_lease_whose_rent_is_due_for_years_is_found(told) -> None:
    lease = {"started_on": date(2018, 1, 1), "due_on": date(2018, 6, 30)}
    said = told("S05", {"asset_use": [{**lease, "handed_in": Decimal("0.00")}]})

    assert [finding.identity for finding in said.findings] == [("S05", "410100", "2018", "G1")]


def test_a_problem_of_an_old_audit_is_found_under_the_year_of_its_day(told) -> None:
    old = {"audit_year": 2016, "reported_on": date(2017, 6, 30), "due_on": date(2017, 12, 31)}
    said = told("R02", {"audit_problem": [old]})

    assert [finding.identity for finding in said.findings] == [("R02", "410100", "2017", "W1")]


def test_what_was_done_before_the_first_delivery_is_judged_by_its_own_row(told) -> None:
    late = {"awarded_on": date(2019, 1, 2), "signed_on": date(2019, 3, 10)}
    sold = {"kind": "3", "started_on": date(2018, 5, 2), "approval": None}
    contracts, uses = told("P01", {"contract": [late]}), told("S07", {"asset_use": [sold]})

    assert [finding.identity for finding in (*contracts.findings, *uses.findings)] == [
        ("P01", "410100", "2019", "K1"),
        ("S07", "410100", "2018", "G1"),
    ]


def test_what_a_year_rule_sums_is_not_asked_of_years_that_nobody_delivered(told) -> None:
    said = told("D04", {"debt_service": [OLD], "statement": [{}], "bond": [{}]})

    assert [result.period for result in said.results] == ["2026"]


def test_payments_of_a_year_that_were_never_delivered_leave_its_contracts_unknown(told) -> None:
    old = {"signed_on": date(2019, 3, 10), "delivered_on": date(2019, 4, 1)}
    said = told("B52", {"contract": [old], "payment": [{}]})

    assert by_year(said.results)["2019"] == {"unknown": 1}
    assert said.findings == []


def test_a_list_that_another_government_delivered_says_nothing_of_this_one(told) -> None:
    said = told("D07", {"debt_service": [{**OLD, "region": "410102"}], "unit": [{}]}, missing=())
    periods = [(result.region, result.period) for result in said.results]

    assert ("410102", "2019") in periods
    assert ("410100", "2019") not in periods


def test_the_open_duties_are_asked_openly() -> None:
    codes = [
        "B52",
        "D07",
        "D13",
        "D14",
        "D15",
        "P01",
        "P02",
        "P03",
        "P04",
        "P05",
        "P06",
        "R01",
        "R02",
        "R04",
        "S03",
        "S05",
        "S06",
        "S07",
        "S08",
        "S09",
        "S29",
    ]
    assert [code for code, rule in RULES.items() if rule.horizon is Horizon.OPEN] == codes
