"""静默与归并. Alerts that are not shown up to a day, and alerts that people made into one."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa

from alerts.actor import Actor
from alerts.database import writing
from alerts.handled import bundling, silence, silence_end
from alerts.ledger import AlertUnknown
from alerts.procedure import MoveForbidden, MoveRefused, WordsMissing, must_lie_ahead
from alerts.schema import alert, standing
from alerts.scope import Scope
from alerts.standing import mute, silenced
from alerts.trail import Entry, append
from alerts.wanted import Wanted, matching
from alerts.workflow import Role
from warehouse.period import SHANGHAI

LONGEST = 366
"""Days that a silence may last."""


class SilenceUnknown(Exception):
    """There is no such silence within this person's reach."""


@dataclass(frozen=True)
class Matcher:
    """Which alerts are meant: all that meet every part that is named."""

    code: str | None = None
    region: str | None = None  # with the governments below it
    unit: str | None = None
    subject: str | None = None


@dataclass(frozen=True)
class Silence:
    """Alerts that are not shown up to a day: what they match, who said so, and why."""

    number: int
    matcher: Matcher
    author: str
    reason: str
    until: date
    at: datetime
    alerts: int  # that it matches now
    ended: datetime | None
    ended_by: str | None


class Quiet:
    """The silences and the merged alerts of a ledger."""

    def __init__(self, engine: sa.Engine) -> None:
        self._engine = engine

    def mute(self, matcher: Matcher, *, reason: str, until: date, by: Actor, now: datetime) -> int:
        """Have alerts not shown up to and with a day; give the silence's number.

        Raises:
            MoveForbidden: only an analyst mutes, and within their own region.
            WordsMissing: the matcher is empty, the reason missing, or the day past or too far.
        """
        with writing(self._engine) as connection:
            return mute_within(connection, matcher, reason=reason, until=until, by=by, now=now)

    def unmute(self, number: int, *, reason: str, by: Actor, now: datetime) -> None:
        """End a silence before its day.

        Raises:
            MoveForbidden: only an analyst may.
            MoveRefused: it was ended already.
            SilenceUnknown: there is none of that number within reach.
            WordsMissing: the reason is missing.
        """
        _must_be_analyst(by, "ends a silence")
        if not reason.strip():
            raise WordsMissing(
                "to end a silence, give a reason",
                zh="提前结束静默要写理由",
            )
        with writing(self._engine) as connection:
            row = connection.execute(
                sa.select(silence).where(silence.c.number == number)
            ).one_or_none()
            if row is None or not by.scope.sees(row.region):
                raise SilenceUnknown(f"no silence {number} is here: list them to see the numbers")
            ended = sa.select(silence_end).where(silence_end.c.silence == number)
            if (was := connection.execute(ended).one_or_none()) is not None:
                raise MoveRefused(
                    f"silence {number} was ended already, by {was.actor}",
                    zh=f"静默{number}已经结束了",
                )
            append(
                connection,
                [Entry(by.name, "silence.end", f"silence {number}", {"reason": reason})],
                now=now,
            )
            connection.execute(
                sa.insert(silence_end).values(
                    silence=number, actor=by.name, reason=reason.strip(), at=now
                )
            )
            mute(connection, _meets(row._mapping))

    def silences(self, *, scope: Scope, on: date | None = None) -> list[Silence]:
        """List silences, the newest first; `on`: those in force on that day."""
        matched = (
            sa.select(sa.func.count())
            .select_from(alert)
            .where(silenced(silence))
            .correlate(silence)
            .scalar_subquery()
        )
        query = (
            sa.select(
                silence,
                silence_end.c.at.label("ended"),
                silence_end.c.actor.label("ended_by"),
                matched.label("alerts"),
            )
            .join(silence_end, silence_end.c.silence == silence.c.number, isouter=True)
            .order_by(silence.c.number.desc())
        )
        if on is not None:
            query = query.where(silence.c.until >= on, silence_end.c.silence.is_(None))
        with self._engine.connect() as connection:
            return [
                Silence(
                    row.number,
                    Matcher(row.code, row.region, row.unit, row.subject),
                    row.author,
                    row.reason,
                    row.until,
                    row.at,
                    row.alerts,
                    row.ended,
                    row.ended_by,
                )
                for row in connection.execute(query)
                if scope.sees(row.region or "")
            ]

    def merge(
        self, numbers: Collection[int], into: int, *, reason: str, by: Actor, now: datetime
    ) -> int:
        """Make alerts one with another, to be read and acted on together; give the line's number.

        Raises:
            AlertUnknown: one of them is not within reach.
            MoveForbidden: only an analyst may.
            MoveRefused: `into` is merged into another alert itself.
            WordsMissing: the reason is missing, or no other alert is named.
        """
        with writing(self._engine) as connection:
            return merge_within(connection, numbers, into, reason=reason, by=by, now=now)

    def split(self, numbers: Collection[int], *, reason: str, by: Actor, now: datetime) -> int:
        """Take alerts out of what they were merged into; give the line's number.

        Raises:
            AlertUnknown: one of them is not within reach.
            MoveForbidden: only an analyst may.
            MoveRefused: one of them is merged into none.
            WordsMissing: the reason is missing.
        """
        with writing(self._engine) as connection:
            stood = _bundles(connection, by, set(numbers), reason)
            alone = [n for n in sorted(stood) if stood[n] is None]
            if alone:
                raise MoveRefused(
                    f"alert {alone[0]} is merged into no other: nothing to split",
                    zh=f"预警{alone[0]}没有归在别的里，不用拆",
                )
            changes = {number: (was, None) for number, was in stood.items()}
            return _bundle(connection, "alert.split", changes, reason, by, now)

    def undo(self, line: int, *, reason: str, by: Actor, now: datetime) -> int:
        """Undo a merging or a splitting by the number of its line; give the new line's number.

        Raises:
            MoveForbidden: only an analyst may.
            MoveRefused: there is none of that number, or its alerts were merged otherwise since.
            WordsMissing: the reason is missing.
        """
        with writing(self._engine) as connection:
            rows = connection.execute(sa.select(bundling).where(bundling.c.number == line)).all()
            if not rows:
                raise MoveRefused(
                    f"line {line} merged or split nothing: look up its number",
                    zh=f"第{line}行没有归并或拆出什么：请核对编号",
                )
            stood = _bundles(connection, by, {row.alert for row in rows}, reason)
            moved = [row.alert for row in rows if stood[row.alert] != row.bundle]
            if moved:
                raise MoveRefused(
                    f"alert {moved[0]} was merged or split since: undo that first",
                    zh=f"预警{moved[0]}后来又归并或拆过：请先撤销那一次",
                )
            changes = {row.alert: (row.bundle, row.before) for row in rows}
            return _bundle(connection, "alert.undo", changes, reason, by, now, undone=line)


