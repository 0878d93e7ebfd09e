"""立项所依的预警. The alerts that a matter joins: handed over with it, and carried when it ends."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from alerts.actor import Actor
from alerts.coming_back import record_moves
from alerts.handling import ALERTS
from alerts.ledger import AlertUnknown
from alerts.matters.given import Draft
from alerts.matters.kinds import Kind
from alerts.matters.steps import MatterState
from alerts.matters.tables import matter_alert
from alerts.procedure import WordsMissing
from alerts.schema import alert, standing
from alerts.wanted import Wanted, matching
from alerts.workflow import State
from warehouse.money import fen

CARRIED = {"close": (MatterState.CLOSED, "close"), "withdraw": (MatterState.WITHDRAWN, "release")}
"""What becomes of the alerts by a step of their matter, where it leads to that state."""


def joined_with(
    connection: sa.Connection, kind: Kind, draft: Draft, by: Actor
) -> Sequence[sa.Row[Any]]:
    """Give the alerts that a matter is opened with, each of which may be handed over.

    Raises:
        AlertUnknown: one of them is not within reach.
        MoveRefused: one of them is not confirmed.
        WordsMissing: the kind joins alerts and none is named, or joins none and one is.
    """
    numbers = sorted(set(draft.alerts))
    if kind.alerts and not numbers and draft.recurs is None:
        raise WordsMissing(
            f"a {kind.name} joins one confirmed alert or more: name them",
            zh=f"{kind.text.zh}要由一条或几条认定属实的预警立项：请选预警",
        )
    if numbers and not kind.alerts:
        raise WordsMissing(
            f"a {kind.name} joins no alerts: a warning does",
            zh=f"{kind.text.zh}不由预警立项：请用预警督办",
        )
    if not numbers:
        return []
    rows = connection.execute(
        sa.select(standing, alert.c.code)
        .join(alert, alert.c.number == standing.c.alert)
        .where(matching(by.scope, Wanted()), standing.c.alert.in_(numbers))
        .order_by(standing.c.alert)
    ).all()
    there = {row.alert for row in rows}
    for absent in [number for number in numbers if number not in there]:
        raise AlertUnknown(f"no alert {absent} is here: look it up in the list of alerts")
    for row in rows:
        ALERTS.must_start(ALERTS.step("hand_over"), row.state, f"alert {row.alert}")
    return rows


def hand_over(
    connection: sa.Connection,
    number: int,
    rows: Sequence[sa.Row[Any]],
    by: Actor,
    now: datetime,
) -> None:
    """Hand alerts over to a matter, each as it stands now."""
    if not rows:
        return
    connection.execute(
        sa.insert(matter_alert),
        [
            {
                "matter": number,
                "alert": row.alert,
                "at_stake": None if row.at_stake is None else fen(row.at_stake),
                "severity": row.severity,
            }
            for row in rows
        ],
    )
    _move_alerts(connection, number, "hand_over", rows, by, now)


def carry(
    connection: sa.Connection, number: int, step: str, to: MatterState, by: Actor, now: datetime
) -> None:
    """Close or release the alerts of a matter that has ended."""
    state, move = CARRIED.get(step, (None, ""))
    if to is not state:
        return
    rows = connection.execute(
        sa.select(standing)
        .join(matter_alert, matter_alert.c.alert == standing.c.alert)
        .where(matter_alert.c.matter == number, standing.c.state == State.HANDED_OVER)
        .order_by(standing.c.alert)
    ).all()
    _move_alerts(connection, number, move, rows, by, now)


def back_again(connection: sa.Connection, number: int) -> Sequence[int]:
    """Give the confirmed alerts that are recurrences of a matter's own."""
    return (
        connection.execute(
            sa.select(alert.c.number)
            .join(standing, standing.c.alert == alert.c.number)
            .join(matter_alert, matter_alert.c.alert == alert.c.recurs)
            .where(matter_alert.c.matter == number, standing.c.state == State.CONFIRMED)
        )
        .scalars()
        .all()
    )


def _move_alerts(
    connection: sa.Connection,
    number: int,
    move: str,
    rows: Sequence[sa.Row[Any]],
    by: Actor,
    now: datetime,
) -> None:
    step = ALERTS.step(move)
    moves = [
        {
            "alert": row.alert,
            "at": now,
            "actor": by.name,
            "move": move,
            "from_state": row.state,
            "to_state": step.ends[0],
            "reason": f"matter {number}",
            "cause": None,
            "until": None,
            "owner": row.owner,
            "severity": row.severity,
            "at_stake": None if row.at_stake is None else fen(row.at_stake),
        }
        for row in rows
    ]
    record_moves(connection, moves, now=now, door=by.door)
