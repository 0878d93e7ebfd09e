"""决定. What people decided about rules: limits, switches and filters, each kept for ever.

A decision is never changed: it is approved or revoked by a later line. What is in force is read off
all of them for the day of a night, and for the day up to which a night may know.
"""

import hashlib
import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from enum import StrEnum

import sqlalchemy as sa

from alerts.database import writing
from alerts.limits import TIERS, LimitUnknown, Override, read_value, written
from alerts.rule import Provenance, Rule
from alerts.schema import decision, previewed, ruling
from alerts.scope import NATION, stem
from alerts.switches import Filter, Place, Switch
from alerts.trail import Entry, append

OPERATOR = "operator"
"""Who acts on the command line where nobody is named."""

LONGEST = 2000
REGION = re.compile(r"\d{6}(\d{3}){0,2}")


class Kind(StrEnum):
    """What is decided."""

    LIMIT = "limit"
    SWITCH = "switch"
    FILTER = "filter"


class Ruling(StrEnum):
    """What may become of a decision."""

    APPROVE = "approve"
    REVOKE = "revoke"


class DecisionRefused(Exception):
    """What was to be decided can't be, or not by this person."""


class DecisionUnknown(Exception):
    """There is no decision of that number."""


@dataclass(frozen=True)
class Proposal:
    """What somebody wants to decide about a rule: for whom, from when to when, and why."""

    kind: Kind
    code: str
    reason: str
    author: str
    name: str = ""  # the limit's name; `off` or `on` of a switch
    value: str = ""
    region: str | None = None
    tier: str | None = None
    fiscal_year: int | None = None
    unit: str | None = None
    subject: str | None = None
    provenance: Provenance = Provenance.PROPOSED_DEFAULT
    article: str = ""
    valid_from: date | None = None
    valid_to: date | None = None


@dataclass(frozen=True, kw_only=True)
class Decision(Proposal):
    """A decision as it is kept, with what became of it."""

    number: int
    decided_at: datetime
    waits: bool = False  # it is in force only when a second person has approved it
    approved_by: str = ""
    approved_at: datetime | None = None
    revoked_by: str = ""
    revoked_at: datetime | None = None
    revoked_why: str = ""
    previewed: frozenset[Place] = field(default_factory=frozenset)

    @property
    def stands(self) -> bool:
        """Tell whether it is approved, where it has to be, and not revoked."""
        return not self.revoked_by and (not self.waits or bool(self.approved_by))

    @property
    def what(self) -> str:
        """Say what is decided: the limit's value, on or off, or what is filtered."""
        if self.kind is Kind.LIMIT:
            about = [self.tier or "", str(self.fiscal_year or "")]
            return " ".join(filter(None, [f"{self.name}={self.value}", *about]))
        if self.kind is Kind.SWITCH:
            return f"switched {self.name}"
        fits = " ".join(filter(None, [self.unit and f"unit {self.unit}",
                                      self.subject and f"subject {self.subject}"]))  # fmt: skip
        return f"filter {fits} ({len(self.previewed)} previewed)"

    def bears_on(self, region: str) -> bool:
        """Tell whether it is for that government, for one above it or for one below it."""
        own = stem(self.region or NATION[0])
        return region.startswith(own) or own.startswith(stem(region))

    def standing(self, day: date) -> str:
        """Say how it stands on a day: waiting, revoked, coming, in_force or over."""
        if self.revoked_by:
            return "revoked"
        if not self.stands:
            return "waiting"
        if self.valid_from is not None and day < self.valid_from:
            return "coming"
        return "over" if self.valid_to is not None and self.valid_to < day else "in_force"


