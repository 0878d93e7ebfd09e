"""图. Plotly figures in the house's hand; colours are names of tokens, valued on the screen."""

from collections.abc import Mapping, Sequence

Line = tuple[Sequence[float], Sequence[float]]

AXIS: Mapping[str, object] = {
    "zeroline": False,
    "automargin": False,
    "fixedrange": True,
    "tickfont": {"size": 12, "color": "--ink3"},
}


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


def _label(x: float, y: float, text: str, colour: str, **changes: object) -> dict[str, object]:
    return {
        "x": x,
        "y": y,
        "text": text,
        "showarrow": False,
        "font": {"size": 12, "color": colour},
        "xanchor": "left",
        "yanchor": "middle",
        "xshift": 6,
        **changes,
    }


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
    left = end > 9
    beside = {"xanchor": "right" if left else "left", "xshift": -8 if left else 8}
    traces: list[dict[str, object]] = [
        _trace(last_year, labels["last"], "--data-muted", 1.5, "solid"),
        _trace(even, labels["even"], "--ink", 1, "dot"),
        {
            **_trace(this_year, labels["this"], "--data", 2.5, "solid"),
            "fill": "tonexty" if behind else "none",
            "fillpattern": {
                "shape": "/",
                "fgcolor": "--hatch",
                "bgcolor": "rgba(0,0,0,0)",
                "fillmode": "overlay",
                "size": 7,
                "solidity": 0.1,
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
    low, high = ("top", "bottom") if behind else ("bottom", "top")
    notes = [
        _label(
            end,
            paid,
            f"<b>{labels['this']}</b>",
            "--data",
            yanchor=low,
            **{**beside, "xshift": 8 if not left else 0},
            yshift=-10 if behind else 10,
        ),
        _label(
            end,
            even[1][-1],
            labels["even"],
            "--ink2",
            yanchor=high,
            **beside,
            yshift=4 if behind else -4,
        ),
    ]
    if len(last_year[0]) > 1:
        notes.append(
            _label(
                last_year[0][-1],
                last_year[1][-1],
                labels["last"],
                "--ink3",
                xanchor="right",
                yanchor="bottom",
                xshift=0,
                yshift=4,
            )
        )
    top = max([100.0, *this_year[1], *last_year[1]])
    return {
        "data": traces,
        "layout": layout(
            annotations=notes,
            xaxis={
                **AXIS,
                "range": [0, 12.25],
                "showgrid": False,
                "showline": True,
                "linecolor": "--ink2",
                "ticks": "outside",
                "ticklen": 4,
                "tickcolor": "--line2",
                "tickvals": list(range(1, 13)),
                "ticktext": list(ticks),
            },
            yaxis={
                **AXIS,
                "range": [0, top * 1.06],
                "showgrid": True,
                "gridcolor": "--grid",
                "tickvals": [0, 25, 50, 75, 100],
                "ticksuffix": "%",
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
