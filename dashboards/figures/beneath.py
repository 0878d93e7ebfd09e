"""预算执行. The figures of a government's year, and the very rows that add up to each of them."""

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from operator import itemgetter
from typing import Literal

from dashboards.figures.flows import NAMED, REST
from warehouse.database import Row, Warehouse


class By(StrEnum):
    """What a year's execution is broken down by."""

    DEPARTMENT = "department"
    PROJECT = "project"
    MONTH = "month"


class Measure(StrEnum):
    """What is added up."""

    PAID = "paid"  # 支付数
    APPROVED = "approved"  # 年初批复数
    EXECUTABLE = "executable"  # 可执行指标


class FigureUnknown(Exception):
    """There is no such figure on this night."""


class MeasureRefused(Exception):
    """The measure can't be cut as asked."""


WORDS: Mapping[str, Mapping[str, str]] = {
    "paid": {
        "zh": "支付数：当年国库支付净额，退款冲减，不含年终结转凭证",
        "en": "paid: treasury payments of the year net of refunds, without year-end vouchers",
    },
    "approved": {
        "zh": "年初批复数：当年部门预算批复合计",
        "en": "approved: the department budgets of the year as first approved",
    },
    "executable": {
        "zh": "可执行指标：有效指标金额＋调整－冻结",
        "en": "executable: active allotments, plus their changes, less what is frozen",
    },
}
"""What each measure is; `approved` and `executable` are the denominators of the shares."""

FIGURES: Mapping[By, str] = {
    By.DEPARTMENT: """
        select department as code, department_name as name, paid_to_date as paid, approved,
            executable, share_of_approved, share_of_executable
        from mart.execution_by_department
        where region = $region and fiscal_year = $fiscal_year
        qualify month = max(month) over ()
        order by coalesce(department, '')
    """,
    By.PROJECT: """
        select project as code, project_name as name, paid, approved, executable,
            share_of_approved, share_of_executable
        from mart.execution_by_project
        where region = $region and fiscal_year = $fiscal_year and project > $after
        order by project
        limit $limit
    """,
    By.MONTH: """
        select month::varchar as code, paid as paid_in_month, paid_to_date as paid, approved,
            executable, share_of_approved, share_of_executable, year_gone
        from mart.execution_by_month
        where region = $region and fiscal_year = $fiscal_year
        order by month
    """,
}

AT_ONCE = 500
"""Projects of a government and year up to which all are read once and kept with the night: a page
is a part of them. Of more, each page is read by itself."""
FEWEST = 64
"""Projects that are read at once at least: where no more than 50 rows are wanted, DuckDB looks for
their places first and for what stands there after, which takes twice as long."""

TOTAL = """
    select paid_to_date as paid, approved, executable, share_of_approved, share_of_executable,
        month, year_gone
    from mart.execution_by_month
    where region = $region and fiscal_year = $fiscal_year
    order by month desc
    limit 1
"""

YEARS = """
    select distinct fiscal_year from mart.execution_by_month
    where region = $region order by fiscal_year
"""

MONTH_OF = """
    case when year({day}) < {year} then 1 when year({day}) > {year} then 12 else month({day}) end
"""

PAID_WITH = f"""
    select 'payment' as feed, p.payment as key, p.paid_on as dated, p.unit,
        coalesce(p.project, a.project) as project, p.allotment, p.amount, p.file, p.line,
        {MONTH_OF.format(day="p.paid_on", year="p.fiscal_year")} as month{{more}}
    from kept.payment p
    left join core.allotment a using (allotment, fiscal_year, region), ops.run
    where p.region = $region and p.fiscal_year = $fiscal_year
        and p.paid_on <= as_of and p.business is distinct from '9'
"""

PAID = PAID_WITH.format(more="")

APPROVED = """
    select 'department_budget' as feed, b.line as key, null::date as dated, b.unit, b.project,
        null::varchar as allotment, b.approved as amount, b.file, b.file_line as line, 1 as month
    from kept.department_budget b
    where b.region = $region and b.fiscal_year = $fiscal_year
"""

EXECUTABLE = f"""
    select 'allotment' as feed, a.allotment as key, a.issued_on as dated, a.unit, a.project,
        a.allotment, a.amount - coalesce(a.frozen, 0) as amount, a.file, a.line,
        {MONTH_OF.format(day="a.issued_on", year="a.fiscal_year")} as month
    from kept.allotment a, ops.run
    where a.region = $region and a.fiscal_year = $fiscal_year
        and a.active and a.issued_on <= as_of
    union all
    select 'allotment_change', c.change, c.changed_on, a.unit, a.project, a.allotment, c.amount,
        c.file, c.line,
        {MONTH_OF.format(day="c.changed_on", year="a.fiscal_year")}
    from kept.allotment_change c
    join core.allotment a using (allotment, fiscal_year, region), ops.run
    where a.region = $region and a.fiscal_year = $fiscal_year
        and a.active and a.issued_on <= as_of and c.changed_on <= as_of
"""

