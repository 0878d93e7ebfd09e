import re
from dataclasses import replace
from decimal import Decimal

import pytest

from alerts.catalogue import all_rules
from alerts.finding import Evidence
from dashboards.figures.coverage import reason_said
from dashboards.figures.evidence import by_feed, codes
from dashboards.figures.freshness import above
from dashboards.figures.meant import meant
from dashboards.figures.names import Names
from dashboards.figures.operands import Term, bounds, written


@pytest.mark.parametrize(
    ("text", "name", "shown"),
    [
        ("15186420.00", "paid", ("15,186,420.00", "yuan")),
        ("-64000.00", "paid", ("−64,000.00", "yuan")),
        ("62982408930800098", "payee_account", ("62982408930800098", "")),
        ("2026", "fiscal_year", ("2026", "")),
        ("-16", "days_apart", ("−16", "")),
        ("0.625998", "progress_rate", ("62.6%", "")),
        ("0.124002", "behind_share", ("12.4%", "")),
        ("1.200000", "ratio", ("120.0%", "")),
        ("57.6310", "rate", ("57.631", "")),  # rent for a square metre
        ("2026-09-30", "counted_to", ("2026-09-30", "")),
        ("安澜第二建筑工程公司", "payee", ("安澜第二建筑工程公司", "")),
    ],
)
def test_a_number_of_a_formula_is_written_as_what_it_is(
    text: str, name: str, shown: tuple[str, str]
) -> None:
    assert written(text, name) == shown


def test_a_limit_that_somebody_set_says_who_and_why() -> None:
    (bound,) = bounds(
        {"days": {"value": "20", "unit": "day", "provenance": "P", "zh": "天数",
                  "author": "leader", "reason": "试行"}},
        "zh",
    )  # fmt: skip
    assert (bound.label, bound.value, bound.unit) == ("天数", "20", "天")
    assert (bound.author, bound.reason) == ("leader", "试行")


@pytest.mark.parametrize(
    ("value", "unit", "said"),
    [
        ("7", "working day", "7 个工作日"),
        ("7", "word", "7 "),
        ("7", "辆次", "7 辆次"),
        ("0.30", "month", "0.3 个月"),
        ("0.30", "yuan", "0.30 元"),
    ],
)
def test_a_limit_is_counted_in_the_reader_s_words(value: str, unit: str, said: str) -> None:
    (bound,) = bounds({"least": {"value": value, "unit": unit}}, "zh")
    assert f"{bound.value} {bound.unit}" == said


@pytest.mark.parametrize(
    ("reason", "zh", "en"),
    [
        ("feed missing: asset_use", "没有收到资产出租出借处置",
         "leases, loans and disposals of assets not received"),
        ("feed missing: rumours", "没有收到rumours", "rumours not received"),
        ("allotment.frozen", "预算指标没有填冻结金额", None),
        ("allotment of the month before", "预算指标缺上月的",
         "budget allotments of the month before"),
        ("rumours of the year before", "rumours of the year before", None),
        ("history of a split unit", "单位分立前的数分不开", "what a split unit did before"),
        ("inactive allotment", "指标已停用", "inactive allotment"),
        ("a reason of the site's own", "a reason of the site's own", None),
        ("statement of book 3, side 2", "预算收支表缺国有资本经营预算、支出", None),
        ("debt_position of kind 1 on 2026-07-31", "政府债务限额和余额缺一般债务、2026-07-31", None),
        ("legal_event audit_report", "没有收到法定事项“审计报告”", None),
        ("investment_project.invested, investment_project.approved_cost",
         "政府投资项目没有填累计完成投资、政府投资项目没有填概算投资", None),
        ("classification function of 2027", "没有2027年的科目", None),
        ("unit of the year", "预算单位缺当年的", "budget units lacks those of the year"),
    ],
)  # fmt: skip
def test_what_is_missing_is_called_by_its_name(reason: str, zh: str, en: str | None) -> None:
    assert reason_said(reason, "zh") == zh
    if en:
        assert reason_said(reason, "en") == en


ENGLISH = re.compile(r"[a-z]{2,} [a-z]{2,}")
LITERAL = re.compile(r"'([A-Za-z][^'\n]*? [^'\n]*?[^ '])'")


def test_why_a_rule_was_not_asked_is_said_in_chinese() -> None:
    rules = all_rules().values()
    reasons = {one for rule in rules for one in LITERAL.findall(rule.sql)} | {
        one for rule in rules for told in rule.examples for one in told.unknown.values()
    }
    assert [one for one in sorted(reasons) if ENGLISH.search(reason_said(one, "zh"))] == []