def merge_within(
    connection: sa.Connection,
    numbers: Collection[int],
    into: int,
    *,
    reason: str,
    by: Actor,
    now: datetime,
) -> int:
    """Merge alerts within the transaction of the one writer; see `Quiet.merge`."""
    others = set(numbers) - {into}
    if not others:
        raise WordsMissing(
            "merging takes two alerts or more: name others than the one itself",
            zh="归并要两条或更多：请选它以外的预警",
        )
    stood = _bundles(connection, by, {*others, into}, reason)
    if stood[into] is not None:
        raise MoveRefused(
            f"alert {into} is merged into {stood[into]} itself: merge into that one",
            zh=f"预警{into}自己归在{stood[into]}里：请并入那一条",
        )
    led = connection.execute(
        sa.select(standing.c.alert, standing.c.bundle).where(standing.c.bundle.in_(sorted(others)))
    ).all()
    stood |= {row.alert: row.bundle for row in led}
    moved = {*others, *(row.alert for row in led)}
    changes = {n: (stood[n], into) for n in sorted(moved)}
    return _bundle(connection, "alert.merge", changes, reason, by, now)


def mute_within(
    connection: sa.Connection,
    matcher: Matcher,
    *,
    reason: str,
    until: date,
    by: Actor,
    now: datetime,
) -> int:
    """Set a silence within the transaction of the one writer; see `Quiet.mute`."""
    _must_be_analyst(by, "mutes alerts")
    reason, today = reason.strip(), now.astimezone(SHANGHAI).date()
    if not any(vars(matcher).values()):
        raise WordsMissing(
            "a silence names a code, a region, a unit or a subject: give one",
            zh="静默要写明规则、区划、单位或对象中的一项",
        )
    if not reason:
        raise WordsMissing(
            "a silence needs a reason: say why these alerts are not to be shown",
            zh="静默要写理由：为什么先不看这些预警",
        )
    must_lie_ahead(until, today, "a silence's last day")
    if (until - today).days > LONGEST:
        raise WordsMissing(
            f"{until} is more than {LONGEST} days ahead: silence it for a year at most, "
            "and look at it again then",
            zh=f"{until}离今天超过{LONGEST}天：静默最长一年，到时再看",
        )
    within = matcher.region or by.region or ""
    if not by.scope.sees(within):
        raise MoveForbidden(
            f"region {within!r} is not yours: name one of your own",
            zh=f"区划{within}不在您的范围内：请写您范围内的区划",
        )
    row = {**vars(matcher), "region": within}
    told = {**row, "reason": reason, "until": until}
    [number] = append(connection, [Entry(by.name, "silence.set", _named(row), told)], now=now)
    connection.execute(sa.insert(silence).values(number=number, author=by.name, at=now, **told))
    mute(connection, _meets(row))
    return number


