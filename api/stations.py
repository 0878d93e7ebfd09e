"""联络站的门. Pages that a site may open to everybody, and the form by which opinions come in."""

import secrets
import time
from collections import OrderedDict
from collections.abc import Callable, Mapping
from threading import Lock
from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse, JSONResponse, RedirectResponse, Response
from starlette.exceptions import HTTPException

from alerts.matters.left import leave
from alerts.procedure import MoveRefused, WordsMissing
from alerts.spending import Limit, TooOften, spend
from api.deps import House, HouseHere, NotSignedIn, Now, Person, signed_in
from api.forms import FormForged, mark, must_be_ours
from api.pages import beside, face, remember, table
from api.view import view_of
from dashboards import render
from dashboards.page import Page, View
from dashboards.pages.station import PAGE as STATION
from dashboards.pages.station import wanted
from dashboards.pages.stations import PAGE as STATIONS

router = APIRouter(include_in_schema=False)

VISITOR = "pursewatch_visitor"
"""The cookie that ties a station's form to the browser that loaded it."""
LARGEST = 16_000
"""Bytes of an opinion's form: a thousand characters, thrice over."""
BY_ADDRESS, BY_STATION = Limit(20, 3600), Limit(200, 86_400)
LOOKS = Limit(240, 60)
"""What one address may look at in a while, counted in this process."""
REFUSED: Mapping[type[Exception], int] = {
    FormForged: 403,
    MoveRefused: 409,
    TooOften: 429,
    WordsMissing: 422,
}

_seen: OrderedDict[str, tuple[float, int]] = OrderedDict()
_lock = Lock()


async def visitor(request: Request, house: HouseHere) -> Person | None:
    """Give who is signed in; None: nobody is, at a site whose stations are open to all.

    Raises:
        NotSignedIn: nobody is, and they are not.
        TooOften: this address looked too often.
    """
    _counted(request.client.host if request.client else "")
    try:
        return await signed_in(request)
    except NotSignedIn:
        if house.manners.stations:
            return None
        raise


def _counted(address: str) -> None:
    now = time.monotonic()
    with _lock:
        since, times = _seen.pop(address, (now, 0))
        if now - since >= LOOKS.seconds:
            since, times = now, 0
        _seen[address] = (since, times + 1)
        while len(_seen) > 10_000:
            _seen.popitem(last=False)
    if times >= LOOKS.times:
        left = int(since + LOOKS.seconds - now) + 1
        raise TooOften(f"looks: {LOOKS.times} within {LOOKS.seconds} s are allowed", left)


Visitor = Annotated[Person | None, Depends(visitor)]


def _face(write: Callable[[View], Response]) -> Callable[..., Response]:
    def show(request: Request, me: Visitor) -> Response:
        return write(view_of(request, me))

    return show


def _json(page: Page) -> Callable[[View], Response]:
    def write(view: View) -> Response:
        return JSONResponse(face(page, view))

    return write


def _csv(page: Page) -> Callable[[View], Response]:
    def write(view: View) -> Response:
        name = view.path.strip("/").replace("/", "-")
        return Response(
            table(render.rows(page, view)).encode(),
            media_type="text/csv; charset=utf-8",
            headers={"Content-Disposition": f'attachment; filename="{name}"', **beside(view)},
        )

    return write


for _page in (STATIONS, STATION):
    router.add_api_route(f"{_page.path}.json", _face(_json(_page)))
    router.add_api_route(f"{_page.path}.csv", _face(_csv(_page)))


@router.get(STATIONS.path)
def show_stations(request: Request, me: Visitor) -> Response:
    """List the stations."""
    response = HTMLResponse(render.page(STATIONS, view_of(request, me)))
    remember(request, response)
    return response


@router.get(STATION.path)
def show_station(request: Request, me: Visitor) -> Response:
    """Show a station, with its form."""
    return _page_of(request, me, 200)


async def opinion(request: Request) -> dict[str, str]:
    """Read an opinion's form, which is small.

    Raises:
        HTTPException: it is not.
    """
    if int(request.headers.get("content-length", LARGEST + 1)) > LARGEST:
        raise HTTPException(413, f"an opinion is at most {LARGEST:,} bytes: write less")
    form = await request.form(max_files=0, max_fields=10, max_part_size=LARGEST)
    texts = {name: value for name, value in form.multi_items() if isinstance(value, str)}
    return {name: value.replace("\0", "")[:4000] for name, value in texts.items()}


@router.post(STATION.path)
def leave_opinion(
    request: Request,
    me: Visitor,
    house: HouseHere,
    now: Now,
    form: Annotated[dict[str, str], Depends(opinion)],
) -> Response:
    """Take an opinion, and give its receipt number; or say why not, with what was typed."""
    station = wanted(view_of(request, me))
    try:
        must_be_ours(request, request.cookies.get(VISITOR, ""), form.get("csrf", ""))
        if not station.accepts:
            raise MoveRefused(
                f"{station.name} takes no opinions here", zh=f"{station.name}不在这里收意见"
            )
        _spent(request, house, station.id, now)
        words, topic = form.get("words", ""), form.get("topic", "")
        _, receipt = leave(house.matters, station, topic, words, now=now)
    except tuple(REFUSED) as error:
        said = f"stations.refused_{type(error).__name__}"
        return _page_of(request, me, REFUSED[type(error)], said=said, typed=form)
    view = view_of(request, me)
    asked = view.choice.but(receipt=receipt, new="1")
    return RedirectResponse(f"/stations/{station.id}{asked}#receipt", 303)


def _spent(request: Request, house: House, station: str, now: Now) -> None:
    address = request.client.host if request.client else ""
    engine = house.ledger.engine
    spend(engine, "opinions", address, BY_ADDRESS, now=now)
    spend(engine, "opinions of a station", station, BY_STATION, now=now)


def _page_of(
    request: Request,
    me: Person | None,
    status: int,
    *,
    said: str = "",
    typed: Mapping[str, str] | None = None,
) -> Response:
    guest = request.cookies.get(VISITOR) or secrets.token_urlsafe(32)
    view = view_of(request, me, csrf=mark(guest), said=said, typed=typed)
    response = HTMLResponse(render.page(STATION, view), status)
    response.set_cookie(
        VISITOR, guest, path=STATIONS.path, httponly=True, samesite="strict",
        secure=request.app.state.house.secure_cookies,
    )  # fmt: skip
    remember(request, response)
    return response
