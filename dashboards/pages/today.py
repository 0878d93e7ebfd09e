"""看. What changed, what is slow here, and what was answered? For whoever has a minute."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from alerts.matters.lists import MatterWanted, list_matters
from alerts.matters.standing import Stands
from alerts.matters.steps import MatterState
from dashboards.figures import alerts as open_alerts
from dashboards.figures.execution import Execution, Pace, execution, until
from dashboards.frame import look_of
from dashboards.ground import Ground, address, ground, nothing_yet
from dashboards.look import Look, share
from dashboards.page import Page, Row, View
from dashboards.words import say

SLOWEST = 3
ANSWERED = 5
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
    answered = _answered(view)
    if here is None:
        return {**nothing_yet(view), "answered": answered}
    look = look_of(view, "yi" if view.language == "zh" else "wan")
    found = execution(here.warehouse, here.places, here.night.as_of)
    return {
        "empty": "",
        "places": here.places,
        "look": look,
        "money": True,
        "execution": found,
        "answer": answer(found, here, look),
        "slow": slow(found, here, look) if found else [],
        "watched": open_alerts.of_government(view, here.places.region),
        "answered": answered,
        "text": lambda stands: getattr(stands.state.text, view.language),
        "until": until(found, here.places.year, here.night.as_of, look) if found else "",
        "percent": lambda value: float(value * 100),
    }


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
                "today.far" if pace in found.far_behind else "today.bit",
                authority=look.spoken(pace.denominator), paid=look.spoken(pace.paid),
            ),
            address("/figure", here.places, department=pace.code),
        )
        for pace in found.departments[:SLOWEST]
        if pace.gap < 0
    ]  # fmt: skip


def _answered(view: View) -> Sequence[Stands]:
    if view.ledger is None or view.actor is None:
        return []
    wanted = MatterWanted(state=ANSWERS)
    return list_matters(view.ledger.engine, wanted, by=view.actor, most=ANSWERED).items


def rows(view: View) -> list[Row]:
    """Give the slowest departments, to the fen."""
    here = ground(view)
    found = execution(here.warehouse, here.places, here.night.as_of) if here else None
    if here is None or found is None:
        return []
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
        }
        for pace in found.departments[:SLOWEST]
    ]


PAGE = Page(
    path="/today",
    title_key="today.title",
    question_key="today.question",
    draw=draw,
    template="today.html",
    rows=rows,
)
