"""Figures, over HTTP: each with its night, its denominators named, and the way to its rows."""

from collections.abc import Sequence
from datetime import date
from typing import Annotated, Self
from urllib.parse import quote_plus, urlencode

from fastapi import APIRouter, Query
from pydantic import BaseModel

from api.deps import NightHere, RegionHere
from api.fresh import Fresh
from api.written import After, Share, Words, Yuan, cursor, place, whole_numbers
from dashboards.figures import beneath as execution
from dashboards.figures.beneath import By, Cut, Measure, Year
from warehouse.database import Row

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

    @classmethod
    def of(cls, row: Row) -> Self:
        """Show one row."""
        return cls(**{name: row[name] for name in cls.model_fields})


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
def read_execution(
    night: NightHere,
    region: RegionHere,
    fiscal_year: FiscalYear,
    _: Fresh,
    by: By = By.DEPARTMENT,
    after: After = None,
    limit: Limit = 100,
) -> ExecutionsOut:
    """Show what a government paid in a year against what was approved and may be spent."""
    year = Year(region, fiscal_year)
    whole = execution.total(night, year)
    from_code = place(after, 1)[0] or "" if after else ""
    found = execution.figures(night, year, by, after=from_code, limit=limit + 1)
    shown, more = _page(found, limit, by)
    return ExecutionsOut(
        night=night.name,
        region=region,
        fiscal_year=fiscal_year,
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


@router.get("/rows", summary="The rows whose sum is a figure")
def read_rows(  # noqa: PLR0913 - each is a parameter of the address
    *,
    night: NightHere,
    region: RegionHere,
    fiscal_year: FiscalYear,
    _: Fresh,
    measure: Measure = Measure.PAID,
    department: Code = None,
    project: Code = None,
    month: Month = None,
    through: Month = None,
    after: After = None,
    limit: Limit = 100,
) -> RowsOut:
    """Show the delivered rows beneath a figure, each with its delivery, file and line."""
    year = Year(region, fiscal_year)
    execution.total(night, year)
    found = execution.beneath(
        night,
        year,
        Cut(measure, department, project, month=month, through=through),
        after=_place(after),
        limit=limit + 1,
    )
    shown = found.rows[:limit]
    more = len(found.rows) > limit
    return RowsOut(
        night=night.name,
        measure=measure,
        meaning=Words(**execution.WORDS[measure]),
        count=found.count,
        total=found.total,
        items=[RowOut.of(row) for row in shown],
        next=cursor([shown[-1]["file"], shown[-1]["line"]]) if more else None,
    )


def _place(after: str | None) -> tuple[int, int]:
    if after is None:
        return -1, -1
    file, line = whole_numbers(after, 2)
    return file, line
