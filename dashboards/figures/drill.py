"""套娃. A government's execution taken apart: department, project, allotment, to the fen."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Literal

from dashboards.figures import beneath
from dashboards.figures.beneath import Cut, FigureUnknown, Measure, Year
from dashboards.figures.execution import Execution
from dashboards.figures.lineage import SAME, Heirs, heirs
from dashboards.figures.places import Places
from dashboards.page import NotThere, View
from dashboards.words import say
from warehouse.database import Row, Warehouse

By = Literal["department", "project", "allotment"]
NONE = "none"
"""What stands for no code at all: a unit that is not on file, money of no project."""

BY_DEPARTMENT = """
    select coalesce(department, 'none') as code, month, paid,
        case when month = 1 then approved end as approved,
        executable - coalesce(lag(executable) over so_far, 0) as executable
    from mart.execution_by_department
    where region = $region and fiscal_year = $fiscal_year and month <= $through
    window so_far as (partition by department order by month)
    order by code, month
"""
OF_DEPARTMENT = """
    select paid_to_date from mart.execution_by_department
    where region = $region and fiscal_year = $fiscal_year and month = $month
        and coalesce(department, 'none') = $department
"""
NAME: Mapping[By, str] = {
    "department": """
        select min(department_name) as name from core.unit
        where region = $region and fiscal_year = $fiscal_year and department = $code
    """,
    "project": """
        select min(name) as name from core.project
        where region = $region and fiscal_year = $fiscal_year and project = $code
    """,
    "allotment": """
        select min(document) as name from core.allotment
        where region = $region and fiscal_year = $fiscal_year and allotment = $code
    """,
}

LISTED: Mapping[str, str] = {
    "unit": """
        select unit as code, min(name) as name from core.unit
        where region = $region and fiscal_year = $fiscal_year and list_contains($codes, unit)
        group by unit
    """,
    "project": """
        select project as code, min(name) as name from core.project
        where region = $region and fiscal_year = $fiscal_year and list_contains($codes, project)
        group by project
    """,
}
"""The names of what rows are of, all at once."""

WHOSE = """
    select min(coalesce(u.name, p.unit)) as name from core.project p
    left join core.unit u
        on u.region = p.region and u.fiscal_year = p.fiscal_year and u.unit = p.unit
    where p.region = $region and p.fiscal_year = $fiscal_year and p.project = $code
"""
"""Whose a project is: units of one department have projects of one name."""


@dataclass(frozen=True)
class Part:
    """One line of a level: what was paid, of what authority, by month, and a year before."""

    code: str
    name: str
    paid: Decimal
    authority: Decimal | None
    approved: Decimal | None
    executable: Decimal | None
    gone: Decimal
    before: Decimal | None  # the rate of the same months a year before
    months: Mapping[int, Decimal]  # what was paid in each

    @property
    def rate(self) -> Decimal | None:
        """支出进度, a share of one; None where there is no authority to divide by."""
        if self.authority is None or self.authority <= 0:
            return None
        return self.paid / self.authority

    @property
    def gap(self) -> Decimal | None:
        """How far before (+) or behind (−) the year."""
        return None if self.rate is None else self.rate - self.gone

    @property
    def short(self) -> Decimal:
        """Yuan that an even pace would have paid and were not; 0 where it is ahead."""
        if self.rate is None or self.authority is None:
            return Decimal(0)
        return max(Decimal(0), self.authority * self.gone - self.paid)

    @property
    def change(self) -> Decimal | None:
        """The rate against the same months a year before."""
        return None if self.rate is None or self.before is None else self.rate - self.before

    def in_month(self, month: int) -> Decimal | None:
        """What was paid in a month, as a share of the authority that there is now."""
        if self.rate is None or self.authority is None:
            return None
        return self.months.get(month, Decimal(0)) / self.authority


@dataclass(frozen=True)
class Level:
    """A level: the figure above, and the parts that add up to it, slowest first."""

    by: By
    name: str
    whole: Part
    parts: Sequence[Part]
    above: Decimal  # what the level above says was paid

    @property
    def difference(self) -> Decimal:
        """The figure above, less its parts: 0.00, or something is wrong."""
        return self.above - sum((part.paid for part in self.parts), Decimal(0))

    @property
    def rated(self) -> Sequence[Part]:
        """The parts whose pace can be told."""
        return [part for part in self.parts if part.gap is not None]

    @property
    def behind(self) -> Sequence[Part]:
        """The parts behind the year."""
        return [part for part in self.rated if part.gap is not None and part.gap < 0]


@dataclass(frozen=True)
class Asked:
    """How far down the reader looks."""

    department: str = ""
    project: str = ""

    @property
    def by(self) -> By:
        """What the level is made of."""
        return "allotment" if self.project else "project" if self.department else "department"

    @property
    def cut(self) -> dict[str, str]:
        """The level's place as parameters of an address."""
        both = {"department": self.department, "project": self.project}
        return {name: code for name, code in both.items() if code}


def asked(view: View) -> Asked:
    """Read the level from the address."""
    return Asked(view.choice.one("department"), view.choice.one("project"))


