"""案头. What people do with alerts: one at a time, or a set exactly as it was shown to them."""

import hashlib
import json
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

import sqlalchemy as sa

from alerts.actor import Actor
from alerts.coming_back import record_moves
from alerts.database import writing
from alerts.handled import preview
from alerts.handling import ALERTS
from alerts.ledger import AlertUnknown
from alerts.matters.kinds import is_worked
from alerts.procedure import MovedMeanwhile, WordsMissing, must_lie_ahead
from alerts.schema import alert, move, standing
from alerts.scope import Scope
from alerts.wanted import Wanted, matching
from warehouse.money import fen
from warehouse.period import SHANGHAI
from warehouse.workdays import Workdays, known

MOST = 20_000
"""Alerts that one step may take together."""
PREVIEW_LASTS = timedelta(hours=12)


class PreviewUnknown(Exception):
    """There is no such preview of this person's, or it is too old."""


@dataclass(frozen=True)
class Order:
    """A step that is to be taken, with what it comes with."""

    move: str
    reason: str = ""  # of the step's list
    words: str = ""
    until: date | None = None


@dataclass(frozen=True)
class Previewed:
    """A set of alerts as it was shown; the token is what acts on it, and on nothing else."""

    token: str
    numbers: Sequence[int]
    mark: str  # a hash of the alerts, what they stand at and what they rest on


class Desk:
    """What people do with the alerts of a ledger."""

    def __init__(self, engine: sa.Engine, workdays: Workdays | None = None) -> None:
        self._engine = engine
        self._workdays = workdays or known()

    def move(
        self, number: int, order: Order, *, by: Actor, now: datetime, seen: int | None = None
    ) -> int:
        """Take a step of one alert; give the number of its line in the record.

        `seen` is the version that the mover looked at.

        Raises:
            AlertUnknown: there is no such alert within the mover's reach.
            MoveForbidden: it is no step of the mover's role.
            MoveRefused: it does not start from where the alert stands.
            MovedMeanwhile: somebody moved the alert since it was looked at.
            WordsMissing: a reason, words or a day is missing or can't be.
        """
        self._must_be_right(order, by, now)
        with writing(self._engine) as connection:
            rows = _stood(connection, by.scope, standing.c.alert == number)
            if not rows:
                raise AlertUnknown(f"no alert {number} is here: look it up in the list of alerts")
            if seen is not None and seen != rows[0].version:
                raise _become(connection, rows[0])
            return self._move(connection, rows, order, by, now)[0]

    def preview(self, wanted: Wanted, *, by: Actor, now: datetime) -> Previewed:
        """Keep a set of alerts as it stands, to act on exactly that.

        Raises:
            WordsMissing: it is empty, or has more than `MOST` members.
        """
        with writing(self._engine) as connection:
            rows = _stood(connection, by.scope, matching(by.scope, wanted), most=MOST + 1)
            if not 0 < len(rows) <= MOST:
                many = f"more than {MOST}" if rows else "no"
                raise WordsMissing(
                    f"{many} alerts match: choose others, 1 to {MOST} of them",
                    zh=f"{f'选中的多于{MOST}条' if rows else '没有选中预警'}：请另选1到{MOST}条",
                )
            token = secrets.token_urlsafe(16)
            connection.execute(sa.delete(preview).where(preview.c.made_at < now - PREVIEW_LASTS))
            members = [[row.alert, row.version, row.testimony] for row in rows]
            connection.execute(
                sa.insert(preview).values(
                    token=token, account=by.name, made_at=now, members=json.dumps(members)
                )
            )
        return _previewed(token, members)

    def shown(self, token: str, *, by: Actor, now: datetime) -> Previewed:
        """Give a set again as it was shown.

        Raises:
            PreviewUnknown: there is no such preview of this person's.
        """
        with self._engine.connect() as connection:
            return _previewed(token, _members(connection, token, by, now))

    def held(
        self, connection: sa.Connection, token: str, *, by: Actor, now: datetime
    ) -> Sequence[sa.Row[Any]]:
        """Give where the alerts of a set stand, all still as shown; the set is used up with it.

        Raises:
            PreviewUnknown: there is no such preview of this person's.
            MovedMeanwhile: one of them was moved or seen otherwise since; the message says which.
        """
        told = _members(connection, token, by, now)
        members = {number: (version, mark) for number, version, mark in told}
        rows = _chosen(connection, by.scope, list(members))
        _must_be_as_shown(members, rows)
        connection.execute(sa.delete(preview).where(preview.c.token == token))
        return rows

    def move_previewed(
        self, token: str, order: Order, *, by: Actor, now: datetime
    ) -> Sequence[int]:
        """Take a step of every alert of a preview, or of none; give the alerts' numbers.

        Raises:
            PreviewUnknown: there is no such preview of this person's.
            MoveForbidden: it is no step of the mover's role.
            MoveRefused: it does not start from where one of them stands.
            MovedMeanwhile: one of them was moved or seen otherwise since; the message says which.
            WordsMissing: a reason, words or a day is missing or can't be.
        """
        self._must_be_right(order, by, now)
        with writing(self._engine) as connection:
            rows = self.held(connection, token, by=by, now=now)
            self._move(connection, rows, order, by, now)
        return [row.alert for row in rows]

    def _must_be_right(self, order: Order, by: Actor, now: datetime) -> None:
        step = ALERTS.step(order.move)
        ALERTS.must_be_theirs(step, by.role)
        ALERTS.must_hold(
            step, {"reason": order.reason, "words": order.words.strip(), "until": order.until}
        )
        if order.until is not None:
            must_lie_ahead(order.until, now.astimezone(SHANGHAI).date(), "the day")
            if order.move == "self_check":
                must_be_worked(order.until, self._workdays)

    def _move(
        self,
        connection: sa.Connection,
        rows: Sequence[sa.Row[Any]],
        order: Order,
        by: Actor,
        now: datetime,
    ) -> range:
        step = ALERTS.step(order.move)
        for row in rows:
            ALERTS.must_start(step, row.state, f"alert {row.alert}")
        owned = order.move in {"take", "reopen"}
        moves = [
            {
                "alert": row.alert,
                "at": now,
                "actor": by.name,
                "move": order.move,
                "from_state": row.state,
                "to_state": step.ends[0],
                "reason": order.words.strip(),
                "cause": order.reason or None,
                "until": order.until,
                "owner": by.name if owned else row.owner,
                "severity": row.severity,
                "at_stake": None if row.at_stake is None else fen(row.at_stake),
            }
            for row in rows
        ]
        return record_moves(connection, moves, now=now, door=by.door)


