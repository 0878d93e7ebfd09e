"""纵向与横向. A government's figures with those below it, and its departments side by side.

A roll-up counts everybody once: each government below stands under exactly one child, and what one
government hands to another (转移性支出, 230) is left out of all three measures, for whoever gets it
spends it. Nothing is guessed for who did not report; each sum says how many it is made of.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from enum import StrEnum
from statistics import quantiles

from alerts.ledger import Ledger, Wanted
from alerts.rule import Severity
from alerts.scope import Below, Scope
from dashboards.figures.beneath import FigureUnknown, Year
from dashboards.figures.departments import open_alerts
from dashboards.figures.governments import Government, governments
from warehouse.database import Row, Warehouse


class Basis(StrEnum):
    """What the measures are taken from."""

    DEPARTMENTS = "departments"  # department budgets, allotments and treasury payments
    GENERAL = "general"  # the general public budget's statement, without 230 and 231


FORMULAS: Mapping[str, Mapping[str, str]] = {
    "departments": {
        "zh": "批复＝年初部门预算；调整＝可执行指标；执行＝国库支付净额；均不含转移性支出（230）",
        "en": "approved = department budgets; adjusted = executable allotments; "
        "executed = treasury payments net of refunds; all three without transfers (230)",
    },
    "general": {
        "zh": "一般公共预算支出各类之和，不含转移性支出（230）与债务还本支出（231），取最近月份",
        "en": "the classes of general public budget spending of the latest month, "
        "without transfers (230) and principal (231)",
    },
    "rate": {
        "zh": "进度＝执行÷调整，只计两项均已报送的政府",
        "en": "rate = executed / adjusted, of the governments that reported both",
    },
    "debt_share": {
        "zh": "余额÷限额，只计两项均已报送的政府，取年内最近一次",
        "en": "outstanding / ceiling, of the governments that stated both, at their latest date",
    },
    "coverage": {
        "zh": "已算规则÷应算规则，逐个政府计",
        "en": "rules computed / rules asked, counted for each government",
    },
}

DEPARTMENTS = """
    with handed_on as (
        select region, paid as executed, null::decimal(18, 2) as approved,
            null::decimal(18, 2) as adjusted
        from mart.paid_by_class
        where fiscal_year = $fiscal_year and function_class = '230'
        union all
        select region, null, approved, null from core.department_budget
        where fiscal_year = $fiscal_year and starts_with(function_item, '230')
        union all
        select region, null, null, amount - coalesce(frozen, 0) from core.allotment, ops.run
        where fiscal_year = $fiscal_year and starts_with(function_item, '230') and active
            and issued_on <= as_of
        union all
        select a.region, null, null, c.amount
        from core.allotment_change c join core.allotment a using (allotment, fiscal_year, region),
            ops.run
        where a.fiscal_year = $fiscal_year and starts_with(a.function_item, '230') and a.active
            and a.issued_on <= as_of and c.changed_on <= as_of
    ),
    less as (
        select region, sum(executed) as executed, sum(approved) as approved,
            sum(adjusted) as adjusted
        from handed_on group by region
    )
    select m.region, m.month, m.year_gone,
        m.approved - coalesce(h.approved, 0) as approved,
        m.executable - coalesce(h.adjusted, 0) as adjusted,
        m.paid_to_date - coalesce(h.executed, 0) as executed
    from mart.execution_by_month m left join less h using (region)
    where m.fiscal_year = $fiscal_year and list_contains($regions, m.region)
    qualify m.month = max(m.month) over ()
"""
GENERAL = """
    with classes as (
        select region, month, approved, revised, executed from core.statement, ops.run
        where fiscal_year = $fiscal_year and book = '1' and side = '2' and length(code) = 3
            and code not in ('230', '231') and month between 0 and 12
            and make_date(fiscal_year, greatest(1, month), 1) <= as_of
            and list_contains($regions, region)
    ),
    latest as (select max(month) as month from classes)
    select c.region, any_value(l.month) as month,
        (any_value(l.month) / 12)::decimal(38, 8) as year_gone,
        coalesce(
            sum(c.approved) filter (c.month = l.month), sum(c.approved) filter (c.month = 0)
        ) as approved,
        coalesce(
            sum(coalesce(c.revised, c.approved)) filter (c.month = l.month),
            sum(coalesce(c.revised, c.approved)) filter (c.month = 0)
        ) as adjusted,
        sum(c.executed) filter (c.month = l.month and l.month > 0) as executed
    from classes c, latest l
    group by c.region
"""
DEBT = """
    select region, stated_on, ceiling, outstanding from mart.debt_ratio
    where year(stated_on) <= $fiscal_year and list_contains($regions, region)
    qualify row_number() over (partition by region order by stated_on desc) = 1
