from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from alerts.decisions import Decisions, Kind, Proposal
from alerts.ledger import Ledger
from dashboards.figures.coverage import reason_said
from dashboards.page import NotThere, View
from dashboards.pages import alert, rule, rules
from dashboards.render import page
from tests.alerts.found import found
from tests.dashboards.conftest import NOON, Look
from tests.dashboards.nights import CITY


def test_the_answer_counts_what_was_asked_and_what_could_not_be_computed(looking: Look) -> None:
    assert rules.draw(looking("/rules"))["answer"] == (
        "今夜问了3条规则：2条算出，1条缺数算不出，0条不适用，0条出错；看了418个主体，5个不过。"
    )


def test_before_the_first_night_the_catalogue_is_still_there(looking: Look) -> None:
    drawn = rules.draw(looking("/rules", warehouse=None))
    assert drawn["count"] > 0
    assert "还没有算成的一夜" in drawn["answer"]


def test_a_rule_that_was_not_asked_does_not_read_as_passed(looking: Look) -> None:
    view = looking("/rules")
    asked = {one.rule.code: one.kind for one in rules.told(view, rules.tonight(view))}
    assert asked["B02"] == "computed"
    assert asked["B01"] == "not_asked"


def test_a_rules_page_has_its_formula_law_and_coverage(looking: Look) -> None:
    drawn = rule.draw(looking(place={"code": "B02"}))
    assert drawn["formula"] == "实付合计 − 可执行数 > 容差"
    assert [(name, one.subjects, one.fail) for name, one in drawn["results"]] == [
        ("安澜市", 410, 2)
    ]
    assert [(one.label, one.value, one.provenance) for one in drawn["limits"]] == [
        ("容差", "0.00", "L")
    ]


@pytest.mark.parametrize(("code", "said"), [("B03", True), ("B02", False)])
def test_a_rules_page_says_what_keeps_it_from_an_answer(
    looking: Look, code: str, said: bool
) -> None:
    shown = page(rule.PAGE, looking(f"/rules/{code}", place={"code": code}))
    assert ("有一个月逾期未报或被退回时不判" in shown) == said


@pytest.mark.parametrize("code", ["", "Z99", "b02", "<script>"])
def test_a_code_that_the_catalogue_has_not_is_not_there(looking: Look, code: str) -> None:
    with pytest.raises(NotThere):
        rule.draw(looking(place={"code": code}))


LIMIT = Proposal(
    Kind.LIMIT, "B02", "分币差异", "王", "tolerance", "0.05", "410000",
    valid_from=date(2026, 1, 1), valid_to=date(2026, 12, 31),
)  # fmt: skip
OFF = replace(LIMIT, kind=Kind.SWITCH, name="off", value="", reason="口径待定", valid_from=None)


@pytest.fixture
def decided(looking: Look, tmp_path: Path) -> View:
    """The page of a rule about which much was decided, some of it for others."""
    ledger = Ledger(f"sqlite:///{tmp_path / 'ledger.sqlite'}")
    ledger.migrate()
    ledger.note(date(2026, 9, 30), [found(region=CITY)], looked=[], now=NOON)
    decisions = Decisions(ledger.engine)
    decisions.decide([LIMIT, replace(OFF, region=CITY)], now=NOON)
    decisions.decide([replace(LIMIT, region="420000"), replace(LIMIT, code="B03")], now=NOON)
    matcher = replace(LIMIT, kind=Kind.FILTER, name="", value="", subject="BGT*")
    decisions.decide([matcher], now=NOON, waits=True, seen=[(CITY, "2026", "BGT-1")])
    return looking("/rules/B02", place={"code": "B02"}, ledger=ledger)


def test_a_rules_page_shows_the_limit_in_force_here_and_whose_it_is(decided: View) -> None:
    [limit] = rule.draw(decided)["limits"]
    assert (limit.value, limit.until, limit.default) == ("0.05", "2026-12-31", "0.00")
    assert (limit.author, limit.reason) == ("王", "分币差异")


def test_a_rules_page_tells_all_that_was_decided_for_its_reader(decided: View) -> None:
    drawn = rule.draw(decided)["decisions"]
    told = [(one.number, one.kind, one.standing) for one in drawn]
    assert drawn[-1].what == "容差 0.05"
    assert told == [(5, "误报过滤", "waiting"), (2, "开关", "in_force"), (1, "限额", "in_force")]


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("zh", "这条规则在这里停用到2026-12-31：口径待定（王）。这不等于没有问题。"),
        ("en", "This rule is switched off here until 2026-12-31: 口径待定 (王)."),
    ],
)
def test_a_rule_that_is_off_says_so_on_its_page_and_on_its_alerts(
    decided: View, language: str, said: str
) -> None:
    spoken = replace(decided, language=language)
    assert said in page(rule.PAGE, spoken)
    assert said in page(alert.PAGE, replace(spoken, path="/alerts/1", place={"number": "1"}))


def test_a_reason_of_the_engine_s_own_is_said_in_the_reader_s_tongue() -> None:
    off = "switched off until 2026-12-31: 口径(新)待定 (王)"
    assert reason_said(off, "zh") == "停用到2026-12-31：口径(新)待定（王）"
    assert reason_said("filter 7: instalments (王, 李)", "zh") == "过滤7：instalments (王, 李)"
