"""What is due, what came, what was set aside, and what staff typed in, as pages show it."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from alerts.agreements import Agreements
from alerts.ledger import Ledger
from alerts.legal_events import LegalEvent, LegalEvents
from alerts.scope import Scope
from dashboards.figures.supply import matrix
from dashboards.page import Account, NotAllowed, NotThere
from dashboards.pages import calendar, events, receipt, receipts, rejected, rejects, supply
from tests.dashboards.conftest import NOON, Look
from tests.dashboards.nights import CITY, COUNTY


def test_the_answer_counts_what_was_due_and_names_what_is_missing_longest(looking: Look) -> None:
    assert supply.draw(looking("/supply", choice={"region": CITY}))["answer"] == (
        "安澜市2026年应报5期：按时2，迟到1，未到1，退回1。"
        "拖得最久的是安澜市财政局的国库集中支付（2026-07），已过59天。"
    )


def test_what_is_open_comes_worst_first(looking: Look) -> None:
    opened = supply.draw(looking("/supply", choice={"region": CITY}))["opened"]
    assert [(one["state"], one["period"]) for one in opened] == [  # type: ignore[attr-defined]
        ("missing", "2026-07"), ("refused", "2026-08"), ("late", "2026-06"),
    ]  # fmt: skip


def test_the_days_of_a_month_are_one_cell_with_its_worst_state() -> None:
    days = [
        {"supplier": "a", "feed": "payment", "period": f"2026-03-0{day}", "state": state,
         "days_late": None}
        for day, state in ((2, "arrived"), (3, "missing"), (4, "arrived"))
    ]  # fmt: skip
    [line] = matrix(days).lines
    cell = line.cells[2]
    assert cell is not None
    assert (cell.state, cell.in_time, cell.count) == ("missing", 2, 3)


def test_a_score_stands_beside_its_parts(looking: Look) -> None:
    [one, *_] = supply.draw(looking("/supply", choice={"region": CITY}))["scores"]  # type: ignore[misc]
    assert one.supplier == "安澜市财政局"
    assert {part.name: (part.part, part.whole) for part in one.parts}["on_time"] == (2, 5)


def test_the_titles_say_what_came_and_who_scores_least(looking: Look) -> None:
    drawn = supply.draw(looking("/supply", choice={"region": CITY}))
    year = matrix([])
    assert supply.matrix_finding(year, "en") == "All 0 feeds came in time for every period"
    assert (drawn["matrix_finding"], drawn["score_finding"]) == (
        "2种数据里1种没有期期按时", "安澜市财政局得65.7分",
    )  # fmt: skip


def test_a_file_is_found_by_what_became_of_it(looking: Look) -> None:
    refused = receipts.found(looking("/supply/receipts", choice={"status": "refused"}))
    assert [(one["number"], one["reason"]) for one in refused] == [(7, "未知的列“备注”")]
    assert receipts.found(looking("/supply/receipts", choice={"q": "nothing"})) == []


def test_a_receipt_adds_up_to_the_row_and_the_fen(looking: Look) -> None:
    drawn = receipt.draw(looking("/supply/receipts/1", place={"number": "1"}))
    assert drawn["answer"] == "送来12行：收下9行，重复1行，剔出2行。"
    assert (drawn["adds_up"], [one["adds_up"] for one in drawn["totals"]]) == (True, [True])  # type: ignore[attr-defined]


@pytest.mark.parametrize("number", ["", "999", "x", "0", "9" * 40, "-99"])
def test_a_file_that_is_not_there_is_not_there(looking: Look, number: str) -> None:
    with pytest.raises(NotThere):
        receipt.draw(looking(place={"number": number}))


def test_another_government_s_file_is_not_there_either(looking: Look) -> None:
    county = looking(place={"number": "1"}, deliveries=Scope((COUNTY,)))
    with pytest.raises(NotThere):
        receipt.draw(county)
    assert {one["region"] for one in receipts.found(county)} == {COUNTY}
    assert rejects.found(county) == []


def test_rows_set_aside_are_counted_by_file_and_reason(looking: Look) -> None:
    drawn = rejects.draw(looking("/supply/rejects"))
    assert drawn["answer"] == "送来12行中剔出2行，出自1份文件。"
    assert [(one["rows"], one["reason"]) for one in drawn["reasons"]] == [(2, "不是日期")]  # type: ignore[attr-defined]


def test_the_raw_text_of_a_row_is_shown_with_its_line(looking: Look) -> None:
    drawn = rejected.draw(looking(place={"number": "1"}))
    assert [(one["line"], one["raw"]) for one in drawn["aside"]] == [  # type: ignore[attr-defined]
        (4, "三月三日"), (9, "<script>alert(1)</script>"),
    ]  # fmt: skip


@pytest.mark.parametrize("role", ["deputy", "respondent", "expert"])
def test_who_may_not_see_deliveries_sees_none(looking: Look, role: str) -> None:
    view = looking("/supply", account=Account(role, role))
    for page in (supply, receipts, rejects, calendar):
        with pytest.raises(NotAllowed):
            page.rows(view)


def test_before_the_first_night_nothing_reads_as_in_time(looking: Look) -> None:
    view = looking("/supply", warehouse=None)
    assert supply.draw(view)["empty"] == "no_night"
    assert (supply.rows(view), receipts.rows(view), rejects.rows(view)) == ([], [], [])


def test_an_event_of_the_night_says_who_typed_it(looking: Look) -> None:
    told = [(one["event"], one["status"], one["file_name"]) for one in events.of_night(looking())]
    assert told == [("T1", "typed", "typed by analyst"), ("M1", "kept", "legal_event.csv")]


def test_what_was_typed_is_seen_within_the_reader_s_governments(
    looking: Look, ledger: Ledger
) -> None:
    typed = LegalEvents(ledger.engine)
    for region in (CITY, "420100"):
        event = LegalEvent("E9", region, 2026, "meeting", None, date(2026, 3, 1), Decimal("1.00"))
        typed.add(event, actor="wang", reason="", now=NOON)
    assert [line["region"] for line in events.typed(looking())] == [CITY]


def test_what_is_agreed_shows_who_and_why(looking: Look, ledger: Ledger) -> None:
    line = {"feed": "payment", "working_day": 3, "region": CITY}
    Agreements(ledger.engine).set_due(line, actor="li", reason="会议纪要", now=NOON)
    [first, *others] = calendar.rows(looking("/supply/calendar"))
    assert (first["actor"], first["reason"], first["term"]) == (
        "li",
        "会议纪要",
        "期末后第3个工作日",
    )
    assert {one["provenance"] for one in others} == {"P"}


def test_a_deputy_reads_events_and_has_no_form(looking: Look) -> None:
    view = looking("/events")
    assert events.draw(view)["may_write"] is True
    deputy = replace(view, account=Account("deputy", "deputy"))
    assert events.draw(deputy)["may_write"] is False
