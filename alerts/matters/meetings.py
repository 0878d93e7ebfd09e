"""会议与议程. Which matters came before which meeting, under which item of its agenda."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa

from alerts.actor import Actor
from alerts.matters.desk import visible
from alerts.matters.kinds import Level
from alerts.matters.standing import Stands, stands_of
from alerts.matters.tables import matter, matter_move, matter_standing
from warehouse.period import SHANGHAI


@dataclass(frozen=True)
class Tabled:
    """A matter before a meeting: it was opened there, or escalated to it."""

    stands: Stands
    level: Level | None  # None: the sitting is where it comes from
    on: date


@dataclass(frozen=True)
class Item:
    """An item of a meeting's agenda, with its matters in the order they came."""

    meeting: str
    agenda_item: str
    matters: Sequence[Tabled]


def agenda(engine: sa.Engine, *, by: Actor) -> list[Item]:
    """Give every meeting's items that a reader may see matters of, the latest first."""
    with engine.connect() as connection:
        found = [*_opened(connection, by), *_escalated(connection, by)]
    items: dict[tuple[str, str], list[Tabled]] = {}
    for meeting, agenda_item, tabled in found:
        items.setdefault((meeting, agenda_item), []).append(tabled)
    told = [Item(*key, sorted(some, key=_order)) for key, some in items.items()]
    last = {meeting: date.min for meeting, _ in items}
    for one in told:
        last[one.meeting] = max(last[one.meeting], *(tabled.on for tabled in one.matters))
    return sorted(
        told, key=lambda one: (-last[one.meeting].toordinal(), one.meeting, one.agenda_item)
    )


def _order(tabled: Tabled) -> tuple[date, int]:
    return tabled.on, tabled.stands.matter


def _opened(connection: sa.Connection, by: Actor) -> list[tuple[str, str, Tabled]]:
    query = (
        sa.select(matter_standing, matter.c.source)
        .join(matter, matter.c.number == matter_standing.c.matter)
        .where(matter_standing.c.kind == "review_opinion", visible(by))
    )
    told = []
    for row in connection.execute(query):
        source, stands = json.loads(row.source), stands_of(row)
        tabled = Tabled(stands, None, stands.opened_on)
        told.append((source["meeting"], source["agenda_item"], tabled))
    return told


def _escalated(connection: sa.Connection, by: Actor) -> list[tuple[str, str, Tabled]]:
    query = (
        sa.select(matter_standing, matter_move.c.words, matter_move.c.at)
        .join(matter_move, matter_move.c.matter == matter_standing.c.matter)
        .where(matter_move.c.move == "escalate", visible(by))
    )
    told = []
    for row in connection.execute(query):
        words = json.loads(row.words)
        if words.get("meeting"):
            on = row.at.astimezone(SHANGHAI).date()
            tabled = Tabled(stands_of(row), Level(words["level"]), on)
            told.append((words["meeting"], words.get("agenda_item", ""), tabled))
    return told
