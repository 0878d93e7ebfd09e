"""提问表单. The page on which analysts ask in SQL."""

from dataclasses import replace
from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import HTMLResponse, Response

from alerts.spending import TooOften
from alerts.witness import Act, witness
from api.asked import ask
from api.deps import HouseHere, Now, Querying, heavy
from api.forms import must_be_ours
from api.routes.queries import saved
from api.told import told
from api.view import view_of
from dashboards import render
from dashboards.pages.query import PAGE
from warehouse.asking import QueriesBusy, QueryRefused, QueryStopped
from warehouse.database import NightMissing

router = APIRouter(include_in_schema=False)

REFUSED: dict[type[Exception], int] = {
    NightMissing: 503,
    QueriesBusy: 429,
    QueryRefused: 422,
    QueryStopped: 503,
    TooOften: 429,
}


@router.post(PAGE.path)
def ask_on_the_page(  # noqa: PLR0913, PLR0917 - each is a field of the form
    request: Request,
    me: Querying,
    house: HouseHere,
    now: Now,
    sql: Annotated[str, Form(max_length=20_000)] = "",
    purpose: Annotated[str, Form(max_length=200)] = "",
    take: Annotated[str, Form(max_length=3)] = "",
    csrf: Annotated[str, Form(max_length=64)] = "",
) -> Response:
    """Answer beneath the question, or say there why not; or give the answer as CSV."""
    must_be_ours(request, me.token, csrf)
    me = replace(me, purpose=purpose.strip())
    typed = {"sql": sql, "purpose": me.purpose}
    try:
        heavy(me, house)
        if me.scope.clear:
            witness(house.ledger.engine, me.name, Act.READ, PAGE.path, now=now, purpose=me.purpose)
        done = ask(house, me, sql, now=now, as_csv=take == "csv")
    except tuple(REFUSED) as error:
        faults = {"said": told(error, request), "detail": str(error)}
        view = view_of(request, me, typed=typed, faults=faults)
        status = next(REFUSED[kind] for kind in type(error).__mro__ if kind in REFUSED)
        return HTMLResponse(render.page(PAGE, view), status)
    if take == "csv":
        return saved(done.name, done.file)
    view = view_of(request, me, typed=typed, receipt={"answer": done.answer, "night": done.night})
    return HTMLResponse(render.page(PAGE, view))