"""
RULES = """
    select region, count(*) as asked,
        count(*) filter (errors = 0 and computed) as computed
    from (
        select region, code, sum(error) as errors, bool_or(fail > 0 or pass > 0) as computed
        from ops.rule_result where list_contains($regions, region) group by region, code
    )
    group by region
"""
BESIDE = """
    select department, department_name, month, paid_to_date as executed, approved,
        executable as adjusted
    from mart.execution_by_department
    where region = $region and fiscal_year = $fiscal_year
    qualify month = max(month) over ()
    order by department nulls last
"""
GONE = """
    select year_gone from mart.execution_by_month
    where region = $region and fiscal_year = $fiscal_year and month = $month
"""


@dataclass(frozen=True)
class Sum:
    """Some governments' figures together; a sum is None where none of them reported it."""

    governments: int = 0
    executing: int = 0  # how many of them reported what was executed
    approved: Decimal | None = None
    adjusted: Decimal | None = None
    executed: Decimal | None = None
    rate: Decimal | None = None
    stating: int = 0  # how many of them stated debt and ceiling
    outstanding: Decimal | None = None
    ceiling: Decimal | None = None
    debt_share: Decimal | None = None
    stated_from: date | None = None  # the oldest of the dates that the debt was stated at
    stated_to: date | None = None
    alerts: Mapping[str, int] | None = None  # open, by severity; None: not this reader's to see
    asked: int = 0  # rules
    computed: int = 0

    @property
    def room(self) -> Decimal | None:
        """Yuan that may still be borrowed by those who stated both."""
        if self.ceiling is None or self.outstanding is None:
            return None
        return self.ceiling - self.outstanding

    @property
    def coverage(self) -> Decimal | None:
        """Rules computed, of those asked."""
        return Decimal(self.computed) / self.asked if self.asked else None


@dataclass(frozen=True)
class Child:
    """A government right below, with all that are below it."""

    government: Government
    itself: Sum  # alone
    rolled: Sum  # with all below it


@dataclass(frozen=True)
class Vertical:
    """A government over those below it."""

    government: Government
    fiscal_year: int
    basis: Basis
    month: int | None
    year_gone: Decimal | None
    allowed: Below
    itself: Sum
    below: Sequence[Child]
    whole: Sum  # itself and all below it


@dataclass(frozen=True)
class Department:
    """A department beside the others of its government; `place` counts from the fastest."""

    code: str | None  # None: units that are not on file
    name: str
    approved: Decimal | None
    adjusted: Decimal | None
    executed: Decimal | None
    rate: Decimal | None  # of what is adjusted
    gap: Decimal | None  # before (+) or behind (−) the year
    place: int | None
    alerts: Mapping[str, int] | None


@dataclass(frozen=True)
class Horizontal:
    """The departments of one government, and the quartiles of their rates."""

    region: str
    fiscal_year: int
    month: int
    year_gone: Decimal
    departments: Sequence[Department]
    quartiles: tuple[Decimal, Decimal, Decimal] | None  # None: fewer than four have a rate


@dataclass(frozen=True)
class _Facts:
    """What each government reported, by its code."""

    spent: Mapping[str, Row]
    owed: Mapping[str, Row]
    rules: Mapping[str, Row]
    alerts: Mapping[str, Mapping[Severity, int]] | None

    def sum(self, regions: Collection[str], *, alerts: bool = True) -> Sum:
        """Add some governments up."""
        spent = [self.spent[one] for one in regions if one in self.spent]
        owed = [
            row
            for one in regions
            if (row := self.owed.get(one)) and None not in {row["ceiling"], row["outstanding"]}
        ]
        both = [row for row in spent if None not in {row["executed"], row["adjusted"]}]
        ceiling, outstanding = _added(owed, "ceiling"), _added(owed, "outstanding")
        days = [row["stated_on"] for row in owed]
        return Sum(
            governments=len(regions),
            executing=sum(row["executed"] is not None for row in spent),
            approved=_added(spent, "approved"),
            adjusted=_added(spent, "adjusted"),
            executed=_added(spent, "executed"),
            rate=_over(_added(both, "executed"), _added(both, "adjusted")),
            stating=len(owed),
            outstanding=outstanding,
            ceiling=ceiling,
            debt_share=_over(outstanding, ceiling),
            stated_from=min(days, default=None),
            stated_to=max(days, default=None),
            alerts=self._open(regions) if alerts else None,
            asked=sum(self.rules[one]["asked"] for one in regions if one in self.rules),
            computed=sum(self.rules[one]["computed"] for one in regions if one in self.rules),
        )

    def _open(self, regions: Collection[str]) -> Mapping[str, int] | None:
        if self.alerts is None:
            return None
        return {
            one.value: sum(self.alerts.get(region, {}).get(one, 0) for region in regions)
            for one in reversed(Severity)
        }


