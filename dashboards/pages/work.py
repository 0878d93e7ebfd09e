"""工作台. What waits for me tonight, and what shall I take first?"""

from collections.abc import Mapping, Sequence

from alerts.access import Right, roles_with
from dashboards.figures.work import Item, Part, since, with_cases, work
from dashboards.frame import look_of, night
from dashboards.look import Look
from dashboards.page import Page, Row, View
from dashboards.words import knows, say

MOST = 10
"""Lines of a part on the page; the others are one click on, and in the other faces."""
EVERY = 500
STAFF = frozenset({"analyst", "leader", "auditor"})
BEGINNINGS: Mapping[str, Sequence[str]] = {
    "analyst": ("/alerts", "/matters", "/rules"),
    "leader": ("/overview", "/alerts", "/matters"),
    "auditor": ("/alerts", "/matters", "/looked"),
    "deputy": ("/today", "/search", "/remarks"),
    "expert": ("/draft", "/matters", "/rules"),
    "respondent": ("/matters", "/account"),
}
"""Where each role finds its work: said to who comes first, and to whom nothing waits for."""


def draw(view: View) -> Mapping[str, object]:
    """Show the parts of the reader's work, the first thing to take in the answer."""
    look = look_of(view, "wan")
    parts = with_cases(view, work(view, MOST), look)
    then = since(view)
    role = view.account.role if view.account else ""
    watches = role in STAFF
    waits_for_night = watches and night(view) is None and not any(part.count for part in parts)
    return {
        "money": True,
        "look": look,
        "parts": parts,
        "answer": say(look.language, "drill.empty_night")
        if waits_for_night
        else answer(parts, look.language),
        "waits_for_night": waits_for_night,
        "since": look.moment(then) if then else "",
        "title_of": lambda part: title_of(part, look),
        "watches": watches,
        "beginnings": _beginnings(role, look.language)
        if then is None or not any(part.count for part in parts)
        else (),
    }


def _beginnings(role: str, language: str) -> Sequence[tuple[str, str, str]]:
    """Give the pages that a role begins with: the address, its name, and what is done there."""
    named = {page: page.strip("/") for page in BEGINNINGS.get(role, ())}
    return [
        (page, say(language, f"{name}.title"), say(language, f"work.{role}_{name}"))
        for page, name in named.items()
    ]


def answer(parts: Sequence[Part], language: str) -> str:
    """Say what to begin with, and how much waits of each."""
    waiting = [part for part in parts if part.count]
    if not waiting:
        return say(language, "work.nothing")
    counts = [
        say(language, f"work.count_{part.name}", n=part.count)
        for part in waiting
        if knows(language, f"work.count_{part.name}")
    ]
    said = say(language, "list.comma").join(counts[:4])
    first = _first(parts)
    if first is None:
        return say(language, "work.answer_calm", counts=said)
    most = 40 if language == "zh" else 80
    title = first.title if len(first.title) <= most else f"{first.title[: most - 1]}…"
    return say(language, "work.answer", first=title, counts=said)


def _first(parts: Sequence[Part]) -> Item | None:
    """Give the one line to begin with: the clock that is nearest its end, else the order of work.

    What only changed is to be read, and is not begun with.
    """
    listed = [item for part in parts if part.name != "changed" for item in part.items]
    overdue = [item for item in listed if item.days_left is not None and item.days_left < 0]
    graves = [item for item in listed if item.severity == "red"]
    return next(iter([*overdue, *graves, *listed]), None)


def title_of(part: Part, look: Look) -> str:
    """Say how many there are of a part: its title is what was found."""
    if part.count:
        return say(look.language, f"work.part_{part.name}", n=part.count)
    return say(look.language, f"work.none_{part.name}")


def rows(view: View) -> list[Row]:
    """Give every line that waits, in the order of the page."""
    return [
        {
            "part": item.part, "noun": item.noun, "number": item.number, "title": item.title,
            "who": item.who, "severity": item.severity, "state": item.state,
            "at_stake": item.at_stake, "due_on": item.due_on, "days_left": item.days_left,
            "owner": item.owner, "note": item.note, "address": item.address,
        }
        for part in work(view, EVERY)
        for item in part.items
    ]  # fmt: skip


PAGE = Page(
    path="/work",
    title_key="work.title",
    question_key="work.question",
    draw=draw,
    template="work.html",
    rows=rows,
    menu=1,
    roles=roles_with(Right.MATTERS),
)
