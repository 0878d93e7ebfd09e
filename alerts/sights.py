"""眼界. What an account may see of each table of a night, for questions of its own in SQL.

Of `core` and `mart` every table; of `ops` those that hold no raw text. Tables without a government
are dictionaries, which are everybody's.
"""

from collections.abc import Sequence
from functools import cache

import sqlalchemy as sa

from alerts.actor import Actor
from alerts.scope import Scope
from alerts.stood import alert_rows, matter_rows
from warehouse.asking import Sight
from warehouse.sensitive import Sensitivity, kind_of
from warehouse.shapes import Table, tables

OPS = ("run", "feed", "feed_column", "delivery_file", "due", "rule_result", "alert", "matter",
       "month_total", "supply")  # fmt: skip
"""The tables of `ops` that may be asked. Findings name persons, rows set aside hold raw text."""

LIVE = ("ops.alert", "ops.matter")
"""The ledger's as they stand now, and not the night's."""


@cache
def open_tables() -> Sequence[Table]:
    """Give the tables that may be asked, by layer and name."""
    asked = [*tables("core").values(), *tables("mart").values()]
    asked += [tables("ops")[name] for name in OPS]
    return sorted(asked, key=lambda table: (table.layer, table.name))


def sights(scope: Scope) -> list[Sight]:
    """Give what a scope may see of each of them."""
    return [
        Sight(table.layer, table.name, where(table, scope), _select(table, scope), table.create)
        for table in open_tables()
    ]


def where(table: Table, scope: Scope) -> str:
    """Give the condition, in SQL, of the rows of a table that may be seen."""
    places = [name for name in ("region", "to_region") if name in table.names]
    if not places:
        return "true"
    return " or ".join(scope.where(name) for name in places)


def _select(table: Table, scope: Scope) -> str:
    if scope.clear or table.layer != "core":
        return "*"
    return ", ".join(_column(table, name) for name in table.names)


def _column(table: Table, name: str) -> str:
    kind = kind_of(table.name, name)
    if kind is None:
        return f'"{name}"'
    if kind is not Sensitivity.WORDS:
        return f'masked_{kind}("{name}") as "{name}"'
    beside = [one for one in table.names if kind_of(table.name, one) is Sensitivity.NAME]
    names = ", ".join(f'"{one}"' for one in beside)
    return f'masked_words("{name}", [{names}]::varchar[]) as "{name}"'


def live_rows(
    engine: sa.Engine, sql: str, scope: Scope, by: Actor
) -> dict[str, list[tuple[object, ...]]]:
    """Give the ledger's alerts and matters within reach, where a question speaks of them."""
    spoken, found = sql.casefold(), {}
    if "alert" in spoken:
        found["ops.alert"] = [
            row for row in alert_rows(engine)
            if scope.sees(str(row[3]), None if row[7] is None else str(row[7]))
            and scope.sees_state(str(row[9]))
        ]  # fmt: skip
    if "matter" in spoken:
        reach = by.scope
        found["ops.matter"] = [
            row for row in matter_rows(engine)
            if reach.sees(str(row[3]), None if row[4] is None else str(row[4]))
        ]  # fmt: skip
    return found
