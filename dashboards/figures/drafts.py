"""草案审查. A year's budget, line by line, against what the year before was given and spent."""

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from dashboards.figures.decided import standing
from dashboards.figures.holdings import total
from dashboards.page import View
from warehouse.database import Row, Warehouse

NONE = "none"
RUNNING_COSTS = ("1", "2")
"""Categories of a project that is there every year: personnel and operating."""

YEARS = """
    select distinct fiscal_year from core.department_budget where region = $region
    order by fiscal_year desc
"""
LINES = """
    with units as (
        select unit, arg_max(department, fiscal_year) as department,
            arg_max(department_name, fiscal_year) as department_name,
            arg_max(name, fiscal_year) as name
        from core.unit where region = $region group by unit
    ),
    budget as (
        select unit, coalesce(project, 'none') as project,
            sum(approved) filter (fiscal_year = $year) as asked,
            sum(requested) filter (fiscal_year = $year) as requested,
            sum(approved) filter (fiscal_year = $year - 1) as before
        from core.department_budget
        where region = $region and fiscal_year in ($year, $year - 1)
        group by all
    ),
    known as (
        select project, arg_max(name, fiscal_year) as name,
            arg_max(category, fiscal_year) as category,
            bool_or(has_target) filter (fiscal_year = $year) as has_target
        from core.project where region = $region and fiscal_year <= $year group by project
    ),
    scored as (
        select project, arg_max(score, fiscal_year) as score
        from core.performance
        where region = $region and fiscal_year < $year and indicator is null group by project
    )
    select b.*, coalesce(u.department, 'none') as department, u.department_name,
        u.name as unit_name, k.name, k.category, k.has_target, k.project is not null as on_file,
        s.score, e.paid
    from budget b
    left join units u using (unit)
    left join known k using (project)
    left join scored s using (project)
    left join mart.execution_by_project e
        on e.region = $region and e.fiscal_year = $year - 1 and e.project = b.project
"""
MONTH = """
    select max(month) as month from mart.execution_by_month
    where region = $region and fiscal_year = $year - 1 and paid is not null
"""
EVENTS = """
    select kind, max(happened_on) as day from core.legal_event
    where region = $region and fiscal_year = $year and happened_on <= $as_of
        and (kind = 'budget_approved' or (kind = 'draft_submitted' and subject = 'budget'))
    group by kind
"""


@dataclass(frozen=True)
class Line:
    """One project of one unit: what the draft gives it, and what is worth a question."""

    department: str
    department_name: str
    unit: str
    unit_name: str
    project: str
    name: str
    asked: Decimal | None  # None: it ended
    requested: Decimal | None
    before: Decimal | None  # None: the year before had no such line
    paid: Decimal | None  # of the project in the year before, whichever unit paid
    score: Decimal | None  # the last one before the year
    marks: tuple[str, ...] = ()

    @property
    def growth(self) -> Decimal | None:
        """Yuan more than the year before."""
        if self.asked is None or self.before is None:
            return None
        return self.asked - self.before

    @property
    def rate(self) -> Decimal | None:
        """Paid ÷ budget of the year before."""
        return self.paid / self.before if self.before and self.paid is not None else None


@dataclass(frozen=True)
class Part:
    """A department's lines, or all of them."""

    code: str
    name: str
    lines: Sequence[Line]

    @property
    def asked(self) -> Decimal:
        """What the draft gives."""
        return total(line.asked for line in self.lines) or Decimal(0)

    @property
    def before(self) -> Decimal | None:
        """The budget of the year before; None where it was not reported."""
        return total(line.before for line in self.lines)

    @property
    def paid(self) -> Decimal | None:
        """What its projects paid in the year before, each project counted once."""
        once = {line.project: line.paid for line in self.lines if line.project != NONE}
        return total(once.values())

    @property
    def growth(self) -> Decimal | None:
        """Yuan more than the year before."""
        return None if self.before is None else self.asked - self.before

    @property
    def change(self) -> Decimal | None:
        """By what share it grew."""
        return self.growth / self.before if self.before and self.growth is not None else None

    @property
    def rate(self) -> Decimal | None:
        """Paid ÷ budget of the year before."""
        return self.paid / self.before if self.before and self.paid is not None else None

    def marked(self, mark: str) -> Sequence[Line]:
        """Give the lines with a mark."""
        return [line for line in self.lines if mark in line.marks]


