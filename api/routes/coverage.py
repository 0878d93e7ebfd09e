"""Coverage, over HTTP: what each rule looked at, by government, and what it could not compute."""

import json
from typing import Annotated, Any, Self

from fastapi import APIRouter, Query
from pydantic import BaseModel

from api.deps import CoverageReader, NightHere
from api.fresh import Fresh
from api.written import After, cursor, place
from warehouse.database import Row

router = APIRouter(prefix="/coverage", tags=["coverage"])

RESULTS = """
    select code, region, period, subjects, fail, pass, not_applicable, unknown, error, reasons,
        edition
    from ops.rule_result
    where ($code is null or code = $code)
        and ($region is null or region = $region)
        and ($period is null or period = $period)
        and (code, region, period) > ($after_code, $after_region, $after_period)
        and list_contains($regions, region)
    order by code, region, period
    limit $limit
"""

Chosen = Annotated[str | None, Query(max_length=20)]


class CoverageLine(BaseModel):
    """What came of one rule for one government and period; nothing uncomputed counts as passed."""

    code: str
    region: str
    period: str
    subjects: int
    fail: int
    passed: int
    not_applicable: int
    unknown: int
    error: int
    reasons: dict[str, int]
    edition: str

    @classmethod
    def of(cls, row: Row) -> Self:
        """Show one line."""
        plain: dict[str, Any] = {name: row[name] for name in cls.model_fields if name in row}
        plain["passed"] = row["pass"]
        plain["reasons"] = json.loads(row["reasons"] or "{}")
        return cls(**plain)


class CoverageOut(BaseModel):
    """A page of results, in order of code, government and period."""

    night: str
    items: list[CoverageLine]
    next: str | None


@router.get("", summary="What the rules looked at")
def list_coverage(
    night: NightHere,
    reader: CoverageReader,
    _: Fresh,
    code: Chosen = None,
    region: Chosen = None,
    period: Chosen = None,
    after: After = None,
    limit: Annotated[int, Query(ge=1, le=1000)] = 200,
) -> CoverageOut:
    """Show, for each rule, government and period, how many subjects came out how."""
    if region is not None:
        reader.must_see(region, night)
    from_code, from_region, from_period = place(after, 3) if after else ("", "", "")
    found = night.rows(
        RESULTS,
        {
            "code": code,
            "region": region,
            "period": period,
            "after_code": from_code,
            "after_region": from_region,
            "after_period": from_period,
            "regions": reader.regions(night),
            "limit": limit + 1,
        },
    )
    shown = found[:limit]
    last = shown[-1] if len(found) > limit else None
    return CoverageOut(
        night=night.name,
        items=[CoverageLine.of(row) for row in shown],
        next=cursor([last["code"], last["region"], last["period"]]) if last else None,
    )
