"""督办事项. What has to be answered, by whom, and what is late?"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from alerts.access import Right, roles_with
from alerts.matters.kinds import KINDS
from alerts.matters.lists import (
    Figures,
    MatterWanted,
    Sheet,
    count_matters,
    every_matter,
    figures,
    list_matters,
)
from alerts.matters.standing import Stands
from alerts.matters.steps import MATTER_STATES, MatterState
from alerts.rule import Text
from alerts.wanted import CursorUnreadable
from dashboards.figures.names import names
from dashboards.figures.places import regions
from dashboards.frame import READERS, look_of
from dashboards.look import local_time
from dashboards.page import NotThere, Page, Row, View
from dashboards.words import say

MOST = 40
ROLES = roles_with(Right.MATTERS)
FILTERS = ("kind", "state", "region", "unit_code", "overdue", "q", "sheet", "since", "to")
MEASURES = ("kind", "region", "unit", "class", "year")


@dataclass(frozen=True)
class Item:
    """A matter as the list shows it."""

    stands: Stands
    kind: str
    who: str
    state: str
    days_left: int | None


@dataclass(frozen=True)
class Count:
    """A line of the figures, by name."""

    name: str
    address: str
    told: Figures


def wanted_of(view: View) -> MatterWanted:
    """Read the filters of the address.

    Raises:
        ChoiceRefused: there is no such kind, state or sheet.
        NotThere: what is to be a day is none.
    """
    choice = view.choice
    asked = choice.among(
        "state", MatterState, lambda one: text_of(view, MATTER_STATES[MatterState(one)])
    )
    states = tuple(one for one in MatterState if one in asked)
    choice.among("kind", KINDS, lambda one: text_of(view, KINDS[one].text))
    choice.among("sheet", Sheet, lambda one: say(view.language, f"matters.sheet_{one}"))
    kind, sheet = choice.one("kind"), choice.one("sheet")
    return MatterWanted(
        kind=kind or None,
        state=states or None,
        region=choice.one("region") or None,
        unit=choice.one("unit_code") or None,
        sheet=Sheet(sheet) if sheet else None,
        overdue_on=today_of(view) if choice.one("overdue") else None,
        opened_from=_day(view, "since"),
        opened_to=_day(view, "to"),
        text=choice.one("q")[:100] or None,
    )


def _day(view: View, name: str) -> date | None:
    written = view.choice.one(name)
    try:
        return date.fromisoformat(written) if written else None
    except ValueError as error:
        raise NotThere(say(view.language, "matters.no_day", value=written[:20])) from error


def today_of(view: View) -> date:
    """Give the day at the place."""
    return local_time(view.now).date()


def draw(view: View) -> Mapping[str, object]:
    """List matters by their deadline, with counts that close.

    Raises:
        ChoiceRefused: a filter takes a few values alone, and has none of them.
        NotThere: there is no such government or day, or the cursor is not one of ours.
    """
    wanted, engine, by = wanted_of(view), view.ledger.engine, view.actor
    today, look = today_of(view), look_of(view, "wan")
    try:
        listed = list_matters(
            engine, wanted, by=by, after=view.choice.one("after") or None, most=MOST
        )
    except CursorUnreadable as error:
        raise NotThere(str(error)) from error
    view.choice.among("by", MEASURES, lambda one: say(view.language, f"matters.by_{one}"))
    measure = view.choice.one("by", "kind")
    told = figures(engine, measure, wanted, by=by, today=today)
    filtered = any(view.choice.many(name) for name in FILTERS)
    if wanted.region and not told[-1].came and not _is_here(view, str(wanted.region)):
        raise NotThere(say(view.language, "alerts.nothing_of", code=str(wanted.region)[:20]))
    return {
        "money": True,
        "look": look,
        "today": today,
        "answer": answer(view, told[-1], filtered=filtered),
        "items": items(view, listed.items, today),
        "next": listed.next,
        "total": told[-1],
        "counts": counts(view, measure, told[:-1]),
        "by": measure,
        "measures": MEASURES,
        "sheets": ("", *(sheet.value for sheet in Sheet)),
        "kinds": [(kind.name, text_of(view, kind.text)) for kind in KINDS.values()],
        "states": [(one.value, text_of(view, text)) for one, text in MATTER_STATES.items()],
        "governments": regions(view) if view.account and view.account.role in READERS else [],
        "filtered": filtered,
        "openable": [
            kind.name
            for kind in KINDS.values()
            if view.account and view.account.role in kind.opened_by and not kind.alerts
        ],
        "own": view.account is not None and view.account.role == "respondent",
        "page_path": view.path,
        "export": exported(wanted),
    }


def exported(wanted: MatterWanted) -> Mapping[str, Sequence[str]]:
    """Write the wishes as the filters of an export."""
    wishes: dict[str, object] = {
        name: getattr(wanted, name)
        for name in ("kind", "region", "unit", "sheet", "opened_from", "opened_to", "text")
    }
    wishes["overdue"] = "true" if wanted.overdue_on else None
    states = [str(state) for state in wanted.state or ()]
    return {"state": states, **{n: [str(wish)] for n, wish in wishes.items() if wish is not None}}


def _is_here(view: View, region: str) -> bool:
    return any(place.region == region for place in regions(view))


def answer(view: View, total: Figures, *, filtered: bool) -> str:
    """Say how many there are, how many are late, and that the counts close."""
    role = view.account.role if view.account else ""
    language = view.language
    if filtered and not total.came:
        return say(language, "matters.none_match")
    if not total.came:
        return say(language, "matters.none_own" if role == "respondent" else "matters.none")
    if not total.open:
        return say(language, "matters.all_closed", n=total.came)
    if total.overdue:
        return say(language, "matters.late", n=total.overdue, open=total.open)
    return say(language, "matters.in_time", n=total.open)


def items(view: View, listed: Sequence[Stands], today: date) -> list[Item]:
    """Put names to matters."""
    named = names(view.warehouse, [(one.region, "", one.unit) for one in listed])
    return [
        Item(
            one,
            text_of(view, KINDS[one.kind].text),
            named.unit(one.region, one.unit) if one.unit else one.addressee,
            text_of(view, one.state.text),
            one.days_left(today),
        )
        for one in listed
    ]


def counts(view: View, measure: str, told: Sequence[Figures]) -> list[Count]:
    """Put names to the lines of the figures, each with the address of its matters."""
    name = {"kind": "kind", "region": "region", "unit": "unit_code"}.get(measure)
    asked = [(one.key, "", None) for one in told] if measure == "region" else []
    named = names(view.warehouse, asked)
    units = _unit_names(view, [one.key for one in told]) if measure == "unit" else {}
    lines = []
    for one in told:
        label = one.key
        if measure == "kind":
            label = text_of(view, KINDS[one.key].text)
        elif measure == "region":
            label = named.region(one.key)
        elif measure == "class":
            label = one.key or say(view.language, "matters.no_class")
        elif measure == "unit":
            label = units.get(one.key, one.key) or say(view.language, "matters.no_unit")
        address = view.choice.but(**{name: one.key}, after=None) if name and one.key else ""
        lines.append(Count(label, address, one))
    return lines


def _unit_names(view: View, codes: Sequence[str]) -> dict[str, str]:
    places = [place.region for place in regions(view)]
    named = names(view.warehouse, [(place, code, None) for place in places for code in codes])
    return {code: name for (_, code), name in named.units.items()}


def text_of(view: View, text: Text) -> str:
    """Say a term in the reader's language."""
    return text.zh if view.language == "zh" else text.en


