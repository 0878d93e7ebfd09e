"""Which status each way of going wrong has, and the face that it is told with."""

import re
import traceback
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial
from urllib.parse import urlencode

import structlog
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from starlette.exceptions import HTTPException

from alerts.accounts import (
    AccountExists,
    AccountUnknown,
    NameRefused,
    RegionRefused,
    SignInRefused,
)
from alerts.desk import PreviewUnknown
from alerts.exports import ExportNotReady, ExportsMany, ExportUnknown
from alerts.ledger import AlertUnknown, CursorUnreadable
from alerts.legal_events import EventRefused, EventUnknown
from alerts.matters.desk import MatterUnknown
from alerts.matters.files import FileGone, FileRefused
from alerts.matters.papers import PaperUnmade
from alerts.passwords import PasswordRefused
from alerts.procedure import MovedMeanwhile, MoveForbidden, MoveRefused, WordsMissing
from alerts.quieting import SilenceUnknown
from alerts.spending import TooOften
from alerts.tokens import TokenRefused
from alerts.witness import Act, witness
from api import fresh
from api.acting import NothingChosen
from api.deps import (
    FactorWanted,
    NotSignedIn,
    PasswordOver,
    Person,
    RegionUnknown,
    RoleRefused,
    house,
    who,
)
from api.desk import DeliveryUnknown, DeskFailed
from api.files import RangeRefused
from api.forms import FormForged
from api.fresh import Unchanged
from api.lists import ListRefused
from api.ordering import ExportTooLarge
from api.pages import SIGN_IN
from api.parameters import ParameterRefused
from api.problems import refusal
from api.reports import ReportUnknown
from api.routes.alerts import UnitUnknown
from api.routes.rules import RuleUnknown
from api.told import told, told_of
from api.upload import UploadRefused
from api.view import LANGUAGE, chosen_now, language, view_of
from api.written import CursorRefused
from dashboards import render
from dashboards.export import FilterRefused, KindUnknown
from dashboards.figures.beneath import FigureUnknown, MeasureRefused
from dashboards.figures.places import YearUnknown
from dashboards.filling import TemplateRefused
from dashboards.letters.document import LetterIncomplete
from dashboards.letters.fonts import FontsMissing
from dashboards.page import ChoiceRefused, FilterUnknown, NotAllowed, NotThere
from dashboards.pages.debt import SuppositionRefused
from dashboards.reports.kinds import ReportRefused
from dashboards.words import say
from warehouse.asking import QueriesBusy, QueryRefused
from warehouse.database import NightBroken, NightMissing, NightUnknown, QueryStopped
from warehouse.workdays import WorkdaysUnknown

STATUS: dict[type[Exception], int] = {
    AccountExists: 409,
    AccountUnknown: 404,
    AlertUnknown: 404,
    ChoiceRefused: 422,
    CursorRefused: 422,
    DeliveryUnknown: 404,
    DeskFailed: 503,
    CursorUnreadable: 422,
    EventRefused: 422,
    EventUnknown: 404,
    ExportNotReady: 410,
    ExportTooLarge: 422,
    ExportUnknown: 404,
    ExportsMany: 429,
    FigureUnknown: 404,
    FilterRefused: 422,
    FilterUnknown: 422,
    KindUnknown: 422,
    QueriesBusy: 429,
    QueryRefused: 422,
    RangeRefused: 416,
    FactorWanted: 403,
    FormForged: 403,
    FontsMissing: 503,
    FileGone: 404,
    FileRefused: 422,
    LetterIncomplete: 409,
    MatterUnknown: 404,
    MeasureRefused: 422,
    MoveForbidden: 403,
    NameRefused: 422,
    MoveRefused: 409,
    MovedMeanwhile: 409,
    ListRefused: 422,
    NightBroken: 503,
    NightMissing: 503,
    NightUnknown: 404,
    NothingChosen: 422,
    NotAllowed: 403,
    NotSignedIn: 401,
    NotThere: 404,
    PaperUnmade: 404,
    ParameterRefused: 422,
    PasswordOver: 403,
    PasswordRefused: 422,
    PreviewUnknown: 404,
    QueryStopped: 503,
    RegionRefused: 422,
    RegionUnknown: 404,
    ReportRefused: 422,
    ReportUnknown: 404,
    RoleRefused: 403,
    RuleUnknown: 404,
    SignInRefused: 401,
    SilenceUnknown: 404,
    TemplateRefused: 503,
    TokenRefused: 422,
    TooOften: 429,
    UnitUnknown: 404,
    UploadRefused: 422,
    SuppositionRefused: 422,
    WordsMissing: 422,
    WorkdaysUnknown: 422,
}

