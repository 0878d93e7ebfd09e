"""证据. The rows that an alert rests on, feed by feed, with delivery, file and line."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal, InvalidOperation

from alerts.evidence import WEIGHT
from alerts.finding import Evidence
from dashboards.figures.meant import meant
from dashboards.figures.names import Names
from dashboards.figures.operands import Term
from dashboards.look import number, share
from dashboards.words import knows, say
from warehouse.shapes import MONEY, tables
from warehouse.terms import COLUMNS, FEEDS, column

FIRST = {
    "payment": ("paid_on", "voucher", "payee", "purpose", "amount"),
    "allotment": ("issued_on", "allotment", "document", "amount", "frozen"),
    "allotment_change": ("changed_on", "change", "approval", "kind", "amount"),
    "department_budget": ("unit", "project", "function_item", "approved"),
    "asset_card": ("asset", "name", "status", "idle_since", "area", "cost"),
    "debt_position": ("stated_on", "kind", "ceiling", "outstanding", "overdue"),
    "legal_event": ("kind", "subject", "happened_on", "document"),
    "ops.due": ("feed", "supplier", "period", "state", "due_on", "arrived_on"),
}
"""What of a row is shown, where it is not simply its first columns."""

MOST_COLUMNS = 5
DULL = {"region", "fiscal_year"}
THINGS = ("unit", "department", "subject", "project", "asset", "bond", "enterprise", "collector")
"""Columns whose codes are those of a thing with a name; an event's subject is whose it is."""
ITEMS = {
    "function_item": "function",
    "government_economic": "government_economic",
    "department_economic": "department_economic",
    "revenue_item": "revenue",
}
"""Columns whose codes are items of a scheme."""
MEASURE, SHARE = "DECIMAL(18,6)", "DECIMAL(18,8)"
"""Columns of numbers other than money: square metres, scores and the like; shares of one."""
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")


@dataclass(frozen=True)
class Cell:
    """One value of a row."""

    text: str | None
    number: bool  # money, a share or a measure: it stands at the right
    label: str


@dataclass(frozen=True)
class Shown:
    """One row, and where it came from."""

    cells: Sequence[Cell]
    delivery: str
    file: str
    line: int


@dataclass(frozen=True)
class FeedRows:
    """The rows of one feed, with their sum where they are money."""

    feed: str
    label: str
    heads: Sequence[Cell]
    rows: Sequence[Shown]
    sums: Sequence[str | None]  # by column; None where the column is not added up
    delivery: str  # where all rows come of one; else empty
    file: str  # likewise
    weight: int | None = None  # the column by which the rows weigh, and are added up on paper
    equals: str = ""  # the number of the formula that one of the sums is, to the fen

    @property
    def adds(self) -> bool:
        """Tell whether any column is added up."""
        return any(total is not None for total in self.sums)


def by_feed(
    evidence: Sequence[Evidence],
    terms: Sequence[Term],
    language: str,
    named: Names | None = None,
) -> list[FeedRows]:
    """Set the rows of each feed apart, by date where they have one.

    A feed whose sum is one of the formula's numbers says which; codes that `named` has a name
    for stand before it.
    """
    gathered: dict[str, list[Evidence]] = {}
    for row in evidence:
        gathered.setdefault(row.feed, []).append(row)
    feeds = [_feed(feed, rows, language, named or Names()) for feed, rows in gathered.items()]
    return [replace(feed, equals=_equals(feed, terms)) for feed in feeds]


def _equals(feed: FeedRows, terms: Sequence[Term]) -> str:
    sums = {total for total in feed.sums if total is not None}
    return next((term.label for term in terms if term.known and term.value in sums), "")


def codes(evidence: Sequence[Evidence]) -> set[tuple[str, str]]:
    """Give the codes in the rows that may have a name, each with its government."""
    cells = [{**row.key, **row.row} for row in evidence]
    return {
        (one.get("region") or "", code)
        for one in cells
        for name in (*THINGS, *ITEMS, "code")
        if (code := one.get(name))
    }


