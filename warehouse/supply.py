"""供数. Which government's feed is there for which fiscal year.

A government has a feed for a year when a file in force says so, be it with no rows: by the file's
own period, by the fiscal year of its rows, or by the year of their date, and for each government
that a row names. Registers and stocks without a fiscal year (bonds, contracts, debts, assets) hold
from their first year on, up to the year of the night.
"""

from collections.abc import Sequence
from datetime import date

import duckdb

from warehouse.kept import KeptFile
from warehouse.shapes import Table


def note_supply(
    connection: duckdb.DuckDBPyConnection, table: Table, files: Sequence[KeptFile], *, as_of: date
) -> None:
    """Fill `ops.supply` for one feed from its files and the rows of `kept`."""
    if not files:
        return
    connection.execute(
        "create or replace temp table source (file INTEGER, region VARCHAR, fiscal_year INTEGER)"
    )
    connection.executemany(
        "insert into source values (?, ?, ?)",
        [(file.number, file.region, file.period.year) for file in files],
    )
    region = "r.region" if "region" in table.names else "source.region"
    connection.execute(
        f"""
        create or replace temp table there as
        select region, fiscal_year from source
        union
        select {region}, {_year(table, files[0].dated)}
        from kept.{table.name} r
        join source using (file)
        """
    )
    if "fiscal_year" in table.names or files[0].holds == "events":
        connection.execute(
            "insert into ops.supply select region, $feed, fiscal_year from there "
            "where fiscal_year is not null order by all",
            {"feed": table.name},
        )
        return
    connection.execute(
        """
        insert into ops.supply
        select region, $feed, unnest(range(min(fiscal_year), greatest(max(fiscal_year), $year) + 1))
        from there
        group by region
        order by all
        """,
        {"feed": table.name, "year": as_of.year},
    )


def _year(table: Table, dated: str | None) -> str:
    if "fiscal_year" in table.names:
        return "r.fiscal_year"
    if dated is None:
        return "source.fiscal_year"
    if table.type_of(dated) == "DATE":
        return f'year(r."{dated}")'
    return f'left(r."{dated}", 4)::integer'
