"""上下级. How do the governments below stand, and how does this one stand to its peers?"""

from collections.abc import Mapping, Sequence
from decimal import Decimal

from dashboards.figures.beneath import FigureUnknown, Year
from dashboards.figures.boundaries import Outline, outlines
from dashboards.figures.freshness import overdue
from dashboards.figures.peers import FEWEST, peers
from dashboards.figures.vertical import FORMULAS, Basis, Child, Sum, Vertical, vertical
from dashboards.frame import look_of
from dashboards.ground import Ground, address, ground, nothing_yet
from dashboards.look import Look, points, share
from dashboards.page import Page, Row, View
from dashboards.words import say

STEPS = (Decimal("-0.20"), Decimal("-0.10"), Decimal("-0.05"), Decimal(0), Decimal("0.05"))
"""Against time, in shares: below the first is the lightest tile, from the last on the darkest."""
WIDE = 640.0


def draw(view: View) -> Mapping[str, object]:
    """Roll up those below, slowest first, and set the government beside its peers."""
    look = look_of(view, "yi" if view.language == "zh" else "wan")
    here = ground(view)
    if here is None:
        return nothing_yet(view)
    found = _found(view, here)
    beside = _beside(here)
    if found is None:
        return {"empty": "none", "places": here.places, "money": True, "look": look}
    below = sorted_(found)
    shapes, height = _map(view, below)
    return {
        "empty": "",
        "money": True,
        "look": look,
        "places": here.places,
        "found": found,
        "late": overdue(here.warehouse, here.places, "payment", "department_budget"),
        "below": below,
        "answer": answer(below, here, look),
        "together": together(found, view.language),
        "lagging": lagging(below, found, view.language),
        "formula": {name: told[view.language] for name, told in FORMULAS.items()},
        "bases": list(Basis),
        "step": step,
        "gap": lambda told: _gap(told, found),
        "peers": beside,
        "fewest": FEWEST,
        "peers_said": peers_said(beside, look),
        "shapes": shapes,
        "height": height,
        "wide": WIDE,
        "approval": view.boundaries.approval if view.boundaries else "",
        "open": lambda region, path="/vertical": address(path, here.places, region=region),
        "reported": lambda told: reported(told, look),
        "percent": lambda value: float(value * 100),
    }


def sorted_(found: Vertical) -> list[Child]:
    """Give those below, slowest first; who has no rate comes last, by code."""
    return sorted(
        found.below,
        key=lambda one: (one.rolled.rate is None, one.rolled.rate or 0, one.government.region),
    )


def answer(below: Sequence[Child], here: Ground, look: Look) -> str:
    """Say who below is slowest and who fastest, or that nobody is below."""
    language, name = look.language, here.places.name
    if not below:
        return say(language, "vertical.alone", place=name)
    rated = [one for one in below if one.rolled.rate is not None]
    if not rated:
        return say(language, "vertical.unrated", place=name, n=len(below))
    low, high = rated[0], rated[-1]
    key = "vertical.answer" if low is not high else "vertical.answer_single"
    return say(
        language, key, place=name, n=len(below), rated=len(rated),
        low=low.government.name, low_rate=share(low.rolled.rate or Decimal(0)),
        high=high.government.name, high_rate=share(high.rolled.rate or Decimal(0)),
    )  # fmt: skip


def together(found: Vertical, language: str) -> str:
    """Say how far all of them are together, and how far from the year."""
    rate, gap = found.whole.rate, _gap(found.whole, found)
    if rate is None or gap is None:
        return say(language, "vertical.rolled_unrated")
    key = "vertical.rolled_behind" if gap < 0 else "vertical.rolled_ahead"
    return say(language, key, rate=share(rate), points=points(abs(gap)).lstrip("+"))


def lagging(below: Sequence[Child], found: Vertical, language: str) -> str:
    """Say how many of those below are behind the year, of those whose pace can be told."""
    gaps = [gap for one in below if (gap := _gap(one.rolled, found)) is not None]
    if not gaps:
        return say(language, "vertical.behind_unrated")
    return say(language, "vertical.behind", n=sum(gap < 0 for gap in gaps), all=len(gaps))


def reported(told: Sum, look: Look) -> str:
    """Say how many governments a sum is made of, where not all reported."""
    if told.executing == told.governments:
        return ""
    return say(look.language, "vertical.reported", n=told.executing, all=told.governments)


def step(gap: Decimal | None) -> str:
    """Give the step of a tile, h1 to h6, by how far before or behind time it is."""
    return "" if gap is None else f"h{1 + sum(gap >= one for one in STEPS)}"


def peers_said(row: Row | None, look: Look) -> str:
    """Say how the government stands to its peers, which are never told one by one."""
    language = look.language
    if row is None or row["own"] is None:
        return say(language, "vertical.peers_unrated")
    if row["median"] is None:
        return say(language, "vertical.peers_few", n=row["peers"], fewest=FEWEST)
    return say(
        language, "vertical.peers_place", own=share(row["own"]), median=share(row["median"]),
        place=row["place"], n=row["peers"] + 1, change=points(row["own"] - row["median"]),
    )  # fmt: skip


def _gap(told: Sum, found: Vertical) -> Decimal | None:
    if told.rate is None or found.year_gone is None:
        return None
    return told.rate - found.year_gone


def _found(view: View, here: Ground) -> Vertical | None:
    basis = view.choice.one("basis")
    year = Year(here.places.region, here.places.year)
    if view.scope is None:
        return None
    try:
        return vertical(
            here.warehouse, year, scope=view.scope, ledger=view.ledger,
            basis=Basis(basis) if basis in list(Basis) else Basis.DEPARTMENTS,
        )  # fmt: skip
    except FigureUnknown:
        return None


def _beside(here: Ground) -> Row | None:
    try:
        return peers(here.warehouse, Year(here.places.region, here.places.year))
    except FigureUnknown:
        return None


def _map(view: View, below: Sequence[Child]) -> tuple[list[tuple[Child, Outline]], float]:
    """Give the shapes of those below, where the site has its own approved boundaries of them."""
    if view.boundaries is None:
        return [], 0.0
    by_region = {one.government.region: one for one in below}
    drawn, height = outlines(view.boundaries, by_region, WIDE)
    return [(by_region[one.region], one) for one in drawn], height


def rows(view: View) -> list[Row]:
    """Give the government itself, each below it rolled up, and all together, to the fen."""
    here = ground(view)
    found = _found(view, here) if here else None
    if here is None or found is None:
        return []
    listed = [
        ("itself", here.places.region, here.places.name, found.itself),
        *(("below", one.government.region, one.government.name, one.rolled)
          for one in sorted_(found)),
        ("whole", here.places.region, here.places.name, found.whole),
    ]  # fmt: skip
    return [
        {
            "row": row, "region": region, "name": name, "fiscal_year": found.fiscal_year,
            "month": found.month, "basis": found.basis.value, "governments": told.governments,
            "reported": told.executing, "approved": told.approved, "adjusted": told.adjusted,
            "executed": told.executed, "rate": told.rate, "year_gone": found.year_gone,
            "outstanding": told.outstanding, "ceiling": told.ceiling,
            "debt_share": told.debt_share,
        }
        for row, region, name, told in listed
    ]  # fmt: skip


PAGE = Page(
    path="/vertical",
    title_key="vertical.title",
    question_key="vertical.question",
    draw=draw,
    template="vertical.html",
    rows=rows,
    menu=5,
    group="books",
)
