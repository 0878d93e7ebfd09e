"""再次提示. What was found normal comes back when its evidence changes, or the finding expires."""

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import sqlalchemy as sa

from alerts.handling import ALERTS
from alerts.rule import Severity
from alerts.schema import move, standing
from alerts.standing import GRADES, stand
from alerts.trail import MACHINE, Entry, append
from alerts.workflow import State
from warehouse.money import fen

GROWTH = Decimal("0.10")
"""The share by which the money at stake must grow for the evidence to have changed materially."""


def come_back(
    connection: sa.Connection, night: date, *, now: datetime, growth: Decimal = GROWTH
) -> int:
    """Raise again what was found normal and is seen tonight, changed or expired; tell how many.

    It is measured against what the alert was when it was found normal.
    """
    step = ALERTS.step("come_back")
    found = sa.select(
        standing.c.alert,
        standing.c.severity,
        standing.c.at_stake,
        move.c.severity.label("then_severity"),
        move.c.at_stake.label("then_at_stake"),
        move.c.until,
    ).join(move, move.c.number == standing.c.version)
    rows: Sequence[Any] = connection.execute(
        found.where(standing.c.state == State.NORMAL, standing.c.last_seen == night).order_by(
            standing.c.alert
        )
    ).all()
    moves: list[dict[str, Any]] = []
    for row in rows:
        cause = _cause(row, night, growth)
        if cause is None:
            continue
        moves.append(
            {
                "alert": row.alert,
                "at": now,
                "actor": MACHINE,
                "move": step.move,
                "from_state": State.NORMAL.value,
                "to_state": step.ends[0],
                "reason": "",
                "cause": cause,
                "until": None,
                "owner": None,
                "severity": row.severity,
                "at_stake": None if row.at_stake is None else fen(row.at_stake),
            }
        )
    record_moves(connection, moves, now=now)
    return len(moves)


def record_moves(
    connection: sa.Connection, moves: list[dict[str, Any]], *, now: datetime, door: str = ""
) -> range:
    """Add moves of alerts to the chain and to the record, and let them count."""
    entries = (entry_of(one, door) for one in moves)
    numbers = append(connection, entries, now=now)
    for number, one in zip(numbers, moves, strict=True):
        one["number"] = number
    if moves:
        connection.execute(sa.insert(move), moves)
        stand(connection, moves)
    return numbers


def entry_of(row: dict[str, Any], door: str = "") -> Entry:
    """Write the line of the chain that a move of an alert is."""
    told = {
        name: row[name]
        for name in (
            "from_state", "to_state", "reason", "cause", "until", "owner", "severity", "at_stake",
        )
        if row[name] is not None
    }  # fmt: skip
    if door:
        told["door"] = door
    return Entry(row["actor"], f"alert.{row['move']}", f"alert {row['alert']}", told)


def _cause(row: sa.Row[Any], night: date, growth: Decimal) -> str | None:
    if changed_materially(
        (row.then_severity, row.then_at_stake), (row.severity, row.at_stake), growth
    ):
        return "changed"
    return "expired" if row.until is not None and row.until < night else None


def changed_materially(
    before: tuple[str | None, Decimal | None],
    after: tuple[str, Decimal | None],
    growth: Decimal = GROWTH,
) -> bool:
    """Tell whether severity rose, or the money at stake grew by more than the share `growth`."""
    graver = before[0] is not None and GRADES[Severity(after[0])] < GRADES[Severity(before[0])]
    then, since = before[1] or Decimal(0), after[1] or Decimal(0)
    return graver or since > then * (1 + growth)
