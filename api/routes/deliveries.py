"""Deliveries, over HTTP: hand one in and have its receipt, and look receipts up."""

from datetime import datetime
from enum import StrEnum
from typing import Annotated, Any, Self

import sqlalchemy as sa
from fastapi import APIRouter, Query, Request, Response
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import JSONResponse
from pydantic import BaseModel, ConfigDict, JsonValue

from alerts.scope import stem
from alerts.wanted import reach
from alerts.workflow import Role
from api.deps import DeliveryReader, DeskHere, House, Now, Person, Supplying, desk
from api.desk import DeliveryUnknown, Told, Wishes
from api.forms import Csrf, must_be_ours
from api.lists import Choices, Filter, Listing, add_list
from api.parameters import Number
from api.problems import refusal, told
from api.upload import held_to, uploaded
from api.written import Yuan
from warehouse.database import Row

router = APIRouter(prefix="/deliveries", tags=["deliveries"])

EXAMPLE: dict[str, JsonValue] = {
    "delivery": 12,
    "name": "payment_410100_2026-03.csv",
    "supplier": "410100",
    "delivered_at": None,
    "received_at": "2026-04-01T06:00:00Z",
    "outcome": "kept",
    "files": [],
}


class Outcome(StrEnum):
    """What became of a delivery as a whole."""

    KEPT = "kept"
    SOME_ASIDE = "some_aside"
    SOME_REFUSED = "some_refused"
    REFUSED = "refused"
    SAME = "already_received"


class TotalOut(BaseModel):
    """The yuan of one money column: delivered = kept + repeated + aside."""

    delivered: Yuan
    kept: Yuan
    repeated: Yuan
    aside: Yuan
    unreadable: int


class FileOut(BaseModel):
    """What became of one file, or of one sheet."""

    file: int | None
    name: str
    feed: str | None
    region: str | None
    period: str | None
    supplier: str | None
    status: str
    reason: str
    delivered: int
    kept: int
    repeated: int
    aside: int
    left_out: int
    totals: dict[str, TotalOut]
    sha256: str | None
    notes: list[str]


class DeliveryOut(BaseModel):
    """The receipt of a delivery; `delivery` is null where nothing of it was new."""

    model_config = ConfigDict(json_schema_extra={"examples": [EXAMPLE]})

    delivery: int | None
    name: str
    supplier: str | None
    delivered_at: datetime | None
    received_at: datetime
    outcome: Outcome
    files: list[FileOut]

    @classmethod
    def of(cls, receipt: Told) -> Self:
        """Show one receipt."""
        return cls(**{**receipt, "outcome": outcome(receipt)})


TAKEN = {"kept", "withdrawn"}
"""What becomes of a file that is taken in."""


def outcome(receipt: Told) -> Outcome:
    """Say what became of a delivery as a whole."""
    files = receipt["files"]
    statuses = {file["status"] for file in files}
    taken = statuses & TAKEN
    if "refused" in statuses:
        return Outcome.SOME_REFUSED if taken else Outcome.REFUSED
    if not taken:
        return Outcome.SAME
    return Outcome.SOME_ASIDE if any(file["aside"] for file in files) else Outcome.KEPT


Wish = Annotated[str | None, Query(max_length=200)]


@router.post(
    "",
    summary="Hand a delivery in",
    response_model=DeliveryOut,
    status_code=201,
    responses={200: {"model": DeliveryOut, "description": "nothing of it is new"},
               **told(400, 408, 413, 507)},
    openapi_extra={
        "requestBody": {
            "required": True,
            "content": {
                "application/octet-stream": {"schema": {"type": "string", "format": "binary"}},
                "multipart/form-data": {
                    "schema": {
                        "type": "object",
                        "properties": {
                            "feed": {"type": "string"},
                            "region": {"type": "string"},
                            "period": {"type": "string"},
                            "source": {"type": "string"},
                            "file": {
                                "type": "array",
                                "items": {"type": "string", "format": "binary"},
                            },
                        },
                    }
                },
            },
        }
    },
)  # fmt: skip
async def hand_in(  # noqa: PLR0913, PLR0917 - each is a parameter of the address
    request: Request,
    response: Response,
    me: Supplying,
    desk: DeskHere,
    now: Now,
    name: Annotated[
        str, Query(max_length=200, description="the file's name, for a body that is its bytes")
    ] = "",
    feed: Wish = None,
    region: Wish = None,
    period: Wish = None,
    source: Annotated[str | None, Query(max_length=200, description="a mapping's name")] = None,
    sha256: Annotated[str | None, Query(pattern=r"^[0-9A-Fa-f]{64}$")] = None,
    x_csrf_token: Csrf = "",
) -> DeliveryOut | Response:
    """Take a file, a .zip or the files of a form, and answer with the receipt.

    201: something was taken. 200: all of it was received already. 422: nothing was taken; the
    problem holds the receipt. Bytes that came before change nothing, so an upload may be repeated.
    """
    must_be_ours(request, me.token, x_csrf_token)
    asked = {"feed": feed, "region": region, "period": period, "source": source}
    said = {word: text for word, text in asked.items() if text}
    async with uploaded(request, desk, name=name) as upload:
        await run_in_threadpool(held_to, upload, sha256)
        wishes = Wishes.of({**upload.fields, **said})
        receipt = await run_in_threadpool(desk.receive, upload.path, wishes, now)
    return _answer(DeliveryOut.of(receipt), response)


