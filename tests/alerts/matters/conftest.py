"""What the tests of matters may use."""

from pathlib import Path

import pytest

from alerts.ledger import Ledger
from alerts.matters.desk import Matters
from tests.alerts.matters.walk import confirmed
from tests.postgres import sqlite_url


@pytest.fixture
def ledger_url(sqlite_template: Path, tmp_path: Path) -> str:
    """The URL of an empty ledger on SQLite; what must hold on both engines is in `test_both`."""
    return sqlite_url(sqlite_template, tmp_path)


@pytest.fixture
def matters(ledger: Ledger) -> Matters:
    """Matters of a ledger that has three confirmed alerts."""
    confirmed(ledger, 1, 2, 3)
    return Matters(ledger.engine)
