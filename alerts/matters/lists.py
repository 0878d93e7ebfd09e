"""清单与统计. The lists of problems, rectification and closing, and figures that close."""

import base64
import json
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from itertools import groupby
from statistics import median
from typing import Any

import sqlalchemy as sa

from alerts.actor import Actor
from alerts.matters.desk import MatterUnknown, visible
from alerts.matters.standing import RUNNING_CLOCK, Stands, stands_of
from alerts.matters.steps import DONE, OPEN, MatterState
from alerts.matters.tables import (
    matter,
    matter_alert,
    matter_file,
    matter_move,
    matter_standing,
)
from alerts.scope import stem
from alerts.wanted import CursorUnreadable
from alerts.workflow import Role
from warehouse.money import fen

T = matter_standing.c


class Sheet(StrEnum):
    """The lists that the committee keeps."""

    PROBLEMS = "problems"  # 问题清单: all
    RECTIFICATION = "rectification"  # 整改清单: issued and not closed
    CLOSED = "closed"  # 销号清单


@dataclass(frozen=True)
class MatterWanted:
    """Wishes that a matter must all meet; None wishes nothing."""

    kind: str | None = None
    state: str | Sequence[str] | None = None
    region: str | None = None  # this government and those below it
    unit: str | None = None
    sheet: Sheet | None = None
    overdue_on: date | None = None
    opened_from: date | None = None
    opened_to: date | None = None
    text: str | None = None  # in subject, addressee or number of the letter
    open: bool | None = None


@dataclass(frozen=True)
class MattersListed:
    """One page of a list, and the cursor of the next one."""

    items: Sequence[Stands]
    next: str | None


@dataclass(frozen=True)
class Attached:
    """A file that came with a step."""

    name: str
    type: str
    size: int
    sha256: str


@dataclass(frozen=True)
class MatterMoved:
    """One step of a matter's history."""

    number: int
    at: datetime
    actor: str
    behalf: str | None
    move: str
    from_state: str
    to_state: str
    words: Mapping[str, Any]
    files: Sequence[Attached]


@dataclass(frozen=True)
class MatterInFull:
    """A matter with its origin, its alerts and its history."""

    stands: Stands
    source: Mapping[str, Any]
    content: Mapping[str, Any]  # subject, facts, law, request, addressee, as last revised
    recurs: int | None
    recurred_as: Sequence[int]
    alerts: Sequence[int]
    history: Sequence[MatterMoved]


@dataclass(frozen=True)
class Figures:
    """How many matters there are: in = closed + open + withdrawn, always."""

    key: str
    came: int
    closed: int
    open: int
    withdrawn: int
    overdue: int
    exempt: int
    audit_closed: int  # by the auditors, whatever the committee decides
    unchanged: int  # closed or proposed, though the number did not change
    put_right: Decimal  # yuan
    at_stake: Decimal  # yuan
    days_to_receive: Decimal | None  # medians, in calendar days
    days_to_reply: Decimal | None
    days_to_close: Decimal | None


def list_matters(
    engine: sa.Engine,
    wanted: MatterWanted,
    *,
    by: Actor,
    after: str | None = None,
    most: int = 50,
) -> MattersListed:
    """List matters: those still open first, by their deadline, then by number.

    Raises:
        CursorUnreadable: `after` is no cursor of a list.
    """
    is_open, place = (True, None) if after is None else _place(after)
    rows: list[sa.Row[Any]] = []
    with engine.connect() as connection:
        for part in (True, False) if is_open else (False,):  # each walks along the index
            query = sa.select(matter_standing).where(
                T.open.is_(part), visible(by), *meeting(wanted)
            )
            if place is not None and part is is_open:
                query = query.where(sa.tuple_(T.order_on, T.matter) > place)
            query = query.order_by(T.order_on, T.matter).limit(most + 1 - len(rows))
            rows += connection.execute(query).all()
            if len(rows) > most:
                break
    last = rows[most - 1] if len(rows) > most else None
    return MattersListed([stands_of(row) for row in rows[:most]], _cursor(last) if last else None)


