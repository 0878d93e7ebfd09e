"""交数据. What is handed in, and what became of it?"""

from collections.abc import Mapping

from alerts.access import Right, roles_with
from dashboards.page import Page, View
from warehouse.terms import FEEDS


def draw(view: View) -> Mapping[str, object]:
    """Ask for files; show the receipt of the last ones, or say what was wrong with them."""
    feeds = {name: getattr(term, view.language) for name, term in FEEDS.items()}
    return {"receipt": view.receipt, "named": sorted(feeds.items())}


PAGE = Page(
    path="/upload",
    title_key="upload.title",
    question_key="upload.question",
    draw=draw,
    template="upload.html",
    menu=8,
    roles=roles_with(Right.HAND_IN),
)
