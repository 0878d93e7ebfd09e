"""供数. Which government's feeds a rule may count on, year by year."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import NamedTuple

import duckdb

from alerts.rule import PSEUDO
from warehouse.shapes import tables

SAID = {"refused": "refused", "missing": "overdue", "unknown": "due unknown", "late": "late"}
"""What of a feed's state is said where the feed is not there; the worst first."""

BREAKS = frozenset({"refused", "missing"})
"""States of a month of which nothing is there."""

OWED = """
    select region, cast(left(period, 4) as integer) as fiscal_year, feed,
        arg_min(state, list_position($worst, state))
    from ops.due
    where list_contains($worst, state) and left(period, 4) <= cast($year as varchar)
    group by all
    order by all
"""

NOT_MONEY = ("region", "classification")
"""Feeds that describe the world and do not make a government a subject of the rules."""


OPEN: Mapping[str, tuple[str, ...]] = {
    "asset_card": (),
    "asset_use": ("year(started_on)",),
    "audit_problem": ("audit_year", "year(due_on)", "year(reported_on)"),
    "bond": ("year(proceeds_on)", "year(issued_on)"),
    "bond_project": (),
    "contract": ("year(signed_on)",),
    "debt_service": ("year(due_on)",),
}
"""Feeds without a fiscal year that open duties stand in, and which years their rows are of.

Such a list, once delivered, speaks of every year that it names, however long before its first
delivery that was.
"""


class Place(NamedTuple):
    """One government in one fiscal year: a province asks for each of its own once a rule."""

    region: str
    fiscal_year: int


@dataclass(frozen=True)
class Supply:
    """What was delivered and what is owed, by government and year, up to the year of the night."""

    feeds: Mapping[Place, frozenset[str]]
    tiers: Mapping[str, str] = field(default_factory=dict)
    owed: Mapping[Place, Mapping[str, str]] = field(default_factory=dict)
    """Of the feeds that the supply calendar asks for and that are not all in time: the worst."""
    pseudo_units: bool = False
    """Whether any row is of a pseudo-unit, which no rule judges."""

    def has(self, feed: str, place: Place) -> bool:
        """Tell whether that government's feed is there for that year."""
        return feed in self.feeds.get(place, frozenset())

    def places(self, as_of: date | None) -> list[Place]:
        """Give every government and year; with a day, every government once, in the day's year."""
        if as_of is None:
            return self._concerned
        return [Place(region, as_of.year) for region in sorted({p.region for p in self._concerned})]

    @cached_property
    def _concerned(self) -> list[Place]:
        known = [*self.feeds.items(), *self.owed.items()]
        return sorted({place for place, feeds in known if set(feeds) - set(NOT_MONEY)})

    def broken(self, feeds: Sequence[str], place: Place, *, onward: bool) -> list[str]:
        """Give those of some feeds that are there, and of which a month is overdue or refused.

        `onward` looks at the years after that of the place, too.
        """
        if not feeds:
            return []
        last = max(of.fiscal_year for of in (*self.owed, place)) if onward else place.fiscal_year
        years = range(place.fiscal_year, last + 1)
        owed = [self.owed.get(Place(place.region, year), {}) for year in years]
        return [
            feed
            for feed in feeds
            if self.has(feed, place) and any(of.get(feed) in BREAKS for of in owed)
        ]

    def missing(self, feeds: Sequence[str], place: Place) -> str:
        """Name feeds that are not there, each with what the supply calendar says of it."""
        owed = self.owed.get(place, {})
        return ", ".join(f"{feed} ({SAID[owed[feed]]})" if feed in owed else feed for feed in feeds)


def open_in(feeds: Collection[str]) -> frozenset[str]:
    """Give those of some feeds that open duties stand in."""
    return frozenset(OPEN.keys() & set(feeds))


def read(
    connection: duckdb.DuckDBPyConnection, as_of: date, open_in: Collection[str] = ()
) -> Supply:
    """Read the supply of a night, nothing of a year after the day.

    `open_in` names feeds that open duties are asked of: those of `OPEN` that a government has on
    the day count as there for all of its years, and for those that their rows name.
    """
    feeds: dict[Place, set[str]] = {}
    for region, feed, year in connection.execute(
        "select distinct region, feed, fiscal_year from ops.supply where fiscal_year <= $year",
        {"year": as_of.year},
    ).fetchall():
        feeds.setdefault(Place(region, year), set()).add(feed)
    for place, feed in sorted(_open(connection, as_of, feeds, OPEN.keys() & set(open_in))):
        feeds.setdefault(place, set()).add(feed)
    tiers = dict(connection.execute("select region, tier from core.region order by all").fetchall())
    owed: dict[Place, dict[str, str]] = {}
    for region, year, feed, state in connection.execute(
        OWED, {"year": as_of.year, "worst": list(SAID)}
    ).fetchall():
        owed.setdefault(Place(region, year), {})[feed] = state
    return Supply(
        {place: frozenset(of) for place, of in sorted(feeds.items())},
        tiers,
        owed,
        _any_pseudo_unit(connection),
    )


def _any_pseudo_unit(connection: duckdb.DuckDBPyConnection) -> bool:
    of_units = [f"core.{name}" for name, of in tables("core").items() if "unit" in of.names]
    every = " union all ".join(
        f"select 1 from {'lineage.charge' if name == 'core.payment' else name} "
        f"where starts_with(unit, '{PSEUDO}')"
        for name in of_units
    )
    return bool(connection.execute(f"select 1 from ({every}) limit 1").fetchall())


def _open(
    connection: duckdb.DuckDBPyConnection,
    as_of: date,
    feeds: Mapping[Place, Collection[str]],
    open_in: Collection[str],
) -> set[tuple[Place, str]]:
    """Give the years of each government for which its open lists are there."""
    named = set(feeds)
    for feed in sorted(open_in):
        for year in OPEN[feed]:
            rows = connection.execute(
                f"select distinct region, {year} from core.{feed} where {year} <= $year",
                {"year": as_of.year},
            ).fetchall()
            named |= {Place(*row) for row in rows}
    return {
        (place, feed)
        for place in named
        for feed in open_in
        if feed in feeds.get(Place(place.region, as_of.year), ())
    }
