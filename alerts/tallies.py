"""预警统计. Alerts by unit, rule or payee, and how often a rule was right."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any, Literal

import sqlalchemy as sa

from alerts.rule import Severity
from alerts.schema import alert, standing, testimony
from alerts.scope import Scope
from alerts.standing import GRADES
from alerts.wanted import Wanted, matching
from alerts.workflow import State

OPEN = (State.RAISED, State.VERIFYING, State.CONFIRMED, State.HANDED_OVER)
"""The states in which somebody still has to do something."""

_RIGHT = (State.CONFIRMED, State.HANDED_OVER, State.CLOSED)


class By(StrEnum):
    """What alerts are grouped by."""

    UNIT = "unit"
    CODE = "code"
    PAYEE = "payee"
    REGION = "region"
    BUNDLE = "bundle"


@dataclass(frozen=True)
class Group:
    """Alerts that have one thing in common."""

    key: str
    alerts: int
    gravest: Severity
    at_stake: Decimal  # yuan
    first_seen: date


@dataclass(frozen=True)
class Precision:
    """How often a rule was right, by what people decided."""

    code: str
    right: int  # found true, handed over or closed
    misjudged: int
    normal: int  # true, and explained: neither right nor wrong
    undecided: int

    @property
    def share(self) -> Decimal | None:
        """Right of right and misjudged; None while nobody decided."""
        judged = self.right + self.misjudged
        return Decimal(self.right) / judged if judged else None


def groups(
    engine: sa.Engine, by: By, *, scope: Scope, wanted: Wanted, most: int = 200
) -> list[Group]:
    """Group the wanted alerts: the gravest group first, then the most money, then the most alerts.

    Alerts that have no such thing are in no group.
    """
    key: sa.ColumnElement[Any]
    tables: Any = sa.join(alert, standing, alert.c.number == standing.c.alert)
    if by is By.PAYEE:
        tables = tables.join(
            testimony,
            (testimony.c.alert == standing.c.alert) & (testimony.c.hash == standing.c.testimony),
        )
        key = testimony.c.payee
    elif by is By.BUNDLE:
        led = sa.select(standing.c.bundle).where(standing.c.bundle.is_not(None))
        leads = sa.case((standing.c.alert.in_(led), standing.c.alert))
        key = sa.func.coalesce(standing.c.bundle, leads)
    else:
        key = alert.c[by.value]
    gravest = sa.func.min(standing.c.grade).label("gravest")
    money = sa.func.coalesce(sa.func.sum(standing.c.at_stake), 0)
    count = sa.func.count().label("alerts")
    query = (
        sa.select(
            key.label("key"),
            count,
            gravest,
            sa.type_coerce(money, standing.c.at_stake.type).label("at_stake"),
            sa.func.min(standing.c.first_seen).label("first_seen"),
        )
        .select_from(tables)
        .where(matching(scope, wanted), key.is_not(None))
        .group_by(key)
        .order_by(gravest, money.desc(), count.desc(), key)
        .limit(most)
    )
    named = {grade: severity for severity, grade in GRADES.items()}
    with engine.connect() as connection:
        return [
            Group(str(row.key), row.alerts, named[row.gravest], row.at_stake, row.first_seen)
            for row in connection.execute(query)
        ]


def open_by(
    connection: sa.Connection, what: Literal["region", "unit"], *, scope: Scope, wanted: Wanted
) -> Mapping[str, Mapping[Severity, int]]:
    """Count the wanted alerts that are open by government or unit, and severity."""
    wish, key = replace(wanted, state=OPEN), standing.c[what]
    tables = standing if wish.of_standing else sa.join(alert, standing)
    query = (
        sa.select(key, standing.c.severity, sa.func.count())
        .select_from(tables)
        .where(matching(scope, wish), key.is_not(None))
        .group_by(key, standing.c.severity)
    )
    counted: dict[str, dict[Severity, int]] = {}
    for name, severity, count in connection.execute(query):
        counted.setdefault(name, {})[Severity(severity)] = count
    return counted


def precision(engine: sa.Engine, *, scope: Scope) -> Mapping[str, Precision]:
    """Tell for each rule's code what people decided about its alerts."""
    state = standing.c.state

    def counted(*states: State) -> sa.ColumnElement[int]:
        return sa.func.coalesce(sa.func.sum(sa.case((state.in_(states), 1), else_=0)), 0)

    query = (
        sa.select(
            alert.c.code,
            counted(*_RIGHT),
            counted(State.MISJUDGED),
            counted(State.NORMAL),
            counted(State.RAISED, State.VERIFYING),
        )
        .join(standing, standing.c.alert == alert.c.number)
        .where(matching(scope, Wanted()))
        .group_by(alert.c.code)
        .order_by(alert.c.code)
    )
    with engine.connect() as connection:
        return {code: Precision(code, *counts) for code, *counts in connection.execute(query)}
