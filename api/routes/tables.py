"""Tables, over HTTP: what the night holds, and the rows of its marts within the reader's reach."""

from typing import Any

import sqlalchemy as sa
from fastapi import APIRouter

from alerts.schema import Yuan
from api.deps import FigureReader, Person
from api.lists import Listing, Source, add_list
from warehouse.database import Warehouse
from warehouse.shapes import Table, tables

router = APIRouter(prefix="/tables", tags=["tables"])

LAYERS = ("core", "lineage", "mart", "ops")
TABLE: dict[str, Any] = {
    "table": sa.String(), "layer": sa.String(), "columns": sa.Integer(), "about": sa.String(),
    "rows": sa.String(),
}  # fmt: skip
HELD = """
    select schema_name || '.' || table_name as "table", schema_name as layer,
        count(*) as "columns", any_value(t.about) as about,
        case when schema_name = 'mart' then '/api/v1/tables/' || table_name end as rows
    from duckdb_columns() c
    left join (select unnest(:names) as name, unnest(:abouts) as about) t
        on t.name = schema_name || '.' || table_name
    where database_name = 'night' and list_contains(:layers, schema_name)
    group by schema_name, table_name
"""
TYPES = {
    "VARCHAR": sa.String(), "INTEGER": sa.Integer(), "BIGINT": sa.Integer(), "DATE": sa.Date(),
    "BOOLEAN": sa.Boolean(), "DECIMAL(38,2)": Yuan(), "DECIMAL(18,2)": Yuan(),
    "TIMESTAMP": sa.DateTime(),
}  # fmt: skip


def _held(_: Person, __: Warehouse) -> sa.TextualSelect:
    known = {
        f"{layer}.{name}": one.comment for layer in LAYERS for name, one in tables(layer).items()
    }
    given = {"names": list(known), "abouts": list(known.values()), "layers": list(LAYERS)}
    return sa.text(HELD).bindparams(**given).columns(**TABLE)


def _rows(table: Table, columns: dict[str, Any]) -> Source:
    names = ", ".join(f'"{name}"' for name in columns)
    query = sa.text(f"select {names} from mart.{table.name} where list_contains(:regions, region)")

    def source(me: Person, night: Warehouse) -> sa.TextualSelect:
        return query.bindparams(regions=me.regions(night)).columns(**columns)

    return source


add_list(
    router,
    "",
    Listing(
        name="tables",
        about="The tables of the night",
        columns=TABLE,
        key=("table",),
        source=_held,
        filters=("table", "layer"),
        example={"table": "mart.debt_ratio", "layer": "mart", "columns": 14},
    ),
    FigureReader,
)
for name, mart in sorted(tables("mart").items()):
    types = {column.name: TYPES.get(column.type, sa.Numeric()) for column in mart.columns}
    plain = tuple(one for one, kind in types.items() if not isinstance(kind, sa.Numeric | Yuan))
    add_list(
        router,
        f"/{name.replace('_', '-')}",
        Listing(
            name=name,
            about=mart.comment.partition("\n")[0],
            columns=types,
            key=plain,
            source=_rows(mart, types),
            filters=plain,
        ),
        FigureReader,
    )
