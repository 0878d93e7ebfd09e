"""国有资产. What stands idle."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from dashboards.figures.places import Places
from warehouse.database import Warehouse

HELD = """
    select max(stated_on) as stated_on, sum(cards) as cards, sum(cost) as cost, sum(area) as area,
        sum(idle_cards) as idle_cards, sum(idle_area) as idle_area,
        case when sum(idle_cards) = 0 then sum(idle_cost)
            else sum(idle_cost) filter (idle_cards > 0) end as idle_cost,
        sum(leased_area) as leased_area
    from mart.assets_by_unit
    where region = $region
    having count(*) > 0
"""
MOST_IDLE = """
    select coalesce(unit_name, unit) as name, area, idle_area, idle_share_of_area as share
    from mart.assets_by_unit
    where region = $region and idle_area > 0
    order by idle_area desc, unit
    limit 4
"""


@dataclass(frozen=True)
class Holder:
    """A unit with idle space; areas in square metres."""

    name: str | None
    area: Decimal | None
    idle_area: Decimal
    share: Decimal | None


@dataclass(frozen=True)
class Assets:
    """What a government's units hold on the last day that it was stated."""

    stated_on: date
    cards: int
    cost: Decimal | None
    area: Decimal | None
    idle_cards: int
    idle_cost: Decimal | None
    idle_area: Decimal | None
    leased_area: Decimal | None
    most_idle: list[Holder]

    @property
    def idle_unsaid(self) -> bool:
        """Whether cards are idle and none of them states an area."""
        return self.idle_cards > 0 and not self.idle_area

    @property
    def share(self) -> Decimal | None:
        """闲置率 by area."""
        if not self.area or self.idle_area is None:
            return None
        return self.idle_area / self.area

    @property
    def share_of_cost(self) -> Decimal | None:
        """闲置率 by cost."""
        if not self.cost or self.idle_cost is None:
            return None
        return self.idle_cost / self.cost


def assets(warehouse: Warehouse, places: Places) -> Assets | None:
    """Read what the units hold; None where no card was ever delivered."""
    given = {"region": places.region}
    found = warehouse.rows(HELD, given)
    if not found:
        return None
    holders = [Holder(**row) for row in warehouse.rows(MOST_IDLE, given)]
    row = found[0]
    return Assets(
        **{**row, "cards": int(row["cards"]), "idle_cards": int(row["idle_cards"])},
        most_idle=holders,
    )
