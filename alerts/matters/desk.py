"""督办案头. The one engine that opens matters and takes every step of theirs."""

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import sqlalchemy as sa

from alerts.actor import Actor
from alerts.database import writing
from alerts.desk import must_be_worked
from alerts.matters.assignments import opened_by, theirs
from alerts.matters.deputies import standing_in_for
from alerts.matters.files import Kept
from alerts.matters.given import (
    CONTENT,
    FILED,
    Draft,
    Order,
    content_of,
    given_of,
    kind_of,
    letter_of,
    put_right,
    source_of,
)
from alerts.matters.joining import back_again, carry, hand_over, joined_with
from alerts.matters.kinds import Letter
from alerts.matters.latest import Latest, compared, latest_of
from alerts.matters.numbers import Numbers
from alerts.matters.standing import (
    Stands,
    answer_by,
    duties_of,
    fold,
    keep,
    load,
    next_duty,
    rebuild,
)
from alerts.matters.steps import MatterState, procedure
from alerts.matters.tables import matter, matter_file, matter_move, matter_standing
from alerts.matters.terms import (
    Lines,
    duty_after,
    must_be_a_line,
    must_be_later,
    must_be_time,
    must_climb,
)
from alerts.procedure import (
    MovedMeanwhile,
    MoveForbidden,
    MoveRefused,
    Step,
    WordsMissing,
    must_lie_ahead,
)
from alerts.scope import Scope
from alerts.trail import MACHINE, Entry, append, written
from alerts.wanted import reach
from alerts.workflow import Role
from warehouse.money import fen
from warehouse.period import SHANGHAI
from warehouse.workdays import Workdays, known

S = MatterState
NIGHT = Actor(MACHINE, Role.ADMINISTRATOR, Scope.everywhere(), door="night")


class MatterUnknown(Exception):
    """There is no such matter, or it is not this reader's to see: the same answer for both."""