DENIED = (
    AlertUnknown, DeliveryUnknown, ExportUnknown, FormForged, MatterUnknown, MoveForbidden,
    NotAllowed, NotThere, PreviewUnknown, RegionUnknown, ReportUnknown, RoleRefused,
    SilenceUnknown, UnitUnknown,
)  # fmt: skip
"""What may have been a try at what is another's: each is in the record."""

HTTP_WORDS = {400: "form", 404: "no_page", 405: "no_method", 408: "too_slow", 413: "too_large"}
"""What pages say of what the router refused."""

SAVED = re.compile(r"/api/v1/matters/\d+/(documents|files)/[^/]+")
"""Papers and evidence, which a person saves from a link of a page."""

log = structlog.get_logger("api")


def install(app: FastAPI) -> None:
    """Have `app` answer every known error in its own words, and any other without its own."""
    for kind in STATUS:
        app.add_exception_handler(kind, speak)
    app.add_exception_handler(Unchanged, stay)
    app.add_exception_handler(HTTPException, speak_http)
    app.add_exception_handler(RequestValidationError, speak_fields)
    app.add_exception_handler(Exception, break_down)


def speak(request: Request, error: Exception) -> Response:
    """Tell a domain error with its status; who is not signed in is shown the way in."""
    status = next(STATUS[kind] for kind in type(error).__mro__ if kind in STATUS)
    if isinstance(error, SignInRefused) and error.until:
        status = 429
    if isinstance(error, UploadRefused):
        status = error.status
    kind = f"/problems/{type(error).__name__}"
    if isinstance(error, YearUnknown):  # nothing of another's was tried
        return _years(request, status, error, kind)
    if wants_page(request) and (own := _own_page(request, status, error)):
        return own
    if isinstance(error, NotSignedIn) and wants_page(request):
        return RedirectResponse(_way_in(request), 303)
    if isinstance(error, PasswordOver) and wants_page(request):
        return RedirectResponse("/account", 303)
    if isinstance(error, FactorWanted) and wants_page(request):
        return RedirectResponse("/account?first=factor", 303)
    if isinstance(error, DENIED):
        _record(request, error)
    seconds = error.seconds if isinstance(error, TooOften) else 60
    headers = {"Retry-After": str(seconds)} if status in {429, 503} else {}
    if isinstance(error, RangeRefused):
        headers = {"Content-Range": f"bytes */{error.size}"}
    return _tell(request, status, str(error), kind=kind, headers=headers, page=told(error, request))


def _years(request: Request, status: int, error: YearUnknown, kind: str) -> Response:
    """Tell that a year was not delivered, and lead to those that were, or on to the nearest."""
    if not wants_page(request):
        return refusal(status, str(error), kind=kind, more={"years": error.years})
    if "moved" in request.query_params:  # a picker led there
        return RedirectResponse(error.nearest, 303)
    detail = say(language(request), f"{error.words}.said", **error.given)
    return HTMLResponse(
        _failure(request, status, detail, said=error.words, ways=error.ways), status
    )


def _own_page(request: Request, status: int, error: Exception) -> Response | None:
    """Draw the page of an error that has words of its own; None where its status' words do."""
    if isinstance(error, ChoiceRefused):
        return _choices(request, status, error)
    if isinstance(error, FilterUnknown):
        spoken = language(request)
        detail = say(spoken, "error.no_filter.said", name=error.name)
        ways = [(say(spoken, "error.no_filter.without", name=error.name), error.instead)]
        page = _failure(request, status, detail, said="error.no_filter", ways=ways)
        return HTMLResponse(page, status)
    if isinstance(error, NightBroken):
        words = _failure(request, status, told(error, request), said="error.night")
        return HTMLResponse(words, status, headers={"Retry-After": "60"})
    return None


def _choices(request: Request, status: int, error: ChoiceRefused) -> Response:
    """Tell that a filter has no such choice, and lead back to the list by each that it has."""
    spoken, view = language(request), view_of(request, _person(request))
    named = say(spoken, f"filter.{error.name}")
    detail = say(spoken, "error.filter.said", filter=named, value=error.value)
    ways = [
        (label, view.path + view.choice.but(after=None, **{error.name: value}))
        for label, value in [
            (say(spoken, "error.filter.without", filter=named), ""),
            *((label, value) for value, label in error.choices.items()),
        ]
    ]
    return HTMLResponse(_failure(request, status, detail, said="error.filter", ways=ways), status)


