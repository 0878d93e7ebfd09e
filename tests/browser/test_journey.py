"""From twenty alerts to a closed matter, as four people do it at their browsers."""

import hashlib
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from alerts.workflow import Role
from tests.api.city import PASSWORD, City, city, found, found_city
from tests.browser.conftest import serving

PDF = b"%PDF-1.7 measures"
MATTER = "/matters/1"


@pytest.fixture
def town(tmp_path: Path) -> City:
    """A city with twenty alerts of one unit, and everybody who handles them."""
    found_city(tmp_path)
    town = city(tmp_path)
    town.note(*(found(f"Z{n:02d}") for n in range(20)))
    town.add("analyst2", region="419800")
    town.accounts.add(
        "works", password=PASSWORD, role=Role.RESPONDENT, region="419801", unit="101001",
        now=town.clock(),
    )  # fmt: skip
    return town


@pytest.fixture
def people(browser: Browser, town: City) -> Iterator[dict[str, Page]]:
    """Browsers that these people are signed in with."""
    for address in serving(town.app):
        contexts = {n: browser.new_context(base_url=address) for n in
                    ("analyst", "analyst2", "leader", "works")}  # fmt: skip
        pages = {name: context.new_page() for name, context in contexts.items()}
        for name, page in pages.items():
            page.goto("/sign-in")
            page.get_by_label("账号").fill(name)
            page.get_by_label("密码").fill(PASSWORD)
            page.get_by_role("button", name="登录").click()
            page.wait_for_url(lambda url: "sign-in" not in url)
        yield pages
        for context in contexts.values():
            context.close()


def act(page: Page, move: str, path: str = MATTER, **given: str) -> None:
    """Take a step on a page: open its form, fill it in, and send it."""
    if path == MATTER:
        page.goto(path)
    form = page.locator(f'form.act-form:has(input[name=move][value="{move}"])')
    folded = page.locator(f"details#do-{move} > summary")
    if folded.count():
        folded.click()
    for name, value in given.items():
        field = form.locator(f"[name={name}]")
        if field.evaluate("one => one.tagName") == "SELECT":
            field.select_option(value)
        elif field.get_attribute("type") == "file":
            field.set_input_files({"name": value, "mimeType": "application/pdf", "buffer": PDF})
        else:
            field.fill(value)
    with page.expect_navigation():
        form.locator("button[type=submit]").first.click()


def handed_over(page: Page) -> None:
    """Take twenty alerts on as a group, find five of them true, and hand those over."""
    page.goto("/alerts")
    with page.expect_navigation():
        page.get_by_role("button", name="预览这一组").click()
    act(page, "take", "/alerts/sets")
    expect(page.locator(".answer")).to_contain_text("20条已做：认领")
    for move in ("confirm", "hand_over"):
        page.goto("/alerts" if move == "confirm" else "/alerts?state=confirmed")
        for box in page.locator("td.tick input").all()[:5]:
            box.check()
        with page.expect_navigation():
            page.get_by_role("button", name="预览选中的").click()
        act(page, move, "/alerts/sets")
    page.wait_for_url(f"**{MATTER}")


def test_a_matter_is_walked_from_a_group_of_alerts_to_its_closing(people: dict[str, Page]) -> None:
    analyst, unit, leader = people["analyst"], people["works"], people["leader"]
    handed_over(analyst)
    act(leader, "approve")
    act(analyst, "issue")
    act(unit, "receive")
    act(unit, "reply", reason="done", measures="已收回超付资金。", amount="20.10", file="凭证.pdf")
    expect(unit.locator(".receipt")).to_contain_text(hashlib.sha256(PDF).hexdigest())
    act(analyst, "return", words="缺入库单", until="2026-04-30")
    expect(analyst.locator(".answer")).to_contain_text("说法变了，数没变")
    act(unit, "reply", reason="done", measures="补交入库单。")
    act(people["analyst2"], "accept", words="核对了入库单")
    act(leader, "close")
    expect(leader.locator(".answer")).to_contain_text("已销号，可是5条预警的数没有变")
