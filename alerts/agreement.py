"""账实相符. Whether every move, number and standing says what its line of the chain says."""

import json
from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa

from alerts.coming_back import entry_of as alert_entry
from alerts.matters.desk import entry_of as matter_entry
from alerts.matters.files import Kept
from alerts.matters.standing import replayed, row_of
from alerts.matters.tables import letter_number, matter_file, matter_move, matter_standing
from alerts.schema import move, standing
from alerts.trail import trail, written
from alerts.verify import Fault
from warehouse.money import fen

_PAGE = 2000


def disagreements(connection: sa.Connection) -> Iterator[Fault]:
    """Name every row of the record that is not what its line of the chain tells.

    A move that was changed, deleted or put in; a paper's number with a gap; a standing that does
    not follow from the record.
    """
    yield from _moves(connection)
    changed = list(_matter_moves(connection))
    yield from changed
    yield from _numbers(connection)
    yield from _alerts_stand(connection)
    if not changed:  # a history that was tampered with says nothing about where a matter stands
        yield from _matters_stand(connection)


def _moves(connection: sa.Connection) -> Iterator[Fault]:
    told = _told(connection, "alert.%", "alert ")
    for row in connection.execute(sa.select(move).order_by(move.c.number)):
        line = told.pop(row.number, None)
        values = {**row._mapping, "at_stake": None if row.at_stake is None else fen(row.at_stake)}
        entry = alert_entry(values)
        yield from _compared(
            f"move {row.number} of alert {row.alert}", line, entry.act, entry.actor, entry.words
        )
    yield from (_deleted(line) for line in told.values())


def _matter_moves(connection: sa.Connection) -> Iterator[Fault]:
    told = _told(connection, "matter.%", "matter ")
    files: dict[int, list[Kept]] = {}
    for row in connection.execute(
        sa.select(matter_file).order_by(matter_file.c.move, matter_file.c.nth)
    ):
        files.setdefault(row.move, []).append(Kept(row.name, row.type, row.size, row.sha256))
    for row in connection.execute(sa.select(matter_move).order_by(matter_move.c.number)):
        line = told.pop(row.number, None)
        entry = matter_entry(dict(row._mapping), files.get(row.number, []))
        what = f"move {row.number} of matter {row.matter}"
        yield from _compared(what, line, entry.act, entry.actor, entry.words)
    yield from (_deleted(line) for line in told.values())


def _told(connection: sa.Connection, act: str, subject: str) -> dict[int, Any]:
    """Give the lines that tell of moves: those that name a state that was left and one reached."""
    rows = connection.execute(
        sa.select(trail)
        .where(trail.c.act.like(act), trail.c.subject.startswith(subject))
        .order_by(trail.c.number)
    )
    return {row.number: row for row in rows if '"to_state"' in row.words}


def _compared(what: str, line: Any, act: str, actor: str, words: Any) -> Iterator[Fault]:  # noqa: ANN401 - a row, and JSON
    if line is None:
        yield Fault(what, f"{what} ({act} by {actor}) is in no line of the record: it was put in")
        return
    told = json.loads(line.words)
    told.pop("door", None)
    if (line.act, line.actor) != (act, actor) or told != json.loads(written(words)):
        yield Fault(
            what,
            f"{what} was changed: line {line.number} of the record tells of {line.act} by "
            f"{line.actor}, {line.words}",
        )


def _deleted(line: Any) -> Fault:  # noqa: ANN401 - a row of the database
    what = f"move {line.number} of {line.subject}"
    return Fault(
        what, f"{what} was deleted: line {line.number} tells of {line.act} by {line.actor}"
    )


def _numbers(connection: sa.Connection) -> Iterator[Fault]:
    groups = connection.execute(
        sa.select(
            letter_number.c.letter,
            letter_number.c.year,
            sa.func.count().label("given"),
            sa.func.max(letter_number.c.nth).label("last"),
        ).group_by(letter_number.c.letter, letter_number.c.year)
    )
    for row in groups:
        if row.given != row.last:
            what = f"numbers of {row.letter} {row.year}"
            yield Fault(
                what, f"{what}: {row.given} were given and the last is {row.last}, one was deleted"
            )


def _alerts_stand(connection: sa.Connection) -> Iterator[Fault]:
    last = sa.select(move.c.alert, sa.func.max(move.c.number).label("number")).group_by(
        move.c.alert
    )
    moved = last.subquery("moved")
    wrong = connection.execute(
        sa.select(standing.c.alert, standing.c.state, sa.func.coalesce(move.c.to_state, "raised"))
        .join(moved, moved.c.alert == standing.c.alert, isouter=True)
        .join(move, move.c.number == moved.c.number, isouter=True)
        .where(standing.c.state != sa.func.coalesce(move.c.to_state, "raised"))
        .order_by(standing.c.alert)
        .limit(_PAGE)
    )
    for number, stood, follows in wrong:
        what = f"alert {number}"
        yield Fault(what, f"{what} stands as {stood}, and by its moves it is {follows}")


def _matters_stand(connection: sa.Connection) -> Iterator[Fault]:
    stood = {
        row.matter: row
        for row in connection.execute(sa.select(matter_standing).order_by(matter_standing.c.matter))
    }
    for one in replayed(connection):
        row, follows = stood.pop(one.matter, None), row_of(one)
        differs = [
            name for name, value in follows.items() if row is None or getattr(row, name) != value
        ]
        if differs:
            what = f"matter {one.matter}"
            yield Fault(what, f"{what} does not stand as its history says: {', '.join(differs)}")
    for number in stood:
        yield Fault(f"matter {number}", f"matter {number} stands without a history: it was put in")
