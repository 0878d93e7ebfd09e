"""Questions to a night, with the ledger's alerts and matters as they stand now."""

from pathlib import Path

from alerts.ledger import Ledger
from alerts.stood import alert_rows, matter_rows
from service.settings import Settings
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
