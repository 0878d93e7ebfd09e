"""A unit's own reply to a matter, as far as it is written, over HTTP."""

from typing import Annotated

from fastapi import APIRouter, Request
from pydantic import BaseModel, Field

from alerts.matters.drafts import read_draft, save_draft
from api.deps import HouseHere, MatterReader, Now
from api.forms import Csrf, must_be_ours
from api.parameters import Number
from api.written import Text

router = APIRouter(tags=["matters"])


class ReplyDraft(BaseModel):
    """A reply as far as it is written."""

    model_config = {"extra": "forbid"}

    measures: Text = ""
    reason: Annotated[str, Field(max_length=40)] = ""
    amount: Annotated[str, Field(max_length=40)] = ""
    words: Text = ""


@router.get("/matters/{number}/reply", summary="One's own reply, as far as it is written")
def read_reply(number: Number, house: HouseHere, me: MatterReader) -> ReplyDraft:
    """Show the draft of a reply."""
    return ReplyDraft(**read_draft(house.ledger.engine, number, by=me.actor))


@router.put("/matters/{number}/reply", summary="Keep one's reply as far as it is written")
def write_reply(
    number: Number,
    asked: ReplyDraft,
    request: Request,
    house: HouseHere,
    me: MatterReader,
    now: Now,
    x_csrf_token: Csrf = "",
) -> ReplyDraft:
    """Keep the draft of a reply; it is given by the step `reply`."""
    must_be_ours(request, me.token, x_csrf_token)
    save_draft(house.ledger.engine, number, vars(asked), by=me.actor, now=now)
    return asked