def every_matter(engine: sa.Engine, wanted: MatterWanted, *, by: Actor) -> Iterator[Stands]:
    """Give all matters that are wanted, in the order of the list."""
    after = None
    while True:
        page = list_matters(engine, wanted, by=by, after=after, most=1000)
        yield from page.items
        after = page.next
        if after is None:
            return


def moved_since(
    engine: sa.Engine, since: datetime, *, by: Actor, most: int = 50
) -> list[tuple[Stands, MatterMoved]]:
    """Give the matters that others moved since an instant, each with its last step, latest first.

    Of a step only who took it, which one and when are told.
    """
    last = (
        sa.select(sa.func.max(matter_move.c.number))
        .where(matter_move.c.at > since, matter_move.c.actor != by.name)
        .group_by(matter_move.c.matter)
    )
    query = (
        sa.select(matter_standing, *(matter_move.c[name].label(f"moved_{name}") for name in _STEP))
        .join(matter_move, matter_move.c.matter == T.matter)
        .where(matter_move.c.number.in_(last), visible(by))
        .order_by(matter_move.c.number.desc())
        .limit(most)
    )
    with engine.connect() as connection:
        rows = connection.execute(query).all()
    steps = [{name: getattr(row, f"moved_{name}") for name in _STEP} for row in rows]
    return [
        (stands_of(row), MatterMoved(**step, behalf=None, words={}, files=()))
        for row, step in zip(rows, steps, strict=True)
    ]


_STEP = ("number", "at", "actor", "move", "from_state", "to_state")


def count_matters(engine: sa.Engine, wanted: MatterWanted, *, by: Actor) -> int:
    """Count the matters that are wanted."""
    query = sa.select(sa.func.count()).select_from(matter_standing)
    with engine.connect() as connection:
        found = connection.execute(query.where(visible(by), *meeting(wanted)))
        return int(found.scalar_one())


def read_matter(engine: sa.Engine, number: int, *, by: Actor) -> MatterInFull:
    """Give one matter with its whole history.

    Raises:
        MatterUnknown: there is none of that number that the reader may see.
    """
    with engine.connect() as connection:
        row = None
        if 0 < number < 2**31:
            row = connection.execute(
                sa.select(matter_standing).where(T.matter == number, visible(by))
            ).one_or_none()
        if row is None:
            raise MatterUnknown(f"no matter {number} is here: look it up in the list of matters")
        opened = connection.execute(sa.select(matter).where(matter.c.number == number)).one()
        again = sa.select(matter.c.number).where(matter.c.recurs == number)
        joined = sa.select(matter_alert.c.alert).where(matter_alert.c.matter == number)
        history = _history(connection, number)
        source = json.loads(opened.source)
        if opened.kind == "suggestion" and by.role in OUTSIDE and opened.opened_by != by.name:
            source = {name: value for name, value in source.items() if name not in SAID_BY}
            history = [_unnamed(one) for one in history]
        contents = [one.words for one in history if one.move in {"draft", "revise"}]
        return MatterInFull(
            stands_of(row),
            source,
            contents[-1],
            opened.recurs,
            list(connection.execute(again.order_by(matter.c.number)).scalars()),
            list(connection.execute(joined.order_by(matter_alert.c.alert)).scalars()),
            [_outside(one) for one in history] if by.role is Role.DEPUTY else history,
        )


OUTSIDE = (Role.DEPUTY, Role.RESPONDENT, Role.EXPERT)
SAID_BY = ("from", "words")
"""Who brought a suggestion, and in which words, is the committee's to know, and not the others'."""
NOBODY = "—"


def _unnamed(moved: MatterMoved) -> MatterMoved:
    """Give a step of a suggestion to whoever is not told who brought it."""
    if moved.move != "draft":
        return moved
    kept = {name: value for name, value in moved.words.items() if name != "source"}
    return replace(moved, actor=NOBODY, words=kept)


def _outside(moved: MatterMoved) -> MatterMoved:
    """Give a step to whoever is told the course of a matter, and not what was said with it."""
    kept = {name: moved.words[name] for name in _TOLD if name in moved.words}
    return replace(moved, words=kept, files=())


_TOLD = ("letter_number", "until", "level", "meeting", "agenda_item", "duty", "amount")


