"""台账. What was seen on which night, and where each alert stands.

The record is only added to: an alert, its testimonies, sightings and moves are never changed. A
night noted again is another noting of it, and the last one counts. `standing` holds what follows
from the record, for fast lists.
"""

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Literal

import sqlalchemy as sa

from alerts.alert import (
    Alert,
    Facets,
    Listed,
    Moved,
    Numbers,
    Sighting,
    Testimony,
    alert_of,
    evidence_of,
    masked,
    masked_operands,
)
from alerts.coming_back import GROWTH
from alerts.counted import Counted
from alerts.database import Changes, engine_for, migrate, writing
from alerts.finding import Finding
from alerts.noting import Answers, NightOutOfOrder, Noted, note
from alerts.rule import Severity
from alerts.schema import alert, move, noting, sighting, standing, testimony
from alerts.scope import Scope
from alerts.standing import GRADES, derive, derived, effective
from alerts.tallies import open_by
from alerts.testified import FoundTwice
from alerts.trail import Head, lines
from alerts.wanted import CursorUnreadable, Wanted, after_cursor, cursor_of, matching
from alerts.workflow import State

__all__ = [
    "Alert",
    "AlertUnknown",
    "Answers",
    "CursorUnreadable",
    "Facets",
    "FoundTwice",
    "Ledger",
    "Listed",
    "Moved",
    "NightOutOfOrder",
    "Noted",
    "Numbers",
    "Scope",
    "Sighting",
    "Testimony",
    "Wanted",
]

_SEEN = sa.join(alert, standing, alert.c.number == standing.c.alert)
_ALERTS_OWN = frozenset({"alert", "code", "region", "unit"})
_ORDER = (standing.c.grade, standing.c.less, standing.c.first_seen, standing.c.alert)


class AlertUnknown(Exception):
    """There is no such alert, or it is not this reader's to see: the same answer for both."""


