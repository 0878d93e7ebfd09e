"""常用视图. What an account looks at again: a name, and the wishes of a list's address."""

from dataclasses import dataclass
from datetime import datetime
from urllib.parse import parse_qsl, urlencode

import sqlalchemy as sa

from alerts.database import writing
from alerts.schema import CHANGES, Instant, ledger

MOST, LONGEST, WIDEST = 30, 40, 1000
"""Views of one account, letters of a name, letters of an address."""
WISHES = frozenset(
    {"severity", "state", "rule", "region", "department", "unit_code", "q", "seen", "by"}
)
"""What a view keeps: which alerts, and how they are grouped; whom somebody paid is not kept."""

saved_view = sa.Table(
    "saved_view",
    ledger,
    sa.Column("account", sa.Text, sa.ForeignKey("account.name"), primary_key=True),
    sa.Column("name", sa.Text, primary_key=True),
    sa.Column("query", sa.Text, nullable=False),
    sa.Column("saved_at", Instant, nullable=False),
    comment="Views of the list of alerts that an account keeps for itself",
    info=CHANGES,
)


class ViewRefused(Exception):
    """The view can't be kept."""


@dataclass(frozen=True)
class SavedView:
    """A view by its name; `query` as it stands in an address, without the question mark."""

    name: str
    query: str
    saved_at: datetime


class SavedViews:
    """The views that accounts keep; nobody sees another's."""

    def __init__(self, engine: sa.Engine) -> None:
        self._engine = engine

    def of(self, account: str) -> list[SavedView]:
        """List an account's views, in the order of their names."""
        query = (
            sa.select(saved_view.c.name, saved_view.c.query, saved_view.c.saved_at)
            .where(saved_view.c.account == account)
            .order_by(saved_view.c.name)
        )
        with self._engine.connect() as connection:
            return [SavedView(*row) for row in connection.execute(query)]

    def save(self, account: str, name: str, query: str, *, now: datetime) -> SavedView:
        """Keep a view; one of the same name is replaced.

        Raises:
            ViewRefused: it has no name or wishes nothing, or is too long, or there are too many.
        """
        kept = SavedView(" ".join(name.split()), wishes(query), now)
        if not kept.name or len(kept.name) > LONGEST:
            raise ViewRefused(f"a view needs a name of 1 to {LONGEST} letters")
        if not kept.query or len(kept.query) > WIDEST:
            raise ViewRefused("choose what the view is to show first, and no more than fits")
        with writing(self._engine) as connection:
            connection.execute(_named(account, kept.name))
            others = sa.select(sa.func.count()).where(saved_view.c.account == account)
            if connection.execute(others).scalar_one() >= MOST:
                raise ViewRefused(f"{MOST} views are kept already: drop one first")
            connection.execute(sa.insert(saved_view).values(account=account, **vars(kept)))
        return kept

    def drop(self, account: str, name: str) -> None:
        """Keep a view no longer; one that is not there is not missed."""
        with writing(self._engine) as connection:
            connection.execute(_named(account, name))


def wishes(query: str) -> str:
    """Give the part of an address's query that a view keeps, in one order."""
    pairs = parse_qsl(query.lstrip("?"), max_num_fields=200)
    kept = sorted((name, value) for name, value in pairs if name in WISHES and value.strip())
    return urlencode(kept)


def _named(account: str, name: str) -> sa.Delete:
    return sa.delete(saved_view).where(saved_view.c.account == account, saved_view.c.name == name)