def _record(request: Request, error: Exception) -> None:
    """Put into the record that somebody was turned away, and from what; once a request."""
    person: Person | None = getattr(request.state, "person", None)
    if person is None or getattr(request.state, "noticed", False):
        return
    ours = house(request)
    witness(
        ours.ledger.engine, person.name, Act.DENY, request.url.path[:200], now=ours.clock(),
        role=person.role, method=request.method, because=type(error).__name__,
    )  # fmt: skip


def speak_http(request: Request, error: Exception) -> Response:
    """Tell what the router refused: no such address, no such method, too large a body."""
    assert isinstance(error, HTTPException)
    path = request.url.path[:200]
    detail = {
        404: f"nothing is at {path!r}: the addresses are listed in /api/v1/openapi.json",
        405: f"{request.method} is not taken at {path!r}",
    }.get(error.status_code, str(error.detail))
    page = told_of(HTTP_WORDS.get(error.status_code, ""), detail, request)
    return _tell(request, error.status_code, detail, headers=error.headers or {}, page=page)


def speak_fields(request: Request, error: Exception) -> Response:
    """Tell which fields can't be read; what was typed into them is not repeated."""
    assert isinstance(error, RequestValidationError)
    errors = [
        {
            "where": str(one["loc"][0]),
            "name": ".".join(str(part) for part in one["loc"][1:]),
            "wanted": str(one["msg"]),
        }
        for one in error.errors()
    ]
    first = errors[0]
    detail = f"{first['where']} {first['name']!r} can't be read: {first['wanted']}"
    if wants_page(request):
        return _tell(request, 422, detail, page=told_of("fields", detail, request))
    return refusal(422, detail, kind="/problems/FieldsRefused", errors=errors)


def break_down(request: Request, error: Exception) -> Response:
    """Tell that the house itself is wrong: a number to report, and nothing of the inside."""
    number = request.scope["state"].get("request_id", "")
    trace = "".join(traceback.format_exception(error))  # without locals: they hold cookies
    log.error("request.broke", request=number, error=trace)
    detail = f"this request broke the service; tell the operator its number: {number}"
    return _tell(request, 500, detail, page=told_of("broke", detail, request, number=number))


def stay(_: Request, error: Exception) -> Response:
    """Say that the asker's copy still holds."""
    assert isinstance(error, Unchanged)
    return Response(status_code=304, headers={"ETag": error.mark, **fresh.HEADERS})


def wants_page(request: Request) -> bool:
    """Tell whether a person at a browser asked for a page, and not a program for an answer."""
    path = request.url.path
    if SAVED.fullmatch(path):  # pages link to them, programs ask for them
        return "text/html" in request.headers.get("accept", "")
    if path.startswith(("/api/", "/health", "/static/")) or path.endswith((".json", ".csv")):
        return False
    accepted = request.headers.get("accept", "*/*")
    return "text/html" in accepted or "*/*" in accepted


def _tell(
    request: Request,
    status: int,
    detail: str,
    *,
    kind: str = "about:blank",
    headers: Mapping[str, str] | None = None,
    page: str = "",
) -> Response:
    """Tell it as a problem, in English; or as a page, in the reader's words."""
    if not wants_page(request):
        return refusal(status, detail, kind=kind, headers=headers)
    return HTMLResponse(_failure(request, status, page), status, headers=dict(headers or {}))


def _failure(
    request: Request,
    status: int,
    detail: str,
    said: str = "",
    ways: Sequence[tuple[str, str]] = (),
) -> str:
    """Draw the page of a failure; without the night, where that is what can't be read."""
    request.state.failed = True
    view = view_of(request, _person(request))
    told = partial(render.failure, status, detail=detail, said=said, ways=ways)
    try:
        return told(view, unread=getattr(request.state, "unread", False))
    except NightBroken:
        return told(replace(view, warehouse=None), unread=True)


def _person(request: Request) -> Person | None:
    try:
        return who(request, house(request))
    except (NotSignedIn, ParameterRefused):
        return None


def _way_in(request: Request) -> str:
    asked = request.url.path + (f"?{request.url.query}" if request.url.query else "")
    if request.method != "GET" or asked == "/":
        return SIGN_IN
    tongue = {LANGUAGE: said} if (said := chosen_now(request).get(LANGUAGE)) else {}
    return f"{SIGN_IN}?{urlencode({'next': asked, **tongue})}"