def figures(
    engine: sa.Engine, by_what: str, wanted: MatterWanted, *, by: Actor, today: date
) -> list[Figures]:
    """Count matters by `kind`, `region`, `unit`, `year` of opening or `class`; the last is of all.

    The class is the one that the auditors put a problem into; other kinds have none.
    """
    key: sa.ColumnElement[Any] = {
        "kind": T.kind,
        "region": T.region,
        "unit": sa.func.coalesce(T.unit, ""),
        "year": sa.extract("year", T.opened_on),
        "class": sa.func.coalesce(_class(engine), ""),
    }[by_what]
    where = [visible(by), *meeting(wanted)]
    if by_what == "class":
        where.append(matter.c.number == T.matter)
    query = sa.select(key.label("key"), T.state, *_sums(today)).where(*where)
    with engine.connect() as connection:
        lines = connection.execute(query.group_by(key, T.state).order_by(key)).all()
        spans = {
            name: _spans(connection, key, start, end, where)
            for name, (start, end) in _SPANS.items()
        }
    told = [_figures(key, [*some], spans) for key, some in groupby(lines, lambda row: str(row.key))]
    return [*told, _figures("", lines, spans)]


def _class(engine: sa.Engine) -> sa.ColumnElement[str]:
    """Read the class of a problem out of what is known of where it comes from."""
    told: sa.ColumnElement[str] = sa.cast(matter.c.source, sa.JSON)["problem_class"].as_string()
    if engine.dialect.name == "sqlite":
        told = sa.func.json_extract(matter.c.source, "$.problem_class", type_=sa.Text())
    return told


_SPANS = {
    "days_to_receive": (T.issued_on, T.received_on),
    "days_to_reply": (T.issued_on, T.first_replied_on),
    "days_to_close": (T.issued_on, T.closed_on),
}


def _sums(today: date) -> list[sa.ColumnElement[Any]]:
    conditions = {
        "late": T.due_on < today,
        "exempt": T.exempt_until >= today,
        "audit_closed": T.audit_closed_on.is_not(None),
        "unchanged": T.unchanged.is_(True),
    }
    return [
        sa.func.count().label("came"),
        *(
            sa.func.sum(sa.case((condition, 1), else_=0)).label(name)
            for name, condition in conditions.items()
        ),
        sa.func.sum(T.put_right).label("put_right"),
        sa.func.sum(T.at_stake).label("at_stake"),
    ]


def _spans(
    connection: sa.Connection,
    key: sa.ColumnElement[Any],
    start: sa.ColumnElement[Any],
    end: sa.ColumnElement[Any],
    where: Sequence[sa.ColumnElement[bool]],
) -> Mapping[str, Mapping[int, int]]:
    """Count matters by the days between two of their dates, for each key."""
    days: sa.ColumnElement[Any] = sa.type_coerce(end, sa.Integer) - sa.type_coerce(
        start, sa.Integer
    )
    if connection.dialect.name == "sqlite":
        days = sa.func.julianday(end) - sa.func.julianday(start)
    query = sa.select(key.label("key"), days.label("days"), sa.func.count().label("n"))
    query = query.where(start.is_not(None), end.is_not(None), *where).group_by(key, days)
    told: dict[str, dict[int, int]] = {}
    for one, spent, n in connection.execute(query).all():
        told.setdefault(str(one), {})[int(spent)] = n
    return told


def _figures(
    key: str, rows: Sequence[Any], spans: Mapping[str, Mapping[str, Mapping[int, int]]]
) -> Figures:
    """Add lines up, each of one state."""

    def count(name: str, states: Collection[str] = tuple(MatterState)) -> int:
        return sum(int(getattr(row, name)) for row in rows if row.state in states)

    def money(name: str) -> Decimal:
        known = (getattr(row, name) for row in rows)
        return sum((amount for amount in known if amount is not None), fen(Decimal(0)))

    def days(name: str) -> Decimal | None:
        keys = dict.fromkeys(str(row.key) for row in rows)
        return _median([spans[name][one] for one in keys if one in spans[name]])

    return Figures(
        key=key,
        came=count("came"),
        closed=count("came", DONE),
        open=count("came", OPEN),
        withdrawn=count("came", [MatterState.WITHDRAWN]),
        overdue=count("late", RUNNING_CLOCK),
        exempt=count("exempt", OPEN),
        audit_closed=count("audit_closed"),
        unchanged=count("unchanged", [*DONE, MatterState.ACCEPTED]),
        put_right=money("put_right"),
        at_stake=money("at_stake"),
        days_to_receive=days("days_to_receive"),
        days_to_reply=days("days_to_reply"),
        days_to_close=days("days_to_close"),
    )


