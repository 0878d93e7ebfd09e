"""一份文件的剔出行. Which rows of this file are to be corrected, line by line?"""

from collections.abc import Mapping
from typing import Any

from dashboards.figures import supply
from dashboards.page import Page, Row, View
from dashboards.pages.receipt import found as file_found
from dashboards.words import say
from warehouse.sensitive import set_aside

ASIDE = """
    select file, line, column_name, raw, reason from ops.aside
    where file = $file order by line, column_name
"""
MOST = 200


def found(view: View) -> tuple[dict[str, Any], list[Row]]:
    """Read a file's rows set aside, with every reason.

    Raises:
        NotThere: there is no such file within the reader's reach.
    """
    file = file_found(view)
    assert view.warehouse is not None
    aside = view.warehouse.rows(ASIDE, {"file": file["number"]})
    if view.scope is not None and view.scope.clear:
        return file, aside
    return file, [set_aside(row, file["feed"]) for row in aside]


def draw(view: View) -> Mapping[str, object]:
    """Show the raw text of what could not be read, with its line and reason."""
    file, aside = found(view)
    lines = {row["line"] for row in aside}
    return {
        "file": file,
        "answer": say(view.language, "rejected.answer" if aside else "rejected.none", n=len(lines)),
        "aside": aside[:MOST],
        "more": max(0, len(aside) - MOST),
        "tab": "rejects",
        "export": {"file": [str(file["number"])]},
        "desk": True,
        "feed_name": lambda feed: supply.feed_name(feed, view.language),
        "page_path": view.path,
    }


def rows(view: View) -> list[Row]:
    """Give every reason of every row set aside."""
    return found(view)[1]


PAGE = Page(
    path="/supply/rejects/{number}",
    title_key="rejected.title",
    question_key="rejected.question",
    draw=draw,
    template="rejected.html",
    rows=rows,
    roles=supply.DESK,
)
