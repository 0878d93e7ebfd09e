"""预警. Which one first today?"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from itertools import islice

from alerts.ledger import CursorUnreadable, Facets, Ledger, Scope, Wanted
from alerts.rule import Severity
from alerts.saved_views import SavedView, SavedViews, wishes
from alerts.tallies import OPEN, By
from alerts.tallies import Group as Tally
from alerts.tallies import groups as tallied
from alerts.workflow import Role, State
from dashboards.figures.alerts import Line, by_code, cases, readable, told
from dashboards.figures.coverage import asked, visible
from dashboards.figures.departments import answering
from dashboards.figures.names import names
from dashboards.figures.places import regions
from dashboards.frame import look_of, night
from dashboards.look import Look, local_time
from dashboards.page import NotAllowed, NotThere, Page, Row, View
from dashboards.words import say

UNITS = "select distinct region from core.unit where unit = $unit or department = $unit"
WISHES = (
    "severity", "rule", "region", "department", "unit_code", "q", "seen", "state", "payee",
)  # fmt: skip
ADVICE = {
    "drill.empty_night": "alerts.no_night_advice",
    "alerts.none_match": "alerts.none_advice",
    "alerts.none_computed": "alerts.none_computed_advice",
}
"""What to do where no alert is listed, by why that is so."""
MOST = 40
VIEWS = ("", "mine", "free", "back", "tonight", "new", "gone", "muted")
EVERY = "all"
"""As a state: alerts in whichever, closed ones too."""
GROUPED = ("unit", "rule", "payee")
HANDLERS = frozenset({"mine", "free"})
"""Views that say something only to those who take alerts on."""
LISTED = 12
"""How many rules or units a facet lists before it says how many are left."""


@dataclass(frozen=True)
class Option:
    """One value of a facet."""

    value: str
    label: str
    count: int
    chosen: bool


@dataclass(frozen=True)
class Group:
    """The alerts on this page that have one thing in common; `all` is the address of all such."""

    name: str
    place: str
    items: Sequence[Line]
    all: str = ""

    @property
    def at_stake(self) -> Decimal | None:
        """Their money; None where none of them has any."""
        known = [item.at_stake for item in self.items if item.at_stake is not None]
        return sum(known, Decimal(0)) if known else None


def wanted_of(view: View, last: date | None) -> Wanted:
    """Read the filters of the address; open alerts, where no state is asked for.

    A department is one of the government that is asked for, and of none below it.

    Raises:
        ChoiceRefused: there is no such severity, state or view.
        NotThere: there is no such department of that government for this reader.
    """
    choice = view.choice
    asked = choice.among("state", (*State, EVERY), lambda one: state_said(view.language, one))
    states = tuple(one for one in State if one in asked)
    grades = choice.among(
        "severity", reversed(Severity), lambda one: say(view.language, f"severity.{one}")
    )
    choice.among("seen", VIEWS, lambda one: say(view.language, f"alerts.view_{one}"))
    everything = choice.one("state") == EVERY
    seen, today = choice.one("seen"), local_time(view.now).date()
    return Wanted(
        code=choice.many("rule") or None,
        severity=tuple(one for one in Severity if one in grades) or None,
        state=None if everything else states or OPEN,
        region=choice.one("region") or None,
        alone=True if choice.one("department") else None,
        units=_units_of(view),
        unit=choice.one("unit_code") or None,
        text=choice.one("q")[:100] or None,
        observed={"gone": False, "tonight": True}.get(seen),
        raised_since=last if seen == "new" else None,
        owner=view.account.name if seen == "mine" and view.account else None,
        unowned=True if seen == "free" else None,
        came_back=True if seen == "back" else None,
        payee=choice.one("payee")[:200] or None if may_handle(view) else None,
        muted_on=today if seen == "muted" else None,
        unmuted_on=None if everything or seen == "muted" else today,
    )


def _units_of(view: View) -> tuple[str, ...] | None:
    region, department = view.choice.one("region"), view.choice.one("department")
    if not department:
        return None
    units: tuple[str, ...] = ()
    if view.warehouse is not None and _is_here(view, region):
        units = answering(view.warehouse, region, department)
    if not units:
        raise NotThere(say(view.language, "alerts.nothing_of", code=department[:20]))
    return units


def state_said(language: str, state: str) -> str:
    """Say a state that the list may be held to."""
    return say(language, "alerts.view_all" if state == EVERY else f"state.{state}")


def may_handle(view: View) -> bool:
    """Tell whether the reader takes steps of alerts."""
    return view.account is not None and view.account.role == Role.ANALYST


def draw(view: View) -> Mapping[str, object]:
    """List the alerts in the order of work, grouped by who answers for them.

    Raises:
        ChoiceRefused: a filter takes a few values alone, and has none of them.
        NotAllowed: the role sees no alerts.
        NotThere: there is no such government, rule or unit for this reader, or no such cursor.
    """
    reach = readable(view)
    if reach is None:
        raise NotAllowed(say(view.language, "alerts.forbidden"))
    ledger, scope = reach
    last = ledger.last_night()
    wanted = wanted_of(view, last)
    _must_be_known(view, ledger, scope)
    try:
        listed = ledger.alerts(
            scope=scope, wanted=wanted, after=view.choice.one("after") or None, most=MOST
        )
    except CursorUnreadable as error:
        raise NotThere(str(error)) from error
    facets = ledger.facets(scope=scope, wanted=wanted)
    look = look_of(view, "wan")
    shown = cases(view, listed.items, last, look)
    count = ledger.count(scope=scope, wanted=wanted)
    filtered = any(view.choice.many(name) for name in WISHES)
    view.choice.among("by", GROUPED, lambda one: say(view.language, f"handling.by_{one}"))
    by = view.choice.one("by", "unit")
    silent = replace(wanted, unmuted_on=None, muted_on=local_time(view.now).date())
    return {
        "money": True,
        "look": look,
        "answer": answer(shown, look)
        if shown
        else say(view.language, why := nothing(view, filtered)),
        "advice": "" if shown else ADVICE.get(why, "alerts.none_open_advice"),
        "count": count,
        "groups": groups(view, shown, by),
        "by": by,
        "ways_to_group": [one for one in GROUPED if one != "payee" or may_handle(view)],
        "payees": payees(view, ledger, scope, wanted) if by == "payee" else (),
        "handles": may_handle(view),
        "muted": ledger.count(scope=scope, wanted=silent) if wanted.unmuted_on else 0,
        "shown": len(shown),
        "next": listed.next,
        "filtered": filtered,
        "severities": _severities(view, facets),
        "states": _states(view, facets),
        "codes": _codes(view, facets),
        "unit_options": _units(view, facets),
        "department": _department(view),
        "governments": regions(view),
        "saved": saved(view, ledger),
        "here_is": wishes(view.choice.but()),
        "views": VIEWS if may_handle(view) else [one for one in VIEWS if one not in HANDLERS],
        "page_path": "/alerts",
        "no_night": night(view) is None,
        "export": exported(wanted, view.choice.many("department")),
    }


def _must_be_known(view: View, ledger: Ledger, scope: Scope) -> None:
    """Refuse wishes about what is not there, instead of an empty list.

    Raises:
        NotThere: there is no such government, rule or unit for this reader, and no alert of it.
    """
    asks: Mapping[str, tuple[Callable[[str], Wanted], Callable[[str], bool]]] = {
        "region": (lambda one: Wanted(region=one), lambda one: _is_here(view, one)),
        "rule": (lambda one: Wanted(code=one), lambda one: one in by_code(view)),
        "unit_code": (lambda one: Wanted(unit=one), lambda one: _is_unit(view, one)),
    }
    for name, (wish, known) in asks.items():
        for one in view.choice.many(name):
            if not known(one) and not ledger.count(scope=scope, wanted=wish(one)):
                raise NotThere(say(view.language, "alerts.nothing_of", code=one[:20]))


def _is_here(view: View, region: str) -> bool:
    return any(place.region == region for place in regions(view))


def _is_unit(view: View, unit: str) -> bool:
    if view.warehouse is None:
        return False
    known = view.warehouse.rows(UNITS, {"unit": unit})
    return any(view.scope.sees(row["region"]) for row in known)


def exported(wanted: Wanted, department: Sequence[str]) -> Mapping[str, Sequence[str]]:
    """Write the wishes as the filters of an export."""

    def many(wish: object) -> Sequence[str]:
        return [str(one) for one in wish] if isinstance(wish, tuple) else [str(wish)]

    wishes = {
        **{
            name: getattr(wanted, name)
            for name in ("code", "severity", "state", "region", "unit", "text", "payee")
        },
        "department": tuple(department[-1:]) or None,
        "raised_since": wanted.raised_since,
        "observed": None if wanted.observed is None else str(wanted.observed).lower(),
        "mine": "true" if wanted.owner else None,
        "muted": "true" if wanted.muted_on else "false" if wanted.unmuted_on else None,
    }
    return {name: many(wish) for name, wish in wishes.items() if wish is not None}


def saved(view: View, ledger: Ledger) -> Sequence[SavedView]:
    """Give the views that the reader keeps."""
    return [] if view.account is None else SavedViews(ledger.engine).of(view.account.name)


def nothing(view: View, filtered: bool) -> str:
    """Give the words for no alert: where nothing was computed, that is not that all is well."""
    if view.warehouse is None or night(view) is None:
        return "drill.empty_night"
    if filtered:
        return "alerts.none_match"
    results = visible(view, asked(view.warehouse))
    if not any(one.fail or one.passed for one in results):
        return "alerts.none_computed"
    return f"alerts.none_open{told(view)}"


def answer(shown: Sequence[Line], look: Look) -> str:
    """Say which alert comes first, since when, and what is at stake."""
    language, first = look.language, shown[0]
    since = say(
        language,
        "alerts.since_seen" if first.at_stake is not None else "alerts.since_seen_no_money",
        day=look.near(first.first_seen, first.last_seen),
        n=first.sightings,
        amount=look.spoken(first.at_stake or 0),
        state=say(language, f"state.{first.state}").lower(),
    )
    return say(language, "alerts.first", who=first.who, what=first.title, since=since)


def groups(view: View, shown: Sequence[Line], by: str) -> list[Group]:
    """Group by the unit that answers or by the rule, each where its gravest alert stands."""
    gathered: dict[tuple[str, str], list[Line]] = {}
    for item in shown:
        key = ("", item.code) if by == "rule" else (item.region, item.who)
        gathered.setdefault(key, []).append(item)
    return [_group(view, by, items) for items in gathered.values()]


def _group(view: View, by: str, items: Sequence[Line]) -> Group:
    first = items[0]
    if by == "rule":
        every = view.choice.but(rule=first.code, after=None)
        return Group(f"{first.code} {first.title}", "", items, every)
    if first.unit is None:
        return Group(first.who, first.place, items)
    every = view.choice.but(unit_code=first.unit, region=first.region, after=None)
    return Group(first.who, first.place, items, every)


def payees(view: View, ledger: Ledger, scope: Scope, wanted: Wanted) -> Sequence[Tally]:
    """Group by who was paid, for those who handle alerts; names are not everybody's to see."""
    if not may_handle(view):
        return []
    return tallied(ledger.engine, By.PAYEE, scope=scope, wanted=wanted)


