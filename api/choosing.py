"""关注. The form by which a reader chooses what `/today` puts first, or clears it."""

from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from alerts.topics import Topic, Topics, TopicsMany
from api.deps import FigureReader, HouseHere
from api.forms import must_be_ours
from api.view import view_of
from dashboards import render
from dashboards.pages.today import PAGE, choices

router = APIRouter(include_in_schema=False)

MOST_FIELDS = 500


async def posted(request: Request) -> tuple[str, list[str], bool]:
    """Read the form's mark, what is ticked, and whether all is to be cleared."""
    form = await request.form(max_files=0, max_fields=MOST_FIELDS)
    ticked = [one for one in form.getlist("topic") if isinstance(one, str)]
    return str(form.get("csrf", "")), ticked, form.get("do") == "clear"


Posted = Annotated[tuple[str, list[str], bool], Depends(posted)]


@router.post(PAGE.path)
def choose(request: Request, me: FigureReader, house: HouseHere, form: Posted) -> Response:
    """Keep what is ticked of what was offered, in place of what was kept before."""
    csrf, ticked, clear = form
    must_be_ours(request, me.token, csrf)
    view = view_of(request, me)
    offered: dict[str, Topic] = {str(one): one for one in choices(view)}
    wanted = [] if clear else [offered[one] for one in ticked if one in offered]
    try:
        Topics(house.ledger.engine).choose(me.name, wanted)
    except TopicsMany as error:
        again = view_of(request, me, said="topics.many", faults={"detail": str(error)})
        return HTMLResponse(render.page(PAGE, again), 422)
    asked = f"?{request.url.query}" if request.url.query else ""
    return RedirectResponse(f"{PAGE.path}{asked}", 303)
