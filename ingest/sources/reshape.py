"""Puts a mapping to a delivered table: the supplier's columns become the feed's, still as text."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

import duckdb

from ingest.feed import Kind
from ingest.feeds import all_feeds
from ingest.sources.cells import Steps, clean, quoted, rewritten
from ingest.sources.fold import Figures, figures, folded
from ingest.sources.join import joined, lost
from ingest.sources.mapping import ColumnMapping, Condition, FileMapping
from ingest.sources.paper import SourceRefused
from ingest.sources.sheet import Sheet
from ingest.table import TextTable
from warehouse.money import YUAN_IN


def apply(
    mapping: FileMapping,
    table: TextTable,
    connection: duckdb.DuckDBPyConnection,
    beside: Mapping[str, TextTable] | None = None,
) -> TextTable:
    """Give the table under the feed's own headings, each row with the line that it came from.

    A row of a wide file gives one row for each of its years (or whatever its headings tell
    apart) in which any measure is filled; of a file with a row for each figure, the rows that
    belong together give one. `beside` holds the tables that rows are looked up in.

    Raises:
        SourceRefused: a heading is missing, stands twice, or is neither mapped nor ignored; a
            cell is not what a column with `unmatched = "refuse"` knows; or a key is not what a
            join knows.
    """
    source = joined(mapping, table, beside or {}, connection)
    sheet = Sheet(mapping, source)
    for heading in (heading for join in mapping.joins for heading in join.on):
        sheet.index(heading)
    told = figures(mapping, sheet)
    columns = [column for column in mapping.columns if sheet.has(column)]
    steps = [_steps(mapping, column, sheet, told) for column in columns]
    kept = _condition(mapping, sheet)
    sheet.settle()

    rows = _rows(source.relation, kept, told)
    notes = [*_found(mapping, source, rows, connection)]
    if told is not None and mapping.wide is not None:
        before = _count(connection, rows)
        rows = folded(mapping, sheet, told, rows, connection)
        notes.append(f"{before} rows were folded into {_count(connection, rows)}")
    inner = ", ".join(["line", *(part for step in steps for part in step.written)])
    rewritten_rows = f"(select {inner} from {rows})"
    _refuse_unmatched(table.name, rewritten_rows, columns, steps, connection)

    given = ", ".join(f"{step.last} as c{n}" for n, step in enumerate(steps, 1))
    relation = f"(select line, {given} from {rewritten_rows}{_anything(columns, steps)})"
    left_out = _count(connection, f"{source.relation} as r where not ({kept})") if kept else 0
    notes += [f"assumed {c.name}: {c.template}" for c in columns if c.assumed]
    if told and (void := _void(connection, rows, relation)):
        notes.append(f"{void} rows have no figure in any column")
    return replace(
        table,
        headings=tuple(column.name for column in columns),
        relation=relation,
        left_out=table.left_out + left_out,
        rows=None if kept or told else table.rows,
        notes=(*table.notes, *notes),
        units=_units(mapping, columns, sheet),
        unsaid=_unsaid(mapping, columns, sheet),
    )


def _found(
    mapping: FileMapping, source: TextTable, rows: str, connection: duckdb.DuckDBPyConnection
) -> Iterator[str]:
    for join, query in lost(mapping, source, rows):
        if not (missed := _count(connection, f"(select distinct line from ({query}))")):
            continue
        if join.unmatched == "refuse":
            first = connection.execute(f"{query} order by line limit 1").fetchone()
            assert first is not None
            raise SourceRefused(
                f"{source.name}, line {first[0]}: {first[1]!r} is not in {join.file or join.name}, "
                f"where the mapping looks it up ({join.name}): deliver it there"
            )
        yield f"{missed} rows were not found in {join.file or join.name}"


def _steps(
    mapping: FileMapping, column: ColumnMapping, sheet: Sheet, told: Figures | None
) -> Steps:
    known = {name: quoted(text) for name, text in mapping.named.items()}
    known |= {"file": quoted(sheet.file), "line": "cast(line as varchar)"}
    if told:
        known |= {name: told.key(name) for name in told.keys}
    if column.measure is not None and told:
        cells = [told.cell(column.measure)]
    else:
        cells = [f"c{index}" for index in sheet.columns_of(column)]
    kind = all_feeds()[mapping.feed].column(column.name).kind
    percent = column.percent or (kind is Kind.SHARE and sheet.says_percent(column))
    return rewritten(replace(column, percent=percent), kind, cells, known)


def _condition(mapping: FileMapping, sheet: Sheet) -> str:
    told = [_holds(one, sheet) for one in mapping.keep]
    told += [f"not {_holds(one, sheet)}" for one in mapping.drop]
    return " and ".join(told)


def _holds(condition: Condition, sheet: Sheet) -> str:
    cell = clean(f"r.c{sheet.index(condition.place)}")
    if condition.empty is not None:
        return f"({cell} is {'' if condition.empty else 'not '}null)"
    if condition.matches is not None:
        return f"regexp_full_match(coalesce({cell}, ''), {quoted(condition.matches)})"
    return f"(coalesce({cell}, '') in ({', '.join(map(quoted, condition.equals))}))"


def _rows(relation: str, kept: str, told: Figures | None) -> str:
    where = f" where {kept}" if kept else ""
    unfolded = f", unnest({told.structs}) as long" if told and told.rows else ""
    return f"(select r.*{unfolded} from {relation} as r{where})"


def _anything(columns: Sequence[ColumnMapping], steps: Sequence[Steps]) -> str:
    measured = [
        step.last for column, step in zip(columns, steps, strict=True) if column.measure is not None
    ]
    return f" where coalesce({', '.join(measured)}) is not null" if measured else ""


def _refuse_unmatched(
    name: str,
    rows: str,
    columns: Sequence[ColumnMapping],
    steps: Sequence[Steps],
    connection: duckdb.DuckDBPyConnection,
) -> None:
    for column, step in zip(columns, steps, strict=True):
        if column.unmatched != "refuse" or step.unmatched is None:
            continue
        found = connection.execute(
            f"select line, {step.before} from {rows} where {step.unmatched} order by line limit 1"
        ).fetchone()
        if found is not None:
            raise SourceRefused(
                f"{name}, line {found[0]}: {found[1]!r} is nothing that the mapping knows for "
                f"{column.name}: add it there"
            )


def _count(connection: duckdb.DuckDBPyConnection, rows: str) -> int:
    answer = connection.execute(f"select count(*) from {rows}").fetchone()
    return int(answer[0]) if answer else 0


def _void(connection: duckdb.DuckDBPyConnection, rows: str, given: str) -> int:
    before = _count(connection, f"(select distinct line from {rows})")
    return before - _count(connection, f"(select distinct line from {given})")


def _unsaid(
    mapping: FileMapping, columns: Sequence[ColumnMapping], sheet: Sheet
) -> dict[str, Sequence[int]]:
    """Give the printed columns of amounts whose unit must be named somewhere else."""
    feed = all_feeds()[mapping.feed]
    return {
        column.name: sheet.figures_of(column)
        for column in columns
        if feed.column(column.name).kind is Kind.MONEY
        and column.unit is None
        and sheet.unit_in_headings(column) is None
    }


def _units(mapping: FileMapping, columns: Sequence[ColumnMapping], sheet: Sheet) -> dict[str, str]:
    feed = all_feeds()[mapping.feed]
    told = {}
    for column in columns:
        if feed.column(column.name).kind is Kind.MONEY:
            printed = sheet.unit_of(column)
            if printed and column.unit and printed != column.unit:
                raise SourceRefused(
                    f"{sheet.name}: the heading of {column.name} says {printed}, and the mapping "
                    f"{column.unit}: correct one of them"
                )
            if unit := column.unit or printed:
                told[column.name] = unit if unit in YUAN_IN else "元"  # a factor: multiplied here
    return told
