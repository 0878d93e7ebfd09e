"""查看. Who looked at what, and whether what was found is looked at at all."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from statistics import median
from typing import Any

import sqlalchemy as sa

from alerts.schema import account, alert
from alerts.scope import Scope
from alerts.trail import Line, trail
from alerts.wanted import reach
from alerts.witness import Act
from warehouse.period import SHANGHAI

OPENED = "alert.read"
"""The act of whoever opened an alert: its subject is `alert <number>`."""

LOOKS = (OPENED, "matter.read", Act.READ.value, Act.EXPORT.value, Act.QUERY.value)
WEEK = timedelta(days=7)


@dataclass(frozen=True)
class Week:
    """What accounts within reach looked at in seven days, the latest first."""

    start: date
    lines: Sequence[Line]
    by_account: Sequence[tuple[str, int]]
    denied: int

    @property
    def looks(self) -> Sequence[Line]:
        """The lines that tell of a look."""
        return [line for line in self.lines if line.act in LOOKS]

    @property
    def clear(self) -> int:
        """How many of them were at sensitive columns."""
        return sum(line.act == Act.READ.value for line in self.lines)


@dataclass(frozen=True)
class Use:
    """Whether the alerts within reach were opened."""

    alerts: int
    never: int
    days: Decimal | None  # the median from being raised to the first look


def week(engine: sa.Engine, start: date, *, scope: Scope) -> Week:
    """Give what was looked at in the seven days from a day, by accounts within reach."""
    begins = datetime.combine(start, time.min, SHANGHAI)
    acts = (*LOOKS, Act.DENY.value)
    query = (
        sa.select(trail)
        .join(account, account.c.name == trail.c.actor)
        .where(
            trail.c.at >= begins,
            trail.c.at < begins + WEEK,
            trail.c.act.in_(acts),
            reach(account.c.region, scope),
        )
        .order_by(trail.c.number.desc())
    )
    with engine.connect() as connection:
        found = [Line(**row._mapping) for row in connection.execute(query)]
    counted = Counter(line.actor for line in found if line.act in LOOKS)
    denied = sum(line.act == Act.DENY.value for line in found)
    ranked = sorted(counted.items(), key=lambda one: (-one[1], one[0]))
    return Week(start, found, ranked, denied)


def use(engine: sa.Engine, *, scope: Scope) -> Use:
    """Count the alerts within reach that nobody ever opened, and how long the others waited."""
    opened = sa.select(trail.c.subject, sa.func.min(trail.c.at).label("at"))
    opened = opened.where(trail.c.act == OPENED).group_by(trail.c.subject)
    raised = sa.select(alert.c.number, alert.c.raised_at).where(reach(alert.c.region, scope))
    with engine.connect() as connection:
        first: dict[str, Any] = {row.subject: row.at for row in connection.execute(opened)}
        found = connection.execute(raised).all()
    waited = [
        Decimal((first[name] - row.raised_at) // timedelta(hours=1)) / 24
        for row in found
        if (name := f"alert {row.number}") in first
    ]
    days = median(waited).quantize(Decimal("0.1")) if waited else None
    return Use(len(found), len(found) - len(waited), days)


def last_visit(engine: sa.Engine, name: str) -> datetime | None:
    """Tell when an account last signed in before this time; None: it never did."""
    begun = (
        sa.select(trail.c.at)
        .where(trail.c.act == Act.SIGN_IN.value, trail.c.actor == name)
        .order_by(trail.c.number.desc())
        .limit(2)
    )
    with engine.connect() as connection:
        found = connection.execute(begun).scalars().all()
    return found[1] if len(found) == 2 else None
