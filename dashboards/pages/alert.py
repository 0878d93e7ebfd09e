"""一条预警. Why was it raised, on what ground, and how was it computed?"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal

from alerts.alert import is_sensitive
from alerts.handling import ALERTS
from alerts.ledger import Alert, AlertUnknown, Ledger, Moved, Scope, Sighting, Testimony, Wanted
from alerts.matters.remarks import Remark, remarks
from alerts.tallies import OPEN
from alerts.workflow import Role, State
from dashboards.figures import acts
from dashboards.figures.alerts import Line, by_code, line, lines, readable
from dashboards.figures.decided import about, switched_off
from dashboards.figures.evidence import by_feed, codes
from dashboards.figures.names import Names, names
from dashboards.figures.operands import bounds, formula, term
from dashboards.figures.people import called
from dashboards.frame import look_of
from dashboards.look import Look, local_time
from dashboards.page import NotAllowed, NotThere, Page, Row, View
from dashboards.pages.alerts import may_handle
from dashboards.words import say
from warehouse.period import SHANGHAI

SPARK = 30
ALIKE = 5
"""Open alerts of the same rule that are shown beside one."""
MOST = 50
"""How many alerts that were merged with this one are listed."""


@dataclass(frozen=True)
class Column:
    """One night of the spark: where it stands and how high, of a hundred."""

    x: float
    height: float
    night: date


@dataclass(frozen=True)
class Event:
    """One line of the history."""

    day: date
    text: str
    machine: bool
    reason: str = ""


def found(view: View) -> tuple[Ledger, Scope, Alert]:
    """Look the alert up, within the reader's scope.

    Raises:
        NotAllowed: the role sees no alerts.
        NotThere: there is none of that number for this reader.
    """
    reach = readable(view)
    if reach is None:
        raise NotAllowed(say(view.language, "alerts.forbidden"))
    written = view.place.get("number", "")
    if not (written.isascii() and written.isdigit()) or len(written) > 12:
        raise NotThere(f"{written[:40]!r} is no number of an alert: look it up in the list")
    ledger, scope = reach
    try:
        return ledger, scope, ledger.alert(int(written), scope=scope)
    except AlertUnknown as error:
        raise NotThere(str(error)) from error


def draw(view: View) -> Mapping[str, object]:
    """Show the formula with its numbers, the law, the rows and what happened since."""
    ledger, scope, alert = found(view)
    look = Look(view.language, "yuan")
    testimony = ledger.testimony(alert.number, clear=scope.clear)
    rule = by_code(view).get(alert.code)
    named = names(view.warehouse, [(alert.region, alert.subject, alert.unit)])
    shown = line(view, alert, named, by_code(view), ledger.last_night())
    sightings = ledger.sightings(alert.number)
    handles = may_handle(view)
    terms = [term(rule, name, text, view.language) for name, text in testimony.operands.items()]
    words, numbers = formula(rule, testimony, view.language) if rule else ("", "")
    return {
        "look": look,
        "money": True,
        "switch": look_of(view, "wan"),
        "alert": alert,
        "shown": shown,
        "rule": rule,
        "answer": answer(shown.who, shown.title, alert.at_stake, look_of(view, "wan")),
        "formula_words": words,
        "formula_numbers": numbers if numbers != words else "",
        "terms": terms,
        "sensitive": is_sensitive(ledger.testimony(alert.number, clear=True)),
        "limits": bounds(testimony.limits, view.language),
        "testimony": testimony,
        "evidence": by_feed(testimony.evidence, terms, view.language, called_in(view, testimony)),
        "columns": spark(sightings[-SPARK:]),
        "sightings": sightings,
        "seen": seen(sightings, look),
        "events": history(sightings, ledger.moves(alert.number, scope=scope), look, called(view)),
        "acts": _acts(view, alert, look) if handles else (),
        "before": came_back(ledger, scope, alert),
        "merged": merged(view, ledger, scope, alert),
        "alike": alike(view, ledger, scope, alert),
        "handles": handles,
        "hands_over": alert.state is State.CONFIRMED,
        "lang": view.language,
        "remarked": remarked(view, alert),
        "speaks": view.account is not None and view.account.role == Role.DEPUTY,
        "page_path": view.path,
        "off": switched_off(view, rule, alert.region, about(view, rule.code)) if rule else None,
    }


def called_in(view: View, testimony: Testimony) -> Names:
    """Look up what the codes in the rows are called."""
    return names(view.warehouse, [(at, code, None) for at, code in codes(testimony.evidence)])


def alike(view: View, ledger: Ledger, scope: Scope, alert: Alert) -> Sequence[Line]:
    """Give open alerts of the same rule: first those of the same unit, then the gravest."""
    wanted = Wanted(code=alert.code, region=alert.region, state=OPEN)
    own = ledger.alerts(scope=scope, wanted=replace(wanted, unit=alert.unit), most=ALIKE + 1).items
    every = ledger.alerts(scope=scope, wanted=wanted, most=2 * ALIKE).items
    others = [one for one in every if alert.unit is None or one.unit != alert.unit]
    listed = [*(own if alert.unit else ()), *others]
    found = [one for one in listed if one.number != alert.number]
    return lines(view, found[:ALIKE], ledger.last_night())


def remarked(view: View, alert: Alert) -> Sequence[Remark]:
    """Give what was said of the alert, as far as the reader may see it."""
    if view.ledger is None or view.actor is None:
        return []
    return remarks(view.ledger.engine, by=view.actor, about=f"/alerts/{alert.number}", most=10)


@dataclass(frozen=True)
class Before:
    """The closed alert that an alert brings back, as R06 counts, and how long after."""

    number: int
    period: str
    closed_on: date
    days: int


def came_back(ledger: Ledger, scope: Scope, alert: Alert) -> Before | None:
    """Give the alert that this one is found again from; None: it is none, or not to be seen."""
    if alert.recurs is None:
        return None
    try:
        before = ledger.alert(alert.recurs, scope=scope)
    except AlertUnknown:
        return None
    closings = [
        local_time(one.at).date()
        for one in ledger.moves(before.number, scope=scope)
        if one.to_state is State.CLOSED
    ]
    if not closings:
        return None
    days = (alert.first_seen - closings[-1]).days
    return Before(before.number, before.period, closings[-1], days)


def merged(view: View, ledger: Ledger, scope: Scope, alert: Alert) -> list[Line]:
    """Give the alerts that are read as one with this one, the one that leads them first."""
    wanted = Wanted(bundle=alert.bundle or alert.number)
    bundle = ledger.alerts(scope=scope, wanted=wanted, most=MOST).items
    others = sorted((one for one in bundle if one.number != alert.number), key=_leads)
    return lines(view, others, ledger.last_night())


def _leads(alert: Alert) -> tuple[bool, int]:
    return alert.bundle is not None, alert.number


def _acts(view: View, alert: Alert, look: Look) -> list[acts.Act]:
    steps = acts.of_alerts(ALERTS, [alert.state], Role.ANALYST, look)
    if alert.bundle is None:
        return steps
    label = say(view.language, "acts.field.words_split")
    words = acts.Field("words", label, "long", True, (), view.typed.get("words", ""))
    note = say(view.language, "handling.split_note", number=alert.bundle)
    return [*steps, acts.Act("split", say(view.language, "handling.split"), note, [words])]


def answer(who: str, title: str, at_stake: Decimal | None, look: Look) -> str:
    """Say who, what and how much."""
    if at_stake is None:
        return say(look.language, "alert.plain_sentence", who=who, title=title)
    return say(
        look.language, "alert.stake_sentence", who=who, title=title, amount=look.spoken(at_stake)
    )


def spark(sightings: Sequence[Sighting]) -> list[Column]:
    """Place one column a night; where no money is at stake all are of one height."""
    largest = max((abs(one.at_stake or Decimal(0)) for one in sightings), default=Decimal(0))
    step = 100 / max(len(sightings), 10)
    start = 100 - step * len(sightings)  # the latest night stands at the right edge
    return [
        Column(
            x=start + index * step,
            height=float(abs(one.at_stake or Decimal(0)) / largest * 88) + 4 if largest else 60,
            night=one.night,
        )
        for index, one in enumerate(sightings)
    ]


def seen(sightings: Sequence[Sighting], look: Look) -> str:
    """Say on how many nights it was seen, and how the amount moved."""
    if not sightings:
        return ""
    first, last = sightings[0].at_stake or Decimal(0), sightings[-1].at_stake or Decimal(0)
    moved = say(look.language, "alert.unmoved")
    if first != last:
        moved = say(
            look.language, "alert.changed", first=look.spoken(first), last=look.spoken(last)
        )
    return say(look.language, "alert.seen", n=len(sightings), moved=moved)


def history(
    sightings: Sequence[Sighting],
    moves: Sequence[Moved],
    look: Look,
    name: Callable[[str | None], str],
) -> list[Event]:
    """Tell what changed, the latest first; nights that changed nothing are left out."""
    events: list[tuple[datetime, Event]] = []
    before: Sighting | None = None
    for one in sightings:
        changed = before is None or (one.severity, one.at_stake) != (
            before.severity,
            before.at_stake,
        )
        edition = before is not None and one.edition != before.edition
        if changed or edition or one is sightings[-1]:
            text = _sighted(one, look)
            note = say(look.language, "alert.sighted_edition") if edition else ""
            at = datetime.combine(one.night, datetime.min.time(), tzinfo=SHANGHAI)
            events.append((at, Event(one.night, text, machine=True, reason=note)))
        before = one
    for move in moves:
        local = local_time(move.at)
        text = say(
            look.language,
            "alert.moved",
            who=name(move.actor),
            to=say(look.language, f"state.{move.to_state.value}"),
        )
        events.append((local, Event(local.date(), text, machine=False, reason=move.reason)))
    return [event for _, event in sorted(events, key=lambda pair: pair[0], reverse=True)]


def _sighted(one: Sighting, look: Look) -> str:
    severity = say(look.language, f"severity.{one.severity.value}")
    if one.at_stake is None:
        return say(look.language, "alert.sighted", severity=severity)
    return say(
        look.language,
        "alert.sighted_stake",
        severity=severity,
        amount=f"{look.plain(one.at_stake)}{'' if look.language == 'zh' else ' '}{look.unit_name}",
    )


def rows(view: View) -> list[Row]:
    """Give the evidence rows as they were seen, with where each came from."""
    ledger, scope, alert = found(view)
    return [
        {
            "alert": alert.number,
            "code": alert.code,
            "feed": row.feed,
            "delivery": row.delivery_name,
            "file": row.file_name,
            "line": row.line,
            **row.key,
            **row.row,
        }
        for row in ledger.testimony(alert.number, clear=scope.clear).evidence
    ]


PAGE = Page(
    path="/alerts/{number}",
    title_key="alert.page",
    question_key="alert.question",
    draw=draw,
    template="alert.html",
    rows=rows,
)
