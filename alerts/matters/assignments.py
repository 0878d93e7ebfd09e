"""指派. Which expert was asked for an opinion on which draft; only a matter's readers assign it."""

from collections.abc import Sequence
from datetime import datetime

import sqlalchemy as sa

from alerts.actor import Actor
from alerts.database import writing
from alerts.matters.tables import matter
from alerts.procedure import MoveForbidden, MoveRefused
from alerts.schema import Instant, account, ledger
from alerts.scope import NATION
from alerts.trail import Entry, append
from alerts.workflow import Role

assignment = sa.Table(
    "assignment",
    ledger,
    sa.Column("matter", sa.Integer, sa.ForeignKey("matter.number"), primary_key=True),
    sa.Column("account", sa.Text, primary_key=True, index=True),
    sa.Column("actor", sa.Text, nullable=False),
    sa.Column("at", Instant, nullable=False),
    comment="Experts who were asked for their opinion on a draft",
)
ASKERS = frozenset({Role.ANALYST, Role.LEADER})
"""The roles that ask experts."""
ASSIGNED = "budget_review"
"""The kind of matter that experts are asked about."""


def theirs(name: str, table: sa.FromClause) -> sa.ColumnElement[bool]:
    """Give the condition that a matter is an expert's: assigned to them, or opened by them."""
    given = sa.select(assignment.c.matter).where(assignment.c.account == name)
    return sa.or_(table.c.matter.in_(given), opened_by(name, table))


def opened_by(name: str, table: sa.FromClause) -> sa.ColumnElement[bool]:
    """Give the condition that somebody opened a matter."""
    return table.c.matter.in_(sa.select(matter.c.number).where(matter.c.opened_by == name))


def assigned(connection: sa.Connection, number: int) -> Sequence[str]:
    """Name the experts of a matter, in order."""
    query = sa.select(assignment.c.account).where(assignment.c.matter == number)
    return list(connection.execute(query.order_by(assignment.c.account)).scalars())


def experts(engine: sa.Engine, *, by: Actor) -> Sequence[tuple[str, str]]:
    """Give the experts whom somebody may ask, as (account, name); none for whoever asks none."""
    if by.role not in ASKERS:
        return []
    query = (
        sa.select(account.c.name, account.c.display, account.c.region)
        .where(account.c.role == Role.EXPERT.value, account.c.disabled.is_(False))
        .order_by(account.c.name)
    )
    with engine.connect() as connection:
        found = connection.execute(query).all()
    return [(one.name, one.display) for one in found if by.scope.sees(one.region or NATION[0])]


def assign(engine: sa.Engine, number: int, name: str, *, by: Actor, now: datetime) -> Sequence[str]:
    """Ask an expert about a matter that is within reach; give all its experts.

    Raises:
        MoveForbidden: only an analyst or a leader asks experts.
        MoveRefused: it is no review of a draft, or there is no such expert.
    """
    with writing(engine) as connection:
        return assign_within(connection, number, name, by=by, now=now)


def assign_within(
    connection: sa.Connection, number: int, name: str, *, by: Actor, now: datetime
) -> Sequence[str]:
    """Ask an expert within the transaction of the one writer; see `assign`."""
    if by.role not in ASKERS:
        raise MoveForbidden(
            f"only an analyst or a leader asks experts, and you are {by.role}",
            zh=f"专家由分析员或领导来请，您是{by.role.text.zh}",
        )
    kind = connection.execute(sa.select(matter.c.kind).where(matter.c.number == number))
    if kind.scalar() != ASSIGNED:
        raise MoveRefused(
            f"matter {number} is no {ASSIGNED}: experts are asked about drafts",
            zh=f"事项{number}不是预算审查意见：只就草案请专家",
        )
    known = sa.select(account.c.role).where(account.c.name == name, account.c.disabled.is_(False))
    if connection.execute(known).scalar() != Role.EXPERT.value:
        raise MoveRefused(
            f"no expert is called {name[:40]!r}: ask an administrator",
            zh=f"没有名为“{name[:40]}”的专家：请联系管理员",
        )
    if name not in assigned(connection, number):
        entry = Entry(by.name, "matter.assign", f"matter {number}", {"expert": name})
        append(connection, [entry], now=now)
        connection.execute(
            sa.insert(assignment).values(matter=number, account=name, actor=by.name, at=now)
        )
    return assigned(connection, number)
