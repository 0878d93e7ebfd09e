"""Reads a supplier's mapping strictly: what is not understood is refused, with its line."""

import re
from decimal import Decimal, InvalidOperation
from pathlib import Path

import duckdb

from ingest.feed import Column, Feed, Kind
from ingest.feeds import all_feeds, by_title
from ingest.sources.mapping import HOLE, REGION, ColumnMapping, Condition, Form, Source
from ingest.sources.paper import Paper, Table
from ingest.table import Reading
from warehouse.money import YUAN_IN
from warehouse.period import Period, PeriodUnreadable

SOURCE_KEYS = ("supplier", "region", "file")
READING_KEYS = (
    *("encoding", "delimiter", "quote", "header_rows", "skip_rows", "ragged", "sheet", "records"),
)
FILE_KEYS = (
    *("name", "feed", "supplier", "region", "regions", "period", "periods", "any_date"),
    *READING_KEYS,
    *("unit", "empty", "decimal_comma", "columns", "ignore", "keep", "drop", "long"),
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
    name = _pattern(table, "name", table.needed("name"))
    feed = _feed(table)
    long = _long(table)
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
        reading=_reading(table),
        columns=_columns(table, feed, groups, long),
        ignore=table.places("ignore"),
        keep=_conditions(table, "keep"),
        drop=_conditions(table, "drop"),
        long=None if long is None else long.pattern,
        any_date=table.yes("any_date"),
        written=table.values,
    )
    _holes(table, "region", form.region, groups)
    _holes(table, "period", form.period, groups)
    _places_and_times(table, form)
    return form


def _feed(table: Table) -> Feed:
    title = table.needed("feed")
    feed = by_title(title)
    if feed is None:
        table.refuse("feed", f"no feed is called {title!r}: there are {', '.join(all_feeds())}")
    return feed


def _reading(table: Table) -> Reading:
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


def _pattern(table: Table, key: str, text: str) -> re.Pattern[str]:
    try:
        return re.compile(text)
    except re.error as error:
        table.refuse(key, f"{key} {text!r} is no pattern: {error}")


def _long(table: Table) -> re.Pattern[str] | None:
    if "long" not in table.values:
        return None
    long = Table(
        table.paper, (*table.place, "long"), table.values["long"], ["heading"], "[file.long]"
    )
    return _pattern(long, "heading", long.needed("heading"))


def _conditions(table: Table, key: str) -> tuple[Condition, ...]:
    found = []
    for one in table.tables(key, CONDITION_KEYS):
        if len(places := one.places("column")) != 1:
            one.refuse("column", f"[[{key}]] names no column: write its heading or position")
        if len(one.values) != 2:
            one.refuse("column", f"[[{key}]] takes column and one of equals, matches, empty")
        if matches := one.text("matches"):
            _engine_pattern(one, "matches", matches)
        empty = one.yes("empty") if "empty" in one.values else None
        found.append(Condition(places[0], one.texts("equals"), matches, empty))
    return tuple(found)


def _columns(
    table: Table, feed: Feed, groups: set[str], long: re.Pattern[str] | None
) -> tuple[ColumnMapping, ...]:
    names = [column.name for column in feed.columns]
    place = (*table.place, "columns")
    written = Table(table.paper, place, table.values.get("columns", {}), names, "[file.columns]")
    missing = [c.name for c in feed.columns if not c.optional and c.name not in written.values]
    if missing:
        table.refuse("columns", f"{feed.name} needs {', '.join(missing)}: map them, or assume them")
    unfolded = set(long.groupindex) - {"measure"} if long else set()
    found = []
    for column in feed.columns:
        if column.name in written.values:
            one = _spelt_out(written, column.name)
            found.append(_column(one, column, table, long is not None))
            known = groups | unfolded | {"file", "line"}
            known |= {str(n) for n, _ in enumerate(found[-1].places, 1)}
            for key in ("template", "value", "assumed"):
                _holes(one, key, one.text(key), known)
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
        _engine_pattern(one, "extract", extract)
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
        one.refuse("measure", f"{one.called} is a measure, and there is no [file.long]: write it")
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


def _engine_pattern(table: Table, key: str, pattern: str) -> None:
    try:
        with duckdb.connect() as engine:
            engine.execute("select regexp_matches('', ?)", [pattern])
    except duckdb.Error as error:
        told = str(error).splitlines()[0]
        table.refuse(key, f"{key} {pattern!r} is no pattern: {told}")


def _holes(table: Table, key: str, template: str | None, known: set[str]) -> None:
    if template is None:
        return
    for hole in HOLE.finditer(template):
        if hole[1] not in known:
            told = ", ".join(sorted(known)) or "nothing"
            table.refuse(key, f"{hole[0]} in {key} is not known: known are {told}")
    if re.search(r"[{}]", HOLE.sub("", template)):
        table.refuse(key, f"{key} {template!r} has a brace that opens or closes nothing")


def _places_and_times(table: Table, form: Form) -> None:
    _region(table, "region", table.text("region") if not form.regions else None)
    regions = Table(table.paper, (*table.place, "regions"), {**form.regions}, form.regions, "")
    for word, region in form.regions.items():
        _region(regions, word, region)
    _period(table, "period", form.period if not form.periods else None)
    periods = Table(table.paper, (*table.place, "periods"), {**form.periods}, form.periods, "")
    for word, period in form.periods.items():
        _period(periods, word, period)


def _region(table: Table, key: str, region: str | None) -> None:
    if region is None or HOLE.search(region):
        return
    if not REGION.fullmatch(region):
        table.refuse(key, f"{region!r} is no region: write 6 digits, 99xxxx outside China")


def _period(table: Table, key: str, period: str | None) -> None:
    if period is None or HOLE.search(period):
        return
    try:
        Period.parse(period)
    except PeriodUnreadable as error:
        table.refuse(key, str(error))
