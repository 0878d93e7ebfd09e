"""记入台账. One night's findings become alerts raised, alerts seen again, and alerts gone quiet."""

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from itertools import chain
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from alerts.coming_back import GROWTH, come_back
from alerts.cover import cover, key, payee_of
from alerts.database import add_rows, recount
from alerts.finding import Finding
from alerts.handled import unanswered, wording
from alerts.schema import alert, asked, move, noting, sighting, standing, testimony
from alerts.standing import derive, inhibit, mark_silent, sight
from alerts.testified import Identity, Place, Values, fingerprint, once, words
from alerts.trail import MACHINE, Entry, append
from alerts.workflow import State
from warehouse.money import fen
from warehouse.period import SHANGHAI

RECURS = "R06"
"""The rule by whose limit what is found in another period is the same thing found again."""

YEAR = 4
"""Digits of a period that are its year's."""

MANY = 10_000
"""So many findings change the tables enough for plans to be made anew."""


class NightOutOfOrder(Exception):
    """A later night was noted before this one."""


@dataclass(frozen=True)
class Answers:
    """What a night could and could not tell, beside what it found."""

    looked: Collection[Place]  # code, region, period: they got an answer
    blind: Collection[Place] = ()  # they were asked, and could not be told
    undated: Collection[str] = ()  # rules that ask all that there is: stocks, lists without a year
    unknown: Mapping[Place, str] = field(default_factory=dict)  # the input that was missing
    wordings: Mapping[tuple[str, str], tuple[str, str]] = field(default_factory=dict)
    """(code, region) → the edition and the limits that the rule was asked with."""


@dataclass(frozen=True)
class Noted:
    """What became of a night's findings."""

    night: date
    findings: int
    raised: int  # recurrences included
    seen_again: int
    no_longer_observed: int
    came_back: int = 0  # found normal before, and changed or expired


@dataclass(frozen=True)
class _Tonight:
    """The night that is being noted."""

    number: int  # of the noting
    night: date
    now: datetime
    backlog: bool
    before: sa.Row[Any] | None  # the noting of the same night that this one replaces, if any
    previous: frozenset[int]  # alerts that were sighted in it
    ever: frozenset[int]  # alerts that were sighted in any noting of the night
    reworded: Mapping[tuple[str, str], str]  # rules that are asked otherwise than before
    again_within: Mapping[str, int]  # region → days after a closing, as R06 has them in force


class _Known(NamedTuple):
    """The last alert of an identity, as it stood before the night."""

    number: int
    recurrence: int
    state: str
    no_longer_observed: date | None
    testimony: str


@dataclass
class _Lines:
    """What a noting adds to the record."""

    since: int  # the last alert's number before it
    alerts: list[Values] = field(default_factory=list)
    testimonies: list[Values] = field(default_factory=list)
    sightings: list[Values] = field(default_factory=list)
    seen: set[int] = field(default_factory=set)
    recurred: set[int] = field(default_factory=set)  # closed ones that are found again


def note(
    connection: sa.Connection,
    night: date,
    findings: Iterable[Finding],
    *,
    answers: Answers,
    now: datetime,
    growth: Decimal = GROWTH,
) -> Noted:
    """Note a night within the transaction of the one writer; see `Ledger.note`."""
    places = set(answers.looked)
    tonight, new_wordings = _tonight(connection, night, now, answers)
    own = key(connection)
    found = {
        finding.identity: (finding, {**words(finding), "payee": payee_of(finding, own)})
        for finding in cover(once(findings), own)
    }
    mark = fingerprint(found, places)
    if tonight.before is not None and tonight.before.fingerprint == mark:
        return _told(tonight.before)
    known = _known(connection, None if tonight.before else _codes(found, answers))
    places |= _emptied(known, places, answers)
    lines = _lines(connection, tonight, found, known)
    silent = _silent(known, lines, places)
    row: Values = {
        "number": tonight.number,
        "night": night,
        "noted_at": now,
        "findings": len(found),
        "raised": len(lines.alerts),
        "seen_again": len(found) - len(lines.alerts),
        "no_longer_observed": len(silent),
        "fingerprint": mark,
    }
    connection.execute(sa.insert(noting), row)
    told = {name: row[name] for name in row if name not in {"number", "noted_at"}}
    append(connection, [Entry(MACHINE, "night.note", f"noting {tonight.number}", told)], now=now)
    _add(connection, tonight, lines, places)
    _say(connection, tonight, answers, known, new_wordings)
    again = None if tonight.before is None else tonight.before.number
    sight(connection, tonight.number, night, again, since=lines.since)
    inhibit(connection, tonight.number)
    mark_silent(connection, silent, night)
    if tonight.before is not None:
        mark_silent(connection, _no_longer_silent(tonight, known, lines, places), None)
        derive(connection, sorted(tonight.previous - lines.seen))
    back = come_back(connection, night, now=now, growth=growth)
    if len(found) >= MANY:
        recount(connection, alert, sighting, standing)
    return Noted(night, len(found), row["raised"], row["seen_again"], len(silent), back)


