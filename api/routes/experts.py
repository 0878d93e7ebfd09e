"""The experts who are asked about a draft, over HTTP."""

from typing import Annotated

from fastapi import APIRouter, Request
from pydantic import BaseModel, Field

from alerts.matters.assignments import assign, assigned
from alerts.matters.lists import read_matter
from api.deps import Assigning, HouseHere, Now
from api.forms import Csrf, must_be_ours
from api.parameters import Number

router = APIRouter(tags=["matters"])


class ExpertIn(BaseModel):
    """An expert who is asked for an opinion."""

    model_config = {"extra": "forbid", "json_schema_extra": {"examples": [{"account": "expert"}]}}

    account: Annotated[str, Field(max_length=80)]


class ExpertsOut(BaseModel):
    """The experts who were asked about a draft."""

    items: list[str]


@router.get("/matters/{number}/experts", summary="Experts who were asked about a draft")
def read_experts(number: Number, house: HouseHere, me: Assigning) -> ExpertsOut:
    """Name the experts of a matter."""
    read_matter(house.ledger.engine, number, by=me.actor)
    with house.ledger.engine.connect() as connection:
        return ExpertsOut(items=list(assigned(connection, number)))


@router.post("/matters/{number}/experts", status_code=201, summary="Ask an expert about a draft")
def ask_expert(
    number: Number,
    asked: ExpertIn,
    request: Request,
    house: HouseHere,
    me: Assigning,
    now: Now,
    x_csrf_token: Csrf = "",
) -> ExpertsOut:
    """Let an expert see a draft and give an opinion on it."""
    must_be_ours(request, me.token, x_csrf_token)
    read_matter(house.ledger.engine, number, by=me.actor)
    named = assign(house.ledger.engine, number, asked.account, by=me.actor, now=now)
    return ExpertsOut(items=list(named))
