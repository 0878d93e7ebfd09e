"""小多图. How each part of a level moved through the year, all on one scale, the slowest first."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import accumulate

from dashboards.figures.drill import Level, Part
from dashboards.figures.execution import FAR_BEHIND, Execution
from dashboards.words import say

MOST = 12
"""Parts that are drawn; the others stand in the table of the level."""
BACK = 3
"""Whole months that are looked back to tell who catches up."""
LEFT, RIGHT, TOP, BOTTOM = Decimal(34), Decimal(148), Decimal(8), Decimal(76)
"""Where the plot lies in a drawing of 160 by 94."""
STEPS = (0, 50, 100)
TICKS = (3, 6, 9, 12)


@dataclass(frozen=True)
class Small:
    """One part's year as a small drawing: its line, and what it is short of an even pace."""

    part: Part
    far: bool  # ten points or more behind the year
    line: str
    short: str  # the surface between the line and the even pace; empty where it is not behind
    end: tuple[str, str]


@dataclass(frozen=True)
class Paces:
    """The drawings of a level, and what they have in common."""

    finding: str
    shown: Sequence[Small]
    rest: int  # parts that are not drawn
    even: Sequence[str]  # from where to where an even pace goes: x, y, x, y
    grid: Sequence[tuple[int, str]]  # per cent, and how high they lie
    ticks: Sequence[tuple[int, str]]  # months, and where they end


@dataclass(frozen=True)
class _Scale:
    low: Decimal
    high: Decimal

    def x(self, gone: Decimal) -> Decimal:
        return LEFT + (RIGHT - LEFT) * gone

    def y(self, share: Decimal) -> Decimal:
        return BOTTOM - (BOTTOM - TOP) * (share - self.low) / (self.high - self.low)

    def at(self, gone: Decimal, share: Decimal) -> str:
        return f"{self.x(gone):.1f},{self.y(share):.1f}"


def through(part: Part, found: Execution) -> Mapping[int, Decimal]:
    """Give what was paid by the end of each month, as a share of the authority that there is now.

    Nothing, where there is none to divide by.
    """
    months = [row["month"] for row in found.months]
    if part.rate is None or part.authority is None:
        return {}
    paid = accumulate(part.months.get(month, Decimal(0)) for month in months)
    return {month: sum_ / part.authority for month, sum_ in zip(months, paid, strict=True)}


def paces(level: Level, found: Execution, language: str) -> Paces | None:
    """Draw the parts of a level, the slowest first; None where there are not two to compare."""
    if len(level.rated) < 2:
        return None
    drawn = level.rated[:MOST]
    lines = [through(part, found) for part in drawn]
    shares = [share for line in lines for share in line.values()]
    scale = _Scale(min(Decimal(0), *shares), max(Decimal(1), *shares))
    return Paces(
        finding=finding(level, found, language),
        shown=[_small(part, line, found, scale) for part, line in zip(drawn, lines, strict=True)],
        rest=len(level.parts) - len(drawn),
        even=[f"{one:.1f}" for one in (LEFT, scale.y(Decimal(0)), RIGHT, scale.y(Decimal(1)))],
        grid=[(step, f"{scale.y(Decimal(step) / 100):.1f}") for step in STEPS],
        ticks=[(month, f"{scale.x(Decimal(month) / 12):.1f}") for month in TICKS],
    )


def finding(level: Level, found: Execution, language: str) -> str:
    """Say how many are far behind, and how many of them catch up with the year."""
    kind = say(language, f"drill.kind_{level.by}", n=0)
    far = [part for part in level.rated if part.gap is not None and part.gap <= -FAR_BEHIND]
    if not far:
        return say(language, "paces.none_far", kind=kind)
    whole = [
        row["month"] for row in found.months if found.month_whole or row["month"] != found.month
    ]
    kind = say(language, f"drill.kind_{level.by}", n=len(far))
    if len(whole) <= BACK:
        return say(language, "paces.far", n=len(far), kind=kind)
    gone = {row["month"]: row["year_gone"] for row in found.months}
    last, before = whole[-1], whole[-1 - BACK]
    nearer = 0
    for part in far:
        rates = through(part, found)
        nearer += rates[last] - gone[last] > rates[before] - gone[before]
    some = "paces.nearer" if nearer < len(far) else "paces.all_nearer"
    key = some if nearer else "paces.none_nearer"
    return say(language, key, n=len(far), kind=kind, nearer=nearer)


def _small(part: Part, line: Mapping[int, Decimal], found: Execution, scale: _Scale) -> Small:
    gone = {row["month"]: row["year_gone"] for row in found.months}
    zero = (Decimal(0), Decimal(0))
    way = [zero, *((gone[month], share) for month, share in line.items())]
    below = [scale.at(year, min(year, share)) for year, share in way]
    end = way[-1]
    behind = part.gap is not None and part.gap < 0
    return Small(
        part=part,
        far=part.gap is not None and part.gap <= -FAR_BEHIND,
        line=" ".join(scale.at(*one) for one in way),
        short=" ".join([*below, scale.at(end[0], end[0])]) if behind else "",
        end=(f"{scale.x(end[0]):.1f}", f"{scale.y(end[1]):.1f}"),
    )
