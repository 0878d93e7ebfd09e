"""供数日历. Who owes what, and has it come?"""

from collections.abc import Mapping, Sequence

from dashboards.figures import supply
from dashboards.figures.supply import (
    Matrix,
    counted,
    dues,
    matrix,
    open_ones,
    places,
    reach,
    scores,
)
from dashboards.frame import look_of
from dashboards.look import number
from dashboards.page import Page, Row, View
from dashboards.words import say
from warehouse.score import Score

MOST = 40
BEHIND = frozenset({"missing", "late", "refused"})


def draw(view: View) -> Mapping[str, object]:
    """Show the year of one government: the answer, what is open, the matrix and the scores."""
    picked = places(view)
    if view.warehouse is None or picked is None:
        return {"empty": "no_night" if view.warehouse is None else "nothing", "places": None}
    found = dues(view.warehouse, picked.region, picked.year)
    day = supply.as_of(view.warehouse)
    opened = open_ones(found)
    year, scored = matrix(found), scores(view.warehouse, picked.region)
    return {
        "empty": "",
        "places": picked,
        "answer": answer(view, picked.name, picked.year, found),
        "counts": counted(found),
        "opened": opened[:MOST],
        "more": max(0, len(opened) - MOST),
        "matrix": year,
        "matrix_finding": matrix_finding(year, view.language),
        "scores": scored,
        "score_finding": score_finding(scored, view.language),
        "day": look_of(view).full_day(day),
        "desk": view.account is not None and view.account.role in supply.DESK,
        "tab": "supply",
        "feed_name": lambda feed: supply.feed_name(feed, view.language),
    }


def answer(view: View, place: str, year: int, found: Sequence[Row]) -> str:
    """Say how many periods were due and what came of them, and what is missing longest."""
    counts = counted(found)
    said = say(view.language, "supply.answer", place=place, year=year, **counts)
    missing = [row for row in found if row["state"] == "missing" and row["days_late"]]
    if not counts["due"]:
        return say(view.language, "supply.answer_none", place=place, year=year)
    if not missing:
        return said
    worst = max(missing, key=lambda row: row["days_late"])
    return said + say(
        view.language,
        "supply.answer_longest",
        supplier=worst["supplier"],
        feed=supply.feed_name(worst["feed"], view.language),
        period=worst["period"],
        days=worst["days_late"],
    )


def matrix_finding(year: Matrix, language: str) -> str:
    """Say of how many feeds a period is missing, came late or was refused."""
    behind = sum(
        any(cell is not None and cell.state in BEHIND for cell in line.cells) for line in year.lines
    )
    return say(language, "supply.matrix_finding", n=behind, all=len(year.lines))


def score_finding(found: Sequence[Score], language: str) -> str:
    """Say which supplier has the lowest score, or that all have the same."""
    scored = [(one.score, one.supplier) for one in found if one.score is not None]
    if not scored:
        return say(language, "score.title")
    low, high = min(scored), max(scored)
    alike = "score.only" if len(scored) == 1 else "score.same"
    key = alike if low[0] == high[0] else "score.lowest"
    return say(language, key, supplier=low[1], score=number(low[0], 1))


def rows(view: View) -> list[Row]:
    """Give every period that is due, of the government and year in view."""
    reach(view)
    picked = places(view)
    if view.warehouse is None or picked is None:
        return []
    return dues(view.warehouse, picked.region, picked.year)


PAGE = Page(
    path="/supply",
    title_key="supply.title",
    question_key="supply.question",
    draw=draw,
    template="supply.html",
    rows=rows,
    takes=frozenset({"region", "year"}),
    menu=5,
    roles=supply.ROLES,
)
