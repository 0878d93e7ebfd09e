"""Units and projects, over HTTP: the registers that figures and alerts name."""

import sqlalchemy as sa
from fastapi import APIRouter

from alerts.schema import Yuan
from api.deps import FigureReader, Person
from api.lists import Listing, Source, add_list
from warehouse.database import Warehouse

router = APIRouter(tags=["registers"])

UNIT = {
    "region": sa.String(), "fiscal_year": sa.Integer(), "unit": sa.String(), "name": sa.String(),
    "department": sa.String(), "department_name": sa.String(), "kind": sa.String(),
    "staff_quota": sa.Integer(), "staff": sa.Integer(), "vehicle_quota": sa.Integer(),
}  # fmt: skip
PROJECT = {
    "region": sa.String(), "fiscal_year": sa.Integer(), "project": sa.String(),
    "name": sa.String(), "category": sa.String(), "unit": sa.String(), "start_year": sa.Integer(),
    "term_years": sa.Integer(), "total_amount": Yuan(), "has_target": sa.Boolean(),
    "is_key": sa.Boolean(),
}  # fmt: skip


def _of(table: str, columns: dict[str, object]) -> Source:
    names = ", ".join(columns)
    query = sa.text(f"select {names} from core.{table} where list_contains(:regions, region)")

    def source(me: Person, night: Warehouse) -> sa.TextualSelect:
        return query.bindparams(regions=me.regions(night)).columns(**columns)  # type: ignore[arg-type]

    return source


add_list(
    router,
    "/units",
    Listing(
        name="units",
        about="Units and their departments, year by year",
        columns=UNIT,
        key=("region", "fiscal_year", "unit"),
        source=_of("unit", dict(UNIT)),
        filters=("region", "fiscal_year", "unit", "department", "kind"),
        example={"region": "419801", "fiscal_year": 2026, "unit": "101001", "name": "水利局",
                 "department": "101", "department_name": "水利"},
    ),
    FigureReader,
)  # fmt: skip
add_list(
    router,
    "/projects",
    Listing(
        name="projects",
        about="Projects of the project library, year by year",
        columns=PROJECT,
        key=("region", "fiscal_year", "project"),
        source=_of("project", dict(PROJECT)),
        filters=("region", "fiscal_year", "project", "unit", "category"),
        example={"region": "419801", "fiscal_year": 2026, "project": "X1", "name": "河道整治",
                 "total_amount": "2000000.00"},
    ),
    FigureReader,
)  # fmt: skip