def _tonight(
    connection: sa.Connection, night: date, now: datetime, answers: Answers
) -> tuple[_Tonight, list[Values]]:
    last, notings = connection.execute(
        sa.select(sa.func.max(noting.c.night), sa.func.max(noting.c.number))
    ).one()
    if last is not None and night < last:
        raise NightOutOfOrder(
            f"the night of {night} comes after that of {last}, which is noted already: "
            "older nights are built and kept, not noted"
        )
    same = connection.execute(
        sa.select(noting).where(noting.c.night == night).order_by(noting.c.number)
    ).all()
    before = same[-1] if same else None
    seen = connection.execute(
        sa.select(sighting.c.alert, sighting.c.noting).where(
            sighting.c.noting.in_([row.number for row in same])
        )
    ).all()
    reworded, new_wordings = _reworded(connection, night, answers)
    tonight = _Tonight(
        number=(notings or 0) + 1,
        night=night,
        now=now,
        backlog=(notings or 0) == len(same),
        before=before,
        previous=frozenset(row.alert for row in seen if before and row.noting == before.number),
        ever=frozenset(row.alert for row in seen),
        reworded=reworded,
        again_within=_again_within(answers),
    )
    return tonight, [{"noting": tonight.number, **one} for one in new_wordings]


def _again_within(answers: Answers) -> dict[str, int]:
    asked_with = {
        region: json.loads(limits)
        for (code, region), (_, limits) in answers.wordings.items()
        if code == RECURS
    }
    return {region: int(limits["days"]) for region, limits in asked_with.items() if limits}


def _reworded(
    connection: sa.Connection, night: date, answers: Answers
) -> tuple[dict[tuple[str, str], str], list[Values]]:
    """Tell which rules are asked with another edition or limit than on the nights before."""
    before = {
        (row.code, row.region): row
        for row in connection.execute(
            sa.select(wording)
            .join(noting, noting.c.number == wording.c.noting)
            .where(noting.c.night < night)
            .order_by(wording.c.noting)
        )
    }
    reworded: dict[tuple[str, str], str] = {}
    rows: list[Values] = []
    for (code, region), (edition, limits) in sorted(answers.wordings.items()):
        was = before.get((code, region))
        if was is not None and (was.edition, was.limits) == (edition, limits):
            continue
        rows.append({"code": code, "region": region, "edition": edition, "limits": limits})
        if was is not None:
            reworded[code, region] = "edition" if was.edition != edition else "limit"
    return reworded, rows


def _told(row: sa.Row[Any]) -> Noted:
    return Noted(row.night, row.findings, row.raised, row.seen_again, row.no_longer_observed)


def _codes(found: Iterable[Identity], answers: Answers) -> list[str]:
    """Give the rules that a night says anything about: no other's alerts need be read for it."""
    return sorted(
        {place[0] for places in (found, answers.looked, answers.unknown) for place in places}
    )


def _known(connection: sa.Connection, codes: Sequence[str] | None) -> dict[Identity, _Known]:
    rows = connection.execute(
        sa.select(
            alert.c.code,
            alert.c.region,
            alert.c.period,
            alert.c.subject,
            alert.c.number,
            alert.c.recurrence,
            standing.c.state,
            standing.c.no_longer_observed,
            standing.c.testimony,
        )
        .join(standing, standing.c.alert == alert.c.number)
        .where(sa.true() if codes is None else alert.c.code.in_(codes))
    )
    known: dict[Identity, _Known] = {}
    for code, region, period, subject, *stood in chain.from_iterable(rows.partitions(5000)):
        identity, last = (code, region, period, subject), _Known(*stood)
        if identity not in known or known[identity].recurrence < last.recurrence:
            known[identity] = last
    return known


def _lines(
    connection: sa.Connection,
    tonight: _Tonight,
    found: Mapping[Identity, tuple[Finding, Values]],
    known: Mapping[Identity, _Known],
) -> _Lines:
    number = connection.execute(sa.select(sa.func.max(alert.c.number))).scalar() or 0
    lines = _Lines(number)
    closed = _closed(connection, {code for code, *_ in found.keys() - known.keys()})
    for identity, (finding, told) in found.items():
        last = known.get(identity)
        if last is None or _is_recurrence(tonight, last):
            number += 1
            seen = number
            lines.alerts.append(_alert(number, finding, last, tonight))
            lines.alerts[-1]["recurs"] = (
                _brings_back(tonight, finding, closed) if last is None else last.number
            )
            if last is not None:
                lines.recurred.add(last.number)
        else:
            seen = last.number
        lines.seen.add(seen)
        if last is None or seen != last.number or told["hash"] != last.testimony:
            lines.testimonies.append({"alert": seen, **told})
        lines.sightings.append(
            {
                "alert": seen,
                "noting": tonight.number,
                "severity": finding.severity.value,
                "at_stake": None if finding.at_stake is None else fen(finding.at_stake),
                "testimony": told["hash"],
            }
        )
    return lines


