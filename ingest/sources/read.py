"""Reads a supplier's mapping strictly: what is not understood is refused, with its line."""

import re
from decimal import Decimal, InvalidOperation
from pathlib import Path

from ingest.feed import Column, Feed, Kind
from ingest.feeds import all_feeds, by_title
from ingest.sources.mapping import FISCAL_YEAR, HOLE, REGION, ColumnMapping, Condition, Form, Source
from ingest.sources.paper import Paper, Table
from ingest.sources.shape import (
    READING_KEYS,
    hold_engine_pattern,
    hold_holes,
    hold_period,
    read_joins,
    read_long,
    read_pattern,
    read_reading,
    read_valid,
    read_wide,
)
from warehouse.money import YUAN_IN

SOURCE_KEYS = ("supplier", "region", "file")
FILE_KEYS = (
    *("name", "feed", "supplier", "region", "regions", "period", "periods", "any_date"),
    *("valid_from", "valid_to", "may_be_empty"),
    *READING_KEYS,
    *("unit", "empty", "decimal_comma", "columns", "ignore", "keep", "drop"),
    *("long", "wide", "join"),
)
COLUMN_KEYS = (
    *("from", "either", "measure", "template", "value", "assumed", "optional"),
    *("empty", "extract", "codes", "other", "unmatched", "date"),
    *("decimal_comma", "negated", "percent", "yes", "no", "unit"),
)
CONDITION_KEYS = ("column", "equals", "matches", "empty")

NUMERIC = frozenset({Kind.MONEY, Kind.NUMBER, Kind.SHARE, Kind.INT})
SUITS = {
    "unit": frozenset({Kind.MONEY, Kind.NUMBER}),
    "decimal_comma": NUMERIC,
    "negated": NUMERIC,
    "percent": frozenset({Kind.SHARE}),
    "date": frozenset({Kind.DATE}),
    "yes": frozenset({Kind.BOOL}),
    "no": frozenset({Kind.BOOL}),
}
"""Keys that make sense for some kinds of column only."""


def read_source(path: Path) -> Source:
    """Read the mapping at `path`.

    Raises:
        SourceRefused: anything in it is not understood, or cannot be.
    """
    paper = Paper.read(path)
    top = Table(paper, (), paper.values, SOURCE_KEYS, "a mapping")
    supplier = top.needed("supplier")
    if not (tables := top.tables("file", FILE_KEYS)):
        top.refuse("file", "the mapping has no [[file]]: write one for each kind of file")
    region = top.text("region")
    _region(top, "region", region)
    forms = tuple(_form(table, supplier, region) for table in tables)
    return Source(path.stem, supplier, forms)


def _form(table: Table, supplier: str, region: str | None) -> Form:
    name = read_pattern(table, "name", table.needed("name"))
    feed = _feed(table)
    long, wide = read_long(table), read_wide(table)
    folded = long or (None if wide is None else re.compile(wide.cells))
    groups = set(name.groupindex)
    own = table.text("region")
    form = Form(
        line=table.paper.line(table.place),
        name=name,
        supplier=table.text("supplier") or supplier,
        feed=feed,
        region=region if own is None else own,
        regions=table.words("regions"),
        period=table.text("period"),
        periods=table.words("periods"),
        reading=read_reading(table),
        columns=_columns(table, feed, groups, folded),
        ignore=table.places("ignore"),
        keep=_conditions(table, "keep"),
        drop=_conditions(table, "drop"),
        long=None if long is None else long.pattern,
        wide=wide,
        joins=read_joins(table, groups),
        valid=read_valid(table),
        any_date=table.yes("any_date"),
        may_be_empty=table.yes("may_be_empty"),
        written=table.values,
    )
    hold_holes(table, "region", form.region, groups)
    hold_holes(table, "period", form.period, groups)
    _places_and_times(table, form)
    return form


def _feed(table: Table) -> Feed:
    title = table.needed("feed")
    feed = by_title(title)
    if feed is None:
        table.refuse("feed", f"no feed is called {title!r}: there are {', '.join(all_feeds())}")
    return feed


def _conditions(table: Table, key: str) -> tuple[Condition, ...]:
    found = []
    for one in table.tables(key, CONDITION_KEYS):
        if len(places := one.places("column")) != 1:
            one.refuse("column", f"[[{key}]] names no column: write its heading or position")
        if len(one.values) != 2:
            one.refuse("column", f"[[{key}]] takes column and one of equals, matches, empty")
        if matches := one.text("matches"):
            hold_engine_pattern(one, "matches", matches)
        empty = one.yes("empty") if "empty" in one.values else None
        found.append(Condition(places[0], one.texts("equals"), matches, empty))
    return tuple(found)


