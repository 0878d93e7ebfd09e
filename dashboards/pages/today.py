"""看. What changed, what is slow here, and what was answered? For whoever has a minute."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from alerts.matters.lists import MatterWanted, list_matters
from alerts.matters.standing import Stands
from alerts.matters.steps import MatterState
from alerts.tallies import OPEN
from alerts.topics import Kind, Topic
from alerts.wanted import Wanted
from dashboards.figures import alerts as open_alerts
from dashboards.figures.execution import Execution, Pace, execution, until
from dashboards.figures.freshness import Feed, overdue
from dashboards.figures.topics import chosen, offered, units, watched
from dashboards.frame import look_of
from dashboards.ground import Ground, address, ground, nothing_yet
from dashboards.look import Look, share
from dashboards.page import Page, Row, View
from dashboards.words import say

SLOWEST = 3
ANSWERED = 5
LOOKED_AT = 60
"""Answered matters among which those of what was chosen are looked for."""
FIRST = 3
"""Alerts of each thing that was chosen, and of the government."""
ANSWERS = (MatterState.REPLIED, MatterState.RETURNED, MatterState.ACCEPTED, MatterState.CLOSED)
FRACTIONS = ((1, 4), (1, 3), (1, 2), (2, 3), (3, 4))
"""Parts of a whole that people say in words; others are said in per cent."""
NEAR = Decimal("0.012")


@dataclass(frozen=True)
class Slow:
    """A department that is behind, in a plain sentence."""

    pace: Pace
    words: str
    address: str


def draw(view: View) -> Mapping[str, object]:
    """Say it in plain words, with a way on from each."""
    here = ground(view)
    if here is None:
        return {**nothing_yet(view), "answered": _answered(view, [], {})}
    look = look_of(view, "yi" if view.language == "zh" else "wan")
    late = overdue(here.warehouse, here.places, "payment")
    found = _known(execution(here.warehouse, here.places, here.night.as_of), late)
    look = look.fitting(found.whole.denominator) if found else look
    mine = chosen(view)
    theirs = units(here, mine)
    watched_for = open_alerts.of_government(view, here.places.region)
    return {
        "mine": mine,
        "own": watched(here, mine, look),
        "offered": offered(view, here, found, mine),
        "first_alerts": first_alerts(view, mine, theirs),
        "empty": "",
        "places": here.places,
        "look": look,
        "money": True,
        "execution": found,
        "late": late,
        "answer": answer(found, here, look),
        "slow": slow(found, here, look) if found else [],
        "watched": watched_for,
        "alerts": alerts(view, watched_for, here.places.region),
        "answered": _answered(view, mine, theirs),
        "text": lambda stands: getattr(stands.state.text, view.language),
        "until": until(found, here.places.year, here.night.as_of, look) if found else "",
        "percent": lambda value: float(value * 100),
    }


def _known(found: Execution | None, late: Sequence[Feed]) -> Execution | None:
    """Give the pace, but where the month's payments have not come: nothing paid is not that."""
    return None if found is not None and late and not _in_month(found) else found


def answer(found: Execution | None, here: Ground, look: Look) -> str:
    """Say what the month paid, how much of the year and of the money is gone, who is slowest."""
    language = look.language
    if found is None:
        return say(language, "overview.unpaid", place=here.places.name, year=here.places.year)
    said = say(
        language, "today.paid", month=look.month(found.month), amount=look.spoken(_in_month(found)),
        gone=part_of(found.whole.gone, language), rate=part_of(found.whole.rate, language),
    )  # fmt: skip
    behind = [pace for pace in found.departments if pace.gap < 0]
    if not behind:
        return said + say(language, "overview.stop")
    return said + say(language, "today.slowest", name=behind[0].name)


def _in_month(found: Execution) -> Decimal:
    last: Decimal = found.months[-1]["paid_to_date"]
    before: Decimal = found.months[-2]["paid_to_date"] if len(found.months) > 1 else Decimal(0)
    return last - before


def part_of(value: Decimal, language: str) -> str:
    """Say a share as people do: 三分之二 where it is near to one, else per cent."""
    for top, bottom in FRACTIONS:
        if abs(value - Decimal(top) / bottom) <= NEAR:
            return say(language, f"today.part_{top}_{bottom}")
    return share(value)


