"""预算审查意见. Who was asked about whose draft, what they said of which line, and the answer."""

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa

from alerts.actor import Actor
from alerts.database import writing
from alerts.matters.assignments import ASSIGNED, assign_within, assignment
from alerts.matters.desk import Matters, visible
from alerts.matters.given import Draft, Order
from alerts.matters.kinds import KINDS, Letter
from alerts.matters.standing import Stands, stands_of
from alerts.matters.tables import matter, matter_move, matter_standing
from alerts.procedure import MoveForbidden, must_lie_ahead
from alerts.workflow import Role
from warehouse.database import Warehouse
from warehouse.period import SHANGHAI

_TERM = KINDS[ASSIGNED].clocks[Letter.HANDOVER]
_LINES = """
    with units as (
        select unit, arg_max(department, fiscal_year) as department
        from core.unit where region = $region group by unit
    )
    select distinct coalesce(b.project, 'none') as line
    from core.department_budget b left join units u using (unit)
    where b.region = $region and b.fiscal_year in (coalesce($year, b.fiscal_year), $year - 1)
        and ($department is null or coalesce(u.department, 'none') = $department)
"""


@dataclass(frozen=True)
class Draftline:
    """A line of a draft: whose, of which year, and what it is called."""

    region: str
    year: int
    department: str
    department_name: str
    line: str  # a project's code; empty: the department's draft as a whole
    bureau: str | None = None  # the unit of the finance bureau, which answers
    bureau_name: str = ""
    night: str = ""  # the night that whoever speaks of it looked at
    shown: str = ""  # what the line asked for on it, yuan

    @property
    def origin(self) -> str:
        """What makes one review of all opinions on a department's draft."""
        return f"{ASSIGNED}/{self.region}/{self.year}/{self.department}"


@dataclass(frozen=True)
class Opinion:
    """What somebody said of a line."""

    matter: int
    line: str
    words: str
    by: str
    at: datetime
    night: str = ""  # that its author looked at
    shown: str = ""  # what the line asked for on it, yuan


@dataclass(frozen=True)
class Asked:
    """Somebody who was asked for an opinion, or gave one unasked, and what came of it."""

    name: str
    on: date | None  # None: not by an account, or not asked at all
    opinions: int
    first_on: date | None
    last_on: date | None


@dataclass(frozen=True)
class Answer:
    """What the finance bureau answered."""

    on: date
    result: str  # one of a reply's results
    measures: str  # empty for whoever is told the course of a matter, and not what was said


@dataclass(frozen=True)
class Review:
    """A department's draft under review: who was asked by when, and what came back."""

    stands: Stands
    draft: str  # 2026/101, or what it was called
    department: str  # whose draft it is
    until: date  # by when opinions were asked for
    asked: Sequence[Asked]
    answer: Answer | None  # the last one


def reviews(engine: sa.Engine, region: str | None, *, by: Actor) -> Sequence[Review]:
    """Give the reviews of drafts that a reader may see, the newest first."""
    where = [matter.c.kind == ASSIGNED, visible(by)]
    if region:
        where.append(matter.c.region == region)
    joined = matter.c.number == matter_standing.c.matter
    clear = by.role is not Role.DEPUTY
    with engine.connect() as connection:
        rows = connection.execute(
            sa.select(matter_standing, matter.c.source)
            .join(matter, joined)
            .where(*where)
            .order_by(matter.c.number.desc())
        ).all()
        said = _by_matter(
            connection,
            sa.select(matter_move)
            .join(matter_standing, matter_standing.c.matter == matter_move.c.matter)
            .join(matter, joined)
            .where(*where, matter_move.c.move.in_(("opine", "reply")))
            .order_by(matter_move.c.number),
        )
        named = _by_matter(
            connection,
            sa.select(assignment)
            .join(matter_standing, matter_standing.c.matter == assignment.c.matter)
            .join(matter, joined)
            .where(*where)
            .order_by(assignment.c.at, assignment.c.account),
        )
    return [
        _review(row, named.get(row.matter, ()), said.get(row.matter, ()), clear=clear)
        for row in rows
    ]


REVIEWED = (
    "matter", "region", "draft", "department", "state", "name", "asked_on", "until", "opinions",
    "first_on", "last_on", "issued_on", "answered_on", "result", "answer",
)  # fmt: skip
"""The columns of the list of reviews: a line for each person of each review."""


def review_rows(found: Sequence[Review]) -> list[dict[str, Any]]:
    """Give reviews as the rows of one list."""
    return [
        {
            "matter": one.stands.matter,
            "region": one.stands.region,
            "draft": one.draft,
            "department": one.department,
            "state": one.stands.state.value,
            "name": person.name,
            "asked_on": person.on,
            "until": one.until,
            "opinions": person.opinions,
            "first_on": person.first_on,
            "last_on": person.last_on,
            "issued_on": one.stands.issued_on,
            "answered_on": one.answer and one.answer.on,
            "result": one.answer and one.answer.result,
            "answer": one.answer and one.answer.measures,
        }
        for one in found
        for person in one.asked
    ]


def opinions(engine: sa.Engine, region: str, year: int, *, by: Actor) -> Sequence[Opinion]:
    """Give the opinions on a government's draft that a reader may see, the latest first."""
    query = (
        sa.select(matter_move.c.matter, matter_move.c.words, matter_move.c.actor, matter_move.c.at)
        .join(matter, matter.c.number == matter_move.c.matter)
        .join(matter_standing, matter_standing.c.matter == matter.c.number)
        .where(
            matter.c.origin.startswith(f"{ASSIGNED}/{region}/{year}/", autoescape=True),
            matter_move.c.move == "opine",
            visible(by),
        )
        .order_by(matter_move.c.number.desc())
    )
    with engine.connect() as connection:
        rows = connection.execute(query).all()
    told = [(row, json.loads(row.words)) for row in rows]
    return [
        Opinion(
            row.matter,
            str(said.get("line") or ""),
            str(said["words"]),
            row.actor,
            row.at,
            str(said.get("night") or ""),
            str(said.get("shown") or ""),
        )
        for row, said in told
    ]


