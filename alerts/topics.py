"""关注. What an account chooses to look at first: key spending, governments, departments."""

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum

import sqlalchemy as sa

from alerts.database import writing
from alerts.schema import CHANGES, ledger

MOST = 30
"""Topics of one account."""

chosen_topic = sa.Table(
    "chosen_topic",
    ledger,
    sa.Column("account", sa.Text, sa.ForeignKey("account.name"), primary_key=True),
    sa.Column("kind", sa.Text, primary_key=True),
    sa.Column("region", sa.Text, primary_key=True),
    sa.Column("code", sa.Text, primary_key=True),
    comment="What an account chooses to look at first",
    info=CHANGES,
)


class Kind(StrEnum):
    """What a topic is; the order is that in which they stand."""

    KEY = "key"  # 重点支出: a class of the general public budget, of whatever government is in view
    DEPARTMENT = "department"
    REGION = "region"


class TopicsMany(Exception):
    """More was chosen than is kept."""


@dataclass(frozen=True)
class Topic:
    """Something that an account looks at first; `region` is empty where any is meant."""

    kind: Kind
    region: str
    code: str  # 205, 112; empty: the government as a whole

    def __str__(self) -> str:
        """Write it as a form does: `department/419800/112`."""
        return f"{self.kind}/{self.region}/{self.code}"


class Topics:
    """The topics that accounts choose; nobody sees another's."""

    def __init__(self, engine: sa.Engine) -> None:
        self._engine = engine

    def of(self, account: str) -> list[Topic]:
        """List an account's topics in their order."""
        query = sa.select(chosen_topic.c.kind, chosen_topic.c.region, chosen_topic.c.code)
        with self._engine.connect() as connection:
            rows = connection.execute(query.where(chosen_topic.c.account == account)).all()
        found = [Topic(Kind(row.kind), row.region, row.code) for row in rows]
        return sorted(found, key=lambda one: (list(Kind).index(one.kind), one.region, one.code))

    def choose(self, account: str, topics: Collection[Topic]) -> None:
        """Keep these topics in place of those that were kept; none clears them.

        Raises:
            TopicsMany: they are more than are kept.
        """
        if len(topics) > MOST:
            raise TopicsMany(f"{len(topics)} topics were chosen, and {MOST} are kept: choose fewer")
        rows = [{"account": account, **vars(one)} for one in sorted(set(topics), key=str)]
        with writing(self._engine) as connection:
            connection.execute(sa.delete(chosen_topic).where(chosen_topic.c.account == account))
            if rows:
                connection.execute(sa.insert(chosen_topic), rows)
