"""所议之事. What a remark is tied to: an alert, a figure or a single line, as its author saw it."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from urllib.parse import parse_qsl, quote, urlsplit

from alerts.ledger import AlertUnknown
from alerts.matters.remarks import About, Remark, remarks_on_lines
from dashboards.figures import alerts as open_alerts
from dashboards.figures.beneath import Cut, FigureUnknown, Measure, Year, beneath
from dashboards.figures.books import Asked as BookAsked
from dashboards.figures.books import Line, books, name
from dashboards.figures.books import asked as book_asked
from dashboards.figures.drill import Asked, crumbs, level
from dashboards.figures.execution import execution
from dashboards.figures.names import names
from dashboards.figures.opened import CITED, SOURCES, opened
from dashboards.ground import Ground, address, ground
from dashboards.look import Look, number
from dashboards.page import Choice, NotThere, View
from dashboards.words import knows, say
from warehouse.terms import FEEDS, column

SPEAKS = frozenset({"deputy", "analyst"})
"""The roles that bring suggestions, as the workflow has them."""
AT_STAKE = "at_stake"
"""The measure of an alert's money, which is no column of a feed."""
MOST = 500
"""Remarks that are told beside the lines of one page."""
BENEATH: Mapping[str, str] = {
    "payment": "支付凭证", "department_budget": "批复明细", "allotment": "指标",
    "allotment_change": "指标调整",
}  # fmt: skip


def about_of(view: View, asked: str) -> About:
    """Read what a remark is tied to, as far as the reader may see it.

    Raises:
        NotThere: nothing that the reader may see stands at that address.
    """
    try:
        parts = urlsplit(asked[:600])
    except ValueError as error:
        raise NotThere(f"{asked[:60]!r} is no address of a figure or an alert") from error
    noun, _, rest = parts.path.strip("/").partition("/")
    if parts.netloc or parts.scheme:
        raise NotThere(f"{asked[:60]!r} is no address of this site")
    if noun == "alerts" and rest.isascii() and rest.isdigit() and len(rest) < 10:
        return _alert(view, int(rest))
    known = _LINES.get(f"{noun}/{rest}" if noun != "rows" else "rows")
    if known is None or (noun == "rows" and rest not in SOURCES):
        raise NotThere(f"{asked[:60]!r} is no address of a figure or an alert: use their pages")
    choice = Choice.of(parse_qsl(parts.query))
    here = ground(replace(view, choice=choice, place={"feed": rest}), any_year=noun == "rows")
    if here is None or choice.one("region") not in {"", here.places.region}:
        raise NotThere("no such figure is here for you")
    here = replace(here, places=replace(here.places, night=""))  # one address on every night
    about = known(replace(view, choice=choice, place={"feed": rest}), here)
    return replace(about, night=f"{here.night.as_of}")


def _alert(view: View, number: int) -> About:
    reach = open_alerts.readable(view)
    if reach is None:
        raise NotThere(f"no alert {number} is here")
    ledger, scope = reach
    try:
        found = ledger.alert(number, scope=scope)
    except AlertUnknown as error:
        raise NotThere(str(error)) from error
    night = ledger.last_night()
    line = open_alerts.lines(view, [found], night)[0]
    name = "：".join(filter(None, (line.who or line.place, line.title)))
    return About(
        f"/alerts/{number}", name, found.region, line.who or line.place, found.unit,
        night=f"{found.last_seen}", **_figure_of(AT_STAKE, found.at_stake),
    )  # fmt: skip


def _figure(view: View, here: Ground) -> About:
    at = Asked(view.choice.one("department"), view.choice.one("project"))
    found = execution(here.warehouse, here.places, here.night.as_of)
    if found is None:
        raise NotThere(f"nothing was paid in {here.places.year}")
    one = level(here.warehouse, here.places, found, at, "zh")
    way = crumbs(here.warehouse, here.places, at, "zh")
    place, *steps = [step for _, step in way]
    name = "·".join(steps) or place
    if not name.startswith(place):
        name = f"{place}{name}"
    who = way[1][1] if at.department else here.places.name
    return About(
        address("/figure", here.places, **at.cut), f"{name}{here.places.year}年的支出",
        here.places.region, who, **_figure_of("payment.amount", one.whole.paid),
    )  # fmt: skip


def _book(view: View, here: Ground) -> About:
    """Tie a remark to a line of the books: a side of one, or one of its codes."""
    code = view.choice.one("code")
    at = book_asked(view)
    if not at.book or (code and len(code) not in (3, 5, 7)):
        raise NotThere("no such line of the books is here: use the page's own form")
    above = BookAsked(at.book, at.side, code[:-2] if len(code) > 3 else "")
    listed = above if code else BookAsked()
    found = books(here.warehouse, here.places, listed, here.night.as_of, "zh")
    line = next(
        (one for one in found.lines if (one.book, one.side, one.code) == (at.book, at.side, code)),
        None,
    )
    if line is None:
        raise NotThere(f"no code {code[:20]!r} is in this book in {here.places.year}")
    side = name(at.book, at.side, "zh")
    called = f"{side}·{line.name}" if code else side
    known = {"executed": line.now.executed, "revised": line.now.revised,
             "approved": line.now.approved}  # fmt: skip
    measure = next((one for one, amount in known.items() if amount is not None), "executed")
    return About(
        address("/books", here.places, book=at.book, side=at.side, code=code or None),
        f"{here.places.name}{here.places.year}年{called}", here.places.region, here.places.name,
        line=book_key(here.places.year, line), **_figure_of(f"statement.{measure}", known[measure]),
    )  # fmt: skip