class Decisions:
    """The decisions of a ledger's database."""

    def __init__(self, engine: sa.Engine) -> None:
        self._engine = engine

    def decide(
        self,
        proposals: Sequence[Proposal],
        *,
        now: datetime,
        waits: bool = False,
        seen: Collection[Place] = (),
    ) -> list[Decision]:
        """Keep decisions, all of them or none; `seen` is what the author of a filter previewed.

        Raises:
            DecisionRefused: a decision names nobody, no reason, no government, or a time that ends
                before it begins.
        """
        for proposal in proposals:
            _accept(proposal)
        with writing(self._engine) as connection:
            last = connection.execute(sa.select(sa.func.max(decision.c.number))).scalar() or 0
            kept = [
                Decision(
                    **vars(proposal), number=number, decided_at=now, waits=waits,
                    previewed=frozenset(seen),
                )
                for number, proposal in enumerate(proposals, last + 1)
            ]  # fmt: skip
            columns = decision.c.keys()
            rows = [{name: getattr(one, name) for name in columns} for one in kept]
            connection.execute(sa.insert(decision), rows)
            append(connection, [_told(one) for one in kept], now=now)
            shown = [
                {"decision": one.number, "region": region, "period": period, "subject": subject}
                for one in kept
                for region, period, subject in sorted(one.previewed)
            ]
            if shown:
                connection.execute(sa.insert(previewed), shown)
        return kept

    def approve(self, number: int, *, by: str, now: datetime, reason: str = "") -> Decision:
        """Approve a decision that waits for it; who decided it may not.

        Raises:
            DecisionUnknown: there is none of that number.
            DecisionRefused: it does not wait, or the same person decided it.
        """
        found = self.get(number)
        if found.revoked_by:
            raise DecisionRefused(f"decision {number} was revoked by {found.revoked_by}")
        if not found.waits or found.approved_by:
            by_whom = f": {found.approved_by} approved it" if found.approved_by else ""
            raise DecisionRefused(f"decision {number} does not wait for approval{by_whom}")
        if by.strip() == found.author:
            raise DecisionRefused(
                f"decision {number} is {found.author}'s own: a second person approves it"
            )
        return self._rule(number, Ruling.APPROVE, by, reason, now)

    def revoke(self, number: int, *, by: str, reason: str, now: datetime) -> Decision:
        """Revoke a decision: from now on it is not in force; its line stays.

        Raises:
            DecisionUnknown: there is none of that number.
            DecisionRefused: it is revoked already, or no reason is given.
        """
        found = self.get(number)
        if found.revoked_by:
            raise DecisionRefused(f"decision {number} was revoked already by {found.revoked_by}")
        if not reason.strip():
            raise DecisionRefused("to revoke a decision, give a reason")
        return self._rule(number, Ruling.REVOKE, by, reason, now)

    def get(self, number: int) -> Decision:
        """Give one decision.

        Raises:
            DecisionUnknown: there is none of that number.
        """
        for one in self.all():
            if one.number == number:
                return one
        raise DecisionUnknown(f"there is no decision {number}: `pursewatch rules decisions`")

    def all(self, known: datetime | None = None) -> list[Decision]:
        """List every decision in order, with what became of it; `known`: as it stood then."""
        then = sa.true() if known is None else decision.c.decided_at < known
        ruled = sa.true() if known is None else ruling.c.at < known
        with self._engine.connect() as connection:
            rows = connection.execute(
                sa.select(decision).where(then).order_by(decision.c.number)
            ).all()
            rulings = connection.execute(
                sa.select(ruling).where(ruled).order_by(ruling.c.number)
            ).all()
            shown: dict[int, set[Place]] = defaultdict(set)
            for number, *place in connection.execute(sa.select(previewed)):
                shown[number].add((place[0], place[1], place[2]))
        found = {row.number: _decision(row, shown.get(row.number, set())) for row in rows}
        for line in rulings:
            if line.decision in found:
                found[line.decision] = _ruled(found[line.decision], line)
        return list(found.values())

    def _rule(self, number: int, what: Ruling, by: str, reason: str, now: datetime) -> Decision:
        if not by.strip():
            raise DecisionRefused("say who decides this")
        with writing(self._engine) as connection:
            last = connection.execute(sa.select(sa.func.max(ruling.c.number))).scalar() or 0
            connection.execute(
                sa.insert(ruling).values(
                    number=last + 1, decision=number, ruling=what.value, reason=reason.strip(),
                    author=by.strip(), at=now,
                )
            )  # fmt: skip
            words = {"number": number, "reason": reason.strip()}
            entry = Entry(by.strip(), f"decision.{what.value}", f"decision/{number}", words)
            append(connection, [entry], now=now)
        return self.get(number)


def limit_of(rule: Rule, setting: str) -> tuple[str, str]:
    """Read `NAME=VALUE` for a rule; give the name, and the value as it is kept.

    Raises:
        LimitUnknown: the rule has no such limit, or it can't be set to that.
    """
    name, equals, text = setting.partition("=")
    name = name.strip()
    if not equals or not name:
        raise LimitUnknown(f"{setting!r} sets nothing: write NAME=VALUE, as {_example(rule)}")
    return name, written(read_value(rule, name, text))


