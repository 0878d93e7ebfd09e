"""Figures, over HTTP: each with its night, its denominators named, and the way to its rows."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Annotated, Any, Self
from urllib.parse import quote_plus, urlencode

import sqlalchemy as sa
from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import Response
from pydantic import BaseModel

from alerts import schema as stored
from api.deps import HouseHere, PlaceHere, house
from api.fresh import Fresh
from api.lists import Asked, Listing, answer, asking, page
from api.written import After, Share, Words, Yuan, cursor, place, yuan
from dashboards.figures import beneath as execution
from dashboards.figures.beneath import By, Cut, Measure, Year
from warehouse.database import Row, Warehouse

router = APIRouter(prefix="/figures/execution", tags=["figures"])

ROWS = "/api/v1/figures/execution/rows"
DENOMINATORS = ("approved", "executable")

FiscalYear = Annotated[int, Query(ge=1900, le=2200, examples=[2026])]
Month = Annotated[int | None, Query(ge=1, le=12)]
Code = Annotated[str | None, Query(max_length=60, pattern=r"^[^\s/]+$")]
Limit = Annotated[int, Query(ge=1, le=500)]


class RowsLinks(BaseModel):
    """Where the rows of each figure are."""

    paid: str
    approved: str
    executable: str

    @classmethod
    def of(cls, year: Year, **cut: str | int) -> Self:
        """Write the three addresses of a figure's rows; an approved budget is a whole year's."""
        begun = f"{ROWS}?{urlencode(year.given)}&measure="
        asked = "".join(f"&{name}={quote_plus(str(value))}" for name, value in cut.items())
        whole = "" if "through" in cut else asked
        return cls(
            paid=f"{begun}paid{asked}",
            approved=f"{begun}approved{whole}",
            executable=f"{begun}executable{asked}",
        )


class ExecutionOut(BaseModel):
    """One figure of execution: what was paid, against the two denominators."""

    code: str | None
    name: str | None
    paid: Yuan | None
    paid_in_month: Yuan | None = None
    approved: Yuan | None
    executable: Yuan | None
    share_of_approved: Share | None
    share_of_executable: Share | None
    year_gone: Share | None = None
    rows: RowsLinks

    @classmethod
    def of(cls, row: Row, year: Year, by: By | None) -> Self:
        """Show one figure and where its rows are."""
        shown = {name: value for name, value in row.items() if name in cls.model_fields}
        if by is None:
            return cls(**{"code": year.region, "name": None, **shown}, rows=RowsLinks.of(year))
        name = "through" if by is By.MONTH else by.value
        rows = RowsLinks.of(year, **{name: row["code"] or "none"})
        return cls(**{"name": None, **shown}, rows=rows)


class ExecutionsOut(BaseModel):
    """A year's execution, with all that is needed to read it."""

    night: str
    region: str
    fiscal_year: int
    by: By
    through_month: int
    measures: dict[str, Words]
    formula: str
    total: ExecutionOut
    items: list[ExecutionOut]
    next: str | None


class RowOut(BaseModel):
    """One delivered row beneath a figure, and where it came from."""

    feed: str
    key: str
    dated: date | None
    unit: str
    project: str | None
    amount: Yuan
    delivery: int | None
    delivery_name: str | None
    file: int
    file_name: str | None
    line: int


class RowsOut(BaseModel):
    """The rows beneath a figure: their number and sum over all pages, and one page of them."""

    night: str
    measure: Measure
    meaning: Words
    count: int
    total: Yuan
    items: list[RowOut]
    next: str | None


@router.get("", summary="A year's execution by department, project or month")
async def read_execution(
    request: Request,
    at: PlaceHere,
    _: Fresh,
    fiscal_year: FiscalYear,
    by: By = By.DEPARTMENT,
    after: After = None,
    limit: Limit = 100,
) -> ExecutionsOut:
    """Show what a government paid in a year against what was approved and may be spent."""
    year = Year(at.region, fiscal_year)
    return await house(request).soon(_execution, at.night, year, by, after, limit)


def _execution(
    night: Warehouse, year: Year, by: By, after: str | None, limit: int
) -> ExecutionsOut:
    whole = execution.total(night, year)
    from_code = place(after, 1)[0] or "" if after else ""
    found = execution.figures(night, year, by, after=from_code, limit=limit + 1)
    shown, more = _page(found, limit, by)
    return ExecutionsOut(
        night=night.name,
        region=year.region,
        fiscal_year=year.fiscal_year,
        by=by,
        through_month=whole["month"],
        measures={name: Words(**words) for name, words in execution.WORDS.items()},
        formula="share_of_x = paid / x; null where x is 0 or was not reported",
        total=ExecutionOut.of(whole, year, None),
        items=[ExecutionOut.of(row, year, by) for row in shown],
        next=cursor([shown[-1]["code"]]) if more else None,
    )


def _page(found: Sequence[Row], limit: int, by: By) -> tuple[Sequence[Row], bool]:
    if by is not By.PROJECT:
        return found, False
    return found[:limit], len(found) > limit


COLUMNS: dict[str, Any] = {
    "feed": sa.String(), "key": sa.String(), "dated": sa.Date(), "unit": sa.String(),
    "project": sa.String(), "amount": stored.Yuan(), "delivery": sa.Integer(),
    "delivery_name": sa.String(), "file": sa.Integer(), "file_name": sa.String(),
    "line": sa.Integer(),
}  # fmt: skip
BENEATH = Listing(
    name="execution_rows", about="The rows whose sum is a figure", columns=COLUMNS,
    key=("file", "line"),
)  # fmt: skip
Wished = Annotated[Asked, Depends(asking(BENEATH))]


@router.get(
    "/rows",
    summary=BENEATH.about,
    response_model=RowsOut,
    responses={200: {"content": {"text/csv": {"schema": {"type": "string"}}}}},
)
def read_rows(  # noqa: PLR0913 - each is a parameter of the address
    *,
    request: Request,
    house: HouseHere,
    at: PlaceHere,
    _: Fresh,
    fiscal_year: FiscalYear,
    asked: Wished,
    measure: Measure = Measure.PAID,
    department: Code = None,
    project: Code = None,
    month: Month = None,
    through: Month = None,
) -> Response:
    """Show the delivered rows beneath a figure, each with its delivery, file and line."""
    me, night, year = at.me, at.night, Year(at.region, fiscal_year)
    cut = Cut(measure, department, project, month=month, through=through)
    execution.total(night, year)
    count, total = execution.counted(night, year, cut)
    query = sa.text(execution.traced(cut).replace("$", ":")).bindparams(**year.given, **cut.given)
    listing = replace(BENEATH, source=lambda _, __: query.columns(**COLUMNS))
    rows, following = page(listing, asked, me, house, night)
    whole = {
        "measure": measure.value,
        "meaning": execution.WORDS[measure],
        "count": count,
        "total": yuan(total),
    }
    return answer(request, house, me, night, asked, rows, following, whole=whole)
