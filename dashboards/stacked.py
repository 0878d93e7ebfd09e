"""叠柱图. Plotly columns whose parts stand on one another, with a line of ink across each."""

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from dashboards.plot import AXIS, layout, wide

COLUMNS_WIDE, COLUMNS_NARROW = 560, 260
"""Pixels that the columns of a chart have side by side, on a desk and on the narrowest phone."""
HALF = 0.325
"""Half of a standing column's width, of the room that it has."""
EDGE = 40
"""Pixels that words over the last column may take on both sides of its middle."""
STEPS = (1, 2, 2.5, 5, 10)
"""How far apart the lines of an axis may lie, times a power of ten."""


@dataclass(frozen=True)
class Stacked:
    """Columns whose parts stand on one another, and what stands over and across them."""

    labels: Sequence[str]  # never bare numbers, which Plotly would take for positions
    parts: Sequence[Sequence[float]]  # from the ground up, each with a value for every column
    written: Sequence[str]  # over each column
    limits: Sequence[float | None] = ()  # a line of ink across each
    warned: Sequence[float | None] = ()  # a dotted line
    short: frozenset[int] = frozenset()  # columns whose period is not whole: hatched
    lumps: frozenset[int] = frozenset()  # columns of many years: hollow, and cut off where high
    untold: frozenset[int] = frozenset()  # columns that nothing was reported of: a hatched foot


def stacks(of: Stacked, tick: Callable[[float], str]) -> dict[str, object]:
    """Draw columns whose parts stand on one another; `tick` writes a value of the axis."""
    sums = [sum(part[nth] for part in of.parts) for nth, _ in enumerate(of.labels)]
    highest = max(
        [
            *(one for nth, one in enumerate(sums) if nth not in of.lumps),
            *(one for one in (*of.limits, *of.warned) if one is not None),
        ],
        default=0.0,
    ) or max([*sums, 0.0]) or 1.0  # fmt: skip
    top = highest * 1.12
    tops = [
        top if nth in of.lumps and one > top else max(one, *(_at(of.limits, nth),))
        for nth, one in enumerate(sums)
    ]
    drawn = [nth for nth, _ in enumerate(of.labels) if nth not in of.lumps]
    traces: list[dict[str, object]] = [
        {
            "type": "bar",
            "x": [of.labels[nth] for nth in drawn],
            "y": [part[nth] for nth in drawn],
            "marker": {
                "color": colour,
                "pattern": {
                    "shape": ["/" if nth in of.short else "" for nth in drawn],
                    "fgcolor": "--ground", "size": 6, "fillmode": "overlay",
                },
            },
            "hoverinfo": "none",
        }
        for part, colour in zip(of.parts, ("--data", "--data2", "--data-muted"), strict=False)
    ]  # fmt: skip
    if of.untold:
        traces.append(_foot([of.labels[nth] for nth in sorted(of.untold)], highest * 0.12))
    ticks = _ticks(top)
    return {
        "data": traces,
        "layout": layout(
            barmode="stack",
            bargap=1 - 2 * HALF,
            hovermode=False,
            annotations=_written_over(of, tops, highest),
            shapes=[
                *_across(of.warned, "--ink2", 1, "dot"),
                *_across(of.limits, "--ink", 2, "solid"),
                *(one for nth in sorted(of.lumps) for one in _hollow(nth, sums[nth], top)),
            ],
            xaxis={
                **AXIS, "type": "category", "categoryorder": "array",
                "categoryarray": list(of.labels), "range": [-0.5, len(of.labels) - 0.5],
                "showgrid": False, "showline": True, "linecolor": "--ink2", "tickangle": 0,
                "tickvals": list(of.labels), "ticktext": list(of.labels),
            },
            yaxis={
                **AXIS, "range": [0, top * 1.1], "showgrid": True, "gridcolor": "--grid",
                "tickvals": ticks, "ticktext": [tick(one) for one in ticks],
            },
            margin={"l": 52, "r": 8, "t": 8, "b": 40, "pad": 0},
        ),
    }  # fmt: skip


def _at(values: Sequence[float | None], nth: int) -> float:
    return (values[nth] or 0.0) if nth < len(values) else 0.0


def _foot(labels: Sequence[str], height: float) -> dict[str, object]:
    """Stand a hatched foot where a column would be, of which nothing was reported."""
    return {
        "type": "bar",
        "x": list(labels),
        "y": [height for _ in labels],
        "marker": {
            "color": "rgba(0,0,0,0)",
            "line": {"color": "--hatch", "width": 1},
            "pattern": {
                "shape": "/", "fgcolor": "--hatch", "bgcolor": "rgba(0,0,0,0)", "size": 6,
                "solidity": 0.2, "fillmode": "overlay",
            },
        },
        "hoverinfo": "none",
    }  # fmt: skip


def _written_over(of: Stacked, tops: Sequence[float], highest: float) -> list[dict[str, object]]:
    """Write over the columns; a narrow screen bears the highest whole one and the last alone."""
    size = max((wide(one) for one in of.written), default=0)
    every = -(-(size + 6) * len(of.labels) // COLUMNS_WIDE) or 1
    whole = [one if nth not in of.lumps else 0.0 for nth, one in enumerate(tops)]
    peak, last = whole.index(max(whole)), len(tops) - 1
    clear = every == 1 and size * len(of.labels) < COLUMNS_NARROW
    bearing = {peak, *(nth for nth in range(last, -1, -every) if abs(nth - peak) >= every)}
    notes = []
    for nth in sorted(bearing):
        at = highest * 0.12 if nth in of.untold else tops[nth]
        narrow = clear or nth == peak or (nth == last and last - peak > 1)
        note = {
            "x": nth, "y": at, "text": of.written[nth], "showarrow": False,
            "font": {"size": 12, "color": "--ink2"}, "yanchor": "bottom", "yshift": 2,
        }  # fmt: skip
        if nth == last and wide(of.written[nth]) > EDGE:
            note |= {"xanchor": "right", "xshift": EDGE // 2}
        notes.append(note if narrow else {**note, "name": "wide"})
    return notes


def _across(
    values: Sequence[float | None], colour: str, width: int, dash: str
) -> Iterator[dict[str, object]]:
    for nth, value in enumerate(values):
        if value is not None:
            yield {
                "type": "line", "x0": nth - 0.46, "x1": nth + 0.46, "y0": value, "y1": value,
                "line": {"color": colour, "width": width, "dash": dash},
            }  # fmt: skip


def _hollow(nth: int, height: float, top: float) -> Iterator[dict[str, object]]:
    """Draw a hollow column; one that is cut off has no top edge."""
    line = {"color": "--data", "width": 1, "dash": "solid"}
    end = min(height, top)
    for x in (nth - HALF, nth + HALF):
        yield {"type": "line", "x0": x, "x1": x, "y0": 0, "y1": end, "line": line}
    if height <= top:
        sides = {"x0": nth - HALF, "x1": nth + HALF, "y0": end, "y1": end}
        yield {"type": "line", **sides, "line": line}


def _ticks(top: float) -> list[float]:
    """Give round values up to a height, some four of them."""
    rough = top / 4
    power = 10.0 ** math.floor(math.log10(rough))
    step = next(one * power for one in STEPS if one * power >= rough)
    return [nth * step for nth in range(int(top / step) + 1)]
