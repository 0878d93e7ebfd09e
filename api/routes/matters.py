"""Matters, over HTTP: lists and figures, one with its history, and every step."""

from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Any, Literal, Self

import sqlalchemy as sa
from fastapi import APIRouter, Query, Request
from pydantic import BaseModel, Field

from alerts.matters.desk import visible
from alerts.matters.files import kept_as
from alerts.matters.given import Draft, Order
from alerts.matters.kinds import KINDS
from alerts.matters.lists import (
    Figures,
    MatterInFull,
    MatterWanted,
    Sheet,
    figures,
    meeting,
    read_matter,
)
from alerts.matters.standing import Stands
from alerts.matters.steps import MatterState, procedure
from alerts.matters.tables import matter_standing
from api.deps import House, HouseHere, MatterReader, Now, Person, must_see
from api.forms import Csrf, must_be_ours
from api.lists import Choices, Filter, Listing, ListRefused, add_list
from api.looks import looked
from api.parameters import Number
from api.routes.evidence import FileOut, folder_of
from api.written import Text, Yuan
from warehouse.database import Row
from warehouse.period import SHANGHAI

router = APIRouter(tags=["matters"])


class MatterOut(BaseModel):
    """A matter as it stands; `version` is named with the next step."""

    matter: int
    kind: str
    region: str
    unit: str | None
    state: MatterState
    version: int
    subject: str
    addressee: str
    letter: str
    letter_number: str | None
    level: str | None
    opened_on: date
    issued_on: date | None
    received_on: date | None
    replied_on: date | None
    closed_on: date | None
    due_on: date | None
    days_left: int | None
    exempt_until: date | None
    look_back_on: date | None
    vote: str | None
    result: str | None
    put_right: Yuan | None
    at_stake: Yuan | None
    unchanged: bool
    audit_closed_on: date | None

    @classmethod
    def of(cls, stands: Stands, today: date) -> Self:
        """Show one matter."""
        told = {name: value for name, value in vars(stands).items() if name in cls.model_fields}
        return cls(**told, days_left=stands.days_left(today))


COLUMNS: dict[str, Any] = {
    **{column.name: column.type for column in matter_standing.c},
    "kind": Choices(KINDS),
    "state": Choices(state.value for state in MatterState),
    "done": sa.Integer(),
}


class MatterMoveOut(BaseModel):
    """One step of the history."""

    number: int
    at: datetime
    actor: str
    behalf: str | None
    move: str
    from_state: str
    to_state: str
    words: dict[str, Any]
    files: list[FileOut]


class LatestOut(BaseModel):
    """What the rule says now about an alert; `unchanged`: the number did not change."""

    alert: int
    code: str
    still_found: bool
    then: Yuan | None
    now: Yuan | None
    unchanged: bool


class MatterFull(MatterOut):
    """A matter with its origin, its content, its alerts, its history, and what may be done."""

    source: dict[str, Any]
    content: dict[str, Any]
    recurs: int | None
    recurred_as: list[int]
    alerts: list[int]
    latest: list[LatestOut]
    history: list[MatterMoveOut]
    possible: list[str]


class DraftIn(BaseModel):
    """What a matter is opened with."""

    model_config = {
        "extra": "forbid",
        "json_schema_extra": {
            "examples": [
                {
                    "kind": "warning", "region": "419801", "unit": "101001",
                    "subject": "超预算支付", "facts": "超过指标。", "law": "预算法第十三条",
                    "request": "请整改。", "addressee": "水利局", "alerts": [1],
                }
            ]
        },
    }  # fmt: skip

    kind: Annotated[str, Field(max_length=40)]
    region: Annotated[str, Field(max_length=12)]
    unit: Annotated[str | None, Field(max_length=60)] = None
    subject: Text
    facts: Text
    law: Text
    request: Text
    addressee: Text
    letter: Annotated[str, Field(max_length=40)] = ""
    until: date | None = None
    alerts: Annotated[list[int], Field(max_length=1000)] = []
    source: dict[str, str | int] = {}
    recurs: int | None = None


class FileIn(BaseModel):
    """A file that was sent before, by its hash."""

    model_config = {"extra": "forbid"}

    name: Annotated[str, Field(max_length=200)]
    sha256: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]


class MatterStepIn(BaseModel):
    """A step that is to be taken; `given` holds what the step comes with."""

    model_config = {
        "extra": "forbid",
        "json_schema_extra": {
            "examples": [
                {"move": "return", "given": {"words": "缺凭证", "until": "2026-05-11"}, "seen": 9}
            ]
        },
    }

    move: Annotated[str, Field(max_length=40)]
    given: dict[str, Text] = {}
    files: Annotated[list[FileIn], Field(max_length=50)] = []
    seen: Annotated[int | None, Field(ge=0, le=2**31 - 1)] = None


class FiguresOut(BaseModel):
    """How many matters there are: `came` = `closed` + `open` + `withdrawn`, always."""

    key: str
    came: int
    closed: int
    open: int
    withdrawn: int
    overdue: int
    exempt: int
    audit_closed: int
    unchanged: int
    put_right: Yuan
    at_stake: Yuan
    days_to_receive: Decimal | None
    days_to_reply: Decimal | None
    days_to_close: Decimal | None

    @classmethod
    def of(cls, told: Figures) -> Self:
        """Show one line."""
        return cls(**vars(told))


