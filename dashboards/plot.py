"""图. Plotly figures in the house's hand; colours are names of tokens, valued on the screen."""

from collections.abc import Mapping, Sequence

Line = tuple[Sequence[float], Sequence[float]]

AXIS: Mapping[str, object] = {
    "zeroline": False,
    "automargin": False,
    "fixedrange": True,
    "tickfont": {"size": 12, "color": "--ink3"},
}


RIGHT = 12.25
"""The right edge of a year's chart, in months."""
STEEP = 15
"""Points that a line rises in its last month at most, if a word under its end is to be clear."""
MONTH = 24
"""Pixels that a month of it takes on the narrowest screen."""


def layout(**changes: object) -> dict[str, object]:
    """Give the layout that every chart starts from."""
    return {
        "font": {"family": "--sans", "size": 12, "color": "--ink2"},
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "margin": {"l": 44, "r": 12, "t": 14, "b": 26, "pad": 0},
        "showlegend": False,
        "dragmode": False,
        "separators": ".,",
        "hovermode": "x unified",
        "hoverlabel": {
            "bgcolor": "--surface",
            "bordercolor": "--line2",
            "font": {"family": "--sans", "size": 13, "color": "--ink"},
        },
        **changes,
    }


def _label(x: float, y: float, text: str, colour: str, *, yanchor: str) -> dict[str, object]:
    return {
        "x": x,
        "y": y,
        "text": text,
        "showarrow": False,
        "font": {"size": 12, "color": colour},
        "xanchor": "right",
        "yanchor": yanchor,
        "yshift": 4 if yanchor == "bottom" else -4,
    }


def _end_label(end: float, paid: float, text: str, behind: bool) -> dict[str, object]:
    """Label the end of this year's line: beside it while there is room, else well clear of it."""
    near = _label(end, paid, text, "--data", yanchor="top" if behind else "bottom")
    near["font"] = {"size": 12, "color": "--data", "weight": 700}
    clear = 10 + max(0.0, end - 9) * 14
    near["yshift"] = -clear if behind else 8
    if wide(text) <= (RIGHT - end) * MONTH:
        return {**near, "xanchor": "left", "xshift": 6, "yshift": -4 if behind else 4}
    if behind:
        return {**near, "x": RIGHT}
    return {**near, "bgcolor": "--ground"}


def wide(text: str) -> int:
    """Give about how many pixels a bold word of a chart takes: a Han character is twice as wide."""
    return sum(7 if letter.isascii() else 12 for letter in text)


def lines(
    *,
    this_year: Line,
    even: Line,
    last_year: Line,
    labels: Mapping[str, str],
    ticks: Sequence[str],
) -> dict[str, object]:
    """Draw cumulative shares by month: even pace dotted, the shortfall hatched, last year grey."""
    end, paid = this_year[0][-1], this_year[1][-1]
    behind = paid < even[1][-1]
    traces: list[dict[str, object]] = [
        _trace(last_year, labels["last"], "--data-muted", 1.5, "solid"),
        {**_trace(([0, 12], [0.0, 100.0]), "", "--ink", 1, "dot"), "hoverinfo": "skip"},
        _trace(even, labels["even"], "rgba(0,0,0,0)", 1, "solid"),
        {
            **_trace(this_year, labels["this"], "--data", 2.5, "solid"),
            "fill": "tonexty" if behind else "none",
            "fillpattern": {
                "shape": "/",
                "fgcolor": "--hatch",
                "bgcolor": "rgba(0,0,0,0)",
                "fillmode": "overlay",
                "size": 6,
                "solidity": 0.2,
            },
            "fillcolor": "rgba(0,0,0,0)",
        },
        {
            "type": "scatter",
            "mode": "markers",
            "x": [end],
            "y": [paid],
            "marker": {"size": 8, "color": "--data"},
            "hoverinfo": "skip",
        },
    ]
    steep = paid - (this_year[1][-2] if len(this_year[1]) > 1 else 0.0) > STEEP
    notes = [_end_label(end, paid, labels["this"], behind and not steep)]
    if end < 10:
        notes.append(
            _label(
                end, even[1][-1], labels["even"], "--ink2", yanchor="bottom" if behind else "top"
            )
        )
    if len(last_year[0]) > 1:
        last = _label(12, last_year[1][-1], labels["last"], "--ink3", yanchor="bottom")
        notes.append(
            {**last, "yshift": 9, "name": "wide"}
        )  # a narrow screen leaves it to the table
    top = max([100.0, *this_year[1], *last_year[1]])
    return {
        "data": traces,
        "layout": layout(
            annotations=notes,
            xaxis={
                **AXIS,
                "range": [0, RIGHT],
                "showgrid": False,
                "showline": True,
                "linecolor": "--ink2",
                "ticks": "outside",
                "ticklen": 4,
                "tickcolor": "--line2",
                "tickangle": 0,
                "tickvals": list(range(1, 13)),
                "ticktext": list(ticks),
            },
            yaxis={
                **AXIS,
                "range": [0, top * 1.06],
                "showgrid": True,
                "gridcolor": "--grid",
                "tickvals": [0, 25, 50, 75, 100],
                "ticktext": ["0", "25%", "50%", "75%", "100%"],
            },
        ),
    }


def _trace(line: Line, name: str, colour: str, width: float, dash: str) -> dict[str, object]:
    return {
        "type": "scatter",
        "mode": "lines",
        "name": name,
        "x": list(line[0]),
        "y": list(line[1]),
        "line": {"color": colour, "width": width, "dash": dash},
        "hovertemplate": "%{y:.1f}%",
    }


