"""预算执行. Does spending keep up with the year, and who is fast or slow?"""

from collections.abc import Mapping
from decimal import Decimal

from alerts.rule import Severity
from dashboards.figures.alerts import of_department, of_departments, told
from dashboards.figures.drill import Level, Part, asked, crumbs, level
from dashboards.figures.execution import Execution, against_time, chart, execution, until
from dashboards.figures.paces import paces, through
from dashboards.figures.places import Places
from dashboards.frame import look_of
from dashboards.ground import address, ground, nothing_yet
from dashboards.look import Look, share
from dashboards.page import Page, Row, View
from dashboards.words import say

MOST = 40
"""Lines of a level that are shown apart; the others are one line, so that the sum stands."""

STEPS = (Decimal("0.02"), Decimal("0.04"), Decimal("0.06"), Decimal(1) / 12, Decimal("0.10"))
"""Where the shades of a month begin: the fourth is an even pace."""


def draw(view: View) -> Mapping[str, object]:
    """Show one level; without what it needs, say what is missing."""
    look = look_of(view, "wan")
    here = ground(view)
    if here is None:
        return nothing_yet(view)
    picked = here.places
    found = execution(here.warehouse, picked, here.night.as_of)
    if found is None:
        return {"empty": "paid", "places": picked, "money": True, "look": look}
    at = asked(view)
    one = level(here.warehouse, picked, found, at, view.language)
    counted = of_departments(view, picked.region) if one.by == "department" else None
    end = until(found, picked.year, here.night.as_of, look)
    flagged, first = of_department(view, picked.region, at.department)
    return {
        "empty": "",
        "money": True,
        "look": look,
        "places": picked,
        "at": at,
        "level": one,
        "execution": found,
        "until": end,
        "flagged": flagged,
        "first": first,
        "open_of": counted,
        "told": told(view),
        "answer": answer(one, end, look),
        "crumbs": crumbs(here.warehouse, picked, at, view.language),
        "shown": one.parts[:MOST],
        "rest": one.parts[MOST:],
        "kind": lambda n: say(view.language, f"drill.kind_{one.by}", n=n),
        "chart": None if at.cut else chart(found, picked, look),
        "heat": heat(one, found, look),
        "paces": paces(one, found, view.language),
        "through": lambda part: through(part, found),
        "shade": shade,
        "open": lambda **cut: address("/execution", picked, **{**at.cut, **cut}),
        "rows_of": lambda **cut: address("/execution/rows", picked, **{**at.cut, **cut}),
        "percent": lambda value: float(value * 100),
        "export": {
            "region": [picked.region],
            "fiscal_year": [str(picked.year)],
            "by": ["department"],
        },
    }


def answer(one: Level, end: str, look: Look) -> str:
    """Say how much was paid by when, how that stands to the year, and who is slowest."""
    language, whole = look.language, one.whole
    if whole.rate is None or whole.gap is None:
        return say(
            language, "drill.answer_unrated", who=one.name, until=end, paid=look.spoken(whole.paid)
        ).strip()
    said = say(
        language, "drill.answer", who=one.name, until=end, rate=share(whole.rate),
        against=against_time(whole.gap, language),
    )  # fmt: skip
    if one.behind:
        slowest = one.behind[0]
        rate = share(slowest.rate or Decimal(0))
        return said + say(language, "drill.slowest", name=slowest.name, rate=rate)
    if one.rated:
        kind = say(language, f"drill.kind_{one.by}", n=0)
        return said + say(language, "drill.none_slow", kind=kind)
    return said + say(language, "drill.no_part")


def heat(one: Level, found: Execution, look: Look) -> str:
    """Say in which whole months most and least was paid."""
    whole_months = {
        month: paid
        for month, paid in one.whole.months.items()
        if found.month_whole or month != found.month
    }
    if len(whole_months) < 2 or one.whole.rate is None:
        return say(look.language, "drill.heat_none")
    most = max(whole_months, key=lambda month: whole_months[month])
    least = min(whole_months, key=lambda month: whole_months[month])
    return say(
        look.language, "drill.heat", most=look.month(most), least=look.month(least),
        high=share(one.whole.in_month(most) or Decimal(0)),
        low=share(one.whole.in_month(least) or Decimal(0)),
    )  # fmt: skip


def shade(value: Decimal) -> str:
    """Give the class of a cell of the heat table."""
    return f"h{sum(value >= step for step in STEPS)}"


def rows(view: View) -> list[Row]:
    """Give the level's parts, to the fen."""
    here = ground(view)
    if here is None:
        return []
    picked = here.places
    found = execution(here.warehouse, picked, here.night.as_of)
    if found is None:
        return []
    one = level(here.warehouse, picked, found, asked(view), view.language)
    counted = of_departments(view, picked.region) if one.by == "department" else None
    return [{**_row(part, one, found, picked), **_alerts(counted, part.code)} for part in one.parts]


def _alerts(counted: Mapping[str, Mapping[str, int]] | None, department: str) -> Row:
    if counted is None:
        return {}
    told = counted.get(department, {})
    return {f"alerts_{one}": told.get(one) for one in reversed(Severity)}


def _row(part: Part, one: Level, found: Execution, picked: Places) -> Row:
    shares = through(part, found)
    return {
        "region": picked.region,
        "fiscal_year": picked.year,
        "through_month": found.month,
        "by": one.by,
        "code": part.code,
        "name": part.name,
        "paid": part.paid,
        "approved": part.approved,
        "executable": part.executable,
        "denominator": found.by,
        "execution_rate": part.rate,
        "year_gone": part.gone,
        "gap": part.gap,
        "rate_year_before": part.before,
        **{f"paid_{month:02d}": part.months.get(month) for month in range(1, found.month + 1)},
        **{f"rate_{month:02d}": shares.get(month) for month in range(1, found.month + 1)},
    }


PAGE = Page(
    path="/execution",
    title_key="drill.title",
    question_key="drill.question",
    draw=draw,
    template="execution.html",
    rows=rows,
    menu=2,
    group="books",
)
