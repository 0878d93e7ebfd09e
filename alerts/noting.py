"""记入台账. One night's findings become alerts raised, alerts seen again, and alerts gone quiet."""

import hashlib
import json
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from alerts.alert import evidence_written
from alerts.finding import Finding
from alerts.schema import alert, asked, noting, sighting, standing, testimony
from alerts.standing import derive, mark_silent, sight
from alerts.workflow import State
from warehouse.money import fen

Identity = tuple[str, str, str, str]
Place = tuple[str, str, str]  # code, region, period
Values = dict[str, Any]


class NightOutOfOrder(Exception):
    """A later night was noted before this one."""


class FoundTwice(Exception):
    """Two findings of a night have one identity, so that they would be one alert."""


@dataclass(frozen=True)
class Noted:
    """What became of a night's findings."""

    night: date
    findings: int
    raised: int  # recurrences included
    seen_again: int
    no_longer_observed: int


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


@dataclass(frozen=True)
class _Known:
    """The last alert of an identity, as it stood before the night."""

    number: int
    recurrence: int
    state: str
    no_longer_observed: date | None


@dataclass
class _Lines:
    """What a noting adds to the record."""

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
    looked: Collection[Place],
    now: datetime,
) -> Noted:
    """Note a night within the transaction of the one writer; see `Ledger.note`."""
    places = set(looked)
    tonight = _tonight(connection, night, now)
    found = {finding.identity: (finding, _words(finding)) for finding in _once(findings)}
    fingerprint = _fingerprint(found, places)
    if tonight.before is not None and tonight.before.fingerprint == fingerprint:
        return _told(tonight.before)
    known = _known(connection)
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
        "fingerprint": fingerprint,
    }
    connection.execute(sa.insert(noting), row)
    _add(connection, tonight, lines, places)
    sight(connection, tonight.number, night, tonight.before and tonight.before.number)
    mark_silent(connection, silent, night)
    if tonight.before is not None:
        mark_silent(connection, _no_longer_silent(tonight, known, lines, places), None)
        derive(connection, sorted(tonight.previous - lines.seen))
    return Noted(night, len(found), row["raised"], row["seen_again"], len(silent))


def _tonight(connection: sa.Connection, night: date, now: datetime) -> _Tonight:
    last, notings = connection.execute(
        sa.select(sa.func.max(noting.c.night), sa.func.max(noting.c.number))
    ).one()
    if last is not None and night < last:
        raise NightOutOfOrder(
            f"the night of {night} comes after that of {last}, which is noted already: "
            "older nights are built and kept, not noted"
        )
    before = connection.execute(
        sa.select(noting).where(noting.c.night == night).order_by(noting.c.number.desc()).limit(1)
    ).one_or_none()
    others = connection.execute(
        sa.select(sa.func.count()).select_from(noting).where(noting.c.night != night)
    ).scalar_one()
    seen = connection.execute(
        sa.select(sighting.c.alert, sighting.c.noting)
        .join(noting, noting.c.number == sighting.c.noting)
        .where(noting.c.night == night)
    ).all()
    return _Tonight(
        number=(notings or 0) + 1,
        night=night,
        now=now,
        backlog=others == 0,
        before=before,
        previous=frozenset(row.alert for row in seen if before and row.noting == before.number),
        ever=frozenset(row.alert for row in seen),
    )


def _once(findings: Iterable[Finding]) -> list[Finding]:
    seen: dict[Identity, Finding] = {}
    for finding in map(_storable, findings):
        if finding.identity in seen:
            code, region, period, subject = finding.identity
            raise FoundTwice(
                f"{code} found {subject!r} of {region} in {period} twice in one night: "
                "a rule gives one row for each subject; correct its sql"
            )
        seen[finding.identity] = finding
    return list(seen.values())


def _storable(finding: Finding) -> Finding:
    """Show a NUL in a name, which PostgreSQL does not take, as the picture of one."""
    names = ("region", "period", "subject", "unit")
    shown = {
        name: text.replace("\0", "␀")
        for name in names
        if (text := getattr(finding, name)) is not None and "\0" in text
    }
    return replace(finding, **shown) if shown else finding


def _words(finding: Finding) -> Values:
    total = None if finding.evidence_total is None else fen(finding.evidence_total)
    words: Values = {
        "edition": finding.edition,
        "operands": json.dumps(dict(finding.operands), ensure_ascii=False),
        "limits": json.dumps(
            {name: dict(limit) for name, limit in finding.limits.items()}, ensure_ascii=False
        ),
        "evidence": evidence_written(finding.evidence),
        "evidence_rows": finding.evidence_rows,
    }
    mark = hashlib.sha256("\n".join(map(str, [*words.values(), total])).encode())
    return {**words, "evidence_total": total, "hash": mark.hexdigest()[:32]}


def _fingerprint(
    found: Mapping[Identity, tuple[Finding, Values]], places: Collection[Place]
) -> str:
    seen = hashlib.sha256()
    for identity, (finding, words) in sorted(found.items(), key=lambda item: item[0]):
        seen.update(f"{identity} {finding.severity} {finding.at_stake} {words['hash']}\n".encode())
    for place in sorted(places):
        seen.update(f"{place}\n".encode())
    return seen.hexdigest()


def _told(row: sa.Row[Any]) -> Noted:
    return Noted(row.night, row.findings, row.raised, row.seen_again, row.no_longer_observed)


def _known(connection: sa.Connection) -> dict[Identity, _Known]:
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
        )
        .join(standing, standing.c.alert == alert.c.number)
        .order_by(alert.c.recurrence)
    )
    return {
        (code, region, period, subject): _Known(number, recurrence, state, silent)
        for code, region, period, subject, number, recurrence, state, silent in rows
    }


def _lines(
    connection: sa.Connection,
    tonight: _Tonight,
    found: Mapping[Identity, tuple[Finding, Values]],
    known: Mapping[Identity, _Known],
) -> _Lines:
    lines = _Lines()
    number = connection.execute(sa.select(sa.func.max(alert.c.number))).scalar() or 0
    for identity, (finding, words) in found.items():
        last = known.get(identity)
        if last is None or _is_recurrence(tonight, last):
            number += 1
            seen = number
            lines.alerts.append(_alert(number, finding, last, tonight))
            if last is not None:
                lines.recurred.add(last.number)
        else:
            seen = last.number
        lines.seen.add(seen)
        lines.testimonies.append({"alert": seen, **words})
        lines.sightings.append(
            {
                "alert": seen,
                "noting": tonight.number,
                "severity": finding.severity.value,
                "at_stake": None if finding.at_stake is None else fen(finding.at_stake),
                "testimony": words["hash"],
            }
        )
    return lines


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
        "recurs": None if last is None else last.number,
        "unit": finding.unit,
        "first_seen": tonight.night,
        "backlog": tonight.backlog,
        "raised_at": tonight.now,
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
        if rows:
            connection.execute(sa.insert(table), rows)
    if lines.testimonies:
        dialect = sqlite if connection.dialect.name == "sqlite" else postgresql
        connection.execute(dialect.insert(testimony).on_conflict_do_nothing(), lines.testimonies)
