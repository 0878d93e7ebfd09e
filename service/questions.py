"""Questions to a night, with the ledger's alerts as they stand now."""

from collections.abc import Iterator
from pathlib import Path

from alerts.ledger import Ledger
from alerts.scope import Scope
from alerts.wanted import Wanted
from service.settings import Settings
from warehouse.query import Answer, ask_sql

PAGE = 5000


def ask(settings: Settings, sql: str, night: Path, *, live: bool) -> Answer:
    """Answer one SELECT over the night in the file `night`; `live`: `ops.alert` is the ledger's.

    Raises:
        QueryRefused: it is not one SELECT, or is not understood.
        QueryStopped: it ran longer than the settings allow.
    """
    stand_in = {"alert": standing_alerts(settings)} if live and "alert" in sql.lower() else {}
    return ask_sql(
        night,
        sql,
        seconds=settings.query_seconds,
        rows=settings.query_rows,
        extra_tables=stand_in,
        memory=settings.memory,
    )


def standing_alerts(settings: Settings) -> Iterator[tuple[object, ...]]:
    """Give every alert as it stands, in the columns of `ops.alert`."""
    ledger = Ledger(settings.ledger)
    ledger.migrate()
    after = None
    while True:
        page = ledger.alerts(scope=Scope.everywhere(), wanted=Wanted(), after=after, most=PAGE)
        for a in page.items:
            yield (
                a.number, a.code, a.rule, a.region, a.period, a.subject, a.recurrence, a.unit,
                a.severity.value, a.state.value, a.at_stake, a.first_seen, a.last_seen,
                a.sightings, a.no_longer_observed, a.backlog,
            )  # fmt: skip
        after = page.next
        if after is None:
            return
