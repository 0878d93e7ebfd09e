"""来处. The delivered rows beneath a figure of any feed, with what they add up to."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from dashboards.figures.holdings import IDLE_AREA, LEASED_AREA
from warehouse.database import Row, Warehouse
from warehouse.shapes import tables

CITED = "key"
"""The parameter that asks for one row by its own key, and the column that tells it."""


def _its_bond(feed: str, name: str) -> str:
    """Write what the register says of the bond of a feed's row, in SQL."""
    return f"(select b.{name} from core.bond b where b.region = $region and b.bond = {feed}.bond)"


@dataclass(frozen=True)
class Source:
    """A feed whose rows may be opened: what tells them apart, what is added up, how to cut them."""

    keys: tuple[str, ...]
    amounts: tuple[str, ...]
    cuts: Mapping[str, str]  # parameter → what must hold
    reckoned: Mapping[str, str] = field(default_factory=dict)  # an amount that is no column → SQL
    areas: frozenset[str] = frozenset()  # amounts that are square metres, not yuan
    sides: Mapping[str, str] = field(default_factory=dict)  # `side` → whose the rows are
    moment: str = "null"  # of a stock: the column that says when it was; moments are not added up
    own: tuple[str, ...] = ()  # the contract's key within a government: what a row is cited by

    def whose(self, side: str) -> str:
        """Write which government's rows they are: its own, or those that concern it."""
        return self.sides.get(side, "region = $region")

    @property
    def cited(self) -> str:
        """The row's own key as one text, in SQL."""
        return f"concat_ws('/', {', '.join(f'{name}::varchar' for name in self.own)})"

    @property
    def reckoning(self) -> str:
        """The amounts that are no columns, and the own key, as SQL that follows the columns."""
        more = {**self.reckoned, CITED: self.cited}
        return "".join(f", {sql} as {name}" for name, sql in more.items())


SOURCES: Mapping[str, Source] = {
    "statement": Source(
        ("month", "book", "side", "code"),
        ("approved", "revised", "executed"),
        {
            "year": "fiscal_year::varchar = $year",
            "month": "month::varchar = $month",
            "book": "book = $book",
            "side": "side = $side",
            "code": "code = $code",
            "digits": "length(code)::varchar = $digits",
            "without": "code <> $without",
        },
        moment="(fiscal_year, month)",
        own=("fiscal_year", "month", "book", "side", "code"),
    ),
    "debt_position": Source(
        ("stated_on", "kind"),
        ("ceiling", "outstanding", "overdue", "comprehensive_resources"),
        {"stated_on": "stated_on::varchar = $stated_on", "kind": "kind = $kind"},
        moment="stated_on",
        own=("stated_on", "kind"),
    ),
    "bond": Source(
        ("bond", "name", "kind", "purpose", "issued_on", "matures_on", "coupon"),
        ("amount",),
        {
            "bond": "bond = $bond",
            "live": "issued_on <= try_cast($live as date) and matures_on > try_cast($live as date)",
            "band": "floor(coupon * 200)::integer::varchar = $band",
            "kind": "kind = $kind",
            "purpose": "purpose = $purpose",
            "issued": "year(issued_on)::varchar = $issued",
            "issued_by": "issued_on <= try_cast($issued_by as date)",
        },
        own=("bond",),
    ),
    "debt_service": Source(
        ("bond", "due_on", "part"),
        ("due", "paid"),
        {
            "part": "part = $part",
            "due": "year(due_on)::varchar = $due",
            "since": "year(due_on) >= try_cast($since as integer)",
            "after": "due_on > try_cast($after as date)",
            "until": "due_on <= try_cast($until as date)",
            "kind": f"coalesce({_its_bond('debt_service', 'kind')}, 'none') = $kind",
            "issued_by": f"{_its_bond('debt_service', 'issued_on')}"
            " <= try_cast($issued_by as date)",
        },
        own=("bond", "due_on", "part"),
    ),
    "bond_project": Source(
        ("bond", "project", "project_name", "stated_on"),
        ("allocated", "handed_over", "spent"),
        {
            "bond": "bond = $bond",
            "project": "project = $project",
            "stated_on": "stated_on::varchar = $stated_on",
            "field": "coalesce(field, 'none') = $field",
            "kind": f"{_its_bond('bond_project', 'kind')} = $kind",
            "purpose": f"{_its_bond('bond_project', 'purpose')} = $purpose",
            "issued": f"year({_its_bond('bond_project', 'issued_on')})::varchar = $issued",
            "issued_by": f"{_its_bond('bond_project', 'issued_on')}"
            " <= try_cast($issued_by as date)",
        },
        moment="stated_on",
        own=("bond", "project", "stated_on"),
    ),
    "department_budget": Source(
        ("line", "fiscal_year", "unit", "project", "fund", "function_item", "department_economic"),
        ("approved", "requested"),
        {
            "year": "fiscal_year::varchar = $year",
            "unit": "unit = $unit",
            "project": "coalesce(project, 'none') = $project",
            "department": "coalesce((select arg_max(u.department, u.fiscal_year) from core.unit u"
            " where u.region = $region and u.unit = department_budget.unit), 'none') = $department",
        },
        own=("fiscal_year", "line"),
    ),
    "asset_card": Source(
        ("asset", "name", "unit", "asset_class", "status", "stated_on"),
        ("cost", "net_value", "area", "idle_space", "let_space"),
        {
            "stated_on": "stated_on::varchar = $stated_on",
            "unit": "coalesce(unit, 'none') = $unit",
            "class": "coalesce(left(asset_class, 1), 'none') = $class",
            "status": "status = $status",
            "held": "status <> '9' and $held = '1'",
        },
        reckoned={"idle_space": IDLE_AREA, "let_space": LEASED_AREA},
        areas=frozenset({"area", "idle_space", "let_space"}),
        moment="stated_on",
        own=("asset", "stated_on"),
    ),
    "asset_use": Source(
        ("event", "asset", "unit", "kind", "started_on", "ends_on", "approval", "due_on", "reason"),
        ("due_income", "handed_in"),
        {
            "kind": "kind = $kind",
            "until": "started_on <= try_cast($until as date)",
            "from": "started_on >= try_cast($from as date)",
            "in_force": "coalesce(ends_on, date '9999-12-31') >= try_cast($in_force as date)",
        },
        own=("event",),
    ),
    "transfer": Source(
        (
            "transfer",
            "region",
            "to_region",
            "kind",
            "document",
            "project",
            "budget_approved_on",
            "received_on",
            "issued_on",
        ),
        ("amount",),
        {
            "year": "fiscal_year::varchar = $year",
            "kind": "kind = $kind",
            "to": "to_region = $to",
            "giver": "region = $giver",
            "transfer": "transfer = $transfer",
            "issued_by": "issued_on <= try_cast($issued_by as date)",
        },
        sides={"received": "to_region = $region"},
        own=("fiscal_year", "transfer"),
    ),
    "enterprise": Source(
        ("enterprise", "name", "month"),
        (
            "assets",
            "liabilities",
            "equity",
            "revenue",
            "net_profit",
            "profit_handed_in",
            "guarantees",
        ),
        {"enterprise": "enterprise = $enterprise", "month": "month = $month"},
        moment="month",
        own=("enterprise", "month"),
    ),
}
"""The feeds that pages open, by name."""

