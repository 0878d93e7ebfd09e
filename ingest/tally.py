"""Writes the rows of one table where they belong and counts them, to the row and to the fen."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from pathlib import Path

import duckdb

from ingest.contract import KEY_CLASH, SENTENCES, Held
from ingest.headings import Names
from ingest.spelling import named, quoted, shown
from ingest.table import TextTable
from ingest.unkept import read_again

FEW = 10_000
"""Rows that are read sooner than a plan is made for all the ways in which a cell may be spelt."""

PLAIN = ", parquet_version v2, dictionary_size_limit 2000"
"""Long columns of ever new values are written plainly: in less time, and no more room."""

NOTHING = Decimal("0.00")


@dataclass(frozen=True)
class Total:
    """The yuan of one money column: delivered = kept + repeated + aside."""

    delivered: Decimal = NOTHING
    kept: Decimal = NOTHING
    repeated: Decimal = NOTHING
    aside: Decimal = NOTHING
    unreadable: int = 0  # rows whose amount could not be read, and which no total holds


@dataclass(frozen=True)
class Tally:
    """What became of the rows of one table."""

    delivered: int = 0
    kept: int = 0
    repeated: int = 0
    aside: int = 0
    totals: Mapping[str, Total] = field(default_factory=dict)

    def prove(self) -> None:
        """Stop the dock where a row or a fen is gone.

        Raises:
            AssertionError: the house itself is wrong.
        """
        assert self.delivered == self.kept + self.repeated + self.aside, self
        for total in self.totals.values():
            assert total.delivered == total.kept + total.repeated + total.aside, self


def keep(
    connection: duckdb.DuckDBPyConnection,
    held: Held,
    table: TextTable,
    printed: TextTable,
    folder: Path,
) -> Tally:
    """Write `folder/kept.parquet` and, where rows are set aside, `folder/aside.parquet`.

    `table` is what was held to the contract, `printed` the same as the supplier printed it.
    """
    first, last = folder / "first.parquet", folder / "kept.parquet"
    counted = table.rows if table is printed else None
    sound = None
    if counted is not None and counted < FEW:
        sound = _copy(connection, held.kept(held.usual), first, PLAIN)
    if sound is None or sound != counted:
        sound = _copy(connection, held.kept(held.rows), first, PLAIN)
    delivered = counted if counted is not None else _one(connection, f"count(*) from {held.rows}")
    names = [one.column.name for one in held.bound if one.cell is not None]
    money = [name for name in held.feed.money if name in names]
    doubled, sums = _keys_and_sums(connection, held, first, money)
    repeated, clashing = _set_doubles_apart(connection, held, first) if doubled else (0, 0)
    asides = _Asides(delivered > sound, bool(repeated or clashing))
    again = False
    if table is printed and (asides.bad or clashing):
        bad = delivered - sound
        again = read_again(connection, held, table, first, bad, clashing=bool(clashing))
    if asides.bad:
        amiss = held.among("unkept") if again else held.rows
        connection.execute(f"create or replace temp table bad as from {amiss} where bad")
    if asides.double:
        rest = _without_doubles(connection, held, first, repeated + clashing)
        _copy(connection, rest, last, PLAIN)
        first.unlink()
        sums = _sums(connection, money, f"read_parquet({quoted(str(last))})")
    else:
        first.rename(last)
    bad = _one(connection, "count(*) from bad") if asides.bad else 0
    tally = Tally(
        delivered + table.torn_rows,
        sound - repeated - clashing,
        repeated,
        bad + clashing + table.torn_rows,
        _totals(connection, held, sums, asides, table.torn_rows),
    )
    tally.prove()
    if tally.aside:
        told = replace(printed, relation="unkept") if again else printed
        headings = _with_units(held, table, printed)
        _write_aside(connection, held, told, asides, headings, folder / "aside.parquet")
    return tally


@dataclass(frozen=True)
class _Asides:
    """Which of the tables of rows that were not kept there are."""

    bad: bool
    double: bool


def _copy(connection: duckdb.DuckDBPyConnection, query: str, path: Path, beside: str = "") -> int:
    written = f"copy ({query}) to {quoted(str(path))} (format parquet{beside})"
    answer = connection.execute(written).fetchone()
    assert answer is not None
    return int(answer[0])


def _one(connection: duckdb.DuckDBPyConnection, query: str) -> int:
    answer = connection.execute(f"select {query}").fetchone()
    assert answer is not None
    return int(answer[0])


def _numbered(path: Path) -> str:
    return (
        f"(select * rename (file_row_number as nth) from read_parquet({quoted(str(path))}, "
        "file_row_number = true))"
    )


def _keys_and_sums(
    connection: duckdb.DuckDBPyConnection, held: Held, kept: Path, columns: Sequence[str]
) -> tuple[int, dict[str, Decimal]]:
    """Tell, in one reading, how many keys come again, and the sums of money columns."""
    keys = ", ".join(map(named, held.feed.key))
    doubled = f"count(*) - count(distinct hash({keys}))" if keys else "0"
    sums = [f"coalesce(sum({named(c)}), 0)::DECIMAL(38,2)" for c in columns]
    source = f"read_parquet({quoted(str(kept))})"
    row = connection.execute(f"select {', '.join([doubled, *sums])} from {source}").fetchone()
    assert row is not None
    return row[0], dict(zip(columns, row[1:], strict=True))


def _set_doubles_apart(
    connection: duckdb.DuckDBPyConnection, held: Held, kept: Path
) -> tuple[int, int]:
    """Fill `double` where a key comes again; tell how many rows repeat and how many clash."""
    keys = ", ".join(map(named, held.feed.key))
    source = f"read_parquet({quoted(str(kept))})"
    same = " and ".join(f"a.{named(k)} is not distinct from b.{named(k)}" for k in held.feed.key)
    connection.execute(f"""
        create or replace temp table double as
        with suspect as (
            select * from {_numbered(kept)}
            where hash({keys}) in (
                select hash({keys}) from {source} group by all having count(*) > 1
            )
        ),
        judged as (
            select {keys}, count(*) as times, min(nth) as first,
                count(distinct row({held.columns})) > 1 as clash
            from suspect
            group by {keys}
        )
        select a.*, b.clash
        from suspect a
        join judged b on {same}
        where b.times > 1 and (b.clash or a.nth <> b.first)
    """)
    return (
        _one(connection, "count(*) from double where not clash"),
        _one(connection, "count(*) from double where clash"),
    )


def _without_doubles(
    connection: duckdb.DuckDBPyConnection, held: Held, kept: Path, doubles: int
) -> str:
    """Say the rows of `kept` less those in `double`, in their order.

    A join would lose the order, and to sort all rows costs as much as to write them: where a few
    are gone, their numbers are looked up as the words of a type.
    """
    rows = f"select {held.columns}, {held.line} from {_numbered(kept)}"
    if doubles > FEW:
        return f"{rows} anti join double using (nth) order by nth"
    connection.execute("drop type if exists doubled")
    connection.execute("create temp type doubled as enum (select nth::varchar from double)")
    return f"{rows} where try_cast(nth::varchar as doubled) is null"


def _totals(
    connection: duckdb.DuckDBPyConnection,
    held: Held,
    kept_sums: Mapping[str, Decimal],
    asides: _Asides,
    torn: int,
) -> dict[str, Total]:
    if not kept_sums:
        return {}
    names = list(kept_sums)
    nothing = dict.fromkeys(names, NOTHING)
    repeats = clashes = bad = nothing
    if asides.double:
        repeats = _sums(connection, names, "double where not clash")
        clashes = _sums(connection, names, "double where clash")
    if asides.bad:
        bad = _sums(connection, names, "bad")
    totals = {}
    for name in names:
        unread = 0
        if asides.bad:
            unreadable = held.unreadable(held.feed.column(name))
            unread = _one(connection, f"count(*) from bad where {unreadable}")
        aside = clashes[name] + bad[name]
        totals[name] = Total(
            kept_sums[name] + repeats[name] + aside,
            kept_sums[name],
            repeats[name],
            aside,
            unread + torn,
        )
    return totals


def _sums(
    connection: duckdb.DuckDBPyConnection, columns: Sequence[str], source: str
) -> dict[str, Decimal]:
    if not columns:
        return {}
    sums = ", ".join(f"coalesce(sum({named(c)}), 0)::DECIMAL(38,2)" for c in columns)
    row = connection.execute(f"select {sums} from {source}").fetchone()
    assert row is not None
    return dict(zip(columns, row, strict=True))


def _with_units(held: Held, table: TextTable, printed: TextTable) -> Sequence[str]:
    """Give the headings, each with the unit that a line, a group or the manifest named for it.

    The rows go back to their supplier without these, and would come again in yuan.
    """
    names = Names(held.feed)
    named: dict[int, str] = {}
    for one in held.bound:
        if one.cell is None or one.unit == "元":
            continue
        known = names.find(one.heading)
        if table is not printed:
            named |= dict.fromkeys(table.unsaid.get(one.heading, ()), one.unit)
        elif known is not None and known[1] is None:
            named[int(one.cell[1:])] = one.unit
    return [
        f"{heading}（{named[n]}）" if n in named else heading
        for n, heading in enumerate(printed.headings, 1)
    ]


def _write_aside(
    connection: duckdb.DuckDBPyConnection,
    held: Held,
    printed: TextTable,
    asides: _Asides,
    headings: Sequence[str],
    path: Path,
) -> None:
    keys = ", ".join(f"{named(key)}::varchar" for key in held.feed.key)
    sentences = " ".join(f"when {quoted(c)} then {quoted(s)}" for c, s in SENTENCES.items())
    cells = ", ".join(
        f"{quoted(heading)}, {shown(f'c{n}')}" for n, heading in enumerate(printed.headings, 1)
    )
    sources = []
    if asides.bad:
        sources.append(held.reasons("bad"))
    if asides.double:
        sources.append(
            f"select {held.line} as line, 0 as place, {quoted(', '.join(held.feed.key))}, "
            f"concat_ws(' | ', {keys}), {quoted(KEY_CLASH)}, '' from double where clash"
        )
    none = "select null::bigint, 0, null::varchar, null::varchar, '', '' where false"
    told = json.dumps(headings, ensure_ascii=False)
    torn = printed.torn or "(select 0::bigint as line, '' as code, '' as \"row\" where false)"
    _copy(
        connection,
        f"""
        with reasons(line, place, column_name, raw, code, detail) as (
            {" union all ".join(sources or [none])}
        ),
        printed as (
            select line, json_object({cells})::varchar as "row"
            from {printed.relation}
            where line in (select line from reasons)
        ),
        everything as (
            select r.*, p."row" from reasons r left join printed p using (line)
            union all
            select line, 0, null, null, code, '', "row" from {torn}
        )
        select {quoted(printed.name)} as file, line, column_name, raw,
            code || ': ' || case code {sentences} end
                || case when detail = '' then '' else ' (' || detail || ')' end as reason,
            "row"
        from everything
        order by line, place, raw
        """,
        path,
        f", kv_metadata {{headings: {quoted(told)}}}",
    )
