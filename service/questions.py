"""Questions to a night, with the ledger's alerts and matters as they stand now.

On the command line over everything; on the site over what the asker may see.
"""

from pathlib import Path

from alerts.actor import Actor
from alerts.ledger import Ledger
from alerts.scope import Scope
from alerts.sights import live_rows, sights
from alerts.stood import alert_rows, matter_rows
from api.desk import Questions
from service.settings import Settings
from warehouse.asking import Bounds, ask_within
from warehouse.query import Answer, ask_sql


def ask(settings: Settings, sql: str, night: Path, *, live: bool) -> Answer:
    """Answer one SELECT over the night in the file `night`.

    `live`: `ops.alert` and `ops.matter` are the ledger's.

    Raises:
        QueryRefused: it is not one SELECT, or is not understood.
        QueryStopped: it ran longer than the settings allow.
    """
    tables = {"alert": alert_rows, "matter": matter_rows}
    asked = {name: rows for name, rows in tables.items() if live and name in sql.lower()}
    ledger = Ledger(settings.ledger)
    try:
        if asked:
            ledger.migrate()
        return ask_sql(
            night,
            sql,
            seconds=settings.query_seconds,
            rows=settings.query_rows,
            extra_tables={name: rows(ledger.engine) for name, rows in asked.items()},
            memory=settings.memory,
        )
    finally:
        ledger.close()


def questions(settings: Settings, ledger: Ledger) -> Questions:
    """Give who answers questions on the site, within what the asker may see."""
    number, unit = settings.query_memory[:-2], settings.query_memory[-2:]
    bounds = Bounds(
        seconds=settings.query_seconds,
        rows=settings.query_rows,
        bytes=int(float(number) * {"MB": 10**6, "GB": 10**9}[unit]),
        threads=settings.threads,
        at_once=settings.queries_at_once,
        room=settings.house.root / ".queries",
    )

    def answer(night: str, sql: str, scope: Scope, by: Actor) -> Answer:
        live = live_rows(ledger.engine, sql, scope, by)
        path = settings.house.nights / f"{night}.duckdb"
        return ask_within(path, sql, sights(scope), bounds, live)

    return Questions(answer)
