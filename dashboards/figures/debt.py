"""政府债务. How near its ceiling a government's debt stands."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from dashboards.figures.places import Places
from warehouse.database import Warehouse

LATEST = """
    select stated_on, general_ceiling, general_outstanding, special_ceiling, special_outstanding,
        ceiling, outstanding, overdue, comprehensive_resources, general_share, special_share, share,
        debt_ratio
    from mart.debt_ratio
    where region = $region and stated_on <= $day
    order by stated_on desc
    limit 1
"""


@dataclass(frozen=True)
class Kind:
    """One kind of debt against its ceiling."""

    key: str  # general, special or total
    ceiling: Decimal | None
    outstanding: Decimal | None
    share: Decimal | None


@dataclass(frozen=True)
class Debt:
    """A government's debt on the last day that it was stated."""

    stated_on: date
    kinds: list[Kind]
    total: Kind
    overdue: Decimal | None
    debt_ratio: Decimal | None
    resources: Decimal | None = None  # 综合财力

    @property
    def room(self) -> Decimal | None:
        """Yuan that may still be borrowed; below zero, what stands over the ceiling."""
        if self.total.ceiling is None or self.total.outstanding is None:
            return None
        return self.total.ceiling - self.total.outstanding


def debt(warehouse: Warehouse, places: Places, day: date | None = None) -> Debt | None:
    """Read the latest statement by a day: by the end of the year in view, unless told."""
    end = day or date(places.year, 12, 31)
    found = warehouse.rows(LATEST, {"region": places.region, "day": end})
    if not found:
        return None
    row = found[0]
    kinds = [
        Kind(key, row[f"{key}_ceiling"], row[f"{key}_outstanding"], row[f"{key}_share"])
        for key in ("general", "special")
        if row[f"{key}_ceiling"] is not None or row[f"{key}_outstanding"] is not None
    ]
    total = Kind("total", row["ceiling"], row["outstanding"], row["share"])
    return Debt(
        row["stated_on"], kinds, total, row["overdue"], row["debt_ratio"],
        row["comprehensive_resources"],
    )  # fmt: skip
