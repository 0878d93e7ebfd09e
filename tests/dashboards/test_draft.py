"""This year's budget against the year before, and the lines that are worth a question."""

import re
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from alerts.decisions import Decisions, Kind, Proposal
from alerts.ledger import Ledger
from dashboards import render
from dashboards.page import NotThere
from dashboards.pages import draft, opened
from tests.dashboards.conftest import NOON, Look
from tests.dashboards.nights import CITY, make_night
from warehouse.database import Warehouse


def line(project: str, year: int, approved: str, unit: str = "101001") -> dict[str, object]:
    return {"line": f"{project}/{year}", "fiscal_year": year, "region": CITY, "unit": unit,
            "project": project, "approved": Decimal(approved)}  # fmt: skip


def project(code: str, name: str, target: bool | None = True, kind: str = "3") -> dict[str, object]:
    return {"project": code, "fiscal_year": 2027, "region": CITY, "name": name, "category": kind,
            "unit": "101001", "has_target": target}  # fmt: skip


CORE = {
    "unit": [
        {"unit": f"{code}001", "fiscal_year": 2026, "region": CITY, "name": f"{name}本级",
         "department": code, "department_name": name, "kind": "1"}
        for code, name in (("101", "教育局"), ("102", "水利局"))
    ],
    "project": [
        project("P1", "校舍"), project("P2", "新校", None), project("P3", "信息 系统"),
        project("P4", "（信息系统）"), project("P5", "堤防", target=False),
        project("R", "人员", kind="1"),
    ],
    "department_budget": [
        line("P1", 2027, "100.00"), line("P1", 2026, "80.00"), line("P2", 2027, "30.01"),
        line("P3", 2027, "5.00"), line("P3", 2026, "5.00"), line("P4", 2027, "6.00"),
        line("P4", 2026, "6.00"), line("P5", 2027, "40.00", "102001"),
        line("P5", 2026, "50.00", "102001"), line("R", 2027, "9.00"), line("OLD", 2026, "7.00"),
    ],
    "performance": [
        {"project": "P1", "fiscal_year": year, "region": CITY, "score": Decimal(score)}
        for year, score in ((2024, "90"), (2026, "59.9"), (2027, "99"))
    ],
    "payment": [
        {"payment": "1", "fiscal_year": 2026, "region": CITY, "unit": "101001", "project": "P1",
         "paid_on": date(2026, 3, 1), "amount": Decimal("39.99"), "payee": "甲"}
    ],
}  # fmt: skip


@pytest.fixture(scope="module")
def night(tmp_path_factory: pytest.TempPathFactory) -> Warehouse:
    supply = [{"region": CITY, "feed": "payment", "fiscal_year": 2026}]
    path = tmp_path_factory.mktemp("draft") / "n.duckdb"
    return make_night(path, core=CORE, ops={"supply": supply})


def test_a_draft_for_next_year_is_there_before_its_year_begins(
    looking: Look, night: Warehouse
) -> None:
    assert draft.draw(looking("/draft", warehouse=night))["answer"] == (
        "2027年预算190.01元，比上年多28.4%；新增项目1个、低分项目1个、没有绩效目标的1个。"
    )


def test_every_line_says_what_there_is_to_ask(looking: Look, night: Warehouse) -> None:
    found = draft.rows(looking("/draft", warehouse=night))
    assert {row["project"]: row["marks"] for row in found} == {
        "P1": "low_score slow", "P2": "new", "P3": "same_name slow",
        "P4": "same_name slow",
        "P5": "no_target", "R": "", "OLD": "",
    }  # fmt: skip
    [first] = [row for row in found if row["project"] == "P1"]
    assert (first["approved_year_before"], first["paid_year_before"]) == (
        Decimal("80.00"), Decimal("39.99"),
    )  # fmt: skip


def test_departments_stand_by_what_they_gain_and_add_up(looking: Look, night: Warehouse) -> None:
    found = draft.draw(looking("/draft", warehouse=night))["found"]
    assert [(one.code, one.growth) for one in found.departments] == [  # type: ignore[attr-defined]
        ("101", Decimal("52.01")), ("102", Decimal("-10.00")),
    ]  # fmt: skip
    assert found.whole.growth == Decimal("42.01")  # type: ignore[attr-defined]


def test_a_mark_lists_its_own_lines_and_a_sum_opens_to_its_rows(
    looking: Look, night: Warehouse
) -> None:
    view = looking("/draft", warehouse=night, choice={"mark": "new", "department": "101"})
    assert [one.project for one in draft.draw(view)["lines"]] == ["P2"]  # type: ignore[attr-defined]
    cut = {"year": "2026", "department": "101", "sum": "approved"}
    rows = looking("/rows/x", warehouse=night, choice=cut, place={"feed": "department_budget"})
    assert str(opened.draw(rows)["answer"]).endswith("合计98.00元。")


def test_what_is_not_in_the_draft_is_not_to_be_opined_on(looking: Look, night: Warehouse) -> None:
    view = looking("/draft", warehouse=night, choice={"department": "101"})
    assert draft.line_of(view, "P1").origin == f"budget_review/{CITY}/2027/101"
    with pytest.raises(NotThere, match="P5"):
        draft.line_of(view, "P5")
    with pytest.raises(NotThere, match="999"):
        draft.draw(looking("/draft", warehouse=night, choice={"department": "999"}))


def test_without_a_budget_the_page_says_so(looking: Look, tmp_path: Path) -> None:
    supply = [{"region": CITY, "feed": "payment", "fiscal_year": 2026}]
    none = make_night(tmp_path / "n.duckdb", ops={"supply": supply})
    assert draft.draw(looking("/draft", warehouse=none))["empty"] == "none"
    assert draft.draw(looking("/draft", warehouse=None))["empty"] == "night"
    assert draft.rows(looking("/draft", warehouse=none)) == []


def test_a_score_is_low_below_the_line_that_is_in_force_here(
    looking: Look, night: Warehouse, tmp_path: Path
) -> None:
    ledger = Ledger(f"sqlite:///{tmp_path / 'ledger.sqlite'}")
    ledger.migrate()
    lower = Proposal(
        Kind.LIMIT, "B55", "本市办法", "王", "line", "59", CITY, valid_from=date(2026, 1, 1)
    )
    Decisions(ledger.engine).decide([lower], now=NOON)

    found = draft.rows(looking("/draft", warehouse=night, ledger=ledger))
    assert [row["marks"] for row in found if row["project"] == "P1"] == ["slow"]


def test_no_such_mark_is_nought_and_a_mark_that_nobody_can_look_for_is_not(
    looking: Look, night: Warehouse, tmp_path: Path
) -> None:
    def cells(warehouse: Warehouse, department: str) -> list[str]:
        page = render.page(draft.PAGE, looking("/draft", warehouse=warehouse))
        row = page[page.index(f"department={department}") :].partition("</tr>")[0]
        return [re.sub("<[^>]+>", "", cell) for cell in row.split("<td")[-5:]]

    told = [cell.partition(">")[2] for cell in cells(night, "102")]
    assert told == ["0", "0", "1", "0", "0"]
    next_year = [one for one in CORE["department_budget"] if one["fiscal_year"] == 2027]
    bare = {"unit": CORE["unit"], "department_budget": next_year}
    supply = [{"region": CITY, "feed": "payment", "fiscal_year": 2026}]
    unread = make_night(tmp_path / "n.duckdb", core=bare, ops={"supply": supply})
    told = [cell.partition(">")[2] for cell in cells(unread, "102")]
    assert told == ["算不出", "算不出", "算不出", "0", "算不出"]
