"""Rows with many figures: unfolded out of a wide file, folded out of one with a row a figure."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import duckdb

from ingest.sources.cells import clean, quoted
from ingest.sources.mapping import FileMapping
from ingest.sources.paper import SourceRefused
from ingest.sources.sheet import Sheet


@dataclass(frozen=True)
class Figures:
    """The figures of the row at hand: a column `long` holds them, and what tells rows apart."""

    keys: Sequence[str]  # names of the groups that tell rows apart
    measures: Sequence[str]
    rows: Mapping[tuple[str, ...], Mapping[str, int]] = field(default_factory=dict)
    """Of a wide file: key → measure → column."""

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


def figures(mapping: FileMapping, sheet: Sheet) -> Figures | None:
    """Give the figures of a file that is unfolded or folded; complain where one is missing."""
    measures = sorted({c.measure for c in mapping.columns if c.measure is not None})
    if mapping.wide is not None:
        sheet.index(mapping.wide.column)
        sheet.index(mapping.wide.value)
        groups = re.compile(mapping.wide.cells).groupindex
        return Figures([name for name in groups if name != "measure"], measures)
    if mapping.long is None:
        return None
    keys, found = sheet.matching(mapping.long)
    rows: dict[tuple[str, ...], dict[str, int]] = {}
    for key, measure, index in found:
        if measure not in measures:
            sheet.complain(f"the heading {sheet.headings[index - 1]!r} measures {measure!r}")
        elif measure in rows.setdefault(key, {}):
            sheet.complain(f"the heading {sheet.headings[index - 1]!r} stands twice")
        rows.setdefault(key, {})[measure] = index
    printed = {measure for cells in rows.values() for measure in cells}
    for missing in [measure for measure in measures if measure not in printed]:
        sheet.complain(f"no heading measures {missing!r}")
    return Figures(keys, measures, rows)


def folded(
    mapping: FileMapping,
    sheet: Sheet,
    told: Figures,
    rows: str,
    connection: duckdb.DuckDBPyConnection,
) -> str:
    """Fold rows that agree in all that the mapping takes into one; give the table of them.

    A figure that comes again begins a row of its own, so that none is lost: the contract then
    judges the rows of one key.

    Raises:
        SourceRefused: a cell says no measure that the mapping knows.
    """
    assert mapping.wide is not None
    cell = clean(f"c{sheet.index(mapping.wide.column)}")
    pattern = quoted(f"^(?:{mapping.wide.cells})$")
    groups = re.compile(mapping.wide.cells).groupindex
    measure = f"regexp_extract({cell}, {pattern}, {groups['measure']})"
    known = ", ".join(map(quoted, told.measures))
    strange = connection.execute(
        f"select line, {cell} from {rows} where not regexp_matches(coalesce({cell}, ''), {pattern})"
        f" or {measure} not in ({known}) order by line limit 1"
    ).fetchone()
    if strange is not None:
        raise SourceRefused(
            f"{sheet.name}, line {strange[0]}: {strange[1]!r} is no measure that the mapping "
            f"knows ({', '.join(told.measures)}): map it, or drop such rows"
        )
    taken = [column for column in mapping.columns if column.measure is None and sheet.has(column)]
    same = sorted({f"c{index}" for column in taken for index in sheet.columns_of(column)})
    keys = [f"regexp_extract({cell}, {pattern}, {groups[name]})" for name in told.keys]
    named = [f"{clean(one)} as {one}" for one in same]
    named += [f"{key} as k{n}" for n, key in enumerate(keys, 1)]
    apart = ", ".join([*same, *(f"k{n}" for n, _ in enumerate(keys, 1)), "nth"])
    parts = [f"k{n} := k{n}" for n, _ in enumerate(keys, 1)]
    parts += [
        f"m{n} := max(figure) filter (measure = {quoted(name)})"
        for n, name in enumerate(told.measures, 1)
    ]
    connection.execute(f"""
        create or replace temp table folded as
        with figures as (
            select {", ".join(["line", *named])}, {measure} as measure,
                c{sheet.index(mapping.wide.value)} as figure
            from {rows}
        ),
        numbered as (
            select *, row_number() over (
                partition by {apart.removesuffix("nth")} measure order by line
            ) as nth
            from figures
        )
        select min(line) as line, {", ".join([*same, f"struct_pack({', '.join(parts)}) as long"])}
        from numbered group by {apart} order by line
    """)
    return "folded"
