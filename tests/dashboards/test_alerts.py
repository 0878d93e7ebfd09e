from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from alerts.catalogue import all_rules
from alerts.ledger import Ledger, Numbers, Scope, Wanted
from alerts.tallies import OPEN
from dashboards import render
from dashboards.figures.alerts import lines
from dashboards.figures.operands import bounds, formula, in_brief, shares, term
from dashboards.frame import look_of
from dashboards.page import ChoiceRefused, NotAllowed, NotThere
from dashboards.pages import alert, alerts
from tests.dashboards.conftest import Look
from tests.dashboards.nights import CITY


def numbers(looking: Look, **choice: str) -> list[int]:
    drawn = alerts.draw(looking("/alerts", choice=choice))
    return [item.number for group in drawn["groups"] for item in group.items]


def test_the_first_alert_is_the_answer(looking: Look) -> None:
    assert alerts.draw(looking("/alerts"))["answer"] == (
        "先办市住房和城乡建设局本级的超预算支付：9月29日起看见2夜，涉及20.10元，待核。"
    )


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("zh", "实付合计120.10元，可执行数100.00元"),
        ("en", "paid 120.10 yuan, executable 100.00 yuan"),
    ],
)
def test_a_row_of_the_list_tells_the_case_by_the_numbers_of_its_formula(
    looking: Look, language: str, said: str
) -> None:
    view = looking("/alerts", language=language)
    shown = [one for group in alerts.draw(view)["groups"] for one in group.items]

    assert shown[0].brief == said
    assert f'<span class="case">{said}</span>' in render.page(alerts.PAGE, view)


def test_a_case_is_not_told_by_nought_alone_nor_by_what_is_no_number(looking: Look) -> None:
    look = look_of(looking(), "wan")
    rule = all_rules()["execution.payment_exceeds_allotment"]

    def brief(**operands: str) -> str:
        return in_brief(rule, Numbers(operands, {}), Decimal("20.10"), look)

    assert brief(paid="20.10", executable="0.00") == "实付合计20.10元，可执行数0.00元"
    assert brief(paid="20.10", executable="7.00") == "可执行数7.00元"
    assert brief(paid="不详", executable="") == ""


@pytest.mark.parametrize(
    ("code", "operands", "said"),
    [
        ("P01", {"awarded_on": "2026-01-21", "signed_on": "2026-03-03", "taken": "41",
                 "supplier": "张三丰"}, "相隔天数41，签订期限30天，签订日期2026-03-03"),
        ("Q01", {"due_on": "2026-02-02", "counted_to": "2026-09-30", "days_late": "240"},
         "逾期天数240"),  # which grace counts hangs on the rhythm
        ("S14", {"name": "门卫室", "area": "2.000000", "cost": "900000.00", "certificate": None},
         "权属证号缺，面积（平方米）2"),
        ("A12", {"function_item": "2010301", "department_economic": "302", "project": "41980024"},
         "功能分类科目2010301，部门经济分类科目302"),
        ("B15", {"payee": "张三丰", "payee_account": "****0465", "payer": "某中心",
                 "amount": "900000.00", "paid_on": "2026-07-15", "purpose": "付张三丰"},
         "支付日期2026-07-15"),
    ],
)  # fmt: skip
def test_a_formula_of_days_counts_and_codes_is_told_by_them_and_by_no_person(
    looking: Look, code: str, operands: dict[str, str | None], said: str
) -> None:
    rule = next(one for one in all_rules().values() if one.code == code)
    days = {"value": "30", "unit": "day", "zh": "签订期限"}
    named = {"P01": ["days"], "Q01": ["days_daily", "days_yearly"]}
    limits = dict.fromkeys(named.get(code, []), days)
    look = look_of(looking(), "wan")
    assert in_brief(rule, Numbers(operands, limits), Decimal("900000.00"), look) == said


def test_what_is_held_against_a_share_is_a_share() -> None:
    rules = {one.code: one for one in all_rules().values()}
    assert term(rules["D02"], "used", "0.965", "zh").value == "96.5%"
    assert term(rules["Q02"], "used", "3", "zh").value == "3"
    assert not shares(rules["D24"]) & {"difference", "spent", "paid"}, "a share of it is no share"


def test_one_of_a_unit_is_said_as_one_and_a_name_that_says_its_unit_says_it_once() -> None:
    rules = {one.code: one for one in all_rules().values()}
    told = {"counted_to": "2026-01-22", "approved_on": "2026-01-21", "days_since": "1"}
    one = Numbers(told, {"days": {"value": "20", "unit": "day", "en": "at most"}})
    words, filled = formula(rules["A01"], one, "en")
    assert filled.endswith("= 1 day > 20 days")
    assert "= days since approval > at most" in words
    assert bounds({"days": {"value": "1", "unit": "working day"}}, "en")[0].unit == "working day"


def test_open_alerts_come_in_the_order_of_work_and_stay_when_they_are_not_seen(
    looking: Look,
) -> None:
    assert len(numbers(looking)) == 3
    drawn = alerts.draw(looking("/alerts"))
    shown = [item for group in drawn["groups"] for item in group.items]
    assert [item.severity for item in shown] == ["red", "orange", "blue"]
    assert [item.silent_since is not None for item in shown] == [False, True, False]
    assert [item.new for item in shown] == [False, False, True]


def test_an_alert_of_a_year_that_is_over_names_its_year(looking: Look, ledger: Ledger) -> None:
    (one,) = ledger.alerts(scope=Scope((CITY,)), wanted=Wanted(), most=1).items
    old = replace(one, period="2025", last_seen=date(2025, 12, 31))
    shown = lines(looking("/alerts"), [one, old], date(2026, 9, 30))
    assert [line.what for line in shown] == ["BGT-1", "BGT-1 · 2025年"]


