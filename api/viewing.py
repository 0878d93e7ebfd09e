"""常用视图. The form by which a reader of alerts keeps a view of the list, or drops one."""

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from alerts.saved_views import SavedViews, ViewRefused
from api.deps import AlertReader, HouseHere, Now
from api.forms import must_be_ours
from api.own import Posted
from api.view import view_of
from dashboards import render
from dashboards.pages.alerts import PAGE

router = APIRouter(include_in_schema=False)


@router.post(PAGE.path)
def keep(request: Request, me: AlertReader, house: HouseHere, now: Now, form: Posted) -> Response:
    """Keep the view that the address shows under a name, or drop the view of that name."""
    must_be_ours(request, me.token, form.get("csrf", ""))
    views, name = SavedViews(house.ledger.engine), form.get("name", "")
    if form.get("do") == "drop":
        views.drop(me.name, name)
        return RedirectResponse(PAGE.path, 303)
    try:
        kept = views.save(me.name, name, request.url.query, now=now)
    except ViewRefused as error:
        view = view_of(request, me, said="alerts.view_refused", faults={"detail": str(error)})
        return HTMLResponse(render.page(PAGE, view), 422)
    return RedirectResponse(f"{PAGE.path}?{kept.query}", 303)
