"""新立事项. What a matter of a kind is opened with, by whoever may open it."""

from collections.abc import Mapping, Sequence
from typing import Any

from alerts.matters.audit import PROBLEMS, drafted_problems, would_open
from alerts.matters.given import COUNTS, DAYS
from alerts.matters.kinds import KINDS, Kind
from alerts.workflow import Role
from dashboards.figures import acts
from dashboards.figures.acts import Act, Field
from dashboards.figures.places import regions
from dashboards.look import Look
from dashboards.page import NotAllowed, NotThere, Page, View
from dashboards.pages.matters import ROLES, text_of
from dashboards.words import knows, say

UNITS = """
    select distinct unit, name from core.unit where region = $region
    order by unit limit 500
"""
"""Units that a form proposes; any other's code may be typed in."""


def openable(view: View) -> list[Kind]:
    """Give the kinds that the reader may open by a form; a warning is opened from its alerts."""
    role = Role(view.account.role) if view.account else None
    return [kind for kind in KINDS.values() if role in kind.opened_by and not kind.alerts]


def wanted(view: View) -> Kind:
    """Give the kind that the address names.

    Raises:
        NotAllowed: it is not this reader's to open.
        NotThere: there is no such kind, or it is opened otherwise.
    """
    kind = KINDS.get(view.place.get("kind", ""))
    if kind is None or kind.alerts:
        raise NotThere(say(view.language, "opening.no_kind"))
    if kind not in openable(view):
        raise NotAllowed(say(view.language, "opening.forbidden"))
    return kind


def draw(view: View) -> Mapping[str, object]:
    """Ask what the matter is about and where it comes from; for audit problems show the list."""
    kind = wanted(view)
    look = Look(view.language)
    return {
        "kind": kind,
        "name": text_of(view, kind.text),
        "answer": say(view.language, "opening.answer", whence=text_of(view, kind.opened_from)),
        "act": Act(
            "draft", say(view.language, "opening.go"), "", asked(view, kind, look), main=True
        ),
        "units": units(view),
        "listed": audit(view) if kind.name == "audit_problem" else None,
        "kinds": [(one.name, text_of(view, one.text)) for one in openable(view)],
        "clock": [
            say(view.language, "opening.clock", letter=label)
            for _, label in acts.letters(kind.name, look)
        ],
        "page_path": view.path,
    }  # fmt: skip


def asked(view: View, kind: Kind, look: Look) -> list[Field]:
    """Give the fields of the form: where it comes from first, then what it is about."""
    places = [(place.region, f"{place.region} {place.name}") for place in regions(view)]
    own = places[0][0] if places else ""
    region = view.typed.get("region", own)
    papers = acts.letters(kind.name, look)
    letter = view.typed.get("letter", papers[0][0])

    def field(name: str, kind_of: str, label: str, needed: bool = True) -> Field:
        return Field(name, label, kind_of, needed, (), view.typed.get(name, ""))

    whence = [
        field(f"source_{name}", "date" if name in DAYS else "text", _source(view, name))
        for name in kind.source
    ]
    content = [
        field(name, "long" if name in acts.LONG else "text", _label(view, name))
        for name in acts.CONTENT
    ]
    return [
        Field("region", _label(view, "region"), "pick", True, places, region),
        *whence,
        *content,
        field("unit", "units", _label(view, "unit"), False),
        Field("letter", _label(view, "letter"), "pick", True, papers, letter),
        field("until", "date", _label(view, "until_draft"), False),
    ]  # fmt: skip


def _source(view: View, name: str) -> str:
    label = say(view.language, f"matter.source.{name}")
    return f"{label}{say(view.language, 'opening.digits')}" if name in COUNTS else label


def _label(view: View, name: str) -> str:
    key = f"opening.field.{name}"
    return say(view.language, key if knows(view.language, key) else f"acts.field.{name}")


def units(view: View) -> Sequence[Mapping[str, Any]]:
    """Give the units of the reader's own government, to be proposed."""
    places = regions(view)
    if view.warehouse is None or not places:
        return []
    rows: list[dict[str, Any]] = view.warehouse.rows(UNITS, {"region": places[0].region})
    return rows


def audit(view: View) -> Mapping[str, int]:
    """Tell what is on the auditors' list of this night, and what waits to be issued."""
    rows = view.warehouse.rows(PROBLEMS) if view.warehouse is not None else []
    would = would_open(view.ledger.engine, rows, by=view.actor)
    waits = drafted_problems(view.ledger.engine, by=view.actor)
    return {**vars(would), "drafted": len(waits)}


PAGE = Page(
    path="/matters/new/{kind}",
    title_key="opening.title",
    question_key="opening.question",
    draw=draw,
    template="opening.html",
    roles=ROLES,
)
