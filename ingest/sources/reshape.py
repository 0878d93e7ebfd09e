"""Puts a mapping to a delivered table: the supplier's columns become the feed's, still as text."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import duckdb

from ingest.feed import Kind
from ingest.feeds import all_feeds
from ingest.sources.cells import Steps, clean, quoted, rewritten
from ingest.sources.mapping import ColumnMapping, Condition, FileMapping
from ingest.sources.paper import SourceRefused
from ingest.sources.sheet import Sheet
from ingest.table import TextTable
from warehouse.money import YUAN_IN


def apply(
    mapping: FileMapping, table: TextTable, connection: duckdb.DuckDBPyConnection
) -> TextTable:
    """Give the table under the feed's own headings, each row with the line that it came from.

    A row of a wide file gives one row for each of its years (or whatever its headings tell
    apart) in which any measure is filled.

    Raises:
        SourceRefused: a heading is missing, stands twice, or is neither mapped nor ignored; or
            a cell is not what a column with `unmatched = "refuse"` knows.
    """
    sheet = Sheet(mapping, table)
    wide = _unfold(mapping, sheet)
    columns = [column for column in mapping.columns if sheet.has(column)]
    steps = [_steps(mapping, column, sheet, wide) for column in columns]
    kept = _condition(mapping, sheet)
    sheet.settle()

    rows = _rows(table.relation, kept, wide)
    inner = ", ".join(["line", *(part for step in steps for part in step.written)])
    rewritten_rows = f"(select {inner} from {rows})"
    _refuse_unmatched(table.name, rewritten_rows, columns, steps, connection)

    given = ", ".join(f"{step.last} as c{n}" for n, step in enumerate(steps, 1))
    relation = f"(select line, {given} from {rewritten_rows}{_anything(columns, steps)})"
    left_out = _count(connection, f"{table.relation} as r where not ({kept})") if kept else 0
    notes = [f"assumed {c.name}: {c.template}" for c in columns if c.assumed]
    if wide and (void := _void(connection, table.relation, kept, relation)):
        notes.append(f"{void} rows have no figure in any column")
    return replace(
        table,
        headings=tuple(column.name for column in columns),
        relation=relation,
        left_out=table.left_out + left_out,
        rows=None if kept or wide else table.rows,
        notes=(*table.notes, *notes),
        units=_units(mapping, columns, sheet),
    )


@dataclass(frozen=True)
class Unfolded:
    """The headings of a wide file: for each year (or other key) the column of each measure."""

    keys: Sequence[str]  # names of the groups that tell rows apart
    measures: Sequence[str]
    rows: Mapping[tuple[str, ...], Mapping[str, int]]  # key → measure → column

    def cell(self, measure: str) -> str:
        """Say in SQL what a measure is in the row at hand."""
        return f"long.m{self.measures.index(measure) + 1}"

    def key(self, name: str) -> str:
        """Say in SQL what tells the row at hand apart."""
        return f"long.k{self.keys.index(name) + 1}"

    @property
    def structs(self) -> str:
        """Say in SQL the list that one wide row is unfolded into."""
        told = []
        for key, cells in self.rows.items():
            parts = [f"k{n} := {quoted(text)}" for n, text in enumerate(key, 1)]
            parts += [
                f"m{n} := {f'r.c{cells[measure]}' if measure in cells else 'cast(null as varchar)'}"
                for n, measure in enumerate(self.measures, 1)
            ]
            told.append(f"struct_pack({', '.join(parts)})")
        return f"[{', '.join(told)}]"


def _unfold(mapping: FileMapping, sheet: Sheet) -> Unfolded | None:
    if mapping.long is None:
        return None
    keys, found = sheet.matching(mapping.long)
    wanted = {c.measure for c in mapping.columns if c.measure is not None}
    rows: dict[tuple[str, ...], dict[str, int]] = {}
    for key, measure, index in found:
        if measure not in wanted:
            sheet.complain(f"the heading {sheet.headings[index - 1]!r} measures {measure!r}")
        elif measure in rows.setdefault(key, {}):
            sheet.complain(f"the heading {sheet.headings[index - 1]!r} stands twice")
        rows.setdefault(key, {})[measure] = index
    measures = {measure for cells in rows.values() for measure in cells}
    for missing in sorted(wanted - measures):
        sheet.complain(f"no heading measures {missing!r}")
    return Unfolded(keys, sorted(wanted), rows)


def _steps(
    mapping: FileMapping, column: ColumnMapping, sheet: Sheet, wide: Unfolded | None
) -> Steps:
    known = {name: quoted(text) for name, text in mapping.named.items()}
    known |= {"file": quoted(sheet.file), "line": "cast(line as varchar)"}
    if wide:
        known |= {name: wide.key(name) for name in wide.keys}
    if column.measure is not None and wide:
        cells = [wide.cell(column.measure)]
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


def _rows(relation: str, kept: str, wide: Unfolded | None) -> str:
    where = f" where {kept}" if kept else ""
    unfolded = f", unnest({wide.structs}) as long" if wide else ""
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


def _void(connection: duckdb.DuckDBPyConnection, source: str, kept: str, given: str) -> int:
    where = f" where {kept}" if kept else ""
    wide = _count(connection, f"{source} as r{where}")
    return wide - _count(connection, f"(select distinct line from {given})")


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