def test_filters_narrow_the_list(looking: Look) -> None:
    assert len(numbers(looking, severity="red")) == 1
    assert len(numbers(looking, state="closed")) == 0
    assert len(numbers(looking, seen="gone")) == 1
    assert len(numbers(looking, seen="new")) == 1
    assert len(numbers(looking, unit_code="104001")) == 1
    assert len(numbers(looking, q="BGT-2")) == 1


@pytest.mark.parametrize(
    ("name", "known"),
    [("severity", "red, orange, yellow, blue"), ("state", "raised, verifying, normal, misjudged"),
     ("seen", "mine, free, back, tonight, new, gone, muted"), ("by", "unit, rule, payee")],
)  # fmt: skip
def test_a_filter_of_a_few_values_takes_no_other(looking: Look, name: str, known: str) -> None:
    with pytest.raises(ChoiceRefused, match=f"{name} can't be 'zz': it is one of {known}"):
        alerts.draw(looking("/alerts", choice={name: "zz"}))


@pytest.mark.parametrize("name", ["region", "rule", "unit_code"])
def test_what_is_not_here_is_said_to_be_so_and_is_no_empty_list(looking: Look, name: str) -> None:
    asked = looking("/alerts", choice={name: "999999"})

    with pytest.raises(NotThere, match="没有区划、规则或单位“999999”"):
        alerts.draw(asked)
    with pytest.raises(NotThere, match="999999"):
        alerts.rows(asked)


def test_a_filter_that_nothing_meets_says_so(looking: Look) -> None:
    drawn = alerts.draw(looking("/alerts", choice={"q": "无此物"}))
    assert drawn["answer"] == "没有一条符合这样的筛选。"


def test_where_rules_were_asked_and_left_nothing_nothing_is_open(looking: Look) -> None:
    none = Ledger("sqlite://")
    none.migrate()
    view = looking("/alerts", ledger=none)
    assert alerts.draw(view)["count"] == 0
    page = render.page(alerts.PAGE, view)
    assert page.count("没有未办结的预警。") == 1  # the list says what was asked instead
    assert "今夜问过的规则没有留下要办的事。" in page


def test_a_role_that_sees_no_alerts_is_refused(looking: Look) -> None:
    with pytest.raises(NotAllowed):
        alerts.draw(looking("/alerts", scope=Scope(None)))
    with pytest.raises(NotAllowed):
        alerts.rows(looking("/alerts", scope=Scope(None)))


def test_a_cursor_that_no_list_gave_is_not_there(looking: Look) -> None:
    with pytest.raises(NotThere, match="cursor"):
        alerts.draw(looking("/alerts", choice={"after": "'; drop table alert"}))


def test_the_rows_are_all_that_match(looking: Look) -> None:
    found = alerts.rows(looking("/alerts"))
    assert [row["severity"] for row in found] == ["red", "orange", "blue"]
    assert found[0]["title_zh"] == "超预算支付"


def test_an_alert_shows_its_formula_with_the_numbers_in_it(looking: Look) -> None:
    number = str(numbers(looking, severity="red")[0])
    drawn = alert.draw(looking(f"/alerts/{number}", place={"number": number}))
    assert drawn["answer"] == "市住房和城乡建设局本级超预算支付，涉及20.10元。"
    assert drawn["formula_words"] == "实付合计 − 可执行数 > 容差"
    assert drawn["formula_numbers"] == "120.10 − 100.00 > 0.00"
    assert [(one.label, one.value, one.known) for one in drawn["terms"]] == [
        ("实付合计", "120.10", True),
        ("可执行数", "100.00", True),
        ("冻结金额", "", False),
    ]


def test_an_alert_names_delivery_file_and_line_of_its_rows(looking: Look) -> None:
    number = str(numbers(looking, severity="red")[0])
    (feed,) = alert.draw(looking(place={"number": number}))["evidence"]
    assert feed.label == "国库集中支付"
    assert (feed.rows[0].delivery, feed.rows[0].file, feed.rows[0].line) == (
        "三月",
        "payment_419800_2026-03.csv",
        7,
    )


def test_a_night_that_changed_nothing_is_not_in_the_history_twice(looking: Look) -> None:
    number = str(numbers(looking, severity="red")[0])
    drawn = alert.draw(looking(place={"number": number}))
    assert [event.text for event in drawn["events"]] == ["看见，涉及20.10元，等级红"] * 2
    assert drawn["seen"] == "看见2夜，金额没有变"


@pytest.mark.parametrize("number", ["999999", "0", "-1", "1e3", "٣", "9" * 30, "a'b", ""])
def test_an_alert_that_is_not_there_is_not_there(looking: Look, number: str) -> None:
    with pytest.raises(NotThere):
        alert.draw(looking(place={"number": number}))


def test_an_alert_of_another_city_is_as_little_there_as_none(looking: Look) -> None:
    number = str(numbers(looking, severity="red")[0])
    with pytest.raises(NotThere):
        alert.draw(looking(place={"number": number}, scope=Scope(("110000",))))


def test_an_alert_of_a_rule_that_left_the_catalogue_still_shows_its_numbers(looking: Look) -> None:
    number = str(numbers(looking, severity="red")[0])
    drawn = alert.draw(looking(place={"number": number}, rules={}))
    assert drawn["rule"] is None
    assert [one.label for one in drawn["terms"]] == ["paid", "executable", "frozen"]


def test_open_is_what_somebody_still_has_to_answer_for() -> None:
    assert [state.value for state in OPEN] == [
        "raised",
        "verifying",
        "confirmed",
        "handed_over",
    ]
