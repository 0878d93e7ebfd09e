"""A feed's contract, put to a table of text by DuckDB: which rows stand, which do not, why."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from ingest.feed import Check, Column, Feed, Kind
from ingest.headings import Bound
from ingest.spelling import (
    EARLIEST,
    LATEST,
    SQL_TYPES,
    lost,
    named,
    odd,
    quoted,
    shown,
    trimmed,
    typed,
    usual,
    visible,
    why_code,
    why_lost,
    why_money,
)
from ingest.table import TextTable
from warehouse.period import Period

KEY_CLASH = "key"

SENTENCES = {
    "missing": "nothing stands here and the column may not be empty",
    "bytes": "the cell holds bytes that are not in the file's encoding",
    "digits": "the number has more than 15 digits, of which a workbook keeps no more: write text",
    "formula": "the cell's formula has no value: give the value",
    "merged": "the cell is merged with the one before it: write its value in every row",
    "number": "this is no number: write 1234.50, with thousands apart and a minus if need be",
    "decimals": "the amount has more than two decimals in yuan",
    "size": "the number is too large for an amount of money",
    "date": "this is no date from 1949 to 2100: write 2026-03-31",
    "month": "this is no month: write 2026-03",
    "int": "this is no whole number",
    "share": "this is no share from 0 to 1: write 0.10 or 10%",
    "bool": "this is neither yes nor no: write 是 or 否",
    "hidden": "the code holds characters that cannot be seen",
    "scientific": "the code was turned into a number in scientific notation: its digits are lost",
    "pattern": "the code has another shape than the feed's",
    "least": "the value is smaller than it can be",
    "most": "the value is larger than it can be",
    "period": "the row is dated outside the file's period",
    "cells": "the row has another number of cells than the heading",
    "quote": "a quotation mark opens here and is never closed",
    "json": "the line is no record in JSON",
    "long": "the row is longer than a row may be",
    "check": "the row contradicts itself",
    KEY_CLASH: "one key stands on rows that differ",
}
"""Why a row is set aside, by code."""


@dataclass(frozen=True)
class Fault:
    """One way in which a row breaks the contract, as SQL over `held`."""

    column: str  # a column's name, or several with commas
    code: str  # SQL that gives the code
    when: str
    raw: str  # SQL
    detail: str = ""
    short: str | None = None  # less SQL that, with the other faults', tells of the same rows


@dataclass(frozen=True)
class Held:
    """A table with the contract read to it, as SQL: each row typed, and whether it is in order."""

    feed: Feed
    relation: str  # the text that the contract is read to
    bad: str  # SQL that tells of a typed row that it is not in order
    bound: Sequence[Bound]
    faults: Sequence[Fault]

    @property
    def columns(self) -> str:
        """The feed's columns, as a select list."""
        return ", ".join(named(column.name) for column in self.feed.columns)

    @property
    def rows(self) -> str:
        """FROM item: the feed's columns typed, "#" the line, c1 … cn, bad BOOLEAN."""
        return self.among(self.relation)

    @property
    def usual(self) -> str:
        """The same, a row bad where any cell is not spelt as most are."""
        return self._read(self.relation, map(usual, self.bound))

    def among(self, relation: str) -> str:
        """The same as `rows`, of a relation that holds some of the text."""
        forms = {f"odd_{one.cell}": form for one in self.bound if (form := odd(one))}
        brought = ", ".join(["*", *(f"{form} as {name}" for name, form in forms.items())])
        said = (
            typed(one, name if (name := f"odd_{one.cell}") in forms else None) for one in self.bound
        )
        return self._read(f"(select {brought} from {relation})", said)

    def kept(self, rows: str) -> str:
        """The rows in order among `rows` or `usual`: the feed's columns, then the line."""
        return f'select {self.columns}, "#" as {self.line} from {rows} where not bad'

    def _read(self, relation: str, said: Iterable[str]) -> str:
        columns = ", ".join(
            f"{value} as {named(one.column.name)}"
            for one, value in zip(self.bound, said, strict=True)
        )
        cells = ", ".join(one.cell for one in self.bound if one.cell is not None)
        return (
            f"(select *, {self.bad} as bad from ("
            f'select {columns}, line as "#", {cells} from {relation}))'
        )

    @property
    def line(self) -> str:
        """What the line is called beside kept rows: `line`, unless a feed has a column of that."""
        return "file_line" if any(c.name == "line" for c in self.feed.columns) else "line"

    def reasons(self, rows: str) -> str:
        """Say every reason for each of `rows`, which have the columns of this table."""
        reasons = ", ".join(
            f"case when {fault.when} then struct_pack(place := {place}, "
            f"column_name := {quoted(fault.column)}, raw := {fault.raw}, code := {fault.code}, "
            f"detail := {quoted(fault.detail)}) end"
            for place, fault in enumerate(self.faults)
        )
        return (
            'select "#" as line, reason.* from (select "#", unnest(list_filter('
            f"[{reasons}], lambda r: r is not null)) as reason from {rows})"
        )

    def unreadable(self, column: Column) -> str:
        """Tell of a row whether an amount stands in it that cannot be read."""
        cell = next(one.cell for one in self.bound if one.column == column)
        if cell is None:
            return "false"
        return f"({named(column.name)} is null and ({trimmed(cell)}) is not null)"


