import pytest

from dashboards.page import NotThere
from dashboards.pages import rule, rules
from tests.dashboards.conftest import Look


def test_the_answer_counts_what_was_asked_and_what_could_not_be_computed(looking: Look) -> None:
    assert rules.draw(looking("/rules"))["answer"] == (
        "今夜问了3条规则：2条算出，1条缺数算不出，0条出错；看了418个主体，5个不过。"
    )


def test_before_the_first_night_the_catalogue_is_still_there(looking: Look) -> None:
    drawn = rules.draw(looking("/rules", warehouse=None))
    assert drawn["count"] > 0
    assert "还没有算成的一夜" in drawn["answer"]


def test_a_rule_that_was_not_asked_does_not_read_as_passed(looking: Look) -> None:
    asked = {one.rule.code: one.kind for one in rules.told(looking("/rules"))}
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


@pytest.mark.parametrize("code", ["", "Z99", "b02", "<script>"])
def test_a_code_that_the_catalogue_has_not_is_not_there(looking: Look, code: str) -> None:
    with pytest.raises(NotThere):
        rule.draw(looking(place={"code": code}))
