"""限频. How often a limited thing may be done in a while, counted for all processes together."""

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa

from alerts.database import writing
from alerts.schema import spending


class TooOften(Exception):
    """A limited thing was done too often; `seconds` tells when it may be done again."""

    def __init__(self, message: str, seconds: int) -> None:
        super().__init__(message)
        self.seconds = seconds


@dataclass(frozen=True)
class Limit:
    """So many times within so many seconds."""

    times: int
    seconds: int


def spend(engine: sa.Engine, what: str, whose: str, limit: Limit, *, now: datetime) -> None:
    """Count one more time that somebody did a limited thing.

    Raises:
        TooOften: they did it too often within the window.
    """
    named = f"{what} {hashlib.sha256(whose.encode('utf-8', 'replace')).hexdigest()[:24]}"
    window = timedelta(seconds=limit.seconds)
    with writing(engine) as connection:
        kept = connection.execute(sa.select(spending).where(spending.c.what == named)).one_or_none()
        if kept is None or now - kept.window_at >= window:
            connection.execute(sa.delete(spending).where(spending.c.window_at < now - 10 * window))
            connection.execute(sa.delete(spending).where(spending.c.what == named))
            connection.execute(sa.insert(spending).values(what=named, window_at=now, times=1))
            return
        if kept.times >= limit.times:
            left = int((kept.window_at + window - now).total_seconds()) + 1
            raise TooOften(
                f"{what}: {limit.times} times within {limit.seconds} s are allowed; wait {left} s",
                left,
            )
        connection.execute(
            sa.update(spending).where(spending.c.what == named).values(times=kept.times + 1)
        )
