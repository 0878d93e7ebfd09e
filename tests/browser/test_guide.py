"""The guide's three ways, walked on the demo city as a new user would, and pictured step by step.

`make guide` names a demo city in PURSEWATCH_GUIDE and writes the pictures of `docs/guide/img`;
`make visual` walks the same ways and compares what it sees with them.
"""

import os
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from service import clock
from service.demo.accounts import PASSWORD
from service.settings import read_settings
from service.site import site as opened
from tests.browser.conftest import serving
from tests.browser.seen import alike

IMAGES = Path(__file__).parents[2] / "docs" / "guide" / "img"
HOME = os.environ.get("PURSEWATCH_GUIDE", "")
NOW = datetime(2026, 10, 3, 4, tzinfo=UTC)
COMPARES = os.environ.get("PURSEWATCH_GUIDE_COMPARE") == "1"
pytestmark = pytest.mark.skipif(
    not HOME, reason="the guide is pictured on a demo city: run `make guide`"
)


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Serve a copy of the demo city on a day that stands still, as its pictures do."""
    home = tmp_path_factory.mktemp("guide") / "home"
    shutil.copytree(HOME, home, symlinks=True)
    before, clock.now = clock.now, lambda: NOW
    yield from serving(opened(read_settings(home)))
    clock.now = before


class Walk:
    """A person at the demo city, in one language, who takes or compares a picture of each step."""

    def __init__(self, browser: Browser, city: str, who: str, language: str, width: int) -> None:
        high = 520 if width > 400 else 780
        context = browser.new_context(
            viewport={"width": width, "height": high}, color_scheme="light", locale="zh-CN"
        )
        self.page: Page = context.new_page()
        self.page.set_default_timeout(120_000)
        self.city, self.language = city, language
        self.page.goto(f"{city}/sign-in?language={language}")
        self.page.locator("input[name=account]").fill(who)
        self.page.locator("input[name=password]").fill(PASSWORD)
        self.page.locator("main button[type=submit], form button[type=submit]").last.click()
        self.page.wait_for_load_state()

    def picture(self, name: str) -> None:
        """Take a picture of what is in sight, or compare it with the one that is kept."""
        if self.page.locator("script[data-figure]").count():
            self.page.locator(".js-plotly-plot").first.wait_for()
        kept, taken = IMAGES / f"{name}-{self.language}.png", self.page.screenshot()
        if not COMPARES:
            kept.write_bytes(taken)
            return
        seen = alike(self.page, kept, taken)
        assert seen.same, f"{kept.name} looks otherwise ({seen}): look, then run `make guide`"


@pytest.mark.parametrize("language", ["zh", "en"])
def test_an_analyst_reaches_the_voucher_of_a_flagged_department(browser, city, language) -> None:
    walk = Walk(browser, city, "analyst", language, 1180)
    page = walk.page
    page.goto(f"{city}/alerts?rule=B02")
    walk.picture("analyst-1")
    page.locator("#list td.what a").first.click()
    page.locator(".formula").wait_for()
    walk.picture("analyst-2")
    page.locator("#evidence").scroll_into_view_if_needed()
    walk.picture("analyst-3")

    evidence = page.locator("#evidence").inner_text()
    assert ".csv" in evidence or ".xls" in evidence  # the delivery's file, and the line in it


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_deputy_learns_how_much_on_what_and_against_whom(browser, city, language) -> None:
    walk = Walk(browser, city, "deputy", language, 390)
    page = walk.page
    page.goto(f"{city}/today")
    walk.picture("deputy-1")
    page.locator("main a.plainly.row").first.click()
    page.locator(".big").first.wait_for()
    walk.picture("deputy-2")
    page.mouse.wheel(0, 620)
    page.wait_for_timeout(300)
    walk.picture("deputy-3")

    assert "/figure" in page.url


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_leader_prints_the_region_s_page_and_a_report(browser, city, language) -> None:
    walk = Walk(browser, city, "leader", language, 1180)
    page = walk.page
    page.goto(f"{city}/overview?region=419800&year=2026")
    page.locator(".js-plotly-plot").first.wait_for()  # what is not drawn yet prints its table
    page.emulate_media(media="print")
    walk.picture("leader-1")
    assert not page.locator("nav.rail").is_visible()
    page.emulate_media(media="screen")
    page.goto(f"{city}/reports")
    page.locator("main form button[type=submit]").click()
    page.locator("main table a[download]").first.wait_for()
    walk.picture("leader-2")
