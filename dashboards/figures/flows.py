"""资金去向. From which funds a year's money came, which departments spent it, and on whom."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from dashboards.figures.places import Places
from warehouse.database import Row, Warehouse

NAMED = 8
"""Departments and payees that are named, by what they paid or got; the others are one."""
REST, NONE = "rest", "none"
KEY = ("205", "206", "207", "208", "210", "211", "213")
"""重点支出: education, science, culture, social security, health, environment, agriculture."""
THREE = ("30212", "30217", "30231", "31013")
"""三公经费, as rules B07 and B08 have them: travel abroad, hosting, vehicles run, and bought."""

BY_PAYEE = f"""
    with moved as (
        select coalesce(fund, 'none') as fund, coalesce(department, 'none') as department, payee,
            paid
        from ops.paid_to where region = $region and fiscal_year = $year
    ),
    big as (
        select department from moved group by department
        order by sum(paid) desc, department limit {NAMED}
    ),
    best as (
        select payee from moved where payee is not null
        group by payee order by sum(paid) desc, payee limit {NAMED}
    )
    select fund, if(department in (from big), department, 'rest') as department,
        if(payee in (from best), payee, 'rest') as goal, sum(paid) as paid
    from moved group by all order by all
"""
BY_CLASS = f"""
    with moved as (
        select coalesce(fund, 'none') as fund, coalesce(department, 'none') as department,
            coalesce(function_class, 'none') as class, paid
        from mart.paid_by_class where region = $region and fiscal_year = $year
    ),
    big as (
        select department from moved group by department
        order by sum(paid) desc, department limit {NAMED}
    )
    select fund, if(department in (from big), department, 'rest') as department, class as goal,
        sum(paid) as paid
    from moved group by all order by all
"""
CLASSES = """
    with paid as (
        select coalesce(function_class, 'none') as class, sum(paid) as paid
        from mart.paid_by_class where region = $region and fiscal_year = $year group by all
    ),
    changed as (
        select allotment, sum(amount) as amount from core.allotment_change, ops.run
        where region = $region and fiscal_year = $year and changed_on <= as_of group by allotment
    ),
    may as (
        select coalesce(left(function_item, 3), 'none') as class,
            sum(a.amount + coalesce(c.amount, 0) - coalesce(a.frozen, 0)) as executable
        from core.allotment a left join changed c using (allotment), ops.run
        where region = $region and fiscal_year = $year and active and issued_on <= as_of
        group by all
    )
    select class, coalesce(paid, 0) as paid, executable
    from paid full join may using (class) order by class
"""
THREES = """
    with paid as (
        select economic_class as code, sum(paid) filter (fiscal_year = $year) as paid,
            sum(paid_by_then) filter (fiscal_year = $year - 1) as before
        from mart.paid_by_class
        where region = $region and fiscal_year in ($year, $year - 1)
            and economic_class in (select unnest($codes))
        group by code
    ),
    budget as (
        select left(department_economic, 5) as code, sum(approved) as approved
        from core.department_budget
        where region = $region and fiscal_year = $year
            and left(department_economic, 5) in (select unnest($codes))
        group by code
    )
    select c.code, paid.paid, paid.before, budget.approved
    from (select unnest($codes) as code) c
    left join paid using (code) left join budget using (code)
    order by code
"""
RUSH = """
    select fiscal_year as year, sum(paid) as paid, sum(paid) filter (month = 12) as last
    from mart.execution_by_month
    where region = $region and fiscal_year <= $year and fiscal_year > $year - 4
    group by fiscal_year having count(*) = 12 and count(paid) = 12
    order by fiscal_year desc
"""
DEPARTMENTS = """
    select department, min(department_name) as name from core.unit
    where region = $region and fiscal_year = $year group by department
"""
NAMES = """
    select code, arg_max(name, fiscal_year) as name from core.classification
    where fiscal_year <= $year and scheme = $scheme group by code
"""


@dataclass(frozen=True)
class Stream:
    """What was paid out of a fund, by a department, to a payee or for a class; yuan."""

    fund: str
    department: str
    goal: str
    paid: Decimal


@dataclass(frozen=True)
class Flows:
    """A government's year as it flowed; sums are to the fen."""

    streams: Sequence[Stream]
    classes: Sequence[Row]  # class, paid, executable
    threes: Sequence[Row]  # code, paid, before, approved
    rush: Sequence[Row]  # of whole years: year, paid, last
    departments: Mapping[str, str]
    functions: Mapping[str, str]
    economics: Mapping[str, str]

    @property
    def total(self) -> Decimal:
        """All that was paid."""
        return sum((one.paid for one in self.streams), Decimal(0))

    def by(self, part: str) -> Mapping[str, Decimal]:
        """Add up the streams by `fund`, `department` or `goal`, the most first."""
        sums: dict[str, Decimal] = {}
        for one in self.streams:
            name = getattr(one, part)
            sums[name] = sums.get(name, Decimal(0)) + one.paid
        return dict(sorted(sums.items(), key=lambda item: (item[0] == REST, -item[1], item[0])))


def flows(warehouse: Warehouse, places: Places, *, payees: bool) -> Flows | None:
    """Read a year; None where nothing was paid in it.

    Args:
        warehouse: the night.
        places: the government and year.
        payees: whether payees are named, organisations alone; else the last step is for what.
    """
    given = {"region": places.region, "year": places.year}
    found = warehouse.rows(BY_PAYEE if payees else BY_CLASS, given)
    if not found:
        return None

    def named(scheme: str) -> Mapping[str, str]:
        rows = warehouse.rows(NAMES, {"year": places.year, "scheme": scheme})
        return {row["code"]: row["name"] for row in rows}

    return Flows(
        streams=[Stream(**row) for row in found],
        classes=warehouse.rows(CLASSES, given),
        threes=warehouse.rows(THREES, {**given, "codes": list(THREE)}),
        rush=warehouse.rows(RUSH, given),
        departments={row["department"]: row["name"] for row in warehouse.rows(DEPARTMENTS, given)},
        functions=named("function"),
        economics=named("department_economic"),
    )
