"""支出进度. How much of its authority a government has paid, against the year gone."""

import calendar
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from dashboards import plot
from dashboards.figures.places import Places
from dashboards.look import Look, points, share
from dashboards.page import Figure
from dashboards.words import say
from warehouse.database import Warehouse

BY_MONTH = """
    select month, paid_to_date, approved, executable, share_of_approved, share_of_executable,
        year_gone
    from mart.execution_by_month
    where region = $region and fiscal_year = $fiscal_year
    order by month
"""
BY_DEPARTMENT = """
    select department, department_name, paid_to_date, approved, executable, share_of_approved,
        share_of_executable
    from mart.execution_by_department
    where region = $region and fiscal_year = $fiscal_year and month = $month
    order by department nulls last
"""
FAR_BEHIND = Decimal("0.10")
"""A department is named as far behind from ten points on; a way of speaking, not a limit."""


@dataclass(frozen=True)
class Pace:
    """Money against time, of a government or a department."""

    paid: Decimal
    denominator: Decimal
    gone: Decimal
    code: str = ""
    name: str = ""

    @property
    def rate(self) -> Decimal:
        """支出进度, a share of one."""
        return self.paid / self.denominator

    @property
    def gap(self) -> Decimal:
        """How far before (+) or behind (−) the year."""
        return self.rate - self.gone

    @property
    def short(self) -> Decimal:
        """Yuan that an even pace would have paid and were not."""
        return self.denominator * self.gone - self.paid


@dataclass(frozen=True)
class Execution:
    """All that the overview says of one government's year."""

    by: str  # executable or approved: which denominator
    whole: Pace
    month: int
    month_whole: bool
    other_rate: Decimal | None  # by the other denominator
    before: Decimal | None  # the same month a year before
    months: Sequence[Mapping[str, Any]]
    last_year: Sequence[Mapping[str, Any]]
    departments: Sequence[Pace]  # slowest first
    unrated: Sequence[str]  # departments without a denominator, by name

    @property
    def far_behind(self) -> Sequence[Pace]:
        """Departments ten points or more behind the year."""
        return [pace for pace in self.departments if pace.gap <= -FAR_BEHIND]


def execution(
    warehouse: Warehouse, places: Places, as_of: date, *, through: int = 12
) -> Execution | None:
    """Read a government's year up to a month.

    Returns:
        None where payments or every denominator are missing.
    """
    given = {"region": places.region, "fiscal_year": places.year}
    months = [row for row in _paid_months(warehouse, places) if row["month"] <= through]
    if not months:
        return None
    last = months[-1]
    by = "executable" if last["executable"] else "approved"
    if not last[by]:
        return None
    other = last["share_of_approved" if by == "executable" else "share_of_executable"]
    gone = last["year_gone"]
    departments, unrated = _departments(warehouse, places, last["month"], by, gone)
    earlier = warehouse.rows(BY_MONTH, {**given, "fiscal_year": places.year - 1})
    same = [row[f"share_of_{by}"] for row in earlier if row["month"] == last["month"]]
    month_whole = _is_whole(last["month"], places, as_of)
    return Execution(
        by=by,
        whole=Pace(last["paid_to_date"], last[by], gone),
        month=last["month"],
        month_whole=month_whole,
        other_rate=other,
        before=same[0] if same and month_whole else None,
        months=months,
        last_year=[row for row in earlier if row[f"share_of_{by}"] is not None],
        departments=departments,
        unrated=unrated,
    )


def _paid_months(warehouse: Warehouse, places: Places) -> list[Mapping[str, Any]]:
    given = {"region": places.region, "fiscal_year": places.year}
    return [row for row in warehouse.rows(BY_MONTH, given) if row["paid_to_date"] is not None]


def _is_whole(month: int, places: Places, as_of: date) -> bool:
    return places.year < as_of.year or month < as_of.month or _last_day(as_of)


def _last_day(day: date) -> bool:
    return day.day == calendar.monthrange(day.year, day.month)[1]


def _departments(
    warehouse: Warehouse, places: Places, month: int, by: str, gone: Decimal
) -> tuple[list[Pace], list[str]]:
    rows = warehouse.rows(
        BY_DEPARTMENT, {"region": places.region, "fiscal_year": places.year, "month": month}
    )
    named = [(row, row["department_name"] or row["department"] or "") for row in rows]
    paces = [
        Pace(row["paid_to_date"], row[by], gone, row["department"] or "", name)
        for row, name in named
        if row[by] and row[by] > 0 and row["paid_to_date"] is not None and name
    ]
    unrated = [
        name or "—" for row, name in named if row["paid_to_date"] and not (row[by] and row[by] > 0)
    ]
    return sorted(paces, key=lambda pace: (pace.gap, -pace.short, pace.code)), unrated


