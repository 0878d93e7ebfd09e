"""法定事项补录. Legal events that the committee's own staff type in, line by line."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

import sqlalchemy as sa

from alerts.database import writing
from alerts.rule import Text
from alerts.schema import Instant, Yuan, ledger
from alerts.trail import Entry, append
from warehouse.money import FEN
from warehouse.period import SHANGHAI

typed_event = sa.Table(
    "typed_event",
    ledger,
    sa.Column("number", sa.Integer, primary_key=True, autoincrement=True),
    sa.Column("at", Instant, nullable=False),
    sa.Column("actor", sa.Text, nullable=False),
    sa.Column("reason", sa.Text, nullable=False),
    sa.Column("withdrawn", sa.Boolean, nullable=False),
    sa.Column("event", sa.Text, nullable=False, index=True),
    sa.Column("region", sa.Text, nullable=False),
    sa.Column("fiscal_year", sa.Integer, nullable=False),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("subject", sa.Text),
    sa.Column("happened_on", sa.Date),
    sa.Column("amount", Yuan),
    sa.Column("document", sa.Text),
    sqlite_autoincrement=True,
    comment="Legal events typed in by staff; the last line of an event and government stands",
)

KINDS: Mapping[str, Text] = {
    "budget_approved": Text("人代会批准预算", "budget approved"),
    "department_replied": Text("批复部门预算", "department's budget handed down"),
    "unit_replied": Text("批复单位预算", "unit's budget handed down"),
    "budget_published": Text("公开预算", "budget published"),
    "final_accounts_approved": Text("批准决算", "final accounts approved"),
    "final_accounts_replied": Text("批复决算", "final accounts handed down"),
    "final_accounts_published": Text("公开决算", "final accounts published"),
    "adjustment_approved": Text("批准预算调整", "budget revision approved"),
    "borrowing_approved": Text("批准举借债务", "borrowing approved"),
    "asset_report": Text("国有资产管理情况报告", "report on state assets"),
    "debt_report": Text("政府债务管理情况报告", "report on government debt"),
    "audit_report": Text("审计工作报告", "audit report"),
    "rectification_report": Text("审计整改情况报告", "report on remedies"),
    "draft_submitted": Text("提交预算草案", "draft budget submitted"),
    "meeting": Text("会议", "meeting"),
}
"""What the law dates, as the feed names it."""

OF_ONE = frozenset({"department_replied", "unit_replied"})
"""Kinds that are a department's or a unit's own, and so name it."""

AHEAD = frozenset({"meeting"})
"""Kinds that may be dated ahead: they are called before they happen."""

FIELDS = (
    "event", "region", "fiscal_year", "kind", "subject", "happened_on", "amount", "document",
)  # fmt: skip
LONGEST = 200
MOST = Decimal(10) ** 16


class EventRefused(Exception):
    """What was typed can't be an event; `faults` says so field by field."""

    def __init__(self, faults: Mapping[str, str]) -> None:
        super().__init__("; ".join(faults.values()))
        self.faults = dict(faults)


class EventUnknown(Exception):
    """No such event was typed, or it is withdrawn."""


@dataclass(frozen=True)
class LegalEvent:
    """One event, in the columns of the feed `legal_event`."""

    event: str
    region: str
    fiscal_year: int
    kind: str
    subject: str | None = None
    happened_on: date | None = None
    amount: Decimal | None = None
    document: str | None = None


@dataclass(frozen=True)
class TypedEvent:
    """One line that somebody typed: a new event, a correction of one, or its withdrawal."""

    number: int
    at: datetime
    actor: str
    reason: str
    withdrawn: bool
    event: LegalEvent


def read(typed: Mapping[str, str], today: date) -> LegalEvent:
    """Read an event from what was typed under the names of the feed's columns.

    An empty `event` is numbered when it is added.

    Raises:
        EventRefused: a field is missing or can't be read; every fault is named.
    """
    given = {name: typed.get(name, "").strip() for name in FIELDS}
    faults: dict[str, str] = {}
    for name, value in given.items():
        if len(value) > LONGEST or not value.isprintable():
            faults[name] = f"{name} is longer than {LONGEST} or holds what cannot be printed"
    region, kind = given["region"], given["kind"]
    if not (region.isascii() and region.isdigit() and len(region) in (6, 9)):
        faults["region"] = f"region is {region!r}: give the government's code of 6 or 9 digits"
    if kind not in KINDS:
        faults["kind"] = f"kind is {kind!r}: it is one of {', '.join(KINDS)}"
    if kind in OF_ONE and not given["subject"]:
        faults["subject"] = f"subject is empty: {kind} is a department's or unit's own, name it"
    year = _whole(given["fiscal_year"])
    if year is None or not 1949 <= year <= 2100:
        faults["fiscal_year"] = (
            f"fiscal_year is {given['fiscal_year']!r}: give a year, such as {today.year}"
        )
    happened_on = _day(given["happened_on"], kind, today, faults)
    amount = _money(given["amount"], faults)
    if faults:
        raise EventRefused(faults)
    assert year is not None
    return LegalEvent(
        given["event"], region, year, kind, given["subject"] or None, happened_on, amount,
        given["document"] or None,
    )  # fmt: skip


def _whole(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) == 4 else None


