"""一张数据表. What is in it, who reads it, and what stands of it?"""

from collections.abc import Mapping

from dashboards.figures.feeds import Stands, columns, dictionaries, feeds, standing
from dashboards.page import NotThere, Page, Row, View
from dashboards.pages.rules import ROLES
from dashboards.words import say


def found(view: View) -> Row:
    """Look the feed up by its name.

    Raises:
        NotThere: there is no such feed on this night.
    """
    name = view.place.get("feed", "")
    feed = next((feed for feed in feeds(view) if feed["feed"] == name), None)
    if feed is None:
        raise NotThere(f"no feed is called {name[:40]!r}: look it up in the list of feeds")
    return feed


def draw(view: View) -> Mapping[str, object]:
    """Show the feed as its contract has it, and how it stands."""
    feed = found(view)
    stood = standing(view).get(feed["feed"], Stands())
    reading = [
        rule
        for rule in sorted(view.rules.values(), key=lambda rule: str(rule.code))
        if feed["feed"] in {*rule.needs, *rule.optional}
    ]
    answer = "feed.answer" if stood.last_period else "feed.answer_none"
    return {
        "feed": feed,
        "columns": columns(view, feed["feed"]),
        "dictionaries": dictionaries(view, feed["feed"]),
        "stood": stood,
        "reading": reading,
        "answer": say(
            view.language,
            answer,
            period=stood.last_period,
            suppliers=say(view.language, "list.comma").join(stood.suppliers),
            files=stood.files,
            rows=f"{stood.rows:,}",
        ),
        "lang": view.language,
        "page_path": view.path,
    }


def rows(view: View) -> list[Row]:
    """Give the columns as rows."""
    return columns(view, found(view)["feed"])


PAGE = Page(
    path="/feeds/{feed}",
    title_key="feed.page",
    question_key="feed.question",
    draw=draw,
    template="feed.html",
    rows=rows,
    roles=ROLES,
)
