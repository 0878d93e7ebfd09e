"""国有资产. What the units hold and what lies idle, what it earned, and the state's enterprises."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from dashboards.figures.places import Places
from warehouse.database import Row, Warehouse

DISPOSED = "9"
CLASSES = ("1", "2", "3", "4", "5", "6", "7")
TWELVE = 12

IDLE_AREA = """
    coalesce(idle_area, case when status = '4' then area when area is not null then 0 end)
"""
LEASED_AREA = """
    coalesce(
        leased_area, case when status in ('2', '3') then area when area is not null then 0 end
    )
"""
"""As `mart.assets_by_unit` has them: where no idle or let area is stated, the card's whole one."""

DAYS = """
    select max(stated_on) filter (stated_on <= $end) as day,
        max(stated_on) filter (stated_on < date_trunc('year', $end::date)) as opening
    from core.asset_card where region = $region
"""
CARDS = f"""
    select unit, left(asset_class, 1) as class, status, count(*) as cards, sum(cost) as cost,
        sum(net_value) as net_value, sum(area) as area, sum({IDLE_AREA}) as idle_area,
        sum({LEASED_AREA}) as leased_area
    from core.asset_card where region = $region and stated_on = $day
    group by all
"""
BEFORE = """
    select left(asset_class, 1) as class, sum(cost) as cost from core.asset_card
    where region = $region and stated_on = $day and status <> '9'
    group by all
"""
COURSE = f"""
    select stated_on, sum(area) as area, sum({IDLE_AREA}) as idle_area
    from core.asset_card where region = $region and stated_on <= $day and status <> '9'
    group by stated_on order by stated_on desc limit 12
"""
UNITS = """
    select unit, arg_max(name, fiscal_year) as name from core.unit
    where region = $region and fiscal_year <= year($day::date) group by unit
"""
USES = """
    select kind, count(*) as events, sum(due_income) as due, sum(handed_in) as handed_in,
        count(*) filter (due_income is null or handed_in is null) as unsaid,
        sum(due_income - handed_in) filter (due_on <= $day and due_income > handed_in) as owed,
        count(*) filter (trim(coalesce(approval, '')) = '') as unapproved
    from core.asset_use
    where region = $region and started_on <= $day and case
        when kind = '3' then started_on >= date_trunc('year', $day::date)
        else coalesce(ends_on, $day) >= date_trunc('year', $day::date)
    end
    group by kind order by kind
"""
ENTERPRISES = """
    with latest as (
        select max(month) as month from core.enterprise
        where region = $region and month <= left($end::varchar, 7) and left(month, 4) = $year
    )
    select e.*, last.net_profit as profit_before, whole.net_profit as profit_whole
    from core.enterprise e
    join latest using (month)
    left join core.enterprise last on last.region = e.region and last.enterprise = e.enterprise
        and last.month = ($year::integer - 1)::varchar || right(e.month, 3)
    left join core.enterprise whole on whole.region = e.region
        and whole.enterprise = e.enterprise and whole.month = ($year::integer - 1)::varchar || '-12'
    where e.region = $region
    order by e.liabilities / nullif(e.assets, 0) desc nulls first, e.enterprise
"""


@dataclass(frozen=True)
class Held:
    """Cards together; yuan and square metres, None where no card states any."""

    key: str
    name: str
    cards: int = 0
    cost: Decimal | None = None
    net_value: Decimal | None = None
    area: Decimal | None = None
    idle_area: Decimal | None = None
    leased_area: Decimal | None = None
    idle_cards: int = 0
    idle_cost: Decimal | None = None

    @property
    def idle_unsaid(self) -> bool:
        """Whether cards are idle and none of them states an area."""
        return self.idle_cards > 0 and not self.idle_area

    @property
    def idle_share(self) -> Decimal | None:
        """闲置率 by area, a share of one."""
        if not self.area or self.idle_area is None:
            return None
        return self.idle_area / self.area


@dataclass(frozen=True)
class Enterprise:
    """One enterprise in its latest month; yuan, profit and revenue counted from January."""

    code: str
    name: str
    month: str
    assets: Decimal
    liabilities: Decimal
    equity: Decimal
    revenue: Decimal
    profit: Decimal
    profit_before: Decimal | None  # the same month of the year before
    share_due: Decimal | None
    profit_whole: Decimal | None  # of the whole year before, of which a share is due
    handed_in: Decimal | None

    @property
    def leverage(self) -> Decimal | None:
        """资产负债率, liabilities ÷ assets."""
        return self.liabilities / self.assets if self.assets > 0 else None

    @property
    def due(self) -> Decimal | None:
        """Last year's profit × the share to be handed in; a loss owes nothing."""
        if self.profit_whole is None or self.share_due is None:
            return None
        return max(Decimal(0), self.profit_whole * self.share_due).quantize(Decimal("0.01"))

    @property
    def short(self) -> Decimal | None:
        """What of it was not handed in; another's surplus makes up for nothing."""
        if self.due is None or self.handed_in is None:
            return None
        return max(Decimal(0), self.due - self.handed_in)


