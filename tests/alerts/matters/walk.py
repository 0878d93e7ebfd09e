"""Matters for tests: only what a story names differs from the usual one."""

import io
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from alerts.actor import Actor
from alerts.desk import Desk
from alerts.desk import Order as AlertOrder
from alerts.ledger import Ledger
from alerts.matters.desk import Matters
from alerts.matters.files import Kept, keep_file
from alerts.matters.given import Draft, Order
from alerts.matters.kinds import KINDS
from alerts.matters.standing import Stands
from tests.alerts.found import LOOKED, MONDAY, NOON, found
from tests.alerts.people import LEADER, LI, UNIT, WANG

SOURCES: dict[str, dict[str, Any]] = {
    "warning": {},
    "audit_problem": {"problem": "P17", "audit_year": 2025},
    "review_opinion": {"meeting": "第三十一次会议", "agenda_item": "议程三"},
    "suggestion": {"from": "代表联络站二维码"},
    "interview": {"deputies": "代表三人", "official": "局长", "met_on": "2026-03-20"},
    "livelihood_project": {
        "year": 2026, "voted_on": "2026-01-20", "votes_for": 301, "votes_against": 2,
        "abstentions": 5,
    },
    "budget_review": {"draft": "水利局预算草案", "asked": "两位专家", "asked_by": "2026-04-10"},
}  # fmt: skip
LATER = NOON + timedelta(days=91)


def drafted(kind: str = "warning", **other: Any) -> Draft:
    told: dict[str, Any] = {
        "kind": kind,
        "region": "419801",
        "unit": "101001",
        "subject": "超预算支付",
        "facts": "三月支付超过指标。",
        "law": "预算法第十三条",
        "request": "请说明原因并整改。",
        "addressee": "水利局",
        "source": SOURCES[kind],
        "alerts": (1,) if kind == "warning" else (),
    }
    return Draft(**{**told, **other})


def confirmed(ledger: Ledger, *numbers: int) -> None:
    names = ("A", "B", "C")[: max(numbers)]
    ledger.note(MONDAY, [found(n) for n in names], looked=LOOKED, now=NOON)
    for number in numbers:
        Desk(ledger.engine).move(number, AlertOrder("confirm"), by=WANG, now=NOON)


def take(
    matters: Matters, number: int, move: str, by: Actor, *, now: datetime = NOON, **given: Any
) -> Stands:
    files = given.pop("files", ())
    return matters.move(number, Order(move, given, files), by=by, now=now)


def opened(matters: Matters, kind: str, **other: Any) -> int:
    return matters.draft(drafted(kind, **other), by=WANG, now=NOON).matter


def issued(matters: Matters, kind: str, **other: Any) -> int:
    number = opened(matters, kind, **other)
    if KINDS[kind].approved:
        take(matters, number, "approve", LEADER)
    take(matters, number, "issue", WANG)
    return number


def replied(matters: Matters, kind: str, **other: Any) -> int:
    number = issued(matters, kind, **other)
    take(matters, number, "receive", UNIT)
    take(
        matters, number, "reply", UNIT, measures="收回资金", reason="done", amount=Decimal("20.10")
    )
    return number


def accepted(matters: Matters, kind: str, **other: Any) -> int:
    number = replied(matters, kind, **other)
    take(matters, number, "accept", LI, words="凭证已核对")
    return number


def closed(matters: Matters, kind: str, **other: Any) -> int:
    number = accepted(matters, kind, **other)
    vote = {"reason": "satisfied"} if KINDS[kind].vote else {}
    take(matters, number, "close", LEADER, **vote)
    return number


def evidence(folder: Path, name: str = "凭证.pdf", content: bytes = b"%PDF-1.7 proof") -> Kept:
    return keep_file(folder, name, io.BytesIO(content))


FRIDAY = date(2026, 4, 10)
