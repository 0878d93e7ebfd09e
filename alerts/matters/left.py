"""站点意见. Opinions that were left at a station: suggestions, told to the public without words.

What is told of one is its number, its topic, who answers it once it is issued, and where it stands:
never what was written, nor by whom.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa

from alerts.actor import Actor
from alerts.matters.desk import Matters
from alerts.matters.remarks import KIND, About, remark
from alerts.matters.standing import Stands, stands_of
from alerts.matters.steps import DONE, MatterState
from alerts.matters.tables import matter, matter_standing
from alerts.scope import Scope
from alerts.stations import Station
from alerts.workflow import Role

LAW = "全国人民代表大会和地方各级人民代表大会代表法第二十八条"


@dataclass(frozen=True)
class Left:
    """An opinion as everybody may see it."""

    receipt: str
    topic: str  # what it is about; empty: the station as a whole
    addressee: str  # empty: it is not issued yet
    state: MatterState
    left_on: date
    due_on: date | None
    closed_on: date | None
    vote: str | None


@dataclass(frozen=True)
class Counted:
    """Opinions of a station: in = done + open + withdrawn."""

    came: int
    done: int
    open: int
    withdrawn: int


def leave(
    matters: Matters, station: Station, topic: str, words: str, *, now: datetime
) -> tuple[Stands, str]:
    """Take an opinion at a station; give where it stands and its receipt number.

    The station speaks with the deputies' right to bring suggestions; nobody's name is asked.

    Raises:
        WordsMissing: nothing was written, or too much.
    """
    by = Actor(
        f"station/{station.id}", Role.DEPUTY, Scope((station.region,), below=False),
        region=station.region, door="station",
    )  # fmt: skip
    named = topic if topic in {one.name for one in station.topic} else ""
    about = About(
        f"/stations/{station.id}", named or station.name, station.region,
        station.addressee or station.name,
    )  # fmt: skip
    stands = remark(
        matters, about, words, by=by, now=now, law=LAW, whence=station.name,
        station=station.id, topic=named,
    )  # fmt: skip
    with matters.engine.connect() as connection:
        source = connection.execute(
            sa.select(matter.c.source).where(matter.c.number == stands.matter)
        ).scalar_one()
    return stands, str(json.loads(source)["receipt"])


def left_at(
    engine: sa.Engine, station: Station, *, receipt: str | None = None, most: int = 20
) -> Sequence[Left]:
    """Give the opinions of a station, the latest first; only that of a number, where one is given.

    A number that is none of the station's gives none.
    """
    query = _at(station, sa.select(matter.c.source, matter.c.opened_at, matter_standing))
    if receipt is not None:
        query = query.where(_telling({"receipt": receipt}))
    query = query.order_by(matter.c.number.desc()).limit(most)
    with engine.connect() as connection:
        return [_left(row) for row in connection.execute(query)]


def counted(engine: sa.Engine, station: Station) -> Counted:
    """Count a station's opinions."""
    query = _at(station, sa.select(matter_standing.c.state, sa.func.count()))
    with engine.connect() as connection:
        told = {
            MatterState(state): n
            for state, n in connection.execute(query.group_by(matter_standing.c.state))
        }
    done = sum(told.get(state, 0) for state in DONE)
    gone = told.get(MatterState.WITHDRAWN, 0)
    came = sum(told.values())
    return Counted(came, done, came - done - gone, gone)


def _at(station: Station, query: sa.Select[Any]) -> sa.Select[Any]:
    joined = query.join_from(matter, matter_standing, matter_standing.c.matter == matter.c.number)
    return joined.where(
        matter.c.kind == KIND,
        matter.c.opened_by == f"station/{station.id}",
        matter.c.region == station.region,
    )


def _telling(pairs: Mapping[str, str]) -> sa.ColumnElement[bool]:
    written = json.dumps(pairs, ensure_ascii=False, separators=(",", ":"))[1:-1]
    return matter.c.source.contains(written, autoescape=True)


def _left(row: Any) -> Left:  # noqa: ANN401 - a row of the database
    source, stands = json.loads(row.source), stands_of(row)
    issued = stands.issued_on is not None
    return Left(
        str(source.get("receipt") or ""),
        str(source.get("topic") or ""),
        stands.addressee if issued else "",
        stands.state,
        row.opened_at.date(),
        stands.due_on if issued else None,
        stands.closed_on,
        stands.vote,
    )
