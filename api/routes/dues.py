"""The supply calendar, over HTTP: what is due, period by period, and what came of it."""

from datetime import date
from typing import Annotated, Literal, Self

from fastapi import APIRouter, Depends, Query
from pydantic import BaseModel

from api.deps import DeliveryReader, NightHere
from api.fresh import Fresh
from api.written import After, cursor, whole_numbers
from warehouse.database import Row

router = APIRouter(prefix="/dues", tags=["supply"])

DUES = """
    select line, region, feed, supplier, period, every, due_on, state, arrived_on, days_late,
        nullif(file, 0) as file, agreed
    from ops.due
    where line > $after
        and ($region is null or region = $region)
        and ($feed is null or feed = $feed)
        and ($supplier is null or supplier = $supplier)
        and ($period is null or starts_with(period, $period))
        and ($state is null or state = $state)
        and list_contains($regions, region)
    order by line
    limit $limit
"""

State = Literal["arrived", "late", "missing", "refused", "not_due", "unknown"]
Chosen = Annotated[str | None, Query(max_length=100)]


class DueOut(BaseModel):
    """One period that is due; `file` is the one that stands for it, or the last one refused."""

    line: int
    region: str
    feed: str
    supplier: str
    period: str
    every: str
    due_on: date | None
    state: State
    arrived_on: date | None
    days_late: int | None
    file: int | None
    agreed: str

    @classmethod
    def of(cls, row: Row) -> Self:
        """Show one period."""
        return cls(**row)


class DuesOut(BaseModel):
    """A page of periods, in the order of government, feed, supplier and period."""

    night: str
    items: list[DueOut]
    next: str | None


def chosen(
    region: Chosen = None,
    feed: Chosen = None,
    supplier: Chosen = None,
    period: Chosen = None,
    state: State | None = None,
) -> dict[str, object]:
    """Gather what the reader chose."""
    return {
        "region": region, "feed": feed, "supplier": supplier, "period": period, "state": state,
    }  # fmt: skip


Wishes = Annotated[dict[str, object], Depends(chosen)]


@router.get("", summary="What is due, and what came of it")
def list_dues(
    night: NightHere,
    reader: DeliveryReader,
    wishes: Wishes,
    _: Fresh,
    after: After = None,
    limit: Annotated[int, Query(ge=1, le=1000)] = 200,
) -> DuesOut:
    """Show what the supply calendar asks for up to the night, and what came of each period."""
    [from_line] = whole_numbers(after, 1) if after else [0]
    found = night.rows(
        DUES,
        {
            **wishes,
            "after": from_line,
            "limit": limit + 1,
            "regions": reader.delivering(night),
        },
    )  # fmt: skip
    shown = found[:limit]
    more = shown[-1]["line"] if len(found) > limit else None
    return DuesOut(
        night=night.name,
        items=[DueOut.of(row) for row in shown],
        next=None if more is None else cursor([more]),
    )