def opine(matters: Matters, at: Draftline, words: str, *, by: Actor, now: datetime) -> Stands:
    """Add an opinion to the review of a department's draft; the first one opens the review.

    Raises:
        MoveForbidden: it is not this person's to give, or lies outside their region.
        MoveRefused: the review is closed.
        WordsMissing: nothing was said, or the draft has no such line.
    """
    seen = {"line": at.line, "night": at.night, "shown": at.shown}
    given = {"words": words, **{name: text for name, text in seen.items() if text}}
    with writing(matters.engine) as connection:
        number = _review_of(connection, at, by)
        if number is None:
            draft = _opened(matters, at, words, by.name, None, now)
            number = matters.open(connection, draft, by=by, now=now).matter
        return matters.step(connection, number, Order("opine", given), by=by, now=now)


def ask(
    matters: Matters,
    at: Draftline,
    expert: str,
    *,
    until: date | None = None,
    by: Actor,
    now: datetime,
) -> int:
    """Ask an expert about a department's draft; the first one asked opens its review.

    `until` is the day by which opinions are asked for; none: by the kind's clock. It stands as the
    review was opened with. Gives the review's matter.

    Raises:
        MoveForbidden: it is not this person's to ask, or lies outside their region.
        MoveRefused: there is no such expert.
        WordsMissing: the day can't be.
    """
    if until is not None:
        must_lie_ahead(until, now.astimezone(SHANGHAI).date(), "the day to answer by")
    with writing(matters.engine) as connection:
        number = _review_of(connection, at, by)
        if number is None:
            words = f"请对{at.year}年{at.department_name or at.department}预算草案提出审查意见。"
            draft = _opened(matters, at, words, expert, until, now)
            number = matters.open(connection, draft, by=by, now=now).matter
        assign_within(connection, number, expert, by=by, now=now)
    return number


def lines_of(night: Warehouse, region: str, draft: str) -> Collection[str] | None:
    """Give the lines of a draft, called `<year>/<department>`, or of all that a government has.

    None: the night has no budget of that government and year.
    """
    year, _, department = draft.partition("/")
    named = year.isascii() and year.isdigit() and bool(department)
    given = {
        "region": region,
        "year": int(year) if named else None,
        "department": department if named else None,
    }
    return {str(row["line"]) for row in night.rows(_LINES, given)} or None


def _by_matter(
    connection: sa.Connection, query: sa.Select[Any]
) -> Mapping[int, Sequence[sa.Row[Any]]]:
    found: dict[int, list[sa.Row[Any]]] = {}
    for row in connection.execute(query):
        found.setdefault(row.matter, []).append(row)
    return found


def _review(row: Any, named: Sequence[Any], moves: Sequence[Any], *, clear: bool) -> Review:  # noqa: ANN401 - rows of the database
    source, stands = json.loads(row.source), stands_of(row)
    days: dict[str, list[date]] = {}
    answer = None
    for move in moves:
        on = move.at.astimezone(SHANGHAI).date()
        told = json.loads(move.words)
        if move.move == "opine":
            days.setdefault(str(told.get("from") or move.actor), []).append(on)
        else:
            answer = Answer(on, str(told.get("reason", "")), str(told["measures"]) if clear else "")
    asked = {one.account: one.at.astimezone(SHANGHAI).date() for one in named}
    others = [str(source["asked"]), *days]
    return Review(
        stands,
        str(source["draft"]),
        str(source.get("department") or stands.addressee),
        date.fromisoformat(str(source["asked_by"])),
        [
            _asked(name, asked.get(name), days.get(name, []))
            for name in dict.fromkeys([*asked, *others])
        ],
        answer,
    )


def _asked(name: str, on: date | None, days: Sequence[date]) -> Asked:
    return Asked(name, on, len(days), days[0] if days else None, days[-1] if days else None)


def _review_of(connection: sa.Connection, at: Draftline, by: Actor) -> int | None:
    """Find the review of a department's draft, of those that somebody may see."""
    query = (
        sa.select(matter.c.number, visible(by).label("theirs"))
        .join(matter_standing, matter_standing.c.matter == matter.c.number)
        .where(matter.c.origin == at.origin)
    )
    found = connection.execute(query).one_or_none()
    if found is not None and not found.theirs:
        raise MoveForbidden(
            f"the draft of {at.department_name or at.department} is under review, and you were "
            "not asked about it: have an analyst ask you",
            zh=f"{at.department_name or at.department}的草案正在审查，没有请您提意见："
            "请分析员来邀请",
        )
    return None if found is None else int(found.number)


def _opened(
    matters: Matters, at: Draftline, words: str, asked: str, until: date | None, now: datetime
) -> Draft:
    name = at.department_name or at.department
    today = now.astimezone(SHANGHAI).date()
    return Draft(
        kind=ASSIGNED,
        region=at.region,
        subject=f"{at.year}年预算草案审查意见：{name}",
        facts=words,
        law="预算法第四十八条",
        request="请逐条说明采纳情况和理由。",
        addressee=at.bureau_name or name,
        unit=at.bureau,
        source={
            "department": name,
            "draft": f"{at.year}/{at.department}",
            "asked": asked,
            "asked_by": until or _TERM.ends(today, matters.workdays),
        },
        origin=at.origin,
    )
