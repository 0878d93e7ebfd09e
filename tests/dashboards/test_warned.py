"""Where debt stands against the lines of the rules, and how long bond money has lain idle."""

import json
import re
from datetime import date
from decimal import Decimal
from urllib.parse import parse_qsl

import pytest

from alerts.catalogue import all_rules
from alerts.engine import edition_of
from dashboards import render
from dashboards.page import ChoiceRefused
from dashboards.pages import debt, opened
from tests.dashboards.conftest import Look
from tests.dashboards.nights import CITY, make_night
from warehouse.database import Warehouse

DAY = date(2026, 9, 30)
RULES = {rule.code: rule for rule in all_rules().values()}


def limits(code: str, **set_here: str) -> str:
    return json.dumps({
        name: {"value": set_here.get(name, f"{limit.value}"), "unit": limit.unit, "zh": limit.zh,
               "en": limit.en, "provenance": limit.provenance.value}
        for name, limit in RULES[code].limits.items()
    })  # fmt: skip


def result(code: str, edition: str = "", **counts: int | str) -> dict[str, object]:
    said = {"fail": 0, "pass": 0, "not_applicable": 0, "unknown": 0, "error": 0, "reasons": "{}"}
    edition = edition or edition_of(RULES[code])
    return {"code": code, "region": CITY, "period": "2026", "subjects": 1, **said,
            "edition": edition, "limits": limits(code), **counts}  # fmt: skip


def finding(code: str, subject: str, severity: str, **operands: str) -> dict[str, object]:
    return {"code": code, "rule": code, "edition": "0", "region": CITY, "period": "2026",
            "subject": subject, "severity": severity, "operands": json.dumps(operands),
            "limits": limits(code), "evidence_rows": 0, "evidence": "[]"}  # fmt: skip


def bond(code: str, kind: str, came: date | None) -> dict[str, object]:
    return {"bond": code, "region": CITY, "name": code, "kind": kind, "purpose": "1",
            "issued_on": date(2025, 3, 1), "matures_on": date(2030, 3, 1), "proceeds_on": came,
            "coupon": Decimal("0.02"), "amount": Decimal("100.00")}  # fmt: skip


def project(of: str, spent: str) -> dict[str, object]:
    return {"bond": of, "project": f"P{of}", "region": CITY, "project_name": of, "stated_on": DAY,
            "allocated": Decimal("100.00"), "handed_over": Decimal("100.00"),
            "spent": Decimal(spent)}  # fmt: skip


CORE = {
    "debt_position": [
        {"region": CITY, "stated_on": DAY, "kind": kind, "ceiling": Decimal("200.00"),
         "outstanding": Decimal("192.00")}
        for kind in ("1", "2")
    ],
    "bond": [bond("A", "1", date(2026, 6, 22)), bond("B", "2", date(2025, 6, 15)),
             bond("C", "2", date(2025, 6, 15)), bond("D", "2", None)],
    "bond_project": [project("A", "1.00"), project("B", "99.99"), project("C", "100.00"),
                     project("D", "0.00")],
    "debt_service": [
        {"bond": "A", "region": CITY, "due_on": date(2026, 12, 1), "part": "2",
         "due": Decimal("9.00")}
    ],
    "statement": [
        {"region": CITY, "fiscal_year": 2026, "month": 9, "book": "1", "side": "2", "code": "201",
         "revised": Decimal("100.00"), "executed": Decimal("1.00")}
    ],
}  # fmt: skip


@pytest.fixture(scope="module")
def night(tmp_path_factory: pytest.TempPathFactory) -> Warehouse:
    ops = {
        "supply": [{"region": CITY, "feed": "debt_position", "fiscal_year": 2026}],
        "rule_result": [
            result("D02", "an earlier one", subjects=3, fail=3),
            result("D03", unknown=1, reasons='{"debt_position.comprehensive_resources": 1}'),
            result("D04", limits=limits("D04", yellow="0.095")) | {"pass": 1},
        ],
        "finding": [
            finding("D02", "total", "yellow", outstanding="384.00", ceiling="400.00", used="0.96"),
            finding("D13", "B/PB", "red", bond="B", project="PB", as_of_day="2026-09-30"),
        ],
    }
    return make_night(tmp_path_factory.mktemp("warned") / "n.duckdb", core=CORE, ops=ops)