def until(found: Execution, year: int, as_of: date, look: Look) -> str:
    """Name the moment that the numbers count to: 9月末, 9月15日, 2025年末."""
    return _until(found.month, year, as_of, look, whole=found.month_whole)


def paid_until(
    warehouse: Warehouse, places: Places, as_of: date, look: Look, *, lacking: bool
) -> str:
    """Name the moment that a year's payments count to.

    Where some are `lacking`, it is the last month in which anything was paid: what came no further
    is not told as paid by today.
    """
    months = _paid_months(warehouse, places)
    before = [Decimal(0), *(row["paid_to_date"] for row in months)]
    told = [
        row["month"]
        for row, so_far in zip(months, before, strict=False)
        if row["paid_to_date"] != so_far or not lacking
    ]
    month = told[-1] if told else as_of.month
    return _until(month, places.year, as_of, look, whole=_is_whole(month, places, as_of))


def _until(month: int, year: int, as_of: date, look: Look, *, whole: bool) -> str:
    if year < as_of.year and month == 12:
        return say(look.language, "execution.year_end", year=year)
    if whole:
        return say(look.language, "execution.month_end", month=look.month(month))
    return look.day(as_of)


def against_time(gap: Decimal, language: str) -> str:
    """Say how a rate stands to the year: 比时间慢7.2个百分点."""
    written = points(abs(gap)).lstrip("+")
    if written == "0.0":
        return say(language, "execution.on_time")
    return say(language, "execution.slower" if gap < 0 else "execution.faster", points=written)


def chart(found: Execution, places: Places, look: Look) -> Figure:
    """Draw the year: paid so far, even pace, and the year before in grey."""
    language = look.language
    key = f"share_of_{found.by}"
    finding = say(
        language,
        "execution.finding",
        against=against_time(found.whole.gap, language),
        before=_before(found, language),
    )
    end = found.month if found.month_whole else float(found.whole.gone * 12)
    ends = [row["month"] for row in found.months[:-1]] + [end]
    this_year = [0.0, *(float((row[key] or 0) * 100) for row in found.months)]
    picture = plot.lines(
        this_year=([0, *ends], this_year),
        even=([0, end], [0.0, float(found.whole.gone * 100)]),
        last_year=(
            [0, *(row["month"] for row in found.last_year)],
            [0.0, *(float(row[key] * 100) for row in found.last_year)],
        ),
        labels={
            "this": say(
                language, "execution.this_year", year=places.year, rate=share(found.whole.rate)
            ),
            "even": say(language, "execution.time", rate=share(found.whole.gone)),
            "last": _last_label(found, places, key, language),
        },
        ticks=[look.month(month) for month in range(1, 13)],
    )
    earlier = {row["month"]: row[key] for row in found.last_year}
    unit = look.unit_name
    return Figure(
        name="execution",
        finding=finding,
        measure=say(
            language, "execution.measure", year=places.year, by=say(language, f"by.{found.by}")
        ),
        picture=picture,
        heads=[
            say(language, "execution.month"),
            say(language, "execution.paid_in", unit=unit),
            say(language, f"execution.{found.by}_in", unit=unit),
            say(language, "execution.rate"),
            say(language, "execution.gone"),
            say(language, "execution.year_before"),
        ],
        rows=[
            [
                look.month(row["month"]),
                look.plain(row["paid_to_date"]),
                say(language, "none.gap") if row[found.by] is None else look.plain(row[found.by]),
                say(language, "none.unk") if row[key] is None else share(row[key]),
                share(row["year_gone"]),
                "／" if earlier.get(row["month"]) is None else share(earlier[row["month"]]),
            ]
            for row in found.months
        ],
    )


def _last_label(found: Execution, places: Places, key: str, language: str) -> str:
    year = places.year - 1
    if not found.last_year:
        return say(language, "execution.last_year", year=year)
    return say(
        language, "execution.last_year_rate", year=year, rate=share(found.last_year[-1][key])
    )


def _before(found: Execution, language: str) -> str:
    if found.before is None:
        return ""
    change = found.whole.rate - found.before
    written = points(abs(change)).lstrip("+")
    if written == "0.0":
        return say(language, "execution.as_before")
    return say(language, "execution.less" if change < 0 else "execution.more", points=written)
