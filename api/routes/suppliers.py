"""Suppliers, over HTTP: how well each hands over, with the parts that its score is made of."""

from dataclasses import replace
from decimal import Decimal
from typing import Annotated, Self

from fastapi import APIRouter
from pydantic import BaseModel, PlainSerializer, WithJsonSchema

from api.deps import DeliveryReader, NightHere, Person
from api.in_hand import add_rows, in_hand
from api.written import Share
from warehouse.score import Score, score_of

router = APIRouter(prefix="/suppliers", tags=["supply"])

QUALITY = """
    from mart.supplier_quality where list_contains($regions, region) order by supplier, region
"""

Points = Annotated[
    Decimal,
    PlainSerializer(lambda points: f"{points:f}"),
    WithJsonSchema({"type": "string", "pattern": r"^\d+\.\d$", "examples": ["86.4"]}),
]


class PartOut(BaseModel):
    """One part of a score: `part` of `whole`; null where there is nothing to be a share of."""

    name: str
    part: int
    whole: int
    share: Share | None
    weight: int


class SupplierOut(BaseModel):
    """A supplier of one government: 100 × Σ weight × share ÷ Σ weight, over parts with a share."""

    supplier: str
    region: str
    score: Points | None
    parts: list[PartOut]
    counts: dict[str, int]

    @classmethod
    def of(cls, score: Score) -> Self:
        """Show one score."""
        return cls(
            supplier=score.supplier,
            region=score.region,
            score=score.score,
            parts=[
                PartOut(
                    name=part.name, part=part.part, whole=part.whole, share=part.share,
                    weight=part.weight,
                )
                for part in score.parts
            ],
            counts=dict(score.counts),
        )  # fmt: skip


def suppliers(night: NightHere, reader: DeliveryReader) -> list[SupplierOut]:
    """Give each supplier's score up to the night, so that it can be added up by hand."""
    rows = night.rows(QUALITY, {"regions": reader.delivering(night)})
    return [SupplierOut.of(score_of(row)) for row in rows]


SUPPLIERS = replace(
    in_hand(
        "suppliers", "How well suppliers hand over", SupplierOut, ["supplier", "region"],
        filters=["supplier", "region"], ledger=False, follows=True,
    ),
    regions=Person.delivering,
)  # fmt: skip
add_rows(router, "", SUPPLIERS, DeliveryReader, suppliers)
