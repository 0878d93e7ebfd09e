"""数据表. What is handed over, when did it last come, and whose stands?"""

from collections.abc import Mapping

from dashboards.figures.feeds import Stands, feeds, standing, suppliers
from dashboards.page import Page, Row, View
from dashboards.pages.rules import ROLES
from dashboards.words import say


def draw(view: View) -> Mapping[str, object]:
    """List the feeds with what stands of each."""
    listed, stands = feeds(view), standing(view)
    return {
        "listed": [(feed, stands.get(feed["feed"], Stands())) for feed in listed],
        "answer": say(
            view.language,
            "feeds.answer" if listed else "feeds.answer_no_night",
            n=len(listed),
            there=len(stands),
        ),
        "lang": view.language,
        "suppliers": lambda stood: suppliers(view, stood),
    }


def rows(view: View) -> list[Row]:
    """Give the same as rows."""
    stands = standing(view)
    return [
        {
            "feed": feed["feed"],
            "title_zh": feed["zh"],
            "title_en": feed["en"],
            "every": feed["every"],
            "holds": feed["holds"],
            "last_period": stood.last_period,
            "last_received": stood.last_received,
            "suppliers": ", ".join(stood.suppliers),
            "files_in_force": stood.files,
            "rows_in_force": stood.rows,
        }
        for feed in feeds(view)
        for stood in [stands.get(feed["feed"], Stands())]
    ]


PAGE = Page(
    path="/feeds",
    title_key="feeds.title",
    question_key="feeds.question",
    draw=draw,
    template="feeds.html",
    rows=rows,
    roles=ROLES,
)
