"""元、万元、亿元: one switch for every page that shows money, and none of it in an export."""

import re
from decimal import Decimal

import pytest

from dashboards import render
from dashboards.frame import READERS, UNITS
from dashboards.look import SCALES, Look, absent
from dashboards.page import Page, View, all_pages
from tests.dashboards.conftest import Look as Looking

LACKING = {
    "/alerts/sets/{token}", "/feeds/{feed}", "/matters/new/{kind}", "/matters/{number}",
    "/rows/{feed}",
}  # fmt: skip
"""Pages of one thing that the small city has none of; every other must be drawn."""
READABLE = [
    one
    for one in all_pages()
    if "analyst" in (one.roles or READERS) and one.signed_in and one.path not in LACKING
]
NAMES = {unit: name for unit, (_, name) in SCALES["zh"].items()}
BIG = re.compile("[0-9.](?:万元|亿元)|>(?:万元|亿元)<")
OTHERS = {"yuan": BIG, "wan": re.compile("[0-9]亿元"), "yi": re.compile("[0-9]万元")}


def view_of(looking: Looking, page: Page, **choice: str) -> View:
    return looking(
        page.path, choice=choice, place={"number": "1", "code": "B02", "feed": "payment"}
    )


def main(looking: Looking, page: Page, **choice: str) -> tuple[str, str]:
    """Give a page's frame and what it says."""
    html = render.page(page, view_of(looking, page, **choice))
    frame, _, said = html.partition("<main")
    return frame, said


@pytest.mark.parametrize("page", READABLE, ids=lambda page: page.path)
def test_a_page_that_shows_money_has_the_switch_and_obeys_it(looking: Looking, page: Page) -> None:
    for unit in UNITS:
        frame, said = main(looking, page, unit=unit)
        if 'class="seg unit"' not in frame:
            assert BIG.findall(said) == []
            return
        assert re.findall(r'aria-current="true">([^<]+)<', frame) == [NAMES[unit]]
        assert OTHERS[unit].findall(said) == []


@pytest.mark.parametrize("page", [one for one in READABLE if one.rows], ids=lambda page: page.path)
def test_an_export_is_the_same_in_every_unit(looking: Looking, page: Page) -> None:
    told = [repr(render.rows(page, view_of(looking, page, unit=unit))) for unit in UNITS]
    assert told[0] == told[1] == told[2]


def test_a_sentence_speaks_in_the_unit_that_was_chosen_or_that_fits() -> None:
    assert Look("zh", "wan").spoken(Decimal("2411087050")) == "24.11亿元"
    assert Look("zh", "wan", chosen=True).spoken(Decimal("2411087050")) == "241,108.71万元"
    assert Look("zh", "yuan", chosen=True).spoken(Decimal("-0.01")) == "−0.01元"
    assert Look("en", "yi", chosen=True).spoken(Decimal("0.01")) == "<0.01 billion yuan"


def test_nought_less_than_nought_missing_and_not_reported_look_different() -> None:
    look = Look("zh", "wan")
    shown = [
        look.plain(Decimal(0)), look.plain(Decimal("-12000")),
        *(str(absent(kind, "")) for kind in ("wait", "gap", "unk", "na")),
    ]  # fmt: skip

    assert shown[:2] == ["0.00", "−1.20"]
    assert len(set(shown)) == len(shown)
