"""Opinions on a draft budget: who was asked about whose, by when, what came back, the answer."""

from dataclasses import replace
from datetime import date, timedelta

import duckdb
import pytest

from alerts.accounts import Accounts
from alerts.ledger import Ledger
from alerts.matters.assignments import experts
from alerts.matters.desk import Matters
from alerts.matters.lists import MatterWanted, list_matters
from alerts.matters.reviews import Answer, Draftline, ask, lines_of, opine, opinions, reviews
from alerts.procedure import MoveForbidden, MoveRefused, WordsMissing
from alerts.workflow import Role
from tests.alerts.found import NOON
from tests.alerts.matters.walk import take
from tests.alerts.people import DEPUTY, LEADER, UNIT, WANG, person
from warehouse.database import Warehouse

ROADS = Draftline("419801", 2026, "101", "水利局", "X1")
QIN, HAN = person("秦", Role.EXPERT), person("韩", Role.EXPERT)


@pytest.fixture(autouse=True)
def _accounts(ledger: Ledger) -> None:
    for one in (QIN, HAN):
        Accounts(ledger.engine).add(
            one.name, password="long-enough-1", role=Role.EXPERT, region="419800", now=NOON
        )


def test_who_was_asked_and_what_came_back_is_one_list(ledger: Ledger, matters: Matters) -> None:
    for expert in (QIN, HAN):
        ask(matters, ROADS, expert.name, until=date(2026, 4, 10), by=WANG, now=NOON)
    opine(matters, ROADS, "依据不足", by=QIN, now=NOON + timedelta(days=2))

    [review] = reviews(ledger.engine, "419801", by=WANG)
    assert (review.draft, review.until, review.answer) == ("2026/101", date(2026, 4, 10), None)
    told = [(one.name, one.on, one.opinions, one.last_on) for one in review.asked]
    day = date(2026, 4, 1)
    assert told == [("秦", day, 1, date(2026, 4, 3)), ("韩", day, 0, None)]


def test_the_answer_of_the_finance_bureau_is_told(ledger: Ledger, matters: Matters) -> None:
    number = ask(matters, replace(ROADS, bureau=UNIT.unit), QIN.name, by=WANG, now=NOON)
    for move, who in (("approve", LEADER), ("issue", WANG), ("receive", UNIT)):
        take(matters, number, move, who)
    take(matters, number, "reply", UNIT, measures="采纳两条", reason="partly")

    [review] = reviews(ledger.engine, None, by=WANG)
    assert review.answer == Answer(date(2026, 4, 1), "partly", "采纳两条")
    [told] = reviews(ledger.engine, None, by=DEPUTY)
    assert told.answer == Answer(date(2026, 4, 1), "partly", "")


def test_an_opinion_that_fails_opens_no_review(ledger: Ledger, matters: Matters) -> None:
    with pytest.raises(WordsMissing):
        opine(matters, ROADS, " ", by=WANG, now=NOON)
    with pytest.raises(MoveRefused, match="no expert is called 'ghost'"):
        ask(matters, ROADS, "ghost", by=WANG, now=NOON)
    with pytest.raises(WordsMissing, match="the day to answer by 2026-03-01 is past"):
        ask(matters, ROADS, QIN.name, until=date(2026, 3, 1), by=WANG, now=NOON)
    assert list_matters(ledger.engine, MatterWanted(), by=WANG).items == []


def test_who_was_not_asked_gives_no_opinion_on_what_others_review(matters: Matters) -> None:
    ask(matters, ROADS, QIN.name, by=WANG, now=NOON)
    with pytest.raises(MoveForbidden, match="you were not asked about it: have an analyst ask you"):
        opine(matters, ROADS, "依据不足", by=HAN, now=NOON)


def test_an_opinion_is_about_a_line_of_the_draft(ledger: Ledger, matters: Matters) -> None:
    known = Matters(ledger.engine, lines=lambda *_: {"X1", "X2"})
    with pytest.raises(WordsMissing, match=r"'X9' is no line of this draft: .* such as X1, X2"):
        opine(known, replace(ROADS, line="X9"), "依据不足", by=WANG, now=NOON)
    opine(known, replace(ROADS, line=""), "总体可行", by=WANG, now=NOON)
    opine(matters, replace(ROADS, line="X9"), "没有草案可查", by=WANG, now=NOON)
    assert [one.line for one in opinions(ledger.engine, "419801", 2026, by=WANG)] == ["X9", ""]


def test_the_lines_of_a_draft_are_those_of_the_night() -> None:
    connection = duckdb.connect()
    connection.execute(
        "create schema core; create table core.unit as select '101001' as unit, '101' as "
        "department, 2025 as fiscal_year, '419801' as region; create table core.department_budget "
        "as select * from (values ('419801', 2026, '101001', 'X1'), ('419801', 2026, '102001', "
        "'X2'), ('419801', 2024, '101001', 'X0')) as t(region, fiscal_year, unit, project)"
    )
    night = Warehouse(connection)
    assert lines_of(night, "419801", "2026/101") == {"X1"}
    assert lines_of(night, "419801", "水利局预算草案") == {"X0", "X1", "X2"}
    assert lines_of(night, "419802", "2026/101") is None


def test_only_staff_is_told_which_experts_there_are(ledger: Ledger) -> None:
    assert [name for name, _ in experts(ledger.engine, by=WANG)] == ["秦", "韩"]
    assert experts(ledger.engine, by=UNIT) == experts(ledger.engine, by=DEPUTY) == []