def _columns(
    table: Table, feed: Feed, groups: set[str], folded: re.Pattern[str] | None
) -> tuple[ColumnMapping, ...]:
    names = [column.name for column in feed.columns]
    place = (*table.place, "columns")
    written = Table(table.paper, place, table.values.get("columns", {}), names, "[file.columns]")
    missing = [c.name for c in feed.columns if not c.optional and c.name not in written.values]
    if missing:
        table.refuse("columns", f"{feed.name} needs {', '.join(missing)}: map them, or assume them")
    unfolded = set(folded.groupindex) - {"measure"} if folded else set()
    found = []
    for column in feed.columns:
        if column.name in written.values:
            one = _spelt_out(written, column.name)
            found.append(_column(one, column, table, folded is not None))
            known = groups | unfolded | {"file", "line"}
            known |= {FISCAL_YEAR} if "period" in table.values else set()
            known |= {str(n) for n, _ in enumerate(found[-1].places, 1)}
            for key in ("template", "value", "assumed"):
                hold_holes(one, key, one.text(key), known)
    return tuple(found)


def _spelt_out(written: Table, name: str) -> Table:
    value = written.values[name]
    spelt = value if isinstance(value, dict) else {"from": value}
    place = (*written.place, name)
    return Table(written.paper, place, spelt, COLUMN_KEYS, f"the column {name}")


def _column(one: Table, column: Column, table: Table, wide: bool) -> ColumnMapping:
    _one_origin(one, wide)
    for key, kinds in SUITS.items():
        if key in one.values and column.kind not in kinds:
            one.refuse(key, f"{key} does not suit {column.name}, which is {column.kind}")
    if extract := one.text("extract"):
        hold_engine_pattern(one, "extract", extract)
    unmatched = one.text("unmatched") or "keep"
    if unmatched not in ("keep", "empty", "refuse"):
        one.refuse("unmatched", f"unmatched is {unmatched!r}: it is keep, empty or refuse")
    unit = _unit(one)
    if unit is None and column.kind is Kind.MONEY:
        unit = _unit(table)
    numeric = column.kind in NUMERIC
    return ColumnMapping(
        name=column.name,
        places=one.places("from"),
        either=one.texts("either"),
        measure=one.text("measure"),
        template=one.text("template") or one.text("value") or one.text("assumed"),
        assumed="assumed" in one.values,
        optional=one.yes("optional"),
        empty=(*table.texts("empty"), *one.texts("empty")),
        extract=extract,
        codes=one.words("codes"),
        unmatched=unmatched,
        other=one.text("other"),
        dates=one.texts("date"),
        decimal_comma=numeric and (one.yes("decimal_comma") or table.yes("decimal_comma")),
        negated=one.yes("negated"),
        percent=one.yes("percent"),
        yes=one.texts("yes"),
        no=one.texts("no"),
        unit=unit,
    )


def _one_origin(one: Table, wide: bool) -> None:
    origins = [k for k in ("from", "either", "measure", "value", "assumed") if k in one.values]
    if len(origins) != 1:
        told = " and ".join(origins) or "nothing"
        one.refuse(
            origins[1] if origins else "from",
            f"{one.called} comes from {told}: give one of from, either, measure, value, assumed",
        )
    if "measure" in one.values and not wide:
        told = "is a measure, and there is no [file.long] or [file.wide]: write one of them"
        one.refuse("measure", f"{one.called} {told}")
    if "template" in one.values and "from" not in one.values:
        one.refuse("template", f"{one.called} has a template for no columns: name them in from")
    if len(one.places("from")) > 1 and "template" not in one.values:
        one.refuse("from", f"{one.called} comes from several columns: say how, in template")
    if "other" in one.values and "codes" not in one.values:
        one.refuse("other", f"{one.called} has no codes that {one.values['other']!r} is beside")


def _unit(table: Table) -> str | None:
    """Give a unit, by its name where it has one."""
    unit = table.text("unit")
    if unit is None or unit in YUAN_IN:
        return unit
    try:
        factor = Decimal(unit)
    except InvalidOperation:
        factor = Decimal(0)
    if not factor.is_finite() or factor <= 0 or len(f"{factor:f}") > 14:
        table.refuse(
            "unit",
            f"unit is {unit!r}: it is {', '.join(YUAN_IN)}, or a factor as '1000'",
        )
    return next((name for name, yuan in YUAN_IN.items() if yuan == factor), unit)


def _places_and_times(table: Table, form: Form) -> None:
    _region(table, "region", table.text("region") if not form.regions else None)
    regions = Table(table.paper, (*table.place, "regions"), {**form.regions}, form.regions, "")
    for word, region in form.regions.items():
        _region(regions, word, region)
    hold_period(table, "period", form.period if not form.periods else None)
    periods = Table(table.paper, (*table.place, "periods"), {**form.periods}, form.periods, "")
    for word, period in form.periods.items():
        hold_period(periods, word, period)


def _region(table: Table, key: str, region: str | None) -> None:
    if region is None or HOLE.search(region):
        return
    if not REGION.fullmatch(region):
        table.refuse(key, f"{region!r} is no region: write 6 digits, 99xxxx outside China")
