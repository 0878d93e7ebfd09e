"""An alert that came back: its page says from which one, of which period, and how long after."""

from datetime import date
from pathlib import Path

import pytest

from alerts.ledger import Answers, Ledger
from dashboards.pages import alert
from tests.alerts.found import LOOKED, MONDAY, NOON, found
from tests.alerts.test_ledger import ALL, close


@pytest.mark.parametrize("period", ["2025", "2026"])
def test_the_alert_that_it_is_found_again_from_is_named(tmp_path: Path, period: str) -> None:
    ledger = Ledger(f"sqlite:///{tmp_path / 'ledger.sqlite'}")
    ledger.migrate()
    answers = Answers(LOOKED, wordings={("R06", "419801"): ("e", '{"days": "90"}')})
    ledger.note(MONDAY, [found(period=period)], looked=LOOKED, now=NOON)
    close(ledger, 1)
    ledger.note(date(2026, 4, 30), [found()], looked=LOOKED, now=NOON, answers=answers)

    again = ledger.alert(2, scope=ALL)
    before = alert.came_back(ledger, ALL, again)

    assert again.period == "2026"
    assert before is not None
    assert (before.number, before.period) == (1, period)
    assert before.days == (date(2026, 4, 30) - before.closed_on).days
    assert alert.came_back(ledger, ALL, ledger.alert(1, scope=ALL)) is None
