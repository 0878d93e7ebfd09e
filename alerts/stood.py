"""夜前状态. Alerts and matters as they stand, or stood before a night, in the columns of `ops`."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

import sqlalchemy as sa

from alerts.matters.standing import replayed
from alerts.matters.tables import matter_move, matter_standing
from alerts.schema import alert, move, noting, standing
from alerts.standing import derived, effective
from alerts.trail import MACHINE
from alerts.workflow import State
from warehouse.period import SHANGHAI

STREAMED = {"yield_per": 5000}


@dataclass(frozen=True)
class Moment:
    """How far the record is read: sightings of nights before `night`, steps to the end of `until`.

    What the noting of that night or a later one moved by itself is not yet there.
    """

    night: date
    until: date

    @property
    def nights(self) -> date:
        """The last night that counts."""
        return self.night - timedelta(days=1)

    @property
    def end(self) -> datetime:
        """The instant by which steps count."""
        return datetime.combine(self.until + timedelta(days=1), time(), SHANGHAI)

    @property
    def moved(self) -> sa.ColumnElement[bool]:
        """The condition that a move of an alert counts."""
        return self._before(move)

    @property
    def walked(self) -> sa.ColumnElement[bool]:
        """The condition that a step of a matter counts."""
        return self._before(matter_move)

    def _before(self, steps: sa.Table) -> sa.ColumnElement[bool]:
        later = sa.select(noting.c.noted_at).where(noting.c.night >= self.night)
        by_it = sa.and_(steps.c.actor == MACHINE, steps.c.at.in_(later))
        return sa.and_(steps.c.at < self.end, sa.not_(by_it))


def moment(as_of: date, known: date | None = None) -> Moment:
    """Give how far the night of `as_of` reads the record, as it was known on the day `known`."""
    if known is None or known >= as_of:
        return Moment(as_of, as_of)
    return Moment(known + timedelta(days=1), known)


def mark(engine: sa.Engine, at: Moment) -> str:
    """Give a hash that is the same as long as the record up to a moment is the same."""
    counts = effective(at.nights)
    seen = hashlib.sha256()
    with engine.connect() as connection:
        for told in (
            sa.select(noting.c.night, noting.c.fingerprint)
            .join(counts, counts.c.number == noting.c.number)
            .order_by(noting.c.night),
            sa.select(sa.func.count(), sa.func.max(move.c.number)).where(at.moved),
            sa.select(sa.func.count(), sa.func.max(matter_move.c.number)).where(at.walked),
        ):
            for row in connection.execute(told):
                seen.update(f"{[str(cell) for cell in row]}\n".encode())
    return seen.hexdigest()


def alert_rows(engine: sa.Engine, at: Moment | None = None) -> Iterator[tuple[object, ...]]:
    """Give every alert in the columns of `ops.alert`, by number: as it stands, or stood then."""
    with engine.connect().execution_options(**STREAMED) as connection:
        stood = _stood(connection, at)
        moved = sa.true() if at is None else at.moved
        closing = (
            sa.select(move.c.alert, sa.func.max(move.c.at, type_=move.c.at.type).label("at"))
            .where(move.c.to_state == State.CLOSED.value, moved)
            .group_by(move.c.alert)
            .subquery("closing")
        )
        query = (
            sa.select(
                alert.c.number, alert.c.code, alert.c.rule, alert.c.region, alert.c.period,
                alert.c.subject, alert.c.recurrence, alert.c.unit, stood.c.severity,
                stood.c.state, stood.c.at_stake, alert.c.first_seen, stood.c.last_seen,
                stood.c.sightings, stood.c.no_longer_observed, alert.c.backlog, closing.c.at,
            )
            .join(stood, stood.c.alert == alert.c.number)
            .join(
                closing,
                sa.and_(
                    closing.c.alert == alert.c.number, stood.c.state == State.CLOSED.value
                ),
                isouter=True,
            )
            .order_by(alert.c.number)
        )  # fmt: skip
        for *cells, closed_at in connection.execute(query):
            yield (*cells, None if closed_at is None else closed_at.astimezone(SHANGHAI).date())


def matter_rows(engine: sa.Engine, at: Moment | None = None) -> Iterator[tuple[object, ...]]:
    """Give every matter in the columns of `ops.matter`, by number: as it stands, or stood then."""
    named = ("matter", "kind", "state", "region", "unit", "subject", "issued_on", "due_on",
             "closed_on")  # fmt: skip
    with engine.connect() as connection:
        if at is None or not _any(connection, sa.not_(at.walked), matter_move):
            told = matter_standing.c
            query = sa.select(*(told[name] for name in named)).order_by(told.matter)
            yield from map(tuple, connection.execute(query))
            return
        for one in replayed(connection, at.walked):
            row = {**vars(one), "state": one.state.value}
            yield tuple(row[name] for name in named)


def _stood(connection: sa.Connection, at: Moment | None) -> sa.FromClause:
    """Give where alerts stand; from the record itself only where it goes beyond the moment."""
    if at is None or not (
        _any(connection, noting.c.night >= at.night, noting)
        or _any(connection, sa.not_(at.moved), move)
    ):
        return standing
    return derived(connection, sa.true(), at.nights, at.moved).subquery("stood")


def _any(connection: sa.Connection, found: sa.ColumnElement[bool], table: sa.Table) -> bool:
    first: Any = connection.execute(sa.select(table.c.number).where(found).limit(1)).scalar()
    return first is not None
