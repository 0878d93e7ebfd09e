"""Every rule is held to its own examples and to the form of a rule."""

from dataclasses import replace
from decimal import Decimal

import duckdb
import pytest

from alerts import engine
from alerts.catalogue import all_rules
from alerts.examples import ExampleUnreadable, fault, run, tell, warehouse
from alerts.lint import faults
from alerts.pages import PAGES, pages
from alerts.rule import Example, Limit, Provenance, Rule, Severity, Text
from alerts.usual import USUAL
from tests.alerts.recomputed import misprints
from warehouse.shapes import tables

RULES = all_rules()
EXAMPLES = [
    pytest.param(name, rule, example, id=f"{rule.code}: {example.story}")
    for name, rule in RULES.items()
    for example in rule.examples
]
FIRST = "A01 B01 B02 B03 B04 B07 B19 B32 D01 D03 Q03 S01"
B02 = RULES["execution.payment_exceeds_allotment"]


@pytest.fixture(scope="module")
def empty():
    with warehouse() as connection:
        yield connection


@pytest.fixture
def often(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have a question put twice where it may be, as over many rows."""
    monkeypatch.setattr(engine, "WORTH", 0)


@pytest.mark.usefixtures("often")
@pytest.mark.parametrize(("name", "rule", "example"), EXAMPLES)
def test_the_example_holds(
    empty: duckdb.DuckDBPyConnection, name: str, rule: Rule, example: Example
) -> None:
    told = tell(empty, rule, name, example)

    assert fault(example, told) == ""
    assert [misprint for found in told.asked.findings for misprint in misprints(rule, found)] == []


@pytest.mark.parametrize("rule", RULES.values(), ids=RULES)
def test_a_rule_has_the_form_of_a_rule(rule: Rule) -> None:
    assert faults(rule) == []


def test_the_first_twelve_are_there() -> None:
    assert {rule.code for rule in RULES.values()} >= set(FIRST.split())


def test_rules_come_in_order_of_code() -> None:
    codes = [rule.code for rule in RULES.values()]
    assert codes == sorted(codes)


@pytest.mark.parametrize("feed", sorted(tables("core")))
def test_a_usual_row_has_the_columns_of_its_feed_in_their_order(feed: str) -> None:
    assert [*USUAL[feed]] == tables("core")[feed].names


def test_an_example_that_promises_otherwise_is_caught() -> None:
    silent = Example(
        "promised silent",
        {"allotment": [{}], "payment": [{"amount": Decimal("100.01")}]},
        passes=["A1"],
    )
    [outcome] = run("b02", replace(B02, examples=[silent]))
    assert outcome.fault == "it raised A1 red where nothing was to be raised"


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"fails": {"A1": Severity.BLUE}}, "it raised A1 red where A1 blue was to be raised"),
        ({"at_stake": {"A1": Decimal("0.02")}}, "0.01 is at stake in A1, not 0.02"),
        (
            {"passes": ["A2"]},
            "pass was said of [], and was to be said of ['A2'] []",
        ),
    ],
)
def test_each_promise_of_an_example_is_kept(change: dict[str, object], said: str) -> None:
    raised = Example(
        "one fen more",
        {"allotment": [{}], "payment": [{"amount": Decimal("100.01")}]},
        fails={"A1": Severity.RED},
    )
    [outcome] = run("b02", replace(B02, examples=[replace(raised, **change)]))  # type: ignore[arg-type]
    assert outcome.fault == said


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"allotments": [{}]}, "'told': there is no feed 'allotments'"),
        ({"allotment": [{"sum": 1}]}, "'told': allotment has no column sum"),
    ],
)
def test_a_word_that_no_feed_has_is_an_error(given: dict[str, object], said: str) -> None:
    told = replace(B02, examples=[Example("told", given)])  # type: ignore[arg-type]
    with pytest.raises(ExampleUnreadable) as refused:
        list(run("b02", told))
    assert str(refused.value) == said


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ("core.allotment_change", "kept.payment", "it reads kept.payment: a rule reads core alone"),
        (
            "core.allotment_change",
            "core.bond",
            "it reads core.bond, which is in neither needs nor optional",
        ),
        ("core.allotment_change", "ops.run", "it reads ops.run: a rule reads core alone"),
        ("coalesce(paid, 0) as paid", "paid / amount as paid", "divide by nullif(…, 0)"),
        ("coalesce(paid, 0) as paid", "random() as paid", "rand() answers by the clock"),
        ("$as_of", "current_date", "current_date() answers by the clock"),
        ("$tolerance", "1000", "the number 1000 belongs into the limits"),
        ("$tolerance", "$slack", "no limit is called 'slack'"),
        ("$tolerance", "0", "the limit 'tolerance' is used by no query"),
        ("from judged", "from judged limit 5", "a rule looks at every row: LIMIT 5"),
        ("from judged", "from judged; drop table x", "one select is wanted"),
        ("unit,\n            amount", "amount", "the answer must begin with region, period"),
        ("paid - executable as difference", "paid as late", "and sql gives"),
        ("group by all", "group by", "it cannot be read"),
        ("sum(amount)", "median(amount)", "median() does not mean the same"),
        ("sum(amount)", "arg_max(amount, paid_on)", "of equals gives whichever comes first"),
        ("sum(amount)", "list(amount)", "without an order gives what the threads give"),
        ("sum(amount)", "cast(sum(amount) as double)", "money is never a float"),
        ("coalesce(paid, 0) as paid", "cast(paid as bigint) as paid", "cuts off elsewhere"),
        ("coalesce(paid, 0) as paid", "paid // 2 as paid", "divide abs(…) or greatest(…, 0)"),
        ("coalesce(paid, 0) as paid", "abs(paid) // amount as paid", "divide by nullif(…, 0)"),
        ("coalesce(paid, 0) as paid", "paid % amount as paid", "divide by nullif(…, 0)"),
        ("coalesce(paid, 0) as paid", "lag(paid) over () as paid", "needs an order in its window"),
        ("coalesce(paid, 0) as paid", "rowid as paid", "rowid is where a row happens to lie"),
        ("from judged", "from judged where unit ilike 'a%'", "what letters are equal differs"),
        ("from judged", "from judged order by unit collate nocase", "what letters are equal"),
        ("from judged", "from judged using sample 5", "a rule looks at every row"),
        (
            "from judged",
            "from judged asof join core.payment p on judged.unit >= p.unit",
            "an asof join does not mean the same",
        ),
    ],
)
def test_the_lint_sees(before: str, after: str, said: str) -> None:
    assert before in B02.sql
    found = faults(replace(B02, sql=B02.sql.replace(before, after)))
    assert any(said in fault for fault in found), found


def test_the_lint_sees_a_feed_that_is_read_by_its_numbers() -> None:
    found = faults(replace(B02, needs=("allotment", "allotment_change")))
    assert "sql: it reads lineage.payment, which is in neither needs nor optional" in found


def test_the_lint_sees_what_a_formula_names() -> None:
    found = faults(replace(B02, formula=Text("{spent} > {tolerance}", "{paid} > {tolerance}")))
    assert found == ["formula.zh names 'spent', which is neither operand nor limit"]


def test_the_lint_wants_both_sides_of_a_boundary() -> None:
    found = faults(replace(B02, examples=[e for e in B02.examples if not e.boundary]))
    assert found == ["no example stands on each side of a boundary"]


def test_the_lint_wants_an_article_for_a_statutory_number() -> None:
    bare = Limit(Decimal("0.00"), Provenance.STATUTORY, "容差", "tolerance")
    found = faults(replace(B02, limits={"tolerance": bare}))
    assert found == ["the limit 'tolerance' is said to be statutory and names no article"]


def test_the_pages_are_fresh() -> None:
    written = {path.name: path.read_text("utf-8") for path in PAGES.glob("*.md")}
    assert written == pages(RULES), "renew them by: python -m alerts.pages"
