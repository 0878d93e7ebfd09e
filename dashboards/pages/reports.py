"""报告. Which reports can be made of which night, and which were made?"""

from collections.abc import Mapping

from alerts.access import Right, may, roles_with
from alerts.workflow import Role
from dashboards.figures.places import regions
from dashboards.frame import night
from dashboards.page import LANGUAGES, Page, Row, View
from dashboards.reports.kinds import Kind
from dashboards.words import say

MOST = 200
"""Reports that are listed; the JSON and CSV have them all."""


def draw(view: View) -> Mapping[str, object]:
    """Offer the kinds that can be made, and list what was made, the latest first."""
    found = list(view.reports())
    names = {place.region: place.name for place in regions(view)}
    tonight = night(view)
    last = None if tonight is None else tonight.as_of
    return {
        "kinds": list(Kind),
        "made": found[:MOST],
        "rest": len(found[MOST:]),
        "just": view.choice.one("made"),
        "named": names,
        "nights": list(view.nights()),
        "may_make": view.account is not None and may(Role(view.account.role), Right.MAKE_REPORTS),
        "languages": LANGUAGES,
        "month": "" if last is None else f"{last:%Y-%m}",
        "answer": answer(view, len(found)),
        "page_path": view.path,
    }


def answer(view: View, count: int) -> str:
    """Say how many there are, and of which night the next one would be."""
    if night(view) is None:
        return say(view.language, "reports.no_night")
    return say(view.language, "reports.answer" if count else "reports.answer_none", n=count)


def rows(view: View) -> list[Row]:
    """Give what was made."""
    return [
        {
            "name": one.name, "kind": one.kind.value, "region": one.region, "period": one.period,
            "night": one.night, "made_on": one.made_on, "language": one.language,
            "form": one.form.value, "bytes": one.size,
        }
        for one in view.reports()
    ]  # fmt: skip


PAGE = Page(
    path="/reports",
    title_key="reports.title",
    question_key="reports.question",
    draw=draw,
    template="reports.html",
    rows=rows,
    menu=9,
    roles=roles_with(Right.REPORTS),
)
