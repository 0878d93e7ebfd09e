"""A night of the invented country, built as every night is, and what the rules find in it."""

import random
from collections import defaultdict
from collections.abc import Collection
from datetime import UTC, datetime
from pathlib import Path

import duckdb

from alerts.catalogue import all_rules
from alerts.engine import ask_all
from alerts.finding import Results
from ingest.feeds import all_feeds
from tests.oracle.city import City, Found
from warehouse.build import Means, Night, build
from warehouse.kept import KeptFile
from warehouse.period import Period
from warehouse.pour import pour
from warehouse.shapes import tables

NOW = datetime(2027, 2, 1, tzinfo=UTC)


def found(folder: Path, city: City) -> tuple[dict[str, set[Found]], dict[str, str]]:
    """Give what each rule finds in a night of the city, and the rules that ended in an error."""
    results = asked(folder, city)
    said: dict[str, set[Found]] = defaultdict(set)
    for one in results.findings:
        said[one.code].add(Found(one.region, one.period, one.subject, one.severity.value))
    failed = {r.code: ", ".join(r.reasons) for r in results.results if "error" in r.counts}
    return said, failed


def asked(
    folder: Path,
    city: City,
    codes: Collection[str] = (),
    *,
    threads: int = 2,
    order: random.Random | None = None,
) -> Results:
    """Build a night of the city and put the rules named to it, or all.

    `order` shuffles the rows of each file, which keep the numbers of their lines.
    """
    path = folder / "night.duckdb"
    means = Means(threads=threads)
    files = [
        _kept(folder, city, feed, n, order) for n, feed in enumerate(sorted(city.rows), start=1)
    ]
    build(path, files, night=Night(city.as_of, "oracle", NOW), means=means)
    rules = {n: rule for n, rule in all_rules().items() if not codes or rule.code in codes}
    return ask_all(path, rules, city.as_of, means=means)


def _kept(
    folder: Path, city: City, feed: str, number: int, order: random.Random | None
) -> KeptFile:
    table, contract = tables("core")[feed], all_feeds()[feed]
    path = folder / f"{number}.parquet"
    rows = [[*(row[n] for n in table.names), line] for line, row in enumerate(city.rows[feed], 2)]
    if order is not None:
        order.shuffle(rows)
    with duckdb.connect() as connection:
        columns = ", ".join(f'"{c.name}" {c.type}' for c in table.columns)
        connection.execute(f"create table kept ({columns}, {table.line} BIGINT)")
        pour(connection, "kept", rows)
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
