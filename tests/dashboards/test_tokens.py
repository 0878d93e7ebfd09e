from dashboards.tokens import COLOURS, STYLESHEET, stylesheet

GROUNDS = ["ground", "surface", "sunken", "hover", "selected"]
TEXTS = ["ink", "ink2", "ink3", "accent", "sev-red", "sev-orange", "sev-yellow", "sev-blue", "good"]
MARKS = ["sev-red-mark", "sev-orange-mark", "sev-yellow-mark", "sev-blue-mark", "edge", "focus"]


def luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def test_the_stylesheet_is_the_one_that_the_table_writes() -> None:
    assert STYLESHEET.read_text("utf-8") == stylesheet()


def test_text_is_readable_on_every_ground_in_both_themes() -> None:
    weak = [
        (text, ground, theme)
        for theme in (0, 1)
        for text in TEXTS
        for ground in GROUNDS
        if contrast(COLOURS[text][theme], COLOURS[ground][theme]) < 4.5
    ]
    assert weak == []


def test_marks_stand_out_on_ground_and_surface_in_both_themes() -> None:
    weak = [
        (mark, ground, theme)
        for theme in (0, 1)
        for mark in MARKS
        for ground in ("ground", "surface")
        if contrast(COLOURS[mark][theme], COLOURS[ground][theme]) < 3
    ]
    assert weak == []


def test_a_button_is_readable_in_both_themes() -> None:
    for theme in (0, 1):
        assert contrast(COLOURS["on-accent"][theme], COLOURS["accent"][theme]) >= 4.5
