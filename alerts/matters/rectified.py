"""整改情况. What became of the problems of one audit, for the report to the standing committee."""

import json
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import sqlalchemy as sa

from alerts.actor import Actor
from alerts.matters.desk import visible
from alerts.matters.standing import Stands, stands_of
from alerts.matters.steps import DONE, OPEN, MatterState
from alerts.matters.tables import matter, matter_standing
from alerts.scope import stem


@dataclass(frozen=True)
class Problem:
    """A problem of the auditors' list, and where its matter stands."""

    stands: Stands
    problem: str
    audit_year: int
    problem_class: str

    @property
    def closed(self) -> bool:
        """Whether the committee closed it."""
        return self.stands.state in DONE


@dataclass(frozen=True)
class Tally:
    """Problems that have one thing in common: in = closed + open + withdrawn."""

    key: str
    came: int
    closed: int
    open: int
    withdrawn: int
    at_stake: Decimal  # yuan
    put_right: Decimal  # yuan, as the units reported


@dataclass(frozen=True)
class Rectified:
    """What became of the problems of one audit year."""

    problems: Sequence[Problem]
    repeated: Sequence[Problem]  # of a class that the same unit had in an earlier year's audit

    def by(self, key: Callable[[Problem], str]) -> list[Tally]:
        """Count the problems by something, the most first."""
        grouped: dict[str, list[Problem]] = {}
        for one in self.problems:
            grouped.setdefault(key(one), []).append(one)
        tallies = [_tally(name, some) for name, some in grouped.items()]
        return sorted(tallies, key=lambda one: (-one.came, one.key))

    @property
    def total(self) -> Tally:
        """Count all of them."""
        return _tally("", self.problems)

    @property
    def audit_closed_only(self) -> int:
        """How many the auditors take as put right and the committee has not closed."""
        closed = [one for one in self.problems if one.stands.audit_closed_on is not None]
        return sum(one.stands.state in OPEN for one in closed)

    @property
    def votes(self) -> Mapping[str, int]:
        """How many were closed with which vote."""
        return Counter(one.stands.vote for one in self.problems if one.closed and one.stands.vote)


def rectified(engine: sa.Engine, region: str, audit_year: int, *, by: Actor) -> Rectified:
    """Give what became of the problems that one year's audit of a government found.

    With the governments below it, as far as the reader may see them.
    """
    query = (
        sa.select(matter_standing, matter.c.source)
        .join(matter, matter.c.number == matter_standing.c.matter)
        .where(
            matter_standing.c.kind == "audit_problem",
            matter_standing.c.region.startswith(stem(region), autoescape=True),
            visible(by),
        )
        .order_by(matter_standing.c.region, matter_standing.c.matter)
    )
    with engine.connect() as connection:
        every = [_problem(row) for row in connection.execute(query)]
    ours = [one for one in every if one.audit_year == audit_year]
    earlier = {_kin(one) for one in every if one.audit_year < audit_year}
    return Rectified(ours, [one for one in ours if _kin(one) in earlier])


def _problem(row: Any) -> Problem:  # noqa: ANN401 - a row of the database
    source = json.loads(row.source)
    return Problem(
        stands_of(row),
        str(source["problem"]),
        int(source["audit_year"]),
        str(source.get("problem_class") or ""),
    )


def _kin(one: Problem) -> tuple[str, str, str]:
    return one.stands.region, one.stands.unit or one.stands.addressee, one.problem_class


def _tally(key: str, problems: Sequence[Problem]) -> Tally:
    def money(name: str) -> Decimal:
        known = [getattr(one.stands, name) for one in problems]
        return sum((amount for amount in known if amount is not None), Decimal("0.00"))

    return Tally(
        key,
        len(problems),
        sum(one.closed for one in problems),
        sum(one.stands.state in OPEN for one in problems),
        sum(one.stands.state is MatterState.WITHDRAWN for one in problems),
        money("at_stake"),
        money("put_right"),
    )