def _answer(receipt: DeliveryOut, response: Response) -> DeliveryOut | JSONResponse:
    if receipt.outcome is Outcome.REFUSED:
        refused = [file for file in receipt.files if file.status == "refused"]
        more = f" (and {len(refused) - 1} more)" if len(refused) > 1 else ""
        return refusal(
            422,
            f"{refused[0].name}: {refused[0].reason}{more}",
            kind="/problems/DeliveryRefused",
            more={"receipt": receipt.model_dump(mode="json")},
        )
    if receipt.outcome is Outcome.SAME:
        response.status_code = 200
    if receipt.delivery is not None:
        response.headers["Location"] = f"/api/v1/deliveries/{receipt.delivery}"
    return receipt


DELIVERY = sa.table(
    "delivery", *map(sa.column, ("number", "name", "supplier", "received_at", "done"))
)
FILE = sa.table(
    "file", *map(sa.column, ("delivery", "feed", "region", "period", "status", "aside"))
)
"""The receipts' own tables, as the dock keeps them."""
COLUMNS: dict[str, Any] = {
    "delivery": sa.Integer(), "name": sa.String(), "supplier": sa.String(),
    "received_at": sa.String(), "outcome": Choices(one.value for one in Outcome),
    "feeds": sa.String(), "regions": sa.String(), "periods": sa.String(),
}  # fmt: skip


def _listed(me: Person, _: Any) -> sa.Select[Any]:  # noqa: ANN401 - no night is needed
    """Give the deliveries, and of their files only what this reader may see."""
    unsaid = sa.and_(FILE.c.region.is_(None), sa.literal(me.role is Role.ADMINISTRATOR))
    every = (sa.func.group_concat(FILE.c[one].distinct()) for one in ("feed", "region", "period"))
    mine = (
        sa.select(
            FILE.c.delivery,
            sa.func.max(FILE.c.status == "refused").label("refused"),
            sa.func.max(FILE.c.status.in_(TAKEN)).label("taken"),
            sa.func.max(FILE.c.aside > 0).label("aside"),
            *("," + listed.concat(",") for listed in every),
        )
        .where(sa.or_(reach(FILE.c.region, me.deliveries), unsaid))
        .group_by(FILE.c.delivery)
        .subquery()
    )
    refused, taken, aside, *lists = list(mine.c)[1:]
    outcome = sa.case(
        (sa.and_(refused == 1, taken == 1), Outcome.SOME_REFUSED.value),
        (refused == 1, Outcome.REFUSED.value),
        (taken == 0, Outcome.SAME.value),
        (aside == 1, Outcome.SOME_ASIDE.value),
        else_=Outcome.KEPT.value,
    )
    return (
        sa.select(
            DELIVERY.c.number.label("delivery"),
            DELIVERY.c.name,
            DELIVERY.c.supplier,
            DELIVERY.c.received_at,
            outcome.label("outcome"),
            *(
                one.label(name)
                for name, one in zip(("feeds", "regions", "periods"), lists, strict=True)
            ),
        )
        .join(mine, mine.c.delivery == DELIVERY.c.number)
        .where(DELIVERY.c.done == 1)
    )


def _has(column: str, *, whole: bool) -> Filter:
    """Give the wish for deliveries of which a file is so; those of other readers say nothing."""

    def asks(listed: sa.FromClause, value: str, _: House) -> sa.ColumnElement[bool]:
        begins = stem(value) if column == "regions" else value
        return listed.c[column].contains(f",{begins}{',' if whole else ''}", autoescape=True)

    return Filter(Annotated[str | None, Query(max_length=100, pattern="^[^,]*$")], asks)


def _shown(row: Row, me: Person, house: House) -> DeliveryOut:
    receipt = desk(house).delivery(row["delivery"])
    assert receipt is not None
    return DeliveryOut.of(_mine(receipt, me))


add_list(
    router,
    "",
    Listing(
        name="deliveries",
        about="Deliveries, the newest first",
        columns=COLUMNS,
        key=("delivery",),
        source=_listed,
        filters=("supplier", "outcome"),
        wishes={
            "feed": _has("feeds", whole=True),
            "region": _has("regions", whole=False),
            "period": _has("periods", whole=False),
        },
        order="-delivery",
        inner=("feeds", "regions", "periods"),
        ledger=True,
        regions=None,  # of some whom no night knows yet
        engine=lambda house: desk(house).receipts,
        follows=False,
        shown=_shown,
        model=DeliveryOut,
    ),
    DeliveryReader,
)


def _mine(receipt: Told, me: Person) -> Told:
    """Leave out the files of governments that this reader may not see.

    A file that says nobody's region is the administrators' to look after.
    """
    seen = [
        file
        for file in receipt["files"]
        if (me.deliveries.sees(file["region"]) if file["region"] else me.role is Role.ADMINISTRATOR)
    ]
    return {**receipt, "files": seen}


@router.get("/{number}", summary="The receipt of one delivery")
def read_delivery(number: Number, desk: DeskHere, me: DeliveryReader) -> DeliveryOut:
    """Show the receipt of one delivery.

    Raises:
        DeliveryUnknown: there is none, or none of its files is this reader's to see.
    """
    receipt = desk.delivery(number)
    mine = None if receipt is None else _mine(receipt, me)
    if mine is None or not mine["files"]:
        raise DeliveryUnknown(f"no delivery {number} is here for you: look it up in the list")
    return DeliveryOut.of(mine)