def vertical(
    night: Warehouse,
    year: Year,
    *,
    scope: Scope,
    ledger: Ledger | None = None,
    today: date | None = None,
    basis: Basis = Basis.DEPARTMENTS,
) -> Vertical:
    """Roll a government's year up from those below it, as far as the scope allows.

    Alerts that a silence is over on `today` are not counted.

    Where a site lets its accounts see figures of those below and no more, their alerts are not
    counted; where it lets them see nothing of them, nobody is below.

    Raises:
        FigureUnknown: the night knows no such government within the scope.
    """
    known = governments(night)
    if year.region not in known.by_code or not scope.sees(year.region):
        raise FigureUnknown(f"no government {year.region[:20]!r} is here for you")
    children = {
        child: within
        for child, every in known.below(year.region).items()
        if (within := [one for one in every if scope.rolls(one)])
    }
    everybody = [year.region, *(one for within in children.values() for one in within)]
    wanted, counted = Wanted(region=year.region, unmuted_on=today), None
    if ledger is not None:
        counted = ledger.open_by("region", scope=scope, wanted=wanted)
    facts = _facts(night, year, everybody, basis, counted)
    told = scope.below
    first = next(iter(facts.spent.values()), {"month": None, "year_gone": None})
    return Vertical(
        government=known.of(year.region),
        fiscal_year=year.fiscal_year,
        basis=basis,
        month=first["month"],
        year_gone=first["year_gone"],
        allowed=scope.allowed,
        itself=facts.sum([year.region]),
        below=[
            Child(
                known.of(child),
                facts.sum([one for one in within if one == child], alerts=told),
                facts.sum(within, alerts=told),
            )
            for child, within in children.items()
        ],
        whole=facts.sum(everybody, alerts=told or not children),
    )


def horizontal(
    night: Warehouse,
    year: Year,
    *,
    scope: Scope,
    ledger: Ledger | None = None,
    today: date | None = None,
) -> Horizontal:
    """Put the departments of one government side by side.

    Alerts that a silence is over on `today` are not counted.

    Raises:
        FigureUnknown: nothing of that year is there within the scope.
    """
    rows = night.rows(BESIDE, year.given) if scope.sees(year.region) else []
    if not rows:
        raise FigureUnknown(f"no execution of {year.fiscal_year} is there for {year.region}")
    gone = night.rows(GONE, {**year.given, "month": rows[0]["month"]})[0]["year_gone"]
    counted = None
    if ledger is not None:
        counted = open_alerts(night, year.region, scope=scope, ledger=ledger, today=today)
    departments = [_department(row, gone, counted) for row in rows]
    rates = sorted(one.rate for one in departments if one.rate is not None)
    return Horizontal(
        region=year.region,
        fiscal_year=year.fiscal_year,
        month=rows[0]["month"],
        year_gone=gone,
        departments=[
            replace(one, place=sum(rate > one.rate for rate in rates) + 1)
            if one.rate is not None
            else one
            for one in departments
        ],
        quartiles=_quartiles(rates),
    )


def _quartiles(rates: Sequence[Decimal]) -> tuple[Decimal, Decimal, Decimal] | None:
    if len(rates) < 4:
        return None
    lower, median, upper = quantiles(rates, method="inclusive")
    return lower, median, upper


def _department(
    row: Row,
    gone: Decimal,
    counted: Mapping[str, Mapping[str, int]] | None,
) -> Department:
    rate = _over(row["executed"], row["adjusted"])
    none = dict.fromkeys(map(str, reversed(Severity)), 0)
    return Department(
        code=row["department"],
        name=row["department_name"] or row["department"] or "",
        approved=row["approved"],
        adjusted=row["adjusted"],
        executed=row["executed"],
        rate=rate,
        gap=None if rate is None else rate - gone,
        place=None,
        alerts=None if counted is None else counted.get(row["department"], none),
    )


def _facts(
    night: Warehouse,
    year: Year,
    regions: Sequence[str],
    basis: Basis,
    alerts: Mapping[str, Mapping[Severity, int]] | None,
) -> _Facts:
    asked = {"regions": list(regions)}
    timed = {**asked, "fiscal_year": year.fiscal_year}
    spent = night.rows(GENERAL if basis is Basis.GENERAL else DEPARTMENTS, timed)
    return _Facts(
        spent={row["region"]: row for row in spent},
        owed={row["region"]: row for row in night.rows(DEBT, timed)},
        rules={row["region"]: row for row in night.rows(RULES, asked)},
        alerts=alerts,
    )


def _added(rows: Sequence[Row], name: str) -> Decimal | None:
    given = [row[name] for row in rows if row[name] is not None]
    return sum(given, Decimal(0)) if given else None


def _over(part: Decimal | None, whole: Decimal | None) -> Decimal | None:
    return None if part is None or not whole or whole < 0 else part / whole
