"""政府债务. How much is owed, how much more may be, when is it due, and where did the money go?"""

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from dashboards import debt_charts
from dashboards.debt_faces import FACES, Seen, line_rows
from dashboards.figures.ahead import LIMITS, ahead, heaviest, revenue, supposed
from dashboards.figures.borrowing import Borrowing, Step, borrowing, peak_said
from dashboards.figures.debt import Debt, debt
from dashboards.figures.proceeds import proceeds
from dashboards.figures.warned import Line, Lying, idle_days, lying, near, warned
from dashboards.frame import look_of
from dashboards.ground import Ground, address, ground, nothing_yet
from dashboards.look import Look, share
from dashboards.page import Page, Row, View
from dashboards.words import say
from warehouse.money import fen

BOOKS: Mapping[str, str] = {"D04": "1", "D05": "2"}
"""The book whose interest and spending a line is about, which is the kind of debt as well."""

MOST = 60
"""Projects that are shown apart; the sum is of them all."""


def draw(view: View) -> Mapping[str, object]:
    """Show the debt as it was last stated, and the bonds as of that day."""
    look = look_of(view, "yi" if view.language == "zh" else "wan")
    here = ground(view)
    if here is None:
        return nothing_yet(view)
    picked = here.places
    stated = debt(here.warehouse, picked)
    if stated is None:
        return {"empty": "none", "places": picked, "money": True, "look": look}
    found = borrowing(here.warehouse, picked, stated, here.night.as_of)
    lines = warned(view, here)
    idle = lying(here.warehouse, picked.region, found.told)
    year = proceeds(here.warehouse, picked, found)

    def rows_of(feed: str, **cut: object) -> str:
        return address(f"/rows/{feed}", picked, **{"year": None, **cut})

    def payments_of(**cut: object) -> str:
        return address("/execution/rows", picked, measure="paid", **cut)

    return {
        "empty": "",
        "ceiling": debt_charts.ceiling(found, picked.year, near(lines), look, rows_of),
        "due": debt_charts.ladder(found, look, rows_of),
        "unplaced": any(step.kinds.get("none") for step in found.ladder),
        "year": year,
        "flow": debt_charts.flow(year, look, rows_of, payments_of) if year.raised else None,
        "lines": lines,
        "lined": lined(lines, look.language),
        "idle": idle,
        "idle_days": lambda row: idle_days(row, found.told),
        "lain": lain(found, idle, look.language),
        "money": True,
        "look": look,
        "places": picked,
        **foreseen(view, here, found),
        "stated": stated,
        "found": found,
        "near": near(lines),
        "answer": answer(stated, found, look),
        "course": course(found, look),
        "opens": lambda line: opened_by(line, stated, here, rows_of),
        "burden": burden(found, look.language),
        "shown": found.projects[:MOST],
        "rest": len(found.projects[MOST:]),
        "rows_of": rows_of,
        "percent": lambda part, whole: float(part / whole * 100) if whole else 0.0,
        "unhanded": found.total("allocated") - found.total("handed_over"),
    }


def opened_by(
    line: Line, stated: Debt, here: Ground, rows_of: Callable[..., str]
) -> tuple[str, str]:
    """Write where a line's two numbers open: the rows that add up to each; empty: to none."""
    cut: Mapping[str, object] = {"stated_on": stated.stated_on}
    owed = {
        stated.total.outstanding: "outstanding", stated.total.ceiling: "ceiling",
        stated.resources: "comprehensive_resources",
    }  # fmt: skip
    if line.code not in BOOKS:
        part, whole = (
            "" if one is None or one not in owed else rows_of("debt_position", sum=owed[one], **cut)
            for one in (line.part, line.whole)
        )
        return part, whole
    if line.month is None:
        return "", ""
    year, book = here.places.year, BOOKS[line.code]
    spending = "executed" if line.month == 12 else "revised" if line.month else "approved"
    return (
        rows_of("debt_service", part="2", kind=book, due=year, issued_by=here.night.as_of,
                sum="due"),
        rows_of("statement", year=year, month=line.month, book=book, side="2", digits="3",
                without="231", sum=spending),
    )  # fmt: skip


def foreseen(view: View, here: Ground, found: Borrowing) -> Mapping[str, Any]:
    """Reckon the years ahead as the reader supposes; without a service schedule there are none."""
    if not found.ladder:
        return {"ahead": ()}
    given = {name: view.choice.one(name) for name in LIMITS}
    at = supposed(given, found.coupon or Decimal(0))
    picked = here.places
    years = ahead(found, revenue(here.warehouse, picked), picked.year, at)
    return {
        "ahead": years,
        "heaviest": heaviest(years),
        "supposed": at,
        "supposes": any(given.values()),
    }


def answer(stated: Debt, found: Borrowing, look: Look) -> str:
    """Say how much is owed against the ceiling, when most is due, and what lies idle."""
    language = look.language
    day = look.full_day(stated.stated_on)
    parts = []
    if stated.total.outstanding is None:
        parts.append(say(language, "borrowing.part_stated", day=day))
    elif stated.total.share is None:
        owed = look.spoken(stated.total.outstanding)
        parts.append(say(language, "borrowing.owed", day=day, owed=owed))
    else:
        parts.append(
            say(
                language, "borrowing.used", day=day, owed=look.spoken(stated.total.outstanding),
                share=share(stated.total.share),
            )
        )  # fmt: skip
    if peak := peak_said(found, "borrowing.peak", look):
        parts.append(peak)
    waiting = found.total("allocated") - found.total("handed_over")
    if waiting > 0:
        parts.append(say(language, "borrowing.waiting", amount=look.spoken(waiting)))
    return say(language, "overview.joint").join(parts) + say(language, "overview.stop")


