"""What a deputy reads in a minute."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from dashboards import render
from dashboards.figures.execution import Pace, execution
from dashboards.frame import tabs
from dashboards.ground import ground
from dashboards.look import Look as Unit
from dashboards.page import Account
from dashboards.pages import flows, today
from tests.dashboards.conftest import Look
from tests.dashboards.nights import COUNTY, city_ops, city_rows, make_night


def test_the_month_the_year_and_the_slowest_are_said_in_plain_words(looking: Look) -> None:
    assert today.draw(looking("/today"))["answer"] == (
        "9月付出2.16亿元；一年过了四分之三，钱付了56.7%；市交通运输局最慢。"
    )


def test_the_slowest_stand_with_a_sentence_and_the_way_to_their_money(looking: Look) -> None:
    first = today.draw(looking("/today"))["slow"][0]  # type: ignore[index]
    assert first.words == "慢很多。6.40亿元只付了1.98亿元。"
    assert first.address == "/figure?region=419800&year=2026&department=103"
    assert [row["department"] for row in today.rows(looking("/today"))] == ["103", "102", "104"]


@pytest.mark.parametrize(
    ("paid", "said"),
    [
        ("-5000", "400.00元没有付，退回的比付出的多5,000.00元。"),
        ("0", "400.00元一分没付。"),
        ("4", "慢很多。400.00元只付了4.00元。"),
    ],
)
def test_money_that_came_back_is_not_told_as_paid(looking: Look, paid: str, said: str) -> None:
    view = looking("/today")
    here = ground(view)
    assert here is not None
    found = execution(here.warehouse, here.places, here.night.as_of)
    assert found is not None
    slow = Pace(Decimal(paid), Decimal(400), Decimal("0.75"), "1", "县水务局")
    told = today.slow(replace(found, departments=[slow]), here, Unit("zh"))
    assert [one.words for one in told] == [said]


def test_where_no_pace_is_known_nobody_is_said_to_keep_up(looking: Look) -> None:
    page = render.page(today.PAGE, looking("/today", choice={"region": COUNTY}))
    assert "哪些部门比时间慢，算不出" in page
    assert "没有比时间慢的部门" not in page


def test_payments_that_have_not_come_are_not_told_as_nothing_paid(
    looking: Look, tmp_path: Path
) -> None:
    payments = [row for row in city_rows()["payment"] if row["paid_on"] < date(2026, 2, 1)]  # type: ignore[operator]
    night = make_night(
        tmp_path / "2026-09-30.duckdb",
        core={**city_rows(), "payment": payments}, ops=city_ops(),
    )  # fmt: skip
    page = render.page(today.PAGE, looking("/today", warehouse=night))
    assert "安澜市2026年的支出进度算不出" in page
    assert "国库集中支付2026-07未到" in page
    assert "9月付出" not in page
    flown = flows.draw(looking("/flows", warehouse=night))["answer"]
    assert str(flown).startswith("到1月末"), "what was paid in January is not told as paid by today"


def test_under_the_number_of_new_alerts_stand_new_ones(looking: Look) -> None:
    drawn = today.draw(looking("/today"))
    assert (drawn["watched"].new, drawn["watched"].count) == (1, 3)  # type: ignore[attr-defined]
    assert [(one.severity, one.new) for one in drawn["alerts"]] == [("blue", True)]  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("value", "said"),
    [("0.6667", "三分之二"), ("0.51", "一半"), ("0.62", "62.0%"), ("1", "100.0%")],
)
def test_a_share_is_said_as_people_do_where_it_is_near(value: str, said: str) -> None:
    assert today.part_of(Decimal(value), "zh") == said


def test_a_deputys_phone_has_four_ways_and_an_analysts_the_menu(looking: Look) -> None:
    deputy = looking("/today", account=Account("d", "deputy"))
    assert [way.path for way in tabs(deputy, today.PAGE)] == [
        "/today", "/search", "/figure", "/remarks",
    ]  # fmt: skip
    assert len(tabs(looking("/today"), today.PAGE)) > 4


def test_before_the_first_night_the_page_says_so(looking: Look) -> None:
    assert today.draw(looking("/today", warehouse=None))["empty"] == "night"
    assert today.rows(looking("/today", warehouse=None)) == []
