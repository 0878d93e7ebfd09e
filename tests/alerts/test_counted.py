"""What was counted is remembered, and forgotten once anybody writes another line."""

from collections.abc import Iterator
from datetime import date

import pytest

from alerts.desk import Desk, Order
from alerts.ledger import Ledger, Wanted
from alerts.quieting import Matcher, Quiet
from alerts.scope import Scope
from alerts.workflow import State
from tests.alerts.found import MONDAY, NOON, TUESDAY, found
from tests.alerts.people import CITY, WANG

FRIDAY = date(2026, 4, 3)
TODAY = Wanted(state=("raised", "verifying"), unmuted_on=date(2026, 4, 1))


@pytest.fixture
def elsewhere(ledger: Ledger, ledger_url: str) -> Iterator[Ledger]:
    """The same ledger as another process has it open, where everything was counted already."""
    ledger.note(MONDAY, [found("A"), found("B", unit="102001")], looked=[], now=NOON)
    other = Ledger(ledger_url)
    assert other.count(scope=CITY, wanted=TODAY) == 2
    assert other.facets(scope=CITY, wanted=TODAY).state == {State.RAISED: 2}
    yield other
    other.close()


def test_a_finding_that_another_process_notes_is_counted(ledger: Ledger, elsewhere: Ledger) -> None:
    ledger.note(TUESDAY, [found("C")], looked=[], now=NOON)
    assert elsewhere.count(scope=CITY, wanted=TODAY) == 3


def test_a_move_that_another_process_takes_is_counted(ledger: Ledger, elsewhere: Ledger) -> None:
    Desk(ledger.engine).move(1, Order("take"), by=WANG, now=NOON)
    told = elsewhere.facets(scope=CITY, wanted=TODAY)
    assert told.state == {State.RAISED: 1, State.VERIFYING: 1}


def test_a_silence_and_its_end_are_counted(ledger: Ledger, elsewhere: Ledger) -> None:
    quiet = Quiet(ledger.engine)
    number = quiet.mute(Matcher(unit="102001"), reason="清理", until=FRIDAY, by=WANG, now=NOON)
    assert elsewhere.count(scope=CITY, wanted=TODAY) == 1
    quiet.unmute(number, reason="已清理", by=WANG, now=NOON)
    assert elsewhere.count(scope=CITY, wanted=TODAY) == 2


def test_nobody_is_told_what_was_counted_for_another(elsewhere: Ledger) -> None:
    unit = Scope(("419801",), units=("102001",))
    assert elsewhere.count(scope=unit, wanted=TODAY) == 1
