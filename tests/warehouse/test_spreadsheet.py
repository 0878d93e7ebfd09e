"""What a spreadsheet would run as a formula, and what it would not."""

import pytest

from warehouse.spreadsheet import harmless


@pytest.mark.parametrize(
    "text",
    [
        "=1+1",
        "+cmd",
        "-1+1",
        "@SUM(A1)",
        "\t=1",
        "\r=1",
        "＝1",
        "－1|x",
        "-",
        "+-5",
        "=",
        "-5.00.1",
    ],
)
def test_a_text_that_would_run_is_led_by_an_apostrophe(text: str) -> None:
    assert harmless(text) == "'" + text


@pytest.mark.parametrize("text", ["", "甲", "-5", "-1,234.50", "+3%", "2026-03-31", "'=1", "a=b"])
def test_a_figure_or_any_other_text_stays_as_it_is(text: str) -> None:
    assert harmless(text) == text