class Matters:
    """The matters of a ledger; `lines` are those that opinions on a draft may be about."""

    def __init__(
        self,
        engine: sa.Engine,
        *,
        workdays: Workdays | None = None,
        numbers: Numbers | None = None,
        lines: Lines = lambda _, __: None,
    ) -> None:
        self.engine = engine
        self.workdays = workdays or known()
        self.numbers = numbers or Numbers()
        self.lines = lines

    def draft(self, draft: Draft, *, by: Actor, now: datetime) -> Stands:
        """Open a matter.

        Raises:
            AlertUnknown: one of its alerts is not within reach.
            MoveForbidden: it is not this person's to open, or lies outside their region.
            MoveRefused: the kind is unknown, an alert is not confirmed, or it was opened before.
            WordsMissing: something is missing, or a day can't be.
        """
        with writing(self.engine) as connection:
            return self.open(connection, draft, by=by, now=now)

    def open(self, connection: sa.Connection, draft: Draft, *, by: Actor, now: datetime) -> Stands:
        """Open a matter within the transaction of the one writer; see `draft`."""
        kind = kind_of(draft.kind)
        step = procedure(kind.name).step("draft")
        procedure(kind.name).must_be_theirs(step, by.role)
        if not by.scope.sees(draft.region):
            raise MoveForbidden(
                f"region {draft.region[:20]!r} is not yours: name one of your own",
                zh=f"区划{draft.region[:20]}不在您的范围内：请写您范围内的区划",
            )
        content = content_of(draft, kind)
        procedure(kind.name).must_hold(step, content)
        if draft.origin is None:  # a deadline that was set elsewhere stands as it was set
            self._must_be_due_right(content.get("until"), now)
        source = source_of(kind, draft)
        self._must_be_new(connection, draft)
        number = (connection.execute(sa.select(sa.func.max(matter.c.number))).scalar() or 0) + 1
        joined = joined_with(connection, kind, draft, by)
        at_stake = draft.at_stake
        if joined:
            sums = [row.at_stake for row in joined if row.at_stake is not None]
            at_stake = sum(sums, Decimal(0)) if sums else None
        if kind.receipt:
            source["receipt"] = self.numbers.take(
                connection, Letter.SUGGESTION, matter=None, by=by, now=now
            )
        opened = {
            "number": number,
            "kind": kind.name,
            "region": draft.region,
            "unit": draft.unit,
            "opened_at": now,
            "opened_by": by.name,
            "recurs": draft.recurs,
            "origin": draft.origin,
            "source": written(source),
        }
        connection.execute(sa.insert(matter), opened)
        words = {
            **content,
            "kind": kind.name,
            "region": draft.region,
            "unit": draft.unit,
            "source": source,
            "recurs": draft.recurs,
            "origin": draft.origin,
            "at_stake": None if at_stake is None else fen(at_stake),
            "alerts": [row.alert for row in joined],
        }
        hand_over(connection, number, joined, by, now)
        way = ("", S.DRAFTED)
        return self._add(connection, number, 1, "draft", way, words, (), by=by, now=now)

    def move(
        self, number: int, order: Order, *, by: Actor, now: datetime, seen: int | None = None
    ) -> Stands:
        """Take a step of a matter; give where it stands then. `seen`: the version looked at.

        Raises:
            MatterUnknown: there is no such matter within the mover's reach.
            MoveForbidden: it is no step of theirs, or four eyes are asked for.
            MoveRefused: it does not start from where the matter stands.
            MovedMeanwhile: somebody moved it since it was looked at.
            WordsMissing: something is missing, or a day can't be.
        """
        with self.engine.connect() as connection:  # what is refused need not wait for the writer
            self._allowed(connection, number, order, by, now, seen)
        with writing(self.engine) as connection:
            return self.step(connection, number, order, by=by, now=now, seen=seen)

    def step(
        self,
        connection: sa.Connection,
        number: int,
        order: Order,
        *,
        by: Actor,
        now: datetime,
        seen: int | None = None,
    ) -> Stands:
        """Take a step within the transaction of the one writer; see `move`."""
        may = self._allowed(connection, number, order, by, now, seen)
        opened, moves, stands, step, behalf, given = may
        words, to = self._worked(connection, step, stands, opened, moves, given, by, now)
        stood = self._add(
            connection, number, len(moves) + 1, order.move, (stands.state, to), words, order.files,
            by=by, now=now, behalf=behalf,
        )  # fmt: skip
        carry(connection, number, order.move, to, by, now)
        if order.move == "look_back" and given["reason"] == "recurred":
            self._recur(connection, opened, moves, by, now)
        return stood

    def _allowed(
        self,
        connection: sa.Connection,
        number: int,
        order: Order,
        by: Actor,
        now: datetime,
        seen: int | None,
    ) -> tuple[Any, Sequence[Any], Stands, Step, str | None, dict[str, Any]]:
        """Let a step pass that may be taken as things stand; give what it works on."""
        opened, moves = _loaded(connection, number, by)
        stands = fold(opened, moves)
        assert stands is not None
        rules = procedure(opened.kind)
        step = rules.step(order.move)
        today = now.astimezone(SHANGHAI).date()
        if seen is not None and seen != stands.version:
            raise _become(stands, moves[-1])
        behalf = self._must_be_theirs(connection, step, stands, moves, by, today)
        rules.must_start(step, stands.state, f"matter {number}")
        given = given_of(order, step)
        rules.must_hold(step, given)
        self._must_be_due_right(given.get("until"), now)
        return opened, moves, stands, step, behalf, given

    def lapse(self, night: date, *, now: datetime) -> list[int]:
        """Reopen the matters whose exemption expired before a night; give their numbers."""
        with writing(self.engine) as connection:
            expired = connection.execute(
                sa.select(matter_standing.c.matter)
                .where(matter_standing.c.exempt_until < night, matter_standing.c.open)
                .order_by(matter_standing.c.matter)
            ).scalars()
            numbers = list(expired)
            for number in numbers:
                opened, moves = load(connection, number)
                stands = fold(opened, moves)
                assert stands is not None
                words = {"until": answer_by(night, self.workdays), "exempt": stands.exempt_until}
                self._add(
                    connection, number, len(moves) + 1, "lapse", (stands.state, S.RETURNED),
                    words, (), by=NIGHT, now=now,
                )  # fmt: skip
        return numbers

    def rebuild_standing(self) -> int:
        """Make where matters stand again from the record; tell how many there are."""
        with writing(self.engine) as connection:
            return rebuild(connection)

    def latest(self, number: int) -> list[Latest]:
        """Tell what the rules say now about a matter's alerts."""
        with self.engine.connect() as connection:
            return latest_of(connection, number)

    def _recur(
        self,
        connection: sa.Connection,
        opened: Any,  # noqa: ANN401 - a row of the database
        moves: Sequence[Any],
        by: Actor,
        now: datetime,
    ) -> None:
        told = _last_content(moves)
        again = back_again(connection, opened.number)
        draft = Draft(
            kind=opened.kind,
            region=opened.region,
            unit=opened.unit,
            **{name: told[name] for name in CONTENT - {"until"}},
            alerts=tuple(again),
            source=json.loads(opened.source),
            recurs=opened.number,
        )
        self.open(connection, draft, by=by, now=now)

    def _must_be_new(self, connection: sa.Connection, draft: Draft) -> None:
        if draft.recurs is not None:
            before = sa.select(matter.c.number).where(matter.c.number == draft.recurs)
            if connection.execute(before).scalar() is None:
                raise MatterUnknown(f"no matter {draft.recurs} is here for this one to recur from")
        if draft.origin is None:
            return
        there = connection.execute(
            sa.select(matter.c.number).where(matter.c.origin == draft.origin)
        ).scalar()
        if there is not None:
            raise MoveRefused(
                f"{draft.origin} is matter {there} already: go on with that one",
                zh=f"{draft.origin}已经立为事项{there}：请接着办那一件",
            )

    def _must_be_due_right(self, until: object, now: datetime) -> None:
        if until is None:
            return
        if not isinstance(until, date):
            raise WordsMissing(
                f"{until!r} is no day: write it as 2026-03-31",
                zh=f"“{until}”不是日期：请写成 2026-03-31",
            )
        must_lie_ahead(until, now.astimezone(SHANGHAI).date(), "the deadline")
        must_be_worked(until, self.workdays)

    def _must_be_theirs(
        self,
        connection: sa.Connection,
        step: Step,
        stands: Stands,
        moves: Sequence[Any],
        by: Actor,
        today: date,
    ) -> str | None:
        """Let those pass whose step it is; give the leader that they stand in for, if any."""
        behalf = None
        if by.role not in step.by and Role.LEADER in step.by:
            behalf = standing_in_for(connection, by.name, stands.region, today)
        if behalf is None:
            procedure(stands.kind).must_be_theirs(step, by.role)
        for move in moves:
            if move.move in step.not_by and by.name in {move.actor, move.behalf}:
                raise MoveForbidden(
                    f"{step.move!r} takes a second pair of eyes: you took {move.move!r} of matter "
                    f"{stands.matter} yourself, let another person do it",
                    zh=f"“{step.text.zh}”要由另一个人来做：事项{stands.matter}的"
                    f"“{procedure(stands.kind).step(move.move).text.zh}”是您做的，请换一位同事",
                )
        return behalf

    def _worked(  # noqa: PLR0913, PLR0917 - what a step may look at
        self,
        connection: sa.Connection,
        step: Step,
        stands: Stands,
        opened: Any,  # noqa: ANN401 - a row of the database
        moves: Sequence[Any],
        given: dict[str, Any],
        by: Actor,
        now: datetime,
    ) -> tuple[dict[str, Any], S]:
        """Work out what a step records, and where it leads."""
        today = now.astimezone(SHANGHAI).date()
        to = stands.state if step.ends == step.starts else S(step.ends[0])
        match step.move:
            case "revise":
                given["letter"] = letter_of(
                    given.get("letter") or stands.letter, kind_of(opened.kind)
                )
            case "issue":
                given["until"] = self._due(stands, opened, given.get("until"), today)
                letter = Letter(stands.letter)
                given["letter_number"] = self.numbers.take(
                    connection, letter, matter=stands.matter, by=by, now=now
                )
            case "reply" | "audit_close":
                given["amount"] = put_right(given.get("amount"))
            case "accept":
                given |= compared(latest_of(connection, stands.matter))
            case "close":
                if given.get("reason") == "dissatisfied":
                    to = S.RETURNED
                    clock = kind_of(opened.kind).clocks[Letter(stands.letter)]
                    given["until"] = given.get("until") or clock.ends(today, self.workdays)
            case "look_back":
                must_be_time(stands, today)
            case "extend":
                must_be_later(stands, given["until"])
            case "escalate":
                must_climb(stands, given)
            case "opine":
                must_be_a_line(self.lines, opened, given.get("line") or "")
            case "fulfil":
                given["until"] = duty_after(stands, opened, moves, given, by)
        return given, to

    def _due(
        self,
        stands: Stands,
        opened: Any,  # noqa: ANN401 - a row of the database
        until: date | None,
        today: date,
    ) -> date:
        if until is not None:
            return until
        if stands.due_on is not None:
            if opened.origin is None:
                must_lie_ahead(stands.due_on, today, "the drafted deadline")
            return stands.due_on
        kind, source = kind_of(opened.kind), json.loads(opened.source)
        if kind.duties:
            gone = [name for name, due in duties_of(kind.name, source) if due <= today]
            duty = next_duty(kind.name, source, gone)
            if duty is not None:
                return duty[1]
        return kind.clocks[Letter(stands.letter)].ends(today, self.workdays)

    def _add(  # noqa: PLR0913 - what a line of the history is made of
        self,
        connection: sa.Connection,
        number: int,
        nth: int,
        move: str,
        way: tuple[str, S],
        words: Mapping[str, Any],
        files: Sequence[Kept],
        *,
        by: Actor,
        now: datetime,
        behalf: str | None = None,
    ) -> Stands:
        """Add a line to the history, and give where the matter stands by it."""
        if files and move not in FILED:
            raise WordsMissing(
                f"{move!r} comes without files: {', '.join(sorted(FILED))} take them",
                zh="这一步不收附件：请不带附件再提交，材料可随反馈、建议销号或回头看提交",
            )
        start, end = way
        told = {name: value for name, value in words.items() if value is not None}
        row = {
            "matter": number,
            "nth": nth,
            "at": now,
            "actor": by.name,
            "behalf": behalf,
            "move": move,
            "from_state": str(start),
            "to_state": end.value,
            "words": written(told),
        }
        [line] = append(connection, [entry_of(row, files, by.door)], now=now)
        connection.execute(sa.insert(matter_move), {"number": line, **row})
        if files:
            connection.execute(
                sa.insert(matter_file),
                [
                    {"move": line, "nth": n, "matter": number, **vars(file)}
                    for n, file in enumerate(files, 1)
                ],
            )
        stands = fold(*load(connection, number))
        assert stands is not None
        keep(connection, [stands])
        return stands