def _must_be_analyst(by: Actor, does: str) -> None:
    if by.role is not Role.ANALYST:
        raise MoveForbidden(
            f"only an analyst {does}, and you are {by.role.value}",
            zh=f"这一步只由分析员来做，您是{by.role.text.zh}",
        )


def _named(row: Any) -> str:  # noqa: ANN401 - a mapping of the database
    return " ".join(f"{name}={row[name]}" for name in vars(Matcher()) if row[name])


def _meets(row: Any) -> sa.ColumnElement[bool]:  # noqa: ANN401 - the same
    one = sa.select(
        *(sa.literal(row[name], sa.Text).label(name) for name in vars(Matcher()))
    ).subquery()
    return sa.exists(sa.select(one.c.code).where(silenced(one)))


def _bundles(
    connection: sa.Connection, by: Actor, numbers: set[int], reason: str
) -> dict[int, int | None]:
    _must_be_analyst(by, "merges and splits alerts")
    if not reason.strip():
        raise WordsMissing(
            "merging and splitting need a reason: say why",
            zh="归并和拆出要写理由",
        )
    query = (
        sa.select(standing.c.alert, standing.c.bundle)
        .join(alert, alert.c.number == standing.c.alert)
        .where(matching(by.scope, Wanted()), standing.c.alert.in_(sorted(numbers)))
    )
    stood = {row.alert: row.bundle for row in connection.execute(query)}
    for number in sorted(numbers - stood.keys()):
        raise AlertUnknown(f"no alert {number} is here: look it up in the list of alerts")
    return stood


def _bundle(
    connection: sa.Connection,
    act: str,
    changes: Mapping[int, tuple[int | None, int | None]],
    reason: str,
    by: Actor,
    now: datetime,
    **more: int,
) -> int:
    told = {str(n): list(pair) for n, pair in sorted(changes.items())}
    entry = Entry(by.name, act, _listed(changes), {"alerts": told, "reason": reason, **more})
    [number] = append(connection, [entry], now=now)
    connection.execute(
        sa.insert(bundling),
        [
            {"number": number, "alert": one, "bundle": after, "before": before}
            for one, (before, after) in sorted(changes.items())
        ],
    )
    connection.execute(
        sa.update(standing)
        .where(standing.c.alert == sa.bindparam("moved"))
        .values(bundle=sa.bindparam("into")),
        [{"moved": one, "into": after} for one, (_, after) in sorted(changes.items())],
    )
    return number


def _listed(numbers: Iterable[int]) -> str:
    return "alerts " + ", ".join(str(number) for number in sorted(numbers)[:20])