def _severities(view: View, facets: Facets) -> list[Option]:
    chosen = view.choice.many("severity")
    return [
        Option(one.value, "", facets.severity.get(one, 0), one.value in chosen)
        for one in reversed(Severity)
    ]


def _states(view: View, facets: Facets) -> list[Option]:
    chosen = view.choice.many("state")
    return [
        Option(
            one.value,
            say(view.language, f"state.{one.value}"),
            facets.state.get(one, 0),
            one.value in chosen,
        )
        for one in State
    ]


def _codes(view: View, facets: Facets) -> list[Option]:
    chosen, known = view.choice.many("rule"), by_code(view)
    titles = {code: getattr(rule.title, view.language) for code, rule in known.items()}
    options = [
        Option(code, titles.get(code, ""), count, code in chosen)
        for code, count in facets.code.items()
    ]
    return sorted(options, key=lambda option: (not option.chosen, -option.count, option.value))


def _units(view: View, facets: Facets) -> list[Option]:
    chosen = view.choice.many("unit_code")
    most = sorted(facets.unit.items(), key=lambda pair: (pair[0] not in chosen, -pair[1], pair[0]))
    listed = list(islice(most, LISTED))
    places = [place.region for place in regions(view)]
    named = names(view.warehouse, [(place, code, None) for place in places for code, _ in listed])
    return [
        Option(
            code,
            next((n for (_, unit), n in named.units.items() if unit == code), code),
            count,
            code in chosen,
        )
        for code, count in listed
    ]


