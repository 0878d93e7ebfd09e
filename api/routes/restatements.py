"""Restatements, over HTTP: figures that later deliveries stated otherwise."""

from datetime import UTC, date, datetime
from typing import Annotated, Self

from fastapi import APIRouter, Query
from pydantic import BaseModel

from api.deps import FigureReader, NightHere
from api.fresh import Fresh
from api.routes.alerts import Purpose
from api.written import After, Yuan, cursor, whole_numbers
from warehouse.database import Row
from warehouse.sensitive import restated

router = APIRouter(prefix="/restatements", tags=["restatements"])

RESTATED = """
    with numbered as (
        select r.*, row_number() over (
            order by stated_at desc, feed, region, key, column_name, file, line
        ) as nth
        from ops.restated r
        where ($feed is null or feed = $feed) and list_contains($regions, region)
    )
    select n.*, (
        select coalesce(list(p.night order by p.night), []) from ops.pinned_row p
        where p.file = n.replaced and p.line = n.line
    ) as pinned
    from numbered n
    where nth > $after
    order by nth
    limit $limit
"""


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
    def of(cls, row: Row) -> Self:
        """Show one cell."""
        told = {name: row[name] for name in cls.model_fields if name in row}
        for name in ("stated_at", "received_at"):
            told[name] = row[name].replace(tzinfo=UTC)
        return cls(**told, column=row["column_name"])


class RestatementsOut(BaseModel):
    """A page of restated cells, the latest first."""

    night: str
    items: list[RestatedOut]
    next: str | None


@router.get("", summary="Figures that were stated otherwise later")
def list_restatements(
    night: NightHere,
    reader: FigureReader,
    _: Fresh,
    __: Purpose,
    feed: Annotated[str | None, Query(max_length=40)] = None,
    after: After = None,
    limit: Annotated[int, Query(ge=1, le=1000)] = 200,
) -> RestatementsOut:
    """Show each restated cell with both values, and the pinned nights that hold the old one."""
    begun = whole_numbers(after, 1)[0] if after else 0
    found = night.rows(
        RESTATED,
        {
            "feed": feed,
            "regions": reader.regions(night),
            "after": begun,
            "limit": limit + 1,
        },
    )
    shown = found[:limit]
    more = cursor([shown[-1]["nth"]]) if len(found) > limit else None
    return RestatementsOut(
        night=night.name,
        items=[RestatedOut.of(row if reader.scope.clear else restated(row)) for row in shown],
        next=more,
    )
