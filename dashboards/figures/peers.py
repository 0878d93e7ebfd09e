"""同级比较. A government beside its peers: their published aggregates, never one of them alone."""

from collections.abc import Sequence
from decimal import Decimal

from dashboards.figures.beneath import Year, total
from dashboards.figures.governments import governments
from warehouse.database import Row, Warehouse

FEWEST = 3
"""Peers below which nothing is told: of two, whoever knows one knows the other."""

PUBLISHED = """
    select distinct region from core.legal_event, ops.run
    where kind = 'budget_published' and fiscal_year = $fiscal_year and happened_on <= as_of
        and coalesce(subject, region) = region
"""
PEERS = f"""
    with published as ({PUBLISHED}),
    beside as (
        select m.share_of_approved as share
        from mart.execution_by_month m
        join published using (region)
        where list_contains($beside, m.region) and m.fiscal_year = $fiscal_year
            and m.month = $month and m.share_of_approved is not null
    )
    select count(*) as peers, quantile_disc(share, 0.25) as lower,
        quantile_disc(share, 0.5) as median, quantile_disc(share, 0.75) as upper,
        count(*) filter (share > $own) + 1 as place
    from beside
"""


def peers(night: Warehouse, year: Year) -> Row:
    """Give a government's share of what was approved, beside the quartiles of its peers.

    Peers are the governments of its tier under the same parent whose budget was published by the
    night. Fewer than `FEWEST` of them are counted and not told.

    Raises:
        FigureUnknown: nothing of that year was delivered.
    """
    whole = total(night, year)
    own: Decimal | None = whole["share_of_approved"]
    asked = {**year.given, "month": whole["month"], "own": own, "beside": beside(night, year)}
    del asked["region"]
    found = night.rows(PEERS, asked)[0]
    if found["peers"] < FEWEST:
        found |= dict.fromkeys(("lower", "median", "upper", "place"))
    if own is None:
        found["place"] = None
    return {**found, "own": own, "month": whole["month"]}


def beside(night: Warehouse, year: Year) -> list[str]:
    """Name the other governments of the same tier under the same parent."""
    known = governments(night)
    own = known.of(year.region)
    return [
        one.region
        for one in known.by_code.values()
        if (one.parent, one.tier) == (own.parent, own.tier) and one.region != own.region
    ]


def published_beside(night: Warehouse, year: Year) -> list[str]:
    """Name the peers whose budget was published by the night; none is to be told by itself."""
    there = {row["region"] for row in night.rows(PUBLISHED, {"fiscal_year": year.fiscal_year})}
    return [region for region in beside(night, year) if region in there]


def median_of(shares: Sequence[Decimal]) -> Decimal | None:
    """Give the median of peers' shares, the lower of two; None where fewer than `FEWEST` are."""
    return sorted(shares)[(len(shares) - 1) // 2] if len(shares) >= FEWEST else None