def book_key(year: int, line: Line) -> str:
    """Give a line of the books its key, whatever the month: `statement/2026/1/2/205`."""
    return f"statement/{year}/{line.book}/{line.side}/{line.code}".rstrip("/")


def _voucher(view: View, here: Ground) -> About:
    """Tie a remark to a row beneath a figure of execution."""
    wish, key = view.choice.one("measure", "paid"), view.choice.one(CITED)
    if not key or wish not in list(Measure):
        raise NotThere("a remark is tied to one row: open it from the list")
    year = Year(here.places.region, here.places.year)
    try:
        found = beneath(here.warehouse, year, Cut(Measure(wish), key=key), limit=1)
    except FigureUnknown as error:
        raise NotThere(str(error)) from error
    if not found.rows:
        raise NotThere(f"no row {key[:40]!r} is here")
    [row] = found.rows
    unit = names(here.warehouse, [(year.region, "", row["unit"])]).unit(year.region, row["unit"])
    return About(
        address("/execution/rows", here.places, measure=wish, key=key),
        f"{unit}{here.places.year}年{BENEATH[row['feed']]}{key}", here.places.region, unit,
        row["unit"], line=f"{row['feed']}/{here.places.year}/{key}",
        **_figure_of(f"{row['feed']}.{_AMOUNTS[row['feed']]}", row["amount"]),
    )  # fmt: skip


_AMOUNTS = {"payment": "amount", "department_budget": "approved", "allotment": "amount",
            "allotment_change": "amount"}  # fmt: skip


def _row(view: View, here: Ground) -> About:
    """Tie a remark to a delivered row of a feed."""
    feed, key = view.place["feed"], view.choice.one(CITED)
    if not key:
        raise NotThere("a remark is tied to one row: open it from the list")
    side = view.choice.one("side")
    given = {CITED: key, **({"side": side} if side in SOURCES[feed].sides else {})}
    found = opened(here.warehouse, feed, here.places.region, given, 1).rows
    if not found:
        raise NotThere(f"no row {key[:40]!r} is here")
    [row] = found
    asked = view.choice.one("sum")
    measure = asked if asked in SOURCES[feed].amounts else SOURCES[feed].amounts[0]
    return About(
        address(f"/rows/{feed}", here.places, **given, sum=measure),
        f"{here.places.name}{FEEDS[feed].zh}{key}", here.places.region, here.places.name,
        line=f"{feed}/{key}", **_figure_of(f"{feed}.{measure}", row[measure]),
    )  # fmt: skip


def _figure_of(measure: str, amount: Decimal | None) -> dict[str, str]:
    return {} if amount is None else {"measure": measure, "shown": f"{amount:f}"}


_LINES: Mapping[str, Callable[[View, Ground], About]] = {
    "figure/": _figure,
    "books/": _book,
    "execution/rows": _voucher,
    "rows": _row,
}
"""What a remark may be tied to beside an alert, by the path of its address."""


def beside(view: View, region: str, under: Collection[str]) -> Mapping[str, Sequence[Remark]]:
    """Give what was said of the lines of a page, by their keys, which begin so."""
    if view.ledger is None or view.actor is None:
        return {}
    return remarks_on_lines(view.ledger.engine, region, under, by=view.actor, most=MOST)


def speaks(view: View) -> bool:
    """Tell whether the reader's role says something of lines."""
    return view.account is not None and view.account.role in SPEAKS


def way_to_say(view: View) -> Callable[[str], str]:
    """Give what writes the address of the form for a line, as it was on the night in view."""
    earlier = f"&night={quote(view.choice.one('night'))}" if view.then else ""
    return lambda at: f"/remarks?about={quote(at, safe='')}{earlier}#speak"


def seen_of(one: About | Remark, language: str) -> str:
    """Say which figure stood there on which night; nothing where none is known."""
    if not one.shown:
        return ""
    return seen(measured(one.measure, language), one.shown, one.night, language)


def seen(what: str, shown: str, night: str, language: str) -> str:
    """Say that a figure stood there on a night."""
    day = Look(language, "yuan").full_day(date.fromisoformat(night))
    return say(language, "remarks.seen", what=what, amount=number(Decimal(shown), 2), night=day)


def measured(measure: str, language: str) -> str:
    """Name what a figure measures: 支付金额, 涉及金额."""
    feed, _, name = measure.rpartition(".")
    key = f"opened.{name}" if feed else f"remarks.measure_{name}"
    if knows(language, key):
        return say(language, key)
    return str(getattr(column(feed, name), language))
