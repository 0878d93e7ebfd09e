"""导出表单. The form beneath lists: it orders what the reader looks at as a file."""

from dataclasses import replace
from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from alerts.exports import ExportsMany
from alerts.spending import TooOften
from alerts.witness import Act, witness
from api.deps import Exporting, HouseHere, Now, heavy
from api.forms import must_be_ours
from api.ordering import ExportTooLarge, order
from api.told import told
from api.view import view_of
from dashboards import render
from dashboards.export import FilterRefused, KindUnknown
from dashboards.figures.beneath import FigureUnknown, MeasureRefused
from dashboards.page import NotThere
from dashboards.pages.exports import PAGE
from warehouse.writers import FileForm

router = APIRouter(include_in_schema=False)

REFUSED: dict[type[Exception], int] = {
    ExportTooLarge: 422,
    ExportsMany: 429,
    FigureUnknown: 404,
    FilterRefused: 422,
    KindUnknown: 422,
    MeasureRefused: 422,
    NotThere: 404,
    TooOften: 429,
}


async def chosen(request: Request) -> list[tuple[str, str]]:
    """Read the form's fields in their order."""
    form = await request.form(max_files=0, max_fields=300)
    return [(name, value) for name, value in form.multi_items() if isinstance(value, str)]


Chosen = Annotated[list[tuple[str, str]], Depends(chosen)]


@router.post(PAGE.path)
def order_list(
    request: Request, me: Exporting, house: HouseHere, now: Now, form: Chosen
) -> Response:
    """Take the order and show it among one's own; or say there why not."""
    fields = dict(form)
    must_be_ours(request, me.token, fields.get("csrf", "")[:64])
    me = replace(me, purpose=fields.get("purpose", "").strip()[:200])
    filters: dict[str, list[str]] = {}
    for name, value in form:
        if name.startswith("f.") and value.strip():
            filters.setdefault(name[2:], []).append(value.strip())
    wish = fields.get("form", "")
    try:
        heavy(me, house)
        form_ = FileForm(wish) if wish in list(FileForm) else FileForm.XLSX
        taken = order(house, me, fields.get("what", ""), form_, filters, now=now)
    except tuple(REFUSED) as error:
        view = view_of(request, me, faults={"detail": told(error, request)})
        status = next(REFUSED[kind] for kind in type(error).__mro__ if kind in REFUSED)
        return HTMLResponse(render.page(PAGE, view), status)
    if taken.purpose:
        witness(
            house.ledger.engine, me.name, Act.READ, f"export {taken.number}", now=now,
            purpose=taken.purpose,
        )  # fmt: skip
    return RedirectResponse(PAGE.path, 303)
