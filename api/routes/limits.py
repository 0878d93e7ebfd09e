"""Limits, over HTTP: every number that rules judge by, and what the site decided instead."""

from datetime import date

from fastapi import APIRouter
from pydantic import BaseModel

from alerts.decisions import Decisions, Kind
from alerts.limits import written
from api.deps import CatalogueReader, HouseHere, RulesHere
from api.in_hand import add_rows, in_hand
from api.written import Words

router = APIRouter(prefix="/limits", tags=["rules"])


class LimitLine(BaseModel):
    """A limit of the catalogue, or one that the site decided (`decision` is its number)."""

    code: str
    name: str
    value: str
    by_tier: dict[str, str]
    unit: str
    provenance: str
    article: str
    valid_from: date | None
    valid_to: date | None
    words: Words | None
    decision: int | None
    region: str | None
    tier: str | None
    fiscal_year: int | None
    stands: bool
    reason: str


def limits(rules: RulesHere, house: HouseHere, me: CatalogueReader) -> list[LimitLine]:
    """Give the limits of the catalogue, and those that were decided for governments in reach."""
    found = [
        LimitLine(
            code=rule.code, name=name, value=written(limit.value),
            by_tier={tier: written(value) for tier, value in limit.by_tier.items()},
            unit=limit.unit, provenance=limit.provenance.value, article=limit.article,
            valid_from=limit.valid_from, valid_to=limit.valid_to,
            words=Words(zh=limit.zh, en=limit.en), decision=None, region=None, tier=None,
            fiscal_year=None, stands=True, reason="",
        )
        for rule in rules.values()
        for name, limit in rule.limits.items()
    ]  # fmt: skip
    mine = me.account.region
    found += [
        LimitLine(
            code=one.code, name=one.name, value=one.value, by_tier={}, unit="",
            provenance=one.provenance.value, article=one.article, valid_from=one.valid_from,
            valid_to=one.valid_to, words=None, decision=one.number, region=one.region,
            tier=one.tier, fiscal_year=one.fiscal_year, stands=one.stands, reason=one.reason,
        )
        for one in Decisions(house.ledger.engine).all()
        if one.kind is Kind.LIMIT and mine and one.bears_on(mine)
    ]  # fmt: skip
    return found


LIMITS = in_hand(
    "limits", "What the rules judge by", LimitLine, ["code", "name", "decision"], regions=None,
    filters=["code", "name", "provenance", "decision", "region", "tier", "fiscal_year", "stands"],
)  # fmt: skip
add_rows(router, "", LIMITS, CatalogueReader, limits)
