"""The supply calendar, over HTTP: what is due, period by period, and what came of it."""

from typing import Any

import sqlalchemy as sa
from fastapi import APIRouter

from api.deps import DeliveryReader, Person
from api.lists import Choices, Listing, add_list
from warehouse.database import Warehouse

router = APIRouter(prefix="/dues", tags=["supply"])

COLUMNS: dict[str, Any] = {
    "line": sa.Integer(), "region": sa.String(), "feed": sa.String(), "supplier": sa.String(),
    "period": sa.String(), "every": sa.String(), "due_on": sa.Date(),
    "state": Choices(("arrived", "late", "missing", "refused", "not_due", "unknown")),
    "arrived_on": sa.Date(), "days_late": sa.Integer(), "file": sa.Integer(),
    "agreed": sa.String(),
}  # fmt: skip
DUES = sa.text("""
    select line, region, feed, supplier, period, every, due_on, state, arrived_on, days_late,
        nullif(file, 0) as file, agreed
    from ops.due where list_contains(:regions, region)
""")


def _source(me: Person, night: Warehouse) -> sa.TextualSelect:
    return DUES.bindparams(regions=me.delivering(night)).columns(**COLUMNS)


add_list(
    router,
    "",
    Listing(
        name="dues",
        about="What is due, and what came of it",
        columns=COLUMNS,
        key=("line",),
        source=_source,
        filters=("region", "feed", "supplier", "period", "every", "state"),
        regions=Person.delivering,
        example={"line": 1, "region": "419801", "feed": "payment", "supplier": "419801",
                 "period": "2026-03", "every": "month", "due_on": "2026-03-31", "state": "late",
                 "arrived_on": "2026-04-02", "days_late": 2, "file": 7},
    ),
    DeliveryReader,
)  # fmt: skip