def _day(text: str, kind: str, today: date, faults: dict[str, str]) -> date | None:
    if not text:
        return None
    try:
        day = date.fromisoformat(text)
    except ValueError:
        faults["happened_on"] = f"happened_on is {text!r}: write the day as 2026-03-31, or nothing"
        return None
    if day > today and kind not in AHEAD:
        faults["happened_on"] = (
            f"happened_on is {day}, after today, {today}: leave it empty until it has happened"
        )
    elif day.year < 1949:
        faults["happened_on"] = f"happened_on is {day}: give a day since 1949"
    return day


def _money(text: str, faults: dict[str, str]) -> Decimal | None:
    if not text:
        return None
    try:
        amount = Decimal(text.replace(",", "").replace("\uff0c", ""))
        if amount.is_finite() and abs(amount) < MOST and amount == amount.quantize(FEN):
            return amount.quantize(FEN)
    except InvalidOperation:
        pass
    faults["amount"] = f"amount is {text!r}: give yuan with at most two decimals, or nothing"
    return None


class LegalEvents:
    """The typed events of a ledger; a line is never changed, only followed by another."""

    def __init__(self, engine: sa.Engine) -> None:
        self._engine = engine

    def add(self, event: LegalEvent, *, actor: str, reason: str, now: datetime) -> TypedEvent:
        """Type an event in, or a correction of one that was typed in before.

        Raises:
            EventRefused: nobody signs it, it says what stands already, or it corrects without a
                reason.
        """
        _must_sign(actor)
        with writing(self._engine) as connection:
            if not event.event:
                event = _numbered(connection, event)
            before = _latest(connection, event.event, event.region)
            if before is not None and not before.withdrawn:
                if before.event == event:
                    raise EventRefused(
                        {"event": f"{event.event} of {event.region} is typed in just like this"}
                    )
                if not reason.strip():
                    raise EventRefused(
                        {
                            "reason": f"{event.event} of {event.region} was typed in by "
                            f"{before.actor}: a correction gives its reason"
                        }
                    )
            return _write(connection, event, actor, reason, now, withdrawn=False)

    def withdraw(
        self, event: str, region: str, *, actor: str, reason: str, now: datetime
    ) -> TypedEvent:
        """Take a typed event back; what was delivered of the same number stands again.

        Raises:
            EventUnknown: no such event stands.
            EventRefused: nobody signs it, or no reason is given.
        """
        _must_sign(actor)
        if not reason.strip():
            raise EventRefused({"reason": "a withdrawal gives its reason"})
        with writing(self._engine) as connection:
            before = _latest(connection, event, region)
            if before is None or before.withdrawn:
                raise EventUnknown(
                    f"no event {event!r} of {region!r} stands that was typed in: "
                    "`pursewatch events list` shows them"
                )
            return _write(connection, before.event, actor, reason, now, withdrawn=True)

    def lines(self, known: date | None = None) -> Sequence[TypedEvent]:
        """Give every line typed up to the end of a day, in order; None: every one."""
        with self._engine.connect() as connection:
            rows = connection.execute(sa.select(typed_event).order_by(typed_event.c.number))
            told = [_of(row) for row in rows]
        return [
            line for line in told if known is None or line.at.astimezone(SHANGHAI).date() <= known
        ]

    def standing(self, known: date | None = None) -> Sequence[TypedEvent]:
        """Give the lines that stand: the last of each event that is not withdrawn."""
        latest = {(line.event.event, line.event.region): line for line in self.lines(known)}
        return sorted(
            (line for line in latest.values() if not line.withdrawn), key=lambda line: line.number
        )


def _must_sign(actor: str) -> None:
    if not actor.strip():
        raise EventRefused({"actor": "nobody signs it: say who types it in"})


def _numbered(connection: sa.Connection, event: LegalEvent) -> LegalEvent:
    last = connection.execute(sa.select(sa.func.max(typed_event.c.number))).scalar()
    values = {name: getattr(event, name) for name in FIELDS}
    return LegalEvent(**{**values, "event": f"T{(last or 0) + 1}"})


def _latest(connection: sa.Connection, event: str, region: str) -> TypedEvent | None:
    row = connection.execute(
        sa.select(typed_event)
        .where(typed_event.c.event == event, typed_event.c.region == region)
        .order_by(typed_event.c.number.desc())
        .limit(1)
    ).one_or_none()
    return None if row is None else _of(row)


def _write(
    connection: sa.Connection,
    event: LegalEvent,
    actor: str,
    reason: str,
    now: datetime,
    *,
    withdrawn: bool,
) -> TypedEvent:
    values: dict[str, Any] = {name: getattr(event, name) for name in FIELDS}
    told = {"at": now, "actor": actor.strip(), "reason": reason.strip(), "withdrawn": withdrawn}
    written = connection.execute(sa.insert(typed_event).values(**values, **told))
    number = written.inserted_primary_key
    assert number is not None
    act = "event.withdraw" if withdrawn else "event.type"
    words = {**values, "line": number[0], "reason": reason.strip()}
    subject = f"{event.region}/{event.event}"
    append(connection, [Entry(actor.strip(), act, subject, words)], now=now)
    return TypedEvent(number[0], now, actor.strip(), reason.strip(), withdrawn, event)


def _of(row: sa.Row[Any]) -> TypedEvent:
    event = LegalEvent(**{name: getattr(row, name) for name in FIELDS})
    return TypedEvent(row.number, row.at, row.actor, row.reason, row.withdrawn, event)
