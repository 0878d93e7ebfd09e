"""回看数字. What the rules say now about the alerts that a matter answers for."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import sqlalchemy as sa

from alerts.matters.tables import matter_alert
from alerts.schema import alert, noting, standing


@dataclass(frozen=True)
class Latest:
    """What the rule says now about an alert of a matter."""

    alert: int
    code: str
    still_found: bool  # on the last night
    then: Decimal | None  # yuan at stake when it was handed over
    now: Decimal | None

    @property
    def unchanged(self) -> bool:
        """Whether the number did not change: still found, and no less is at stake."""
        return self.still_found and (self.now or 0) >= (self.then or 0)


def latest_of(connection: sa.Connection, number: int) -> list[Latest]:
    """Tell what the rules say now about the alerts of a matter."""
    last = connection.execute(sa.select(sa.func.max(noting.c.night))).scalar()
    rows = connection.execute(
        sa.select(
            matter_alert.c.alert,
            alert.c.code,
            standing.c.last_seen,
            standing.c.no_longer_observed,
            standing.c.at_stake,
            matter_alert.c.at_stake.label("then"),
        )
        .join(standing, standing.c.alert == matter_alert.c.alert)
        .join(alert, alert.c.number == matter_alert.c.alert)
        .where(matter_alert.c.matter == number)
        .order_by(matter_alert.c.alert)
    )
    return [
        Latest(
            row.alert,
            row.code,
            row.last_seen == last and row.no_longer_observed is None,
            row.then,
            row.at_stake,
        )
        for row in rows
    ]


def compared(latest: Sequence[Latest]) -> dict[str, Any]:
    """Give what the record keeps of it: each alert then and now, and those that did not change."""
    unchanged = [one.alert for one in latest if one.unchanged]
    told = [
        {"alert": one.alert, "still_found": one.still_found, "then": one.then, "now": one.now}
        for one in latest
    ]
    return {"latest": told or None, "unchanged": unchanged or None}
