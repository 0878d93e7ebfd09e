"""报告表单. The page that reports are made on: what its form sends, or why none was made."""

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from pydantic import ValidationError

from api.deps import Heavy, HouseHere, Now, RegionUnknown, Reporting
from api.forms import must_be_ours
from api.own import Posted
from api.routes.reports import ReportIn, made
from api.view import view_of
from dashboards import render
from dashboards.pages.reports import PAGE
from dashboards.reports.kinds import ReportRefused
from warehouse.database import NightMissing

router = APIRouter(include_in_schema=False)


@router.post(PAGE.path)
def make(
    request: Request, me: Reporting, house: HouseHere, now: Now, form: Posted, _: Heavy
) -> Response:
    """Make a report and show it among the others; or say why not, above the form."""
    must_be_ours(request, me.token, form.get("csrf", ""))
    asked = {name: value for name, value in form.items() if name != "csrf" and value}
    try:
        kept = made(house, me, ReportIn.model_validate(asked), now)
    except (ReportRefused, RegionUnknown, NightMissing) as error:
        detail, status = str(error), 422
    except ValidationError as error:
        first = error.errors()[0]
        detail, status = f"{first['loc'][0]} is {first['input']!r}: {first['msg']}", 422
    else:
        return RedirectResponse(f"{PAGE.path}?made={kept.name}", 303)
    view = view_of(request, me, typed=asked, said="reports.refused", faults={"detail": detail})
    return HTMLResponse(render.page(PAGE, view), status)
