"""化名. A keyed hash stands for a natural person or an account wherever an alert is named.

Subjects and payees of alerts travel on: into lists, addresses, logs, letters. What a finding calls
`account/6200991` the ledger calls `account/~` and sixteen digits, the same for the same account,
and telling nothing to whoever has not the ledger's own key. The night's file keeps the text.
"""

import hashlib
import hmac
import secrets
from collections.abc import Iterable
from dataclasses import replace

import sqlalchemy as sa

from alerts.finding import Finding
from alerts.schema import ledger
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


def _cover(finding: Finding, key: bytes) -> Finding:
    told = {name: text for name, text in finding.operands.items() if text}
    kinds = {name: operand_kind(name) for name in told}
    accounts = {
        told[name].replace("/", "／") for name, kind in kinds.items() if kind is Sensitivity.ACCOUNT
    }
    names = Sensitivity.NAME in kinds.values()
    parts = finding.subject.split("/")
    shown = [
        covered(part, key) if part in accounts or (names and is_person(part)) else part
        for part in parts
    ]
    return finding if shown == parts else replace(finding, subject="/".join(shown))
