"""以谁为准. Which of two kept rows stands, where two files in force speak of one thing.

- A file that stands over a part of a wider one: the wider one's rows of that part give way (where
  the feed is not dated: its rows of the same keys).
- Events and stocks that a province and its city both deliver: the nearest government's stand. The
  city speaks for itself by delivering at all, for others by naming them, and in its file's period.
- A register: one row for a key, by the nearest government, then what the site's own staff typed in,
  then the latest period, then the latest statement.
- Events with one key in two periods both stand: that is for a person to judge.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import product

import duckdb

from warehouse.kept import KeptFile
from warehouse.shapes import Table

FORCE = (
    "number INTEGER, region VARCHAR, place INTEGER, year INTEGER, month INTEGER, day INTEGER, "
    "starts_on DATE, ends_on DATE"
)


def yield_rows(
    connection: duckdb.DuckDBPyConnection, table: Table, files: Sequence[KeptFile], source: str
) -> int:
    """Fill the temporary table `gone(file, nth)` with the rows that give way; tell how many.

    `source` is the SQL of a relation: the columns of `table`, then `file` and `nth`, its line.
    """
    connection.execute("create or replace temp table gone (file INTEGER, nth BIGINT)")
    if len(files) < 2:
        return 0
    _list(connection, files)
    for query in _queries(connection, table, files, source):
        connection.execute(f"insert into gone {query}")
    row = connection.execute("select count(*) from gone").fetchone()
    assert row is not None
    return int(row[0])


def _queries(
    connection: duckdb.DuckDBPyConnection, table: Table, files: Sequence[KeptFile], source: str
) -> Iterator[str]:
    parts = list(_parts(files))
    if parts:
        connection.execute("create or replace temp table wider (wide INTEGER, part INTEGER)")
        connection.executemany("insert into wider values (?, ?)", parts)
        yield _part_over_wide(table, files[0], source)
    standing = f"(from ({source}) anti join gone using (file, nth))"
    if files[0].holds == "register":
        yield _older_in_register(table, files[0], standing)
    elif "region" in table.names and len({file.region for file in files}) > 1:
        yield _farther_government(table, files[0], standing)


def _list(connection: duckdb.DuckDBPyConnection, files: Sequence[KeptFile]) -> None:
    connection.execute(f"create or replace temp table force ({FORCE})")
    by_age = sorted(files, key=lambda f: (f.typed, f.period.ends_on, f.stated_at, f.number))
    connection.executemany(
        "insert into force values (?, ?, ?, ?, ?, ?, ?, ?)",
        [
            [
                file.number,
                file.region,
                place,
                file.period.year,
                file.period.month,
                file.period.day,
                file.period.starts_on,
                file.period.ends_on,
            ]
            for place, file in enumerate(by_age)
        ],
    )


def _parts(files: Sequence[KeptFile]) -> Iterator[tuple[int, int]]:
    beside = defaultdict(list)
    for file in files:
        beside[file.region, file.supplier].append(file)
    for together in beside.values():
        small = [file for file in together if file.part]
        for wide, part in product(together if small else (), small):
            if wide.period.contains(part.period):
                yield wide.number, part.number


def _part_over_wide(table: Table, like: KeptFile, source: str) -> str:
    when = _moment(table, like.dated, "p")
    if when is not None and like.dated is not None:
        return f"""
            select distinct r.file, r.nth
            from ({source}) r
            join wider w on w.wide = r.file
            join force p on p.number = w.part
            where {when}
        """
    same = " and ".join(f'r."{key}" is not distinct from k."{key}"' for key in like.key)
    return f"""
        select distinct r.file, r.nth
        from ({source}) r
        join wider w on w.wide = r.file
        join ({source}) k on k.file = w.part and {same}
    """


def _older_in_register(table: Table, like: KeptFile, standing: str) -> str:
    nearness = _nearness("f.region", "r.region") if "region" in table.names else "0"
    keys = ", ".join(f'r."{key}"' for key in like.key)
    return f"""
        select r.file, r.nth
        from {standing} r
        join force f on f.number = r.file
        qualify row_number() over (
            partition by {keys} order by {nearness}, f.place desc, r.nth
        ) > 1
    """


def _farther_government(table: Table, like: KeptFile, standing: str) -> str:
    when = _moment(table, like.dated, "c") or _periods_meet("f", "c")
    same_year = " and c.year = f.year" if like.dated else ""
    return f"""
        with speaks as (
            select distinct file, region from {standing}
            union
            select number, region from force
        ),
        speaker as (
            select s.file, s.region as speaks_for, f.* exclude (region),
                {_nearness("f.region", "s.region")} as nearness
            from speaks s
            join force f on f.number = s.file
        ),
        contested as (
            select f.file, f.speaks_for, c.* exclude (file, speaks_for)
            from speaker f
            join speaker c on c.speaks_for = f.speaks_for and c.nearness < f.nearness{same_year}
        )
        select distinct r.file, r.nth
        from {standing} r
        join contested c on c.file = r.file and c.speaks_for = r.region
        join force f on f.number = r.file
        where {when}
    """


def _moment(table: Table, dated: str | None, file: str) -> str | None:
    """Give the SQL telling whether row `r` lies in the period of `file`; None: ask its file."""
    if dated is not None and table.type_of(dated) == "DATE":
        return f'r."{dated}" between {file}.starts_on and {file}.ends_on'
    if dated is not None:
        first = f"strptime(r.\"{dated}\" || '-01', '%Y-%m-%d')::date"
        return f"{first} <= {file}.ends_on and last_day({first}) >= {file}.starts_on"
    if table.type_of("fiscal_year") == table.type_of("month") == "INTEGER":
        return f"r.fiscal_year = {file}.year and ({file}.month is null or r.month = {file}.month)"
    return None


def _periods_meet(one: str, other: str) -> str:
    return (
        f"{one}.year = {other}.year and ({one}.month is null or {other}.month is null "
        f"or ({one}.month = {other}.month "
        f"and ({one}.day is null or {other}.day is null or {one}.day = {other}.day)))"
    )


def _nearness(government: str, region: str) -> str:
    return f"""case {government}
        when {region} then 0
        when left({region}, 6) then 1
        when left({region}, 4) || '00' then 2
        when left({region}, 2) || '0000' then 3
        else 4 end"""
