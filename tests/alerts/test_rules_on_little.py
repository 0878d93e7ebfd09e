"""Every rule answers where there is little to go by: no rows, single rows, empty cells."""

from collections.abc import Mapping, Sequence
from datetime import date

import duckdb
import pytest

from alerts.catalogue import all_rules
from alerts.engine import ask
from alerts.examples import fill, warehouse
from alerts.rule import Example, Rule, Verdict
from alerts.usual import USUAL
from ingest.feeds import all_feeds

RULES = all_rules()
FEEDS = all_feeds()
DAYS = (date(2027, 1, 31),)
Given = Mapping[str, Sequence[Mapping[str, object]]]

EMPTY: Given = {}
SINGLE: Given = {name: [{}] for name in USUAL}
HOLLOW: Given = {
    name: [{column.name: None for column in feed.columns if column.optional}]
    for name, feed in FEEDS.items()
}


@pytest.fixture(scope="module")
def bare():
    with warehouse() as connection:
        yield connection


def wrong(connection: duckdb.DuckDBPyConnection, name: str, rule: Rule, day: date) -> list[str]:
    told = ask(rule, connection, day, name=name).results
    if not told:
        return [f"{rule.code} on {day}: no result"]
    return [
        f"{rule.code} on {day}: {reason}"
        for result in told
        for reason in result.reasons
        if Verdict.ERROR in result.counts or reason.startswith("evidence")
    ]


@pytest.mark.parametrize(
    "given",
    [
        pytest.param(EMPTY, id="no rows"),
        pytest.param(SINGLE, id="a row each"),
        pytest.param(HOLLOW, id="every optional column empty"),
    ],
)
def test_every_rule_gives_a_result_and_no_error(
    bare: duckdb.DuckDBPyConnection, given: Given
) -> None:
    bare.execute("begin")
    fill(bare, Example("little", given, as_of=max(DAYS)), FEEDS)
    bare.execute("insert into ops.supply select region, feed, 2026 from ops.supply")
    faults = [
        fault
        for name, rule in RULES.items()
        for day in DAYS
        for fault in wrong(bare, name, rule, day)
    ]
    bare.execute("rollback")
    assert faults == []
