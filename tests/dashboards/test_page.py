import inspect
import re
from pathlib import Path

import pytest

import dashboards
from dashboards.page import EVERYWHERE, Choice, Page, all_pages

TEMPLATES = Path(dashboards.__file__).parent / "templates"


def test_the_menu_is_the_folder_in_its_own_order() -> None:
    assert [page.path for page in all_pages() if page.menu] == [
        "/overview", "/work", "/alerts", "/matters", "/rules", "/supply", "/events",
        "/query", "/stations", "/upload", "/reports",
        "/books", "/execution", "/transfers", "/draft", "/vertical", "/flows",
        "/assets", "/debt", "/running", "/users", "/looked", "/station-settings",
    ]  # fmt: skip


def test_a_choice_may_be_made_more_than_once_and_empty_ones_count_for_nothing() -> None:
    choice = Choice.of([("severity", "red"), ("severity", "blue"), ("q", "  "), ("unit", "wan")])
    assert choice.many("severity") == ("red", "blue")
    assert choice.one("severity") == "blue"
    assert choice.one("q", "nothing") == "nothing"


def test_an_address_changes_what_it_is_told_and_keeps_the_rest() -> None:
    choice = Choice.of([("severity", "red"), ("severity", "blue"), ("after", "abc")])
    assert choice.but(after=None) == "?severity=red&severity=blue"
    assert choice.but(severity=["red"], after=None) == "?severity=red"
    assert choice.but(severity=None, after=None) == "?"
    assert choice.but(q="甲 & 乙", severity=None, after=None) == "?q=%E7%94%B2+%26+%E4%B9%99"


@pytest.mark.parametrize("page", [page for page in all_pages() if page.takes is not None])
def test_a_list_takes_every_filter_that_it_reads_and_that_a_link_asks_it_with(page: Page) -> None:
    takes = {*(page.takes or ()), *EVERYWHERE}
    module = Path(inspect.getfile(page.draw)).read_text("utf-8")
    own = (TEMPLATES / page.template).read_text("utf-8")
    every = "".join(one.read_text("utf-8") for one in sorted(TEMPLATES.glob("*.html")))
    read = re.findall(r"choice\.(?:one|many|among)\(\s*['\"](\w+)['\"]", module + own)
    asked = re.findall(rf'"{page.path}\?(\w+)=', every)
    asked += re.findall(rf'"{page.path}\?[^"]*?&amp;(\w+)=', every)

    assert {*read, *asked} <= takes
