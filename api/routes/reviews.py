"""Reviews of draft budgets, over HTTP: who was asked by when, what came back, the answer."""

from datetime import date
from typing import Annotated, Self

from fastapi import APIRouter, Query
from pydantic import BaseModel

from alerts.matters.reviews import Review, reviews
from alerts.matters.steps import MatterState
from api.deps import HouseHere, MatterReader

router = APIRouter(tags=["matters"])


class AskedOut(BaseModel):
    """Somebody who was asked, or gave opinions unasked; days are days at the place."""

    name: str
    asked_on: date | None
    opinions: int
    first_on: date | None
    last_on: date | None


class AnswerOut(BaseModel):
    """What the finance bureau answered last."""

    on: date
    result: str
    measures: str


class ReviewOut(BaseModel):
    """A department's draft under review."""

    matter: int
    region: str
    draft: str
    department: str
    state: MatterState
    until: date
    issued_on: date | None
    asked: list[AskedOut]
    answer: AnswerOut | None

    @classmethod
    def of(cls, one: Review) -> Self:
        """Show one review."""
        answer = one.answer
        return cls(
            matter=one.stands.matter,
            region=one.stands.region,
            draft=one.draft,
            department=one.department,
            state=one.stands.state,
            until=one.until,
            issued_on=one.stands.issued_on,
            asked=[
                AskedOut(
                    name=person.name,
                    asked_on=person.on,
                    opinions=person.opinions,
                    first_on=person.first_on,
                    last_on=person.last_on,
                )
                for person in one.asked
            ],
            answer=None
            if answer is None
            else AnswerOut(on=answer.on, result=answer.result, measures=answer.measures),
        )


class ReviewsOut(BaseModel):
    """Reviews, the newest first."""

    items: list[ReviewOut]
    next: str | None = None


@router.get("/reviews", summary="Who was asked about which draft, and what came back")
def read_reviews(
    house: HouseHere,
    me: MatterReader,
    region: Annotated[str | None, Query(max_length=12)] = None,
) -> ReviewsOut:
    """List the reviews of drafts that one may see."""
    found = reviews(house.ledger.engine, region, by=me.actor)
    return ReviewsOut(items=[ReviewOut.of(one) for one in found])
