"""Coverage, over HTTP: what each rule looked at, by government, and what it could not compute."""

import json
from typing import Any, Self

import sqlalchemy as sa
from fastapi import APIRouter
from pydantic import BaseModel

from api.deps import CoverageReader, House, Person
from api.lists import Listing, add_list
from warehouse.database import Row, Warehouse

router = APIRouter(prefix="/coverage", tags=["coverage"])

COLUMNS: dict[str, Any] = {
    "code": sa.String(), "region": sa.String(), "period": sa.String(), "subjects": sa.Integer(),
    "fail": sa.Integer(), "passed": sa.Integer(), "not_applicable": sa.Integer(),
    "unknown": sa.Integer(), "error": sa.Integer(), "reasons": sa.String(), "edition": sa.String(),
}  # fmt: skip
RESULTS = sa.text("""
    select code, region, period, subjects, fail, pass as passed, not_applicable, unknown, error,
        reasons, edition
    from ops.rule_result where list_contains(:regions, region)
""")


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
    def of(cls, row: Row, _: Person, __: House) -> Self:
        """Show one line."""
        return cls(**{**row, "reasons": json.loads(row["reasons"] or "{}")})


def _source(me: Person, night: Warehouse) -> sa.TextualSelect:
    return RESULTS.bindparams(regions=me.regions(night)).columns(**COLUMNS)


add_list(
    router,
    "",
    Listing(
        name="coverage",
        about="What the rules looked at, and what they could not compute",
        columns=COLUMNS,
        key=("code", "region", "period"),
        source=_source,
        filters=("code", "region", "period", "edition"),
        shown=CoverageLine.of,
        model=CoverageLine,
        inner=("reasons",),
    ),
    CoverageReader,
)
