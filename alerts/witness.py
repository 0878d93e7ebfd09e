"""见证. What people did that moved nothing: signing in, reading what is sensitive, taking away.

Whoever opens a door notes it here, in the one chain of the record, with `witness`.
"""

from collections.abc import Iterator
from datetime import datetime
from enum import StrEnum

import sqlalchemy as sa

from alerts.database import writing
from alerts.trail import Entry, Head, Line, append, lines, trail, written


class Act(StrEnum):
    """What was done; the word that a line of the record is found by."""

    SIGN_IN = "session.begin"
    REFUSE = "session.refuse"  # nobody was signed in; the name only where there is such an account
    SIGN_OUT = "session.end"
    DENY = "door.refuse"  # signed in, and turned away: what was wanted, and which role wanted it
    READ = "rows.read"  # sensitive rows, with the purpose
    EXPORT = "rows.export"  # rows that left as a file: its name, rows, SHA-256, filters, night
    QUERY = "rows.query"  # a question of one's own in SQL
    REPORT = "report.make"  # a report that was made: its name, SHA-256, region, period


def witness(
    engine: sa.Engine, actor: str, act: str, subject: str = "", *, now: datetime, **words: object
) -> Head:
    """Note what somebody did as a line of the record; give the line as the chain's head.

    Args:
        engine: The ledger's.
        actor: The account's name.
        act: An `Act`, or a `<noun>.<verb>` of the caller's own.
        subject: What it was done to, as `alert 7` or a page's address.
        now: This instant.
        words: What else is to be known: text, whole numbers, decimals, days, lists, mappings.

    Raises:
        WordsRefused: words hold what canonical JSON can't.
    """
    with writing(engine) as connection:
        return noted(connection, actor, act, subject, now=now, **words)


def noted(
    connection: sa.Connection,
    actor: str,
    act: str,
    subject: str = "",
    *,
    now: datetime,
    **words: object,
) -> Head:
    """Note it within the transaction of the one writer; see `witness`."""
    [number] = append(connection, [Entry(actor, str(act), subject, words)], now=now)
    mark = sa.select(trail.c.hash).where(trail.c.number == number)
    return Head(number, connection.execute(mark).scalar_one())


def files_of(connection: sa.Connection, sha256: str) -> Iterator[Line]:
    """Give the lines that tell of a file of this content: made, exported or handed in."""
    return lines(connection, telling=f'"sha256":"{sha256}"')


def named(connection: sa.Connection, name: str) -> Iterator[Line]:
    """Give the lines that tell of a file of this name, whatever was in it."""
    return lines(connection, telling=written({"name": name})[1:-1])
