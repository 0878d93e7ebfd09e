"""一张数据表. What is in it, who reads it, and what stands of it?"""

from collections.abc import Mapping

from dashboards.figures.feeds import (
    Stands,
    columns,
    dictionaries,
    feeds,
    standing,
    suppliers,
)
from dashboards.figures.meant import coded
from dashboards.page import NotThere, Page, Row, View
from dashboards.pages.rules import ROLES
from dashboards.words import knows, say
from warehouse.terms import FEEDS


def found(view: View) -> tuple[Row, bool]:
    """Look the feed up by its name, and tell whether the night has its contract.

    Raises:
        NotThere: there is no such feed.
    """
    name = view.place.get("feed", "")
    feed = next((feed for feed in feeds(view) if feed["feed"] == name), None)
    if feed is not None:
        return feed, True
    if name not in FEEDS:
        raise NotThere(f"no feed is called {name[:40]!r}: look it up in the list of feeds")
    return {"feed": name, "zh": FEEDS[name].zh, "en": FEEDS[name].en}, False


def draw(view: View) -> Mapping[str, object]:
    """Show the feed as its contract has it, and how it stands; or that the night has neither."""
    feed, held = found(view)
    stood = standing(view).get(feed["feed"], Stands())
    reading = [
        rule
        for rule in sorted(view.rules.values(), key=lambda rule: str(rule.code))
        if feed["feed"] in {*rule.needs, *rule.optional}
    ]
    answer = "feed.answer" if stood.last_period else "feed.answer_none"
    if not held:
        answer = "feed.answer_unheld" if view.warehouse else "drill.empty_night"
    return {
        "feed": feed,
        "held": held,
        "columns": columns(view, feed["feed"]),
        "dictionaries": dictionaries(view, feed["feed"]),
        "stood": stood,
        "reading": reading,
        "answer": say(
            view.language,
            answer,
            period=stood.last_period,
            suppliers=say(view.language, "list.comma").join(suppliers(view, stood)),
            files=stood.files,
            rows=f"{stood.rows:,}",
        ),
        "lang": view.language,
        "refers": lambda one: refers(one, view.language),
        "meaning": lambda one: meaning(feed["feed"], one, view.language),
        "page_path": view.path,
    }


def refers(one: Row, language: str) -> str:
    """Say what a column's codes are looked up in."""
    to = one["refers"] or ""
    key = f"feed.refers_{to}"
    if knows(language, key):
        return say(language, key)
    return str(getattr(FEEDS[to], language)) if to in FEEDS else to


def meaning(feed: str, one: Row, language: str) -> str:
    """Say what a column's name does not; its codes by their names, where they are few."""
    for key in (f"note.of_{feed}.{one['column_name']}", f"note.{one['column_name']}"):
        if knows(language, key) and one["meaning"]:
            return say(language, key)
    listed = coded(feed, one["column_name"], language)
    told = " ".join(f"{code} {words}" for code, words in listed.items())
    return told or (str(one["meaning"] or "") if language == "en" else "")


def rows(view: View) -> list[Row]:
    """Give the columns as rows."""
    feed, _ = found(view)
    return columns(view, feed["feed"])


PAGE = Page(
    path="/feeds/{feed}",
    title_key="feed.page",
    question_key="feed.question",
    draw=draw,
    template="feed.html",
    rows=rows,
    roles=ROLES,
)
