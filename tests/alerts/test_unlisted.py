"""What hangs on a code that no dictionary lists is unknown, and says which code and dictionary."""

from datetime import date
from decimal import Decimal

import duckdb
import pytest

from alerts.catalogue import all_rules
from alerts.engine import Asked, ask
from alerts.examples import fill, warehouse
from alerts.rule import Example, Verdict
from alerts.unlisted import Mark, needed
from alerts.usual import USUAL
from warehouse.codes import REFERENCES, SHORT_LISTS

RULES = {rule.code: (name, rule) for name, rule in all_rules().items()}
DAY = date(2026, 9, 30)
FEE = {"department_economic": "30226", "payee": "张三", "amount": Decimal("10000.00")}
ITEM = "payment.department_economic {} not in classification department_economic of 2026"


@pytest.fixture(scope="module")
def bare():
    with warehouse() as connection:
        yield connection


@pytest.fixture
def told(bare: duckdb.DuckDBPyConnection):
    def tell(code: str, given, *used: dict[str, object], origin: str | None = "delivered") -> Asked:
        marked = {"state": "unlisted", "column_name": "department_economic",
                  "dictionary": "department_economic"}  # fmt: skip
        ops = {
            "ops.code_used": [marked | of for of in used],
            "ops.dictionary": [{"dictionary": "department_economic", "origin": origin}],
        }
        fill(bare, Example("codes", {**given, **ops}, as_of=DAY), tuple(USUAL))
        name, rule = RULES[code]
        return ask(rule, bare, DAY, name=name)

    bare.execute("begin")
    yield tell
    bare.execute("rollback")


def said(asked: Asked) -> dict[str, tuple[dict[str, int], dict[str, int]]]:
    return {
        f"{r.region} {r.period}": ({str(v): n for v, n in r.counts.items()}, dict(r.reasons))
        for r in asked.results
    }


def test_a_payment_whose_code_is_not_listed_is_unknown_and_names_both(told) -> None:
    rows = [FEE, FEE | {"payment": "V2", "department_economic": "30226X"}]

    asked = told("B16", {"payment": rows}, {"value": "30226X"})

    assert [finding.subject for finding in asked.findings] == ["V1"]
    assert said(asked)["410100 2026"] == (
        {"fail": 1, "unknown": 1},
        {ITEM.format("30226X"): 1},
    )


def test_a_sum_that_the_code_could_change_is_unknown_with_the_row(told) -> None:
    rows = [
        {"department_economic": "30212", "amount": Decimal("40.00")},
        {"payment": "V2", "department_economic": "3021X", "amount": Decimal("20.00")},
    ]
    budget = [{"department_economic": "30212", "approved": Decimal("50.00")}]

    given = {"payment": rows, "department_budget": budget, "unit": [{}]}
    asked = told("B07", given, {"value": "3021X"})

    counts, reasons = said(asked)["410100 2026"]
    assert (counts.get("fail", 0), counts.get("pass", 0)) == (0, 0)
    assert reasons == {ITEM.format("3021X"): counts["unknown"]}


def test_a_finding_that_stands_whatever_the_code_means_stands(told) -> None:
    rows = [
        {"department_economic": "30212", "amount": Decimal("60.00")},
        {"payment": "V2", "department_economic": "3021X", "amount": Decimal("20.00")},
    ]
    budget = [{"department_economic": "30212", "approved": Decimal("50.00")}]

    asked = told("B07", {"payment": rows, "department_budget": budget}, {"value": "3021X"})

    assert [f.subject for f in asked.findings if "department" not in f.subject] == ["U1/30212"]
    assert said(asked)["410100 2026"][1][ITEM.format("3021X")] >= 1


def test_a_year_without_a_dictionary_is_unknown_and_named(told) -> None:
    asked = told("B16", {"payment": [FEE]}, {"value": "30226", "state": "open"}, origin=None)

    assert asked.findings == []
    assert said(asked)["410100 2026"] == (
        {"unknown": 1},
        {"classification department_economic of 2026": 1},
    )


def test_a_row_that_cannot_be_read_makes_no_alert_of_what_is_left(told) -> None:
    kind = {"feed": "allotment", "column_name": "kind", "dictionary": "allotment.kind"}

    asked = told("B30", {"allotment": [{"kind": "7"}]}, kind | {"value": "7"})

    assert asked.findings == []
    assert said(asked)["410100 2026"][1] == {"allotment.kind 7 not in the list of the contract": 1}


def test_a_government_without_such_a_code_is_not_in_doubt(told) -> None:
    rows = [FEE, FEE | {"region": "410200", "department_economic": "3022X"}]

    asked = told("B16", {"payment": rows}, {"value": "3022X"})

    assert {f.region for f in asked.findings} == {"410100"}
    assert said(asked)["410200 2026"] == ({"unknown": 1}, {ITEM.format("3022X"): 1})


def test_what_lies_abroad_is_held_against_delivered_lists_alone(told) -> None:
    asked = told(
        "B16",
        {"payment": [FEE | {"region": "990100"}]},
        {"value": "30226"},
        origin="bundled",
    )

    assert [finding.region for finding in asked.findings] == ["990100"]


def test_many_codes_are_counted_and_three_are_named(told) -> None:
    codes = ["3A", "3B", "3C", "3D", "3E"]
    rows = [FEE | {"payment": code, "department_economic": code} for code in codes]

    asked = told("B16", {"payment": rows}, *({"value": code} for code in codes))

    assert said(asked)["410100 2026"][1] == {ITEM.format("3A, 3B, 3C and 2 more"): 5}


@pytest.mark.parametrize(
    ("code", "columns"),
    [
        ("B02", {("payment", "business")}),
        ("A10", {("statement", "book"), ("statement", "code"), ("statement", "side")}),
        ("B24", {("payment", "business"), ("payment", "department_economic"),
                 ("payment", "government_economic")}),
        ("P01", set()),
    ],
)  # fmt: skip
def test_a_rule_needs_the_codes_that_its_conditions_turn_on(code, columns) -> None:
    every = [
        Mark("payment", name)
        for name in ("business", "settlement", "department_economic", "government_economic")
    ] + [Mark("statement", name) for name in ("book", "side", "code")]

    assert needed(RULES[code][1], every) == columns


def test_every_rule_answers_when_no_code_is_listed(told, bare) -> None:
    columns = REFERENCES | {feed: REFERENCES.get(feed, {}) | of for feed, of in SHORT_LISTS.items()}
    used = [
        {"feed": feed, "column_name": column, "dictionary": f"{feed}.{column}",
         "value": USUAL[feed][column]}
        for feed, of in columns.items()
        for column in of
        if USUAL[feed][column] is not None
    ]  # fmt: skip
    told("B16", {feed: [{}] for feed in columns}, *used)

    results = [
        r for name, rule in [*RULES.values()][::6] for r in ask(rule, bare, DAY, name=name).results
    ]

    assert [r for r in results if "error" in r.counts] == []
    assert sum(r.counts.get(Verdict.UNKNOWN, 0) > 0 for r in results) > 10
