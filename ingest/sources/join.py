"""Looks rows up in other tables of their delivery, by key, each row once."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

import duckdb

from ingest.sources.cells import clean
from ingest.sources.mapping import FileMapping, Join
from ingest.sources.paper import SourceRefused
from ingest.table import TextTable


def joined(
    mapping: FileMapping,
    table: TextTable,
    beside: Mapping[str, TextTable],
    connection: duckdb.DuckDBPyConnection,
) -> TextTable:
    """Give the table with those columns of the joined ones that the mapping names.

    No row is lost and none doubled: what finds nothing has empty cells there. `beside` holds the
    tables by the name of their join. Of each join the line that was found is the column
    `found_<number>`, null where there was none.

    Raises:
        SourceRefused: a key is no heading, or stands twice where it is looked up.
    """
    for number, join in enumerate(mapping.joins, 1):
        other = beside[join.name]
        if other.torn_rows:
            raise SourceRefused(
                f"{other.name}: {other.torn_rows} rows cannot be read, and the mapping looks rows "
                f"up in it ({join.name}): deliver it whole"
            )
        table = _with(table, join, other, _wanted(mapping, join, other), number, connection)
    return table


def lost(mapping: FileMapping, table: TextTable, rows: str) -> Iterator[tuple[Join, str]]:
    """Give each join with the query for the rows, line and key, that found nothing in it."""
    for number, join in enumerate(mapping.joins, 1):
        keys = [clean(f"c{_index(table, heading, join)}") for heading in join.on]
        given = " and ".join(f"{key} is not null" for key in keys)
        yield (
            join,
            f"select line, concat_ws(' | ', {', '.join(keys)}) from {rows} "
            f"where found_{number} is null and {given}",
        )


def _wanted(mapping: FileMapping, join: Join, other: TextTable) -> list[int]:
    """Give the columns of the joined table that the mapping names anywhere."""
    named = {
        " ".join(place.removeprefix(f"{join.name}.").split())
        for place in mapping.places
        if isinstance(place, str) and place.startswith(f"{join.name}.")
    }
    return [n for n, heading in enumerate(other.headings, 1) if " ".join(heading.split()) in named]


def _with(
    table: TextTable,
    join: Join,
    other: TextTable,
    wanted: Sequence[int],
    number: int,
    connection: duckdb.DuckDBPyConnection,
) -> TextTable:
    pairs = [(_index(table, h, join), _index(other, t, join)) for h, t in join.on.items()]
    keys = ", ".join(f"{clean(f'o.c{there}')} as key{n}" for n, (_, there) in enumerate(pairs))
    given = " and ".join(f"key{n} is not null" for n, _ in enumerate(pairs))
    first = len(table.headings) + 1
    cells = "".join(f", o.c{n} as c{place}" for place, n in enumerate(wanted, first))
    there = f"joined_keys_{number}"
    connection.execute(
        f"create or replace temp table {there} as select * from (select o.line as "
        f"found_{number}, {keys}{cells} from {other.relation} as o) where {given}"
    )
    by = ", ".join(f"key{n}" for n, _ in enumerate(pairs))
    twice = connection.execute(
        f"select concat_ws(' | ', {by}), min(found_{number}), max(found_{number}) from {there} "
        f"group by {by} having count(*) > 1 order by 2 limit 1"
    ).fetchone()
    if twice is not None:
        raise SourceRefused(
            f"{other.name}: the key {twice[0]!r} stands on lines {twice[1]} and {twice[2]}, and "
            f"the mapping looks rows up by it ({join.name}): a key there may stand once"
        )
    on = " and ".join(f"{clean(f'r.c{here}')} = key{n}" for n, (here, _) in enumerate(pairs))
    taken = "".join(f", c{place}" for place, _ in enumerate(wanted, first))
    connection.execute(
        f"create or replace temp table joined_{number} as select r.*, found_{number}{taken} "
        f"from {table.relation} as r left join {there} on {on} order by r.line"
    )
    more = tuple(f"{join.name}.{other.headings[n - 1]}" for n in wanted)
    return replace(table, headings=(*table.headings, *more), relation=f"joined_{number}")


def _index(table: TextTable, heading: str, join: Join) -> int:
    wanted = " ".join(heading.split())
    found = [n for n, h in enumerate(table.headings, 1) if " ".join(h.split()) == wanted]
    if len(found) != 1:
        why = "is no heading" if not found else f"stands {len(found)} times"
        raise SourceRefused(f"{table.name}: the key {heading!r} of the join {join.name} {why}")
    return found[0]
