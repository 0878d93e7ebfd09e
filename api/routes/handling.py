"""Handling alerts, over HTTP: steps, sets as they were shown, groups, silences, precision."""

from datetime import date, datetime
from typing import Annotated, Literal

from fastapi import APIRouter, Query, Request
from pydantic import BaseModel, Field

from alerts.alert import Alert
from alerts.desk import Desk, Order
from alerts.quieting import Matcher, Quiet
from alerts.rule import Severity
from alerts.tallies import By, groups, precision
from alerts.wanted import Wanted
from alerts.workflow import State
from api.deps import AlertHandler, AlertReader, HouseHere, Now
from api.forms import Csrf, must_be_ours
from api.in_hand import add_rows, in_hand
from api.parameters import Number
from api.routes.alerts import AlertOut
from api.written import Share, Yuan

router = APIRouter(tags=["alerts"])

Words = Annotated[str, Field(max_length=4000)]


class StepIn(BaseModel):
    """A step that is to be taken; `seen` is the version of the alert that was looked at."""

    model_config = {
        "extra": "forbid",
        "json_schema_extra": {
            "examples": [{"move": "normal", "reason": "timing", "words": "四月补记", "seen": 0}]
        },
    }

    move: Annotated[str, Field(max_length=40)]
    reason: Annotated[str, Field(max_length=40)] = ""
    words: Words = ""
    until: date | None = None
    seen: Annotated[int | None, Field(ge=0, le=2**31 - 1)] = None

    @property
    def order(self) -> Order:
        """What is asked of the desk."""
        return Order(self.move, self.reason, self.words, self.until)


class HandledOut(AlertOut):
    """An alert after a step: whose it is, and the version to name with the next one."""

    version: int
    owner: str | None

    @classmethod
    def after(cls, alert: Alert, out: AlertOut) -> "HandledOut":
        """Show it."""
        return cls(**out.model_dump(), version=alert.version, owner=alert.owner)


class SetIn(BaseModel):
    """Wishes that every alert of a set must meet."""

    model_config = {"extra": "forbid", "json_schema_extra": {"examples": [{"code": "B02"}]}}

    code: Annotated[str | None, Field(max_length=20)] = None
    region: Annotated[str | None, Field(max_length=12)] = None
    state: State | None = None
    severity: Severity | None = None
    unit: Annotated[str | None, Field(max_length=60)] = None
    period: Annotated[str | None, Field(max_length=10)] = None
    payee: Annotated[str | None, Field(max_length=200)] = None
    text: Annotated[str | None, Field(max_length=100)] = None


class SetOut(BaseModel):
    """A set as it stands; the token acts on exactly these alerts."""

    token: str
    alerts: list[int]


class MovedOut(BaseModel):
    """The alerts that a step was taken of."""

    move: str
    alerts: list[int]


class GroupOut(BaseModel):
    """Alerts that have one thing in common."""

    key: str
    alerts: int
    gravest: Severity
    at_stake: Yuan
    first_seen: date


class PrecisionOut(BaseModel):
    """How often a rule was right, by what people decided."""

    code: str
    right: int
    misjudged: int
    normal: int
    undecided: int
    share: Share | None


class SilenceIn(BaseModel):
    """Alerts that are not to be shown up to a day."""

    model_config = {
        "extra": "forbid",
        "json_schema_extra": {
            "examples": [{"code": "B02", "until": "2026-04-30", "reason": "规则待改"}]
        },
    }

    code: Annotated[str | None, Field(max_length=20)] = None
    region: Annotated[str | None, Field(max_length=12)] = None
    unit: Annotated[str | None, Field(max_length=60)] = None
    subject: Annotated[str | None, Field(max_length=200)] = None
    until: date
    reason: Words


class SilenceOut(BaseModel):
    """A silence: what it matches, who said so, why and how long."""

    number: int
    code: str | None
    region: str | None
    unit: str | None
    subject: str | None
    author: str
    reason: str
    until: date
    at: datetime
    alerts: int
    ended: datetime | None
    ended_by: str | None


class SilencesOut(BaseModel):
    """Silences, the newest first."""

    items: list[SilenceOut]
    next: str | None = None


@router.post("/alerts/{number}/moves", status_code=201, summary="Take a step of an alert")
def move_alert(
    number: Number,
    asked: StepIn,
    request: Request,
    house: HouseHere,
    me: AlertHandler,
    now: Now,
    x_csrf_token: Csrf = "",
) -> HandledOut:
    """Take a step of one alert, if it still is what `seen` says."""
    must_be_ours(request, me.token, x_csrf_token)
    desk = Desk(house.ledger.engine, house.matters.workdays)
    desk.move(number, asked.order, by=me.actor, now=now, seen=asked.seen)
    alert = house.ledger.alert(number, scope=me.scope)
    return HandledOut.after(alert, AlertOut.of(alert, house.rules))


