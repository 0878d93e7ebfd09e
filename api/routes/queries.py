"""Questions of one's own in SQL, over HTTP: over views that hold what the account may see."""

from typing import Annotated, Any

from fastapi import APIRouter, Query, Request, Response
from pydantic import BaseModel, Field, JsonValue

from api.asked import ask
from api.deps import Heavy, HouseHere, Now, Querying
from api.forms import Csrf, must_be_ours
from api.problems import told
from warehouse.writers import FileForm

router = APIRouter(prefix="/queries", tags=["queries"])

EXAMPLE: dict[str, JsonValue] = {
    "sql": "select region, sum(amount) as paid from core.payment group by region order by region"
}


class QueryIn(BaseModel):
    """One SELECT."""

    model_config = {"extra": "forbid", "json_schema_extra": {"examples": [EXAMPLE]}}

    sql: Annotated[str, Field(min_length=1, max_length=20_000)]


class QueryOut(BaseModel):
    """What it gave: money and numbers beyond 2^53 are text; `cut` says that there are more rows."""

    night: str
    names: list[str]
    types: list[str]
    rows: list[list[Any]]
    cut: bool


@router.post(
    "",
    summary="Ask a question of one's own in SQL",
    response_model=QueryOut,
    responses={200: {"content": {"text/csv": {"schema": {"type": "string"}}}}, **told(429, 503)},
)
def ask_query(  # noqa: PLR0913, PLR0917 - each is a part of the request
    asked: QueryIn,
    request: Request,
    me: Querying,
    house: HouseHere,
    now: Now,
    _: Heavy,
    form: Annotated[FileForm, Query(description="json, or csv to be saved")] = FileForm.JSON,
    purpose: Annotated[  # noqa: ARG001 - `api.deps` reads and records it
        str, Query(max_length=200, description="why: shows analysts and leaders what is masked")
    ] = "",
    x_csrf_token: Csrf = "",
) -> QueryOut | Response:
    """Answer one SELECT over what the account may see of the published night."""
    must_be_ours(request, me.token, x_csrf_token)
    done = ask(house, me, asked.sql, now=now, as_csv=form is FileForm.CSV)
    if form is FileForm.CSV:
        return saved(done.name, done.file)
    answer = done.answer
    return QueryOut(
        night=done.night, names=answer.names, types=answer.types,
        rows=[list(row) for row in answer.rows], cut=answer.cut,
    )  # fmt: skip


def saved(name: str, content: bytes) -> Response:
    """Give a file to be saved."""
    return Response(
        content,
        media_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )
