"""剔出的行. Rows that were set aside, each with its line, its raw text and the reason."""

from collections.abc import Iterator

from alerts.access import Right
from dashboards.export import Asked, Kind
from warehouse.sensitive import masked_raw
from warehouse.writers import Column, Row

COLUMNS = (
    Column("file", "BIGINT"),
    Column("name"),
    Column("feed"),
    Column("region"),
    Column("period"),
    Column("supplier"),
    Column("in_force", "BOOLEAN"),
    Column("line", "BIGINT"),
    Column("column_name"),
    Column("raw"),
    Column("reason"),
)
FILTERS = {
    "file": "the file's number",
    "feed": "rows of this feed",
    "supplier": "rows of this supplier",
    "region": "rows of this government",
}
ASIDE = """
    from ops.aside a
    join ops.delivery_file f on f.number = a.file
    where {reach}
        and ($file is null or a.file = $file) and ($feed is null or f.feed = $feed)
        and ($supplier is null or f.supplier = $supplier)
        and ($region is null or f.region = $region)
"""
LISTED = """
    select a.file, f.name, f.feed, f.region, f.period, f.supplier, f.in_force, a.line,
        a.column_name, a.raw, a.reason
    {aside} order by a.file, a.line, a.column_name
"""


def count(asked: Asked) -> int:
    """Count their reasons."""
    sql = f"select count(*) as n {_aside(asked)}"
    return int(asked.by.night.rows(sql, _given(asked))[0]["n"])


def rows(asked: Asked) -> Iterator[Row]:
    """Give every reason of every row; raw texts are masked unless they may be seen."""
    found = asked.by.night.stream(LISTED.format(aside=_aside(asked)), _given(asked))
    if asked.by.scope.clear:
        yield from found
        return
    for row in found:
        yield (*row[:9], masked_raw(row[2], row[8], row[9]), row[10])


def _aside(asked: Asked) -> str:
    return ASIDE.format(reach=asked.by.deliveries.where("f.region"))


def _given(asked: Asked) -> dict[str, object]:
    return {
        "file": asked.whole("file"),
        **{name: asked.one(name) for name in ("feed", "supplier", "region")},
    }


KIND = Kind("rejects", Right.REJECTS, FILTERS, lambda _: COLUMNS, count, rows)
