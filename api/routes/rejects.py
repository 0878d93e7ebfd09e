"""Rejects, over HTTP: the rows that were set aside, with file, line, column and reason."""

from typing import Any

import sqlalchemy as sa
from fastapi import APIRouter

from alerts.workflow import Role
from api.deps import House, Person, RejectReader
from api.lists import Listing, add_list
from warehouse.database import Row, Warehouse
from warehouse.sensitive import set_aside

router = APIRouter(prefix="/rejects", tags=["deliveries"])

COLUMNS: dict[str, Any] = {
    "file": sa.Integer(), "line": sa.Integer(), "column_name": sa.String(), "reason": sa.String(),
    "raw": sa.String(), "name": sa.String(), "delivery": sa.Integer(), "feed": sa.String(),
    "region": sa.String(), "period": sa.String(), "supplier": sa.String(),
    "in_force": sa.Boolean(),
}  # fmt: skip
ASIDE = sa.text("""
    select a.file, a.line, a.column_name, a.reason, a.raw, f.name, f.delivery, f.feed, f.region,
        f.period, f.supplier, f.in_force
    from ops.aside a join ops.delivery_file f on f.number = a.file
    where list_contains(:regions, f.region) or (f.region is null and :all)
""")


def _source(me: Person, night: Warehouse) -> sa.TextualSelect:
    every = me.role is Role.ADMINISTRATOR  # who looks after what says nobody's region
    return ASIDE.bindparams(regions=me.delivering(night), all=every).columns(**COLUMNS)


def _shown(row: Row, me: Person, _: House) -> Row:
    return row if me.scope.clear else set_aside(row, row["feed"])


add_list(
    router,
    "",
    Listing(
        name="rejects",
        about="Rows set aside, with the reason",
        columns=COLUMNS,
        key=("file", "line", "column_name", "reason"),
        source=_source,
        filters=("region", "feed", "file", "delivery", "period", "supplier", "column_name"),
        shown=_shown,
        masked=("raw",),
        regions=Person.delivering,
        example={"file": 7, "line": 31, "column_name": "amount", "reason": "format: no amount",
                 "raw": "12,3O0", "feed": "payment", "region": "419801"},
    ),
    RejectReader,
)  # fmt: skip
