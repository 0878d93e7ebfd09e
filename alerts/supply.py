"""供数. Which government's feeds a rule may count on, year by year."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

import duckdb

NOT_MONEY = ("region", "classification")
"""Feeds that describe the world and do not make a government a subject of the rules."""


@dataclass(frozen=True, order=True)
class Place:
    """One government in one fiscal year."""

    region: str
    fiscal_year: int


@dataclass(frozen=True)
class Supply:
    """What was delivered, by government and year, up to the year of the night."""

    feeds: Mapping[Place, frozenset[str]]
    tiers: Mapping[str, str] = field(default_factory=dict)

    def has(self, feed: str, place: Place) -> bool:
        """Tell whether that government's feed is there for that year."""
        return feed in self.feeds.get(place, frozenset())

    def places(self, as_of: date | None) -> list[Place]:
        """Give every government and year; with a day, every government once, in the day's year."""
        if as_of is None:
            return sorted(place for place, feeds in self.feeds.items() if feeds - set(NOT_MONEY))
        regions = {place.region for place, feeds in self.feeds.items() if feeds - set(NOT_MONEY)}
        return [Place(region, as_of.year) for region in sorted(regions)]


def read(connection: duckdb.DuckDBPyConnection, as_of: date) -> Supply:
    """Read the supply of a night, nothing of a year after the day."""
    feeds: dict[Place, set[str]] = {}
    for region, feed, year in connection.execute(
        "select distinct region, feed, fiscal_year from ops.supply where fiscal_year <= $year",
        {"year": as_of.year},
    ).fetchall():
        feeds.setdefault(Place(region, year), set()).add(feed)
    tiers = dict(connection.execute("select region, tier from core.region order by all").fetchall())
    return Supply({place: frozenset(of) for place, of in sorted(feeds.items())}, tiers)
