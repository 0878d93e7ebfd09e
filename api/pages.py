"""The HTML door: every page of the dashboards' folder, and its `.json` and `.csv` faces."""

import csv
import hashlib
import io
import re
from collections.abc import Callable
from typing import Any
from urllib.parse import quote, urlencode

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, JSONResponse, RedirectResponse, Response

from alerts.access import Right, roles_with
from alerts.witness import Act, witness
from alerts.workflow import Role
from api.deps import HouseHere, Now, Person, SignedIn, house
from api.looks import looked
from api.view import chosen_now, view_of
from dashboards import render
from dashboards.formulas import told
from dashboards.frame import READERS
from dashboards.page import Page, Row, View, all_pages
from dashboards.pages.overview import PAGE as OVERVIEW
from warehouse.writers import csv_cell, plain

CASES = {"/alerts/{number}": "alert", "/matters/{number}": "matter"}
"""The pages of one thing whose being opened is in the record."""
FRONT = "/"
LANDING = {
    Role.ANALYST: "/work",
    Role.LEADER: OVERVIEW.path,
    Role.DEPUTY: "/today",
    Role.RESPONDENT: "/work",
    Role.EXPERT: "/work",
    Role.AUDITOR: "/work",
    Role.ADMINISTRATOR: "/running",
}
"""Where each role lands: what they came for."""
PLACED = frozenset({"region", "year"})
"""What a government's overview is asked with: who asks the front door so gets that."""
SIGN_IN = "/sign-in"
"""The one page that is open; its door is with the sessions."""


def doors() -> APIRouter:
    """Give a route for every page; its faces come first, for `/alerts/7.json` is no number."""
    router = APIRouter(include_in_schema=False)
    pages = [page for page in all_pages() if page.signed_in]
    asks: dict[str, dict[str, Any]] = {one.path: {"right": right_of(one)} for one in pages}
    router.add_api_route(FRONT, front, openapi_extra={"right": Right.OWN})
    for page in pages:
        told = asks[page.path]
        if page.rows is not None:
            router.add_api_route(f"{page.face}.json", _as_json(page), openapi_extra=told)
            router.add_api_route(f"{page.face}.csv", _as_csv(page), openapi_extra=told)
    for page in pages:
        router.add_api_route(page.path, _as_html(page), openapi_extra=asks[page.path])
    return router


def front(request: Request, me: SignedIn) -> Response:
    """Show everybody to what they came for, in the language that they ask for."""
    placed = me.role in READERS and PLACED & set(request.query_params)
    path = OVERVIEW.path if placed else LANDING[me.role]
    asked = f"?{request.url.query}" if request.url.query else ""
    response = RedirectResponse(path + asked, 303)
    remember(request, response)
    return response


def right_of(page: Page) -> Right:
    """Give the right that opens a page: the one that the page's roles have."""
    roles = page.roles or READERS
    alike = [right for right in Right if roles_with(right) == roles]
    return next((right for right in alike if roles_with(right) is roles), alike[0])


def remember(request: Request, response: Response) -> None:
    """Keep the language and the unit of money that the reader chose with this request."""
    for name, value in chosen_now(request).items():
        response.set_cookie(
            name,
            value,
            max_age=31_536_000,
            httponly=True,
            samesite="strict",
            secure=house(request).secure_cookies,
        )


def _view(page: Page, request: Request, me: Person) -> View:
    view = view_of(request, me)
    page.must_take(view)
    return view


def _as_html(page: Page) -> Callable[..., Response]:
    def show(request: Request, me: SignedIn) -> Response:
        me.must_open(page)
        part = request.headers.get("hx-request") == "true"
        html = render.page(page, _view(page, request, me), part=part)
        _looked(page, request, me)
        response = HTMLResponse(html, headers={"Vary": "Cookie, HX-Request"})
        remember(request, response)
        return response

    return show


def _as_json(page: Page) -> Callable[..., Response]:
    def show(request: Request, me: SignedIn) -> Response:
        me.must_open(page)
        view = _view(page, request, me)
        told = face(page, view)
        _looked(page, request, me)
        return JSONResponse(told)

    return show


def _as_csv(page: Page) -> Callable[..., Response]:
    def show(request: Request, me: SignedIn, house: HouseHere, now: Now) -> Response:
        me.must_open(page)
        view = _view(page, request, me)
        rows = render.rows(page, view)
        content, name = table(rows).encode(), _file_name(request)
        _looked(page, request, me)
        witness(
            house.ledger.engine,
            me.name,
            Act.EXPORT,
            request.url.path,
            now=now,
            asked=request.url.query[:500],
            name=name,
            night=view.warehouse.name if view.warehouse else None,
            rows=len(rows),
            sha256=hashlib.sha256(content).hexdigest(),
        )
        return Response(
            content,
            media_type="text/csv; charset=utf-8",
            headers={"Content-Disposition": f'attachment; filename="{name}"', **beside(view)},
        )

    return show


def face(page: Page, view: View) -> dict[str, Any]:
    """Give a page's rows for programs, with the night, what each figure is, and its own rows."""
    rows = render.rows(page, view)
    night = view.warehouse.name if view.warehouse else None
    return {"night": night, **plain(told(page, view, rows)), "items": plain(rows)}


def beside(view: View) -> dict[str, str]:
    """Give what a table can't say of itself: its night, and where its figures are explained."""
    night = {"X-Night": quote(view.warehouse.name)} if view.warehouse else {}
    at = quote(view.path.removesuffix(".csv")) + ".json"
    asked = urlencode([(name, one) for name, many in view.choice.given.items() for one in many])
    described = f'<{at}{"?" + asked if asked else ""}>; rel="describedby"; type="application/json"'
    return {**night, "Link": described}


def _looked(page: Page, request: Request, me: Person) -> None:
    noun = CASES.get(page.path)
    if noun is not None:
        looked(house(request), me, noun, request.path_params["number"])


def table(rows: list[Row]) -> str:
    """Write rows as CSV that a spreadsheet opens as UTF-8 and takes for no formula."""
    written = io.StringIO()
    written.write("\ufeff")
    if rows:
        lines = csv.writer(written, lineterminator="\r\n")
        lines.writerow(rows[0].keys())
        lines.writerows([csv_cell(value) for value in row.values()] for row in rows)
    return written.getvalue()


def _file_name(request: Request) -> str:
    last = request.url.path.strip("/").replace("/", "-")
    return re.sub(r"[^A-Za-z0-9._-]", "_", last)