@router.post("/alert-sets", status_code=201, summary="Show a set of alerts, to act on exactly it")
def show_set(
    asked: SetIn,
    request: Request,
    house: HouseHere,
    me: AlertHandler,
    now: Now,
    x_csrf_token: Csrf = "",
) -> SetOut:
    """Keep a set of alerts as it stands now."""
    must_be_ours(request, me.token, x_csrf_token)
    shown = Desk(house.ledger.engine).preview(Wanted(**vars(asked)), by=me.actor, now=now)
    return SetOut(token=shown.token, alerts=list(shown.numbers))


@router.post("/alert-sets/{token}/moves", status_code=201, summary="Take a step of a whole set")
def move_set(
    token: str,
    asked: StepIn,
    request: Request,
    house: HouseHere,
    me: AlertHandler,
    now: Now,
    x_csrf_token: Csrf = "",
) -> MovedOut:
    """Take a step of every alert that was shown, or of none where one has changed."""
    must_be_ours(request, me.token, x_csrf_token)
    desk = Desk(house.ledger.engine, house.matters.workdays)
    moved = desk.move_previewed(token, asked.order, by=me.actor, now=now)
    return MovedOut(move=asked.move, alerts=list(moved))


def grouped(
    house: HouseHere,
    me: AlertReader,
    by: Literal["unit", "code", "payee", "region", "bundle"],
    state: State | None = None,
) -> list[GroupOut]:
    """Group the alerts that one may see."""
    found = groups(house.ledger.engine, By(by), scope=me.scope, wanted=Wanted(state=state))
    return [GroupOut(**vars(one)) for one in found]


GROUPS = in_hand(
    "alert_groups", "Alerts by unit, rule, payee, region or merging", GroupOut, ["key"],
    order="-gravest,-alerts", filters=["key", "gravest"], follows=True,
)  # fmt: skip
add_rows(router, "/alert-groups", GROUPS, AlertReader, grouped)


def precise(house: HouseHere, me: AlertReader) -> list[PrecisionOut]:
    """Tell what people decided about the alerts of each rule."""
    told = precision(house.ledger.engine, scope=me.scope).values()
    return [PrecisionOut(**vars(one), share=one.share) for one in told]


PRECISION = in_hand(
    "alert_precision", "How often each rule was right", PrecisionOut, ["code"], filters=["code"],
    follows=True,
)  # fmt: skip
add_rows(router, "/alert-precision", PRECISION, AlertReader, precise)


def silent(
    house: HouseHere,
    me: AlertReader,
    on: Annotated[date | None, Query(description="in force on this day")] = None,
) -> list[SilenceOut]:
    """Give the silences of alerts that one may see."""
    found = Quiet(house.ledger.engine).silences(scope=me.scope, on=on)
    plain = [{**vars(one.matcher), **vars(one)} for one in found]
    for one in plain:
        one.pop("matcher")
    return [SilenceOut(**one) for one in plain]


SILENCES = in_hand(
    "silences", "Silences, with their authors, reasons and days", SilenceOut, ["number"],
    order="-number", filters=["code", "region", "unit", "subject", "author", "until"],
)  # fmt: skip
add_rows(router, "/silences", SILENCES, AlertReader, silent)


@router.post("/silences", status_code=201, summary="Have alerts not shown up to a day")
def mute(
    asked: SilenceIn,
    request: Request,
    house: HouseHere,
    me: AlertHandler,
    now: Now,
    x_csrf_token: Csrf = "",
) -> SilencesOut:
    """Silence alerts; the list of silences comes back."""
    must_be_ours(request, me.token, x_csrf_token)
    matcher = Matcher(asked.code, asked.region, asked.unit, asked.subject)
    quiet = Quiet(house.ledger.engine)
    quiet.mute(matcher, reason=asked.reason, until=asked.until, by=me.actor, now=now)
    return SilencesOut(items=silent(house, me))


class EndIn(BaseModel):
    """Why a silence ends before its day."""

    model_config = {"extra": "forbid", "json_schema_extra": {"examples": [{"reason": "数已改"}]}}

    reason: Words


@router.post("/silences/{number}/end", status_code=201, summary="End a silence before its day")
def end_silence(
    number: Number,
    asked: EndIn,
    request: Request,
    house: HouseHere,
    me: AlertHandler,
    now: Now,
    x_csrf_token: Csrf = "",
) -> SilencesOut:
    """Show again what was silenced; the list of silences comes back."""
    must_be_ours(request, me.token, x_csrf_token)
    quiet = Quiet(house.ledger.engine)
    quiet.unmute(number, reason=asked.reason, by=me.actor, now=now)
    return SilencesOut(items=silent(house, me))
