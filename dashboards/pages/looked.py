"""查看情况. Who looked at what this week?"""

import json
from collections.abc import Mapping
from contextlib import suppress
from datetime import date, timedelta

from alerts.access import Right, roles_with
from alerts.accounts import Accounts
from alerts.looks import WEEK, Week, use, week
from alerts.scope import Scope
from dashboards.frame import look_of
from dashboards.look import local_time
from dashboards.page import Page, Row, View
from dashboards.words import knows, say

MOST = 300
NOUNS = frozenset({"alert", "matter"})


def draw(view: View) -> Mapping[str, object]:
    """Show who looked at what in a week, and how much of what was found is ever opened."""
    found = _week(view)
    counts = {
        "day": look_of(view).full_day(found.start),
        "people": len(found.by_account),
        "n": len(found.looks),
        "clear": found.clear,
        "denied": found.denied,
    }
    told = "looked.answer" if found.lines else "looked.none"
    return {
        "answer": say(view.language, told, **counts),
        "week": found,
        "lines": [
            {
                "line": line,
                "on": _on(line.subject, view.language),
                "why": _why(line.words, view.language),
            }
            for line in found.lines[:MOST]
        ],
        "use": use(view.ledger.engine, scope=_reach(view)),
        "before": (found.start - WEEK).isoformat(),
        "after": (found.start + WEEK).isoformat(),
        "look": look_of(view),
        "page_path": view.path,
    }


def rows(view: View) -> list[Row]:
    """Give every line of the week."""
    return [
        {
            "number": line.number, "at": line.at, "account": line.actor, "act": line.act,
            "subject": line.subject, "purpose": _why(line.words, view.language),
        }
        for line in _week(view).lines
    ]  # fmt: skip


def _week(view: View) -> Week:
    today = local_time(view.now).date()
    start = today - timedelta(days=today.weekday())
    asked = view.choice.one("from")
    with suppress(ValueError):
        start = date.fromisoformat(asked) if asked else start
    start = min(max(start, date(2000, 1, 3)), date(2200, 1, 1))
    return week(view.ledger.engine, start, scope=_reach(view))


def _reach(view: View) -> Scope:
    """Give whose looks the reader may see: those of accounts within their own government."""
    assert view.account is not None
    region = Accounts(view.ledger.engine).of(view.account.name).region
    return Scope((region,) if region else None)


def _on(subject: str, language: str) -> str:
    """Name the alert or matter that was opened; an address stays as it is."""
    noun, _, number = subject.partition(" ")
    key = f"{noun}.title"
    return say(language, key, number=number) if number and noun in NOUNS else subject


def _why(words: str, language: str) -> str:
    """Give the purpose of a look as it was typed, or why somebody was turned away, in words."""
    told = json.loads(words)
    because = str(told.get("because") or "")
    key = f"looked.because_{because}"
    return str(told.get("purpose") or (say(language, key) if knows(language, key) else because))


PAGE = Page(
    path="/looked",
    title_key="looked.title",
    question_key="looked.question",
    draw=draw,
    template="looked.html",
    rows=rows,
    menu=3,
    group="site",
    roles=roles_with(Right.TRAIL),
)
