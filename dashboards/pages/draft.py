"""草案审查. What does the draft give more of, and which of its lines are worth a question?"""

from collections.abc import Mapping

from alerts.access import Right, roles_with
from alerts.matters.assignments import experts
from alerts.matters.reviews import Draftline, Opinion, Review, opinions, reviews
from alerts.matters.steps import RESULTS
from alerts.workflow import Role
from dashboards import plot
from dashboards.figures.drafts import MARKS, Drafted, Line, Part, drafted
from dashboards.figures.places import YearUnknown
from dashboards.frame import look_of
from dashboards.ground import Ground, address, ground, nothing_yet
from dashboards.look import Look, local_time, share
from dashboards.page import Figure, NotThere, Page, Row, View
from dashboards.tied import seen
from dashboards.words import say

MOST = 40
"""Lines that are listed at once; the others are in the other faces."""
DRAWN = 10
"""Departments in the chart."""
BUREAU = """
    select unit, name from core.unit
    where region = $region and regexp_matches(name, '财政[局厅]$')
    order by fiscal_year desc, unit limit 1
"""
"""The finance bureau, which answers what is said of a draft."""
OPINIONATED = frozenset({"analyst", "expert", "deputy"})
"""The roles that give opinions on a draft, as the workflow has them."""


def draw(view: View) -> Mapping[str, object]:
    """Show the draft by department, or one department's lines; what is worth a question first.

    Raises:
        NotThere: the draft has no such department.
    """
    look = look_of(view, "wan")
    here = ground(view, any_year=True)
    if here is None:
        return nothing_yet(view)
    picked = here.places
    found = _drafted(view, here)
    if found is None:
        return {"empty": "none", "places": picked, "money": True, "look": look}
    part = _part(view, found)
    mark = view.choice.one("mark")
    listed = _listed(part, mark if mark in MARKS else "")
    said = _opinions(view, here, found.year)
    return {
        "empty": "",
        "money": True,
        "look": look,
        "places": picked,
        "found": found,
        "part": part,
        "answer": answer(found, part, look),
        "chart": chart(found, here, look) if not part.code and found.whole.before else None,
        "marks": MARKS,
        "mark": mark,
        "lines": listed[:MOST],
        "rest": max(0, len(listed) - MOST),
        "opinions": [one for one in said if not part.code or _about(one, part)],
        "said": {
            line: [one for one in said if one.line == line] for line in {o.line for o in said}
        },
        "seen": lambda one: _seen(one, view.language),
        "named": {line.project: line.name for line in found.whole.lines},
        "may_opine": view.account is not None and view.account.role in OPINIONATED,
        "reviews": _reviews(view, here, part),
        "experts": _experts(view) if part.code else [],
        "results": RESULTS,
        "day_of": lambda at: local_time(at).date(),
        "until": _until(found, look),
        "to": lambda **cut: address("/draft", picked, **{"year": found.year, **cut}),
        "rows_of": lambda **cut: address("/rows/department_budget", picked, **cut),
        "percent": lambda part, whole: float(part / whole * 100) if whole else 0.0,
        "page_path": view.path,
    }


def _drafted(view: View, here: Ground) -> Drafted | None:
    asked = view.choice.one("year")
    found = drafted(view, here.warehouse, here.places.region, asked, here.night.as_of)
    if found is not None and asked not in {"", f"{found.year}"}:
        raise YearUnknown(view, asked, here.places.name, found.years)
    return found


def _part(view: View, found: Drafted) -> Part:
    code = view.choice.one("department")
    if not code:
        return found.whole
    for part in found.departments:
        if part.code == code:
            return part
    raise NotThere(f"no department {code[:20]!r} has a line in the budget of {found.year}")


def _listed(part: Part, mark: str) -> list[Line]:
    """Order the lines: the most marks first, then the most money; the whole shows marked ones."""
    lines = part.marked(mark) if mark else [one for one in part.lines if part.code or one.marks]
    return sorted(lines, key=lambda one: (-len(one.marks), -(one.asked or 0), one.project))


def _opinions(view: View, here: Ground, year: int) -> list[Opinion]:
    if view.ledger is None or view.actor is None:
        return []
    return list(opinions(view.ledger.engine, here.places.region, year, by=view.actor))


def _reviews(view: View, here: Ground, part: Part) -> list[Review]:
    if view.ledger is None or view.actor is None:
        return []
    found = reviews(view.ledger.engine, here.places.region, by=view.actor)
    return [one for one in found if not part.code or one.draft.endswith(f"/{part.code}")]


def _experts(view: View) -> list[tuple[str, str]]:
    """Give the experts whom the reader may ask about a draft; an analyst opens its review."""
    if view.ledger is None or view.actor is None or view.actor.role is not Role.ANALYST:
        return []
    return list(experts(view.ledger.engine, by=view.actor))