def entry_of(row: Mapping[str, Any], files: Iterable[Kept], door: str = "") -> Entry:
    """Write the line of the chain that a move of a matter is."""
    told = {
        "from_state": row["from_state"],
        "to_state": row["to_state"],
        "nth": row["nth"],
        "behalf": row["behalf"],
        "words": row["words"],
        "files": [vars(file) for file in files],
        "door": door,
    }
    kept = {name: value for name, value in told.items() if value}
    return Entry(row["actor"], f"matter.{row['move']}", f"matter {row['matter']}", kept)


def visible(by: Actor, table: sa.FromClause = matter_standing) -> sa.ColumnElement[bool]:
    """Give the condition that a matter is a reader's to see.

    A unit sees its own once issued, a deputy any once issued, an expert what they opened or were
    assigned to; who belongs to a unit sees that unit's alone; an administrator sees none.
    """
    if by.role is Role.ADMINISTRATOR:
        return sa.false()
    where = [reach(table.c.region, by.scope)]
    if by.role is Role.RESPONDENT or by.unit:
        where.append(table.c.unit == (by.unit or ""))
    if by.role is Role.RESPONDENT:
        where += [table.c.region == (by.region or ""), table.c.issued_on.is_not(None)]
    if by.role is Role.DEPUTY:
        where.append(sa.or_(table.c.issued_on.is_not(None), opened_by(by.name, table)))
    if by.role is Role.EXPERT:
        where.append(theirs(by.name, table))
    return sa.and_(*where)


