"""Feeds, over HTTP: what is taken in, column by column, as the contract has it."""

from typing import Any

import sqlalchemy as sa
from fastapi import APIRouter

from api.deps import CatalogueReader, Person
from api.lists import Listing, Source, add_list
from warehouse.database import Warehouse

router = APIRouter(tags=["feeds"])

FEED: dict[str, Any] = {
    "feed": sa.String(), "zh": sa.String(), "en": sa.String(), "every": sa.String(),
    "holds": sa.String(), "dated": sa.String(), "ours": sa.Boolean(), "about": sa.String(),
}  # fmt: skip
COLUMN: dict[str, Any] = {
    "feed": sa.String(), "place": sa.Integer(), "column": sa.String(), "zh": sa.String(),
    "en": sa.String(), "mof": sa.String(), "type": sa.String(), "key": sa.Boolean(),
    "mandatory": sa.Boolean(), "refers": sa.String(), "meaning": sa.String(),
}  # fmt: skip
FEEDS = "select feed, zh, en, every, holds, dated, ours, about from ops.feed"
COLUMNS = """
    select feed, place, column_name as "column", zh, en, mof, type, key, mandatory, refers, meaning
    from ops.feed_column
"""


def _of(sql: str, columns: dict[str, Any]) -> Source:
    def source(_: Person, __: Warehouse) -> sa.TextualSelect:
        return sa.text(sql).columns(**columns)

    return source


add_list(
    router,
    "/feeds",
    Listing(
        name="feeds",
        about="The feeds that are taken in",
        columns=FEED,
        key=("feed",),
        source=_of(FEEDS, FEED),
        filters=("feed", "every", "holds"),
        example={"feed": "payment", "zh": "国库集中支付", "every": "day", "holds": "events"},
    ),
    CatalogueReader,
)
add_list(
    router,
    "/feed-columns",
    Listing(
        name="feed_columns",
        about="The columns of the feeds, in order",
        columns=COLUMN,
        key=("feed", "place"),
        source=_of(COLUMNS, COLUMN),
        filters=("feed", "column", "type", "key", "mandatory"),
        example={"feed": "payment", "place": 1, "column": "payment", "zh": "支付凭证主键"},
    ),
    CatalogueReader,
)
