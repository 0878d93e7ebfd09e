"""四本账. What was approved, revised, executed and settled, book by book and code by code."""

import calendar
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from dashboards.figures.beneath import Year
from dashboards.figures.lineage import moved_codes, under_new_codes
from dashboards.figures.peers import median_of, published_beside
from dashboards.figures.places import Places
from dashboards.page import NotThere, View
from dashboards.words import say
from warehouse.database import Row, Warehouse

BOOKS = ("1", "2", "3", "4")
SIDES = ("1", "2")
FINAL = 13
YEARS = 3

LINES = """
    select region, fiscal_year, month, book, side, code, approved, revised, executed
    from core.statement, ops.run
    where list_contains($regions, region)
        and fiscal_year > $year - $years and fiscal_year <= $year
        and make_date(fiscal_year, greatest(1, least(month, 12)), 1) <= as_of
        and ($book = '' or book = $book) and ($side = '' or side = $side)
        and starts_with(code, $code)
        and length(code) = case when $code = '' then 3 else length($code) + 2 end
    order by book, side, code
"""
ITSELF = """
    select month, executed from core.statement
    where region = $region and fiscal_year = $year and book = $book and side = $side
        and code = $code
"""
EARLIER = """
    select code, sum(executed) as executed from core.statement
    where region = $region and fiscal_year = $year - 1 and month = $month and book = $book
        and side = $side and executed is not null
    group by code
"""
NAMES = """
    select code, arg_max(name, fiscal_year) as name from core.classification
    where fiscal_year <= $year and scheme = $scheme group by code
"""
SCHEMES = {"1": "revenue", "2": "function"}


@dataclass(frozen=True)
class Sums:
    """A line of a year: yuan, None where it was not reported."""

    approved: Decimal | None = None
    revised: Decimal | None = None
    executed: Decimal | None = None
    final: Decimal | None = None
    budget: Decimal | None = None  # what is in force: each code as revised, else as approved
    partly: bool = False  # only some codes state a revised budget

    @property
    def rate(self) -> Decimal | None:
        """完成, a share of one; None where one of the two is missing or there is no budget."""
        if self.executed is None or not self.budget or self.budget < 0:
            return None
        return self.executed / self.budget


@dataclass(frozen=True)
class Line:
    """A book's side, or a code of one, over the years up to the one in view."""

    book: str
    side: str
    code: str
    name: str
    years: Mapping[int, Sums]
    year: int
    before: Decimal | None  # executed in the same months a year before; None: it would mislead
    beside: Decimal | None = None  # the median of the peers' rates; None: too few to be told

    @property
    def now(self) -> Sums:
        """The year in view."""
        return self.years.get(self.year, Sums())

    @property
    def change(self) -> Decimal | None:
        """By what share the same months grew; None where that can't be told."""
        if self.now.executed is None or self.before is None or self.before <= 0:
            return None
        return self.now.executed / self.before - 1


@dataclass(frozen=True)
class Asked:
    """How far down the reader looks: nothing, a side of a book, or one of its codes."""

    book: str = ""
    side: str = ""
    code: str = ""


@dataclass(frozen=True)
class Books:
    """A level of the books."""

    month: int  # the last one reported, 0 where only the opening budget is
    comparable: bool  # whether the month is whole
    lines: Sequence[Line]
    years: Sequence[int]
    above: Decimal | None  # what the code above says was executed; None where there is none
    peers: int = 0  # how many published their budget and reported the month

    @property
    def gone(self) -> Decimal | None:
        """How much of the year is gone; None where the month is not whole."""
        return Decimal(self.month) / 12 if self.comparable else None

    @property
    def executed(self) -> Decimal:
        """The sum of the lines, which are of one book and side."""
        return sum((line.now.executed or Decimal(0) for line in self.lines), Decimal(0))


def asked(view: View) -> Asked:
    """Read the level from the address; a side without its book is none."""
    book, side = view.choice.one("book"), view.choice.one("side")
    if book not in BOOKS or side not in SIDES:
        return Asked()
    code = view.choice.one("code")
    whole = code.isascii() and code.isdigit() and len(code) in (3, 5)
    return Asked(book, side, code if whole else "")


def books(
    warehouse: Warehouse,
    places: Places,
    at: Asked,
    as_of: date,
    language: str,
    *,
    through: int = 12,
) -> Books:
    """Read a level up to a month; it may hold no line.

    Raises:
        NotThere: the year has no such code.
    """
    given = {"region": places.region, "year": places.year}
    level = {**given, "book": at.book, "side": at.side, "code": at.code}
    found = _lines(warehouse, level, [places.region], YEARS)
    months = [
        r["month"] for r in found if r["fiscal_year"] == places.year and 0 < r["month"] <= through
    ]
    month = max(months, default=0)
    comparable = _whole(places.year, month, as_of)
    names = _names(warehouse, places.year, at) if at.book else {}
    beside = _beside(warehouse, level, month) if comparable else {}
    moved = _under_new_codes(warehouse, {**level, "month": month}) if at.book else {}
    lines = []
    for (book, side, code), rows in _gathered(found, at.book).items():
        years = _years(rows, month)
        before = moved.get(code, years.get(places.year - 1, Sums()).executed)
        called = names.get(code, code) or name(book, side, language)
        lines.append(
            Line(
                book, side, code, called, years, places.year, before if comparable else None,
                median_of(beside.get((book, side, code), [])),
            )
        )  # fmt: skip
    return Books(
        month=month,
        comparable=comparable,
        lines=[line for line in lines if places.year in line.years],
        years=sorted({row["fiscal_year"] for row in found}, reverse=True),
        above=_above(warehouse, level, month) if at.code else None,
        peers=max((len(rates) for rates in beside.values()), default=0),
    )


