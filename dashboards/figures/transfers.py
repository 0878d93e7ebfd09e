"""转移支付. What came from above, what was handed on, and whether in the time that the law gives.

The clock is no second reckoning: each transfer is put to the very questions of the rules that
watch it (A03, A04, A05), with the limits in force for its government.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import NamedTuple

from alerts.limits import InForce, tier_of
from alerts.rule import Rule
from dashboards.figures.decided import standing
from dashboards.figures.names import REGIONS
from dashboards.figures.places import Places
from dashboards.page import View
from warehouse.database import Row, Warehouse

CLOCKS = ("A03", "A04", "A05")
"""The rules that count days."""
CITY_TERM = "city_days"
"""What A05 allows a city, where the law speaks of provinces alone."""
WEIGHT = {"fail": 0, "unknown": 1, "pass": 2, "not_applicable": 3}
"""Of several clocks the one counts that has most to say."""

HANDED = """
    select transfer, to_region, kind, document, project, amount, is_early_notice,
        case when issued_on <= $as_of then issued_on end as issued_on
    from core.transfer where region = $region and fiscal_year = $year
    order by transfer
"""
RECEIVED = """
    select region as giver, kind, count(*) as transfers, sum(amount) as amount,
        sum(amount) filter (issued_on <= $as_of) as issued, max(issued_on) as last_on
    from core.transfer where to_region = $region and fiscal_year = $year
    group by region, kind order by region, kind
"""
JUDGED = """
    select subject, verdict, reason, columns('^(received_on|approved_on|days_since)$')
    from ({sql}) where region = $here and period = $year
"""


@dataclass(frozen=True)
class Clock:
    """A rule's clock here: its term in days."""

    code: str
    rule: Rule
    term: int
    limits: InForce


class Handed(NamedTuple):
    """One transfer to a government below, and what the clock says of it."""

    transfer: str
    to_region: str
    to_name: str
    kind: str
    document: str | None
    project: str | None
    amount: Decimal
    since: date | None  # the day that the clock starts
    issued_on: date | None  # None: not by the night's day
    early: bool
    code: str  # of the rule whose clock it is; empty where it has none
    verdict: str
    reason: str | None
    days: int | None
    term: int | None

    @property
    def waits(self) -> bool:
        """Whether it is still to be issued."""
        return self.issued_on is None

    @property
    def late(self) -> bool:
        """Whether the term is over."""
        return self.verdict == "fail"


@dataclass(frozen=True)
class Transfers:
    """A government's year of transfers, from above and to those below."""

    received: Sequence[Row]
    handed: Sequence[Handed]
    clocks: Sequence[Clock]

    @cached_property
    def amount(self) -> Decimal:
        """What is handed on in all."""
        return self.sum(self.handed)

    @cached_property
    def timed(self) -> Sequence[Handed]:
        """Those that a clock runs for and whose days can be told."""
        return [one for one in self.handed if one.verdict in ("pass", "fail")]

    @cached_property
    def late(self) -> Sequence[Handed]:
        """Those past their term, longest first."""
        return sorted(
            (one for one in self.handed if one.late),
            key=lambda one: (-(one.days or 0), one.transfer),
        )

    @cached_property
    def waiting(self) -> Sequence[Handed]:
        """Those not issued yet and within their term, nearest to its end first."""
        waiting = [one for one in self.timed if one.waits and not one.late]
        return sorted(waiting, key=lambda one: ((one.term or 0) - (one.days or 0), one.transfer))

    def of(self, code: str) -> Sequence[Handed]:
        """Give those that a rule's clock counts."""
        return [one for one in self.handed if one.code == code]

    @staticmethod
    def sum(handed: Sequence[Handed]) -> Decimal:
        """Add up amounts."""
        return sum((one.amount for one in handed), Decimal(0))


def transfers(view: View, warehouse: Warehouse, places: Places, as_of: date) -> Transfers:
    """Read a government's year of transfers; both sides may be empty."""
    given = {"region": places.region, "year": places.year, "as_of": as_of}
    rows = warehouse.rows(HANDED, given)
    clocks = _clocks(view, places) if rows else []
    judged = _judged(warehouse, clocks, places, as_of)
    called = {"codes": sorted({row["to_region"] for row in rows})}
    names = {row["code"]: row["name"] for row in warehouse.rows(REGIONS, called)}
    return Transfers(
        received=warehouse.rows(RECEIVED, given),
        handed=[_handed(row, judged, names) for row in rows],
        clocks=clocks,
    )


def _clocks(view: View, places: Places) -> list[Clock]:
    found = []
    for code in CLOCKS:
        stands = standing(view, code, places.region, places.year)
        if stands is None:
            continue
        rule, limits = stands
        city = CITY_TERM in limits.values and tier_of(places.region) != "province"
        term = int(str(limits.values[CITY_TERM if city else "days"]))
        found.append(Clock(code, rule, term, limits))
    return found


def _judged(
    warehouse: Warehouse, clocks: Sequence[Clock], places: Places, as_of: date
) -> dict[str, tuple[Clock, Row]]:
    found: dict[str, tuple[Clock, Row]] = {}
    for clock in clocks:
        for row in warehouse.rows(JUDGED.format(sql=clock.rule.sql), _given(clock, places, as_of)):
            before = found.get(row["subject"])
            if before is None or WEIGHT[row["verdict"]] < WEIGHT[before[1]["verdict"]]:
                found[row["subject"]] = (clock, row)
    return found


def _given(clock: Clock, places: Places, as_of: date) -> dict[str, object]:
    named = set(re.findall(r"\$(\w+)", clock.rule.sql))
    given = {
        name: list(value) if isinstance(value, tuple) else value
        for name, value in {"as_of": as_of, **clock.limits.values}.items()
        if name in named
    }
    return {**given, "here": places.region, "year": str(places.year)}


def _handed(row: Row, judged: Mapping[str, tuple[Clock, Row]], names: Mapping[str, str]) -> Handed:
    clock, said = judged.get(row["transfer"].replace("/", "／"), (None, {}))
    timed = said.get("verdict", "not_applicable") != "not_applicable"
    return Handed(
        transfer=row["transfer"],
        to_region=row["to_region"],
        to_name=names.get(row["to_region"]) or row["to_region"],
        kind=row["kind"],
        document=row["document"],
        project=row["project"],
        amount=row["amount"],
        since=said.get("received_on") or said.get("approved_on") if timed else None,
        issued_on=row["issued_on"],
        early=bool(row["is_early_notice"]),
        code=clock.code if clock and timed else "",
        verdict=said.get("verdict", "not_applicable"),
        reason=said.get("reason"),
        days=said.get("days_since") if timed else None,
        term=clock.term if clock and timed else None,
    )
