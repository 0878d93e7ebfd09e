"""An invented country for the oracle: rows of every feed, quiet until something is planted.

Nothing here knows how a rule is written. A government comes with one usual, quiet row of each feed
for each year; a plant adds or changes rows in governments of its own and says which subjects must
be found and which lie just on the quiet side.
"""

import random
from collections import defaultdict
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from alerts.usual import USUAL
from ingest.feeds import all_feeds

Row = dict[str, Any]
YEARS = (2025, 2026)
OWN = {
    "unit": ("unit", "department"),
    "project": ("project",),
    "allotment": ("allotment",),
    "allotment_change": ("change",),
    "payment": ("payment",),
    "department_budget": ("line",),
    "transfer": ("transfer",),
    "receipt": ("receipt",),
    "bond": ("bond",),
    "asset_card": ("asset",),
    "asset_use": ("event",),
    "enterprise": ("enterprise",),
    "contract": ("contract",),
    "legal_event": ("event",),
    "audit_problem": ("problem",),
}
"""The columns that number a feed's rows: a row of a new government has numbers of its own."""


@dataclass(frozen=True, order=True)
class Found:
    """What a rule must find: a finding's identity and its grade."""

    region: str
    period: str
    subject: str
    severity: str


@dataclass
class City:
    """The rows of every feed, and what was planted in them."""

    seed: int
    as_of: date
    rows: dict[str, list[Row]] = field(default_factory=lambda: defaultdict(list))
    fires: dict[str, set[tuple[str, str, str]]] = field(default_factory=lambda: defaultdict(set))
    silent: dict[str, set[tuple[str, str, str]]] = field(default_factory=lambda: defaultdict(set))
    _governments: dict[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Begin with the province itself."""
        self.rng = random.Random(self.seed)
        self._govern("410000", "2")

    def government(self, tier: str = "3") -> str:
        """Found a government with a quiet row of every feed for each year; give its code.

        Tier 2 is a province, 3 a city, 4 a county, 5 a township.
        """
        nth = self._governments.setdefault(tier, 0) + 1
        self._governments[tier] = nth
        region = {
            "2": f"{50 + nth:02d}0000",
            "3": f"{50 + nth // 90:02d}{1 + nth % 90:02d}00",
            "4": f"41{1 + nth // 90:02d}{1 + nth % 90:02d}",
            "5": f"4199{1 + nth // 900:02d}{100 + nth % 900:03d}",
        }[tier]
        self._govern(region, tier)
        return region

    def add(self, feed: str, region: str, **cells: Any) -> Row:
        """Add a usual row of that government, with the cells that are told; give it back."""
        row = self._usual(feed, region, cells.get("fiscal_year", 2026))
        strange = cells.keys() - row.keys()
        assert not strange, f"{feed} has no column {strange}"
        row |= cells
        self.rows[feed].append(row)
        return row

    def of(self, feed: str, region: str, **cells: Any) -> Iterator[Row]:
        """Give a government's rows that have these cells, to be changed in place."""
        for row in self.rows[feed]:
            if row.get("region") == region and all(row[name] == cells[name] for name in cells):
                yield row

    def drop(self, feed: str, region: str, **cells: Any) -> None:
        """Take a government's rows with these cells away."""
        gone = {id(row) for row in self.of(feed, region, **cells)}
        self.rows[feed] = [row for row in self.rows[feed] if id(row) not in gone]

    def name(self, region: str, usual: str) -> str:
        """Give the number that a government's own usual row has: `U1` is `U1-410100` there."""
        return f"{usual}-{region}"

    def plant(self, code: str, region: str, period: object, subject: str, *, fires: bool) -> None:
        """Say that this subject must be found, or lies just on the quiet side."""
        (self.fires if fires else self.silent)[code].add((region, str(period), subject))

    def _govern(self, region: str, tier: str) -> None:
        parent = None if tier == "2" else "410000"
        self.rows["region"].append(
            {"region": region, "name": f"政府{region}", "parent": parent, "tier": tier}
        )
        for feed in sorted((USUAL.keys() & all_feeds().keys()) - {"region", "classification"}):
            columns = {column.name for column in all_feeds()[feed].columns}
            for year in YEARS if "fiscal_year" in columns else YEARS[1:]:
                self.add(
                    feed, region, **({"fiscal_year": year} if "fiscal_year" in columns else {})
                )

    def _usual(self, feed: str, region: str, year: int) -> Row:
        row: Row = deepcopy(dict(USUAL[feed]))
        row["region"] = region
        for name in ("unit", "department", "project", "allotment", "bond", "asset", "collector"):
            if row.get(name) is not None:
                row[name] = self.name(region, row[name])
        for name in OWN.get(feed, ()):
            if not str(row[name]).endswith(region):
                row[name] = self.name(region, row[name])
        if "fiscal_year" in row:
            row["fiscal_year"] = year
            for name, value in row.items():
                if isinstance(value, date):
                    row[name] = value.replace(year=value.year + year - 2026)
            if feed in ("allotment_change", "payment", "receipt", "transfer", "legal_event"):
                row[OWN[feed][0]] += f"-{year}"
        return row


def yuan(text: str | int) -> Decimal:
    """Write an amount."""
    return Decimal(text).quantize(Decimal("0.01"))
