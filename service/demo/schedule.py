"""Who hands over what, when, and in which form."""

import calendar
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import date

from service.demo.books import Books, Cells, month_of
from service.demo.forms import FORMS, Form
from service.demo.handover import Paper, Parcel
from service.demo.places import CITY, OWN_HAND, PROVINCE

BUREAU = "安澜市财政局"
EXECUTION = ("project", "department_budget", "allotment", "allotment_change", "payment", "receipt",
             "statement", "contract")  # fmt: skip
YEARLY = ("unit", "classification", "department_budget", "performance")
MONTHLY = ("project", "allotment", "allotment_change", "payment", "receipt", "statement",
           "contract", "debt_position", "treasury_balance")  # fmt: skip
QUARTERLY = ("bond", "bond_project", "debt_service", "transfer", "investment_project")
OFFICES = {
    "安澜市机关事务管理局": ("asset_card", "asset_use"),
    "安澜市国有资产监督管理委员会": ("enterprise",),
    "安澜市社会保险中心": ("insurance_fund",),
    "安澜市人大常委会预算工作委员会": ("legal_event",),
    "安澜市审计局": ("audit_problem",),
}
BY_QUARTER = (*QUARTERLY, "asset_card", "asset_use")
"""What comes by the quarter, as the supply calendar of the demo agrees."""

HABITS = {
    "region": "utf8", "unit": "gb", "classification": "utf8", "project": "bom",
    "department_budget": "sheet", "allotment": "gb", "allotment_change": "yuan_sheet",
    "payment": "gb", "receipt": "mof", "statement": "sheet", "contract": "wide",
    "debt_position": "sheet", "treasury_balance": "tab", "bond": "yuan_sheet",
    "bond_project": "wide", "debt_service": "parquet", "transfer": "mac",
    "investment_project": "lines", "performance": "pipe", "asset_card": "parquet",
    "asset_use": "yuan_sheet", "enterprise": "wide", "insurance_fund": "old_sheet",
    "legal_event": "list", "audit_problem": "gb",
}  # fmt: skip

REWRITTEN = {
    "allotment": ("allotment", "region"),
    "debt_service": ("bond", "due_on", "part"),
}
"""Lists whose rows are written anew when they change, and what names one row."""

Test = Callable[[str], bool]


def month_end(year: int, month: int) -> date:
    """Give the last day of a month."""
    return date(year, month, calendar.monthrange(year, month)[1])


def checkpoints(until: date) -> list[date]:
    """Say when offices that do not report monthly report in the current year."""
    return [month_end(until.year, m) for m in (3, 6, 8, 9, 12) if month_end(until.year, m) <= until]


def parcels_of(books: Books) -> list[Parcel]:
    """Sort all rows into the deliveries of every office."""
    return [
        Parcel(date(books.until.year - 1, 11, 10), "河南省财政厅", [
            _paper(books, "region", PROVINCE, str(year), _in(str(year)), _any)
            for year in books.years
        ]),
        *_bureau(books),
        *_own_hand(books),
        *_offices(books),
    ]  # fmt: skip


def _paper(
    books: Books, feed: str, region: str, period: str, holds: Test,
    mine: Callable[[Cells], bool], form: Form | None = None,
) -> Paper:  # fmt: skip
    entries = books.entries[feed]
    held = set(filter(holds, {entry.period for entry in entries}))
    rows = [entry.cells for entry in entries if entry.period in held and mine(entry.cells)]
    if feed in REWRITTEN:
        latest = {tuple(row[key] for key in REWRITTEN[feed]): row for row in rows}
        rows = list(latest.values())
    return Paper(feed, region, period, rows, form or _form(feed, period))


def _form(feed: str, period: str) -> Form:
    """Keep to the office's habit; the older history comes out of an archive."""
    form = FORMS[HABITS[feed]]
    if feed == "payment":
        turn = int(period[-2:]) % 5
        form = FORMS[("gb", "utf8", "bom", "mof", "parquet")[turn] if len(period) > 4 else "gzip"]
    if len(period) == 4 and form.ext == "xlsx" and feed not in ("department_budget", "bond"):
        form = FORMS["gb"]
    return form


def _any(_row: Cells) -> bool:
    return True


def _of(region: str) -> Callable[[Cells], bool]:
    return lambda row: row["region"] == region


def _of_city(feed: str) -> Callable[[Cells], bool]:
    return lambda row: feed not in EXECUTION or row["region"] not in OWN_HAND


