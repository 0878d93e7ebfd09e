"""Which alerts a reader wants, of those within reach."""

import base64
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa

from alerts.rule import Severity
from alerts.schema import alert, move, standing, testimony
from alerts.scope import Scope, stem
from alerts.workflow import State


class CursorUnreadable(Exception):
    """The text is no cursor that a list gave."""


@dataclass(frozen=True)
class Wanted:
    """Wishes that an alert must all meet; None wishes nothing."""

    code: str | Sequence[str] | None = None  # of several, any
    severity: Severity | str | Sequence[str] | None = None
    state: State | str | Sequence[str] | None = None
    region: str | None = None  # this government and those below it
    alone: bool | None = None  # that government, and none below it
    unit: str | None = None
    units: Sequence[str] | None = None  # one of these
    period: str | None = None  # a year takes its months with it
    since: date | None = None  # seen on this night or later
    raised_since: date | None = None  # first seen on this night or later
    text: str | None = None  # in code, rule, subject or unit
    observed: bool | None = None  # False: no longer observed
    backlog: bool | None = None
    owner: str | None = None
    unowned: bool | None = None  # nobody has taken it
    came_back: bool | None = None  # found again after closing, or raised again after being normal
    raised_after: datetime | None = None  # this instant
    payee: str | None = None
    bundle: int | None = None  # merged into this alert, that one included
    muted_on: date | None = None  # under a silence, or inhibited, on this day
    unmuted_on: date | None = None  # under none on this day, and not inhibited
    numbers: Sequence[int] | None = None  # one of these

    @property
    def of_standing(self) -> bool:
        """Whether where alerts stand tells all that is wished, without the alerts themselves."""
        own = (self.period, self.backlog, self.came_back, self.raised_after)
        return all(wish is None for wish in own) and not self.text

    def without(self, name: str) -> "Wanted":
        """Drop one wish."""
        return replace(self, **{name: None})


def matching(
    scope: Scope, wanted: Wanted, standing: sa.FromClause = standing
) -> sa.ColumnElement[bool]:
    """Give the condition that an alert may be seen and is wanted, by where it is said to stand."""
    where = [_visible(scope, standing)]
    if wanted.code is not None:
        where.append(_any_of(standing.c.code, wanted.code))
    if wanted.severity is not None:
        where.append(_any_of(standing.c.severity, wanted.severity))
    if wanted.state is not None:
        where.append(_any_of(standing.c.state, wanted.state))
    if wanted.region is not None:
        where.append(
            standing.c.region == wanted.region
            if wanted.alone
            else standing.c.region.startswith(stem(wanted.region), autoescape=True)
        )
    if wanted.unit is not None:
        where.append(standing.c.unit == wanted.unit)
    if wanted.units is not None:
        where.append(standing.c.unit.in_(list(wanted.units)))
    if wanted.period is not None:
        where.append(alert.c.period.startswith(wanted.period, autoescape=True))
    if wanted.since is not None:
        where.append(standing.c.last_seen >= wanted.since)
    if wanted.raised_since is not None:
        where.append(standing.c.first_seen >= wanted.raised_since)
    if wanted.observed is not None:
        silent = standing.c.no_longer_observed
        where.append(silent.is_(None) if wanted.observed else silent.is_not(None))
    if wanted.backlog is not None:
        where.append(alert.c.backlog.is_(wanted.backlog))
    where += _handled(wanted, standing)
    if wanted.text:
        where.append(_mentions(wanted.text))
    return sa.and_(*where)


def _handled(wanted: Wanted, standing: sa.FromClause) -> list[sa.ColumnElement[bool]]:
    where: list[sa.ColumnElement[bool]] = []
    if wanted.numbers is not None:
        where.append(standing.c.alert.in_(list(wanted.numbers)))
    if wanted.owner is not None:
        where.append(standing.c.owner == wanted.owner)
    if wanted.unowned is not None:
        owner = standing.c.owner
        where.append(owner.is_(None) if wanted.unowned else owner.is_not(None))
    if wanted.came_back is not None:
        again = sa.exists().where(move.c.number == standing.c.version, move.c.move == "come_back")
        back = sa.or_(alert.c.recurs.is_not(None), again)
        where.append(back if wanted.came_back else sa.not_(back))
    if wanted.raised_after is not None:
        where.append(alert.c.raised_at > wanted.raised_after)
    if wanted.bundle is not None:
        where.append(sa.or_(standing.c.bundle == wanted.bundle, standing.c.alert == wanted.bundle))
    if wanted.payee is not None:
        named = sa.select(testimony.c.alert).where(
            testimony.c.alert == standing.c.alert,
            testimony.c.hash == standing.c.testimony,
            testimony.c.payee == wanted.payee,
        )
        where.append(sa.exists(named))
    silent, inhibited = standing.c.muted_until, standing.c.inhibited.is_not(None)
    if wanted.muted_on is not None:
        where.append(sa.or_(silent >= wanted.muted_on, inhibited))
    if wanted.unmuted_on is not None:
        free = sa.or_(silent.is_(None), silent < wanted.unmuted_on)
        where += [free, standing.c.inhibited.is_(None)]
    return where


def cursor_of(row: sa.Row[Any]) -> str:
    """Write where a list was left, after this row."""
    text = f"{row.grade} {row.less} {row.first_seen} {row.number}"
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def after_cursor(cursor: str) -> sa.ColumnElement[Any]:
    """Read where a list was left.

    Raises:
        CursorUnreadable: no list gave this.
    """
    try:
        text = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)).decode()
        grade, less, first_seen, number = text.split(" ")
        place = (int(grade), int(less), date.fromisoformat(first_seen), int(number))
    except ValueError as error:
        raise CursorUnreadable(
            f"{cursor[:80]!r} is no cursor: take `next` of the page before, as it is"
        ) from error
    if not all(-(2**63) <= n < 2**63 for n in (place[0], place[1], place[3])):
        raise CursorUnreadable(f"{cursor[:80]!r} is no cursor: a number in it is too large")
    return sa.tuple_(*place, types=[sa.BigInteger(), sa.BigInteger(), sa.Date(), sa.BigInteger()])


def _any_of(column: sa.ColumnElement[Any], wish: str | Sequence[str]) -> sa.ColumnElement[bool]:
    return column.in_([str(one) for one in ([wish] if isinstance(wish, str) else wish)])


def reach(column: sa.ColumnElement[Any], scope: Scope) -> sa.ColumnElement[bool]:
    """Give the condition that a row's government is within a scope."""
    if not scope.below:
        return column.in_(scope.regions or ())
    begins = scope.stems
    return sa.or_(
        sa.false(),
        *(column.startswith(one, autoescape=True) if one else sa.true() for one in begins),
    )


def _visible(scope: Scope, standing: sa.FromClause) -> sa.ColumnElement[bool]:
    where = [reach(standing.c.region, scope)]
    if scope.units is not None:
        where.append(standing.c.unit.in_(scope.units))
    if scope.states is not None:
        where.append(standing.c.state.in_(scope.states))
    return sa.and_(*where)


def _mentions(text: str) -> sa.ColumnElement[bool]:
    places = (alert.c.code, alert.c.rule, alert.c.subject, alert.c.unit)
    return sa.or_(*(place.icontains(text, autoescape=True) for place in places))
