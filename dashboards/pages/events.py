"""法定事项. What has happened of what the law dates, who says so, and what is typed in here?"""

from collections.abc import Mapping
from typing import Any

from alerts.access import Right, roles_with
from alerts.legal_events import KINDS, LegalEvents
from dashboards.figures.names import Names, names
from dashboards.page import Page, Row, View
from dashboards.words import knows, say

ROLES = roles_with(Right.EVENTS)
WRITERS = frozenset({"analyst"})
"""Analysts type legal events."""

DELIVERED = """
    select e.event, e.region, e.fiscal_year, e.kind, e.subject, e.happened_on, e.amount,
        e.document, e.file, e.line, f.name as file_name, f.status
    from kept.legal_event e
    join ops.delivery_file f on f.number = e.file
    order by e.fiscal_year desc, e.happened_on desc nulls last, e.region, e.event
"""
SHOWN = ("event", "region", "fiscal_year", "kind", "subject", "happened_on", "amount", "document")
MOST = 60
"""Events that are listed; every one stands in the CSV."""


def typed(view: View) -> list[dict[str, Any]]:
    """Give every line that was typed in, the last first, within the reader's reach."""
    if view.ledger is None:
        return []
    events = LegalEvents(view.ledger.engine)
    standing = {line.number for line in events.standing()}
    return [
        {
            "line": line.number,
            **{name: getattr(line.event, name) for name in SHOWN},
            "actor": line.actor,
            "at": line.at,
            "reason": line.reason,
            "withdrawn": line.withdrawn,
            "stands": line.number in standing,
        }
        for line in reversed(events.lines())
        if view.scope is not None and view.scope.sees(line.event.region)
    ]


def of_night(view: View) -> list[Row]:
    """Give the events of the night, typed and delivered, as the rules read them."""
    if view.warehouse is None or view.scope is None:
        return []
    return [row for row in view.warehouse.rows(DELIVERED) if view.scope.sees(row["region"])]


def draw(view: View) -> Mapping[str, object]:
    """Show the events of the night, what was typed since, and the form."""
    lines, held = typed(view), of_night(view)
    stands = [line for line in lines if line["stands"]]
    listed = [*held[:MOST], *lines[:MOST]]
    named = names(view.warehouse, [(row["region"], "", row["subject"]) for row in listed])
    return {
        "answer": say(
            view.language, "events.answer" if view.warehouse else "events.answer_no_night",
            n=len(held), typed=len(stands),
        ),
        "lines": lines[:MOST],
        "held": held[:MOST],
        "more": max(0, len(held) - MOST),
        "kinds": {kind: getattr(text, view.language) for kind, text in KINDS.items()},
        "may_write": view.account is not None and view.account.role in WRITERS,
        "typed": view.typed,
        "faults": view.faults,
        "region_name": named.region,
        "subject_name": lambda row: _subject(row, named, view.language),
    }  # fmt: skip


def _subject(row: Mapping[str, Any], named: Names, language: str) -> str:
    """Name the department or unit, or what a meeting is about."""
    subject = row["subject"] or ""
    key = f"subject.{subject}"
    if knows(language, key):
        return say(language, key)
    return named.unit(row["region"], subject) if subject else ""


def rows(view: View) -> list[Row]:
    """Give the events of the night, each with the file and line that say so."""
    return of_night(view)


PAGE = Page(
    path="/events",
    title_key="events.title",
    question_key="events.question",
    draw=draw,
    template="events.html",
    rows=rows,
    takes=frozenset(),
    menu=6,
    roles=ROLES,
)
