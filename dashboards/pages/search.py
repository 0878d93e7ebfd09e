"""检索. Where is what I am looking for?"""

from collections.abc import Mapping

from dashboards.figures.searched import KINDS, search
from dashboards.page import Page, Row, View
from dashboards.words import say


def draw(view: View) -> Mapping[str, object]:
    """Show what was found by kind; without a question, what may be asked."""
    asked = view.choice.one("q")
    found = search(view, asked)
    groups = [(kind, [hit for hit in found if hit.kind == kind]) for kind in KINDS]
    key = "search.answer_empty" if not asked else "search.answer" if found else "search.answer_none"
    return {
        "asked": asked,
        "answer": say(view.language, key, n=len(found), q=asked[:60]),
        "groups": [(kind, hits) for kind, hits in groups if hits],
        "page_path": view.path,
    }


def rows(view: View) -> list[Row]:
    """Give what was found, with its address."""
    return [vars(hit) for hit in search(view, view.choice.one("q"))]


PAGE = Page(
    path="/search",
    title_key="search.title",
    question_key="search.question",
    draw=draw,
    template="search.html",
    rows=rows,
)