ROWS = """
    select {columns}, k.file, k.{line} as file_line, f.name as file_name,
        d.name as delivery_name
    from (select *{reckoning} from kept.{feed} where {whose} {cut}) k
    left join ops.delivery_file f on f.number = k.file
    left join ops.delivery d on d.number = f.delivery
    order by k.file, k.{line}
    limit $limit
"""
TOTALS = """
    select count(*) as count, {sums}
    from (select *{reckoning} from kept.{feed} where {whose} {cut})
"""


@dataclass(frozen=True)
class Opened:
    """Rows, how many there are of them, and the sum of each amount over them all.

    A stock of several moments has no sum: the same yuan would count once for each of them.
    """

    count: int
    moments: int
    totals: Mapping[str, Decimal | None]
    rows: Sequence[Row]


def opened(
    warehouse: Warehouse, feed: str, region: str, given: Mapping[str, str], limit: int
) -> Opened:
    """Read the rows of a feed that a figure is made of; `given` names the cuts."""
    source = SOURCES[feed]
    names = [name for name in source.cuts if name in given]
    conditions = [f"and {source.cuts[name]}" for name in names]
    if CITED in given:
        names, conditions = [*names, CITED], [*conditions, f"and {source.cited} = $key"]
    values: dict[str, object] = {"region": region, **{name: given[name] for name in names}}
    sums = ", ".join(
        f"case when count(distinct {source.moment}) < 2 then sum({name}) end as {name}"
        for name in source.amounts
    )
    of = {
        "feed": feed,
        "whose": source.whose(given.get("side", "")),
        "cut": " ".join(conditions),
        "reckoning": source.reckoning,
    }
    sums = f"count(distinct {source.moment}) as moments, {sums}"
    total = warehouse.rows(TOTALS.format(sums=sums, **of), values)[0]
    columns = ", ".join(f"k.{name}" for name in (*source.keys, *source.amounts, CITED))
    rows = warehouse.rows(
        ROWS.format(columns=columns, line=tables("core")[feed].line, **of),
        {**values, "limit": limit},
    )
    totals = {name: total[name] for name in source.amounts}
    return Opened(total["count"], total["moments"], totals, rows)
