"""A feed is told in four places: its contract, its table, the glossary, the specification."""

import tomllib
from pathlib import Path

import pytest

from ingest.feed import Feed, Kind
from ingest.feeds import all_feeds
from tests.memory import memory
from warehouse import terms

FEEDS = all_feeds()
OURS = {"code_change", "succession"}
"""Feeds of this project alone, which the specification does not have."""
CORE = Path(terms.__file__).parent / "tables/core"
TYPES = {
    Kind.TEXT: "VARCHAR",
    Kind.CODE: "VARCHAR",
    Kind.MONTH: "VARCHAR",
    Kind.DATE: "DATE",
    Kind.INT: "INTEGER",
    Kind.MONEY: "DECIMAL(18,2)",
    Kind.SHARE: "DECIMAL(18,8)",
    Kind.NUMBER: "DECIMAL(18,6)",
    Kind.BOOL: "BOOLEAN",
}
each_feed = pytest.mark.parametrize("feed", FEEDS.values(), ids=FEEDS)


@pytest.fixture(scope="module")
def specified(shared):
    return tomllib.loads((shared / "spec/feeds.toml").read_text(encoding="utf-8"))


def test_the_feeds_are_the_specified_ones(specified):
    assert sorted(FEEDS.keys() - OURS) == sorted(specified)
    assert all(FEEDS[name].ours for name in OURS)


@pytest.mark.parametrize("feed", [FEEDS[name] for name in sorted(FEEDS.keys() - OURS)])
def test_the_contract_is_the_specification_to_the_letter(feed: Feed, specified):
    wanted = specified[feed.name]
    assert {
        "zh": feed.zh,
        "every": feed.every,
        "holds": feed.holds,
        "dated": feed.dated,
        "ours": feed.ours,
        "note": feed.note,
    } == {
        "zh": wanted["zh"],
        "every": wanted["every"],
        "holds": wanted["holds"],
        "dated": wanted.get("dated"),
        "ours": wanted.get("ours", False),
        "note": wanted.get("note", ""),
    }
    assert [(c.name, c.zh, c.mof, c.kind, c.key, c.optional, c.note) for c in feed.columns] == [
        (
            c["name"],
            c["zh"],
            c["mof"],
            c["type"],
            c.get("key", False),
            c.get("optional", False),
            c.get("note", ""),
        )
        for c in wanted["columns"]
    ]


@each_feed
def test_the_table_has_the_contracts_columns_in_its_order(feed: Feed):
    with memory() as connection:
        connection.execute("create schema core")
        connection.execute((CORE / f"{feed.name}.sql").read_text(encoding="utf-8"))
        shape = connection.execute(
            "select column_name, data_type, is_nullable from duckdb_columns() "
            "where schema_name = 'core' order by column_index"
        ).fetchall()
    assert shape == [(c.name, TYPES[c.kind], c.optional) for c in feed.columns]


def test_there_is_a_table_for_every_feed_and_for_nothing_else():
    assert sorted(path.stem for path in CORE.glob("*.sql")) == sorted(FEEDS)


@each_feed
def test_the_glossary_says_what_the_headings_say(feed: Feed):
    assert terms.feed(feed.name).zh == feed.zh
    assert terms.feed(feed.name).en == feed.en[0].lower() + feed.en[1:]
    assert [terms.column(feed.name, c.name).zh for c in feed.columns] == [
        c.zh for c in feed.columns
    ]


def test_the_glossary_holds_nothing_that_no_feed_has():
    columns = {c.name for feed in FEEDS.values() for c in feed.columns}
    columns |= {f"{feed.name}.{c.name}" for feed in FEEDS.values() for c in feed.columns}
    assert not terms.COLUMNS.keys() - columns
    assert not terms.FEEDS.keys() - FEEDS.keys()
