"""地与年. Which governments and years the night holds, and which of them is looked at."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from dashboards.page import NotThere, View
from dashboards.words import say

REGIONS = """
    with held as (
        select region, count(*) filter (feed in ('payment', 'statement')) as spending
        from ops.supply group by region
    ),
    named as (
        select region, arg_max(name, length(name)) as name, min(tier) as tier
        from core.region group by region
    )
    select h.region, coalesce(n.name, h.region) as name, coalesce(n.tier, '9') as tier
    from held h left join named n using (region)
    order by h.spending = 0, tier, h.region
"""
YEARS = """
    select distinct s.fiscal_year as year
    from ops.supply s, ops.run
    where s.region = $region and s.fiscal_year <= year(as_of)
        and s.feed in ('payment', 'allotment', 'department_budget', 'statement', 'debt_position',
            'asset_card', 'receipt')
    order by year desc
"""
BUSIEST = """
    select fiscal_year as year, sum(paid_to_date) as paid from mart.execution_by_month
    where region = $region group by fiscal_year having paid is not null order by year desc limit 1
"""


class YearUnknown(NotThere):
    """Nothing of the year asked for was delivered; `years` are those of which something was.

    `nearest` is the address of the same page in the nearest of them.
    """

    words = "error.year"

    def __init__(self, view: View, asked: str, place: str, years: Sequence[int]) -> None:
        self.given = {"year": asked[:10], "place": place, "years": years_said(view, years)}
        self.years = list(years)
        self.nearest = view.path + view.choice.but(year=f"{_nearest(asked, years)}", instead=asked)
        self.ways = [
            (
                say(view.language, "frame.year_of", year=year),
                view.path + view.choice.but(year=f"{year}"),
            )
            for year in years
        ]
        listed = ", ".join(map(str, years)) or "none"
        super().__init__(f"nothing of {asked[:10]!r} was delivered for {place}; years: {listed}")


def _nearest(asked: str, years: Sequence[int]) -> int:
    """Give the year that is nearest to the one asked for; of two, the later."""
    wish = int(asked) if re.fullmatch(r"[0-9]{4}", asked) else max(years)
    return min(years, key=lambda year: (abs(year - wish), -year))


def years_said(view: View, years: Sequence[int]) -> str:
    """Name years in a sentence."""
    named = [say(view.language, "frame.year_of", year=year) for year in years]
    return say(view.language, "list.comma").join(named)


@dataclass(frozen=True)
class Place:
    """A government by its code and name."""

    region: str
    name: str


@dataclass(frozen=True)
class Places:
    """What can be picked, and what is picked."""

    regions: list[Place]
    region: str
    years: list[int]
    year: int
    night: str = ""  # an earlier one that was asked for

    @property
    def name(self) -> str:
        """The name of the government in view."""
        return next(place.name for place in self.regions if place.region == self.region)


def seen(view: View, region: str) -> bool:
    """Tell whether the reader's scope holds the government."""
    return view.scope is None or view.scope.sees(region)


def regions(view: View) -> list[Place]:
    """List the governments that tonight's data speak of and the reader may see."""
    if view.warehouse is None:
        return []
    found = view.warehouse.rows(REGIONS)
    return [Place(row["region"], row["name"]) for row in found if seen(view, row["region"])]


def places(view: View, *, any_year: bool = False) -> Places | None:
    """Pick a government and a year: as asked, else the first and its latest with money spent.

    `any_year` is for what has years of its own: one that is not among these is left to it.

    Raises:
        NotThere: the government asked for is none that the reader may see.
        YearUnknown: nothing of the year asked for was delivered.
    """
    offered = regions(view)
    if view.warehouse is None or not offered:
        return None
    asked = view.choice.one("region")
    if asked and not any(place.region == asked for place in offered):
        raise NotThere(say(view.language, "frame.region_unknown", region=asked[:20]))
    region = asked or offered[0].region
    given = {"region": region}
    years = [row["year"] for row in view.warehouse.rows(YEARS, given)]
    if not years:
        return None
    year, earlier = view.choice.one("year"), view.choice.one("night") if view.then else ""
    if year in map(str, years):
        return Places(offered, region, years, int(year), earlier)
    if year and not any_year:
        name = next(place.name for place in offered if place.region == region)
        raise YearUnknown(view, year, name, years)
    busiest = view.warehouse.rows(BUSIEST, given)
    return Places(offered, region, years, busiest[0]["year"] if busiest else years[0], earlier)


def percent(value: Decimal | None) -> float | None:
    """Turn a share of one into a length of a hundred, for drawing only."""
    return None if value is None else float(value * 100)
