"""预算审查意见. Opinions on a draft budget, each tied to the line that it is about."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

import sqlalchemy as sa

from alerts.actor import Actor
from alerts.matters.desk import Draft, Matters, Order, visible
from alerts.matters.kinds import KINDS, Letter
from alerts.matters.standing import Stands
from alerts.matters.tables import matter, matter_move, matter_standing
from alerts.standing import SHANGHAI

_TERM = KINDS["budget_review"].clocks[Letter.HANDOVER]


@dataclass(frozen=True)
class Draftline:
    """A line of a draft: whose, of which year, and what it is called."""

    region: str
    year: int
    department: str
    department_name: str
    line: str  # a project's code; empty: the department's draft as a whole

    @property
    def origin(self) -> str:
        """What makes one review of all opinions on a department's draft."""
        return f"budget_review/{self.region}/{self.year}/{self.department}"


@dataclass(frozen=True)
class Opinion:
    """What somebody said of a line."""

    matter: int
    line: str
    words: str
    by: str
    at: datetime


def opinions(engine: sa.Engine, region: str, year: int, *, by: Actor) -> Sequence[Opinion]:
    """Give the opinions on a government's draft that a reader may see, the latest first."""
    query = (
        sa.select(matter_move.c.matter, matter_move.c.words, matter_move.c.actor, matter_move.c.at)
        .join(matter, matter.c.number == matter_move.c.matter)
        .join(matter_standing, matter_standing.c.matter == matter.c.number)
        .where(
            matter.c.origin.startswith(f"budget_review/{region}/{year}/", autoescape=True),
            matter_move.c.move == "opine",
            visible(by),
        )
        .order_by(matter_move.c.number.desc())
    )
    with engine.connect() as connection:
        rows = connection.execute(query).all()
    told = [(row, json.loads(row.words)) for row in rows]
    return [
        Opinion(row.matter, str(said.get("line") or ""), str(said["words"]), row.actor, row.at)
        for row, said in told
    ]


def opine(matters: Matters, at: Draftline, words: str, *, by: Actor, now: datetime) -> Stands:
    """Add an opinion to the review of a department's draft; the first one opens the review.

    Raises:
        MoveForbidden: it is not this person's to give, or lies outside their region.
        MoveRefused: the review is closed.
        WordsMissing: nothing was said.
    """
    number = _review(matters.engine, at.origin)
    if number is None:
        asked_by = _TERM.ends(now.astimezone(SHANGHAI).date(), matters.workdays)
        number = matters.draft(_opened(at, words, by, asked_by), by=by, now=now).matter
    given = {"words": words, **({"line": at.line} if at.line else {})}
    return matters.move(number, Order("opine", given), by=by, now=now)


def _review(engine: sa.Engine, origin: str) -> int | None:
    with engine.connect() as connection:
        found: int | None = connection.execute(
            sa.select(matter.c.number).where(matter.c.origin == origin)
        ).scalar()
    return found


def _opened(at: Draftline, words: str, by: Actor, asked_by: date) -> Draft:
    name = at.department_name or at.department
    return Draft(
        kind="budget_review",
        region=at.region,
        subject=f"{at.year}年预算草案审查意见：{name}",
        facts=words,
        law="预算法第四十八条",
        request="请逐条说明采纳情况和理由。",
        addressee=name,
        source={"draft": f"{at.year}/{at.department}", "asked": by.name, "asked_by": asked_by},
        origin=at.origin,
    )
