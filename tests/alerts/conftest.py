"""What the alerts' tests may use."""

from collections.abc import Iterator

import pytest

from alerts.ledger import Ledger


@pytest.fixture
def ledger(ledger_url: str) -> Iterator[Ledger]:
    """An empty ledger, once on SQLite and once on PostgreSQL."""
    ledger = Ledger(ledger_url)
    ledger.migrate()
    yield ledger
    ledger.close()
