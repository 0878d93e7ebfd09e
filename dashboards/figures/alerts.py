"""没办结的预警. What is open, by severity, and what to look at first."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from alerts.alert import Alert
from alerts.ledger import Ledger, Scope, Wanted
from alerts.rule import Rule, Severity
from alerts.tallies import OPEN
from dashboards.figures.departments import answering, open_alerts
from dashboards.figures.names import Names, names
from dashboards.figures.operands import in_brief
from dashboards.figures.subjects import subject
from dashboards.look import Look, local_time
from dashboards.page import View
from dashboards.words import say


@dataclass(frozen=True)
class Line:
    """An alert as a list shows it."""

    number: int
    code: str
    title: str
    who: str
    what: str  # the subject, by name
    place: str
    region: str
    unit: str | None
    severity: str
    state: str
    at_stake: Decimal | None
    first_seen: date
    last_seen: date
    sightings: int
    silent_since: date | None
    new: bool
    owner: str | None = None
    brief: str = ""  # the numbers of the case, where a list shows them


@dataclass(frozen=True)
class OpenAlerts:
    """The open alerts of a government and those below it."""

    count: int
    by_severity: Mapping[str, int]
    first: Sequence[Line]
    new: int
    gone: int
    muted: int  # under a silence today, and in none of these counts
    told: str = ""  # what the words for them end with: a reader may see only what was found true


def readable(view: View) -> tuple[Ledger, Scope] | None:
    """Give the ledger and the reader's scope, or None where the role sees no alerts."""
    if view.ledger is None or view.scope is None or view.scope.regions is None:
        return None
    return view.ledger, view.scope


def of_government(view: View, region: str) -> OpenAlerts | None:
    """Count what is open and under no silence; None where the reader sees no alerts."""
    reach = readable(view)
    if reach is None:
        return None
    ledger, scope = reach
    today = local_time(view.now).date()
    wanted = Wanted(region=region, state=OPEN, unmuted_on=today)
    by_severity = ledger.facets(scope=scope, wanted=wanted).severity
    last = ledger.last_night()
    first = ledger.alerts(scope=scope, wanted=wanted, most=5).items
    return OpenAlerts(
        count=sum(by_severity.values()),
        by_severity={one.value: by_severity.get(one, 0) for one in Severity},
        first=lines(view, first, last),
        new=ledger.count(scope=scope, wanted=replace(wanted, raised_since=last)),
        gone=ledger.count(scope=scope, wanted=replace(wanted, observed=False)),
        muted=ledger.count(scope=scope, wanted=replace(wanted, unmuted_on=None, muted_on=today)),
        told=told(view),
    )


def newest(view: View, region: str, most: int) -> Sequence[Line]:
    """Give what the last night found first, the gravest first; none of it unseen."""
    reach = readable(view)
    if reach is None:
        return ()
    ledger, scope = reach
    last = ledger.last_night()
    today = local_time(view.now).date()
    wanted = Wanted(region=region, state=OPEN, raised_since=last, unmuted_on=today)
    return lines(view, ledger.alerts(scope=scope, wanted=wanted, most=most).items, last)


def of_department(
    view: View, region: str, department: str, most: int = 3
) -> tuple[int, Sequence[Line]]:
    """Count what is open of a department and its units, and give the first; none of it unseen."""
    reach = readable(view)
    if reach is None or not department or view.warehouse is None:
        return 0, ()
    ledger, scope = reach
    wanted = Wanted(
        region=region, alone=True, units=answering(view.warehouse, region, department),
        state=OPEN, unmuted_on=local_time(view.now).date(),
    )  # fmt: skip
    first = ledger.alerts(scope=scope, wanted=wanted, most=most).items
    return ledger.count(scope=scope, wanted=wanted), lines(view, first, ledger.last_night())


def of_departments(view: View, region: str) -> Mapping[str, Mapping[str, int]] | None:
    """Count what is open of each department of a government, by severity.

    None where the reader sees no alerts, or looks at an earlier night: it is counted as of now.
    """
    reach = readable(view)
    if reach is None or view.then or view.warehouse is None:
        return None
    ledger, scope = reach
    today = local_time(view.now).date()
    return open_alerts(view.warehouse, region, scope=scope, ledger=ledger, today=today)


def told(view: View) -> str:
    """Give what the words for the alerts in view end with.

    Who sees only what somebody found true must not read that there is nothing else.
    """
    return "" if view.scope is None or view.scope.states is None else "_true"


def lines(view: View, found: Sequence[Alert], last: date | None) -> list[Line]:
    """Put names to alerts."""
    named = names(view.warehouse, [(one.region, one.subject, one.unit) for one in found])
    titles = by_code(view)
    return [line(view, one, named, titles, last) for one in found]


def cases(view: View, found: Sequence[Alert], last: date | None, look: Look) -> list[Line]:
    """Put names to alerts, and to each the numbers of its case; all are read at once."""
    told = briefs(view, [(one.number, one.code, one.at_stake) for one in found], look)
    return [replace(one, brief=told.get(one.number, "")) for one in lines(view, found, last)]


def briefs(
    view: View, found: Sequence[tuple[int, str, Decimal | None]], look: Look
) -> dict[int, str]:
    """Say the cases of alerts, each given by its number, its rule and what is at stake."""
    numbers = view.ledger.numbers([number for number, _, _ in found]) if found else {}
    titles = by_code(view)
    return {
        number: in_brief(titles[code], numbers[number], at_stake, look)
        for number, code, at_stake in found
        if code in titles and number in numbers
    }


def line(
    view: View, one: Alert, named: Names, titles: Mapping[str, Rule], last: date | None
) -> Line:
    """Put names to one alert."""
    rule = titles.get(one.code)
    return Line(
        number=one.number,
        code=one.code,
        title=getattr(rule.title, view.language) if rule else one.code,
        who=named.unit(one.region, one.unit),
        what=_what(view, one, named, last or one.last_seen),
        place=named.region(one.region),
        region=one.region,
        unit=one.unit,
        severity=one.severity.value,
        state=one.state.value,
        at_stake=one.at_stake,
        first_seen=one.first_seen,
        last_seen=one.last_seen,
        sightings=one.sightings,
        silent_since=one.no_longer_observed,
        new=one.first_seen == last and not one.backlog,
        owner=one.owner,
    )


def _what(view: View, one: Alert, named: Names, night: date) -> str:
    """Name the subject, and its period where that is not the night's year."""
    what = subject(one.code, one.region, one.subject, one.unit, named, view.language)
    what = "" if what == one.period else what
    if one.period[:4] == str(night.year):
        return what
    whole = len(one.period) == len("2026")
    when = say(view.language, "frame.year_of", year=one.period) if whole else one.period
    return " · ".join(part for part in (what, "" if when in what.split(" · ") else when) if part)


def by_code(view: View) -> Mapping[str, Rule]:
    """Give the rules by their codes."""
    return {rule.code: rule for rule in view.rules.values()}