def _called(name: str, row: Mapping[str, str | None], named: Names) -> str | None:
    """Say a code with the name of what it stands for."""
    code = row.get(name)
    if code and name in THINGS:
        called = named.thing(row.get("region") or "", code)
        return code if called == code else f"{code} {called}"
    scheme = ITEMS.get(name)
    if name == "code" and "side" in row:
        scheme = "revenue" if row["side"] == "1" else "function"
    return named.item(scheme, code) if code and scheme else code


def _feed(feed: str, rows: Sequence[Evidence], language: str, named: Names) -> FeedRows:
    cells = [{**row.key, **row.row} for row in rows]
    wanted = [name for name in FIRST.get(feed, ()) if any(one.get(name) for one in cells)]
    shape = tables("core").get(feed)
    if not wanted:
        known = shape.names if shape else sorted({name for one in cells for name in one})
        present = [n for n in known if n not in DULL and any(one.get(n) for one in cells)]
        wanted = present[:MOST_COLUMNS]
        wanted += [n for n in present if shape and n in shape.money and n not in wanted][:1]
    types = {one.name: one.type for one in shape.columns} if shape else {}
    money = set(shape.money) if shape else set()
    numbers = {name for name in wanted if types.get(name) in (MONEY, MEASURE, SHARE)}
    dates = [name for name in wanted if any(_DATE.fullmatch(one.get(name) or "") for one in cells)]
    order = sorted(
        range(len(rows)),
        key=lambda at: (
            (cells[at].get(dates[0]) or "") if dates else "",
            rows[at].file,
            rows[at].line,
        ),
    )
    heads = [Cell(None, name in numbers, _label(feed, name, language)) for name in wanted]
    shown = [
        Shown(
            [
                Cell(
                    _written(text, types[head])
                    if head in numbers and (text := cells[at].get(head))
                    else _text(feed, head, _called(head, cells[at], named), language),
                    head in numbers,
                    label.label,
                )
                for head, label in zip(wanted, heads, strict=True)
            ],
            rows[at].delivery_name,
            rows[at].file_name,
            rows[at].line,
        )
        for at in order
    ]
    sums = [
        number(sum((_money(one.get(name)) for one in cells), Decimal(0)), 2)
        if name in money
        else None
        for name in wanted
    ]
    weight = WEIGHT.get(feed) or next(iter(shape.money if shape else ()), None)
    known_feed = FEEDS.get(feed)
    deliveries = {row.delivery for row in shown}
    files = {(row.delivery, row.file) for row in shown}
    return FeedRows(
        feed,
        getattr(known_feed, language) if known_feed else _name(feed, language),
        heads,
        shown,
        sums,
        shown[0].delivery if len(deliveries) == 1 else "",
        shown[0].file if len(files) == 1 else "",
        wanted.index(weight) if weight in wanted else None,
    )


def _name(feed: str, language: str) -> str:
    """Name a table that is no feed, where there are words for it."""
    key = f"evidence_of.{feed}"
    return say(language, key) if knows(language, key) else feed


def _label(feed: str, name: str, language: str) -> str:
    if f"{feed}.{name}" in COLUMNS or name in COLUMNS:
        return str(getattr(column(feed, name), language))
    key = f"evidence_of.{feed}_{name}"
    return say(language, key) if knows(language, key) else name


def _money(text: str | None) -> Decimal:
    try:
        return Decimal(text or "0")
    except InvalidOperation:
        return Decimal(0)


def _text(feed: str, name: str, text: str | None, language: str) -> str | None:
    return text and meant(name, text, language, feed)


def _written(text: str, kind: str) -> str:
    if kind == SHARE:
        return share(_money(text), 2)
    written = number(_money(text), 2 if kind == MONEY else 6)
    return written if kind == MONEY else written.rstrip("0").rstrip(".")
