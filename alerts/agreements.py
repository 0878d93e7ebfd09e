"""供数约定登记. What a site agrees about its supply calendar and its working days, line by line."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa

from alerts.database import writing
from alerts.schema import Instant, ledger
from alerts.trail import Entry, append
from warehouse.agreement import Agreement, line_of
from warehouse.period import SHANGHAI
from warehouse.workdays import CalendarUnreadable, Notice, known, notice_of

calendar_line = sa.Table(
    "calendar_line",
    ledger,
    sa.Column("number", sa.Integer, primary_key=True, autoincrement=True),
    sa.Column("at", Instant, nullable=False),
    sa.Column("actor", sa.Text, nullable=False),
    sa.Column("reason", sa.Text, nullable=False),
    sa.Column("what", sa.Text, nullable=False),  # due, workdays, or withdrawn
    sa.Column("told", sa.Text, nullable=False),  # JSON: the line, the year, or the number
    sqlite_autoincrement=True,
    comment="What the site agreed about the supply calendar and its working days",
)
DUE, WORKDAYS, WITHDRAWN = "due", "workdays", "withdrawn"
FROM_LEDGER = 2
"""The rank of the ledger's lines: they stand over the site's file, which stands over defaults."""


class LineRefused(Exception):
    """The line can't be kept as it is."""


@dataclass(frozen=True)
class CalendarLine:
    """One line as it was kept: who, when, why, and what."""

    number: int
    at: datetime
    actor: str
    reason: str
    what: str  # due, workdays or withdrawn
    told: Mapping[str, Any]
    stands: bool  # not withdrawn by a later line


class Agreements:
    """The lines of a ledger; none is ever changed, only followed or withdrawn by another."""

    def __init__(self, engine: sa.Engine) -> None:
        self._engine = engine

    def set_due(
        self, told: Mapping[str, object], *, actor: str, reason: str, now: datetime
    ) -> CalendarLine:
        """Keep a line of the supply calendar.

        Raises:
            CalendarUnreadable: it is not what a line must be.
            LineRefused: nobody signs it, or no reason is given.
        """
        plain = {
            name: value if isinstance(value, bool | int) else str(value)
            for name, value in told.items()
            if value is not None and value != ""
        }
        line = line_of(plain, origin="", where="the line")
        if plain.keys() <= {"feed", "supplier", "region", "tier", "since", "until"}:
            raise LineRefused(
                f"the line agrees nothing about {line.feed}: give every, working_day, by, "
                "opening_by, final_by, or that it is not owed"
            )
        return self._write(DUE, plain, actor, reason, now)

    def set_workdays(
        self,
        year: int,
        notice: str,
        off: Sequence[str],
        on: Sequence[str],
        *,
        actor: str,
        reason: str,
        now: datetime,
    ) -> CalendarLine:
        """Keep a year's notice of working days.

        Raises:
            CalendarUnreadable: a day can't be read, or a year in between is not known.
            LineRefused: nobody signs it, or no reason is given.
        """
        told = {"year": year, "notice": notice, "off": [*off], "on": [*on]}
        read = _notice(told)
        known().joined({**self.notices(), year: read})
        return self._write(WORKDAYS, told, actor, reason, now)

    def withdraw(self, number: int, *, actor: str, reason: str, now: datetime) -> CalendarLine:
        """Take a line back; what stood before it stands again.

        Raises:
            LineRefused: no such line stands, nobody signs it, or no reason is given.
        """
        if not any(line.number == number and line.stands for line in self.lines()):
            raise LineRefused(
                f"no line {number} of the calendar stands: `pursewatch calendar list --lines` "
                "shows them"
            )
        return self._write(WITHDRAWN, {"number": number}, actor, reason, now)

    def lines(self, until: date | None = None) -> list[CalendarLine]:
        """Give every line kept up to the end of a day, in order; None: every one."""
        query = sa.select(calendar_line).order_by(calendar_line.c.number)
        with self._engine.connect() as connection:
            rows = [
                row
                for row in connection.execute(query)
                if until is None or row.at.astimezone(SHANGHAI).date() <= until
            ]
        told = [(row, json.loads(row.told)) for row in rows]
        gone = {of["number"] for row, of in told if row.what == WITHDRAWN}
        return [
            CalendarLine(
                row.number, row.at, row.actor, row.reason, row.what, of,
                row.what != WITHDRAWN and row.number not in gone,
            )
            for row, of in told
        ]  # fmt: skip

    def agreed(self, until: date | None = None) -> list[Agreement]:
        """Give the lines of the supply calendar that stand."""
        return [
            replace(
                line_of(line.told, origin=str(line.number), where=f"line {line.number}"),
                actor=line.actor,
                reason=line.reason,
                rank=(FROM_LEDGER, line.number),
            )
            for line in self.lines(until)
            if line.stands and line.what == DUE
        ]

    def notices(self, until: date | None = None) -> dict[int, Notice]:
        """Give the years of working days that stand."""
        return {
            line.told["year"]: _notice(line.told)
            for line in self.lines(until)
            if line.stands and line.what == WORKDAYS
        }

    def _write(
        self, what: str, told: Mapping[str, object], actor: str, reason: str, now: datetime
    ) -> CalendarLine:
        if not actor.strip() or not reason.strip():
            raise LineRefused("a line of the calendar says who set it and why: give both")
        with writing(self._engine) as connection:
            number = connection.execute(
                sa.insert(calendar_line).values(
                    at=now,
                    actor=actor.strip(),
                    reason=reason.strip(),
                    what=what,
                    told=json.dumps(told, ensure_ascii=False, sort_keys=True),
                )
            ).inserted_primary_key
            assert number is not None
            words = {"line": number[0], "what": what, "reason": reason.strip(), "told": told}
            entry = Entry(actor.strip(), "calendar.set", told_of(what, told), words)
            append(connection, [entry], now=now)
        return CalendarLine(number[0], now, actor.strip(), reason.strip(), what, told, True)


def told_of(what: str, told: Mapping[str, object]) -> str:
    """Name what a line is about: a feed, a year, or another line."""
    return str(told[{DUE: "feed", WORKDAYS: "year", WITHDRAWN: "number"}[what]])


def _notice(told: Mapping[str, Any]) -> Notice:
    year = told["year"]
    if not isinstance(year, int) or not 2000 <= year <= 2100:
        raise CalendarUnreadable(f"{year!r} is no year to set working days for: give 2027 or so")
    inside = {name: told[name] for name in ("notice", "off", "on")}
    return notice_of("the line", str(year), inside)
