"""债券资金去向. What the bonds of a year raised, and how far each yuan of it has come."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from dashboards.figures.borrowing import Borrowing
from dashboards.figures.places import Places
from warehouse.database import Row, Warehouse

FIELDS = 4
"""Fields of investment that are named, by what they were given; the others are one."""

NEW_GENERAL, NEW_SPECIAL, REFINANCING, SWAP = "new_general", "new_special", "refinancing", "swap"
BEYOND = "beyond"
"""Where money comes from that a project was given, was handed or spent beyond what was raised."""
SOURCES = (NEW_SPECIAL, NEW_GENERAL, REFINANCING, SWAP, BEYOND)

NO_FIELD, REST, UNLISTED = "none", "rest", "unlisted"
"""Uses that name no field; those of fields not named; payments for none of the bond's projects."""

SPENT, WAITING, UNHANDED, UNALLOCATED, UNTOLD, REPAID = ENDS = (
    "spent", "waiting", "unhanded", "unallocated", "untold", "repaid",
)  # fmt: skip
"""How far money has come: spent; handed over and not spent; given to a project and not handed over;
given to none; not reported; and what a refinancing or swap bond raised to repay debt."""
UNSPENT = (WAITING, UNHANDED, UNALLOCATED, UNTOLD)

RAISED = """
    select bond, name, issued_on, amount,
        case purpose when '1' then if(kind = '1', 'new_general', 'new_special')
            when '2' then 'refinancing' else 'swap' end as source
    from core.bond
    where region = $region and year(issued_on) = $year and issued_on <= $day
    order by bond
"""
PAID_ELSEWHERE = """
    select m.bond, m.project, e.project_name, m.paid
    from mart.paid_by_bond m
    left join mart.execution_by_project e using (region, fiscal_year, project)
    where m.region = $region and m.fiscal_year = $year and list_contains($bonds, m.bond)
        and not exists (
            select 1 from core.bond_project p
            where p.region = m.region and p.bond = m.bond and p.project = m.project
                and p.stated_on = $stated_on
        )
    order by m.bond, m.project nulls last
"""

Money = Decimal
ZERO = Decimal(0)


@dataclass(frozen=True)
class Given:
    """What bonds of one source gave to projects of one field, as these projects report it."""

    source: str
    field: str
    allocated: Money
    handed_over: Money | None  # None: some of them do not say
    spent: Money | None

    @property
    def unspent(self) -> Money | None:
        """What is left of it; below zero, what was spent beyond it."""
        return None if self.spent is None else self.allocated - self.spent


@dataclass(frozen=True)
class Proceeds:
    """The bonds that were issued in a year by a day, and what became of their money."""

    year: int
    day: date  # by which they were issued
    stated_on: date | None  # when the projects reported; None: they did not
    raised: Mapping[str, Sequence[Row]]  # the bonds of each source
    given: Sequence[Given]
    elsewhere: Sequence[Row]  # payments for projects that are not the bond's: source, project, paid
    streams: Mapping[tuple[str, str], Money]  # from a source, a field or UNLISTED to what follows

    @property
    def amount(self) -> Money:
        """What was raised."""
        return sum((self.of(source) for source in self.raised), ZERO)

    def of(self, source: str) -> Money:
        """What the bonds of one source raised."""
        return sum((row["amount"] for row in self.raised[source]), ZERO)

    def end(self, name: str) -> Money:
        """How much has come so far and no further."""
        return sum((paid for (_, end), paid in self.streams.items() if end == name), ZERO)

    @property
    def beyond(self) -> Money:
        """What was given, handed over or spent beyond what was raised or given."""
        return sum((paid for (start, _), paid in self.streams.items() if start == BEYOND), ZERO)

    @property
    def ends(self) -> Money:
        """All that has come anywhere: what was raised, and what lies beyond it."""
        return sum((self.end(name) for name in ENDS), ZERO)