def level(
    warehouse: Warehouse, places: Places, found: Execution, at: Asked, language: str
) -> Level:
    """Take a level apart, slowest first.

    Raises:
        NotThere: there is no such department or project in that year.
    """
    year = Year(places.region, places.year)
    before = Year(places.region, places.year - 1)
    inherited = heirs(warehouse, places.region, places.year)
    earlier = _parts(warehouse, before, at, found, inherited) if found.month_whole else {}
    parts = [
        replace(
            part,
            name=named(warehouse, year, at.by, code, language),
            before=earlier[code].rate if code in earlier.keys() - inherited.parted else None,
        )
        for code, part in _parts(warehouse, year, at, found).items()
    ]
    if at.by == "project":
        parts = _told_apart(warehouse, year, parts, language)
    whole = replace(_sum(parts, found.whole.gone), before=_sum(earlier.values(), Decimal(1)).rate)
    return Level(
        by=at.by,
        name=crumbs(warehouse, places, at, language)[-1][1],
        whole=whole,
        parts=sorted(parts, key=lambda p: (p.gap is None, p.gap or 0, -p.short, p.code)),
        above=_above(warehouse, year, at, found),
    )


def named(warehouse: Warehouse, year: Year, by: By, code: str, language: str) -> str:
    """Name a department, a project or an allotment; what has no name keeps its code."""
    if code == NONE:
        return say(language, f"drill.none_{by}")
    row = warehouse.rows(NAME[by], {**year.given, "code": code})[0]
    return row["name"] or code


def names_of(warehouse: Warehouse, year: Year, rows: Iterable[Row]) -> dict[tuple[str, str], str]:
    """Name the units and projects of rows, by what they are and their code."""
    listed = list(rows)
    told = dict[tuple[str, str], str]()
    for what, sql in LISTED.items():
        codes = sorted({row[what] for row in listed if row[what]})
        for row in warehouse.rows(sql, {**year.given, "codes": codes}):
            told[what, row["code"]] = row["name"]
    return told


def _told_apart(
    warehouse: Warehouse, year: Year, parts: Sequence[Part], language: str
) -> list[Part]:
    """Name the unit beside projects that share a name."""
    times = Counter(part.name for part in parts)
    return [
        part
        if times[part.name] == 1
        else replace(part, name=_of_unit(warehouse, year, part, language))
        for part in parts
    ]


def _of_unit(warehouse: Warehouse, year: Year, part: Part, language: str) -> str:
    whose = warehouse.rows(WHOSE, {**year.given, "code": part.code})[0]["name"] or part.code
    return say(language, "drill.of_unit", name=part.name, unit=whose)


def crumbs(
    warehouse: Warehouse, places: Places, at: Asked, language: str
) -> list[tuple[dict[str, str], str]]:
    """Give the way down to the level: the parameters and the name of each step."""
    year = Year(places.region, places.year)
    way: list[tuple[dict[str, str], str]] = [({}, places.name)]
    for by in ("department", "project"):
        if by in at.cut:
            code = at.cut[by]
            way.append(({**way[-1][0], by: code}, named(warehouse, year, by, code, language)))
    return way


def _parts(
    warehouse: Warehouse, year: Year, at: Asked, found: Execution, inherited: Heirs = SAME
) -> dict[str, Part]:
    """Give a year's parts; of the year before by the department that each became."""
    gathered: dict[str, list[Row]] = {}
    for department in inherited.before(at.department):
        for row in _rows(warehouse, year, replace(at, department=department), found.month):
            code = inherited.of(row["code"]) if at.by == "department" else row["code"]
            gathered.setdefault(code, []).append(row)
    return {code: _part(code, rows, found) for code, rows in gathered.items()}


def _rows(warehouse: Warehouse, year: Year, at: Asked, through: int) -> Sequence[Row]:
    if at.by == "department":
        return warehouse.rows(BY_DEPARTMENT, {**year.given, "through": through})
    cut = Cut(Measure.PAID, at.department or None, at.project or None, through=through)
    try:
        return beneath.divided(warehouse, year, cut, at.by)
    except FigureUnknown:
        return []


def _part(code: str, rows: Sequence[Row], found: Execution) -> Part:
    measures = {name: _total(row[name] for row in rows) for name in ("approved", "executable")}
    months: dict[int, Decimal] = {}
    for row in rows:
        if row["paid"] is not None:
            months[row["month"]] = months.get(row["month"], Decimal(0)) + row["paid"]
    return Part(
        code=code,
        name=code,
        paid=sum(months.values(), Decimal(0)),
        **measures,
        authority=measures[found.by],
        gone=found.whole.gone,
        before=None,
        months=months,
    )


def _total(amounts: Iterable[Decimal | None]) -> Decimal | None:
    known = [amount for amount in amounts if amount is not None]
    return sum(known, Decimal(0)) if known else None


def _sum(parts: Collection[Part], gone: Decimal) -> Part:
    months: dict[int, Decimal] = {}
    for part in parts:
        for month, paid in part.months.items():
            months[month] = months.get(month, Decimal(0)) + paid
    return Part(
        code="",
        name="",
        paid=sum((part.paid for part in parts), Decimal(0)),
        authority=_total(part.authority for part in parts),
        approved=_total(part.approved for part in parts),
        executable=_total(part.executable for part in parts),
        gone=gone,
        before=None,
        months=months,
    )


def _above(warehouse: Warehouse, year: Year, at: Asked, found: Execution) -> Decimal:
    if at.by == "department":
        return found.whole.paid
    if at.by == "project":
        given = {**year.given, "month": found.month, "department": at.department}
        stated = warehouse.rows(OF_DEPARTMENT, given)
        if not stated:
            raise NotThere(f"no department {at.department[:20]!r} is there in {year.fiscal_year}")
        paid: Decimal = stated[0]["paid_to_date"]
        return paid
    cut = Cut(Measure.PAID, at.department or None, at.project)
    try:
        found_rows = beneath.beneath(warehouse, year, cut, limit=0)
    except FigureUnknown as unknown:
        raise NotThere(str(unknown)) from unknown
    return found_rows.total
