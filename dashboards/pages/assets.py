"""国有资产. What is held, what lies idle, what was earned and was it handed in?"""

from collections.abc import Mapping, Sequence
from decimal import Decimal

from dashboards import plot
from dashboards.figures.decided import standing
from dashboards.figures.holdings import CLASSES, Held, Holdings, holdings, total
from dashboards.figures.places import Places
from dashboards.frame import look_of
from dashboards.ground import Ground, address, ground, nothing_yet
from dashboards.look import Look, number, share
from dashboards.page import Figure, Page, Row, View
from dashboards.words import say

MOST = 20
"""Units that are shown apart; the others are one line, so that the sum stands."""


def draw(view: View) -> Mapping[str, object]:
    """Show the year's last statement of cards, the year's uses, and the enterprises."""
    look = look_of(view, "wan")
    here = ground(view)
    if here is None:
        return nothing_yet(view)
    picked = here.places
    found = holdings(here.warehouse, picked, here.night.as_of)
    if found is None:
        return {"empty": "none", "places": picked, "money": True, "look": look}
    return {
        "empty": "",
        "money": True,
        "look": look,
        "places": picked,
        "found": found,
        "answer": answer(found, look),
        "chart": chart(found, here, look) if len(found.course) > 1 else None,
        "late": found.day is not None and found.day.year < picked.year,
        "shown": found.units[:MOST],
        "rest": _rest(found.units[MOST:]),
        "rest_count": len(found.units[MOST:]),
        "name": lambda one: _class(one, look.language),
        "warned": _warned(view, picked),
        "due": total(one.due for one in found.enterprises),
        "short": total(one.short for one in found.enterprises),
        "handed_in": total(one.handed_in for one in found.enterprises),
        "owed": total(row["owed"] for row in found.uses),
        "cards": lambda **cut: _cards(here, found, **cut),
        "uses": lambda kind, amount: _uses(here, kind, amount),
        "companies": lambda amount, **cut: address(
            "/rows/enterprise", picked, year=None, month=found.enterprises[0].month, sum=amount,
            **cut,
        ),
        "percent": lambda part, whole: float(part / whole * 100) if whole else 0.0,
    }  # fmt: skip


def answer(found: Holdings, look: Look) -> str:
    """Say what lies idle, how far the enterprises are indebted, and what waits to be handed in."""
    language, parts = look.language, []
    if found.day is not None:
        day, whole = look.full_day(found.day), found.whole
        if whole.idle_share is None or whole.idle_area is None:
            parts.append(say(language, "holdings.held", day=day, n=number(whole.cards)))
        else:
            idle = "holdings.idle" if whole.idle_area else "holdings.none_idle"
            key = "holdings.idle_unsaid" if whole.idle_unsaid else idle
            parts.append(
                say(
                    language, key, day=day, area=number(whole.idle_area), n=whole.idle_cards,
                    share=share(whole.idle_share),
                )
            )  # fmt: skip
    if found.leverage is not None:
        parts.append(
            say(
                language, "holdings.leverage", n=len(found.enterprises),
                share=share(found.leverage),
            )
        )  # fmt: skip
    owed = total(row["owed"] for row in found.uses)
    if owed:
        parts.append(say(language, "holdings.owed", amount=look.spoken(owed)))
    if not parts:
        return say(language, "holdings.uses_only", n=sum(row["events"] for row in found.uses))
    return say(language, "overview.joint").join(parts) + say(language, "overview.stop")


def chart(found: Holdings, here: Ground, look: Look) -> Figure:
    """Draw the idle area on each day that cards were stated, the year's last one in full ink."""
    language = look.language
    last = found.course[-1]
    opening = [row for row in found.course if row["stated_on"] == found.opening]
    first = opening[0] if opening else found.course[0]
    days = [_month(row["stated_on"], look) for row in found.course]
    if first["idle_area"] is None or last["idle_area"] is None:
        finding = say(language, "holdings.course_unknown")
    else:
        change = last["idle_area"] - first["idle_area"]
        key = "same" if not change else "more" if change > 0 else "less"
        finding = say(
            language, f"holdings.course_{key}", area=number(abs(change)),
            day=_month(first["stated_on"], look),
        )  # fmt: skip
    return Figure(
        name="idle",
        finding=finding,
        measure=say(language, "holdings.course_sub", place=here.places.name),
        picture=plot.columns(
            days,
            [None if r["idle_area"] is None else float(r["idle_area"]) for r in found.course],
            [_area(row["idle_area"]) for row in found.course],
            last="",
        ),
        heads=[say(language, f"holdings.{head}") for head in ("day", "area", "idle_area")],
        rows=[
            [str(row["stated_on"]), _area(row["area"]), _area(row["idle_area"])]
            for row in found.course
        ],
        height=220,
    )


def _month(day: object, look: Look) -> str:
    year, month, _ = str(day).split("-")
    return look.month_of(int(year), int(month))


def _area(value: Decimal | None) -> str:
    return "／" if value is None else number(value)


def _class(one: Held, language: str) -> str:
    known = one.key if one.key in CLASSES else "other" if one.key else "none"
    return say(language, f"holdings.class_{known}")


def _rest(units: Sequence[Held]) -> Held | None:
    if not units:
        return None
    return Held(
        "", "", cards=sum(one.cards for one in units),
        cost=total(one.cost for one in units), area=total(one.area for one in units),
        idle_area=total(one.idle_area for one in units),
        leased_area=total(one.leased_area for one in units),
        idle_cost=total(one.idle_cost for one in units),
    )  # fmt: skip


def _warned(view: View, picked: Places) -> Decimal | None:
    """Give from which leverage on the rule warns here, which is where the bars have their tick."""
    found = standing(view, "S20", picked.region, picked.year)
    value = found[1].values["share"] if found else None
    return value if isinstance(value, Decimal) else None


def _cards(here: Ground, found: Holdings, **cut: object) -> str:
    held = None if "status" in cut else "1"
    return address(
        "/rows/asset_card", here.places, year=None, stated_on=found.day, held=held, **cut
    )


def _uses(here: Ground, kind: str, amount: str) -> str:
    year = here.places.year
    until = min(str(here.night.as_of), f"{year}-12-31")
    since = {"from": f"{year}-01-01"} if kind == "3" else {"in_force": f"{year}-01-01"}
    return address(
        "/rows/asset_use", here.places, year=None, kind=kind, until=until, sum=amount, **since
    )


def rows(view: View) -> list[Row]:
    """Give what each unit holds, to the fen and the square metre."""
    here = ground(view)
    found = holdings(here.warehouse, here.places, here.night.as_of) if here else None
    if here is None or found is None:
        return []
    return [
        {
            "region": here.places.region,
            "stated_on": found.day,
            "unit": one.key,
            "unit_name": one.name,
            "cards": one.cards,
            "cost": one.cost,
            "net_value": one.net_value,
            "area": one.area,
            "idle_area": one.idle_area,
            "leased_area": one.leased_area,
            "idle_cards": one.idle_cards,
            "idle_cost": one.idle_cost,
            "idle_share_of_area": one.idle_share,
        }
        for one in found.units
    ]


PAGE = Page(
    path="/assets",
    title_key="holdings.title",
    question_key="holdings.question",
    draw=draw,
    template="assets.html",
    rows=rows,
    menu=1,
    group="holdings",
)
