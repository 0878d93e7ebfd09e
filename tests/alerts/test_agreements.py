"""What a site agrees about its supply calendar, kept line by line."""

from datetime import UTC, date, datetime, timedelta

import pytest

from alerts.agreements import Agreements, LineRefused
from alerts.ledger import Ledger
from warehouse.workdays import CalendarUnreadable

NOON = datetime(2026, 3, 31, 4, tzinfo=UTC)
WHO = {"actor": "wang", "reason": "会议纪要三号", "now": NOON}
LINE = {"feed": "payment", "every": "month", "working_day": 3, "region": "410100"}


@pytest.fixture
def agreements(ledger: Ledger) -> Agreements:
    return Agreements(ledger.engine)


def test_a_line_says_who_set_it_when_and_why(agreements: Agreements) -> None:
    agreements.set_due(LINE, **WHO)
    [line] = agreements.lines()
    [agreed] = agreements.agreed()
    assert (line.actor, line.reason, line.at) == ("wang", "会议纪要三号", NOON)
    assert (agreed.working_day, agreed.region, agreed.origin) == (3, "410100", "1")


def test_a_line_that_is_withdrawn_stays_on_record(agreements: Agreements) -> None:
    number = agreements.set_due(LINE, **WHO).number
    agreements.withdraw(number, **WHO)
    assert agreements.agreed() == []
    assert [(line.what, line.stands) for line in agreements.lines()] == [
        ("due", False), ("withdrawn", False),
    ]  # fmt: skip


def test_a_line_is_known_from_its_day_on(agreements: Agreements) -> None:
    agreements.set_due(LINE, **WHO)
    eve = date(2026, 3, 30)
    assert [len(agreements.agreed(eve + timedelta(days=n))) for n in (0, 1)] == [0, 1]


@pytest.mark.parametrize("gap", [{"actor": " "}, {"reason": ""}])
def test_a_line_that_nobody_answers_for_is_refused(agreements: Agreements, gap) -> None:
    with pytest.raises(LineRefused, match="who set it and why"):
        agreements.set_due(LINE, **{**WHO, **gap})


def test_a_line_that_agrees_nothing_is_refused(agreements: Agreements) -> None:
    with pytest.raises(LineRefused, match="agrees nothing about payment"):
        agreements.set_due({"feed": "payment", "region": "410100"}, **WHO)


def test_only_a_line_that_stands_is_withdrawn(agreements: Agreements) -> None:
    with pytest.raises(LineRefused, match="no line 9"):
        agreements.withdraw(9, **WHO)


def test_a_year_of_working_days_is_kept(agreements: Agreements) -> None:
    agreements.set_workdays(2027, "国办发明电", ["01-01/01-03"], ["01-09"], **WHO)
    assert agreements.notices()[2027].on == {date(2027, 1, 9)}


def test_a_year_that_would_leave_a_gap_is_refused(agreements: Agreements) -> None:
    with pytest.raises(CalendarUnreadable, match="add the notice of 2027 too"):
        agreements.set_workdays(2028, "", ["01-01"], [], **WHO)