def _closed(
    connection: sa.Connection, codes: Collection[str]
) -> dict[tuple[str, str, str], tuple[date, int]]:
    """Give what was closed last of each rule, government and subject, whatever its period."""
    rows = connection.execute(
        sa.select(alert.c.code, alert.c.region, alert.c.subject, move.c.at, alert.c.number)
        .join(standing, standing.c.alert == alert.c.number)
        .join(move, move.c.number == standing.c.version)
        .where(standing.c.state == State.CLOSED.value, alert.c.code.in_(sorted(codes)))
        .order_by(move.c.at, alert.c.number)
    )
    return {
        (code, region, subject): (at.astimezone(SHANGHAI).date(), number)
        for code, region, subject, at, number in rows
    }


def _brings_back(
    tonight: _Tonight, finding: Finding, closed: Mapping[tuple[str, str, str], tuple[date, int]]
) -> int | None:
    """Give the alert that a new one of another period brings back soon after its closing."""
    within = tonight.again_within.get(finding.region)
    last = closed.get((finding.code, finding.region, finding.subject))
    if within is None or last is None:
        return None
    closed_on, number = last
    return number if 0 <= (tonight.night - closed_on).days <= within else None


def _is_recurrence(tonight: _Tonight, last: _Known) -> bool:
    return last.state == State.CLOSED and last.number not in tonight.ever


def _alert(number: int, finding: Finding, last: _Known | None, tonight: _Tonight) -> Values:
    return {
        "number": number,
        "code": finding.code,
        "rule": finding.rule,
        "region": finding.region,
        "period": finding.period,
        "subject": finding.subject,
        "recurrence": 0 if last is None else last.recurrence + 1,
        "unit": finding.unit,
        "first_seen": tonight.night,
        "backlog": tonight.backlog,
        "raised_at": tonight.now,
        "because": tonight.reworded.get((finding.code, finding.region)) if last is None else None,
    }


def _emptied(known: Iterable[Identity], places: Collection[Place], answers: Answers) -> set[Place]:
    """Give the periods that have alerts and of which no subject is left to look at.

    They are months and quarters of a year that was asked, and years of what has none: nothing was
    said of them, neither an answer nor that there is none.
    """
    years = {(code, region, period[:YEAR]) for code, region, period in places}
    every = {(code, region) for code, region, _ in places if code in answers.undated}
    return {
        (code, region, period)
        for code, region, period, _ in known
        if (
            (len(period) > YEAR and (code, region, period[:YEAR]) in years)
            or (code, region) in every
        )
        and (code, region, period) not in answers.blind
    }


def _silent(
    known: Mapping[Identity, _Known],
    lines: _Lines,
    places: Collection[Place],
) -> set[int]:
    """Give the alerts that were asked about tonight and are not there, and were until now."""
    return {
        last.number
        for identity, last in known.items()
        if identity[:3] in places
        and last.no_longer_observed is None
        and last.number not in lines.seen
        and last.number not in lines.recurred
    }


def _no_longer_silent(
    tonight: _Tonight,
    known: Mapping[Identity, _Known],
    lines: _Lines,
    places: Collection[Place],
) -> set[int]:
    """Give the alerts that an earlier noting of this night missed, and this one can't tell of."""
    return {
        last.number
        for identity, last in known.items()
        if last.no_longer_observed == tonight.night
        and last.number not in lines.seen
        and (identity[:3] not in places or last.number in lines.recurred)
    }


def _add(
    connection: sa.Connection, tonight: _Tonight, lines: _Lines, places: Collection[Place]
) -> None:
    named = ("code", "region", "period")
    looked = [
        {"noting": tonight.number, **dict(zip(named, place, strict=True))}
        for place in sorted(places)
    ]
    for table, rows in (
        (alert, lines.alerts),
        (sighting, lines.sightings),
        (asked, looked),
    ):
        add_rows(connection, table, rows)
    new = {row["number"] for row in lines.alerts}
    add_rows(connection, testimony, [row for row in lines.testimonies if row["alert"] in new])
    told = [row for row in lines.testimonies if row["alert"] not in new]
    if told:  # some may have been seen so before
        dialect = sqlite if connection.dialect.name == "sqlite" else postgresql
        connection.execute(dialect.insert(testimony).on_conflict_do_nothing(), told)


def _say(
    connection: sa.Connection,
    tonight: _Tonight,
    answers: Answers,
    known: Mapping[Identity, _Known],
    new_wordings: list[Values],
) -> None:
    """Keep what the night could not answer, of what has alerts, and how it asked."""
    concerned = {identity[:3] for identity in known}
    missing = [
        {"noting": tonight.number, "code": c, "region": r, "period": p, "reason": reason}
        for (c, r, p), reason in sorted(answers.unknown.items())
        if (c, r, p) in concerned
    ]
    if missing:
        connection.execute(sa.insert(unanswered), missing)
    if new_wordings:
        connection.execute(sa.insert(wording), new_wordings)
