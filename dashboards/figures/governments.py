"""政府层级. Which governments the night knows, and which one stands above each."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from warehouse.database import Warehouse
from warehouse.tiers import tier_by_form

TIERS = {"central": "1", "province": "2", "prefecture": "3", "county": "4", "township": "5"}

STATED = """
    with named as (
        select region, arg_max(name, {'long': length(name), 'name': name}) as name,
            min(tier) as tier
        from core.region group by region
    ),
    above as (
        select distinct on (region) region, parent
        from (
            select region, parent, count(*) as times from core.region
            where parent is not null and parent <> region group by all
        )
        order by region, times desc, parent
    ),
    known as (select region from named union select region from ops.supply)
    select k.region, n.name, n.tier, a.parent
    from known k left join named n using (region) left join above a using (region)
    order by k.region
"""
"""A government that several files name: its longest name, the parent that most state."""


@dataclass(frozen=True)
class Government:
    """A government, and the one above it."""

    region: str
    name: str
    tier: str  # 1 central 2 province 3 prefecture 4 county 5 township
    parent: str | None


@dataclass(frozen=True)
class Governments:
    """The governments of a night by their codes."""

    by_code: Mapping[str, Government]

    def of(self, region: str) -> Government:
        """Give a government; one that no file names has its code for a name."""
        known = self.by_code.get(region)
        return known or Government(region, region, TIERS[tier_by_form(region)], self._form(region))

    def above(self, region: str) -> Iterator[str]:
        """Give the governments above one, the nearest first; a circle in the data ends it."""
        seen = {region}
        at = self.of(region).parent
        while at is not None and at not in seen:
            yield at
            seen.add(at)
            at = self.of(at).parent

    def below(self, region: str) -> dict[str, list[str]]:
        """Give each government right below one, with itself and all that are below it.

        Each of them stands under exactly one, so that sums count nobody twice.
        """
        found: dict[str, list[str]] = {}
        for code in self.by_code:
            chain = [code, *self.above(code)]
            if code != region and region in chain:
                found.setdefault(chain[chain.index(region) - 1], []).append(code)
        return dict(sorted(found.items()))

    def _form(self, region: str) -> str | None:
        return by_form(region, self.by_code)


def governments(night: Warehouse) -> Governments:
    """Read the governments of a night.

    Where no file states the one above, it is the nearest that the night knows by the code's form.
    """
    rows = night.rows(STATED)
    known = {row["region"] for row in rows}
    return Governments(
        {
            row["region"]: Government(
                row["region"],
                row["name"] or row["region"],
                row["tier"] or TIERS[tier_by_form(row["region"])],
                row["parent"] or by_form(row["region"], known),
            )
            for row in rows
        }
    )


def by_form(region: str, known: Mapping[str, object] | set[str]) -> str | None:
    """Give the government above by the form of the code: the nearest known, else the nearest."""
    if len(region) > 6:
        above = [region[:6], f"{region[:4]}00", f"{region[:2]}0000"]
    else:
        above = [f"{region[:4]}00", f"{region[:2]}0000"]
    above = [code for code in (*above, "000000") if code != region]
    if region == "000000" or not above:
        return None
    return next((code for code in above if code in known), above[0])
