"""沿革. Last year's figures under this year's codes and units, where those changed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from warehouse.database import Warehouse

THERE = (
    "select 1 as there from duckdb_tables() where schema_name = 'lineage' and table_name = $name"
)
CHANGES = """
    select code, stands_as, split from lineage.code
    where scheme = $scheme and fiscal_year = $year order by all
"""
HEIRS = """
    select unit, arg_max(stands_as, effective_on) filter (not split) as stands_as
    from lineage.unit, ops.run
    where region = $region and effective_on >= make_date($year - 1, 1, 1)
        and effective_on <= least(as_of, make_date($year, 12, 31))
    group by unit order by unit
"""
PARTED = """
    select distinct stands_as from lineage.unit, ops.run
    where region = $region and split and effective_on >= make_date($year - 1, 1, 1)
        and effective_on <= least(as_of, make_date($year, 12, 31))
"""
LEVELS = (3, 5)
"""Digits of a class and a section, which are sums of what begins with them."""


@dataclass(frozen=True)
class Moved:
    """A code of last year, and what it stands as this year."""

    code: str
    stands_as: str
    split: bool


@dataclass(frozen=True)
class Heirs:
    """What the units of last year stand as in a year, and which came of a split."""

    by_unit: Mapping[str, str]
    parted: frozenset[str] = frozenset()

    def of(self, unit: str) -> str:
        """Give what a unit stands as: itself, where nothing changed."""
        return self.by_unit.get(unit, unit)

    def before(self, unit: str) -> list[str]:
        """Give the units that a unit was, itself included."""
        return [unit, *(old for old, new in self.by_unit.items() if new == unit and old != unit)]


SAME = Heirs({})
"""Nobody was renamed, merged or split."""


def moved_codes(warehouse: Warehouse, scheme: str, year: int) -> list[Moved]:
    """Give the codes of a scheme that a year changed; none in a night that is older than this."""
    if not warehouse.rows(THERE, {"name": "code"}):
        return []
    rows = warehouse.rows(CHANGES, {"scheme": scheme, "year": year})
    return [Moved(row["code"], row["stands_as"], row["split"]) for row in rows]


def heirs(warehouse: Warehouse, region: str, year: int) -> Heirs:
    """Give what last year's units stand as; a night without lineage knows of no change."""
    if not warehouse.rows(THERE, {"name": "unit"}):
        return SAME
    given = {"region": region, "year": year}
    rows = warehouse.rows(HEIRS, given)
    parted = warehouse.rows(PARTED, given)
    return Heirs(
        {row["unit"]: row["stands_as"] for row in rows if row["stands_as"] is not None},
        frozenset(row["stands_as"] for row in parted),
    )


def under_new_codes(
    amounts: Mapping[str, Decimal], moved: Sequence[Moved]
) -> dict[str, Decimal | None]:
    """Give a year's amounts by the codes of the next; None where a split leaves it open.

    A class or section that a code left or entered loses or gains it as well, so that like is
    compared with like; where a whole section moved, its items do not count a second time.
    """
    told: dict[str, Decimal | None] = dict(amounts)
    changed = {one.code for one in moved}
    for one in moved:
        amount = amounts.get(one.code)
        if amount is None:
            continue
        left, entered = [one.code], [one.stands_as]
        if not any(one.code[:digits] in changed for digits in _above(one.code)):
            left += _apart(one.code, one.stands_as)
            entered += _apart(one.stands_as, one.code)
        for code in (*left, *entered):
            before = told.get(code, Decimal(0))
            if one.split or before is None:
                told[code] = None
            else:
                told[code] = before + (amount if code in entered else -amount)
    return told


def _above(code: str) -> list[int]:
    return [digits for digits in LEVELS if digits < len(code)]


def _apart(code: str, other: str) -> list[str]:
    """Give the sums above a code that the other is no part of."""
    return [code[:digits] for digits in _above(code) if not other.startswith(code[:digits])]
