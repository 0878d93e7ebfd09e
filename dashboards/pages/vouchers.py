"""支付凭证. Which rows add up to a figure of execution?"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from dashboards.figures import beneath
from dashboards.figures.beneath import Beneath, Cut, FigureUnknown, Measure, MeasureRefused, Year
from dashboards.figures.drill import Asked, asked, crumbs, named, names_of
from dashboards.figures.flows import REST
from dashboards.figures.opened import CITED
from dashboards.figures.places import Places, places
from dashboards.frame import look_of
from dashboards.ground import address, nothing_yet
from dashboards.look import number
from dashboards.page import NotThere, Page, Row, View
from dashboards.pages.flows import names_payees
from dashboards.tied import beside, speaks, way_to_say
from dashboards.words import knows, say

PAGEFUL = 100
BEFORE_ALL = (-(2**31), -1)
"""A place before the first row: what staff typed in has files below zero."""
FEEDS: Mapping[Measure, Sequence[str]] = {
    Measure.PAID: ("payment",),
    Measure.APPROVED: ("department_budget",),
    Measure.EXECUTABLE: ("allotment", "allotment_change"),
}
"""The feeds whose rows are beneath a measure."""
MOST = 50_000
"""Rows that a face of the page gives at once; more are read page by page through the API."""


def draw(view: View) -> Mapping[str, object]:
    """Show one page of the rows and the sum of them all."""
    if places(view) is None:
        return nothing_yet(view)
    picked = _places(view)
    cut, at = _cut(view), asked(view)
    found = _beneath(view, picked, cut, _after(view), PAGEFUL + 1)
    shown = found.rows[:PAGEFUL]
    last = shown[-1] if len(found.rows) > PAGEFUL else None
    assert view.warehouse is not None
    return {
        "places": picked,
        "cut": cut,
        "answer": answer(view, picked, at, cut, found),
        "crumbs": crumbs(view.warehouse, picked, at, view.language),
        "allotment": _allotment(view, picked, cut),
        "found": found,
        "shown": shown,
        "names": names_of(view.warehouse, Year(picked.region, picked.year), shown),
        "next": view.choice.but(after=f"{last['file']}.{last['line']}") if last else "",
        "after": view.choice.one("after"),
        "measures": [measure.value for measure in Measure],
        "look": look_of(view, "wan"),
        "export": exported(picked, cut),
        "streamed": streamed(view, cut),
        "said": beside(
            view, picked.region, [f"{feed}/{picked.year}/" for feed in FEEDS[cut.measure]]
        ),
        "speaks": speaks(view),
        "say_at": _sayable(view, picked, cut),
    }


def streamed(view: View, cut: Cut) -> list[str]:
    """Say which fund, class, payee and bond the payments are of, where they are of a stream."""
    language, told = view.language, list[str]()
    if cut.fund:
        key = f"flows.fund_{cut.fund}"
        told.append(say(language, key if knows(language, key) else "flows.fund_none"))
    if cut.department == REST:
        told.append(say(language, "flows.rest_department"))
    if cut.function_class:
        told.append(cut.function_class)
    if cut.payee:
        told.append(say(language, "flows.rest_goal") if cut.payee == REST else cut.payee)
    if cut.bond:
        told.append(say(language, "vouchers.bond", bond=cut.bond))
    return told


def _sayable(view: View, picked: Places, cut: Cut) -> Callable[[Row], str]:
    """Give what writes the address of the form by which something is said of a row."""
    say_at = way_to_say(view)
    return lambda row: say_at(
        address("/execution/rows", replace(picked, night=""), measure=cut.measure.value,
                key=row["key"])
    )  # fmt: skip


def exported(picked: Places, cut: Cut) -> Mapping[str, Sequence[str]]:
    """Write the figure as the filters of an export; a stream is none that may be ordered."""
    if cut.of_stream:
        return {}
    wishes = {"region": picked.region, "fiscal_year": picked.year, **cut.given}
    wishes["measure"] = cut.measure.value
    return {name: [str(wish)] for name, wish in wishes.items() if wish is not None}


def answer(view: View, picked: Places, at: Asked, cut: Cut, found: Beneath) -> str:
    """Say how many rows there are, what they add up to, and of whom."""
    assert view.warehouse is not None
    who = crumbs(view.warehouse, picked, at, view.language)[-1][1]
    if cut.allotment:
        who = _allotment(view, picked, cut)
    what = say(view.language, f"vouchers.{cut.measure.value}")
    for key, month in (("month", cut.month), ("through", cut.through)):
        if month:
            named_month = look_of(view).month(month)
            what = say(view.language, f"vouchers.{key}", month=named_month) + what
    key = "vouchers.answer" if found.count else "vouchers.answer_none"
    return say(view.language, key, n=found.count, total=number(found.total, 2), who=who, what=what)


def rows(view: View) -> list[Row]:
    """Give every row beneath the figure.

    Raises:
        NotThere: there is no such figure, or it has more rows than are given at once.
    """
    found = _beneath(view, _places(view), _cut(view), BEFORE_ALL, MOST + 1)
    if found.count > MOST:
        raise NotThere(say(view.language, "vouchers.too_many", most=number(MOST)))
    return [dict(row) for row in found.rows]


def _places(view: View) -> Places:
    picked = places(view)
    if view.warehouse is None or picked is None:
        raise NotThere("no night holds rows within your reach")
    return picked


def _cut(view: View) -> Cut:
    at = asked(view)
    wish = view.choice.one("measure", "paid")
    measure = Measure(wish) if wish in list(Measure) else Measure.PAID
    fund, function_class, payee, bond = (view.choice.one(name) or None for name in beneath.STREAMED)
    if payee and not names_payees(view):
        raise NotThere("no such figure is here for you")
    month, through = (_month(view.choice.one(name)) for name in ("month", "through"))
    whole = measure is Measure.APPROVED
    return Cut(
        measure,
        at.department or None,
        at.project or None,
        view.choice.one("allotment") or None,
        month=None if whole else month,
        through=None if whole else through,
        key=view.choice.one(CITED) or None,
        fund=fund,
        function_class=function_class,
        payee=payee,
        bond=bond,
    )


def _month(said: str) -> int | None:
    return int(said) if said in map(str, range(1, 13)) else None


def _after(view: View) -> tuple[int, int]:
    file, _, line = view.choice.one("after").partition(".")
    whole = re.fullmatch(r"-?[0-9]{1,9}", file) and re.fullmatch(r"[0-9]{1,15}", line)
    return (int(file), int(line)) if whole else BEFORE_ALL


def _allotment(view: View, picked: Places, cut: Cut) -> str:
    if not cut.allotment or view.warehouse is None:
        return ""
    year = Year(picked.region, picked.year)
    return named(view.warehouse, year, "allotment", cut.allotment, view.language)


def _beneath(view: View, picked: Places, cut: Cut, after: tuple[int, int], limit: int) -> Beneath:
    assert view.warehouse is not None
    try:
        year = Year(picked.region, picked.year)
        return beneath.beneath(view.warehouse, year, cut, after=after, limit=limit)
    except (FigureUnknown, MeasureRefused) as unknown:
        raise NotThere(str(unknown)) from unknown


PAGE = Page(
    path="/execution/rows",
    title_key="vouchers.title",
    question_key="vouchers.question",
    draw=draw,
    template="vouchers.html",
    rows=rows,
)
