"""The alerts and matters as they stood before a night, whatever came after."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta

import sqlalchemy as sa

from alerts.database import writing
from alerts.ledger import Ledger
from alerts.schema import move
from alerts.stood import alert_rows, mark, moment
from alerts.trail import MACHINE
from tests.alerts.found import LOOKED, MONDAY, NOON, TUESDAY, WEDNESDAY, found


def step(ledger: Ledger, number: int, to: str, at: datetime = NOON, actor: str = "王") -> None:
    with writing(ledger.engine) as connection:
        connection.execute(
            sa.insert(move).values(
                alert=number, at=at, actor=actor, move="x", from_state="raised", to_state=to,
                reason="",
            )
        )  # fmt: skip
    ledger.rebuild_standing()


def stood(ledger: Ledger, night: date, known: date | None = None) -> Sequence[tuple[object, ...]]:
    """Number, state, last seen, sightings, silence, closing."""
    rows = alert_rows(ledger.engine, moment(night, known))
    return [(row[0], row[9], *row[12:15], row[16]) for row in rows]


def test_the_day_of_a_closing_is_the_record_s(ledger: Ledger) -> None:
    ledger.note(MONDAY, [found(), found("A2")], looked=LOOKED, now=NOON)
    step(ledger, 2, "closed")
    assert [row[-1] for row in alert_rows(ledger.engine)] == [None, WEDNESDAY]


def test_a_night_sees_the_nights_before_it_and_not_itself(ledger: Ledger) -> None:
    for night in (MONDAY, TUESDAY):
        ledger.note(night, [found()], looked=LOOKED, now=NOON)
    assert stood(ledger, MONDAY) == []
    assert stood(ledger, TUESDAY) == [(1, "raised", MONDAY, 1, None, None)]
    assert stood(ledger, WEDNESDAY) == [(1, "raised", TUESDAY, 2, None, None)]


def test_an_old_night_knows_no_step_that_came_after_its_day(ledger: Ledger) -> None:
    ledger.note(MONDAY, [found()], looked=LOOKED, now=NOON)
    before = stood(ledger, TUESDAY), mark(ledger.engine, moment(TUESDAY))
    step(ledger, 1, "closed")
    assert (stood(ledger, TUESDAY), mark(ledger.engine, moment(TUESDAY))) == before
    assert stood(ledger, WEDNESDAY) == [(1, "closed", MONDAY, 1, None, WEDNESDAY)]
    assert mark(ledger.engine, moment(WEDNESDAY)) != before[1]


def test_the_day_of_a_step_ends_at_midnight_in_china(ledger: Ledger) -> None:
    ledger.note(MONDAY, [found()], looked=LOOKED, now=NOON)
    midnight = datetime(2026, 3, 31, 16, tzinfo=UTC)
    step(ledger, 1, "verifying", midnight - timedelta(seconds=1))
    step(ledger, 1, "confirmed", midnight)
    assert stood(ledger, TUESDAY)[0][1] == "verifying"


def test_what_the_night_itself_moved_is_not_before_it(ledger: Ledger) -> None:
    ledger.note(TUESDAY, [found()], looked=LOOKED, now=NOON - timedelta(days=1))
    ledger.note(WEDNESDAY, [found()], looked=LOOKED, now=NOON)
    before = mark(ledger.engine, moment(WEDNESDAY))
    step(ledger, 1, "confirmed", actor=MACHINE)
    assert stood(ledger, WEDNESDAY)[0][1] == "raised"
    assert mark(ledger.engine, moment(WEDNESDAY)) == before


def test_what_is_known_on_an_earlier_day_ends_with_it(ledger: Ledger) -> None:
    for night in (MONDAY, TUESDAY):
        ledger.note(night, [found()], looked=LOOKED, now=NOON)
    step(ledger, 1, "closed")
    assert stood(ledger, WEDNESDAY, MONDAY) == [(1, "raised", MONDAY, 1, None, None)]


def test_standing_and_the_record_tell_the_same(ledger: Ledger) -> None:
    ledger.note(MONDAY, [found(), found("A2")], looked=LOOKED, now=NOON)
    ledger.note(TUESDAY, [found("A2")], looked=LOOKED, now=NOON)
    step(ledger, 2, "closed", NOON - timedelta(days=1))
    now = stood(ledger, WEDNESDAY)
    ledger.note(WEDNESDAY, [found()], looked=LOOKED, now=NOON)
    assert stood(ledger, WEDNESDAY) == now == [
        (1, "raised", MONDAY, 1, TUESDAY, None), (2, "closed", TUESDAY, 2, None, TUESDAY),
    ]  # fmt: skip
