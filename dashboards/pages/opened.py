"""来处. Which delivered rows add up to this figure?"""

from collections.abc import Callable, Mapping
from dataclasses import replace

from dashboards.figures.meant import meant
from dashboards.figures.opened import CITED, SOURCES, Opened, opened
from dashboards.figures.places import Places, places
from dashboards.figures.supply import feed_name
from dashboards.ground import address, nothing_yet
from dashboards.look import number
from dashboards.page import NotThere, Page, Row, View
from dashboards.tied import beside, speaks, way_to_say
from dashboards.words import say
from warehouse.sensitive import masked_texts
from warehouse.terms import column

SHOWN = 500
MOST = 50_000
"""Rows on the page, and in its other faces."""


def draw(view: View) -> Mapping[str, object]:
    """Show the rows of a feed beneath a figure, and the sum of each amount."""
    if view.place.get("feed", "") in SOURCES and places(view, any_year=True) is None:
        return nothing_yet(view)
    picked, feed, found = _found(view, SHOWN)
    source = SOURCES[feed]
    total = view.choice.one("sum")
    chosen = total if total in source.amounts else source.amounts[0]
    what = say(
        view.language, "opened.what", feed=feed_name(feed, view.language),
        amount=_label(view, feed, chosen),
    )  # fmt: skip
    amount = found.totals[chosen]
    kind = "square_metres" if chosen in source.areas else "yuan"
    key = "opened.answer" if amount is not None else "opened.answer_none"
    if found.moments > 1:
        key = "opened.answer_moments"
    return {
        "places": picked,
        "feed": feed,
        "source": source,
        "found": found,
        "label": lambda name: _label(view, feed, name),
        "meant": lambda name, cell: meant(name, str(cell), view.language, feed),
        "answer": say(
            view.language, key, n=found.count, moments=found.moments, what=what, place=picked.name,
            total="" if amount is None else number(amount, 2),
            unit=say(view.language, f"unit.{kind}"),
        ),
        "page_path": view.path,
        "said": beside(view, picked.region, [f"{feed}/"]),
        "speaks": speaks(view),
        "say_at": _sayable(view, picked, feed, chosen),
        "export": {
            "feed": [feed],
            "region": [picked.region],
            **{
                name: [view.choice.one(name)]
                for name in (*source.cuts, "side")
                if name in view.choice.given
            },
        },
    }  # fmt: skip


def _sayable(view: View, picked: Places, feed: str, total: str) -> Callable[[Row], str]:
    """Give what writes the address of the form by which something is said of a row."""
    say_at, here = way_to_say(view), replace(picked, night="")
    side = view.choice.one("side") or None
    return lambda row: say_at(address(f"/rows/{feed}", here, key=row[CITED], side=side, sum=total))


def rows(view: View) -> list[Row]:
    """Give the rows beneath the figure.

    Raises:
        NotThere: there is no such feed, or it has more rows than are given at once.
    """
    _, _, found = _found(view, MOST)
    if found.count > MOST:
        raise NotThere(say(view.language, "vouchers.too_many", most=number(MOST)))
    return [dict(row) for row in found.rows]


def _label(view: View, feed: str, name: str) -> str:
    if name in SOURCES[feed].reckoned:
        return say(view.language, f"opened.{name}")
    return str(getattr(column(feed, name), view.language))


def _found(view: View, limit: int) -> tuple[Places, str, Opened]:
    feed, picked = view.place.get("feed", ""), places(view, any_year=True)
    if feed not in SOURCES or view.warehouse is None or picked is None:
        raise NotThere(f"no rows of {feed[:20]!r} are here: open them from a figure")
    given = {name: view.choice.one(name) for name in view.choice.given}
    found = opened(view.warehouse, feed, picked.region, given, limit)
    if view.scope is None or not view.scope.clear:
        found = replace(found, rows=[masked_texts(feed, row) for row in found.rows])
    return picked, feed, found


PAGE = Page(
    path="/rows/{feed}",
    title_key="opened.title",
    question_key="opened.question",
    draw=draw,
    template="opened.html",
    rows=rows,
)