def _median(spans: Sequence[Mapping[int, int]]) -> Decimal | None:
    """Give the median of days, each of which was counted so many times."""
    counted = Counter[int]()
    for one in spans:
        counted.update(one)
    total, passed, middle = counted.total(), 0, list[int]()
    for days in sorted(counted):
        before, passed = passed, passed + counted[days]
        middle += [days for place in {(total - 1) // 2, total // 2} if before <= place < passed]
    return median(map(Decimal, middle)) if middle else None


def meeting(wanted: MatterWanted, of: Any = T) -> list[sa.ColumnElement[bool]]:  # noqa: ANN401
    """Give the conditions of wishes, of the columns of where matters stand."""
    where: list[sa.ColumnElement[bool]] = []
    if wanted.kind is not None:
        where.append(of.kind == wanted.kind)
    if wanted.state is not None:
        states = [wanted.state] if isinstance(wanted.state, str) else wanted.state
        where.append(of.state.in_([str(state) for state in states]))
    if wanted.region is not None:
        where.append(of.region.startswith(stem(wanted.region), autoescape=True))
    if wanted.unit is not None:
        where.append(of.unit == wanted.unit)
    if wanted.open is not None:
        where.append(of.open.is_(wanted.open))
    if wanted.opened_from is not None:
        where.append(of.opened_on >= wanted.opened_from)
    if wanted.opened_to is not None:
        where.append(of.opened_on <= wanted.opened_to)
    if wanted.overdue_on is not None:
        awaited = [state.value for state in RUNNING_CLOCK]
        where += [of.open.is_(True), of.order_on < wanted.overdue_on, of.state.in_(awaited)]
    if wanted.sheet is Sheet.RECTIFICATION:
        where += [of.open.is_(True), of.issued_on.is_not(None)]
    if wanted.sheet is Sheet.CLOSED:
        where.append(of.state.in_([state.value for state in DONE]))
    if wanted.text:
        places = (of.subject, of.addressee, of.letter_number)
        where.append(sa.or_(*(place.icontains(wanted.text, autoescape=True) for place in places)))
    return where


def _history(connection: sa.Connection, number: int) -> list[MatterMoved]:
    files: dict[int, list[Attached]] = {}
    for row in connection.execute(
        sa.select(matter_file)
        .where(matter_file.c.matter == number)
        .order_by(matter_file.c.move, matter_file.c.nth)
    ):
        files.setdefault(row.move, []).append(Attached(row.name, row.type, row.size, row.sha256))
    return [
        MatterMoved(
            row.number,
            row.at,
            row.actor,
            row.behalf,
            row.move,
            row.from_state,
            row.to_state,
            json.loads(row.words),
            files.get(row.number, []),
        )
        for row in connection.execute(
            sa.select(matter_move).where(matter_move.c.matter == number).order_by(matter_move.c.nth)
        )
    ]


def _cursor(row: Any) -> str:  # noqa: ANN401 - a row of the database
    text = f"{int(row.open)} {row.order_on} {row.matter}"
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def _place(cursor: str) -> tuple[bool, sa.ColumnElement[Any]]:
    """Read where a list was left: among the open ones or not, and after which matter."""
    try:
        text = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)).decode()
        opened, order_on, number = text.split(" ")
        place = (date.fromisoformat(order_on), int(number))
        is_open = {"0": False, "1": True}[opened]
    except (ValueError, KeyError) as error:
        raise CursorUnreadable(
            f"{cursor[:80]!r} is no cursor: take `next` of the page before, as it is"
        ) from error
    if not 0 <= place[1] < 2**31:
        raise CursorUnreadable(f"{cursor[:80]!r} is no cursor: a number in it is too large")
    return is_open, sa.tuple_(*place, types=[sa.Date(), sa.Integer()])
