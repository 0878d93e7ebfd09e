"""事项现状. Where a matter stands, as it follows from its history and from nothing else."""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import sqlalchemy as sa

from alerts.matters.kinds import KINDS, Term, Unit
from alerts.matters.steps import OPEN
from alerts.matters.steps import MatterState as S
from alerts.matters.tables import matter, matter_move, matter_standing
from warehouse.period import SHANGHAI
from warehouse.workdays import Workdays

LOOK_BACK = timedelta(days=90)
LAPSED = Term(30, Unit.DAYS)
"""What a unit has to answer after an exemption expired."""


@dataclass(frozen=True)
class Stands:
    """Where a matter stands; the columns of `matter_standing`."""

    matter: int
    kind: str
    region: str
    unit: str | None
    state: S
    version: int
    moves: int
    subject: str
    addressee: str
    letter: str
    letter_number: str | None
    level: str | None
    opened_on: date
    issued_on: date | None
    received_on: date | None
    first_replied_on: date | None
    replied_on: date | None
    closed_on: date | None
    due_on: date | None
    exempt_until: date | None
    look_back_on: date | None
    vote: str | None
    result: str | None
    put_right: Decimal | None  # yuan
    unchanged: bool
    audit_closed_on: date | None
    at_stake: Decimal | None  # yuan

    def days_left(self, today: date) -> int | None:
        """Give the calendar days to the deadline, below zero after it; None while none runs."""
        if self.due_on is None or self.state not in RUNNING_CLOCK:
            return None
        return (self.due_on - today).days


RUNNING_CLOCK = frozenset({S.ISSUED, S.RECEIVED, S.RETURNED})
"""States in which the unit is awaited."""


def fold(opened: Any, moves: Iterable[Any]) -> Stands | None:  # noqa: ANN401 - rows of the database
    """Tell where a matter stands from its opening and its moves; None: it has not one move."""
    stands: Stands | None = None
    for move in moves:
        told = json.loads(move.words)
        stands = _opened(opened, move, told) if stands is None else _moved(stands, move, told)
    return stands


def _opened(opened: Any, move: Any, told: Mapping[str, Any]) -> Stands:  # noqa: ANN401 - the same
    return Stands(
        matter=opened.number,
        kind=opened.kind,
        region=opened.region,
        unit=opened.unit,
        state=S(move.to_state),
        version=move.number,
        moves=1,
        subject=told["subject"],
        addressee=told["addressee"],
        letter=told["letter"],
        letter_number=None,
        level=None,
        opened_on=_day(move),
        issued_on=None,
        received_on=None,
        first_replied_on=None,
        replied_on=None,
        closed_on=None,
        due_on=_date(told.get("until")),
        exempt_until=None,
        look_back_on=None,
        vote=None,
        result=None,
        put_right=None,
        unchanged=False,
        audit_closed_on=None,
        at_stake=_money(told.get("at_stake")),
    )


def _moved(was: Stands, move: Any, told: Mapping[str, Any]) -> Stands:  # noqa: ANN401 - the same
    now = replace(was, state=S(move.to_state), version=move.number, moves=was.moves + 1)
    effect = _EFFECTS.get(move.move)
    return now if effect is None else replace(now, **effect(now, _day(move), told))


def _revised(_: Stands, __: date, told: Mapping[str, Any]) -> dict[str, Any]:
    content = {name: told[name] for name in ("subject", "addressee", "letter")}
    return {**content, "due_on": _date(told.get("until"))}


def _issued(_: Stands, day: date, told: Mapping[str, Any]) -> dict[str, Any]:
    due_on = _date(told["until"])
    return {"issued_on": day, "due_on": due_on, "letter_number": told["letter_number"]}


def _replied(now: Stands, day: date, told: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "first_replied_on": now.first_replied_on or day,
        "replied_on": day,
        "result": told.get("reason"),
        "put_right": _money(told.get("amount")),
    }


def _closed(now: Stands, day: date, told: Mapping[str, Any]) -> dict[str, Any]:
    if now.state is S.RETURNED:
        return {"vote": told.get("reason"), "due_on": _date(told["until"])}
    looked_at = day + LOOK_BACK
    vote = told.get("reason")
    return {"vote": vote, "closed_on": day, "look_back_on": looked_at, "exempt_until": None}


