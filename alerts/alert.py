"""预警. An alert as its readers see it, with its sightings, its testimony and its history."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import sqlalchemy as sa

from alerts.finding import Evidence
from alerts.rule import Severity
from alerts.workflow import State
from warehouse.sensitive import masked as hidden
from warehouse.sensitive import masked_row, operand_kind

_written = json.JSONEncoder(ensure_ascii=False).encode


@dataclass(frozen=True)
class Alert:
    """One alert and where it stands."""

    number: int
    code: str
    rule: str
    region: str
    period: str
    subject: str
    unit: str | None
    severity: Severity
    state: State
    at_stake: Decimal | None  # yuan
    first_seen: date
    last_seen: date
    sightings: int
    no_longer_observed: date | None  # since this night
    backlog: bool  # found on the site's first night: before the start
    recurrence: int  # 0: the first time
    recurs: int | None  # number of the closed alert that it is found again from
    raised_at: datetime
    because: str | None = None  # edition, limit: what had changed on the night that raised it
    version: int = 0  # its last move; whoever moves it says which one they saw
    owner: str | None = None  # who has taken it
    muted_until: date | None = None  # the last day of the silences over it
    inhibited: str | None = None  # the missing input that keeps it from being looked at
    bundle: int | None = None  # the alert that it was merged into


@dataclass(frozen=True)
class Listed:
    """One page of a list, and the cursor of the next one."""

    items: list[Alert]
    next: str | None


@dataclass(frozen=True)
class Facets:
    """How many alerts there are of each."""

    severity: Mapping[Severity, int]
    state: Mapping[State, int]
    code: Mapping[str, int]
    unit: Mapping[str, int]


@dataclass(frozen=True)
class Sighting:
    """One night on which an alert was seen."""

    night: date
    severity: Severity
    at_stake: Decimal | None
    edition: str
    testimony: str  # hash of what it rests on: the same while nothing changes


@dataclass(frozen=True)
class Numbers:
    """What a formula was filled with at a sighting: its operands, and the limits in force."""

    operands: Mapping[str, str | None]
    limits: Mapping[str, Mapping[str, str]]


@dataclass(frozen=True)
class Testimony(Numbers):
    """What a sighting rests on: the formula's numbers, the limits in force, and the rows."""

    edition: str
    evidence: Sequence[Evidence]
    evidence_rows: int
    evidence_total: Decimal | None


@dataclass(frozen=True)
class Moved:
    """One step that somebody took."""

    at: datetime
    actor: str
    move: str
    from_state: State
    to_state: State
    reason: str  # in the mover's words
    cause: str | None = None  # of the step's list of reasons
    until: date | None = None


def alert_of(row: sa.Row[Any]) -> Alert:
    """Read an alert from a row of the ledger."""
    return Alert(
        number=row.number,
        code=row.code,
        rule=row.rule,
        region=row.region,
        period=row.period,
        subject=row.subject,
        unit=row.unit,
        severity=Severity(row.severity),
        state=State(row.state),
        at_stake=row.at_stake,
        first_seen=row.first_seen,
        last_seen=row.last_seen,
        sightings=row.sightings,
        no_longer_observed=row.no_longer_observed,
        backlog=row.backlog,
        recurrence=row.recurrence,
        recurs=row.recurs,
        raised_at=row.raised_at,
        because=row.because,
        version=row.version,
        owner=row.owner,
        muted_until=row.muted_until,
        inhibited=row.inhibited,
        bundle=row.bundle,
    )


def masked(told: Testimony) -> Testimony:
    """Give what a sighting rests on to whoever may not see natural persons and account numbers."""
    return replace(
        told,
        operands=masked_operands(told.operands),
        evidence=[
            replace(row, row=masked_row(row.feed, row.row), key=_masked_key(row))
            for row in told.evidence
        ],
    )


def masked_operands(operands: Mapping[str, str | None]) -> dict[str, str | None]:
    """Give a formula's numbers to whoever may not see natural persons and account numbers."""
    return {name: hidden(operand_kind(name), text) for name, text in operands.items()}


def is_sensitive(told: Testimony) -> bool:
    """Tell whether it names a natural person or an account."""
    return masked(told) != told


def _masked_key(row: Evidence) -> dict[str, str]:
    return {name: text or "" for name, text in masked_row(row.feed, row.key).items()}


def evidence_written(evidence: Sequence[Evidence]) -> str:
    """Write evidence rows as they are kept, the same rows always the same way."""
    return _written([{**vars(row), "key": dict(row.key), "row": dict(row.row)} for row in evidence])


def evidence_of(text: str) -> list[Evidence]:
    """Read evidence rows as they were kept."""
    return [Evidence(**row) for row in json.loads(text)]
