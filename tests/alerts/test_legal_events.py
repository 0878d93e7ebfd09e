"""Legal events that staff type in: read field by field, kept line by line."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from alerts.ledger import Ledger
from alerts.legal_events import EventRefused, EventUnknown, LegalEvent, LegalEvents, read
from alerts.trail import lines

TODAY = date(2026, 3, 31)
NOON = datetime(2026, 3, 31, 4, tzinfo=UTC)
TYPED = {"event": "M1", "region": "410100", "fiscal_year": "2026", "kind": "budget_approved",
         "happened_on": "2026-02-01"}  # fmt: skip


def event(**other: object) -> LegalEvent:
    return LegalEvent(**{**vars(read(TYPED, TODAY)), **other})  # type: ignore[arg-type]


@pytest.fixture
def events(ledger: Ledger) -> LegalEvents:
    return LegalEvents(ledger.engine)


def test_what_is_typed_is_read_by_the_columns_of_the_feed() -> None:
    told = read({**TYPED, "amount": "1,234.5", "document": " 人发〔2026〕3号 "}, TODAY)
    assert told == event(amount=Decimal("1234.50"), document="人发〔2026〕3号")


@pytest.mark.parametrize(
    ("field", "value", "says"),
    [
        ("region", "4101", "6 or 9 digits"),
        ("fiscal_year", "26", "such as 2026"),
        ("kind", "party", "it is one of budget_approved"),
        ("kind", "unit_replied", "department's or unit's own"),
        ("happened_on", "31.3.2026", "write the day as"),
        ("happened_on", "2026-04-01", "leave it empty until it has happened"),
        ("happened_on", "1066-10-14", "since 1949"),
        ("amount", "1.005", "at most two decimals"),
        ("amount", "NaN", "at most two decimals"),
        ("amount", "1e400", "at most two decimals"),
        ("document", "x\x00", "cannot be printed"),
    ],
)
def test_a_field_that_cannot_be_is_said_in_a_sentence(field: str, value: str, says: str) -> None:
    with pytest.raises(EventRefused, match=says) as refused:
        read({**TYPED, field: value}, TODAY)
    assert len(refused.value.faults) == 1


def test_every_fault_is_told_at_once() -> None:
    with pytest.raises(EventRefused) as refused:
        read({}, TODAY)
    assert sorted(refused.value.faults) == ["fiscal_year", "kind", "region"]


def test_a_meeting_may_be_dated_ahead_and_anything_may_be_awaited() -> None:
    ahead = {**TYPED, "kind": "meeting", "happened_on": "2026-06-01"}
    assert read(ahead, TODAY).happened_on == date(2026, 6, 1)
    assert read({**TYPED, "happened_on": ""}, TODAY).happened_on is None


def test_an_event_says_who_typed_it_and_when(events: LegalEvents) -> None:
    events.add(event(), actor="wang", reason="", now=NOON)
    [line] = events.standing()
    assert (line.event, line.actor, line.at) == (event(), "wang", NOON)


def test_an_event_without_a_number_is_given_one(events: LegalEvents) -> None:
    first = events.add(event(event=""), actor="wang", reason="", now=NOON)
    second = events.add(event(event=""), actor="wang", reason="", now=NOON)
    assert (first.event.event, second.event.event) == ("T1", "T2")


def test_a_correction_follows_the_line_that_it_corrects(events: LegalEvents) -> None:
    events.add(event(), actor="wang", reason="", now=NOON)
    events.add(event(happened_on=date(2026, 2, 3)), actor="li", reason="笔误", now=NOON)
    assert [line.actor for line in events.lines()] == ["wang", "li"]
    assert [line.event.happened_on for line in events.standing()] == [date(2026, 2, 3)]


def test_a_correction_without_a_reason_is_refused(events: LegalEvents) -> None:
    events.add(event(), actor="wang", reason="", now=NOON)
    with pytest.raises(EventRefused, match="a correction gives its reason"):
        events.add(event(document="x"), actor="li", reason=" ", now=NOON)
    with pytest.raises(EventRefused, match="just like this"):
        events.add(event(), actor="li", reason="again", now=NOON)


def test_what_is_withdrawn_stands_no_longer_and_stays_on_record(events: LegalEvents) -> None:
    events.add(event(), actor="wang", reason="", now=NOON)
    events.withdraw("M1", "410100", actor="li", reason="没有开会", now=NOON)
    assert (len(events.standing()), len(events.lines())) == (0, 2)
    with pytest.raises(EventUnknown, match="no event 'M1'"):
        events.withdraw("M1", "410100", actor="li", reason="again", now=NOON)


def test_the_same_number_of_another_government_is_another_event(events: LegalEvents) -> None:
    events.add(event(), actor="wang", reason="", now=NOON)
    events.add(event(region="410200"), actor="wang", reason="", now=NOON)
    assert len(events.standing()) == 2


def test_a_day_knows_what_was_typed_by_its_end(events: LegalEvents) -> None:
    events.add(event(), actor="wang", reason="", now=NOON)
    events.withdraw("M1", "410100", actor="wang", reason="误", now=NOON + timedelta(days=1))
    assert [len(events.standing(TODAY + timedelta(days=n))) for n in (-1, 0, 1)] == [0, 1, 0]


def test_each_line_is_a_link_of_the_chain_of_what_was_done(
    ledger: Ledger, events: LegalEvents
) -> None:
    events.add(event(), actor="wang", reason="", now=NOON)
    events.withdraw("M1", "410100", actor="li", reason="误", now=NOON)
    with ledger.engine.connect() as connection:
        told = [(line.actor, line.act, line.subject) for line in lines(connection)]
    assert told == [
        ("wang", "event.type", "410100/M1"), ("li", "event.withdraw", "410100/M1"),
    ]  # fmt: skip


def test_nobody_types_without_a_name(events: LegalEvents) -> None:
    with pytest.raises(EventRefused, match="nobody signs it"):
        events.add(event(), actor=" ", reason="", now=NOON)
