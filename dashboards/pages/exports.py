"""导出. Which lists did I order as files, and which are ready?"""

from collections.abc import Mapping

from alerts.access import Right, roles_with
from alerts.exports import Export, Exports, ExportState
from dashboards.frame import look_of
from dashboards.look import number
from dashboards.page import Page, View
from dashboards.words import say

MOST = 50
OPEN = (ExportState.WAITING, ExportState.RUNNING)


def draw(view: View) -> Mapping[str, object]:
    """Show one's own orders, the latest first, each with how far it has come."""
    found: list[Export] = []
    if view.account is not None and view.ledger is not None:
        found = Exports(view.ledger.engine).list(view.account.name, most=MOST)
    under_way = [one for one in found if one.state in OPEN]
    ready = sum(one.state is ExportState.DONE for one in found)
    key = "exports.answer" if found else "exports.none"
    return {
        "answer": say(view.language, key, n=ready, open=len(under_way)),
        "exports": found,
        "under_way": bool(under_way),
        "filters": lambda one: filters(view, one),
        "size": size,
        "fault": view.faults.get("detail", ""),
        "look": look_of(view),
        "page_path": view.path,
    }


def filters(view: View, one: Export) -> str:
    """Say with which filters a list was ordered."""
    comma = say(view.language, "list.comma")
    told = [f"{name} = {comma.join(values)}" for name, values in one.filters.items()]
    return " · ".join(told) or say(view.language, "exports.no_filter")


def size(count: int) -> str:
    """Write a number of bytes for a person."""
    if count < 1_000_000:
        return f"{number(max(1, round(count / 1_000)))} kB"
    return f"{number(round(count / 1_000_000))} MB"


PAGE = Page(
    path="/exports",
    title_key="exports.title",
    question_key="exports.question",
    draw=draw,
    template="exports.html",
    roles=roles_with(Right.EXPORTS),
)
