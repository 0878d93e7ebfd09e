"""预算收支表. The books of every government by month, added up from what was paid and received."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field

from service.demo.books import Books
from service.demo.records import executed
from service.demo.treasury import Treasury

RESERVES = {"419824": 71}
"""A government whose reserve is not the usual 1.63 %, in ten-thousandths."""

Branch = tuple[str, int, str, str, str]
"""Region, year, book, side, seven-digit code."""


@dataclass
class Line:
    """One item of a book: what was budgeted, how that changed, what was done by month."""

    approved: int = 0
    changes: dict[int, int] = field(default_factory=lambda: defaultdict(int))
    done: dict[int, int] = field(default_factory=lambda: defaultdict(int))
    carried: int = 0


def write_statements(
    books: Books, treasury: Treasury, budgeted: Mapping[tuple[str, int, str, str], int]
) -> None:
    """Write every month of every book, at three levels, and the final accounts of whole years."""
    lines = _gather(books, treasury, budgeted)
    folded = _fold(lines)
    for (region, year, book, side, code), line in sorted(folded.items()):
        before = folded.get((region, year - 1, book, side, code))
        _months(books, (region, year, book, side, code), line, before)


def _gather(
    books: Books, treasury: Treasury, budgeted: Mapping[tuple[str, int, str, str], int]
) -> dict[Branch, Line]:
    lines: dict[Branch, Line] = defaultdict(Line)
    for (region, year, book, code), amount in budgeted.items():
        lines[region, year, book, "1", code].approved = amount
    for row in books.rows("receipt"):
        code = row["revenue_item"]
        book = {"10301": "2", "10306": "3"}.get(code[:5], "1")
        line = lines[row["region"], row["fiscal_year"], book, "1", code]
        line.done[row["received_on"].month] += row["amount"]
    for allotment in treasury.allotments:
        key = (allotment.unit.region, allotment.year, allotment.fund[0], "2", allotment.function)
        line = lines[key]
        if allotment.kind == "2":
            line.changes[allotment.issued_on.month] += allotment.amount
        else:
            line.approved += allotment.amount
        for change in allotment.changes:
            if change.on <= treasury.until:
                line.changes[change.on.month] += change.amount
        line.carried += sum(p.amount for p in allotment.pays if p.business == "9")
    for (region, year, book, code, month), amount in executed(books).items():
        lines[region, year, book, "2", code].done[month] += amount
    _reserve(lines)
    return lines


def _reserve(lines: dict[Branch, Line]) -> None:
    """预备费. Set aside 1.6 % of the classes of the general budget."""
    totals: dict[tuple[str, int], int] = defaultdict(int)
    for (region, year, book, side, _), line in lines.items():
        if (book, side) == ("1", "2"):
            totals[region, year] += line.approved
    for (region, year), total in totals.items():
        lines[region, year, "1", "2", "227"].approved = (
            total * RESERVES.get(region, 163) // 10_000 // 10_000 * 10_000
        )


def _fold(lines: Mapping[Branch, Line]) -> dict[Branch, Line]:
    """Add every item to its section and its class."""
    folded: dict[Branch, Line] = defaultdict(Line)
    for (region, year, book, side, code), line in lines.items():
        for level in sorted({code[:3], code[:5], code}):
            total = folded[region, year, book, side, level]
            total.approved += line.approved
            total.carried += line.carried
            for month, amount in line.changes.items():
                total.changes[month] += amount
            for month, amount in line.done.items():
                total.done[month] += amount
    return folded


def _months(books: Books, branch: Branch, line: Line, before: Line | None) -> None:
    region, year, book, side, code = branch
    last = 12 if year < books.until.year else books.until.month
    cells = {"fiscal_year": year, "region": region, "book": book, "side": side, "code": code}
    books.add(
        "statement", f"{year}-00", **cells, month=0, approved=line.approved, revised=None,
        executed=None, last_year=None, carried_over=None, unspent=None,
    )  # fmt: skip
    for month in [*range(1, last + 1), *([13] if year < books.until.year else [])]:
        upto = min(month, 12)
        revised = line.approved + sum(line.changes[m] for m in range(1, upto + 1))
        done = sum(line.done[m] for m in range(1, upto + 1))
        settled = month == 13 and side == "2"
        books.add(
            "statement", f"{year}-{month:02d}", **cells, month=month, approved=line.approved,
            revised=revised, executed=done,
            last_year=sum(before.done[m] for m in range(1, upto + 1)) if before else None,
            carried_over=line.carried if settled else None,
            unspent=revised - done - line.carried if settled else None,
        )  # fmt: skip