class Ledger:
    """The alerts of a site, on SQLite (`sqlite:////…`) or PostgreSQL (`postgresql+psycopg://…`)."""

    def __init__(self, url: str) -> None:
        self.engine = engine_for(url)
        self.changes = Changes(self.engine)
        self._counted = Counted(self.engine)

    def migrate(self) -> None:
        """Bring the tables to this release's schema.

        Raises:
            LedgerTooNew: they are of a later release.
        """
        migrate(self.engine)

    def close(self) -> None:
        """Let go of the database's connections."""
        self.changes.close()
        self.engine.dispose()

    def note(
        self,
        night: date,
        findings: Iterable[Finding],
        *,
        looked: Collection[tuple[str, str, str]],
        now: datetime,
        answers: Answers | None = None,
        growth: Decimal = GROWTH,
    ) -> Noted:
        """Note what a night found: new alerts are raised, known ones sighted again.

        `looked` is every (code, region, period) that got an answer: its alerts that are not among
        the findings are no longer observed since this night. So are those of a month of which
        nothing is said, where its year was looked at. All others stay as they are.
        `answers` tells more than `looked`, and stands in its place: what was missing, and how the
        rules were asked. `growth` is the share by which money must grow to change a finding
        materially.

        Raises:
            NightOutOfOrder: a later night was noted already.
            FoundTwice: two findings have one identity.
        """
        with writing(self.engine) as connection:
            told = answers or Answers(looked)
            return note(connection, night, findings, answers=told, now=now, growth=growth)

    def rebuild_standing(self) -> None:
        """Make `standing` again from the record."""
        with writing(self.engine) as connection:
            derive(connection, None)

    def last_night(self) -> date | None:
        """Tell which night was noted last."""
        with self.engine.connect() as connection:
            return connection.execute(sa.select(sa.func.max(noting.c.night))).scalar()

    def noted(self, night: date) -> Head | None:
        """Give the line of the record that a night was noted with; it proves all before it.

        None: the night was not noted.
        """
        nights = effective()
        number = sa.select(nights.c.number).where(nights.c.night == night)
        with self.engine.connect() as connection:
            subject = f"noting {connection.execute(number).scalar()}"
            found = [Head(one.number, one.hash) for one in lines(connection, subject=subject)]
        return found[-1] if found else None

    def alerts(
        self, *, scope: Scope, wanted: Wanted, after: str | None = None, most: int = 50
    ) -> Listed:
        """List alerts: the gravest first, then the most money, then the oldest.

        Raises:
            CursorUnreadable: `after` is no cursor of a list.
        """
        query = sa.select(*_columns()).select_from(_SEEN).where(matching(scope, wanted))
        if isinstance(wanted.severity, str):  # the order's own column: graver ones are not walked
            graded = [grade for one, grade in GRADES.items() if one == wanted.severity]
            query = query.where(standing.c.grade.in_(graded))
        if after is not None:
            query = query.where(sa.tuple_(*_ORDER) > after_cursor(after))
        with self.engine.connect() as connection:
            rows = connection.execute(_by_state(query, wanted, most + 1)).all()
        following = cursor_of(rows[most - 1]) if len(rows) > most else None
        return Listed([alert_of(row) for row in rows[:most]], following)

    def alerts_in(
        self, *, scope: Scope, wanted: Wanted, after_night: date | None = None
    ) -> sa.Select[Any]:
        """Give the query for the wanted alerts, to be put into an order and cut.

        `after_night`: as they stood after that night, by what was noted and moved by then.
        """
        stood: Any = standing
        if after_night is not None:
            with self.engine.connect() as connection:
                stood = derived(connection, sa.true(), after_night).subquery("standing")
        own = [column for column in alert.c if column.name != "first_seen"]
        query = (
            sa.select(*own, *(one for one in stood.c if one.name not in _ALERTS_OWN))
            .join(stood, alert.c.number == stood.c.alert)
            .where(matching(scope, wanted, stood))
        )
        if after_night is None or scope.states is None:
            return query
        still = sa.select(standing.c.alert).where(standing.c.state.in_(scope.states))
        return query.where(alert.c.number.in_(still))  # what was found untrue since is not shown

    def alerts_after(self, night: date, *, scope: Scope, wanted: Wanted) -> list[Alert]:
        """List the alerts as they stood after a night, in the order of work.

        By what was noted and moved up to the end of that day; later ones are not among them.
        """
        then = self.alerts_in(scope=scope, wanted=wanted, after_night=night).subquery("then")
        order = (then.c.grade, then.c.less, then.c.first_seen, then.c.number)
        with self.engine.connect() as connection:
            return [alert_of(row) for row in connection.execute(sa.select(then).order_by(*order))]

    def count(self, *, scope: Scope, wanted: Wanted) -> int:
        """Count the alerts that are wanted."""
        query = sa.select(sa.func.count()).select_from(_counted(wanted))
        query = query.where(matching(scope, wanted))
        return self._counted.once(
            f"count {scope} {wanted}",
            lambda connection: int(connection.execute(query).scalar_one()),
        )

    def facets(self, *, scope: Scope, wanted: Wanted) -> Facets:
        """Count the wanted alerts by severity, state, code and unit.

        Each count leaves its own wish out: it says what one would get by choosing otherwise.
        """

        def count(connection: sa.Connection) -> Facets:
            def by(column: sa.Column[Any]) -> dict[Any, int]:
                others = wanted.without(column.name)
                query = (
                    sa.select(column, sa.func.count())
                    .select_from(_counted(others))
                    .where(matching(scope, others), column.is_not(None))
                    .group_by(column)
                    .order_by(column)
                )
                return {value: n for value, n in connection.execute(query)}  # noqa: C416 - rows

            return Facets(
                severity={Severity(name): n for name, n in by(standing.c.severity).items()},
                state={State(name): n for name, n in by(standing.c.state).items()},
                code=by(standing.c.code),
                unit=by(standing.c.unit),
            )

        return self._counted.once(f"facets {scope} {wanted}", count)

    def open_by(
        self, what: Literal["region", "unit"], *, scope: Scope, wanted: Wanted
    ) -> Mapping[str, Mapping[Severity, int]]:
        """Count the wanted alerts that are open by government or unit, and severity."""
        return self._counted.once(
            f"open by {what} {scope} {wanted}",
            lambda connection: open_by(connection, what, scope=scope, wanted=wanted),
        )

    def alert(self, number: int, *, scope: Scope) -> Alert:
        """Give one alert.

        Raises:
            AlertUnknown: there is none of that number within the reader's scope.
        """
        query = (
            sa.select(*_columns())
            .select_from(_SEEN)
            .where(alert.c.number == number, matching(scope, Wanted()))
        )
        row = None
        if 0 < number < 2**31:
            with self.engine.connect() as connection:
                row = connection.execute(query).one_or_none()
        if row is None:
            raise AlertUnknown(f"no alert {number} is here: look it up in the list of alerts")
        return alert_of(row)

    def sightings(self, number: int) -> list[Sighting]:
        """List the nights on which an alert was seen, the first first."""
        nights = effective()
        query = (
            sa.select(
                nights.c.night,
                sighting.c.severity,
                sighting.c.at_stake,
                testimony.c.edition,
                sighting.c.testimony,
            )
            .join(nights, nights.c.number == sighting.c.noting)
            .join(
                testimony,
                (testimony.c.alert == sighting.c.alert)
                & (testimony.c.hash == sighting.c.testimony),
            )
            .where(sighting.c.alert == number)
            .order_by(nights.c.night)
        )
        with self.engine.connect() as connection:
            return [
                Sighting(
                    row.night, Severity(row.severity), row.at_stake, row.edition, row.testimony
                )
                for row in connection.execute(query)
            ]

    def testimony(
        self, number: int, night: date | None = None, *, clear: bool = False
    ) -> Testimony:
        """Give what a sighting rests on; the last one's where no night is named.

        Natural persons and account numbers are masked unless it is to be `clear`.

        Raises:
            AlertUnknown: there is no such alert, or it was not seen on that night.
        """
        with self.engine.connect() as connection:
            if night is None:
                chosen = sa.select(standing.c.testimony).where(standing.c.alert == number)
            else:
                nights = effective()
                chosen = (
                    sa.select(sighting.c.testimony)
                    .join(nights, nights.c.number == sighting.c.noting)
                    .where(sighting.c.alert == number, nights.c.night == night)
                )
            mark = connection.execute(chosen).scalar()
            row = connection.execute(
                sa.select(testimony).where(
                    testimony.c.alert == number, testimony.c.hash == (mark or "")
                )
            ).one_or_none()
        if row is None:
            raise AlertUnknown(
                f"alert {number} was not seen on {night}: its sightings name its nights"
                if night
                else f"no alert {number} is here: look it up in the list of alerts"
            )
        told = Testimony(
            edition=row.edition,
            operands=json.loads(row.operands),
            limits=json.loads(row.limits),
            evidence=evidence_of(row.evidence),
            evidence_rows=row.evidence_rows,
            evidence_total=row.evidence_total,
        )
        return told if clear else masked(told)

    def numbers(self, alerts: Collection[int]) -> dict[int, Numbers]:
        """Give what the formulas of alerts were last filled with, as lists show it: masked."""
        query = (
            sa.select(testimony.c.alert, testimony.c.operands, testimony.c.limits)
            .join(
                standing,
                (standing.c.alert == testimony.c.alert)
                & (standing.c.testimony == testimony.c.hash),
            )
            .where(standing.c.alert.in_(alerts))
        )
        with self.engine.connect() as connection:
            return {
                row.alert: Numbers(
                    masked_operands(json.loads(row.operands)), json.loads(row.limits)
                )
                for row in connection.execute(query)
            }

    def moves(self, number: int, *, scope: Scope | None = None) -> list[Moved]:
        """List what people did with an alert, the first first.

        Who sees only what was confirmed is not told the words of those who judged it.
        """
        told = scope is None or scope.states is None
        query = sa.select(move).where(move.c.alert == number).order_by(move.c.number)
        with self.engine.connect() as connection:
            return [
                Moved(
                    row.at,
                    row.actor,
                    row.move,
                    State(row.from_state),
                    State(row.to_state),
                    row.reason if told else "",
                    row.cause if told else None,
                    row.until,
                )
                for row in connection.execute(query)
            ]


