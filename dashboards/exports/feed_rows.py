"""来处. The delivered rows beneath a figure of any feed that pages open."""

from collections.abc import Iterator

from alerts.access import Right
from dashboards.export import Asked, FilterRefused, Kind
from dashboards.figures.opened import ROWS, SOURCES, TOTALS, Source
from warehouse.sensitive import COLUMNS as SENSITIVE
from warehouse.sensitive import masked_texts
from warehouse.shapes import tables
from warehouse.writers import Column, Row

CUTS = sorted({name for source in SOURCES.values() for name in source.cuts} | {"side"})
FILTERS = {
    "feed": f"one of {', '.join(SOURCES)}; needed",
    "region": "the government, needed",
    **dict.fromkeys(CUTS, "as on the page of the figure"),
}
PLACES = (
    Column("file", "BIGINT"),
    Column("file_line", "BIGINT"),
    Column("file_name"),
    Column("delivery_name"),
)


def source_of(asked: Asked) -> tuple[str, Source]:
    """Read which feed's rows are wished for.

    Raises:
        FilterRefused: it has a filter that the feed's figures have not.
    """
    feed = asked.one("feed", list(SOURCES)) or asked.must("feed")
    source = SOURCES[feed]
    allowed = {"feed", "region", "side", *source.cuts}
    extra = sorted(set(asked.given) - allowed)
    if extra:
        raise FilterRefused(f"rows of {feed} are not cut by {extra[0]!r}: {sorted(source.cuts)}")
    return feed, source


def columns(asked: Asked) -> tuple[Column, ...]:
    """Give what tells the rows apart, the amounts, and where they came from."""
    feed, source = source_of(asked)
    table = tables("core")[feed]
    told = [*source.keys, *source.amounts]
    return (*(Column(name, table.type_of(name) or "DOUBLE") for name in told), *PLACES)


def count(asked: Asked) -> int:
    """Count them."""
    sql, given = _query(asked, TOTALS)
    return int(asked.by.night.rows(sql, given)[0]["count"])


def rows(asked: Asked) -> Iterator[Row]:
    """Give them by file and line; sensitive texts are masked unless they may be seen."""
    feed, _ = source_of(asked)
    names = [column.name for column in columns(asked)]
    sql, given = _query(asked, ROWS)
    found = asked.by.night.stream(sql.replace("limit $limit", ""), given)
    hidden = feed in SENSITIVE and not asked.by.scope.clear
    for row in found:
        told = dict(zip(names, row, strict=True))
        yield tuple(masked_texts(feed, told).values()) if hidden else row


def _query(asked: Asked, sql: str) -> tuple[str, dict[str, object]]:
    feed, source = source_of(asked)
    chosen = [name for name in source.cuts if name in asked.given]
    given: dict[str, object] = {
        "region": asked.region(),
        **{name: asked.one(name) for name in chosen},
    }
    told = [*source.keys, *source.amounts]
    written = sql.format(
        feed=feed,
        whose=source.whose(asked.one("side") or ""),
        cut=" ".join(f"and {source.cuts[name]}" for name in chosen),
        reckoning=source.reckoning,
        sums=", ".join(f"sum({name}) as {name}" for name in source.amounts),
        columns=", ".join(f"k.{name}" for name in told),
        line=tables("core")[feed].line,
    )
    return written, given


KIND = Kind("feed-rows", Right.FIGURES, FILTERS, columns, count, rows)
