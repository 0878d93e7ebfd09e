"""反馈草稿. Replies that a unit is still writing; no record until they are given."""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from alerts.actor import Actor
from alerts.database import writing
from alerts.matters.desk import MatterUnknown, visible
from alerts.matters.given import TAKES
from alerts.matters.tables import matter_standing, reply_draft
from alerts.procedure import LONGEST, MoveForbidden, WordsMissing, in_chinese
from alerts.trail import written
from alerts.workflow import Role


def save_draft(
    engine: sa.Engine, number: int, words: Mapping[str, Any], *, by: Actor, now: datetime
) -> None:
    """Keep a unit's reply as far as it is written, in place of what was kept before.

    Raises:
        MatterUnknown: there is no such matter of this unit's.
        MoveForbidden: only the responding unit writes replies.
        WordsMissing: it holds what a reply does not, or is too long.
    """
    if by.role is not Role.RESPONDENT:
        raise MoveForbidden(
            f"only the responding unit writes replies, and you are {by.role.value}",
            zh=f"反馈由被监督单位来写，您是{by.role.text.zh}",
        )
    extra = sorted(set(words) - TAKES["reply"])
    if extra:
        raise WordsMissing(
            f"a reply has {', '.join(sorted(TAKES['reply']))}, and not {extra[0]!r}",
            zh=f"反馈不能带{in_chinese(extra[:1])}",
        )
    text = written(words)
    if len(text) > 4 * LONGEST:
        raise WordsMissing(
            f"a reply of {len(text)} characters: put the rest into a file",
            zh=f"反馈有{len(text)}字：其余请放进附件",
        )
    with writing(engine) as connection:
        _must_see(connection, number, by)
        key = (reply_draft.c.matter == number, reply_draft.c.account == by.name)
        connection.execute(sa.delete(reply_draft).where(*key))
        connection.execute(
            sa.insert(reply_draft).values(matter=number, account=by.name, words=text, saved_at=now)
        )


def read_draft(engine: sa.Engine, number: int, *, by: Actor) -> Mapping[str, Any]:
    """Give a unit's reply as far as it is written; nothing where nothing is.

    Raises:
        MatterUnknown: there is no such matter within reach.
    """
    with engine.connect() as connection:
        _must_see(connection, number, by)
        text = connection.execute(
            sa.select(reply_draft.c.words).where(
                reply_draft.c.matter == number, reply_draft.c.account == by.name
            )
        ).scalar()
    told: Mapping[str, Any] = json.loads(text) if text else {}
    return told


def _must_see(connection: sa.Connection, number: int, by: Actor) -> None:
    query = sa.select(matter_standing.c.matter).where(matter_standing.c.matter == number)
    if connection.execute(query.where(visible(by))).scalar() is None:
        raise MatterUnknown(f"no matter {number} is here: look it up in the list of matters")
