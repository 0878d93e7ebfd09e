"""转移支付. Was the money from above handed on, and in time?"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from dashboards import plot
from dashboards.figures.alerts import of_government
from dashboards.figures.names import names
from dashboards.figures.transfers import Handed, Transfers, transfers
from dashboards.frame import look_of
from dashboards.ground import Ground, address, ground, nothing_yet
from dashboards.look import Look, share
from dashboards.page import Figure, Page, Row, View
from dashboards.words import say
from warehouse.period import Period

MOST = 30
"""Transfers that are listed; the others are counted."""


def draw(view: View) -> Mapping[str, object]:
    """Show what came, what was handed on, and every clock that runs or ran out."""
    look = look_of(view, "wan")
    here = ground(view)
    if here is None:
        return nothing_yet(view)
    picked = here.places
    found = transfers(view, here.warehouse, picked, here.night.as_of)
    if not found.handed and not found.received:
        return {"empty": "none", "places": picked, "money": True, "look": look}
    whole, each = receivers(found)
    givers = [(row["giver"], "", None) for row in found.received]
    return {
        "empty": "",
        "money": True,
        "look": look,
        "places": picked,
        "found": found,
        "answer": answer(found, here, look),
        "chart": chart(found, here, look) if found.handed else None,
        "clocks": [_clock(found, clock.code, clock.term) for clock in found.clocks],
        "untimed": [one for one in found.handed if not one.code],
        "whole": whole,
        "receivers": each,
        "largest": largest(each, look),
        "named": names(here.warehouse, givers),
        "shown": [*found.late, *found.waiting][:MOST],
        "rest": max(0, len(found.late) + len(found.waiting) - MOST),
        "alerts": of_government(view, picked.region) is not None,
        "rows_of": lambda **cut: address("/rows/transfer", picked, sum="amount", **cut),
        "percent": lambda part, whole: float(part / whole * 100) if whole else 0.0,
    }


def answer(found: Transfers, here: Ground, look: Look) -> str:
    """Say how much was handed on, how much of it in time, and which is longest overdue."""
    language, year = look.language, here.places.year
    if not found.handed:
        got = sum((row["amount"] for row in found.received), Decimal(0))
        return say(language, "transfers.only_received", year=year, amount=look.spoken(got))
    said = say(language, "transfers.handed", year=year, amount=look.spoken(found.amount))
    if not found.timed:
        return said + say(language, "transfers.no_clock")
    if not found.late:
        return said + say(language, "transfers.all_in_time", n=len(found.timed))
    return said + say(
        language, "transfers.some_late", n=len(found.late), all=len(found.timed),
        days=found.late[0].days,
    )  # fmt: skip


@dataclass
class Received:
    """What governments below get, or one of them; amounts in yuan."""

    code: str = ""
    name: str = ""
    count: int = 0
    amount: Decimal = Decimal(0)
    kinds: dict[str, Decimal] = field(default_factory=dict)
    early: Decimal = Decimal(0)
    issued: Decimal = Decimal(0)  # by the night's day
    late: int = 0

    def add(self, one: Handed) -> None:
        """Count a transfer in."""
        self.count += 1
        self.amount += one.amount
        self.kinds[one.kind] = self.kinds.get(one.kind, Decimal(0)) + one.amount
        self.early += one.amount if one.early else 0
        self.issued += 0 if one.waits else one.amount
        self.late += one.late

    def join(self, other: "Received") -> None:
        """Count all in that another gets."""
        self.count += other.count
        self.amount += other.amount
        for kind, amount in other.kinds.items():
            self.kinds[kind] = self.kinds.get(kind, Decimal(0)) + amount
        self.early += other.early
        self.issued += other.issued
        self.late += other.late


def receivers(found: Transfers) -> tuple[Received, list[Received]]:
    """Give what is handed on in all, and to each government below, the largest first."""
    whole, gathered = Received(), dict[str, Received]()
    for one in found.handed:
        if one.to_region not in gathered:
            gathered[one.to_region] = Received(one.to_region, one.to_name)
        gathered[one.to_region].add(one)
    for each in gathered.values():
        whole.join(each)
    return whole, sorted(gathered.values(), key=lambda one: (-one.amount, one.code))


def largest(each: Sequence[Received], look: Look) -> str:
    """Say who below gets most; who gets as much as the first is not left out."""
    if not each:
        return ""
    top = [one for one in each if one.amount == each[0].amount]
    key = "most" if len(top) == 1 else "alike" if len(top) == len(each) else "some"
    return say(
        look.language, f"transfers.receivers_{key}", n=len(each), top=len(top), name=top[0].name,
        amount=look.spoken(top[0].amount),
    )  # fmt: skip


def _clock(found: Transfers, code: str, term: int) -> Mapping[str, object]:
    of = found.of(code)
    return {
        "code": code,
        "term": term,
        "all": [one for one in of if one.verdict in ("pass", "fail")],
        "late": [one for one in of if one.late],
        "unknown": [one for one in of if one.verdict == "unknown"],
        "waits": [one for one in of if one.waits and not one.late],
        "longest": max((one.days for one in of if one.days is not None), default=None),
    }


def chart(found: Transfers, here: Ground, look: Look) -> Figure:
    """Draw how much was issued in each month, early notices before the year included."""
    language = look.language
    months: dict[tuple[int, int], Decimal] = {}
    for one in found.handed:
        if one.issued_on is not None:
            key = (one.issued_on.year, one.issued_on.month)
            months[key] = months.get(key, Decimal(0)) + one.amount
    ordered = _every(sorted(months))
    amounts = [months.get(month, Decimal(0)) for month in ordered]
    issued = sum(amounts, Decimal(0))
    labels = [look.month_of(year, month) for year, month in ordered]
    if not ordered:
        finding = say(language, "transfers.none_issued")
    else:
        most = max(range(len(ordered)), key=lambda at: amounts[at])
        finding = say(
            language, "transfers.issued", month=labels[most], amount=look.spoken(amounts[most]),
            share=share(issued / found.amount if found.amount else issued),
        )  # fmt: skip
    day = here.night.as_of
    part = (
        bool(ordered)
        and ordered[-1] == (day.year, day.month)
        and Period(day.year, day.month).ends_on > day
    )
    return Figure(
        name="issued",
        finding=finding,
        measure=say(
            language, "transfers.issued_sub", place=here.places.name, year=here.places.year,
            unit=look.unit_name,
        ),
        picture=plot.columns(
            labels, [float(amount) for amount in amounts],
            [look.plain(amount) if amount else "" for amount in amounts],
            last="/" if part else "",
        ),
        heads=[say(language, "transfers.month"), say(language, "transfers.amount")],
        rows=[[label, look.plain(amount)] for label, amount in zip(labels, amounts, strict=True)],
        height=220,
    )  # fmt: skip


def _every(months: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Fill the months between, for a month without any is a gap that should be seen."""
    if not months:
        return []
    first, last = (year * 12 + month - 1 for year, month in (months[0], months[-1]))
    return [(at // 12, at % 12 + 1) for at in range(max(first, last - 23), last + 1)]


def rows(view: View) -> list[Row]:
    """Give every transfer handed on, with its clock."""
    here = ground(view)
    if here is None:
        return []
    found = transfers(view, here.warehouse, here.places, here.night.as_of)
    return [
        {
            "region": here.places.region,
            "fiscal_year": here.places.year,
            "transfer": one.transfer,
            "to_region": one.to_region,
            "to_name": one.to_name,
            "kind": one.kind,
            "document": one.document,
            "project": one.project,
            "amount": one.amount,
            "is_early_notice": one.early,
            "clock_from": one.since,
            "issued_on": one.issued_on,
            "rule": one.code,
            "days": one.days,
            "term_days": one.term,
            "verdict": one.verdict,
        }
        for one in found.handed
    ]


PAGE = Page(
    path="/transfers",
    title_key="transfers.title",
    question_key="transfers.question",
    draw=draw,
    template="transfers.html",
    rows=rows,
    menu=3,
    group="books",
)
