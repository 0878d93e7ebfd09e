"""交数据. The upload form's own door: what the page sends, and the receipt that it shows."""

from fastapi import APIRouter, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import HTMLResponse, Response

from api.deps import DeskHere, Now, Person, Supplying
from api.desk import Told, Wishes
from api.forms import must_be_ours
from api.routes.deliveries import Outcome, outcome
from api.upload import UploadRefused, uploaded
from api.view import view_of
from dashboards import render
from dashboards.pages.upload import PAGE

router = APIRouter(include_in_schema=False)


@router.post(PAGE.path)
async def hand_in(request: Request, me: Supplying, desk: DeskHere, now: Now) -> Response:
    """Take what the form brings and show the receipt; or say what was wrong, above the form."""
    try:
        async with uploaded(
            request, desk, may=lambda mark: must_be_ours(request, me.token, mark)
        ) as upload:
            wishes = Wishes.of(upload.fields)
            receipt = await run_in_threadpool(desk.receive, upload.path, wishes, now)
    except UploadRefused as error:
        return _page(request, me, error.status, said=error.key)
    status = 422 if outcome(receipt) is Outcome.REFUSED else 200
    return _page(request, me, status, receipt=receipt)


def _page(
    request: Request, me: Person, status: int, *, said: str = "", receipt: Told | None = None
) -> Response:
    told = None if receipt is None else {**receipt, "outcome": outcome(receipt).value}
    return HTMLResponse(render.page(PAGE, view_of(request, me, said=said, receipt=told)), status)
