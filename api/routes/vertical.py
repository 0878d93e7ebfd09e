"""A government over those below it, and its departments side by side, over HTTP."""

from datetime import date
from typing import Annotated, Self

from fastapi import APIRouter, Query
from pydantic import BaseModel

from alerts.scope import Below
from api.deps import HouseHere, PlaceHere
from api.fresh import Fresh
from api.routes.figures import FiscalYear
from api.written import Share, Words, Yuan
from dashboards.figures.beneath import Year
from dashboards.figures.vertical import (
    FORMULAS,
    Basis,
    Child,
    Department,
    Horizontal,
    Sum,
    Vertical,
    horizontal,
    vertical,
)
from dashboards.look import local_time

router = APIRouter(prefix="/figures", tags=["figures"])


class AlertsBySeverity(BaseModel):
    """Open alerts that no silence is over today, by severity."""

    red: int
    orange: int
    yellow: int
    blue: int


class SumOut(BaseModel):
    """Some governments together; each sum says how many reported it, null: none did."""

    governments: int
    executing: int
    approved: Yuan | None
    adjusted: Yuan | None
    executed: Yuan | None
    rate: Share | None
    stating: int
    outstanding: Yuan | None
    ceiling: Yuan | None
    room: Yuan | None
    debt_share: Share | None
    stated_from: date | None
    stated_to: date | None
    alerts: AlertsBySeverity | None
    asked: int
    computed: int
    coverage: Share | None

    @classmethod
    def of(cls, told: Sum) -> Self:
        """Show the sums."""
        plain = {name: getattr(told, name) for name in cls.model_fields if name != "alerts"}
        alerts = None if told.alerts is None else AlertsBySeverity(**told.alerts)
        return cls(**plain, alerts=alerts)


class ChildOut(BaseModel):
    """A government right below: alone, and rolled up with all below it."""

    region: str
    name: str
    tier: str
    itself: SumOut
    rolled: SumOut
    rows: str | None

    @classmethod
    def of(cls, child: Child, told: Vertical) -> Self:
        """Show one."""
        one = child.government
        return cls(
            region=one.region,
            name=one.name,
            tier=one.tier,
            itself=SumOut.of(child.itself),
            rolled=SumOut.of(child.rolled),
            rows=_rows(one.region, told.fiscal_year) if told.allowed is Below.ALL else None,
        )


class VerticalOut(BaseModel):
    """A government's year with all below it; `allowed` is what the site shows of those below."""

    night: str
    region: str
    name: str
    fiscal_year: int
    basis: Basis
    through_month: int | None
    year_gone: Share | None
    allowed: Below
    formulas: dict[str, Words]
    itself: SumOut
    whole: SumOut
    items: list[ChildOut]
    next: str | None = None

    @classmethod
    def of(cls, night: str, told: Vertical) -> Self:
        """Show it."""
        names = (told.basis.value, "rate", "debt_share", "coverage")
        return cls(
            night=night,
            region=told.government.region,
            name=told.government.name,
            fiscal_year=told.fiscal_year,
            basis=told.basis,
            through_month=told.month,
            year_gone=told.year_gone,
            allowed=told.allowed,
            formulas={name: Words(**FORMULAS[name]) for name in names},
            itself=SumOut.of(told.itself),
            whole=SumOut.of(told.whole),
            items=[ChildOut.of(child, told) for child in told.below],
        )


class DepartmentOut(BaseModel):
    """A department beside the others; `place` counts from the fastest."""

    code: str | None
    name: str
    approved: Yuan | None
    adjusted: Yuan | None
    executed: Yuan | None
    rate: Share | None
    gap: Share | None
    place: int | None
    alerts: AlertsBySeverity | None
    rows: str

    @classmethod
    def of(cls, one: Department, told: Horizontal) -> Self:
        """Show one."""
        plain = {name: getattr(one, name) for name in cls.model_fields if hasattr(one, name)}
        plain["alerts"] = None if one.alerts is None else AlertsBySeverity(**one.alerts)
        rows = f"{_rows(told.region, told.fiscal_year)}&department={one.code or 'none'}"
        return cls(**plain, rows=rows)


class DepartmentsOut(BaseModel):
    """The departments of a government, and the quartiles of their rates."""

    night: str
    region: str
    fiscal_year: int
    through_month: int
    year_gone: Share
    formula: str
    lower_quartile: Share | None
    median: Share | None
    upper_quartile: Share | None
    items: list[DepartmentOut]
    next: str | None = None

    @classmethod
    def of(cls, night: str, told: Horizontal) -> Self:
        """Show them."""
        lower, median, upper = told.quartiles or (None, None, None)
        return cls(
            night=night,
            region=told.region,
            fiscal_year=told.fiscal_year,
            through_month=told.month,
            year_gone=told.year_gone,
            formula="rate = executed / adjusted; gap = rate - year_gone; place 1 is the fastest",
            lower_quartile=lower,
            median=median,
            upper_quartile=upper,
            items=[DepartmentOut.of(one, told) for one in told.departments],
        )


def _rows(region: str, year: int) -> str:
    return f"/api/v1/figures/execution/rows?region={region}&fiscal_year={year}&measure=paid"


@router.get("/vertical", summary="A government over those below it")
def read_vertical(
    house: HouseHere,
    at: PlaceHere,
    _: Fresh,
    fiscal_year: FiscalYear,
    basis: Annotated[Basis, Query()] = Basis.DEPARTMENTS,
) -> VerticalOut:
    """Roll a government's figures up from those below it, each counted once."""
    year = Year(at.region, fiscal_year)
    today = local_time(house.clock()).date()
    told = vertical(
        at.night, year, scope=at.me.scope, ledger=house.ledger, today=today, basis=basis
    )
    return VerticalOut.of(at.night.name, told)


@router.get("/departments", summary="The departments of a government side by side")
def read_departments(
    house: HouseHere,
    at: PlaceHere,
    _: Fresh,
    fiscal_year: FiscalYear,
) -> DepartmentsOut:
    """Show the departments of one government beside one another."""
    year = Year(at.region, fiscal_year)
    today = local_time(house.clock()).date()
    told = horizontal(at.night, year, scope=at.me.scope, ledger=house.ledger, today=today)
    return DepartmentsOut.of(at.night.name, told)
