"""What waits for a reader, and what an administrator sees of the site."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

import pytest

from alerts.actor import Actor
from alerts.desk import Desk, Order
from alerts.ledger import Ledger, Scope, Wanted
from alerts.matters.desk import Matters
from alerts.matters.given import Draft
from alerts.matters.given import Order as Step
from alerts.rule import Severity
from alerts.schema import job_run
from alerts.workflow import Role
from dashboards.frame import READERS
from dashboards.page import LANGUAGES, Account, NotThere, View, all_pages
from dashboards.pages import matters, overview, running, work
from dashboards.words import knows
from tests.alerts.found import found
from tests.dashboards.conftest import NOON, Look
from tests.dashboards.nights import CITY

ME = Actor("analyst", Role.ANALYST, Scope((CITY,)), region=CITY)
HEAD = Actor("leader", Role.LEADER, Scope((CITY,)), region=CITY)
REVIEW = Draft(
    kind="review_opinion", region=CITY, subject="养老院床位", facts="床位不够。",
    law="监督法第二十条", request="请答复。", addressee="市民政局",
    source={"meeting": "第九次会议", "agenda_item": "三"},
)  # fmt: skip


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ledger]:
    """Three alerts, one of them taken, and a matter that is drafted."""
    ledger = Ledger(f"sqlite:///{tmp_path_factory.mktemp('work') / 'ledger.sqlite'}")
    ledger.migrate()
    blue = replace(found("BGT-3", region=CITY, unit="102001"), severity=Severity.BLUE)
    many = [found("BGT-1", region=CITY, unit="104001"), found("BGT-2", region=CITY), blue]
    looked = [("B02", CITY, "2026")]
    ledger.note(date(2026, 9, 30), many, looked=looked, now=NOON)
    Desk(ledger.engine).move(2, Order("take"), by=ME, now=NOON)
    Matters(ledger.engine).draft(REVIEW, by=ME, now=NOON)
    yield ledger
    ledger.close()


def parts(view: View) -> dict[str, list[int]]:
    told: list[work.Part] = work.draw(view)["parts"]  # type: ignore[assignment]
    return {part.name: [item.number for item in part.items] for part in told if part.count}


def test_an_analyst_sees_what_is_in_hand_and_what_nobody_took(looking: Look, desk: Ledger) -> None:
    view = looking("/work", ledger=desk)
    assert parts(view) == {"mine": [2], "unowned": [1, 3]}
    assert work.draw(view)["answer"] == "先看“超预算支付 · BGT-2”；1条在您手上、2条没人领。"


def test_a_line_tells_its_case_by_the_numbers_of_its_formula(looking: Look, desk: Ledger) -> None:
    listed: list[work.Part] = work.draw(looking("/work", ledger=desk))["parts"]  # type: ignore[assignment]
    cases = {item.number: item.case for part in listed for item in part.items}
    assert cases[1] == "实付合计120.10元，可执行数100.00元"


def test_on_the_first_visit_nothing_is_said_to_be_unchanged(looking: Look, desk: Ledger) -> None:
    drawn = work.draw(looking("/work", ledger=desk))
    assert "changed" not in [part.name for part in drawn["parts"]]  # type: ignore[attr-defined]
    assert [address for address, _, _ in drawn["beginnings"]] == ["/alerts", "/matters", "/rules"]  # type: ignore[attr-defined]


@pytest.mark.parametrize("role", work.BEGINNINGS)
def test_a_role_begins_with_pages_that_it_may_open_and_each_is_described(role: str) -> None:
    opened = {page.path for page in all_pages() if role in (page.roles or READERS)}
    assert set(work.BEGINNINGS[role]) <= opened
    for language in LANGUAGES:
        named = [f"work.{role}_{page.strip('/')}" for page in work.BEGINNINGS[role]]
        assert all(knows(language, key) for key in named)


def test_the_other_faces_hold_the_same_lines(looking: Look, desk: Ledger) -> None:
    rows = work.rows(looking("/work", ledger=desk))
    assert [(row["part"], row["number"]) for row in rows] == [
        ("mine", 2), ("unowned", 1), ("unowned", 3),
    ]  # fmt: skip


def test_a_leader_is_asked_for_approval_on_the_overview_too(looking: Look, desk: Ledger) -> None:
    view = looking("/overview", ledger=desk, account=Account("leader", "leader"), actor=HEAD)
    assert parts(view) == {"approve": [1]}
    assert [part.name for part in overview.draw(view)["waits"]] == ["approve"]  # type: ignore[attr-defined]
    assert overview.draw(looking("/overview", ledger=desk))["waits"] == []


def test_a_clock_that_ran_out_is_begun_with(looking: Look, desk: Ledger) -> None:
    moved = Matters(desk.engine)
    moved.move(1, Step("approve", {}), by=HEAD, now=NOON)
    moved.move(1, Step("issue", {"until": date(2026, 10, 9)}), by=ME, now=NOON)
    late = looking("/work", ledger=desk, now=NOON + timedelta(days=12))
    assert parts(late)["clocks"] == [1]
    assert str(work.draw(late)["answer"]).startswith("先看“养老院床位”；")


def test_a_filter_that_no_matter_meets_is_not_told_as_no_matter(
    looking: Look, desk: Ledger
) -> None:
    def told(**choice: str) -> str:
        return str(matters.draw(looking("/matters", ledger=desk, choice=choice))["answer"])

    assert told(q="无此物") == "没有一件符合这样的筛选。"
    with pytest.raises(NotThere, match="999999"):
        told(region="999999")
    with pytest.raises(NotThere, match="“三月”不是日期"):
        told(since="三月")


def test_what_comes_again_after_it_was_closed_is_told_apart(desk: Ledger) -> None:
    scope = Scope((CITY,))
    assert desk.count(scope=scope, wanted=Wanted(came_back=True)) == 0
    assert desk.count(scope=scope, wanted=Wanted(came_back=False)) == 3
    assert desk.count(scope=scope, wanted=Wanted(raised_after=NOON)) == 0


def test_an_administrator_is_told_what_is_not_well(looking: Look, desk: Ledger) -> None:
    with desk.engine.begin() as connection:
        job = {"job": "night", "due_at": NOON, "started_at": NOON, "ended_at": NOON}
        connection.execute(job_run.insert().values(**job, outcome="failed", detail="OutOfSpace"))
    view = looking("/running", ledger=desk, account=Account("root", "administrator"),
                   disk=lambda: (500_000_000, 10_000_000_000))  # fmt: skip
    assert running.draw(view)["answer"] == (
        "2026年9月30日的一夜10月1日02:14算成了；"
        "1个作业没跑成、磁盘快满了、1个退回的文件没有重送、3期数据没按时到。"
    )
    assert [row["what"] for row in running.rows(view) if not row["well"]] == [
        "disk", "job", "refused", "missing", "refused", "late",
    ]  # fmt: skip