def _department(view: View) -> str:
    """Name the department whose alerts are listed."""
    region, code = view.choice.one("region"), view.choice.one("department")
    if not code:
        return ""
    return names(view.warehouse, [(region, code, None)]).units.get((region, code), code)


def rows(view: View) -> list[Row]:
    """Give every alert that matches, in the order of work.

    Raises:
        NotAllowed: the role sees no alerts.
        NotThere: there is no such government, rule or unit for this reader.
    """
    reach = readable(view)
    if reach is None:
        raise NotAllowed(say(view.language, "alerts.forbidden"))
    ledger, scope = reach
    wanted, found, after = wanted_of(view, ledger.last_night()), [], None
    _must_be_known(view, ledger, scope)
    while True:
        listed = ledger.alerts(scope=scope, wanted=wanted, after=after, most=1000)
        found += listed.items
        after = listed.next
        if after is None:
            break
    titles = by_code(view)
    return [
        {
            "number": one.number,
            "code": one.code,
            "rule": one.rule,
            "region": one.region,
            "period": one.period,
            "subject": one.subject,
            "unit": one.unit,
            "severity": one.severity.value,
            "state": one.state.value,
            "at_stake": one.at_stake,
            "first_seen": one.first_seen,
            "last_seen": one.last_seen,
            "sightings": one.sightings,
            "no_longer_observed": one.no_longer_observed,
            "title_zh": titles[one.code].title.zh if one.code in titles else "",
            "title_en": titles[one.code].title.en if one.code in titles else "",
        }
        for one in found
    ]


PAGE = Page(
    path="/alerts",
    title_key="alerts.title",
    question_key="alerts.question",
    draw=draw,
    template="alerts.html",
    rows=rows,
    takes=frozenset({*WISHES, "after", "by"}),
    menu=2,
)
