"""What became of an audit's problems is told so that the counts close."""

from datetime import date
from decimal import Decimal

from alerts.ledger import Ledger
from alerts.matters.audit import drafted_problems, open_problems, would_open
from alerts.matters.desk import Matters
from alerts.matters.lists import MatterWanted, figures
from alerts.matters.rectified import rectified
from alerts.workflow import Role
from tests.alerts.found import NOON
from tests.alerts.matters.walk import closed, issued, take
from tests.alerts.people import LEADER, WANG, person

CARRIED = {"audit_year": 2025, "problem_class": "结转资金未盘活"}


def test_problems_are_counted_by_class_and_what_came_back_is_named(
    ledger: Ledger, matters: Matters
) -> None:
    issued(matters, "audit_problem", source={**CARRIED, "audit_year": 2024, "problem": "P1"})
    closed(matters, "audit_problem", source={**CARRIED, "problem": "P2"})
    other = {**CARRIED, "problem_class": "超范围列支", "problem": "P3"}
    take(matters, issued(matters, "audit_problem", source=other), "withdraw", LEADER, words="重复")

    told = rectified(ledger.engine, "419801", 2025, by=WANG)
    assert [(t.key, t.came, t.closed, t.withdrawn) for t in told.by(lambda p: p.problem_class)] == [
        ("结转资金未盘活", 1, 1, 0), ("超范围列支", 1, 0, 1),
    ]  # fmt: skip
    assert (told.total.put_right, dict(told.votes)) == (Decimal("20.10"), {"satisfied": 1})
    assert [one.problem for one in told.repeated] == ["P2"]
    assert rectified(ledger.engine, "419802", 2025, by=WANG).problems == []


def test_the_auditors_closing_is_told_apart(ledger: Ledger, matters: Matters) -> None:
    number = issued(matters, "audit_problem")
    take(matters, number, "audit_close", person("审计", Role.AUDITOR), words="已确认")
    told = rectified(ledger.engine, "419801", 2025, by=WANG)
    assert (told.audit_closed_only, told.total.open) == (1, 1)


def test_a_list_is_opened_once_and_says_first_what_it_would_do(ledger, matters: Matters) -> None:
    row = {
        "problem": "SJ1", "region": "419801", "audit_year": 2025, "unit": "101001",
        "problem_class": "超范围列支", "text": "", "amount": Decimal("7.07"), "reported_on": None,
        "due_on": date(2026, 9, 10), "remedied": None, "closed_on": None, "unit_name": "水利局",
    }  # fmt: skip
    rows = [row, {**row, "problem": "SJ2"}, {**row, "region": "500000"}]
    assert vars(would_open(ledger.engine, rows, by=WANG)) == {
        "problems": 2,
        "opened": 2,
        "known": 0,
    }
    open_problems(matters, rows, by=WANG, now=NOON)
    assert vars(would_open(ledger.engine, rows, by=WANG)) == {
        "problems": 2,
        "opened": 0,
        "known": 2,
    }
    assert drafted_problems(ledger.engine, by=WANG) == [1, 2]
    [*_, every] = figures(ledger.engine, "kind", MatterWanted(), by=WANG, today=date(2026, 4, 1))
    assert (every.came, every.at_stake) == (2, Decimal("14.14"))
