"""意见. The form by which a deputy says something of a line or an alert."""

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from alerts.matters.remarks import remark
from alerts.spending import Limit, spend
from api.acting import REFUSED, PostedHere, again
from api.deps import FigureReader, HouseHere, Now
from api.forms import must_be_ours
from api.view import as_seen, view_of
from dashboards.pages.remarks import PAGE as REMARKS
from dashboards.tied import about_of

router = APIRouter(include_in_schema=False)

LAW = "全国人民代表大会和地方各级人民代表大会代表法第三十六条"
OFTEN = Limit(30, 3600)


@router.post(REMARKS.path)
def say_something(
    request: Request, me: FigureReader, house: HouseHere, now: Now, form: PostedHere
) -> Response:
    """Open a suggestion of what was said, tied to the figure or alert that it was said of."""
    must_be_ours(request, me.token, form.text.get("csrf", ""))
    view = as_seen(request, view_of(request, me), form.text.get("night", ""))
    about = about_of(view, form.text.get("about", ""))
    spend(house.ledger.engine, "remarks", me.name, OFTEN, now=now)
    words, whence = form.text.get("words", ""), me.account.display or me.name
    try:
        stands = remark(house.matters, about, words, by=me.actor, now=now, law=LAW, whence=whence)
    except tuple(REFUSED) as error:
        return again(request, me, REMARKS, form, error)
    return RedirectResponse(f"{REMARKS.path}?receipt={stands.matter}#m{stands.matter}", 303)