def hold(feed: Feed, bound: Sequence[Bound], table: TextTable, period: Period | None) -> Held:
    """Read the contract to a table; `period` is the file's, None where any date may stand."""
    faults = [fault for one in bound for fault in _column_faults(one, table.damaged)]
    faults += [_check_fault(check) for check in feed.checks]
    if period is not None:
        faults += _period_faults(feed, bound, period)
    short = [f"coalesce({f.when}, false)" if f.short is None else f.short for f in faults]
    bad = " or ".join(filter(None, short)) or "false"
    return Held(feed, table.relation, bad, bound, faults)


def _column_faults(one: Bound, damaged: bool) -> list[Fault]:
    column, cell, name = one.column, one.cell, named(one.column.name)
    if cell is None:
        return []
    raw = visible(cell) if column.kind is Kind.CODE else shown(cell)
    given = f"({trimmed(cell)}) is not null"
    faults = []
    gone = f"case when {name} is null and {cell} is not null then {given} else false end"
    if damaged:
        faults.append(Fault(column.name, why_lost(cell), f"coalesce({lost(cell)}, false)", raw))
        gone = f"({gone} and not {lost(cell)})"
    if column.kind is not Kind.TEXT:
        # Where a value must stand, one that is gone and one that is missing are both no value.
        faults.append(Fault(column.name, _why(one), gone, raw, "", None if column.optional else ""))
    if not column.optional:
        empty = f"case when {name} is null then ({trimmed(cell)}) is null else false end"
        faults.append(Fault(column.name, "'missing'", empty, raw, "", f"{name} is null"))
    return faults + _range_faults(column, name, raw)


def _why(one: Bound) -> str:
    assert one.cell is not None
    match one.column.kind:
        case Kind.MONEY:
            return why_money(one.cell, one.unit)
        case Kind.CODE:
            return why_code(one.cell)
        case Kind.NUMBER:
            return "'number'"
        case kind:
            return quoted(kind.value)


def _range_faults(column: Column, name: str, raw: str) -> list[Fault]:
    least, most = column.least, column.most
    if column.kind is Kind.DATE:
        least, most = least or EARLIEST, most or LATEST
    faults = []
    if least is not None:
        when = f"{name} < {_literal(column, least)}"
        faults.append(Fault(column.name, "'least'", when, raw, f"the least is {least}"))
    if most is not None:
        when = f"{name} > {_literal(column, most)}"
        faults.append(Fault(column.name, "'most'", when, raw, f"the most is {most}"))
    if column.pattern is not None:
        when = f"not regexp_full_match({name}, {quoted(column.pattern)})"
        faults.append(Fault(column.name, "'pattern'", when, raw, f"wanted {column.pattern}"))
    return faults


def _literal(column: Column, value: Decimal | int | str) -> str:
    if column.kind in {Kind.DATE, Kind.MONTH, Kind.TEXT, Kind.CODE}:
        return f"{quoted(str(value))}::{SQL_TYPES[column.kind]}"
    return f"{value}"


def _check_fault(check: Check) -> Fault:
    values = ", ".join(f"{named(column)}::varchar" for column in check.columns)
    raw = f"concat_ws(' | ', {values})" if values else "null::varchar"
    return Fault(
        ", ".join(check.columns), "'check'", f"not ({check.sql})", raw, f"{check.name}: {check.en}"
    )


def _period_faults(feed: Feed, bound: Sequence[Bound], period: Period) -> list[Fault]:
    by_name = {one.column.name: one for one in bound}
    detail = f"the file is for {period}"
    if feed.dated is not None:
        column = feed.column(feed.dated)
        cell = by_name[feed.dated].cell
        if cell is None:
            return []
        first, last = period.starts_on.isoformat(), period.ends_on.isoformat()
        if column.kind is Kind.MONTH:
            first, last = first[:7], last[:7]
        when = (
            f"not ({named(feed.dated)} between {_literal(column, first)} "
            f"and {_literal(column, last)})"
        )
        return [Fault(feed.dated, "'period'", when, shown(cell), detail)]
    kinds = {column.name: column.kind for column in feed.columns}
    if kinds.get("fiscal_year") is kinds.get("month") is Kind.INT:
        faults = [("fiscal_year", period.year)]
        if period.month is not None:
            faults.append(("month", period.month))
        return [
            Fault(name, "'period'", f"{named(name)} <> {wanted}", shown(cell), detail)
            for name, wanted in faults
            if (cell := by_name[name].cell) is not None
        ]
    return []