def _counted(wanted: Wanted) -> sa.FromClause:
    return standing if wanted.of_standing else _SEEN


def _by_state(query: sa.Select[Any], wanted: Wanted, most: int) -> sa.Executable:
    """Put a list in the order of work, and cut it.

    Of several states each is walked along its own index and cut, and then they are merged: the
    many alerts that are closed do not lie in the way of the few that are not. Only what the order
    goes by is merged; the alerts themselves are looked up for those that are first.
    """
    if wanted.state is None or isinstance(wanted.state, str) or len(wanted.state) < 2:
        return query.order_by(*_ORDER).limit(most)
    short = query.with_only_columns(*_ORDER)
    each = [
        sa.select(short.where(standing.c.state == state).order_by(*_ORDER).limit(most).subquery())
        for state in dict.fromkeys(map(str, wanted.state))
    ]
    every = sa.union_all(*each).subquery()
    first = sa.select(every.c.alert).order_by(*every.c).limit(most)
    whole = sa.select(*_columns()).select_from(_SEEN)
    return whole.where(standing.c.alert.in_(first)).order_by(*_ORDER)


def _columns() -> Sequence[sa.ColumnElement[Any]]:
    own = [column for column in alert.c if column.name != "first_seen"]
    return [*own, *(column for column in standing.c if column.name not in _ALERTS_OWN)]
