"""台账入夜. What the ledger tells a night: its alerts and matters as they stood before it."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import duckdb

from alerts.closings import closings
from alerts.ledger import Ledger
from alerts.scope import Scope
from alerts.wanted import Wanted
from service.questions import alert_row, standing_matters
from service.settings import Settings
from warehouse.pour import pour


@dataclass(frozen=True)
class Told:
    """Rows of `ops.alert` and `ops.matter`, and what tells them from others."""

    alerts: Sequence[tuple[object, ...]]
    matters: Sequence[tuple[object, ...]]

    @property
    def mark(self) -> str:
        """A hash of all of it."""
        seen = hashlib.sha256()
        for row in (*self.alerts, *self.matters):
            seen.update(repr(row).encode())
        return seen.hexdigest()


def told(settings: Settings, as_of: date) -> Told:
    """Give the alerts as they stood after the night before `as_of`, and the matters of now."""
    ledger = Ledger(settings.ledger)
    ledger.migrate()
    before = as_of - timedelta(days=1)
    stood = ledger.alerts_after(before, scope=Scope.everywhere(), wanted=Wanted())
    closed = closings(ledger.engine)
    ledger.close()
    return Told([alert_row(one, closed) for one in stood], list(standing_matters(settings)))


def write(night: Path, rows: Told) -> None:
    """Fill `ops.alert` and `ops.matter` of a night that is being built."""
    with duckdb.connect(str(night)) as connection:
        pour(connection, "ops.alert", rows.alerts)
        pour(connection, "ops.matter", rows.matters)