def course(found: Borrowing, look: Look) -> str:
    """Say how much more or less is owed than in the first year that is told."""
    told = [row for row in found.history if row["outstanding"] is not None]
    if len(told) < 2:
        return say(look.language, "borrowing.history")
    first, last = told[0], told[-1]
    more = last["outstanding"] - first["outstanding"]
    key = "borrowing.more" if more > 0 else "borrowing.less" if more else "borrowing.as_much"
    year = first["stated_on"].year
    return say(look.language, key, amount=look.spoken(abs(more)), year=year)


def lined(lines: Sequence[Line], language: str) -> str:
    """Say how many of the lines are reached, and of how many that can't be told."""
    reached = sum(one.stands == "fail" for one in lines)
    untold = sum(one.stands in ("unknown", "error", "not_asked") for one in lines)
    said = say(language, "warned.finding", n=reached, all=len(lines))
    if not untold:
        return said
    return say(language, "overview.joint").join([said, say(language, "warned.untold", n=untold)])


def lain(found: Borrowing, idle: Mapping[tuple[str, str], Lying], language: str) -> str:
    """Say how much bond money lies idle beyond the months that are borne; empty where none does."""
    over = [row for row in found.projects if (row["bond"], row["project"]) in idle]
    if not over:
        return ""
    return say(
        language, "borrowing.lain", n=len(over), months=min(one.months for one in idle.values()),
        days=max(idle_days(row, found.told) or 0 for row in over),
    )  # fmt: skip


def burden(found: Borrowing, language: str) -> str:
    """Say what share of expenditure interest takes, of the two kinds of debt the heavier."""
    shares = [
        row["paid"] / row["executed"]
        for row in found.interest
        if not row["unsaid"] and row["paid"] is not None and row["executed"]
    ]
    if not shares:
        return say(language, "borrowing.no_interest")
    return say(language, "borrowing.interest_finding", share=share(max(shares)))


class SuppositionRefused(Exception):
    """What is supposed can't be read, or lies outside what may be supposed."""


def rows(view: View) -> list[Row]:
    """Give the maturity ladder, to the fen, and what its next five years cost as is supposed.

    Where another face is asked for, give that.

    Raises:
        ChoiceRefused: something else is asked for.
        SuppositionRefused: a coupon, growth or share that is supposed is none.
    """
    here = ground(view)
    if here is None:
        return []
    named = ("ladder", "lines", *FACES)
    view.choice.among("of", named, lambda one: say(view.language, f"borrowing.face_{one}"))
    face, picked = view.choice.one("of"), here.places
    lines = warned(view, here) if face else []
    if face == "lines":
        return line_rows(lines, picked)
    stated = debt(here.warehouse, picked)
    if stated is None:
        return []
    found = borrowing(here.warehouse, picked, stated, here.night.as_of)
    if face in FACES:
        return list(FACES[face](Seen(here.warehouse, picked, found, lines)))
    return ladder_rows(view, here, stated, found)


def ladder_rows(view: View, here: Ground, stated: Debt, found: Borrowing) -> list[Row]:
    """Give what falls due in each year, and what the next five cost as is supposed."""
    picked = here.places
    told: Row = {
        "region": picked.region,
        "stated_on": stated.stated_on,
        "ceiling": stated.total.ceiling,
        "outstanding": stated.total.outstanding,
    }
    foretold = foreseen(view, here, found)
    if not foretold["ahead"]:
        return [told]
    if not foretold["supposed"].read:
        limits = ", ".join(
            f"{name} from {least} to {most}" for name, (least, most) in LIMITS.items()
        )
        raise SuppositionRefused(f"what is supposed can't be read: give per cent, {limits}")
    steps = {(step.year, step.later): step for step in found.ladder}
    for one in foretold["ahead"]:
        steps.setdefault((one.year, False), Step(one.year, Decimal(0), Decimal(0), False, False))
    return [
        {
            **told,
            "due_year": step.year,
            "and_later": step.later,
            "principal_due": fen(step.principal),
            "general_due": fen(step.kinds.get("1", Decimal(0))),
            "special_due": fen(step.kinds.get("2", Decimal(0))),
            "unplaced_due": fen(step.kinds.get("none", Decimal(0))),
            "interest_due": fen(step.interest),
            **_reckoned(step, foretold, picked.year),
        }
        for _, step in sorted(steps.items())
    ]


def _reckoned(step: Step, foretold: Mapping[str, Any], year: int) -> Row:
    """Give what a year of the ladder costs as is supposed; nothing where it is not reckoned."""
    one = next((at for at in foretold["ahead"] if at.year == step.year and not step.later), None)
    at = foretold["supposed"]
    return {
        "refinanced": one and fen(one.rolled),
        "new_interest": one and fen(one.new_interest),
        "to_pay": one and fen(one.to_pay),
        "own_revenue": fen(one.revenue) if one and one.revenue is not None else None,
        "share_of_revenue": one and one.share,
        "revenue_year": year,
        "supposed_coupon": at.coupon,
        "supposed_growth": at.growth,
        "supposed_rolled": at.rolled,
    }


PAGE = Page(
    path="/debt",
    title_key="borrowing.title",
    question_key="borrowing.question",
    draw=draw,
    template="debt.html",
    rows=rows,
    menu=2,
    group="holdings",
)
