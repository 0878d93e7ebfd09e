"""Matters, over HTTP: lists and figures, every step, replies with their files, papers' numbers."""

from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path as Folder
from typing import Annotated, Any, Literal, Self
from urllib.parse import quote

import sqlalchemy as sa
from fastapi import APIRouter, Query, Request, Response, UploadFile
from pydantic import BaseModel, Field

from alerts.matters.assignments import assign, assigned
from alerts.matters.desk import visible
from alerts.matters.drafts import read_draft, save_draft
from alerts.matters.files import FileRefused, Kept, keep_file, kept_as, read_file
from alerts.matters.given import Draft, Order
from alerts.matters.kinds import KINDS, Letter
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
from api.deps import Assigning, House, HouseHere, MatterReader, Now, PaperReader, Person
from api.forms import Csrf, must_be_ours
from api.in_hand import add_rows, in_hand
from api.lists import Choices, Filter, Listing, ListRefused, add_list
from api.looks import looked
from api.parameters import Number
from api.written import Yuan
from warehouse.database import Row
from warehouse.period import SHANGHAI

router = APIRouter(tags=["matters"])

Text = Annotated[str, Field(max_length=4000)]


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


class FileOut(BaseModel):
    """A file that is kept, by its hash."""

    name: str
    type: str
    size: int
    sha256: str


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


class ReplyDraft(BaseModel):
    """A reply as far as it is written."""

    model_config = {"extra": "forbid"}

    measures: Text = ""
    reason: Annotated[str, Field(max_length=40)] = ""
    amount: Annotated[str, Field(max_length=40)] = ""
    words: Text = ""


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


class LetterOut(BaseModel):
    """A paper's number; `void` says why its paper does not hold."""

    text: str
    letter: str
    matter: int | None
    at: datetime
    actor: str
    void: str | None


class LettersOut(BaseModel):
    """The numbers of a matter's papers."""

    items: list[LetterOut]
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
    files = [kept_as(_folder(house), one.name, one.sha256) for one in asked.files]
    order = Order(asked.move, asked.given, files)
    stood = house.matters.move(number, order, by=me.actor, now=now, seen=asked.seen)
    return MatterOut.of(stood, _today(now))


@router.post("/matters/{number}/files", status_code=201, summary="Send a file, to name in a step")
def send_file(
    number: Number,
    file: UploadFile,
    request: Request,
    house: HouseHere,
    me: MatterReader,
    x_csrf_token: Csrf = "",
) -> FileOut:
    """Keep a file by its hash; it belongs to no step until one names it."""
    must_be_ours(request, me.token, x_csrf_token)
    read_matter(house.ledger.engine, number, by=me.actor)
    kept: Kept = keep_file(_folder(house), file.filename or "", file.file)
    return FileOut(**vars(kept))


@router.get("/matters/{number}/files/{sha256}", summary="A file that came with a step")
def give_file(number: Number, sha256: str, house: HouseHere, me: PaperReader) -> Response:
    """Give a file to be saved, never to be shown."""
    told = read_matter(house.ledger.engine, number, by=me.actor)
    files = {file.sha256: file for move in told.history for file in move.files}
    if sha256 not in files:
        raise FileRefused(
            f"matter {number} has no file {sha256[:12]!r}: its history names them",
            zh=f"事项{number}没有这个文件：历史里列着有的",
        )
    content = read_file(_folder(house), sha256)
    name = quote(files[sha256].name)
    headers = {"Content-Disposition": f"attachment; filename*=UTF-8''{name}"}
    return Response(content, media_type="application/octet-stream", headers=headers)


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


def read_letters(number: Number, house: HouseHere, me: MatterReader) -> list[LetterOut]:
    """List the numbers of a matter's papers, the void ones among them."""
    read_matter(house.ledger.engine, number, by=me.actor)
    given = house.matters.numbers.given(house.ledger.engine, matter=number)
    return [
        LetterOut(**{name: getattr(one, name) for name in LetterOut.model_fields}) for one in given
    ]


LETTERS = in_hand(
    "letters", "The numbers of a matter's papers", LetterOut, ["text"], order="at",
    filters=["letter"],
)  # fmt: skip
add_rows(router, "/matters/{number}/letters", LETTERS, MatterReader, read_letters)


class LetterIn(BaseModel):
    """The kind of paper that gets a number."""

    model_config = {"extra": "forbid", "json_schema_extra": {"examples": [{"letter": "closing"}]}}

    letter: Letter


@router.post("/matters/{number}/letters", status_code=201, summary="Take a paper's next number")
def number_letter(
    number: Number,
    asked: LetterIn,
    request: Request,
    house: HouseHere,
    me: MatterReader,
    now: Now,
    x_csrf_token: Csrf = "",
) -> LettersOut:
    """Give a paper of a matter its number; it tells the matter as it stands now."""
    must_be_ours(request, me.token, x_csrf_token)
    read_matter(house.ledger.engine, number, by=me.actor)
    engine, numbers = house.ledger.engine, house.matters.numbers
    numbers.make(engine, asked.letter, matter=number, by=me.actor, now=now)
    return LettersOut(items=read_letters(number, house, me))


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


def _folder(house: House) -> Folder:
    if house.evidence is None:
        raise FileRefused(
            "this site keeps no files: its operator names no folder for them",
            zh="本站没有开通收文件：请联系管理员",
        )
    return house.evidence


def _today(now: datetime) -> date:
    return now.astimezone(SHANGHAI).date()
