"""The parts of a `[[file]]` that say how its table is read and reshaped, read strictly."""

import re
from collections.abc import Mapping, Sequence
from functools import cache

import duckdb

from ingest.sources.mapping import HOLE, Join, Valid, Wide
from ingest.sources.paper import Table
from ingest.table import Reading
from warehouse.period import Period, PeriodUnreadable

READING_KEYS = (
    *("encoding", "delimiter", "quote", "header_rows", "skip_rows", "ragged", "sheet", "records"),
)
WIDE_KEYS = ("column", "value", "cells")
JOIN_KEYS = ("file", "on", "unmatched", *READING_KEYS)


def read_reading(table: Table) -> Reading:
    """Read how the bytes become a table."""
    return Reading(
        encoding=table.text("encoding"),
        delimiter=table.text("delimiter"),
        header_rows=table.whole("header_rows"),
        skip_rows=table.whole("skip_rows"),
        sheet=table.text("sheet"),
        records=table.text("records"),
        ragged=table.yes("ragged"),
        quote='"' if (quote := table.text("quote")) is None else quote,
    )


def read_long(table: Table) -> re.Pattern[str] | None:
    """Read how a wide file is unfolded: the pattern of its headings."""
    if "long" not in table.values:
        return None
    long = _inside(table, "long", ("heading",))
    return read_pattern(long, "heading", long.needed("heading"))


def read_wide(table: Table) -> Wide | None:
    """Read how a file with a row for each figure is folded."""
    if "wide" not in table.values:
        return None
    if "long" in table.values:
        table.refuse("wide", "a file is unfolded by long or folded by wide, not both: take one out")
    wide = _inside(table, "wide", WIDE_KEYS)
    told: dict[str, str | int] = {}
    for key in ("column", "value"):
        if len(places := wide.places(key)) != 1:
            wide.refuse(key, f"[file.wide] has no {key}: write its heading or position")
        told[key] = places[0]
    cells = wide.text("cells") or "(?P<measure>.*)"
    hold_engine_pattern(wide, "cells", cells)
    if "measure" not in read_pattern(wide, "cells", cells).groupindex:
        wide.refuse("cells", f"cells {cells!r} has no group measure: write (?P<measure>…)")
    return Wide(told["column"], told["value"], cells)


def read_valid(table: Table) -> Valid:
    """Read from when to when an entry holds."""
    told: dict[str, Period | None] = {}
    for key in ("valid_from", "valid_to"):
        text = table.text(key)
        hold_period(table, key, text)
        told[key] = None if text is None else Period.parse(text)
    valid = Valid(told["valid_from"], told["valid_to"])
    if valid.since and valid.until and valid.until.ends_on < valid.since.starts_on:
        table.refuse("valid_to", f"valid_to {valid.until} lies before valid_from {valid.since}")
    return valid


def read_joins(table: Table, groups: set[str]) -> tuple[Join, ...]:
    """Read the tables that are looked up, each after those that it needs itself."""
    if "join" not in table.values:
        return ()
    above = Table(
        table.paper, (*table.place, "join"), table.values["join"], table.values["join"], ""
    )
    joins = {name: _join(above, name, groups) for name in above.values}
    return tuple(joins[name] for name in _in_order(above, joins))


def _join(above: Table, name: str, groups: set[str]) -> Join:
    if not re.fullmatch(r"\w+", name):
        above.refuse(name, f"{name!r} is no name of a join: write letters, digits and _")
    one = _inside(above, name, JOIN_KEYS, f"[file.join.{name}]")
    on = one.words("on")
    if not on:
        one.refuse("on", f"{one.called} has no on: write on = {{ heading = 'heading there' }}")
    unmatched = one.text("unmatched") or "empty"
    if unmatched not in ("empty", "refuse"):
        one.refuse("unmatched", f"unmatched is {unmatched!r}: it is empty or refuse")
    file = one.text("file")
    hold_holes(one, "file", file, groups)
    return Join(name, on, file, read_reading(one), unmatched)


def _in_order(above: Table, joins: Mapping[str, Join]) -> list[str]:
    """Give the joins in an order in which each needs only those before it."""
    needs = {
        name: [h.partition(".")[0] for h in join.on if h.partition(".")[0] in joins and "." in h]
        for name, join in joins.items()
    }
    told: list[str] = []
    while len(told) < len(joins):
        ready = [n for n in joins if n not in told and all(need in told for need in needs[n])]
        if not ready:
            left = [name for name in joins if name not in told]
            circle = _circle(left[0], needs, told)
            above.refuse(
                circle[0],
                f"the joins go round in a circle, {' needs '.join(circle)}: let one of them join "
                "on headings of the file itself",
            )
        told += ready
    return told


def _circle(start: str, needs: Mapping[str, Sequence[str]], told: Sequence[str]) -> list[str]:
    way = [start]
    while way[-1] not in way[:-1]:
        way.append(next(need for need in needs[way[-1]] if need not in told))
    return way[way.index(way[-1]) :]


def _inside(table: Table, key: str, allowed: Sequence[str], called: str | None = None) -> Table:
    return Table(
        table.paper, (*table.place, key), table.values[key], allowed, called or f"[file.{key}]"
    )


def read_pattern(table: Table, key: str, text: str) -> re.Pattern[str]:
    """Read a pattern that Python matches."""
    try:
        return re.compile(text)
    except re.error as error:
        table.refuse(key, f"{key} {text!r} is no pattern: {error}")


def hold_engine_pattern(table: Table, key: str, pattern: str) -> None:
    """Hold a pattern that the engine matches to what the engine knows."""
    try:
        with _engine().cursor() as engine:
            engine.execute("select regexp_matches('', ?)", [pattern])
    except duckdb.Error as error:
        told = str(error).splitlines()[0]
        table.refuse(key, f"{key} {pattern!r} is no pattern: {told}")


@cache
def _engine() -> duckdb.DuckDBPyConnection:
    """Start an engine for patterns alone: for each it would take longer than all else of a file."""
    return duckdb.connect(config={"threads": 1})


def hold_holes(table: Table, key: str, template: str | None, known: set[str]) -> None:
    """Hold a template to the names that can be filled in."""
    if template is None:
        return
    for hole in HOLE.finditer(template):
        if hole[1] not in known:
            told = ", ".join(sorted(known)) or "nothing"
            table.refuse(key, f"{hole[0]} in {key} is not known: known are {told}")
    if re.search(r"[{}]", HOLE.sub("", template)):
        table.refuse(key, f"{key} {template!r} has a brace that opens or closes nothing")


def hold_period(table: Table, key: str, period: str | None) -> None:
    """Hold a period that is no template to how periods are written."""
    if period is None or HOLE.search(period):
        return
    try:
        Period.parse(period)
    except PeriodUnreadable as error:
        table.refuse(key, str(error))
