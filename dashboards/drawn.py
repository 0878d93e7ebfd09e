"""图上纸. The pages' own figures as SVG, for paper: what `dashboards.plot` writes, drawn here."""

import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

from dashboards.tokens import COLOURS

Picture = Mapping[str, Any]
SIZE = 12
HATCH = (
    '<pattern id="hatch" width="6" height="6" patternUnits="userSpaceOnUse" '
    'patternTransform="rotate(45)"><path d="M1 0V6M4 0V6" stroke="{}" stroke-width="0.8"/>'
    "</pattern>"
)
STRIPES = (
    '<pattern id="stripes" width="6" height="6" patternUnits="userSpaceOnUse" '
    'patternTransform="rotate(45)"><path d="M1.5 0V6" stroke="#FFFFFF" stroke-width="2"/></pattern>'
)
DASHES = {"dot": "1.5 3", "dash": "6 4", "solid": ""}
ANCHORS = {"left": "start", "center": "middle", "right": "end"}


@dataclass(frozen=True)
class Sheet:
    """The size of a drawing in pixels, and the faces that its words are set in."""

    width: int
    height: int
    faces: Sequence[str]


def svg(picture: Picture, sheet: Sheet) -> str:
    """Draw a figure of Plotly's JSON in the light colours; the same figure gives the same text."""
    frame = _frame(picture, sheet)
    parts = [
        *_axes(frame, picture["layout"]),
        *(mark for nth, _ in enumerate(picture["data"]) for mark in _trace(frame, picture, nth)),
        *(_note(frame, one) for one in picture["layout"].get("annotations", ())),
    ]
    face = escape(", ".join(f"'{name}'" for name in sheet.faces), quote=True)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{sheet.width}" height="{sheet.height}" '
        f'viewBox="0 0 {sheet.width} {sheet.height}" font-family="{face}" font-size="{SIZE}">'
        f"<defs>{HATCH.format(colour('--hatch'))}{STRIPES}</defs>{''.join(parts)}</svg>"
    )


def colour(name: str) -> str:
    """Give the value of a token on paper; a value stays itself, and no colour is none."""
    if name.startswith("--"):
        return COLOURS[name.removeprefix("--")][0]
    return "none" if name.startswith("rgba(0,0,0,0") else name


def length(text: str) -> float:
    """Tell about how long words are, in pixels."""
    wide = sum(unicodedata.east_asian_width(letter) in "WF" for letter in text)
    return SIZE * (wide + 0.56 * (len(text) - wide))


@dataclass(frozen=True)
class _Frame:
    """Where the plot lies on the sheet, and what its axes count."""

    left: float
    top: float
    right: float
    bottom: float
    across: tuple[float, float]
    up: tuple[float, float]
    columns: Sequence[str] = ()  # of a category axis: its labels in order
    lying: bool = False
    gap: float = 0.2

    def x(self, value: Any) -> float:  # noqa: ANN401 - a number or a label
        at = self.columns.index(value) + 0.5 if self.columns and not self.lying else float(value)
        low, high = self.across
        return self.left + (at - low) / ((high - low) or 1) * (self.right - self.left)

    def y(self, value: Any) -> float:  # noqa: ANN401 - a number or a label
        if self.lying:
            row = self.columns.index(value) + 0.5
            return self.top + row / len(self.columns) * (self.bottom - self.top)
        low, high = self.up
        return self.bottom - (float(value) - low) / ((high - low) or 1) * (self.bottom - self.top)


def _frame(picture: Picture, sheet: Sheet) -> _Frame:
    layout, traces = picture["layout"], picture["data"]
    margin = layout["margin"]
    bars = [one for one in traces if one["type"] == "bar"]
    lying = bool(bars) and bars[0].get("orientation") == "h"
    labels = list(dict.fromkeys(one for bar in bars for one in bar["y" if lying else "x"]))
    left = margin["l"]
    if lying:
        left += max((length(one) for one in labels), default=0) + 8
    numbers = [
        float(one)
        for trace in traces
        for one in trace["x" if lying else "y"]
        if one is not None
    ]  # fmt: skip
    spread = (min([0.0, *numbers]), max([0.0, *numbers]) * 1.02 or 1.0)
    return _Frame(
        left=left,
        top=margin["t"] + 4,
        right=sheet.width - margin["r"] - 4,
        bottom=sheet.height - margin["b"],
        across=_range(layout["xaxis"], spread if lying else (0.0, float(len(labels)))),
        up=_range(layout["yaxis"], (0.0, float(len(labels))) if lying else spread),
        columns=labels,
        lying=lying,
        gap=layout.get("bargap", 0.2),
    )


def _range(axis: Mapping[str, Any], otherwise: tuple[float, float]) -> tuple[float, float]:
    low, high = axis.get("range", otherwise)
    return float(low), float(high)


