"""会议与议程. Which matters came before which meeting, and what became of them?"""

from collections.abc import Mapping

from alerts.matters.kinds import Level
from alerts.matters.meetings import agenda
from alerts.matters.steps import OPEN
from dashboards.page import Page, Row, View
from dashboards.pages.matters import ROLES, text_of
from dashboards.words import say


def draw(view: View) -> Mapping[str, object]:
    """List the meetings, the latest first, with their items and the matters under each."""
    items = agenda(view.ledger.engine, by=view.actor)
    meetings: dict[str, list[Mapping[str, object]]] = {}
    for item in items:
        matters = [
            {
                "stands": one.stands,
                "on": one.on,
                "how": _how(view, one.level),
                "state": text_of(view, one.stands.state.text),
            }
            for one in item.matters
        ]
        meetings.setdefault(item.meeting, []).append({"name": item.agenda_item, "matters": matters})
    open_now = {
        one.stands.matter for item in items for one in item.matters if one.stands.state in OPEN
    }
    key = "meetings.answer" if meetings else "meetings.none"
    return {
        "answer": say(view.language, key, n=len(meetings), items=len(items), open=len(open_now)),
        "meetings": meetings,
    }


def _how(view: View, level: Level | None) -> str:
    return say(view.language, "meetings.opened") if level is None else text_of(view, level.text)


def rows(view: View) -> list[Row]:
    """Give each matter before each meeting."""
    return [
        {
            "meeting": item.meeting,
            "agenda_item": item.agenda_item,
            "matter": one.stands.matter,
            "subject": one.stands.subject,
            "level": one.level.value if one.level else "",
            "on": one.on,
            "state": one.stands.state.value,
            "state_zh": one.stands.state.text.zh,
        }
        for item in agenda(view.ledger.engine, by=view.actor)
        for one in item.matters
    ]


PAGE = Page(
    path="/meetings",
    title_key="meetings.title",
    question_key="meetings.question",
    draw=draw,
    template="meetings.html",
    rows=rows,
    roles=ROLES,
)