MOST_TICKS = 8
"""Columns that can bear words side by side; of more, every so manieth does."""


def _bearing(values: Sequence[float | None]) -> list[int]:
    """Give the columns that bear words: the last one always, and the tallest but beside it."""
    number = len(values)
    every = -(-number // MOST_TICKS) or 1
    bearing = list(range((number - 1) % every, number, every))
    tallest = max(range(number), key=lambda nth: (values[nth] or 0, nth in bearing), default=0)
    if tallest in bearing or tallest == number - 2:
        return bearing
    return sorted({tallest, *(nth for nth in bearing if abs(nth - tallest) > 1)})


def columns(
    labels: Sequence[str],
    values: Sequence[float | None],
    written: Sequence[str],
    last: str = "/",
    *,
    told: int = -1,
) -> dict[str, object]:
    """Draw a column for each label, its value written above it; one of them is what is told of.

    Args:
        labels: never bare numbers, which Plotly would take for positions.
        values: None leaves a gap.
        written: the values as a reader reads them.
        last: the pattern of the last column, `/` where its period is not whole, else empty.
        told: which column is told of; the last, unless said otherwise.
    """
    bearing = _bearing(values)
    ticks = [labels[nth] for nth in bearing]
    shapes = ["" for _ in values[:-1]] + [last]
    colours = ["--data2" for _ in values]
    colours[told] = "--data"
    return {
        "data": [
            {
                "type": "bar",
                "x": list(labels),
                "y": list(values),
                "text": [one if nth in bearing else "" for nth, one in enumerate(written)],
                "textposition": "outside",
                "constraintext": "none",
                "cliponaxis": False,
                "textfont": {"size": 12, "color": "--ink2"},
                "marker": {
                    "color": colours,
                    "pattern": {
                        "shape": shapes, "fgcolor": "--ground", "size": 6, "fillmode": "overlay",
                    },
                },
                "hoverinfo": "none",
            }
        ],
        "layout": layout(
            bargap=0.35,
            hovermode=False,
            xaxis={
                **AXIS, "type": "category", "showgrid": False, "showline": True,
                "linecolor": "--ink2", "tickangle": 0, "tickvals": ticks,
                "ticktext": ticks,
            },
            yaxis={**AXIS, "rangemode": "tozero", "visible": False, "automargin": False},
            margin={
                "l": 28 if 0 in bearing and len(labels) > MOST_TICKS else 8,  # narrow, and written
                "r": 8, "t": 26, "b": 26, "pad": 0,
            },
        ),
    }  # fmt: skip


def bars(
    labels: Sequence[str], values: Sequence[float], written: Sequence[str]
) -> dict[str, object]:
    """Draw a lying bar for each label, the first on top; below zero it lies to the left."""
    least, most = min([0.0, *values]), max([0.0, *values])
    both = least < 0 < most
    room = (0.6 if both else 0.4) * ((most - least) or 1.0)  # what a phone needs for the ends' text
    return {
        "data": [
            {
                "type": "bar",
                "orientation": "h",
                "x": list(values),
                "y": list(labels),
                "text": list(written),
                "textposition": "outside",
                "constraintext": "none",
                "cliponaxis": False,
                "textfont": {"size": 12, "color": "--ink2"},
                "marker": {"color": ["--data" if value >= 0 else "--data2" for value in values]},
                "hoverinfo": "none",
            }
        ],
        "layout": layout(
            bargap=0.4,
            hovermode=False,
            xaxis={
                **AXIS, "visible": False, "zeroline": True,
                "range": [least - room if least < 0 else 0, most + room],
            },
            yaxis={
                **AXIS, "type": "category", "autorange": "reversed", "automargin": True,
                "showgrid": False, "tickfont": {"size": 12, "color": "--ink2"},
            },
            margin={"l": 8, "r": 8, "t": 4, "b": 4, "pad": 4},
        ),
    }  # fmt: skip


def streams(
    names: Sequence[str],
    links: Sequence[tuple[int, int, float]],
    short: Sequence[str],
    told: int = -1,
) -> dict[str, object]:
    """Draw streams between named things, each as wide as it is large.

    Args:
        names: what they flow between.
        links: from which of them, to which, how much; more than nothing.
        short: what they are called where there is little room.
        told: of which of them the chart tells; none, unless said.
    """
    return {
        "data": [
            {
                "type": "sankey",
                "arrangement": "fixed",
                "textfont": {"family": "--sans", "size": 12, "color": "--ink"},
                "node": {
                    "label": list(names), "pad": 14, "thickness": 10,
                    "color": [
                        "--data-warn" if nth == told else "--data" for nth, _ in enumerate(names)
                    ] if told >= 0 else "--data",
                    "line": {"width": 0}, "hoverinfo": "none", "customdata": list(short),
                },
                "link": {
                    "source": [one for one, _, _ in links],
                    "target": [other for _, other, _ in links],
                    "value": [size for _, _, size in links],
                    "color": [
                        "--data-warn-soft" if told in (one, other) else "--data3"
                        for one, other, _ in links
                    ] if told >= 0 else "--data3",
                    "hoverinfo": "none",
                },
            }
        ],
        "layout": layout(hovermode=False, margin={"l": 4, "r": 4, "t": 8, "b": 8, "pad": 0}),
    }  # fmt: skip