def name(book: str, side: str, language: str) -> str:
    """Name a side of a book."""
    return say(language, f"books.book_{book}") + say(language, f"books.side_{side}")


def code_name(warehouse: Warehouse, places: Places, at: Asked) -> str:
    """Name the code in view; what has no name keeps its number."""
    return _names(warehouse, places.year, at).get(at.code, at.code)


def _names(warehouse: Warehouse, year: int, at: Asked) -> dict[str, str]:
    given = {"year": year, "scheme": SCHEMES[at.side]}
    return {row["code"]: row["name"] for row in warehouse.rows(NAMES, given)}


def _lines(
    warehouse: Warehouse, level: Mapping[str, object], regions: Sequence[str], years: int
) -> list[Row]:
    asked = {name: level[name] for name in ("year", "book", "side", "code")}
    return warehouse.rows(LINES, {**asked, "regions": list(regions), "years": years})


def _gathered(rows: Iterable[Row], book: str) -> dict[tuple[str, str, str], list[Row]]:
    """Gather the rows of each line: a code of the book in view, else a side of a book."""
    gathered: dict[tuple[str, str, str], list[Row]] = {}
    for row in rows:
        key = (row["book"], row["side"], row["code"] if book else "")
        gathered.setdefault(key, []).append(row)
    return gathered


def _beside(
    warehouse: Warehouse, level: Mapping[str, object], month: int
) -> dict[tuple[str, str, str], list[Decimal]]:
    """Give the rates of each line at the peers who published their budget."""
    year = int(str(level["year"]))
    peers = published_beside(warehouse, Year(str(level["region"]), year))
    of_peer: dict[str, list[Row]] = {}
    for row in _lines(warehouse, level, peers, 1) if peers else []:
        of_peer.setdefault(row["region"], []).append(row)
    rates: dict[tuple[str, str, str], list[Decimal]] = {}
    for rows in of_peer.values():
        for key, told in _gathered(rows, str(level["book"])).items():
            rate = _years(told, month)[year].rate
            if rate is not None:
                rates.setdefault(key, []).append(rate)
    return rates


def _under_new_codes(
    warehouse: Warehouse, level: Mapping[str, object]
) -> dict[str, Decimal | None]:
    """Give last year's execution by this year's codes; empty where the year changed none."""
    changes = moved_codes(warehouse, SCHEMES[str(level["side"])], int(str(level["year"])))
    if not changes:
        return {}
    wanted = ("region", "year", "month", "book", "side")
    rows = warehouse.rows(EARLIER, {name: level[name] for name in wanted})
    return under_new_codes({row["code"]: row["executed"] for row in rows}, changes)


def _whole(year: int, month: int, as_of: date) -> bool:
    if not month:
        return False
    return date(year, month, calendar.monthrange(year, month)[1]) <= as_of


def _years(rows: Sequence[Row], month: int) -> dict[int, Sums]:
    return {
        year: Sums(
            approved=_approved(rows, year, month),
            revised=_sum(rows, year, month, "revised"),
            executed=_sum(rows, year, month, "executed") if month else None,
            final=_sum(rows, year, FINAL, "executed"),
            budget=_budget(rows, year, month),
            partly=_partly(rows, year, month),
        )
        for year in {row["fiscal_year"] for row in rows}
    }


def _approved(rows: Sequence[Row], year: int, month: int) -> Decimal | None:
    with_month = _sum(rows, year, month, "approved")
    return _sum(rows, year, 0, "approved") if with_month is None else with_month


def _budget(rows: Sequence[Row], year: int, month: int) -> Decimal | None:
    """Add up what is in force; a code that was not revised counts as it was approved."""
    opening, told = (
        {row["code"]: row for row in rows if row["fiscal_year"] == year and row["month"] == at}
        for at in (0, month)
    )
    amounts = [
        next((one for one in (row["revised"], row["approved"], first) if one is not None), None)
        for code, row in told.items()
        for first in [opening[code]["approved"] if code in opening else None]
    ]
    known = [one for one in amounts if one is not None]
    return sum(known, Decimal(0)) if known else None


def _partly(rows: Iterable[Row], year: int, month: int) -> bool:
    stated = {
        row["revised"] is not None
        for row in rows
        if row["fiscal_year"] == year and row["month"] == month
    }
    return len(stated) > 1


def _sum(rows: Iterable[Row], year: int, month: int, measure: str) -> Decimal | None:
    amounts = [
        row[measure]
        for row in rows
        if row["fiscal_year"] == year and row["month"] == month and row[measure] is not None
    ]
    return sum(amounts, Decimal(0)) if amounts else None


def _above(warehouse: Warehouse, level: Mapping[str, object], month: int) -> Decimal | None:
    found = warehouse.rows(ITSELF, level)
    if not found:
        raise NotThere(f"no code {level['code']!r} is in this book in {level['year']}")
    stated = [row["executed"] for row in found if row["month"] == month]
    return stated[0] if stated else None
