"""The pages' figures drawn on paper: what stands in the SVG."""

import xml.etree.ElementTree as ET

from dashboards import plot
from dashboards.drawn import Sheet, svg

SHEET = Sheet(700, 240, ["Noto Sans CJK SC"])
SVG = "{http://www.w3.org/2000/svg}"


def drawn(picture: dict[str, object]) -> ET.Element:
    return ET.fromstring(svg(picture, SHEET))


def words(root: ET.Element) -> list[str]:
    return [one.text or "" for one in root.iter(f"{SVG}text")]


def test_a_year_is_drawn_with_its_shortfall_hatched() -> None:
    picture = plot.lines(
        this_year=([0, 1, 2], [0.0, 7.0, 14.0]), even=([0, 2], [0.0, 16.7]),
        last_year=([0, 12], [0.0, 98.0]),
        labels={"this": "今年14%", "even": "时间", "last": "上年"},
        ticks=[f"{month}月" for month in range(1, 13)],
    )  # fmt: skip
    root = drawn(picture)

    assert {"今年14%", "时间", "上年", "12月", "100%"} <= set(words(root))
    assert [one.get("fill") for one in root.iter(f"{SVG}polygon")] == ["url(#hatch)"]
    assert len(list(root.iter(f"{SVG}polyline"))) == 3  # the even pace is drawn once, dotted


def test_columns_stand_as_high_as_their_values_and_a_gap_has_none() -> None:
    root = drawn(plot.columns(["2025年", "2026年", "2027年"], [1.0, 2.0, None], ["1", "2", ""], ""))
    heights = [float(one.get("height") or 0) for one in root.iter(f"{SVG}rect")]

    assert len(heights) == 2
    assert abs(heights[1] / heights[0] - 2) < 0.01


def test_a_bar_below_nought_lies_to_the_left_and_its_words_are_escaped() -> None:
    root = drawn(plot.bars(["多<b>", "少"], [3.0, -1.0], ["+3.00", "−1.00"]))
    over, under = root.iter(f"{SVG}rect")

    assert "多<b>" in words(root)
    edge = float(under.get("x") or 0) + float(under.get("width") or 0)
    assert abs(edge - float(over.get("x") or 0)) < 0.01


def test_the_same_figure_is_the_same_text() -> None:
    picture = plot.bars(["一"], [1.0], ["1.00"])

    assert svg(picture, SHEET) == svg(picture, SHEET)