def test_a_county_looks_for_its_files_at_those_above_it() -> None:
    assert above("419801") == ["000000", "410000", "419800", "419801"]
    assert above("99001") == ["99001"]


@pytest.mark.parametrize(
    ("name", "text", "zh", "en"),
    [
        ("state", "missing", "未到", "missing"),
        ("state", "late", "迟到", "late"),
        ("state", "returned", "退回", "Returned"),
        ("every", "month", "按月", "monthly"),
        ("agreed", "default", "默认", "default"),
        ("agreed", "12", "第12条", "line 12"),
        ("kind", "audit_report", "审计报告", "audit report"),
        ("kind", "livelihood_project", "民生实事项目", "Livelihood project"),
        ("feed", "payment", "国库集中支付", "treasury payments"),
        ("state", "4", "4", "4"),
    ],
)
def test_a_code_is_said_in_words_in_both_tongues(name: str, text: str, zh: str, en: str) -> None:
    assert [meant(name, text, language) for language in ("zh", "en")] == [zh, en]


def row(line: int, amount: str, day: str, file: str = "a.csv") -> Evidence:
    return Evidence(
        "payment", {"payment": f"P{line}"},
        {"payment": f"P{line}", "amount": amount, "paid_on": day, "payee": "甲"},
        1, "三月", 2, file, line,
    )  # fmt: skip


def test_rows_come_by_date_and_their_sum_is_held_against_the_formula() -> None:
    rows = [row(9, "138.00", "2026-09-23"), row(3, "-0.40", "2026-03-18")]
    (feed,) = by_feed(rows, [Term("paid", "实付合计", "137.60", "")], "zh")
    assert [shown.line for shown in feed.rows] == [3, 9]
    assert feed.sums[-1] == "137.60"
    assert feed.equals == "实付合计"
    assert (feed.delivery, feed.file) == ("三月", "a.csv")


def test_rows_of_two_files_each_name_their_own() -> None:
    (feed,) = by_feed(
        [row(1, "1.00", "2026-01-01"), row(1, "1.00", "2026-02-01", "b.csv")], [], "zh"
    )
    assert (feed.delivery, feed.file) == ("三月", "")
    assert feed.equals == ""


def test_money_in_a_row_is_never_a_float() -> None:
    (feed,) = by_feed([row(1, "0.10", "2026-01-01"), row(2, "0.20", "2026-01-02")], [], "zh")
    assert feed.sums[-1] == "0.30"
    assert Decimal(str(feed.sums[-1])) == Decimal("0.30")


def test_square_metres_scores_and_shares_in_a_row_stand_as_numbers() -> None:
    card = replace(evidence(asset="Z1", area="685.000000", cost="1200.50"), feed="asset_card")
    bond = replace(evidence(bond="B1", coupon="0.02900000"), feed="bond")
    told = {
        cell.text: cell.number
        for feed in by_feed([card, bond], [], "zh")
        for row in feed.rows
        for cell in row.cells
    }
    assert told == {"Z1": False, "685": True, "1,200.50": True, "B1": False, "2.90%": True}


def test_a_code_in_a_row_stands_before_what_it_is_called() -> None:
    named = Names(
        things={("419800", "P7"): "校舍维修"}, codes={("function", "2050202"): "小学教育"}
    )
    told = evidence(unit="104002", project="P7", function_item="2050202", region="419800")
    (feed,) = by_feed([told], [], "zh", named)
    texts = {cell.text for cell in feed.rows[0].cells}
    assert {"P7 校舍维修", "2050202 小学教育", "104002"} <= texts
    assert ("419800", "P7") in codes([told])


def test_an_event_s_subject_is_called_by_its_name_where_it_has_one() -> None:
    named = Names(things={("419800", "104"): "教育局"})
    rows = [
        replace(
            evidence(region="419800", kind="department_replied", subject=of), feed="legal_event"
        )
        for of in ("104", "congress")
    ]
    (feed,) = by_feed(rows, [], "zh", named)
    texts = {cell.text for row in feed.rows for cell in row.cells}
    assert {"104 教育局", "congress"} <= texts
    assert ("419800", "104") in codes(rows)


def evidence(**row: str) -> Evidence:
    return Evidence(
        feed="department_budget", key={}, row={**row, "approved": "1.00"}, delivery=1,
        delivery_name="d", file=1, file_name="f.csv", line=2,
    )  # fmt: skip
