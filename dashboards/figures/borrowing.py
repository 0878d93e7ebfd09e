"""政府债券. What the bonds cost, when they fall due, and what became of their money."""

import calendar
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from dashboards.figures.debt import Debt
from dashboards.figures.places import Places
from dashboards.look import Look
from dashboards.words import say
from warehouse.database import Row, Warehouse

AHEAD = 10
"""Years of the ladder that stand apart; what comes later is one hollow step."""

HISTORY = """
    select stated_on, general_outstanding, special_outstanding, ceiling, outstanding, share
    from mart.debt_ratio
    where region = $region and year(stated_on) <= $year and year(stated_on) > $year - 5
    qualify row_number() over (partition by year(stated_on) order by stated_on desc) = 1
    order by stated_on
"""
BANDS = """
    select floor(coupon * 200)::integer as band, count(*) as bonds, sum(amount) as amount,
        sum(amount * coupon) as interest
    from core.bond
    where region = $region and issued_on <= $day and matures_on > $day
    group by band order by band
"""
LADDER = """
    select year(s.due_on) as year, coalesce(b.kind, 'none') as kind,
        sum(s.due) filter (s.part = '1') as principal,
        sum(s.due) filter (s.part = '2') as interest
    from core.debt_service s
    left join core.bond b on b.region = s.region and b.bond = s.bond
    where s.region = $region and s.due_on > $day
    group by all order by all
"""
PROJECTS = """
    select p.bond, p.project, p.project_name, p.stated_on, b.name as bond_name, b.proceeds_on,
        p.field, p.allocated, p.handed_over, p.spent, e.project is not null as runs
    from core.bond_project p
    left join core.bond b on b.bond = p.bond and b.region = p.region
    left join mart.execution_by_project e
        on e.region = p.region and e.fiscal_year = $year and e.project = p.project
    where p.region = $region and p.stated_on = (
        select max(stated_on) from core.bond_project where region = $region and stated_on <= $day
    )
    order by p.allocated - coalesce(p.spent, 0) desc, p.bond, p.project
"""
INTEREST = """
    with told as (
        select book as kind, month, sum(executed) as executed,
            count(*) filter (executed is null) as gaps
        from core.statement
        where region = $region and fiscal_year = $year and side = '2' and length(code) = 3
            and month between 1 and $month
        group by book, month
    ),
    spent as (
        select kind, month, executed from told
        where gaps = 0
        qualify month = max(month) over (partition by kind)
    )
    select b.kind, s.month, s.executed, sum(d.paid) as paid,
        count(*) filter (d.paid is null) as unsaid
    from core.debt_service d
    join core.bond b on b.bond = d.bond and b.region = d.region
    join spent s on s.kind = b.kind
    where d.region = $region and d.part = '2'
        and d.due_on between make_date($year, 1, 1) and last_day(make_date($year, s.month, 1))
    group by b.kind, s.month, s.executed
    order by b.kind
"""


@dataclass(frozen=True)
class Step:
    """What falls due in a year, or in all the years after it."""

    year: int
    principal: Decimal
    interest: Decimal
    part: bool  # only what is left of the year
    later: bool  # this year and all after it
    kinds: Mapping[str, Decimal] = field(default_factory=dict)  # of the principal: 1, 2, or none


@dataclass(frozen=True)
class Borrowing:
    """A government's bonds as of the day that its debt was last stated."""

    day: date
    told: date  # to which day money is said to lie idle: the night's, or the end of the year
    history: Sequence[Row]
    bands: Sequence[Row]
    ladder: Sequence[Step]
    projects: Sequence[Row]
    interest: Sequence[Row]

    @property
    def live(self) -> Decimal:
        """The principal of the bonds that are out, by their issue."""
        return sum((row["amount"] for row in self.bands), Decimal(0))

    @property
    def coupon(self) -> Decimal | None:
        """平均利率, weighted by principal; a share of one."""
        cost = sum((row["interest"] for row in self.bands), Decimal(0))
        return cost / self.live if self.live else None

    @property
    def peak(self) -> Step | None:
        """The year in which most principal falls due; parts and lumps of years don't count."""
        whole = [step for step in self.ladder if not step.part and not step.later]
        return max(whole, key=lambda step: step.principal, default=None)

    @property
    def told_to(self) -> int | None:
        """The last year that stands apart, where more falls due after it; the peak is up to it."""
        return next((step.year - 1 for step in self.ladder if step.later), None)

    def total(self, measure: str) -> Decimal:
        """What the projects were given, were handed, or spent, together."""
        return sum((row[measure] or Decimal(0) for row in self.projects), Decimal(0))


def peak_said(found: Borrowing, key: str, look: Look) -> str:
    """Say when most principal falls due, and up to when that is told."""
    peak = found.peak
    if peak is None or not peak.principal:
        return ""
    return say(
        look.language, key if found.told_to is None else f"{key}_near", year=peak.year,
        due=look.spoken(peak.principal), last=found.told_to,
    )  # fmt: skip


def borrowing(warehouse: Warehouse, places: Places, stated: Debt, as_of: date) -> Borrowing:
    """Read the bonds; any part may be empty where its feed was not delivered."""
    day = stated.stated_on
    given = {"region": places.region, "day": day}
    told = min(as_of, date(places.year, 12, 31))
    last = calendar.monthrange(told.year, told.month)[1]
    month = told.month if told.day == last else told.month - 1
    year = {"region": places.region, "year": places.year}
    return Borrowing(
        day=day,
        told=told,
        history=warehouse.rows(HISTORY, year),
        bands=warehouse.rows(BANDS, given),
        ladder=_ladder(warehouse.rows(LADDER, given), day),
        projects=warehouse.rows(PROJECTS, {**given, "year": places.year}),
        interest=warehouse.rows(INTEREST, {**year, "month": month}),
    )


def _ladder(rows: Sequence[Row], day: date) -> list[Step]:
    kinds: dict[int, dict[str, Decimal]] = {}
    interest: dict[int, Decimal] = {}
    for row in rows:
        year = min(row["year"], day.year + AHEAD)
        due = kinds.setdefault(year, {})
        due[row["kind"]] = due.get(row["kind"], Decimal(0)) + (row["principal"] or 0)
        interest[year] = interest.get(year, Decimal(0)) + (row["interest"] or 0)
    over = (day.month, day.day) == (12, 31)
    return [
        Step(
            year, sum(due.values(), Decimal(0)), interest[year],
            part=year == day.year and not over, later=year == day.year + AHEAD, kinds=due,
        )
        for year, due in kinds.items()
    ]  # fmt: skip
