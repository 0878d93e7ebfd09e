"""Legal events, over HTTP: what staff typed in, and typing it in."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Annotated, Self

from fastapi import APIRouter, Request
from pydantic import BaseModel, Field

from alerts.legal_events import EventRefused, LegalEvents, TypedEvent, read
from api.deps import EventReader, EventTypist, HouseHere, Now
from api.forms import Csrf, must_be_ours
from api.in_hand import add_rows, in_hand
from api.written import Yuan
from dashboards.look import local_time

router = APIRouter(prefix="/events", tags=["events"])

Field200 = Annotated[str, Field(max_length=200)]


class EventIn(BaseModel):
    """An event as it is typed, in the columns of the feed `legal_event`."""

    model_config = {
        "extra": "forbid",
        "json_schema_extra": {
            "examples": [
                {"region": "410100", "fiscal_year": "2026", "kind": "budget_approved",
                 "happened_on": "2026-02-01", "document": "人发〔2026〕3号"}
            ]
        },
    }  # fmt: skip

    event: Field200 = ""
    region: Field200
    fiscal_year: Field200
    kind: Field200
    subject: Field200 = ""
    happened_on: Field200 = ""
    amount: Field200 = ""
    document: Field200 = ""
    reason: Field200 = ""
    withdraw: bool = False

    @property
    def typed(self) -> Mapping[str, str]:
        """The fields of the feed, as text."""
        return {name: value for name, value in vars(self).items() if isinstance(value, str)}


class EventOut(BaseModel):
    """A line that was typed in; `stands` tells whether the next night reads it."""

    line: int
    event: str
    region: str
    fiscal_year: int
    kind: str
    subject: str | None
    happened_on: date | None
    amount: Yuan | None
    document: str | None
    actor: str
    at: datetime
    reason: str
    withdrawn: bool
    stands: bool

    @classmethod
    def of(cls, line: TypedEvent, *, stands: bool) -> Self:
        """Show one line."""
        return cls(
            line=line.number, **vars(line.event), actor=line.actor, at=line.at,
            reason=line.reason, withdrawn=line.withdrawn, stands=stands,
        )  # fmt: skip


def typed(house: HouseHere, reader: EventReader) -> list[EventOut]:
    """Give every line that staff typed in: events, corrections and withdrawals."""
    events = LegalEvents(house.ledger.engine)
    standing = {line.number for line in events.standing()}
    return [
        EventOut.of(line, stands=line.number in standing)
        for line in events.lines()
        if reader.scope.sees(line.event.region)
    ]


EVENTS = in_hand(
    "events", "Legal events typed in", EventOut, ["line"], follows=True,
    filters=["event", "region", "fiscal_year", "kind", "actor", "withdrawn", "stands"],
)  # fmt: skip
add_rows(router, "", EVENTS, EventReader, typed)


@router.post("", status_code=201, summary="Type a legal event in")
def type_event(
    asked: EventIn,
    request: Request,
    house: HouseHere,
    typist: EventTypist,
    now: Now,
    x_csrf_token: Csrf = "",
) -> EventOut:
    """Type an event in, correct one by its number, or take one back."""
    must_be_ours(request, typist.token, x_csrf_token)
    events = LegalEvents(house.ledger.engine)
    if not typist.scope.sees(asked.region):
        raise EventRefused({"region": f"{asked.region!r} is not among your governments"})
    if asked.withdraw:
        line = events.withdraw(
            asked.event, asked.region, actor=typist.name, reason=asked.reason, now=now
        )
    else:
        event = read(asked.typed, local_time(now).date())
        line = events.add(event, actor=typist.name, reason=asked.reason, now=now)
    return EventOut.of(line, stands=not asked.withdraw)