def must_be_worked(day: date, workdays: Workdays) -> None:
    """Let a deadline pass that people can meet at work.

    Raises:
        WordsMissing: it falls on a day off; the message names the working days around it.
    """
    if is_worked(day, workdays):
        return
    before, after = day, day
    while not is_worked(before, workdays):
        before -= timedelta(days=1)
    while not is_worked(after, workdays):
        after += timedelta(days=1)
    raise WordsMissing(
        f"{day} is no working day: name {before} or {after}",
        zh=f"{day}不是工作日：请写{before}或{after}",
    )


def _stood(
    connection: sa.Connection, scope: Scope, which: sa.ColumnElement[bool], most: int | None = None
) -> Sequence[sa.Row[Any]]:
    """Give where alerts stand, in the order of work."""
    query = (
        sa.select(standing)
        .join(alert, alert.c.number == standing.c.alert)
        .where(matching(scope, Wanted()), which)
        .order_by(standing.c.grade, standing.c.less, standing.c.first_seen, standing.c.alert)
    )
    return connection.execute(query if most is None else query.limit(most)).all()


def _members(
    connection: sa.Connection, token: str, by: Actor, now: datetime
) -> Sequence[tuple[int, int, str]]:
    kept = connection.execute(
        sa.select(preview.c.members).where(
            preview.c.token == token,
            preview.c.account == by.name,
            preview.c.made_at >= now - PREVIEW_LASTS,
        )
    ).scalar()
    if kept is None:
        raise PreviewUnknown(
            "no such preview is yours, or it is older than 12 hours: preview the set again"
        )
    return [(number, version, mark) for number, version, mark in json.loads(kept)]


def _previewed(token: str, members: Sequence[Sequence[Any]]) -> Previewed:
    mark = hashlib.sha256(json.dumps([list(one) for one in members]).encode()).hexdigest()
    return Previewed(token, [number for number, _, _ in members], mark)


def _chosen(
    connection: sa.Connection, scope: Scope, numbers: Sequence[int]
) -> Sequence[sa.Row[Any]]:
    rows: dict[int, sa.Row[Any]] = {}
    for start in range(0, len(numbers), 500):
        some = numbers[start : start + 500]
        rows |= {row.alert: row for row in _stood(connection, scope, standing.c.alert.in_(some))}
    return [rows[number] for number in numbers if number in rows]


def _must_be_as_shown(members: dict[int, tuple[int, str]], rows: Sequence[sa.Row[Any]]) -> None:
    there = {row.alert: row for row in rows}
    changed = []
    for number, (version, mark) in members.items():
        row = there.get(number)
        if row is None:
            changed.append(f"{number} is no longer yours to see")
        elif row.version != version:
            changed.append(f"{number} is {row.state} now")
        elif row.testimony != mark:
            changed.append(f"{number} rests on other evidence now")
    if changed:
        more = f", and {len(changed) - 10} more" if len(changed) > 10 else ""
        told = "、".join(one.partition(" ")[0] for one in changed[:10])
        raise MovedMeanwhile(
            f"{len(changed)} of the {len(members)} alerts that were shown have changed: "
            f"{'; '.join(changed[:10])}{more}; nothing was moved, preview the set again",
            zh=f"选中的{len(members)}条里有{len(changed)}条变了（预警{told}），"
            "一条也没有动：请重新选取",
        )


def _become(connection: sa.Connection, row: sa.Row[Any]) -> MovedMeanwhile:
    last = connection.execute(sa.select(move).where(move.c.number == row.version)).one()
    zh = ALERTS.states[row.state].zh
    at = last.at.astimezone(SHANGHAI)
    return MovedMeanwhile(
        f"alert {row.alert} has become {row.state} ({zh}) meanwhile: "
        f"{last.actor} took {last.move!r} at {at:%Y-%m-%d %H:%M}; look at it again",
        zh=f"预警{row.alert}已成为“{zh}”：{at:%Y-%m-%d %H:%M}有人做了"
        f"“{ALERTS.step(last.move).text.zh}”，请再看一遍",
    )