def slow(found: Execution, here: Ground, look: Look) -> Sequence[Slow]:
    """Give the slowest departments, each with a sentence and the way to its money."""
    return [
        Slow(
            pace,
            say(
                look.language,
                _speed(pace, found),
                authority=look.spoken(pace.denominator), paid=look.spoken(abs(pace.paid)),
            ),
            address("/figure", here.places, department=pace.code),
        )
        for pace in found.departments[:SLOWEST]
        if pace.gap < 0
    ]  # fmt: skip


def _speed(pace: Pace, found: Execution) -> str:
    if pace.paid <= 0:
        return "today.back" if pace.paid else "today.nothing"
    return "today.far" if pace in found.far_behind else "today.bit"


def alerts(
    view: View, found: open_alerts.OpenAlerts | None, region: str
) -> Sequence[open_alerts.Line]:
    """Give the alerts that the block's title speaks of: the new ones, else the gravest."""
    if found is None:
        return ()
    return open_alerts.newest(view, region, FIRST) if found.new else found.first[:FIRST]


def choices(view: View) -> list[Topic]:
    """Give what may be chosen here, or was chosen before."""
    here = ground(view)
    if here is None:
        return chosen(view)
    found = execution(here.warehouse, here.places, here.night.as_of)
    listed = offered(view, here, found, chosen(view))
    return [one.topic for kind in listed.values() for one in kind]


def first_alerts(
    view: View, mine: Sequence[Topic], theirs: Mapping[str, Sequence[str]]
) -> Sequence[open_alerts.Line]:
    """Give open alerts of the chosen departments and governments, the gravest of each first."""
    reach = open_alerts.readable(view)
    if reach is None:
        return ()
    ledger, scope = reach
    wishes = [
        *((replace(scope, units=tuple(some)), region) for region, some in theirs.items()),
        *((scope, one.region) for one in mine if one.kind is Kind.REGION),
    ]
    found = [
        one
        for seen, region in wishes
        for one in ledger.alerts(
            scope=seen, wanted=Wanted(region=region, state=OPEN), most=FIRST
        ).items
    ]
    once = list({one.number: one for one in found}.values())[: 2 * FIRST]
    return open_alerts.lines(view, once, ledger.last_night())


def _answered(
    view: View, mine: Sequence[Topic], theirs: Mapping[str, Sequence[str]]
) -> Sequence[Stands]:
    """Give the matters that were answered; those of what was chosen first."""
    if view.ledger is None or view.actor is None:
        return []
    wanted = MatterWanted(state=ANSWERS)
    found = list_matters(view.ledger.engine, wanted, by=view.actor, most=LOOKED_AT).items
    places = {one.region for one in mine if one.kind is Kind.REGION}

    def other(one: Stands) -> bool:
        return one.region not in places and one.unit not in theirs.get(one.region, ())

    return sorted(found, key=other)[:ANSWERED]


def rows(view: View) -> list[Row]:
    """Give the departments that the reader chose, and then the slowest, to the fen."""
    here = ground(view)
    if here is None:
        return []
    late = overdue(here.warehouse, here.places, "payment")
    found = _known(execution(here.warehouse, here.places, here.night.as_of), late)
    if found is None:
        return []
    wished = {(one.region, one.code) for one in chosen(view) if one.kind is Kind.DEPARTMENT}
    own = [one for one in found.departments if (here.places.region, one.code) in wished]
    return [
        {
            "region": here.places.region,
            "fiscal_year": here.places.year,
            "month": found.month,
            "department": pace.code,
            "department_name": pace.name,
            "paid": pace.paid,
            "authority": pace.denominator,
            "denominator": found.by,
            "execution_rate": pace.rate,
            "year_gone": pace.gone,
            "chosen": pace in own,
        }
        for pace in [*own, *(one for one in found.departments[:SLOWEST] if one not in own)]
    ]


PAGE = Page(
    path="/today",
    title_key="today.title",
    question_key="today.question",
    draw=draw,
    template="today.html",
    rows=rows,
)