def _seen(one: Opinion, language: str) -> str:
    """Say what the line asked for on the night that an opinion's author looked at."""
    if not one.shown:
        return ""
    return seen(say(language, "draft.draft"), one.shown, one.night, language)


def _about(one: Opinion, part: Part) -> bool:
    return one.line in {line.project for line in part.lines} or one.line == part.code


def line_of(view: View, line: str) -> Draftline:
    """Give the line of the department in view that an opinion is about; empty: all of them.

    Raises:
        NotThere: there is no such draft, department or line.
    """
    here = ground(view, any_year=True)
    found = _drafted(view, here) if here else None
    if here is None or found is None:
        raise NotThere("no draft is here to give an opinion on")
    part = _part(view, found)
    if not part.code or line not in {"", *(one.project for one in part.lines)}:
        raise NotThere(f"no line {line[:60]!r} is in this department's budget of {found.year}")
    region = here.places.region
    bureau = next(iter(here.warehouse.rows(BUREAU, {"region": region})), {})
    asked = next((one.asked for one in part.lines if line and one.project == line), part.asked)
    return Draftline(
        region, found.year, part.code, part.name, line, bureau.get("unit"), bureau.get("name", ""),
        f"{here.night.as_of}", "" if asked is None else f"{asked:f}",
    )  # fmt: skip


def _until(found: Drafted, look: Look) -> str:
    return look.month(found.month) if found.month else ""


def answer(found: Drafted, part: Part, look: Look) -> str:
    """Say what is asked, how much more than the year before, and what is worth a question."""
    language = look.language
    who = part.name
    if part.change is None:
        amount = look.spoken(part.asked)
        said = say(language, "draft.asked", who=who, year=found.year, amount=amount)
    else:
        key = "draft.more" if part.change >= 0 else "draft.less"
        said = say(
            language, key, who=who, year=found.year, amount=look.spoken(part.asked),
            share=share(abs(part.change)),
        )  # fmt: skip
    counts = [
        say(language, f"draft.count_{mark}", n=len(part.marked(mark)))
        for mark in MARKS
        if part.marked(mark)
    ][:3]
    if not counts:
        return (said + say(language, "draft.no_marks")).strip()
    return (said + say(language, "list.comma").join(counts)).strip() + say(
        language, "overview.stop"
    )


def chart(found: Drafted, here: Ground, look: Look) -> Figure:
    """Draw which departments get most more, and which get less."""
    language = look.language
    told = [part for part in found.departments if part.growth is not None]
    shown = told if len(told) <= DRAWN else [*told[: DRAWN - 3], *told[-3:]]
    grown = [part for part in told if part.growth and part.growth > 0]
    finding = say(language, "draft.chart_none")
    if grown:
        finding = say(
            language, "draft.chart", n=len(grown), all=len(told), name=grown[0].name,
            amount=look.spoken(grown[0].growth or 0),
        )  # fmt: skip
    return Figure(
        name="growth",
        finding=finding,
        measure=say(
            language, "draft.chart_sub", place=here.places.name, year=found.year,
            before=found.year - 1, unit=look.unit_name,
        ),
        picture=plot.bars(
            [part.name for part in shown],
            [float(part.growth or 0) for part in shown],
            [_signed(part, look) for part in shown],
        ),
        heads=[
            say(language, "drill.department"),
            say(language, "draft.draft"),
            say(language, "draft.before"),
            say(language, "draft.growth"),
        ],
        rows=[
            [
                part.name, look.plain(part.asked),
                "／" if part.before is None else look.plain(part.before), _signed(part, look),
            ]
            for part in told
        ],
    )  # fmt: skip


def _signed(part: Part, look: Look) -> str:
    written = look.plain(part.growth or 0)
    return f"+{written}" if part.growth and part.growth > 0 else written


def rows(view: View) -> list[Row]:
    """Give the lines of the draft, to the fen, with their marks."""
    here = ground(view, any_year=True)
    found = _drafted(view, here) if here else None
    if here is None or found is None:
        return []
    return [
        {
            "region": here.places.region,
            "fiscal_year": found.year,
            "department": line.department,
            "department_name": line.department_name,
            "unit": line.unit,
            "unit_name": line.unit_name,
            "project": line.project,
            "project_name": line.name,
            "requested": line.requested,
            "approved": line.asked,
            "approved_year_before": line.before,
            "paid_year_before": line.paid,
            "paid_to_month": found.month,
            "last_score": line.score,
            "marks": " ".join(line.marks),
        }
        for line in _part(view, found).lines
    ]


PAGE = Page(
    path="/draft",
    title_key="draft.title",
    question_key="draft.question",
    draw=draw,
    template="draft.html",
    roles=roles_with(Right.DRAFTS),
    rows=rows,
    menu=4,
    group="books",
)