_Effect = Callable[[Stands, date, Mapping[str, Any]], dict[str, Any]]
_EFFECTS: Mapping[str, _Effect] = {
    "revise": _revised,
    "issue": _issued,
    "receive": lambda _, day, __: {"received_on": day},
    "reply": _replied,
    "return": lambda _, __, told: {"due_on": _date(told["until"])},
    "extend": lambda _, __, told: {"due_on": _date(told["until"])},
    "lapse": lambda _, __, told: {"due_on": _date(told["until"]), "exempt_until": None},
    "exempt": lambda _, __, told: dict.fromkeys(("due_on", "exempt_until"), _date(told["until"])),
    "accept": lambda _, __, told: {"unchanged": bool(told.get("unchanged"))},
    "close": _closed,
    "escalate": lambda _, __, told: {"level": told["level"]},
    "fulfil": lambda now, _, told: {"due_on": _date(told.get("until")) or now.due_on},
    "audit_close": lambda _, day, __: {"audit_closed_on": day},
}
"""What a step changes beside the state."""


def load(connection: sa.Connection, number: int) -> tuple[Any, Sequence[Any]]:
    """Give a matter's opening and its moves, the first first."""
    opened = connection.execute(sa.select(matter).where(matter.c.number == number)).one()
    moves = connection.execute(
        sa.select(matter_move).where(matter_move.c.matter == number).order_by(matter_move.c.nth)
    ).all()
    return opened, moves


def keep(connection: sa.Connection, stands: Sequence[Stands]) -> None:
    """Let matters stand so."""
    if not stands:
        return
    numbers = [one.matter for one in stands]
    connection.execute(
        sa.delete(matter_standing).where(matter_standing.c.matter == sa.bindparam("gone")),
        [{"gone": number} for number in numbers],
    )
    connection.execute(sa.insert(matter_standing), [row_of(one) for one in stands])


def row_of(stands: Stands) -> dict[str, Any]:
    """Write where a matter stands as a row."""
    return {
        **vars(stands),
        "state": stands.state.value,
        "open": stands.state in OPEN,
        "order_on": stands.due_on or date.max,
    }


def stands_of(row: sa.Row[Any]) -> Stands:
    """Read where a matter stands from a row, whatever else the row holds."""
    told = {name: row._mapping[name] for name in Stands.__dataclass_fields__}
    return Stands(**{**told, "state": S(row.state)})


def rebuild(connection: sa.Connection) -> int:
    """Make `matter_standing` again from the record; tell how many matters there are."""
    connection.execute(sa.delete(matter_standing))
    count = 0
    for some in _folded(connection):
        connection.execute(sa.insert(matter_standing), [row_of(one) for one in some])
        count += len(some)
    return count


def replayed(
    connection: sa.Connection, walked: sa.ColumnElement[bool] | None = None
) -> Iterator[Stands]:
    """Give where each matter stands by its history alone; `walked`: which of its steps count."""
    for some in _folded(connection, walked):
        yield from some


def _folded(
    connection: sa.Connection, walked: sa.ColumnElement[bool] | None = None
) -> Iterator[list[Stands]]:
    last = 0
    while opened := connection.execute(
        sa.select(matter).where(matter.c.number > last).order_by(matter.c.number).limit(1000)
    ).all():
        first, last = opened[0].number, opened[-1].number
        history: dict[int, list[Any]] = {}
        for move in connection.execute(
            sa.select(matter_move)
            .where(
                matter_move.c.matter.between(first, last), sa.true() if walked is None else walked
            )
            .order_by(matter_move.c.matter, matter_move.c.nth)
        ):
            history.setdefault(move.matter, []).append(move)
        told = (fold(one, history.get(one.number, [])) for one in opened)
        yield [stands for stands in told if stands is not None]


def next_duty(
    kind: str, source: Mapping[str, Any], fulfilled: Iterable[str]
) -> tuple[str, date] | None:
    """Give the duty of a matter that is due next, with its day; None: all are fulfilled."""
    done = set(fulfilled)
    duties = duties_of(kind, source)
    return min((duty for duty in duties if duty[0] not in done), key=lambda d: d[1], default=None)


def duties_of(kind: str, source: Mapping[str, Any]) -> list[tuple[str, date]]:
    """Give the dated duties of a matter's year, in the order of their days."""
    duties = KINDS[kind].duties
    if not duties:
        return []
    year = int(source["year"])
    dated = [one for duty in duties for one in duty.dates(year)]
    return sorted(dated, key=lambda one: (one[1], one[0]))


def answer_by(start: date, workdays: Workdays) -> date:
    """Give the day by which a matter that reopened by itself is to be answered."""
    return LAPSED.ends(start, workdays)


def _day(move: Any) -> date:  # noqa: ANN401 - a row of the database
    day: date = move.at.astimezone(SHANGHAI).date()
    return day


def _date(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _money(text: str | None) -> Decimal | None:
    return Decimal(text) if text is not None else None