def _axes(frame: _Frame, layout: Mapping[str, Any]) -> Iterator[str]:
    across, up = layout["xaxis"], layout["yaxis"]
    if frame.lying:
        zero = frame.x(0)
        yield _line(zero, frame.top, zero, frame.bottom, "--line2")
        for label in frame.columns:
            yield _text(frame.left - 8, frame.y(label) + 4, label, "--ink2", "end")
        return
    if up.get("visible", True):
        for value, words in zip(up.get("tickvals", ()), up.get("ticktext", ()), strict=True):
            if frame.up[0] <= value <= frame.up[1]:
                yield _line(frame.left, frame.y(value), frame.right, frame.y(value), "--grid")
                yield _text(frame.left - 6, frame.y(value) + 4, words, "--ink3", "end")
    zero = frame.y(0)
    yield _line(frame.left, zero, frame.right, zero, across.get("linecolor", "--line2"))
    for value, words in zip(across.get("tickvals", ()), across.get("ticktext", ()), strict=True):
        yield _line(frame.x(value), zero, frame.x(value), zero + 4, "--line2")
        yield _text(frame.x(value), frame.bottom + 18, words, "--ink3", "middle")


def _trace(frame: _Frame, picture: Picture, nth: int) -> Iterator[str]:
    trace = picture["data"][nth]
    if trace["type"] == "bar":
        yield from _bars(frame, trace)
    elif trace.get("mode") == "markers":
        for x, y in zip(trace["x"], trace["y"], strict=True):
            radius, fill = trace["marker"]["size"] / 2, colour(trace["marker"]["color"])
            at = f'cx="{frame.x(x):.2f}" cy="{frame.y(y):.2f}"'
            yield f'<circle {at} r="{radius}" fill="{fill}"/>'
    else:
        if trace.get("fill") == "tonexty" and nth:
            both = _points(frame, trace) + _points(frame, picture["data"][nth - 1])[::-1]
            yield f'<polygon points="{" ".join(both)}" fill="url(#hatch)"/>'
        stroke = colour(trace["line"]["color"])
        if stroke != "none" and trace["x"]:
            dashes = DASHES[trace["line"].get("dash", "solid")]
            dashed = f' stroke-dasharray="{dashes}"' if dashes else ""
            yield (
                f'<polyline points="{" ".join(_points(frame, trace))}" fill="none" '
                f'stroke="{stroke}" stroke-width="{trace["line"]["width"]}"{dashed} '
                'stroke-linejoin="round"/>'
            )


def _points(frame: _Frame, trace: Mapping[str, Any]) -> list[str]:
    pairs = zip(trace["x"], trace["y"], strict=True)
    return [f"{frame.x(x):.2f},{frame.y(y):.2f}" for x, y in pairs if y is not None]


def _bars(frame: _Frame, trace: Mapping[str, Any]) -> Iterator[str]:
    marker = trace["marker"]
    shapes = marker.get("pattern", {}).get("shape", [])
    for nth, (x, y) in enumerate(zip(trace["x"], trace["y"], strict=True)):
        if x is None or y is None:
            continue
        fill = marker["color"] if isinstance(marker["color"], str) else marker["color"][nth]
        box = _box(frame, x, y)
        yield _rect(box, colour(fill))
        if nth < len(shapes) and shapes[nth]:
            yield _rect(box, "url(#stripes)")
        words = trace.get("text", ())
        if nth < len(words) and words[nth]:
            yield _ends(frame, box, words[nth], below=(x if frame.lying else y) < 0)


def _box(frame: _Frame, x: Any, y: Any) -> tuple[float, float, float, float]:  # noqa: ANN401
    if frame.lying:
        thick = (frame.bottom - frame.top) / len(frame.columns) * (1 - frame.gap)
        start, end = sorted((frame.x(0), frame.x(x)))
        return start, frame.y(y) - thick / 2, end - start, thick
    thick = (frame.right - frame.left) / len(frame.columns) * (1 - frame.gap)
    start, end = sorted((frame.y(0), frame.y(y)))
    return frame.x(x) - thick / 2, start, thick, end - start


def _ends(frame: _Frame, box: tuple[float, float, float, float], words: str, *, below: bool) -> str:
    x, y, width, height = box
    if frame.lying:
        at = x - 5 if below else x + width + 5
        return _text(at, y + height / 2 + 4, words, "--ink2", "end" if below else "start")
    over = y + height + 14 if below else y - 5
    return _text(x + width / 2, over, words, "--ink2", "middle")


def _note(frame: _Frame, note: Mapping[str, Any]) -> str:
    drop = 4 if note.get("yanchor") == "middle" else 11 if note.get("yanchor") == "top" else 0
    x = frame.x(note["x"]) + note.get("xshift", 0)
    y = frame.y(note["y"]) - note.get("yshift", 0) + drop
    font = note.get("font", {})
    anchor = ANCHORS[note.get("xanchor", "center")]
    bold = font.get("weight", 400) == 700
    return _text(x, y, note["text"], font.get("color", "--ink2"), anchor, bold=bold)


def _text(x: float, y: float, words: str, ink: str, anchor: str, *, bold: bool = False) -> str:
    weight = ' font-weight="700"' if bold else ""
    return (
        f'<text x="{x:.2f}" y="{y:.2f}" text-anchor="{anchor}" fill="{colour(ink)}"{weight}>'
        f"{escape(words)}</text>"
    )


def _line(left: float, top: float, right: float, bottom: float, ink: str) -> str:
    return (
        f'<line x1="{left:.2f}" y1="{top:.2f}" x2="{right:.2f}" y2="{bottom:.2f}" '
        f'stroke="{colour(ink)}" stroke-width="1"/>'
    )


def _rect(box: tuple[float, float, float, float], fill: str) -> str:
    x, y, width, height = box
    return (
        f'<rect x="{x:.2f}" y="{y:.2f}" width="{width:.2f}" height="{height:.2f}" fill="{fill}"/>'
    )
