"""化名. A keyed hash stands for a natural person or an account wherever an alert is named.

Subjects and payees of alerts travel on: into lists, addresses, logs, letters. What a finding calls
`account/6200991` the ledger calls `account/~` and sixteen digits, the same for the same account,
and telling nothing to whoever has not the ledger's own key. The night's file keeps the text.
"""

import hashlib
import hmac
import json
import secrets
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from alerts.finding import Finding
from alerts.handled import silence
from alerts.schema import alert, ledger, standing, testimony
from alerts.trail import MACHINE, Entry, append
from warehouse.sensitive import Sensitivity, is_person, operand_kind

secret = sa.Table(
    "secret",
    ledger,
    sa.Column("name", sa.Text, primary_key=True),
    sa.Column("value", sa.Text, nullable=False),
    comment="Keys that the site made for itself; a backup of the ledger holds them",
)

_MARK = "~"


def key(connection: sa.Connection, name: str = "subject") -> bytes:
    """Give the ledger's own key of a name; it is made at its first use, by the one writer."""
    query = sa.select(secret.c.value).where(secret.c.name == name)
    kept = connection.execute(query).scalar()
    if kept is None:
        kept = secrets.token_hex(32)
        connection.execute(sa.insert(secret).values(name=name, value=kept))
    return bytes.fromhex(kept)


def covered(text: str, key: bytes) -> str:
    """Give what stands for a text: the same for the same text and key."""
    return _MARK + hmac.new(key, text.encode("utf-8", "replace"), hashlib.sha256).hexdigest()[:16]


def cover(findings: Iterable[Finding], key: bytes) -> list[Finding]:
    """Give findings with subjects that name neither a natural person nor an account."""
    return [_cover(finding, key) for finding in findings]


def payee_of(finding: Finding, key: bytes) -> str | None:
    """Give the payee whom all rows of a finding name, a natural person under cover; else None."""
    payees = {payee for row in finding.evidence if (payee := row.row.get("payee"))}
    if len(payees) != 1:
        return None
    payee = payees.pop()
    return covered(payee, key) if is_person(payee) else payee


def cover_ledger(connection: sa.Connection, *, now: datetime) -> int:
    """Cover the subjects and payees that a ledger kept plain, from before they were covered.

    Within the transaction of the one writer. No line of the record names a subject's text, so the
    chain stands as it stood; one line is added that says what was done. An alert that was raised
    anew under its covered subject in the meantime becomes a recurrence of the plain one. Gives the
    number of alerts that were covered.
    """
    plain = _plain_alerts(connection)
    payees = [
        payee
        for payee in connection.execute(sa.select(testimony.c.payee).distinct()).scalars()
        if payee and not payee.startswith(_MARK) and is_person(payee)
    ]
    if not plain and not payees:
        return 0
    own = key(connection)
    same: dict[tuple[str, ...], list[Any]] = {}
    for row in plain:
        subject = _subject(row.subject, json.loads(row.operands), own)
        same.setdefault((row.code, row.region, row.period, subject), []).append(row)
    for identity, rows in same.items():
        _take_over(connection, identity, rows)
    for payee in payees:
        _set(connection, testimony.c.payee, payee, covered(payee, own))
    told = {"alerts": len(plain), "payees": len(payees)}
    append(connection, [Entry(MACHINE, "ledger.cover", "ledger", told)], now=now)
    return len(plain)


def _plain_alerts(connection: sa.Connection) -> list[Any]:
    """Give the alerts whose subject names a person or an account as they were last seen."""
    names = ("number", "code", "region", "period", "subject", "recurrence")
    rows = connection.execute(
        sa.select(*(alert.c[name] for name in names), testimony.c.operands)
        .join(standing, standing.c.alert == alert.c.number)
        .join(
            testimony,
            (testimony.c.alert == alert.c.number) & (testimony.c.hash == standing.c.testimony),
        )
        .order_by(alert.c.recurrence)
    )
    return [
        row for row in rows if _subject(row.subject, json.loads(row.operands), b"") != row.subject
    ]


def _take_over(connection: sa.Connection, identity: tuple[str, ...], rows: Sequence[Any]) -> None:
    """Give plain alerts their covered identity, before those that have it already."""
    named = ("code", "region", "period", "subject")
    where = [alert.c[name] == value for name, value in zip(named, identity, strict=True)]
    since: Sequence[Any] = connection.execute(
        sa.select(alert.c.number, alert.c.recurs).where(*where).order_by(alert.c.recurrence.desc())
    ).all()
    for row in since:
        values = {"recurrence": alert.c.recurrence + len(rows)}
        if row.recurs is None:
            values["recurs"] = sa.literal(rows[-1].number)
        connection.execute(sa.update(alert).where(alert.c.number == row.number).values(values))
    for row in rows:
        mine = sa.update(alert).where(alert.c.number == row.number)
        connection.execute(mine.values(subject=identity[-1]))
        _set(connection, silence.c.subject, row.subject, identity[-1])


def _set(connection: sa.Connection, column: sa.Column[Any], was: str, now: str) -> None:
    connection.execute(sa.update(column.table).where(column == was).values({column: now}))


def _cover(finding: Finding, key: bytes) -> Finding:
    shown = _subject(finding.subject, finding.operands, key)
    return finding if shown == finding.subject else replace(finding, subject=shown)


def _subject(subject: str, operands: Mapping[str, str | None], key: bytes) -> str:
    told = [(operand_kind(name), text) for name, text in operands.items() if text]
    accounts = {text.replace("/", "／") for kind, text in told if kind is Sensitivity.ACCOUNT}
    names = any(kind is Sensitivity.NAME for kind, _ in told)
    if not (accounts or names):
        return subject
    return "/".join(
        covered(part, key) if part in accounts or (names and is_person(part)) else part
        for part in subject.split("/")
    )