def test_a_line_stands_as_the_night_had_it_and_what_is_not_known_is_said(
    looking: Look, night: Warehouse
) -> None:
    drawn = debt.draw(looking("/debt", warehouse=night))
    assert [
        (one.code, one.stands, one.severity, one.share and f"{one.share:.3f}")
        for one in drawn["lines"]  # type: ignore[attr-defined]
    ] == [
        ("D02", "fail", "yellow", "0.960"),
        ("D03", "unknown", "", None),
        ("D04", "pass", "", "0.090"),  # above the rule's own 8 %, below what was set here
        ("D05", "not_asked", "", None),
    ]
    assert drawn["lined"] == "4条警戒线里1条已经到了；2条判断不了"
    page = render.page(debt.PAGE, looking("/debt", warehouse=night))
    rows = page[page.index('id="lines"') :].partition("</table>")[0].split("<tr>")[-4:]
    said = [re.sub(r"\s+", " ", re.sub("<[^>]+>", " ", row)) for row in rows]
    assert " 黄 黄色：达到95.0% 建议默认值 橙色：达到99.0% " in said[0]
    assert " 算不出 政府债务限额和余额没有填综合财力 " in said[1]
    assert " 9.0% 未到 黄色：超过9.5% 建议默认值 " in said[2]
    assert " 这一夜没有问 " in said[3]


def test_the_two_numbers_of_a_line_open_to_rows_that_add_up_to_them(
    looking: Look, night: Warehouse
) -> None:
    drawn = debt.draw(looking("/debt", warehouse=night))
    opening = {}
    for line in drawn["lines"]:  # type: ignore[attr-defined]
        for number, way in zip((line.part, line.whole), drawn["opens"](line), strict=True):  # type: ignore[operator]
            if not way:
                continue
            path, _, query = way.partition("?")
            choice, feed = dict(parse_qsl(query)), path.rsplit("/", 1)[1]
            view = looking(path, warehouse=night, choice=choice, place={"feed": feed})
            assert sum(row[choice["sum"]] for row in opened.rows(view)) == number
            opening[line.code, feed] = choice["sum"]
    assert opening == {
        ("D02", "debt_position"): "ceiling", ("D03", "debt_position"): "outstanding",
        ("D04", "debt_service"): "due", ("D04", "statement"): "revised",
    }  # fmt: skip


def test_bond_money_lies_idle_from_the_day_it_came_until_it_is_spent(
    looking: Look, night: Warehouse
) -> None:
    given = debt.rows(looking("/debt", warehouse=night, choice={"of": "projects"}))
    assert {row["bond"]: (row["idle_days"], row["severity"]) for row in given} == {
        "A": (100, None), "B": (472, "red"), "C": (None, None), "D": (None, None),
    }  # fmt: skip
    assert debt.draw(looking("/debt", warehouse=night))["lain"] == (
        "1笔债券资金闲置超过6个月，最长472天"
    )


def test_the_lines_have_faces_of_their_own(looking: Look, night: Warehouse) -> None:
    given = debt.rows(looking("/debt", warehouse=night, choice={"of": "lines"}))
    assert [
        (row["rule"], row["numerator"], row["denominator"], row["yellow"]) for row in given
    ] == [
        ("D02", Decimal("384.00"), Decimal("400.00"), Decimal("0.95")),
        ("D03", Decimal("384.00"), None, Decimal("1.20")),
        ("D04", Decimal("9.00"), Decimal("100.00"), Decimal("0.095")),
        ("D05", None, None, None),
    ]
    with pytest.raises(ChoiceRefused, match="'zz': it is one of ladder, lines, ceiling, pro"):
        debt.rows(looking("/debt", warehouse=night, choice={"of": "zz"}))