@dataclass(frozen=True)
class Holdings:
    """All that the page says of a government's assets; any part may be empty."""

    day: date | None  # of the cards
    opening: date | None  # the last day of cards before the year
    units: Sequence[Held]
    classes: Sequence[Held]
    statuses: Sequence[Held]
    whole: Held  # disposed cards left out
    before: dict[str, Decimal | None]  # cost by class on the opening day
    course: Sequence[Row]
    uses: Sequence[Row]
    enterprises: Sequence[Enterprise]

    @property
    def leverage(self) -> Decimal | None:
        """All liabilities ÷ all assets."""
        assets = sum((one.assets for one in self.enterprises), Decimal(0))
        owed = sum((one.liabilities for one in self.enterprises), Decimal(0))
        return owed / assets if assets > 0 else None

    @property
    def cost_before(self) -> Decimal | None:
        """What was held on the opening day."""
        return total(self.before.values())


def total(amounts: Iterable[Decimal | None]) -> Decimal | None:
    """Add what was reported; None where nothing was."""
    known = [amount for amount in amounts if amount is not None]
    return sum(known, Decimal(0)) if known else None


def holdings(warehouse: Warehouse, places: Places, as_of: date) -> Holdings | None:
    """Read the year's latest statement of cards, the year's uses, and the enterprises.

    Returns:
        None where neither cards, uses nor enterprises were delivered.
    """
    end = min(as_of, date(places.year, 12, 31))
    region = {"region": places.region}
    days = warehouse.rows(DAYS, {**region, "end": end})[0]
    day: date | None = days["day"]
    companies = warehouse.rows(ENTERPRISES, {**region, "end": end, "year": str(places.year)})
    uses = warehouse.rows(USES, {**region, "day": end})
    if day is None and not companies and not uses:
        return None
    at = {**region, "day": day}
    cards = warehouse.rows(CARDS, at) if day else []
    names = {row["unit"]: row["name"] for row in warehouse.rows(UNITS, at)} if day else {}
    held = [row for row in cards if row["status"] != DISPOSED]
    opening = days["opening"]
    before = warehouse.rows(BEFORE, {**region, "day": opening}) if opening else []
    return Holdings(
        day=day,
        opening=opening,
        units=sorted(_by(held, lambda row: row["unit"], names), key=_most_idle),
        classes=sorted(_by(held, lambda row: row["class"], {}), key=lambda one: one.key or "~"),
        statuses=sorted(_by(cards, lambda row: row["status"], {}), key=lambda one: one.key),
        whole=_together("", "", held),
        before={row["class"] or "": row["cost"] for row in before},
        course=list(reversed(warehouse.rows(COURSE, at))) if day else [],
        uses=uses,
        enterprises=[_enterprise(row) for row in companies],
    )


def _most_idle(one: Held) -> tuple[Decimal, Decimal, Decimal, str]:
    zero = Decimal(0)
    return (-(one.idle_area or zero), -(one.idle_cost or zero), -(one.cost or zero), one.key)


def _by(rows: Sequence[Row], key: Callable[[Row], str | None], names: dict[str, str]) -> list[Held]:
    gathered: dict[str, list[Row]] = {}
    for row in rows:
        gathered.setdefault(key(row) or "", []).append(row)
    return [_together(code, names.get(code, ""), of) for code, of in gathered.items()]


def _together(key: str, name: str, rows: Sequence[Row]) -> Held:
    idle = [row for row in rows if row["status"] == "4"]
    measures = ("cost", "net_value", "area", "idle_area", "leased_area")
    stated = not idle and any(row["cost"] is not None for row in rows)
    return Held(
        key,
        name,
        cards=sum(row["cards"] for row in rows),
        idle_cards=sum(row["cards"] for row in idle),
        idle_cost=Decimal(0) if stated else total(row["cost"] for row in idle),
        **{measure: total(row[measure] for row in rows) for measure in measures},
    )


def _enterprise(row: Row) -> Enterprise:
    return Enterprise(
        code=row["enterprise"],
        name=row["name"],
        month=row["month"],
        assets=row["assets"],
        liabilities=row["liabilities"],
        equity=row["equity"],
        revenue=row["revenue"],
        profit=row["net_profit"],
        profit_before=row["profit_before"],
        share_due=row["profit_due_share"],
        profit_whole=row["profit_whole"],
        handed_in=row["profit_handed_in"],
    )
