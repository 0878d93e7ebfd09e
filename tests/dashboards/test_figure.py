"""One figure in plain words: how much, on what, against last year and against others."""

from decimal import Decimal

import pytest

from dashboards import qr
from dashboards.page import Choice, NotThere
from dashboards.pages import figure
from tests.dashboards.conftest import Look

ROADS = {"region": "419800", "year": "2026", "department": "103"}


def test_the_answer_sets_the_money_against_the_year(looking: Look) -> None:
    drawn = figure.draw(looking("/figure", choice=ROADS))
    assert drawn["answer"] == "市交通运输局全年6.40亿元，付了30.9%；时间过了四分之三。"
    assert drawn["monthly"] == "没有一个月付够数"


def test_what_it_went_to_adds_up_to_what_was_paid(looking: Look) -> None:
    drawn = figure.draw(looking("/figure"))
    shown = sum((part.paid for part in drawn["went"]), Decimal(0))  # type: ignore[attr-defined]
    assert len(drawn["went"]) == 6  # type: ignore[arg-type]
    assert shown + drawn["others"] == Decimal("1939500000.00")  # type: ignore[operator]


def test_a_department_stands_beside_the_others_and_its_own_last_year(looking: Look) -> None:
    drawn = figure.draw(looking("/figure", choice=ROADS))
    assert drawn["beside"] == "比上年同期快0.9个百分点，在7个部门里最慢"
    assert [bar.kind for bar in drawn["bars"]] == [*["other"] * 5, "own", "line"]  # type: ignore[attr-defined]


def test_a_government_without_published_peers_stands_beside_itself_alone(looking: Look) -> None:
    drawn = figure.draw(looking("/figure"))
    assert str(drawn["beside"]).endswith("没有同级公开预算，不比同级")
    assert [bar.name for bar in drawn["bars"]] == ["2026年", "上年同期"]  # type: ignore[attr-defined]


def test_a_department_that_is_not_there_is_not_made_up(looking: Look) -> None:
    with pytest.raises(NotThere):
        figure.draw(looking("/figure", choice={**ROADS, "department": "999"}))


def test_a_printed_page_is_opened_at_its_own_place_and_year(looking: Look) -> None:
    view = looking("/figure", site="https://watch.example/", choice={"purpose": "p", "after": "x"})
    places = figure.draw(view)["places"]
    assert qr.address_of(view, places) == "https://watch.example/figure?region=419800&year=2026"
    assert qr.address_of(looking("/figure"), places) == ""


def test_a_code_is_drawn_without_styles_and_not_at_all_when_too_long() -> None:
    drawn = qr.code("https://watch.example/figure?region=419800")
    assert drawn.startswith("<svg")
    assert "style" not in drawn
    assert qr.code("https://watch.example/?q=" + "x" * 4000) == ""


def test_a_choice_that_was_made_twice_is_printed_twice(looking: Look) -> None:
    choice = Choice.of([("severity", "red"), ("severity", "blue")])
    view = looking(
        "/alerts",
        site="https://w.example",
    )
    view = type(view)(**{**vars(view), "choice": choice})
    assert qr.address_of(view, None) == "https://w.example/alerts?severity=red&severity=blue"
