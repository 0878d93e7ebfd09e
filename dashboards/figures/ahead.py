"""还本付息测算. What the debt in force will cost in five years, if three things go as one says."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from dashboards.figures.borrowing import Borrowing
from dashboards.figures.places import Places
from warehouse.database import Warehouse

FIVE = 5
REVENUE = """
    with line as (
        select book, code,
            arg_max(coalesce(revised, approved), month)
                filter (coalesce(revised, approved) is not null) as budget
        from core.statement, ops.run
        where region = $region and fiscal_year = $year and book in ('1', '2') and side = '1'
            and length(code) = 3 and month <= 12
            and make_date(fiscal_year, greatest(1, month), 1) <= as_of
        group by all
    )
    select sum(budget) as budget from line
"""
"""The year's own revenue as last budgeted: general public budget and government funds."""

LIMITS: Mapping[str, tuple[int, int]] = {"coupon": (0, 20), "growth": (-50, 50), "rolled": (0, 100)}
"""Per cent that may be supposed: a year of new bonds and of revenue, and of principal due."""


@dataclass(frozen=True)
class Supposed:
    """What a reader supposes, in shares of one, and whether all of it could be read."""

    coupon: Decimal
    growth: Decimal
    rolled: Decimal
    read: bool


@dataclass(frozen=True)
class Ahead:
    """One year of the reckoning, in yuan."""

    year: int
    principal: Decimal  # that falls due
    rolled: Decimal  # of it, what new bonds pay
    interest: Decimal  # of the bonds in force
    new_interest: Decimal  # of the bonds that are supposed
    revenue: Decimal | None

    @property
    def to_pay(self) -> Decimal:
        """What the government pays of its own money."""
        return self.principal - self.rolled + self.interest + self.new_interest

    @property
    def share(self) -> Decimal | None:
        """债务本息占收入, a share of one; None without revenue."""
        return self.to_pay / self.revenue if self.revenue else None


def supposed(given: Mapping[str, str], coupon: Decimal) -> Supposed:
    """Read what is supposed; what is not said is the bonds' own average coupon, and nothing."""
    usual = {"coupon": coupon * 100, "growth": Decimal(0), "rolled": Decimal(0)}
    told, read = dict(usual), True
    for name, (least, most) in LIMITS.items():
        text = given.get(name, "").removesuffix("%").strip()
        if not text:
            continue
        try:
            value = Decimal(text)
        except InvalidOperation:
            value = Decimal("NaN")
        if value.is_finite() and least <= value <= most:
            told[name] = value
        else:
            read = False
    return Supposed(**{name: value / 100 for name, value in told.items()}, read=read)


def revenue(warehouse: Warehouse, places: Places) -> Decimal | None:
    """Give the year's own revenue as budgeted, yuan; None where no budget of it has come."""
    found: Decimal | None = warehouse.rows(REVENUE, {"region": places.region, "year": places.year})[
        0
    ]["budget"]
    return found


def ahead(found: Borrowing, base: Decimal | None, year: int, at: Supposed) -> Sequence[Ahead]:
    """Reckon the five whole years after the day that the debt was stated.

    New bonds bear interest from the year after they are issued, and fall due later than all five.

    Args:
        found: the bonds in force.
        base: own revenue of `year`, yuan.
        year: the fiscal year of that revenue.
        at: what is supposed.
    """
    due = {step.year: step for step in found.ladder}
    years, new = [], Decimal(0)
    for one in range(found.day.year + 1, found.day.year + 1 + FIVE):
        step = due.get(one)
        principal = step.principal if step else Decimal(0)
        rolled = principal * at.rolled
        years.append(
            Ahead(
                one, principal, rolled, step.interest if step else Decimal(0), new * at.coupon,
                None if base is None else base * (1 + at.growth) ** (one - year),
            )
        )  # fmt: skip
        new += rolled
    return years


def heaviest(years: Sequence[Ahead]) -> Ahead:
    """Give the year whose share of revenue is highest; without revenue, that has most to pay."""
    return max(years, key=lambda one: (one.share or Decimal(0), one.to_pay, -one.year))
