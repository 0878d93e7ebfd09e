"""计数备忘. Counts of alerts are remembered until somebody writes what they are counted from.

A million alerts take a tenth of a second to count, however few of them are still open, and a page
of the work list counts them several times.
"""

import threading
from collections.abc import Callable
from typing import Any, TypeVar

import sqlalchemy as sa

from alerts.handled import bundling, silence, silence_end
from alerts.schema import move, noting

T = TypeVar("T")
_WRITTEN = sa.select(
    *(
        sa.select(told).scalar_subquery()
        for told in (
            sa.func.max(noting.c.number),
            sa.func.max(move.c.number),
            sa.func.max(silence.c.number),
            sa.func.count(silence_end.c.silence),
            sa.func.max(bundling.c.number),
        )
    )
)
"""Differs once the record has another line that moves, mutes, merges or sees an alert."""
_MOST = 500


class Counted:
    """What was counted in a ledger since the record was last added to."""

    def __init__(self, engine: sa.Engine) -> None:
        self._engine = engine
        self._lock = threading.Lock()
        self._written: tuple[object, ...] = ()
        self._answers: dict[str, Any] = {}

    def once(self, what: str, count: Callable[[sa.Connection], T]) -> T:
        """Give what was counted under this name, or count it."""
        with self._engine.connect() as connection:
            written = tuple(connection.execute(_WRITTEN).one())  # before: newer counts do no harm
            with self._lock:
                if written != self._written or len(self._answers) >= _MOST:
                    self._written, self._answers = written, {}
                elif what in self._answers:
                    remembered: T = self._answers[what]
                    return remembered
            told = count(connection)
            with self._lock:
                if written == self._written:
                    self._answers[what] = told
        return told
