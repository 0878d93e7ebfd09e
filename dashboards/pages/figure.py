"""这笔钱. How much, on what, against last year and against others: on one page, in plain words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from alerts.matters.remarks import Remark, remarks
from dashboards.figures.beneath import FigureUnknown, Year
from dashboards.figures.drill import NONE, Asked, Level, Part, asked, crumbs, level
from dashboards.figures.execution import Execution, execution, until
from dashboards.figures.peers import FEWEST, peers
from dashboards.frame import look_of
from dashboards.ground import Ground, address, ground, nothing_yet
from dashboards.look import SCALES, Look, number, points
from dashboards.page import Page, Row, View
from dashboards.pages.today import part_of
from dashboards.tied import speaks
from dashboards.words import say

MOST = 6
"""What the money went to, by name; the others are one line."""
NEIGHBOURS = 3
"""Of many lines to compare with: so many of the fastest, of the slowest, and one on each side."""


@dataclass(frozen=True)
class Bar:
    """One bar of a comparison."""

    name: str
    rate: Decimal
    kind: str  # own, other, line: a mark that is nobody's own


@dataclass(frozen=True)
class Column:
    """What was paid in one month."""

    month: int
    paid: Decimal
    height: float  # of a hundred
    whole: bool


def draw(view: View) -> Mapping[str, object]:
    """Show one figure: a government's, a department's or a project's.

    Raises:
        NotThere: there is no such department or project.
    """
    here = ground(view)
    if here is None:
        return nothing_yet(view)
    picked = here.places
    found = execution(here.warehouse, picked, here.night.as_of)
    if found is None:
        return {"empty": "paid", "places": picked}
    at = asked(view)
    one = level(here.warehouse, picked, found, at, view.language)
    look = look_of(view, _unit(one.whole, view.language))
    bars, beside = compared(here, found, at, one, look)
    columns = months(one.whole, found)
    return {
        "empty": "",
        "money": True,
        "places": picked,
        "look": look,
        "at": at,
        "one": one,
        "whole": one.whole,
        "execution": found,
        "until": until(found, picked.year, here.night.as_of, look),
        "answer": answer(one, at, look),
        "crumbs": crumbs(here.warehouse, picked, at, view.language),
        "went": went(one),
        "others": others(one),
        "bars": bars,
        "beside": beside,
        "columns": columns,
        "even": even(one.whole, columns),
        "monthly": monthly(one.whole, found, look),
        "speaks": speaks(view),
        "about": tied(here, at),
        "said": said(view, here, at),
        "deeper": lambda part: address("/figure", picked, **{**at.cut, one.by: part.code}),
        "rows_of": address("/execution/rows", picked, measure="paid", **at.cut),
        "level_of": address("/execution", picked, **at.cut),
        "percent": lambda value: float(value * 100),
        "short_of": lambda amount: number(
            Decimal(amount) / SCALES[look.language][look.unit][0], 2 if look.unit == "yi" else 0
        ),
    }


def tied(here: Ground, at: Asked) -> str:
    """Give the address that a remark on this figure is tied to, on every night the same."""
    return address("/figure", replace(here.places, night=""), **at.cut)


def said(view: View, here: Ground, at: Asked) -> Sequence[Remark]:
    """Give what was said of the figure, as far as the reader may see it."""
    if view.ledger is None or view.actor is None:
        return []
    return remarks(view.ledger.engine, by=view.actor, about=tied(here, at), most=10)


def _unit(whole: Part, language: str) -> str:
    return "yi" if abs(whole.paid) >= SCALES[language]["yi"][0] else "wan"


def answer(one: Level, at: Asked, look: Look) -> str:
    """Say how much there was, how much of it is gone, and how much of the year."""
    language, whole = look.language, one.whole
    who = one.name if at.cut else say(language, "figure.whole", place=one.name)
    if whole.rate is None or whole.authority is None:
        return say(language, "figure.answer_unrated", who=who, paid=look.spoken(whole.paid))
    return say(
        language, "figure.answer", who=who, authority=look.spoken(whole.authority),
        rate=part_of(whole.rate, language), gone=part_of(whole.gone, language),
    )  # fmt: skip


def went(one: Level) -> Sequence[Part]:
    """Give what most was paid for, the most first; nothing, where refunds outweigh payments."""
    if one.whole.paid <= 0:
        return []
    paid = [part for part in one.parts if part.paid > 0]
    return sorted(paid, key=lambda part: (-part.paid, part.code))[:MOST]


def others(one: Level) -> Decimal:
    """Give what was paid for all that is not named: the lines add up."""
    return one.whole.paid - sum((part.paid for part in went(one)), Decimal(0))


def months(whole: Part, found: Execution) -> Sequence[Column]:
    """Give what was paid in each month; a month that goes back is no height."""
    paid = {month: whole.months.get(month, Decimal(0)) for month in range(1, found.month + 1)}
    top = max([*paid.values(), (whole.authority or Decimal(0)) / 12, Decimal(1)])
    return [
        Column(
            month, amount, float(max(amount, Decimal(0)) / top * 100),
            found.month_whole or month != found.month,
        )
        for month, amount in paid.items()
    ]  # fmt: skip


def even(whole: Part, columns: Sequence[Column]) -> float | None:
    """Give the height of an even pace, of the same hundred; None where there is none."""
    if whole.rate is None or whole.authority is None:
        return None
    top = max([column.paid for column in columns] + [whole.authority / 12, Decimal(1)])
    return float(whole.authority / 12 / top * 100)


def monthly(whole: Part, found: Execution, look: Look) -> str:
    """Say in how many whole months an even pace was kept."""
    if whole.rate is None or whole.authority is None:
        return say(look.language, "figure.months")
    told = [column for column in months(whole, found) if column.whole]
    kept = sum(column.paid * 12 >= whole.authority for column in told)
    key = "figure.months_none" if not kept else "figure.months_kept"
    return say(look.language, key, n=kept, all=len(told))


def compared(
    here: Ground, found: Execution, at: Asked, one: Level, look: Look
) -> tuple[Sequence[Bar], str]:
    """Set the figure beside its own last year and beside others; give the bars and what they say.

    A department stands beside the departments of its government, a project beside those of its
    department, a government beside the quartiles of its peers, which are never told one by one.
    """
    if not at.cut:
        return _peers(here, one, look)
    above = level(
        here.warehouse, here.places, found,
        Asked(at.department) if at.project and at.department else Asked(), look.language,
    )  # fmt: skip
    own = at.project or at.department
    rated = sorted(
        (part for part in above.rated if part.code != NONE),
        key=lambda part: (-(part.rate or 0), part.code),
    )
    place = next((n for n, part in enumerate(rated) if part.code == own), None)
    if place is None or one.whole.rate is None:
        return _alone(one, here.places.year, look)
    bars = [
        Bar(part.name, part.rate or Decimal(0), "own" if part.code == own else "other")
        for part in _near(rated, place)
    ]
    kind = say(look.language, f"drill.kind_{above.by}", n=len(rated))
    key = "figure.slowest" if place == len(rated) - 1 and place else "figure.place"
    told = say(look.language, key, place=place + 1, n=len(rated), kind=kind)
    return [*bars, *_last_year(one, look)], _beside(one, told, look)


def _near(rated: Sequence[Part], place: int) -> list[Part]:
    shown = {*range(NEIGHBOURS), *range(len(rated) - NEIGHBOURS, len(rated))}
    shown |= {place - 1, place, place + 1}
    return [part for n, part in enumerate(rated) if n in shown]


def _last_year(one: Level, look: Look) -> list[Bar]:
    before = one.whole.before
    return [] if before is None else [Bar(say(look.language, "figure.last_year"), before, "line")]


def _alone(one: Level, year: int, look: Look) -> tuple[Sequence[Bar], str]:
    if one.whole.rate is None:
        return [], say(look.language, "figure.not_compared")
    own = Bar(say(look.language, "frame.year_of", year=year), one.whole.rate, "own")
    return [own, *_last_year(one, look)], _beside(one, "", look)


def _beside(one: Level, told: str, look: Look) -> str:
    """Say how it stands to its own last year, and then to others."""
    language, change = look.language, one.whole.change
    if change is None:
        before = say(language, "figure.no_before")
    elif points(abs(change)).lstrip("+") == "0.0":
        before = say(language, "figure.as_before")
    else:
        key = "figure.slower" if change < 0 else "figure.faster"
        before = say(language, key, points=points(abs(change)).lstrip("+"))
    return before + (say(language, "figure.and") + told if told else "")


def _peers(here: Ground, one: Level, look: Look) -> tuple[Sequence[Bar], str]:
    language = look.language
    try:
        row = peers(here.warehouse, Year(here.places.region, here.places.year))
    except FigureUnknown:
        return _alone(one, here.places.year, look)
    own = row["own"]
    if own is None or row["peers"] < FEWEST:
        bars, told = _alone(one, here.places.year, look)
        return bars, told + say(language, "figure.and") + say(
            language, "figure.few_peers", n=row["peers"], fewest=FEWEST
        )
    marks = [
        Bar(say(language, f"figure.{name}"), row[name], "line")
        for name in ("upper", "median", "lower")
    ]
    own_bar = Bar(here.places.name, own, "own")
    bars = sorted([own_bar, *marks], key=lambda bar: -bar.rate)
    told = say(language, "figure.place_peers", place=row["place"], n=row["peers"] + 1)
    return bars, _beside(one, told, look)


def rows(view: View) -> list[Row]:
    """Give the figure and its parts, to the fen."""
    here = ground(view)
    found = execution(here.warehouse, here.places, here.night.as_of) if here else None
    if here is None or found is None:
        return []
    at = asked(view)
    one = level(here.warehouse, here.places, found, at, view.language)

    def line(kind: str, code: str, name: str, part: Part) -> Row:
        return {
            "region": here.places.region, "fiscal_year": here.places.year,
            "through_month": found.month, "kind": kind, "code": code, "name": name,
            "paid": part.paid, "denominator": found.by, "authority": part.authority,
            "execution_rate": part.rate, "year_gone": part.gone, "rate_year_before": part.before,
        }  # fmt: skip

    own = at.project or at.department or here.places.region
    return [
        line("whole", own, one.name, one.whole),
        *(line(one.by, part.code, part.name, part) for part in one.parts),
    ]


PAGE = Page(
    path="/figure",
    title_key="figure.title",
    question_key="figure.question",
    draw=draw,
    template="figure.html",
    rows=rows,
)