@dataclass(frozen=True)
class Decided:
    """What is in force of all that was decided, for the night of a day."""

    overrides: Sequence[Override] = ()
    switches: Sequence[Switch] = ()
    filters: Sequence[Filter] = ()

    @property
    def mark(self) -> str:
        """Give a hash of it: it changes whenever a rule's answer may change by it."""
        told = [*self.overrides, *self.switches, *(f.told for f in self.filters)]
        return hashlib.sha256(repr(told).encode()).hexdigest()[:16]


def decided(decisions: Iterable[Decision], rules: Mapping[str, Rule]) -> Decided:
    """Give what stands of the decisions: approved where they wait for it, and not revoked.

    Their dates are looked at when a rule is asked.
    """
    by_code = {rule.code: rule for rule in rules.values()}
    overrides: list[Override] = []
    switches: list[Switch] = []
    filters: list[Filter] = []
    for one in decisions:
        rule = by_code.get(one.code)
        if not one.stands or rule is None:
            continue
        if one.kind is Kind.LIMIT:
            overrides.append(_override(rule, one))
        elif one.kind is Kind.SWITCH:
            switches.append(
                Switch(
                    one.number, one.code, one.name == "on", one.reason, one.author, one.region,
                    one.valid_from, one.valid_to,
                )
            )  # fmt: skip
        else:
            filters.append(
                Filter(
                    one.number, one.code, one.reason, one.author, one.approved_by, one.region,
                    one.unit, one.subject, one.valid_to, one.previewed,
                )
            )  # fmt: skip
    return Decided(overrides, switches, filters)


def _override(rule: Rule, one: Decision) -> Override:
    try:
        value = read_value(rule, one.name, one.value)
    except LimitUnknown:  # the rule was changed since, and asking it will say so
        value = (one.value,)
    stated = Override(
        one.code, one.name, value, one.reason, one.author, one.provenance, one.article,
        one.region, one.tier, one.fiscal_year, number=one.number, approved_by=one.approved_by,
    )  # fmt: skip
    since = one.valid_from or stated.valid_from
    return replace(stated, valid_from=since, valid_to=one.valid_to)


def _accept(one: Proposal) -> None:
    if not one.author.strip():
        raise DecisionRefused("say who decides this")
    if not one.reason.strip():
        raise DecisionRefused(f"to decide about {one.code}, give a reason")
    if len(one.reason) > LONGEST:
        raise DecisionRefused(f"the reason has {len(one.reason)} characters: {LONGEST} are enough")
    if one.region is not None and not (REGION.fullmatch(one.region) and one.region.isascii()):
        raise DecisionRefused(
            f"{one.region!r} is no government: write the six digits of its code, as 410100, "
            f"or {NATION[0]} for all"
        )
    if one.tier is not None and one.tier not in TIERS.values():
        raise DecisionRefused(f"{one.tier!r} is no tier: they are {', '.join(TIERS.values())}")
    if one.valid_from and one.valid_to and one.valid_to < one.valid_from:
        raise DecisionRefused(
            f"it would end on {one.valid_to}, before it begins on {one.valid_from}"
        )


def _example(rule: Rule) -> str:
    shown = [f"{name}={written(limit.value)}" for name, limit in rule.limits.items()]
    return shown[0] if shown else f"NAME=VALUE; {rule.code} has no limit"


def _told(one: Decision) -> Entry:
    """Tell a decision as a line of the chain."""
    columns = [column.name for column in decision.c]
    words = {name: getattr(one, name) for name in columns if name != "decided_at"}
    words |= {"kind": one.kind.value, "provenance": one.provenance.value}
    seen = [list(place) for place in sorted(one.previewed)]
    return Entry(one.author, "decision.decide", f"decision/{one.number}", {**words, "seen": seen})


def _decision(row: sa.Row[tuple[object, ...]], shown: Collection[Place]) -> Decision:
    told = dict(row._mapping)
    told["kind"], told["provenance"] = Kind(told["kind"]), Provenance(told["provenance"])
    return Decision(**told, previewed=frozenset(shown))


def _ruled(one: Decision, line: sa.Row[tuple[object, ...]]) -> Decision:
    if line.ruling == Ruling.REVOKE:
        return replace(one, revoked_by=line.author, revoked_at=line.at, revoked_why=line.reason)
    return replace(one, approved_by=line.author, approved_at=line.at)
