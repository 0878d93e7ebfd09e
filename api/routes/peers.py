"""A government beside its peers, over HTTP: their published aggregates, never one of them alone."""

from typing import Self

from fastapi import APIRouter
from pydantic import BaseModel

from api.deps import PlaceHere
from api.fresh import Fresh
from api.routes.figures import FiscalYear
from api.written import Share
from dashboards.figures.beneath import Year
from dashboards.figures.peers import FEWEST, peers
from warehouse.database import Row

router = APIRouter(prefix="/figures/peers", tags=["figures"])


class PeersOut(BaseModel):
    """One's own share of what was approved, and the quartiles of the peers that published theirs.

    `place` counts from the fastest; with fewer than three peers the quartiles and place are null.
    """

    night: str
    region: str
    fiscal_year: int
    through_month: int
    own: Share | None
    peers: int
    lower_quartile: Share | None
    median: Share | None
    upper_quartile: Share | None
    place: int | None
    formula: str

    @classmethod
    def of(cls, night: str, year: Year, row: Row) -> Self:
        """Show the comparison."""
        return cls(
            night=night,
            region=year.region,
            fiscal_year=year.fiscal_year,
            through_month=row["month"],
            own=row["own"],
            peers=row["peers"],
            lower_quartile=row["lower"],
            median=row["median"],
            upper_quartile=row["upper"],
            place=row["place"],
            formula=f"share = paid / approved; peers: same tier and parent, budget published; "
            f"told from {FEWEST} on",
        )


@router.get("", summary="A government beside its peers")
def read_peers(at: PlaceHere, _: Fresh, fiscal_year: FiscalYear) -> PeersOut:
    """Show a government's pace beside its peers' published aggregates."""
    year = Year(at.region, fiscal_year)
    return PeersOut.of(at.night.name, year, peers(at.night, year))