BENEATH: Mapping[Measure, str] = {
    Measure.PAID: PAID,
    Measure.APPROVED: APPROVED,
    Measure.EXECUTABLE: EXECUTABLE,
}

OF_ROWS = """        and ($project is null or coalesce(r.project, 'none') = $project)
        and ($allotment is null or coalesce(r.allotment, 'none') = $allotment)
        and ($month is null or r.month = $month)
        and ($through is null or r.month <= $through)
        and ($key is null or r.key = $key)
"""
"""How any cut narrows rows, beside its department."""

CHOSEN = f"""
    select r.* from ({{rows}}) r
    left join core.unit u
        on u.region = $region and u.fiscal_year = $fiscal_year and u.unit = r.unit
    where ($department is null or coalesce(u.department, 'none') = $department)
{OF_ROWS}"""

STREAM = f"""
    select r.* exclude (its_fund, its_class, its_payee, its_bond) from ({{rows}}) r
    left join core.unit u
        on u.region = $region and u.fiscal_year = $fiscal_year and u.unit = r.unit
    where ($department is null or case when $department = '{REST}'
            then coalesce(u.department, 'none') not in (
                select coalesce(department, 'none') as department from mart.paid_by_class
                where region = $region and fiscal_year = $fiscal_year
                group by all order by sum(paid) desc, department limit {NAMED}
            )
            else coalesce(u.department, 'none') = $department end)
{OF_ROWS}        and ($fund is null or its_fund = $fund)
        and ($bond is null or its_bond = $bond)
        and ($function_class is null or its_class = $function_class)
        and ($payee is null or case when $payee = '{REST}'
            then its_payee is null or its_payee not in (
                select payee from ops.paid_to
                where region = $region and fiscal_year = $fiscal_year and payee is not null
                group by payee order by sum(paid) desc, payee limit {NAMED}
            )
            else its_payee = $payee end)
"""
"""Payments as `/flows` streams them: by fund, class of functions and payee; rest is not named."""
FLOWED = PAID_WITH.format(
    more=""", coalesce(left(coalesce(p.fund, a.fund), 1), 'none') as its_fund,
        coalesce(left(coalesce(p.function_item, a.function_item), 3), 'none') as its_class,
        p.payee as its_payee, p.bond as its_bond"""
)
NAMED_PAYEE = """
    select count(*) as count from ops.paid_to
    where region = $region and fiscal_year = $fiscal_year and payee = $code
"""

DIVIDED = """
    select coalesce({by}, 'none') as code, month,
        sum(amount) filter (measure = 'paid') as paid,
        sum(amount) filter (measure = 'approved') as approved,
        sum(amount) filter (measure = 'executable') as executable
    from ({chosen})
    group by all
    order by code, month
"""

COUNTED = "select count(*) as count, coalesce(sum(amount), 0) as total from ({chosen})"

KNOWN = """
    select count(*) as count from mart.execution_by_{cut}
    where region = $region and fiscal_year = $fiscal_year and {cut} = $code
"""

TRACED = """
    select c.*, f.name as file_name, f.delivery, d.name as delivery_name
    from ({chosen}) c
    left join ops.delivery_file f on f.number = c.file
    left join ops.delivery d on d.number = f.delivery
"""

LISTED = f"""
    select * from ({TRACED})
    where (file, line) > ($file, $line)
    order by file, line
    limit $limit
"""


STREAMED = ("fund", "function_class", "payee", "bond")
"""What cuts payments alone: how `/flows` streams them, and with which bond's money."""


@dataclass(frozen=True)
class Year:
    """One government's fiscal year."""

    region: str
    fiscal_year: int

    @property
    def given(self) -> dict[str, object]:
        """The year as a query's parameters."""
        return {"region": self.region, "fiscal_year": self.fiscal_year}


@dataclass(frozen=True)
class Cut:
    """Which part of a measure is meant; `none` is what names no department, project or so on."""

    measure: Measure
    department: str | None = None
    project: str | None = None
    allotment: str | None = None
    month: int | None = None
    through: int | None = None
    key: str | None = None  # one row, by the feed's own
    fund: str | None = None  # these of payments alone: how `/flows` streams them
    function_class: str | None = None
    payee: str | None = None
    bond: str | None = None  # and of whose money they are

    @property
    def of_stream(self) -> bool:
        """Whether it is a stream's: `rest` then is whatever the streams do not name."""
        return self.department == REST or any(self._stream.values())

    @property
    def given(self) -> dict[str, object]:
        """The cut as a query's parameters."""
        return {
            "department": self.department,
            "project": self.project,
            "allotment": self.allotment,
            "month": self.month,
            "through": self.through,
            "key": self.key,
            **(self._stream if self.of_stream else {}),
        }

    @property
    def _stream(self) -> dict[str, object]:
        return {name: getattr(self, name) for name in STREAMED}


@dataclass(frozen=True)
class Beneath:
    """The rows beneath a figure: how many, their sum, and one page of them."""

    count: int
    total: Decimal
    rows: Sequence[Row]


