"""Governments, over HTTP: those that the night's data speak of and the reader may see."""

import sqlalchemy as sa
from fastapi import APIRouter

from api.deps import FigureReader, Person
from api.lists import Listing, add_list
from dashboards.figures.governments import STATED
from warehouse.database import Warehouse

router = APIRouter(prefix="/regions", tags=["regions"])

COLUMNS = {"region": sa.String(), "name": sa.String(), "parent": sa.String(), "tier": sa.String()}
SEEN = sa.text(f"select * from ({STATED}) where list_contains(:regions, region)")


def _source(me: Person, night: Warehouse) -> sa.TextualSelect:
    return SEEN.bindparams(regions=me.regions(night)).columns(**COLUMNS)


add_list(
    router,
    "",
    Listing(
        name="regions",
        about="Governments, with the one above each",
        columns=COLUMNS,
        key=("region",),
        source=_source,
        filters=("region", "parent", "tier"),
        example={"region": "419801", "name": "河东区", "parent": "419800", "tier": "4"},
    ),
    FigureReader,
)
