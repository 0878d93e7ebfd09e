from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from alerts.ledger import Scope
from alerts.workflow import Role
from dashboards import render
from dashboards.figures.supply import dues, open_ones
from dashboards.page import Account, NotThere
from dashboards.pages.overview import PAGE, draw, rows
from tests.dashboards.conftest import Look
from tests.dashboards.nights import CITY, COUNTY, city_ops, city_rows, make_night


def test_the_answer_says_pace_departments_and_red_alerts(looking: Look) -> None:
    said = draw(looking())["answer"]
    assert said == (
        "到9月末，支出完成56.7%，比时间慢18.3个百分点；7个部门里5个落后10个百分点以上；"
        "1条红色预警还没办结。"
    )


def test_the_answer_is_told_in_english_too(looking: Look) -> None:
    said = draw(looking(language="en"))["answer"]
    assert said == (
        "By the end of Sep, 56.7% of the authority was paid, 18.3 points behind the year; "
        "5 of 7 departments are ten points or more behind; 1 red alert is open."
    )


def test_a_year_that_is_over_is_told_to_its_end(looking: Look) -> None:
    drawn = draw(looking(choice={"year": "2025"}))
    assert str(drawn["answer"]).startswith("到2025年末，支出完成")


def test_the_chart_draws_nothing_after_the_last_month(looking: Look) -> None:
    chart = draw(looking())["chart"]
    this_year = next(line for line in chart.picture["data"] if line.get("name") == "2026年56.7%")
    assert this_year["x"] == [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]
    assert this_year["y"][-1] == pytest.approx(56.7105, abs=0.001)


def test_the_table_behind_the_chart_has_every_month_with_its_numbers(looking: Look) -> None:
    chart = draw(looking(choice={"unit": "yuan"}))["chart"]
    assert len(chart.rows) == 9
    assert chart.rows[-1][:4] == ["9月", "1,939,500,000.00", "3,420,000,000.00", "56.7%"]


def test_the_slowest_department_stands_first(looking: Look) -> None:
    found = draw(looking())["execution"]
    assert [pace.name for pace in found.departments][:2] == ["市交通运输局", "市科学技术局"]
    assert found.departments[0].gap == pytest.approx(Decimal("-0.440625"))
    assert found.departments[0].short == Decimal("282000000.00")


def test_debt_over_its_ceiling_is_said_to_be_over(looking: Look, tmp_path: Path) -> None:
    core = dict(city_rows())
    core["debt_position"] = [
        {"region": CITY, "stated_on": date(2026, 9, 30), "kind": kind,
         "ceiling": Decimal("100.00"), "outstanding": Decimal("100.01")}
        for kind in ("1", "2")
    ]  # fmt: skip
    night = make_night(tmp_path / "n.duckdb", core=core, ops=city_ops())
    drawn = draw(looking(warehouse=night))
    assert drawn["debt_finding"] == "债务超出限额0.02元，用到100.0%"


def test_a_kind_of_debt_that_is_not_stated_makes_the_total_unknown(looking: Look) -> None:
    drawn = draw(looking(choice={"region": COUNTY}))
    assert drawn["debt"].total.share is None
    assert drawn["debt_finding"] == "债务占限额的比例算不出"


def test_a_government_without_payments_is_not_said_to_have_spent_nothing(looking: Look) -> None:
    drawn = draw(looking(choice={"region": COUNTY}))
    assert drawn["execution"] is None
    assert str(drawn["answer"]).startswith("河湾区2026年的支出进度算不出")


def test_the_overview_and_the_supply_calendar_tell_one_truth(looking: Look) -> None:
    view = looking()
    assert view.warehouse is not None
    overdue = {due["feed"] for due in open_ones(dues(view.warehouse, CITY, 2026))
               if due["state"] != "late"}  # fmt: skip
    fresh = draw(view)["fresh"]
    assert {feed.name for feed in fresh.late} == overdue != set()


def test_a_county_that_its_prefecture_delivers_for_is_not_left_without_a_date(
    looking: Look, tmp_path: Path
) -> None:
    night = make_night(tmp_path / "n.duckdb", core=city_rows(), ops=city_ops())
    fresh = draw(looking(warehouse=night, choice={"region": COUNTY}))["fresh"]
    dated = {feed.name: feed.until for feed in fresh.dated}
    assert dated["payment"] == "2026-06"


def test_before_the_first_night_the_page_says_what_to_do(looking: Look) -> None:
    drawn = draw(looking(warehouse=None))
    assert drawn["empty"] == "night"


def test_a_night_without_a_row_in_it_is_not_a_fault(looking: Look, tmp_path: Path) -> None:
    night = make_night(tmp_path / "empty.duckdb")
    assert draw(looking(warehouse=night))["empty"] == "rows"
    assert rows(looking(warehouse=night)) == []


def test_a_night_that_holds_payments_and_no_authority_says_not_computable(
    looking: Look, tmp_path: Path
) -> None:
    core = {name: rows for name, rows in city_rows().items() if name in {"payment", "unit"}}
    night = make_night(tmp_path / "n.duckdb", core=core, ops=city_ops())
    assert draw(looking(warehouse=night))["execution"] is None


def test_a_government_out_of_reach_is_neither_offered_nor_shown(looking: Look) -> None:
    drawn = draw(looking(scope=Scope((COUNTY,))))
    assert [place.region for place in drawn["places"].regions] == [COUNTY]
    assert drawn["places"].region == COUNTY
    with pytest.raises(NotThere, match=CITY):
        draw(looking(scope=Scope((COUNTY,)), choice={"region": CITY}))


def test_a_role_without_alerts_gets_no_count_of_them(looking: Look) -> None:
    drawn = draw(looking(scope=Scope(None), account=Account("root", "administrator")))
    assert drawn["empty"] == "rows"


def test_the_rows_are_the_departments_to_the_fen(looking: Look) -> None:
    first = rows(looking())[0]
    assert first["department_name"] == "市交通运输局"
    assert first["paid"] == Decimal("198000000.00")
    assert first["authority"] == Decimal("640000000.00")


def test_who_sees_only_what_was_found_true_is_not_told_that_nothing_is_open(looking: Look) -> None:
    scope = Scope.of(Role.DEPUTY, CITY)

    assert "认定属实的预警没有未办结的" in str(draw(looking(scope=scope))["answer"])
    assert "没有未办结的预警" not in render.page(PAGE, looking(scope=scope))
