"""What the debt will cost if three things go as one says, asked from the keyboard."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.conftest import Visit, visit

HEAVIEST = "#ahead h2"


@pytest.fixture
def reader(browser: Browser, site: str, session_of_analyst: Path) -> Iterator[Visit]:
    context = browser.new_context(storage_state=session_of_analyst)
    yield visit(context, site)
    context.close()


def test_a_supposition_is_typed_reckoned_and_taken_back_without_a_mouse(reader: Visit) -> None:
    page = reader.go("/debt?region=419800&year=2026")
    expect(page.locator(HEAVIEST)).to_contain_text("2028年负担最重，要付4.00亿元，占收入40.0%")
    page.locator("#ahead input[name=coupon]").focus()
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.name") == "rolled"
    page.keyboard.type("50")
    with page.expect_navigation():
        page.keyboard.press("Enter")

    expect(page.locator(HEAVIEST)).to_contain_text("2028年负担最重，要付2.00亿元，占收入20.0%")
    page.locator("#ahead input[name=rolled]").focus()
    for wanted in ("BUTTON", "A"):
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.tagName") == wanted
    with page.expect_navigation():
        page.keyboard.press("Enter")
    expect(page.locator(HEAVIEST)).to_contain_text("要付4.00亿元")
    assert reader.complaints == []


def test_what_cannot_be_supposed_is_said_and_the_reckoning_stands(reader: Visit) -> None:
    page = reader.go("/debt?region=419800&year=2026&rolled=500")
    expect(page.locator("#ahead [role=alert]")).to_be_visible()
    expect(page.locator(HEAVIEST)).to_contain_text("要付4.00亿元")
