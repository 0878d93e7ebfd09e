"""Exports, over HTTP: order a list as a file, see how far it has come, and fetch it."""

from datetime import datetime
from pathlib import Path as FilePath
from typing import Annotated, Self
from urllib.parse import quote

from fastapi import APIRouter, Query, Request, Response
from pydantic import BaseModel, Field, JsonValue

from alerts.exports import Export, ExportNotReady, ExportState, reach_of
from alerts.witness import witness
from api.deps import Exporting, Heavy, House, HouseHere, Now, Person, RoomHere
from api.files import given
from api.forms import Csrf, must_be_ours
from api.in_hand import add_rows, in_hand
from api.ordering import order
from api.parameters import Number
from api.problems import told
from warehouse.writers import MEDIA, FileForm, beside

router = APIRouter(prefix="/exports", tags=["exports"])

Value = Annotated[str, Field(max_length=200)]
Purpose = Annotated[
    str,
    Query(max_length=200, description="why: shows analysts and leaders what is masked"),
]
FETCHED = "export.fetch"
MOST = 10_000
"""Orders of one account that are listed: the last ones."""
EXAMPLE: dict[str, JsonValue] = {
    "what": "alerts",
    "form": "xlsx",
    "filters": {"region": "419801", "state": ["raised", "verifying"]},
}


class ExportIn(BaseModel):
    """What is to be written to a file."""

    model_config = {"extra": "forbid", "json_schema_extra": {"examples": [EXAMPLE]}}

    what: Annotated[
        str,
        Field(
            max_length=40,
            description="alerts, matters, figures, figure-rows, feed-rows or rejects",
        ),
    ]
    form: FileForm = FileForm.XLSX
    filters: Annotated[
        dict[Annotated[str, Field(max_length=60)], Value | list[Value]], Field(max_length=40)
    ] = {}


class ExportOut(BaseModel):
    """An order and what became of it; `rows` were counted when it was taken."""

    number: int
    what: str
    form: FileForm
    filters: dict[str, list[str]]
    night: str | None
    purpose: str
    state: ExportState
    rows: int
    written: int
    told: str
    name: str | None
    bytes: int | None
    sha256: str | None
    ordered_at: datetime
    ended_at: datetime | None
    expires_at: datetime | None
    file: str | None

    @classmethod
    def of(cls, one: Export) -> Self:
        """Show one order."""
        shown = {name: value for name, value in vars(one).items() if name in cls.model_fields}
        return cls(
            **{
                **shown,
                "form": FileForm(one.form),
                "filters": {name: list(values) for name, values in one.filters.items()},
                "rows": one.counted,
                "file": f"/api/v1/exports/{one.number}/file"
                if one.state is ExportState.DONE
                else None,
            }
        )


@router.post("", status_code=202, summary="Order a list as a file")
def order_export(  # noqa: PLR0913, PLR0917 - each is a part of the request
    asked: ExportIn,
    request: Request,
    response: Response,
    me: Exporting,
    house: HouseHere,
    now: Now,
    _: Heavy,
    purpose: Purpose = "",  # noqa: ARG001 - `api.deps` reads and records it
    x_csrf_token: Csrf = "",
) -> ExportOut:
    """Count the rows, and take the order unless they are too many; the answer states the count."""
    must_be_ours(request, me.token, x_csrf_token)
    filters = {
        name: [value] if isinstance(value, str) else value for name, value in asked.filters.items()
    }
    taken = order(house, me, asked.what, asked.form, filters, now=now)
    response.headers["Location"] = f"/api/v1/exports/{taken.number}"
    return ExportOut.of(taken)


def ordered(me: Exporting, house: HouseHere) -> list[ExportOut]:
    """Give the exports of one's own account."""
    return [ExportOut.of(one) for one in house.orders.list(me.name, most=MOST)]


EXPORTS = in_hand(
    "exports", "One's own exports, the latest first", ExportOut, ["number"], order="-number",
    filters=["what", "form", "state", "night"],
)  # fmt: skip
add_rows(router, "", EXPORTS, Exporting, ordered)


@router.get("/{number}", summary="One of one's own exports")
def read_export(number: Number, me: Exporting, house: HouseHere) -> ExportOut:
    """Show how far an export of one's own has come."""
    return ExportOut.of(house.orders.of(number, account=me.name))


@router.get(
    "/{number}/file",
    summary="The file of an export",
    response_class=Response,
    responses={
        200: {
            "description": "the file",
            "content": {
                media: {"schema": {"type": "string", "format": "binary"}}
                for media in MEDIA.values()
            },
        },
        206: {"description": "the part of it that was asked for by `Range`"},
        304: {"description": "the asker has it already"},
        **told(410, 416),
    },
)
def fetch_export(
    number: Number, request: Request, me: Exporting, house: HouseHere, room: RoomHere, now: Now
) -> Response:
    """Give the file, whole or from where an earlier try broke off (`Range`, `If-Range`).

    Raises:
        ExportNotReady: it is not made yet, was deleted, or the account sees otherwise since.
    """
    one = house.orders.of(number, account=me.name)
    file = room.folder / one.file
    must_be_there(one, me, there=file.is_file())
    _noted(house, request, me, one, now)
    return given(
        request, file, name=one.name or one.file, media=MEDIA[FileForm(one.form)],
        sha256=one.sha256 or "",
    )  # fmt: skip


@router.get(
    "/{number}/about",
    summary="What an export says of itself: who, when, filters, night, editions of rules",
    response_class=Response,
    responses={
        200: {"description": "as it was sealed", "content": {"application/json": {"schema": {}}}},
        **told(410),
    },
)
def read_about(number: Number, me: Exporting, house: HouseHere, room: RoomHere) -> Response:
    """Tell of the file of an export, for whoever has it without: a table says nothing of itself.

    Raises:
        ExportNotReady: it is not made yet, was deleted, or the account sees otherwise since.
    """
    one = house.orders.of(number, account=me.name)
    file = beside(room.folder / one.file)
    must_be_there(one, me, there=file.is_file())
    name = quote(beside(FilePath(one.name or one.file)).name)
    headers = {"Content-Disposition": f"attachment; filename*=UTF-8''{name}"}
    return Response(file.read_bytes(), media_type="application/json", headers=headers)


def must_be_there(one: Export, me: Person, *, there: bool) -> None:
    """Let those pass who fetch what is there and still theirs.

    Raises:
        ExportNotReady: it is not made yet, was deleted, or the account sees otherwise since.
    """
    if one.state in {ExportState.WAITING, ExportState.RUNNING}:
        raise ExportNotReady(
            f"export {one.number} is not written yet: {one.written:,} of {one.counted:,} rows are"
        )
    if one.state is ExportState.FAILED:
        raise ExportNotReady(f"export {one.number} was not written: {one.told}")
    if reach_of(me.account) != one.reach:
        raise ExportNotReady(
            f"the account sees otherwise than when export {one.number} was ordered: order it again"
        )
    if one.state is ExportState.EXPIRED or not there:
        raise ExportNotReady(f"the file of export {one.number} was deleted: order it again")


def _noted(house: House, request: Request, me: Person, one: Export, now: datetime) -> None:
    """Note that the file was fetched, once for a try and not for each part of it."""
    asked = request.headers.get("range", "")
    if not asked or asked.replace(" ", "").startswith("bytes=0-"):
        witness(
            house.ledger.engine, me.name, FETCHED, f"export {one.number}", now=now, name=one.name
        )
