"""台账现状. Where each alert stands, as it follows from the record."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

import sqlalchemy as sa

from alerts.handled import bundling, silence, silence_end, unanswered
from alerts.rule import Severity
from alerts.schema import alert, asked, move, noting, sighting, standing
from alerts.scope import DIGITS, NATION
from alerts.workflow import State
from warehouse.period import SHANGHAI

GRADES = {Severity.RED: 0, Severity.ORANGE: 1, Severity.YELLOW: 2, Severity.BLUE: 3}
NOTHING_AT_STAKE = 2**63 - 1  # comes after every sum
_SOME = 500  # alerts that one statement names


def effective(until: date | None = None) -> sa.Subquery:
    """Give the notings that count: the last one of each night, as (number, night).

    `until`: only of the nights up to that one.
    """
    return (
        sa.select(sa.func.max(noting.c.number).label("number"), noting.c.night)
        .where(sa.true() if until is None else noting.c.night <= until)
        .group_by(noting.c.night)
        .subquery("effective")
    )


def derive(connection: sa.Connection, numbers: Sequence[int] | None) -> None:
    """Make the standing of these alerts again from the record; None: of all."""
    if numbers is None:
        connection.execute(sa.delete(standing))
        connection.execute(_insert(derived(connection, sa.true())))
        return
    for start in range(0, len(numbers), _SOME):
        some = numbers[start : start + _SOME]
        connection.execute(sa.delete(standing).where(standing.c.alert.in_(some)))
        connection.execute(_insert(derived(connection, sighting.c.alert.in_(some))))


def sight(
    connection: sa.Connection, number: int, night: date, before: int | None, *, since: int
) -> None:
    """Let the sightings of a noting count: alerts of theirs stand as they were seen tonight.

    `before` is an earlier noting of the same night, whose sightings are counted already. The
    alerts with a number after `since` were raised by this noting, and do not stand yet.
    """
    tonight = sa.select(sighting).where(sighting.c.noting == number).subquery("tonight")
    counted: sa.ColumnElement[int] = standing.c.sightings + 1
    if before is not None:
        earlier = sa.select(sighting.c.alert).where(sighting.c.noting == before)
        counted = standing.c.sightings + sa.case((standing.c.alert.in_(earlier), 0), else_=1)
    connection.execute(
        sa.update(standing)
        .where(standing.c.alert == tonight.c.alert)
        .values(
            testimony=tonight.c.testimony,
            last_seen=night,
            sightings=counted,
            no_longer_observed=None,
        )
    )
    less = _less(connection, tonight.c.at_stake)
    connection.execute(  # apart, for these lie in indexes, and most are what they were
        sa.update(standing)
        .where(
            standing.c.alert == tonight.c.alert,
            sa.or_(standing.c.severity != tonight.c.severity, standing.c.less != less),
        )
        .values(
            severity=tonight.c.severity,
            at_stake=tonight.c.at_stake,
            grade=_grade(tonight.c.severity),
            less=less,
        )
    )
    connection.execute(
        sa.insert(standing).from_select(
            [column.name for column in standing.c],
            sa.select(
                tonight.c.alert,
                sa.literal(State.RAISED.value),
                tonight.c.severity,
                tonight.c.at_stake,
                tonight.c.testimony,
                sa.literal(night),
                sa.literal(1),
                sa.null(),
                _grade(tonight.c.severity),
                less,
                alert.c.first_seen,
                sa.literal(0),
                sa.null(),
                _muted_until(),
                sa.null(),
                sa.null(),
                alert.c.code,
                alert.c.region,
                alert.c.unit,
            )
            .join(alert, alert.c.number == tonight.c.alert)
            .where(tonight.c.alert > since),
        )
    )


def mark_silent(connection: sa.Connection, numbers: Collection[int], since: date | None) -> None:
    """Mark alerts as no longer observed since a night, or take that mark back."""
    ordered = sorted(numbers)
    for start in range(0, len(ordered), _SOME):
        some = ordered[start : start + _SOME]
        connection.execute(
            sa.update(standing).where(standing.c.alert.in_(some)).values(no_longer_observed=since)
        )


def _grade(severity: sa.ColumnElement[str]) -> sa.ColumnElement[int]:
    return sa.case({one.value: grade for one, grade in GRADES.items()}, value=severity)


def _less(connection: sa.Connection, at_stake: sa.ColumnElement[Any]) -> sa.ColumnElement[int]:
    """Give the fen at stake below zero, so that the most comes first and nothing last."""
    fen = (
        sa.type_coerce(at_stake, sa.BigInteger)
        if connection.dialect.name == "sqlite"
        else sa.cast(at_stake * 100, sa.BigInteger)
    )
    return sa.func.coalesce(-fen, sa.literal(NOTHING_AT_STAKE, sa.BigInteger))


def derived(
    connection: sa.Connection,
    which: sa.ColumnElement[bool],
    until: date | None = None,
    moves: sa.ColumnElement[bool] | None = None,
) -> sa.Select[Any]:
    """Tell from the record where alerts stand, in the columns of `standing`.

    `until`: as it was after that night, by what was noted and moved up to its end. `moves`: which
    moves count, where it is not those.
    """
    counts = effective(until)
    ranked = (
        sa.select(
            sighting,
            noting.c.night,
            counts.c.number.is_not(None).label("counts"),
            sa.func.count(counts.c.number).over(partition_by=sighting.c.alert).label("sightings"),
            sa.func.row_number()
            .over(
                partition_by=sighting.c.alert,
                order_by=(
                    sa.case((counts.c.number.is_(None), 1), else_=0),
                    noting.c.night.desc(),
                    noting.c.number.desc(),
                ),
            )
            .label("nth"),
        )
        .join(noting, noting.c.number == sighting.c.noting)
        .join(counts, counts.c.number == sighting.c.noting, isouter=True)
        .join(alert, alert.c.number == sighting.c.alert)
        .where(which, sa.true() if until is None else noting.c.night <= until)
        .subquery("ranked")
    )
    last_seen = sa.case((ranked.c.counts, ranked.c.night), else_=alert.c.first_seen)
    moved = (
        sa.select(sa.func.max(move.c.number))
        .where(move.c.alert == alert.c.number, _moved_by(until) if moves is None else moves)
        .correlate(alert)
        .scalar_subquery()
    )
    last = move.alias("last")
    return (
        sa.select(
            alert.c.number.label("alert"),
            sa.func.coalesce(last.c.to_state, State.RAISED.value).label("state"),
            ranked.c.severity,
            ranked.c.at_stake,
            ranked.c.testimony,
            last_seen.label("last_seen"),
            ranked.c.sightings,
            _silent_since(ranked, until).label("no_longer_observed"),
            _grade(ranked.c.severity).label("grade"),
            _less(connection, ranked.c.at_stake).label("less"),
            alert.c.first_seen,
            sa.func.coalesce(last.c.number, 0).label("version"),
            last.c.owner,
            _muted_until().label("muted_until"),
            _inhibited(until).label("inhibited"),
            _bundle().label("bundle"),
            alert.c.code,
            alert.c.region,
            alert.c.unit,
        )
        .join(alert, alert.c.number == ranked.c.alert)
        .join(last, last.c.number == moved, isouter=True)
        .where(ranked.c.nth == 1)
    )


def _insert(told: sa.Select[Any]) -> sa.Insert:
    return sa.insert(standing).from_select([column.name for column in standing.c], told)


def _moved_by(until: date | None) -> sa.ColumnElement[bool]:
    if until is None:
        return sa.true()
    end = datetime.combine(until + timedelta(days=1), time(), SHANGHAI)
    return move.c.at < end


def _muted_until() -> sa.ScalarSelect[Any]:
    """Give the last day of the silences that an alert is under."""
    ended = sa.select(silence_end.c.silence)
    return (
        sa.select(sa.func.max(silence.c.until))
        .where(silenced(silence), silence.c.number.not_in(ended))
        .correlate(alert)
        .scalar_subquery()
    )


def silenced(by: sa.FromClause) -> sa.ColumnElement[bool]:
    """Give the condition that an alert is what a silence speaks of; a region takes those below."""
    region = by.c.region
    below = sa.case(
        (region.in_(NATION), ""),
        (sa.func.length(region) > DIGITS, region),  # a township, whose code may end in 00 too
        (region.endswith("0000"), sa.func.substr(region, 1, 2)),
        (region.endswith("00"), sa.func.substr(region, 1, 4)),
        else_=region,
    )
    return sa.and_(
        sa.or_(by.c.code.is_(None), by.c.code == alert.c.code),
        sa.or_(region.is_(None), alert.c.region.startswith(below)),
        sa.or_(by.c.unit.is_(None), by.c.unit == alert.c.unit),
        sa.or_(by.c.subject.is_(None), by.c.subject == alert.c.subject),
    )


def _inhibited(until: date | None) -> sa.ScalarSelect[Any]:
    nights = effective(until)
    last = sa.select(nights.c.number).order_by(nights.c.night.desc()).limit(1).scalar_subquery()
    return (
        sa.select(unanswered.c.reason)
        .where(
            unanswered.c.noting == last,
            unanswered.c.code == alert.c.code,
            unanswered.c.region == alert.c.region,
            unanswered.c.period == alert.c.period,
        )
        .correlate(alert)
        .scalar_subquery()
    )


def _bundle() -> sa.ScalarSelect[Any]:
    return (
        sa.select(bundling.c.bundle)
        .where(bundling.c.alert == alert.c.number)
        .order_by(bundling.c.number.desc())
        .limit(1)
        .correlate(alert)
        .scalar_subquery()
    )


def mute(connection: sa.Connection, by: sa.ColumnElement[bool]) -> None:
    """Tell anew how long the alerts that meet a condition are silenced."""
    concerned = sa.select(alert.c.number, _muted_until().label("until")).where(by).subquery()
    connection.execute(
        sa.update(standing)
        .where(standing.c.alert == concerned.c.number)
        .values(muted_until=concerned.c.until)
    )


def inhibit(connection: sa.Connection, number: int) -> None:
    """Mark the alerts that the noting `number` could not look at, and free the others."""
    connection.execute(
        sa.update(standing).where(standing.c.inhibited.is_not(None)).values(inhibited=None)
    )
    missing = (
        sa.select(alert.c.number, unanswered.c.reason)
        .join(
            unanswered,
            (unanswered.c.code == alert.c.code)
            & (unanswered.c.region == alert.c.region)
            & (unanswered.c.period == alert.c.period),
        )
        .where(unanswered.c.noting == number)
        .subquery()
    )
    connection.execute(
        sa.update(standing)
        .where(standing.c.alert == missing.c.number)
        .values(inhibited=missing.c.reason)
    )


def stand(connection: sa.Connection, moves: Collection[Mapping[str, Any]]) -> None:
    """Let moves count: each alert stands where its move led it."""
    if moves:
        connection.execute(
            sa.update(standing)
            .where(standing.c.alert == sa.bindparam("moved"))
            .values(
                state=sa.bindparam("to_state"),
                version=sa.bindparam("number"),
                owner=sa.bindparam("owner"),
            ),
            [
                {"moved": one["alert"], **{k: one[k] for k in ("to_state", "number", "owner")}}
                for one in moves
            ],
        )


def _silent_since(ranked: sa.Subquery, until: date | None) -> sa.ScalarSelect[Any]:
    """Give the first night that asked about an alert's subject after it was last seen."""
    nights, later = effective(until), alert.alias("later")
    again = (
        sa.select(sa.func.min(later.c.first_seen))
        .where(later.c.recurs == alert.c.number)
        .correlate(alert)
        .scalar_subquery()
    )
    return (
        sa.select(sa.func.min(nights.c.night))
        .join(asked, asked.c.noting == nights.c.number)
        .where(
            asked.c.code == alert.c.code,
            asked.c.region == alert.c.region,
            asked.c.period == alert.c.period,
            sa.or_(
                nights.c.night > ranked.c.night,
                sa.and_(sa.not_(ranked.c.counts), nights.c.night >= alert.c.first_seen),
            ),
            sa.or_(again.is_(None), nights.c.night < again),
        )
        .scalar_subquery()
    )