def _in(period: str) -> Test:
    return lambda written: written.startswith(period)


def _bureau(books: Books) -> Iterator[Parcel]:
    first, second, last = books.years
    closing = month_end(second, 12)
    feeds = list(dict.fromkeys((*YEARLY, *MONTHLY, *QUARTERLY)))
    yield Parcel(
        date(second, 11, 10), BUREAU,
        _some(_paper(books, f, CITY, str(first), _in(str(first)), _of_city(f)) for f in feeds),
        note="-历史数据",
    )  # fmt: skip
    papers = [
        _paper(books, feed, CITY, str(second), _known(feed, second, closing), _of_city(feed))
        for feed in feeds
    ]
    yield Parcel(closing, BUREAU, _some(papers), note="-上年数据")
    for month in range(1, books.until.month + 1):
        yield Parcel(month_end(last, month), BUREAU, _some(_month(books, last, month)))


def _month(books: Books, year: int, month: int) -> Iterator[Paper]:
    period = f"{year}-{month:02d}"
    if month == 1:
        yield _paper(books, "statement", CITY, f"{year}-00", _in(f"{year}-00"), _of_city("statement"))  # noqa: E501  # fmt: skip
        for feed in YEARLY:
            yield _paper(books, feed, CITY, str(year), _in(str(year)), _of_city(feed))
    if month == 7:
        settled = _known("statement", year - 1, month_end(year, month))
        yield _paper(books, "statement", CITY, str(year - 1), settled, _of_city("statement"))
    for feed in MONTHLY:
        yield _paper(books, feed, CITY, period, _in(period), _of_city(feed))
    yield from _quarter(books, QUARTERLY, month_end(year, month))


def _quarter(books: Books, feeds: Sequence[str], on: date) -> Iterator[Paper]:
    days = checkpoints(books.until)
    if on in days:
        eve = days[days.index(on) - 1] if days.index(on) else date(on.year - 1, 12, 31)
        for feed in feeds:
            yield _paper(books, feed, CITY, month_of(on),
                         lambda p: month_of(eve) < p <= month_of(on), _any)  # fmt: skip


def _own_hand(books: Books) -> Iterator[Parcel]:
    """Two counties hand over for themselves: the year so far, again and again."""
    for region in OWN_HAND:
        zipped = region == OWN_HAND[-1]
        days = [month_end(books.until.year - 1, 12), *checkpoints(books.until)]
        for on in days:
            papers = []
            years = books.years[:2] if on == days[0] else [on.year]
            if on == days[-2]:
                years = [on.year - 1, on.year]
            for year in years:
                papers += [
                    _paper(books, feed, region, str(year), _known(feed, year, on),
                           _of(region), FORMS["gb" if zipped else "mof"])
                    for feed in EXECUTION
                    if not (year < on.year and on != days[0] and feed != "statement")
                ]  # fmt: skip
            yield Parcel(on, region, _some(papers), signed=False, zipped=zipped)


def _known(feed: str, year: int, on: date) -> Test:
    """Tell what of a year is known on a day: final accounts only from the next July."""

    def known(period: str) -> bool:
        if not period.startswith(str(year)):
            return False
        if feed == "statement" and period.endswith("-13"):
            return on >= date(year + 1, 7, 31)
        return period <= month_of(on)

    return known


def _offices(books: Books) -> Iterator[Parcel]:
    first, second, last = books.years
    for office, feeds in OFFICES.items():
        papers = [
            _paper(books, feed, CITY, str(year), _in(str(year)), _any)
            for year in (first, second)
            for feed in feeds
        ]
        if _some(papers):
            yield Parcel(month_end(second, 12), office, _some(papers))
        monthly = feeds[0] in ("enterprise", "insurance_fund", "legal_event")
        for month in range(1, books.until.month + 1):
            on = month_end(last, month)
            papers = [
                _paper(books, feed, CITY, month_of(on), _in(month_of(on)), _any)
                for feed in feeds
            ] if monthly else list(_quarter(books, feeds, on))  # fmt: skip
            if _some(papers):
                yield Parcel(on, office, _some(papers))


def _some(papers: Iterator[Paper] | Sequence[Paper]) -> list[Paper]:
    """Leave out what has no rows; an office hands over no empty paper."""
    return [replace(paper) for paper in papers if paper.rows or paper.withdrawn]