def proceeds(warehouse: Warehouse, places: Places, found: Borrowing) -> Proceeds:
    """Follow the money of the bonds of the year in view, by the day that the debt was stated."""
    told = {"region": places.region, "year": places.year}
    bonds = {
        row["bond"]: row for row in warehouse.rows(RAISED, {**told, "day": found.day})
    }  # fmt: skip
    raised: dict[str, list[Row]] = {}
    for row in bonds.values():
        raised.setdefault(row["source"], []).append(row)
    stated_on = found.projects[0]["stated_on"] if found.projects else None
    uses = sorted(
        (row for row in found.projects if row["bond"] in bonds),
        key=lambda row: (row["bond"], row["project"]),
    )
    asked = {**told, "bonds": list(bonds), "stated_on": stated_on}
    elsewhere = [
        {**row, "source": bonds[row["bond"]]["source"]}
        for row in (warehouse.rows(PAID_ELSEWHERE, asked) if bonds and stated_on else ())
    ]
    fields = _fields(uses)
    streams: dict[tuple[str, str], Money] = {}
    for bond in bonds.values():
        mine = [row for row in uses if row["bond"] == bond["bond"]]
        paid = [row for row in elsewhere if row["bond"] == bond["bond"]]
        for pair, amount in _followed(bond, mine, paid, fields, stated_on):
            if amount > 0:
                streams[pair] = streams.get(pair, ZERO) + amount
    return Proceeds(
        places.year,
        found.day,
        stated_on,
        {source: raised[source] for source in SOURCES if source in raised},
        _given(uses, bonds),
        elsewhere,
        streams,
    )


def field_of(use: Row) -> str:
    """Give the field that a use of bond money is for; `none` where it names none."""
    return use["field"] or NO_FIELD


def _fields(uses: Sequence[Row]) -> Mapping[str, str]:
    """Give what each field is shown as: itself, or one with those that were given less."""
    sums: dict[str, Money] = {}
    for use in uses:
        sums[field_of(use)] = sums.get(field_of(use), ZERO) + use["allocated"]
    ranked = sorted(sums, key=lambda name: (-sums[name], name))
    named = ranked if len(ranked) <= FIELDS + 1 else ranked[:FIELDS]
    return {name: name if name in named else REST for name in sums}


def _followed(
    bond: Row,
    uses: Sequence[Row],
    elsewhere: Sequence[Row],
    fields: Mapping[str, str],
    stated_on: date | None,
) -> Iterator[tuple[tuple[str, str], Money]]:
    """Follow one bond's money, step by step; what goes beyond it comes from BEYOND."""
    left: Money = bond["amount"]
    for use in uses:
        field = fields[field_of(use)]
        stages = dict(_stages(use))
        whole = sum(stages.values(), ZERO)
        own = min(use["allocated"], max(left, ZERO))
        left -= own
        yield (bond["source"], field), own
        yield (BEYOND, field), whole - own
        for end, amount in stages.items():
            yield (field, end), amount
    for row in elsewhere:
        own = min(max(row["paid"], ZERO), max(left, ZERO))
        left -= own
        yield (bond["source"], UNLISTED), own
        yield (BEYOND, UNLISTED), row["paid"] - own
        yield (UNLISTED, SPENT), row["paid"]
    if bond["source"] in (REFINANCING, SWAP):
        yield (bond["source"], REPAID), left
    elif stated_on is None or stated_on < bond["issued_on"]:
        yield (bond["source"], UNTOLD), left
    else:
        yield (bond["source"], UNALLOCATED), left


def _stages(use: Row) -> Iterator[tuple[str, Money]]:
    """Divide what a project has of a bond by how far it has come; the parts add up."""
    spent, handed = use["spent"], use["handed_over"]
    known = [one for one in (spent, handed) if one is not None]
    most = max(known, default=ZERO)
    whole = max(use["allocated"], most)
    if spent is not None:
        yield SPENT, spent
    if spent is not None and handed is not None:
        yield WAITING, max(handed - spent, ZERO)
        yield UNHANDED, whole - most
    elif handed is not None:
        yield UNTOLD, handed
        yield UNHANDED, whole - handed
    else:
        yield UNTOLD, whole - most


def _given(uses: Sequence[Row], bonds: Mapping[str, Row]) -> Sequence[Given]:
    """Add up the uses by source and field, as the projects report them."""
    pairs: dict[tuple[str, str], list[Row]] = {}
    for use in uses:
        pairs.setdefault((bonds[use["bond"]]["source"], field_of(use)), []).append(use)
    sums = [
        Given(
            source,
            field,
            sum((row["allocated"] for row in rows), ZERO),
            _whole(rows, "handed_over"),
            _whole(rows, "spent"),
        )
        for (source, field), rows in pairs.items()
    ]
    return sorted(sums, key=lambda one: (SOURCES.index(one.source), -one.allocated, one.field))


def _whole(rows: Sequence[Row], measure: str) -> Money | None:
    """Add up a measure; None where a row does not say it."""
    told = [row[measure] for row in rows]
    return None if None in told else sum(told, ZERO)