class FiguresTold(BaseModel):
    """Figures by one measure; the last line, with an empty key, is of all."""

    items: list[FiguresOut]
    next: str | None = None


def _matters(me: Person, _: Any) -> sa.Select[Any]:  # noqa: ANN401 - no night is needed
    return sa.select(
        *(matter_standing.c[name] for name in COLUMNS if name != "done"),
        sa.case((matter_standing.c.open.is_(True), 0), else_=1).label("done"),
    ).where(visible(me.actor))


def _shown(row: Row, _: Person, house: House) -> MatterOut:
    stands = Stands(**{name: row[name] for name in Stands.__dataclass_fields__})
    return MatterOut.of(stands, _today(house.clock()))


def _meets(name: str) -> Callable[[sa.FromClause, Any, House], sa.ColumnElement[bool]]:
    """Give the condition of a wish as the lists of the ledger have it."""

    def asks(listed: sa.FromClause, value: Any, house: House) -> sa.ColumnElement[bool]:  # noqa: ANN401
        wanted = MatterWanted(**{name: value})
        if name == "overdue_on":
            wanted = MatterWanted(overdue_on=_today(house.clock()) if value else None)
        return sa.and_(sa.true(), *meeting(wanted, listed.c))

    return asks


add_list(
    router,
    "/matters",
    Listing(
        name="matters",
        about="Matters, those still open first, by their deadline",
        columns=COLUMNS,
        key=("matter",),
        source=_matters,
        filters=("kind", "state", "region", "unit", "letter", "level", "opened_on", "due_on"),
        wishes={
            "sheet": Filter(Sheet | None, _meets("sheet")),
            "overdue": Filter(bool | None, _meets("overdue_on")),
            "text": Filter(Annotated[str | None, Query(max_length=100)], _meets("text")),
        },
        order="done,order_on",
        inner=("done", "open", "order_on", "moves", "first_replied_on"),
        ledger=True,
        regions=Person.reach,
        shown=_shown,
        model=MatterOut,
    ),
    MatterReader,
)


@router.post("/matters", status_code=201, summary="Open a matter")
def draft_matter(
    asked: DraftIn,
    request: Request,
    house: HouseHere,
    me: MatterReader,
    now: Now,
    x_csrf_token: Csrf = "",
) -> MatterOut:
    """Open a matter; its alerts are handed over with it."""
    must_be_ours(request, me.token, x_csrf_token)
    draft = Draft(**{**vars(asked), "alerts": tuple(asked.alerts)})
    return MatterOut.of(house.matters.draft(draft, by=me.actor, now=now), _today(now))


@router.get("/matter-figures", summary="How many matters, and what came of them")
def tell_figures(
    house: HouseHere,
    me: MatterReader,
    now: Now,
    by: Literal["kind", "region", "unit", "year", "class"] = "kind",
    kind: Annotated[str | None, Query(max_length=40)] = None,
    region: Annotated[str | None, Query(max_length=12)] = None,
    unit: Annotated[str | None, Query(max_length=60)] = None,
) -> FiguresTold:
    """Count the matters that one may see."""
    if kind is not None and kind not in KINDS:
        raise ListRefused(f"there is no kind {kind!r}: they are {', '.join(KINDS)}")
    must_see(me, house, region)
    wanted = MatterWanted(kind=kind, region=region, unit=unit)
    told = figures(house.ledger.engine, by, wanted, by=me.actor, today=_today(now))
    return FiguresTold(items=[FiguresOut.of(one) for one in told])


@router.get("/matters/{number}", summary="One matter, with its whole history")
def read_one(number: Number, house: HouseHere, me: MatterReader, now: Now) -> MatterFull:
    """Show one matter."""
    told = read_matter(house.ledger.engine, number, by=me.actor)
    looked(house, me, "matter", number)
    latest = [
        LatestOut(**vars(one), unchanged=one.unchanged) for one in house.matters.latest(number)
    ]
    return _in_full(told, latest, me, _today(now))


@router.post("/matters/{number}/moves", status_code=201, summary="Take a step of a matter")
def move_matter(
    number: Number,
    asked: MatterStepIn,
    request: Request,
    house: HouseHere,
    me: MatterReader,
    now: Now,
    x_csrf_token: Csrf = "",
) -> MatterOut:
    """Take a step of one matter, if it still is what `seen` says."""
    must_be_ours(request, me.token, x_csrf_token)
    files = [kept_as(folder_of(house), one.name, one.sha256) for one in asked.files]
    order = Order(asked.move, asked.given, files)
    stood = house.matters.move(number, order, by=me.actor, now=now, seen=asked.seen)
    return MatterOut.of(stood, _today(now))


def _in_full(told: MatterInFull, latest: list[LatestOut], me: Person, today: date) -> MatterFull:
    return MatterFull(
        **MatterOut.of(told.stands, today).model_dump(),
        source=dict(told.source),
        content=dict(told.content),
        recurs=told.recurs,
        recurred_as=list(told.recurred_as),
        alerts=list(told.alerts),
        latest=latest,
        history=[
            MatterMoveOut(**{**vars(one), "files": [FileOut(**vars(f)) for f in one.files]})
            for one in told.history
        ],
        possible=procedure(told.stands.kind).possible(told.stands.state, me.role),
    )


def _today(now: datetime) -> date:
    return now.astimezone(SHANGHAI).date()
