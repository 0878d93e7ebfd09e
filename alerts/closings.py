"""销号日期. When alerts were closed, by the record of moves."""

from datetime import date

import sqlalchemy as sa

from alerts.schema import move
from alerts.standing import SHANGHAI
from alerts.workflow import State


def closings(engine: sa.Engine) -> dict[int, date]:
    """Give the day, in Asia/Shanghai, of each alert's last closing."""
    query = (
        sa.select(move.c.alert, sa.func.max(move.c.at, type_=move.c.at.type))
        .where(move.c.to_state == State.CLOSED.value)
        .group_by(move.c.alert)
    )
    with engine.connect() as connection:
        return {number: at.astimezone(SHANGHAI).date() for number, at in connection.execute(query)}
