"""A night of the invented country, built as every night is, and what the rules find in it."""

from collections import defaultdict
from datetime import UTC, datetime
from pathlib import Path

import duckdb

from alerts.catalogue import all_rules
from alerts.engine import ask_all
from ingest.feeds import all_feeds
from tests.oracle.city import City, Found
from warehouse.build import Night, build
from warehouse.kept import KeptFile
from warehouse.period import Period
from warehouse.pour import pour
from warehouse.shapes import tables

NOW = datetime(2027, 2, 1, tzinfo=UTC)


def found(folder: Path, city: City) -> tuple[dict[str, set[Found]], dict[str, str]]:
    """Give what each rule finds in a night of the city, and the rules that ended in an error."""
    path = folder / "night.duckdb"
    files = [_kept(folder, city, feed, n) for n, feed in enumerate(sorted(city.rows), start=1)]
    build(path, files, night=Night(city.as_of, "oracle", NOW))
    results = ask_all(path, all_rules(), city.as_of)
    said: dict[str, set[Found]] = defaultdict(set)
    for one in results.findings:
        said[one.code].add(Found(one.region, one.period, one.subject, one.severity.value))
    failed = {r.code: ", ".join(r.reasons) for r in results.results if "error" in r.counts}
    return said, failed


def _kept(folder: Path, city: City, feed: str, number: int) -> KeptFile:
    table, contract = tables("core")[feed], all_feeds()[feed]
    path = folder / f"{number}.parquet"
    rows = city.rows[feed]
    with duckdb.connect() as connection:
        columns = ", ".join(f'"{c.name}" {c.type}' for c in table.columns)
        connection.execute(f"create table kept ({columns}, {table.line} BIGINT)")
        pour(connection, "kept", ([*(r[n] for n in table.names), n] for n, r in enumerate(rows, 2)))
        sums = "".join(f', coalesce(sum("{name}"), 0)' for name in table.money)
        told = connection.execute(f"select count(*){sums} from kept").fetchone()
        connection.execute(f"copy kept to '{path}' (format parquet)")
    assert told is not None
    return KeptFile(
        number=number,
        delivery=1,
        feed=feed,
        region="410000",
        period=Period(2024),  # registers hold from their first year on
        supplier="oracle",
        path=path,
        rows=told[0],
        totals=dict(zip(table.money, told[1:], strict=True)),
        part=False,
        stated_at=NOW,
        holds=contract.holds,
        dated=contract.dated,
        key=tuple(contract.key),
    )