def total(night: Warehouse, year: Year) -> Row:
    """Give the government's own figures by the last month of the night.

    Raises:
        FigureUnknown: nothing of that year was delivered; the years that were are named.
    """
    found = night.rows(TOTAL, year.given)
    if not found:
        known = [str(row["fiscal_year"]) for row in night.rows(YEARS, {"region": year.region})]
        raise FigureUnknown(
            f"no execution of {year.fiscal_year} is there for {year.region}; "
            f"years that are: {', '.join(known) or 'none'}"
        )
    return found[0]


def figures(night: Warehouse, year: Year, by: By, *, after: str = "", limit: int = 0) -> list[Row]:
    """Give the year's figures broken down; only projects are so many that they come in pages."""
    if by is not By.PROJECT:
        return night.rows(FIGURES[by], year.given)

    def projects(after: str, limit: int) -> list[Row]:
        return night.rows(FIGURES[by], {**year.given, "after": after, "limit": limit})

    whole = night.once(("projects", year), lambda: projects("", AT_ONCE + 1))
    if len(whole) > AT_ONCE:
        return projects(after, max(limit, FEWEST))[:limit]
    start = bisect_right(whole, after, key=itemgetter("code"))
    return [dict(row) for row in whole[start : start + limit]]


def beneath(
    night: Warehouse, year: Year, cut: Cut, *, after: tuple[int, int] = (-1, -1), limit: int = 100
) -> Beneath:
    """Give the rows whose sum is the figure, in the order of their files and lines.

    Raises:
        FigureUnknown: there is no such department or project in that year.
        MeasureRefused: the approved budget is a whole year's and can't be cut by month.
    """
    count, total = counted(night, year, cut)
    chosen = _chosen(cut)
    place = {"file": after[0], "line": after[1], "limit": limit}
    rows = night.rows(LISTED.format(chosen=chosen), {**year.given, **cut.given, **place})
    return Beneath(count, total, rows)


def counted(night: Warehouse, year: Year, cut: Cut) -> tuple[int, Decimal]:
    """Give how many rows are beneath a figure, and their sum.

    Raises:
        FigureUnknown: there is no such department or project in that year.
        MeasureRefused: the approved budget is a whole year's and can't be cut by month.
    """
    must_be_there(night, year, cut)
    chosen = _chosen(cut)
    told = night.rows(COUNTED.format(chosen=chosen), {**year.given, **cut.given})[0]
    return told["count"], told["total"]


def traced(cut: Cut) -> str:
    """Give the query for the rows beneath a figure, each with its file and delivery."""
    return TRACED.format(chosen=_chosen(cut))


def _chosen(cut: Cut) -> str:
    if cut.of_stream:
        return STREAM.format(rows=FLOWED)
    return CHOSEN.format(rows=BENEATH[cut.measure])


def must_be_there(night: Warehouse, year: Year, cut: Cut) -> None:
    """Let those pass who ask for rows that there can be.

    Raises:
        FigureUnknown: there is no such department or project in that year.
        MeasureRefused: the approved budget is a whole year's and can't be cut by month, or a
            stream is asked for of what is not paid.
    """
    _must_be_known(night, year, cut)
    if cut.of_stream and cut.measure is not Measure.PAID:
        raise MeasureRefused("fund, class, payee and bond are of payments: ask for measure=paid")
    if cut.measure is Measure.APPROVED and (cut.month or cut.through):
        raise MeasureRefused(
            "the approved budget is a whole year's figure: leave out month and through"
        )


def divided(
    night: Warehouse, year: Year, cut: Cut, by: Literal["project", "allotment"]
) -> list[Row]:
    """Divide all three measures of a cut by month and by project or allotment, `none` for neither.

    Raises:
        FigureUnknown: there is no such department or project in that year.
    """
    _must_be_known(night, year, cut)
    if cut.of_stream:
        raise FigureUnknown("what the streams do not name is no department: it is divided by none")
    chosen = " union all ".join(
        f"select '{measure.value}' as measure, * from ({CHOSEN.format(rows=rows)})"
        for measure, rows in BENEATH.items()
    )
    return night.rows(DIVIDED.format(by=by, chosen=chosen), {**year.given, **cut.given})


def _must_be_known(night: Warehouse, year: Year, cut: Cut) -> None:
    for name, code in (("department", cut.department), ("project", cut.project)):
        if code in (None, "none", REST):
            continue
        known = night.rows(KNOWN.format(cut=name), {**year.given, "code": code})
        if not known[0]["count"]:
            raise FigureUnknown(
                f"no {name} {code!r} is there for {year.region} in {year.fiscal_year}: "
                f"those that are stand in /api/v1/figures/execution?by={name}"
            )
    if cut.payee not in (None, REST):
        named = night.rows(NAMED_PAYEE, {**year.given, "code": cut.payee})
        if not named[0]["count"]:
            raise FigureUnknown(
                f"no payee of that name is told apart for {year.region} in {year.fiscal_year}"
            )
