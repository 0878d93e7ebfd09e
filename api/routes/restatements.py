"""Restatements, over HTTP: figures that later deliveries stated otherwise."""

from datetime import UTC, date, datetime
from typing import Any, Self

import sqlalchemy as sa
from fastapi import APIRouter
from pydantic import BaseModel

from alerts import schema
from api.deps import FigureReader, House, Person
from api.lists import Listing, add_list
from api.written import Yuan
from warehouse.database import Row, Warehouse
from warehouse.sensitive import restated

router = APIRouter(prefix="/restatements", tags=["restatements"])

COLUMNS: dict[str, Any] = {
    "feed": sa.String(), "region": sa.String(), "period": sa.String(), "supplier": sa.String(),
    "key": sa.String(), "column": sa.String(), "change": sa.String(), "was": sa.String(),
    "became": sa.String(), "difference": schema.Yuan(), "stated_at": sa.DateTime(),
    "received_at": sa.DateTime(), "file": sa.Integer(), "replaced": sa.Integer(),
    "line": sa.Integer(), "pinned": sa.String(),
}  # fmt: skip
RESTATED = sa.text("""
    select r.feed, r.region, r.period, r.supplier, r.key, r.column_name as "column", r.change,
        r.was, r.became, r.difference, r.stated_at, r.received_at, r.file, r.replaced, r.line, (
            select coalesce(list(p.night order by p.night), []) from ops.pinned_row p
            where p.file = r.replaced and p.line = r.line
        ) as pinned
    from ops.restated r where list_contains(:regions, r.region)
""")


class RestatedOut(BaseModel):
    """One cell that a later delivery stated otherwise; `difference` is yuan, null if not money."""

    feed: str
    region: str
    period: str
    supplier: str
    key: str
    column: str | None
    change: str
    was: str | None
    became: str | None
    difference: Yuan | None
    stated_at: datetime
    received_at: datetime
    file: int
    replaced: int
    line: int
    pinned: list[date]

    @classmethod
    def of(cls, row: Row, me: Person, _: House) -> Self:
        """Show one cell."""
        told = row if me.scope.clear else restated({**row, "column_name": row["column"]})
        days = {name: row[name].replace(tzinfo=UTC) for name in ("stated_at", "received_at")}
        return cls(**{name: told[name] for name in cls.model_fields if name not in days}, **days)


def _source(me: Person, night: Warehouse) -> sa.TextualSelect:
    return RESTATED.bindparams(regions=me.regions(night)).columns(**COLUMNS)


add_list(
    router,
    "",
    Listing(
        name="restatements",
        about="Figures that were stated otherwise later",
        columns=COLUMNS,
        key=("feed", "region", "key", "column", "file", "replaced", "line"),
        source=_source,
        filters=("feed", "region", "period", "supplier", "column", "change", "file"),
        order="-stated_at",
        shown=RestatedOut.of,
        model=RestatedOut,
        masked=("was", "became"),
        inner=("pinned",),
    ),
    FigureReader,
)