def _loaded(connection: sa.Connection, number: int, by: Actor) -> tuple[Any, Sequence[Any]]:
    there = None
    if 0 < number < 2**31:
        query = sa.select(matter_standing.c.matter).where(matter_standing.c.matter == number)
        there = connection.execute(query.where(visible(by))).scalar()
    if there is None:
        raise MatterUnknown(f"no matter {number} is here: look it up in the list of matters")
    return load(connection, number)


def _last_content(moves: Sequence[Any]) -> Mapping[str, Any]:
    told = [json.loads(move.words) for move in moves if move.move in {"draft", "revise"}]
    last: Mapping[str, Any] = told[-1]
    return last


def _become(stands: Stands, last: Any) -> MovedMeanwhile:  # noqa: ANN401 - a row of the database
    at = last.at.astimezone(SHANGHAI)
    return MovedMeanwhile(
        f"matter {stands.matter} has become {stands.state.value} ({stands.state.text.zh}) "
        f"meanwhile: {last.actor} took {last.move!r} at {at:%Y-%m-%d %H:%M}; look at it again",
        zh=f"事项{stands.matter}已成为“{stands.state.text.zh}”：{at:%Y-%m-%d %H:%M}有人做了"
        f"“{procedure(stands.kind).step(last.move).text.zh}”，请再看一遍",
    )
