"""代行. A leader on leave names who takes their steps for the time."""

from datetime import date, datetime

import sqlalchemy as sa

from alerts.actor import Actor
from alerts.database import writing
from alerts.matters.tables import delegation
from alerts.procedure import MoveForbidden, WordsMissing
from alerts.schema import account
from alerts.scope import Scope
from alerts.trail import Entry, append
from alerts.workflow import Role
from warehouse.period import SHANGHAI

LONGEST = 366
MAY = (Role.ANALYST.value, Role.LEADER.value)
"""Roles that may stand in for a leader."""


def delegate(
    engine: sa.Engine,
    deputy: str,
    *,
    since: date,
    until: date,
    reason: str,
    by: Actor,
    now: datetime,
) -> int:
    """Have somebody take a leader's steps from day to day; give the line's number.

    Raises:
        MoveForbidden: whoever names a deputy is no leader, or the deputy may not be one.
        WordsMissing: the reason is missing, or the days can't be.
    """
    if by.role is not Role.LEADER:
        raise MoveForbidden(
            f"only a leader names a deputy, and you are {by.role.value}",
            zh=f"只有领导能委托他人代行，您是{by.role.text.zh}",
        )
    if not reason.strip():
        raise WordsMissing(
            "naming a deputy needs a reason: say why you are away",
            zh="委托代行要写理由",
        )
    today = now.astimezone(SHANGHAI).date()
    if until < since or until < today or (until - since).days > LONGEST:
        raise WordsMissing(
            f"{since} to {until} can't be: name days from today on, a year at most",
            zh=f"{since}至{until}不行：请从今天起，最长一年",
        )
    with writing(engine) as connection:
        row = connection.execute(
            sa.select(account).where(account.c.name == deputy, account.c.disabled.is_(False))
        ).one_or_none()
        if row is None or row.role not in MAY or deputy == by.name:
            raise MoveForbidden(
                f"{deputy[:40]!r} can't stand in: name another leader's account, or an analyst's",
                zh=f"“{deputy[:40]}”不能代行：请写另一位领导或分析员的账号",
            )
        told = {"deputy": deputy, "since": since, "until": until, "reason": reason.strip()}
        [number] = append(connection, [Entry(by.name, "leader.delegate", deputy, told)], now=now)
        connection.execute(
            sa.insert(delegation).values(
                number=number, leader=by.name, region=by.region or "", at=now, **told
            )
        )
    return number


def standing_in_for(connection: sa.Connection, deputy: str, region: str, today: date) -> str | None:
    """Name the leader of a matter's region that somebody stands in for today; None: nobody."""
    rows = connection.execute(
        sa.select(delegation)
        .where(
            delegation.c.deputy == deputy,
            delegation.c.since <= today,
            delegation.c.until >= today,
        )
        .order_by(delegation.c.number.desc())
    )
    for row in rows:
        if Scope((row.region,)).sees(region):
            return str(row.leader)
    return None


def stands_in(engine: sa.Engine, deputy: str, region: str, today: date) -> bool:
    """Tell whether somebody stands in today for a leader of a matter's region."""
    with engine.connect() as connection:
        return standing_in_for(connection, deputy, region, today) is not None
