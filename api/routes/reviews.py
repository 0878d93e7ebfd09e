"""Reviews of draft budgets, over HTTP: who was asked by when, what came back, the answer."""

from datetime import date
from typing import Self

from fastapi import APIRouter
from pydantic import BaseModel

from alerts.matters.reviews import Review, reviews
from alerts.matters.steps import MatterState
from api.deps import HouseHere, MatterReader
from api.in_hand import add_rows, in_hand

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


def reviewed(house: HouseHere, me: MatterReader) -> list[ReviewOut]:
    """Give the reviews of drafts that one may see."""
    return [ReviewOut.of(one) for one in reviews(house.ledger.engine, None, by=me.actor)]


REVIEWS = in_hand(
    "reviews", "Who was asked about which draft, and what came back", ReviewOut, ["matter"],
    order="-matter", filters=["region", "draft", "department", "state", "until"], follows=True,
)  # fmt: skip
add_rows(router, "/reviews", REVIEWS, MatterReader, reviewed)