@dataclass(frozen=True)
class Drafted:
    """A year's budget as it was delivered last, taken apart."""

    year: int
    years: Sequence[int]
    whole: Part
    departments: Sequence[Part]  # what grew most first
    month: int  # to which month the year before is told; 0: not at all
    submitted_on: date | None
    approved_on: date | None
    low_line: Decimal | None  # below which a score is low; None: no rule says
    unread: Sequence[str] = ()  # marks that rest on what was not delivered


MARKS = ("new", "low_score", "no_target", "same_name", "slow")
"""What is worth a question, in this order; none of them is wrong by itself."""


def drafted(
    view: View, warehouse: Warehouse, region: str, wanted: str, as_of: date
) -> Drafted | None:
    """Read the year that was asked for, else the latest that has a department budget."""
    years = [row["fiscal_year"] for row in warehouse.rows(YEARS, {"region": region})]
    if not years:
        return None
    year = int(wanted) if wanted in map(str, years) else years[0]
    given = {"region": region, "year": year}
    low = _limit(view, "B55", "line", region, year)
    slow = _limit(view, "A24", "paid_share", region, year)
    found = warehouse.rows(LINES, given)
    lines = _marked(found, low, slow)
    events = {row["kind"]: row["day"] for row in warehouse.rows(EVENTS, {**given, "as_of": as_of})}
    parts: dict[str, list[Line]] = {}
    for line in lines:
        parts.setdefault(line.department, []).append(line)
    departments = [Part(code, of[0].department_name or code, of) for code, of in parts.items()]
    return Drafted(
        year=year,
        years=years,
        whole=Part("", "", lines),
        departments=sorted(departments, key=lambda one: (-(one.growth or 0), one.code)),
        month=warehouse.rows(MONTH, given)[0]["month"] or 0,
        submitted_on=events.get("draft_submitted"),
        approved_on=events.get("budget_approved"),
        low_line=low,
        unread=_unread(found, low, slow),
    )


def _limit(view: View, code: str, name: str, region: str, year: int) -> Decimal | None:
    found = standing(view, code, region, year)
    return None if found is None else Decimal(str(found[1].values[name]))


def _marked(rows: Sequence[Row], low: Decimal | None, slow: Decimal | None) -> list[Line]:
    lines, names = [], _names(rows)
    told = any(row["before"] is not None for row in rows)
    for row in rows:
        line = Line(
            department=row["department"],
            department_name=row["department_name"] or "",
            unit=row["unit"],
            unit_name=row["unit_name"] or row["unit"],
            project=row["project"],
            name=row["name"] or row["project"],
            asked=row["asked"],
            requested=row["requested"],
            before=row["before"],
            paid=row["paid"],
            score=row["score"],
        )
        lines.append(replace(line, marks=tuple(_marks(line, row, names, told, (low, slow)))))
    return sorted(lines, key=lambda one: (-(one.asked or 0), one.unit, one.project))


def _marks(
    line: Line, row: Row, names: Mapping[tuple[str, str], set[str]], told: bool,
    limits: tuple[Decimal | None, Decimal | None],
) -> Sequence[str]:  # fmt: skip
    if not line.asked or line.project == NONE or row["category"] in RUNNING_COSTS:
        return []
    low, slow = limits
    rate = line.rate
    held = {
        "new": told and line.before is None,
        "low_score": low is not None and line.score is not None and line.score < low,
        "no_target": row["on_file"] and row["has_target"] is False,
        "same_name": len(names[line.unit, plain(line.name)]) > 1,
        "slow": slow is not None and rate is not None and rate < slow and (line.growth or 0) >= 0,
    }
    return [mark for mark in MARKS if held[mark]]


def _unread(rows: Sequence[Row], low: Decimal | None, slow: Decimal | None) -> Sequence[str]:
    """Tell which marks rest on something that no line has; of them none is not nought."""
    told = {
        name: any(row[name] is not None for row in rows)
        for name in ("before", "score", "has_target", "paid")
    }
    read = {
        "new": told["before"],
        "low_score": low is not None and told["score"],
        "no_target": told["has_target"],
        "slow": slow is not None and told["before"] and told["paid"],
    }
    return [mark for mark in MARKS if not read.get(mark, True)]


def _names(rows: Sequence[Row]) -> Mapping[tuple[str, str], set[str]]:
    """Gather the projects of a unit that go by one name in the year."""
    found: dict[tuple[str, str], set[str]] = {}
    for row in rows:
        going_by = found.setdefault((row["unit"], plain(row["name"] or row["project"])), set())
        if row["asked"]:
            going_by.add(row["project"])
    return found


def plain(name: str) -> str:
    """Reduce a name to its letters and digits: full-width, spaces and brackets say nothing."""
    return "".join(c for c in unicodedata.normalize("NFKC", name).lower() if c.isalnum())
