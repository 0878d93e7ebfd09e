"""月合计. What each feed adds up to month by month, and keys of events that come again.

Rules about quality hold a month against the one before; the sums are made here, once.
"""

from collections.abc import Sequence
from datetime import date

import duckdb

from warehouse.kept import KeptFile
from warehouse.shapes import Table


def note_months(
    connection: duckdb.DuckDBPyConnection, table: Table, files: Sequence[KeptFile], *, as_of: date
) -> None:
    """Fill `ops.month_total` for one feed from its rows in `kept`, or from its files' totals."""
    if not files or not table.money:
        return
    month = _month(table, files[0].dated)
    if month is None:
        connection.execute(
            """
            insert into ops.month_total
            select f.feed, f.region, left(f.period, 7), t.column_name, sum(t.kept), sum(f.kept)
            from ops.delivery_file f
            join ops.file_total t on t.file = f.number
            where f.in_force and f.feed = $feed and substr(f.period, 6, 2) between '01' and '12'
                and left(f.period, 7) <= $month
            group by all
            order by all
            """,
            {"feed": table.name, "month": f"{as_of:%Y-%m}"},
        )
        return
    labels = ", ".join(f"'{name}'" for name in table.money)
    sums = ", ".join(f'sum("{name}")::decimal(38, 2)' for name in table.money)
    region = "r.region" if "region" in table.names else "f.region"
    until = (
        f'and r."{files[0].dated}" <= $as_of' if files[0].dated and _is_date(table, files) else ""
    )
    connection.execute(
        f"""
        insert into ops.month_total
        with summed as (
            select {region} as region, {month} as month, unnest([{labels}]) as column_name,
                unnest([{sums}]) as total, count(*) as rows
            from kept.{table.name} r
            join ops.delivery_file f on f.number = r.file
            where {month} <= $month {until}
            group by 1, 2
        ),
        silent as (
            select distinct f.region, left(f.period, 7) as month, unnest([{labels}]) as column_name
            from ops.delivery_file f
            where f.in_force and f.feed = $feed and substr(f.period, 6, 2) between '01' and '12'
                and left(f.period, 7) <= $month
        )
        select $feed, region, month, column_name,
            case when summed.rows is null then 0 else total end, coalesce(rows, 0)
        from summed
        full join silent using (region, month, column_name)
        order by all
        """,
        {"feed": table.name, "month": f"{as_of:%Y-%m}", **({"as_of": as_of} if until else {})},
    )


def note_keys(
    connection: duckdb.DuckDBPyConnection, table: Table, files: Sequence[KeptFile]
) -> None:
    """Fill `ops.key_twice` for a feed of events: keys that stand in more than one file."""
    if len(files) < 2 or files[0].holds != "events":
        return
    keys = ", ".join(f'"{key}"' for key in files[0].key)
    row = connection.execute(
        f"select count(*) - count(distinct hash({keys})) from kept.{table.name}"
    ).fetchone()
    assert row is not None
    if not row[0]:
        return
    written = ", ".join(f"replace(\"{key}\"::varchar, '/', '／')" for key in files[0].key)
    content = ", ".join(f'"{name}"' for name in table.names)
    connection.execute(
        f"""
        insert into ops.key_twice
        select '{table.name}', concat_ws('/', {written}), file, {table.line},
            count(distinct hash({content})) over same > 1
        from kept.{table.name}
        window same as (partition by {keys})
        qualify count(*) over same > 1
        order by all
        """
    )


def _is_date(table: Table, files: Sequence[KeptFile]) -> bool:
    return files[0].dated is not None and table.type_of(files[0].dated) == "DATE"


def _month(table: Table, dated: str | None) -> str | None:
    if dated is not None:
        is_date = table.type_of(dated) == "DATE"
        return f"strftime(r.\"{dated}\", '%Y-%m')" if is_date else f'r."{dated}"'
    if table.type_of("fiscal_year") == table.type_of("month") == "INTEGER":
        return (
            "case when r.month between 1 and 12 then "
            "printf('%04d-%02d', r.fiscal_year, r.month) end"
        )
    return None