def waiting(view: View) -> str:
    """Say how many matters of the reader's are overdue; nothing where none is."""
    if view.ledger is None or view.actor is None:
        return ""
    wanted = MatterWanted(overdue_on=today_of(view))
    n = count_matters(view.ledger.engine, wanted, by=view.actor)
    return say(view.language, "matters.overdue_count", n=n) if n else ""


def rows(view: View) -> list[Row]:
    """Give every matter that is wanted: the list that is shown, as rows."""
    today = today_of(view)
    return [
        {
            "matter": one.matter,
            "kind": one.kind,
            "kind_zh": KINDS[one.kind].text.zh,
            "region": one.region,
            "unit": one.unit,
            "subject": one.subject,
            "addressee": one.addressee,
            "letter_number": one.letter_number,
            "state": one.state.value,
            "state_zh": one.state.text.zh,
            "opened_on": one.opened_on,
            "issued_on": one.issued_on,
            "received_on": one.received_on,
            "replied_on": one.replied_on,
            "due_on": one.due_on,
            "days_left": one.days_left(today),
            "closed_on": one.closed_on,
            "at_stake": one.at_stake,
            "put_right": one.put_right,
            "vote": one.vote,
            "unchanged": one.unchanged,
        }
        for one in every_matter(view.ledger.engine, wanted_of(view), by=view.actor)
    ]


PAGE = Page(
    path="/matters",
    title_key="matters.title",
    question_key="matters.question",
    draw=draw,
    template="matters.html",
    rows=rows,
    takes=frozenset({*FILTERS, "after", "by"}),
    menu=2,
    roles=ROLES,
    waiting=waiting,
)
