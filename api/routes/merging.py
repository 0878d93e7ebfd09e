"""Alerts that are read as one, over HTTP: merged, split off, and all of it undone again."""

from typing import Annotated

from fastapi import APIRouter, Request
from pydantic import BaseModel, Field

from alerts.quieting import Quiet
from api.deps import AlertHandler, HouseHere, Now
from api.forms import Csrf, must_be_ours

router = APIRouter(tags=["alerts"])

Words = Annotated[str, Field(max_length=4000)]
Number = Annotated[int, Field(ge=1, le=2**31 - 1)]


class MergeIn(BaseModel):
    """Alerts that are one with another, and why."""

    model_config = {
        "extra": "forbid",
        "json_schema_extra": {"examples": [{"alerts": [2, 3], "into": 1, "reason": "同一项目"}]},
    }

    alerts: Annotated[list[Number], Field(min_length=1, max_length=1000)]
    into: Number
    reason: Words


class SplitIn(BaseModel):
    """Alerts that stand on their own again, and why."""

    model_config = {
        "extra": "forbid",
        "json_schema_extra": {"examples": [{"alerts": [3], "reason": "另一个项目"}]},
    }

    alerts: Annotated[list[Number], Field(min_length=1, max_length=1000)]
    reason: Words


class UndoIn(BaseModel):
    """The line of a merging or splitting that is undone as a whole, and why."""

    model_config = {
        "extra": "forbid",
        "json_schema_extra": {"examples": [{"line": 17, "reason": "并错了"}]},
    }

    line: Number
    reason: Words


class MergingOut(BaseModel):
    """The line of the record that tells of it; it is undone by this number."""

    line: int


@router.post("/alert-merges", status_code=201, summary="Make alerts one with another")
def merge_alerts(
    asked: MergeIn,
    request: Request,
    house: HouseHere,
    me: AlertHandler,
    now: Now,
    x_csrf_token: Csrf = "",
) -> MergingOut:
    """Merge alerts; they are read and handled as one, on later nights too."""
    must_be_ours(request, me.token, x_csrf_token)
    quiet = Quiet(house.ledger.engine)
    line = quiet.merge(asked.alerts, asked.into, reason=asked.reason, by=me.actor, now=now)
    return MergingOut(line=line)


@router.post("/alert-splits", status_code=201, summary="Take alerts out of what they merged into")
def split_alerts(
    asked: SplitIn,
    request: Request,
    house: HouseHere,
    me: AlertHandler,
    now: Now,
    x_csrf_token: Csrf = "",
) -> MergingOut:
    """Split alerts off."""
    must_be_ours(request, me.token, x_csrf_token)
    quiet = Quiet(house.ledger.engine)
    return MergingOut(line=quiet.split(asked.alerts, reason=asked.reason, by=me.actor, now=now))


@router.post("/alert-merges/undoings", status_code=201, summary="Undo a merging or a splitting")
def undo_merging(
    asked: UndoIn,
    request: Request,
    house: HouseHere,
    me: AlertHandler,
    now: Now,
    x_csrf_token: Csrf = "",
) -> MergingOut:
    """Undo it as a whole, unless one of its alerts was merged otherwise since."""
    must_be_ours(request, me.token, x_csrf_token)
    quiet = Quiet(house.ledger.engine)
    return MergingOut(line=quiet.undo(asked.line, reason=asked.reason, by=me.actor, now=now))
