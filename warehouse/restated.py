"""更正. Which figures a later delivery stated otherwise, cell by cell, from the kept rows."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import duckdb

from warehouse.cells import differing, key_text, numbered, same_key
from warehouse.kept import KeptFile
from warehouse.shapes import Table, tables


@dataclass(frozen=True)
class Restatement:
    """One file in the place of another; `became` is None where the period was withdrawn."""

    was: KeptFile
    became: KeptFile | None
    number: int  # of the file that took the place, or of the withdrawal
    stated_at: datetime
    received_at: datetime

    @property
    def name(self) -> str:
        """What the pair's cells are kept under."""
        return f"{self.was.number}-{self.number}.parquet"


def write_cells(pair: Restatement, path: Path, *, memory: str = "1GB") -> None:
    """Write the cells that `pair` restates as Parquet of the columns of `ops.restated`.

    A row that the later file does not have is told by its money, which became nothing.
    """
    table = tables("core")[pair.was.feed]
    draft = path.with_name(f".{path.name}")
    with duckdb.connect(config={"threads": 1, "memory_limit": memory}) as connection:
        columns = ", ".join(f'"{c.name}"::{c.type} as "{c.name}"' for c in table.columns)
        _view(connection, "a", pair.was, columns)
        if pair.became is None:
            connection.execute("create view b as from a where false")
        else:
            _view(connection, "b", pair.became, columns)
        connection.execute(f"copy ({_cells(table, pair)}) to '{_quoted(draft)}' (format parquet)")
    draft.replace(path)


def _view(connection: duckdb.DuckDBPyConnection, name: str, file: KeptFile, columns: str) -> None:
    path = "".join(f"[{c}]" if c in "*?[" else c for c in _quoted(file.path.resolve()))
    described = connection.execute(f"describe from read_parquet('{path}')").fetchall()
    connection.execute(
        f'create view {name} as select {columns}, "{described[-1][0]}"::bigint as at_line '
        f"from read_parquet('{path}')"
    )


def _cells(table: Table, pair: Restatement) -> str:
    key = pair.was.key
    region = 'a."region"' if "region" in table.names else f"'{pair.was.region}'"
    lost = ", ".join(
        f"{{'column_name': '{name}', 'was': a.\"{name}\"::varchar, 'became': null::varchar, "
        f"'difference': -a.\"{name}\"::decimal(38, 2)}}"
        for name in table.money
    )
    nothing = "{'column_name': null::varchar, 'was': null::varchar, 'became': null::varchar, "
    gone = (
        f"list_filter([{lost}], lambda c: c.was is not null)"
        if lost
        else f"[{nothing}'difference': null::decimal(38, 2)}}]"
    )
    change = "withdrawn" if pair.became is None else "gone"
    supplier = pair.was.supplier.replace("'", "''")
    return f"""
        with a as (
            {numbered(table, key, f"(from a where {_concerned(table, pair)})")}
        ),
        b as (
            {numbered(table, key, "b")}
        ),
        told as (
            select
                {region} as region,
                {key_text(key, "a")} as key,
                case when b.nth is null then '{change}' else 'changed' end as change,
                unnest(case when b.nth is null then {gone}
                    else {differing(table, key, "a", "b")} end) as cell,
                a.at_line as line
            from a
            left join b on {same_key(key, "a", "b")}
        )
        select
            '{table.name}' as feed, region, '{pair.was.period}' as period,
            '{supplier}' as supplier, key, cell.column_name as column_name, change,
            cell.was as was, cell.became as became, cell.difference as difference,
            '{pair.stated_at:%Y-%m-%d %H:%M:%S}'::timestamp as stated_at,
            '{pair.received_at:%Y-%m-%d %H:%M:%S}'::timestamp as received_at,
            {pair.number}::integer as file, {pair.was.number}::integer as replaced, line
        from told
        order by key, column_name, line
    """


def _concerned(table: Table, pair: Restatement) -> str:
    """Give the SQL telling which rows the later file speaks of: of a part only its period's."""
    later = pair.became
    if later is None or not later.part:
        return "true"
    if later.dated is not None and table.type_of(later.dated) == "DATE":
        return f"\"{later.dated}\" between '{later.period.starts_on}' and '{later.period.ends_on}'"
    same = " and ".join(f'a."{k}" is not distinct from b."{k}"' for k in later.key)
    return f"exists (from b where {same})"


def _quoted(path: Path) -> str:
    return str(path).replace("'", "''")
