"""Questions to a night, with the ledger's alerts and matters as they stand now."""

from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path

import sqlalchemy as sa

from alerts.closings import closings
from alerts.ledger import Alert, Ledger
from alerts.matters.tables import matter_standing
from alerts.scope import Scope
from alerts.wanted import Wanted
from alerts.workflow import State
from service.settings import Settings
from warehouse.query import Answer, ask_sql

PAGE = 5000


def ask(settings: Settings, sql: str, night: Path, *, live: bool) -> Answer:
    """Answer one SELECT over the night in the file `night`.

    `live`: `ops.alert` and `ops.matter` are the ledger's.

    Raises:
        QueryRefused: it is not one SELECT, or is not understood.
        QueryStopped: it ran longer than the settings allow.
    """
    tables = {"alert": standing_alerts, "matter": standing_matters}
    asked = {name: rows for name, rows in tables.items() if live and name in sql.lower()}
    return ask_sql(
        night,
        sql,
        seconds=settings.query_seconds,
        rows=settings.query_rows,
        extra_tables={name: rows(settings) for name, rows in asked.items()},
        memory=settings.memory,
    )


def standing_alerts(settings: Settings) -> Iterator[tuple[object, ...]]:
    """Give every alert as it stands, in the columns of `ops.alert`."""
    ledger = Ledger(settings.ledger)
    ledger.migrate()
    closed = closings(ledger.engine)
    after = None
    while True:
        page = ledger.alerts(scope=Scope.everywhere(), wanted=Wanted(), after=after, most=PAGE)
        yield from (alert_row(alert, closed) for alert in page.items)
        after = page.next
        if after is None:
            return


def alert_row(a: Alert, closed: Mapping[int, date]) -> tuple[object, ...]:
    """Write an alert in the columns of `ops.alert`; `closed` is when each was closed last."""
    return (
        a.number, a.code, a.rule, a.region, a.period, a.subject, a.recurrence, a.unit,
        a.severity.value, a.state.value, a.at_stake, a.first_seen, a.last_seen,
        a.sightings, a.no_longer_observed, a.backlog,
        closed.get(a.number) if a.state is State.CLOSED else None,
    )  # fmt: skip


def standing_matters(settings: Settings) -> Iterator[tuple[object, ...]]:
    """Give every matter as it stands, in the columns of `ops.matter`."""
    ledger = Ledger(settings.ledger)
    ledger.migrate()
    told = matter_standing.c
    columns = (
        told.matter, told.kind, told.state, told.region, told.unit, told.subject, told.issued_on,
        told.due_on, told.closed_on,
    )  # fmt: skip
    with ledger.engine.connect() as connection:
        rows = connection.execute(sa.select(*columns).order_by(told.matter)).all()
    yield from (tuple(row) for row in rows)
