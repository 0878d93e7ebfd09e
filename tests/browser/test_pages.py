import os
from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from itertools import product
from pathlib import Path
from typing import Literal

import pytest
from playwright.sync_api import Browser, BrowserContext, ViewportSize, expect

from tests.browser.conftest import Visit, barred, sideways, visit

ADDRESSES = ["/overview", "/overview?region=419801", "/overview?year=2025",
             "/alerts", "/alerts?q=nothing", "/alerts/1",
             "/rules", "/rules/B02", "/no-such-page", "/alerts/999", "/supply?region=419800",
             "/supply/receipts", "/supply/receipts/1", "/supply/rejects", "/supply/rejects/1",
             "/supply/calendar", "/events", "/execution", "/execution?department=105",
             "/execution/rows?department=105", "/books", "/debt",
             "/assets", "/transfers", "/draft", "/draft?department=105", "/search?q=jyj",
             "/figure?department=103", "/remarks", "/stations", "/rows/debt_position",
             "/vertical", "/reports", "/flows"]  # fmt: skip
Scheme = Literal["light", "dark"]
PAPER = 680
"""Pixels of a chart on A4."""
SETTLED = 500
"""Milliseconds in which charts find their new width."""
DESK: ViewportSize = {"width": 1440, "height": 900}
PHONE: ViewportSize = {"width": 360, "height": 780}
WHOLE = os.environ.get("PURSEWATCH_PAGES") == "whole"
FACES: list[tuple[str, Scheme, ViewportSize]] = list(
    product(("zh", "en"), ("light", "dark"), (DESK, PHONE))
)
"""Every language, theme and width that a page is seen in; `make pages` tries them all."""
SHORT = [FACES[0], FACES[-1]]
"""Each of them once."""
TRIED = {f"{said}-{theme}-{size['width']}": (said, theme, size)
         for said, theme, size in (FACES if WHOLE else SHORT)}  # fmt: skip


@pytest.fixture
def reader(
    browser: Browser, site: str, session_of_analyst: Path, request: pytest.FixtureRequest
) -> Iterator[Visit]:
    with opened(browser, session_of_analyst, **getattr(request, "param", {})) as context:
        yield visit(context, site)


@pytest.fixture(scope="module")
def faces(browser: Browser, session_of_analyst: Path) -> Iterator[Mapping[str, BrowserContext]]:
    """Keep a browser open for each face: a chart library that was read once is at hand."""
    with ExitStack() as stack:
        yield {
            name: stack.enter_context(opened(browser, session_of_analyst, scheme=scheme, size=size))
            for name, (_, scheme, size) in TRIED.items()
        }


@pytest.fixture
def seen(faces: Mapping[str, BrowserContext], site: str, face: str) -> Iterator[Visit]:
    visiting = visit(faces[face], site)
    yield visiting
    visiting.page.close()


def opened(
    browser: Browser,
    session: Path,
    *,
    size: ViewportSize = DESK,
    scheme: Scheme = "light",
    scripts: bool = True,
) -> BrowserContext:
    return browser.new_context(
        storage_state=session,
        viewport=size,
        color_scheme=scheme,
        reduced_motion="reduce",
        java_script_enabled=scripts,
    )


def settled(reader: Visit) -> list[str]:
    """Give what the page complained of, but for the answer's own status."""
    return [said for said in reader.complaints if "status of 404" not in said]


@pytest.mark.parametrize("path", ADDRESSES)
@pytest.mark.parametrize("face", TRIED)
def test_a_page_is_open_to_everybody(seen: Visit, face: str, path: str) -> None:
    page = seen.go(f"{path}{'&' if '?' in path else '?'}language={face[:2]}")

    assert barred(page) == []
    assert sideways(page) == 0
    assert seen.outside == []
    assert settled(seen) == []


def test_a_page_that_is_turned_about_finds_its_new_width(reader: Visit) -> None:
    page = reader.go("/overview")
    page.set_viewport_size(PHONE)
    page.wait_for_timeout(SETTLED)
    assert sideways(page) == 0
    assert settled(reader) == []


@pytest.mark.parametrize("reader", [{"size": {"width": 390, "height": 900}}], indirect=True)
@pytest.mark.parametrize("path", ["/overview", "/work", "/alerts/1", "/rules"])
def test_on_a_phone_no_table_is_wider_than_the_screen(reader: Visit, path: str) -> None:
    page = reader.go(path)
    wide = page.eval_on_selector_all(
        "table", "all => all.filter(t => t.getBoundingClientRect().right > innerWidth + 1).length"
    )
    assert wide == 0


def test_a_chart_is_drawn_and_its_table_opens(reader: Visit) -> None:
    page = reader.go("/overview")
    expect(page.locator(".plot svg.main-svg").first).to_be_visible()
    page.get_by_text("看数据表").click()
    expect(page.locator("details table").first).to_be_visible()
    assert page.locator(".modebar").count() == 0


def test_the_theme_turns_with_its_chart_and_is_remembered(reader: Visit) -> None:
    page = reader.go("/overview")
    light = page.evaluate("getComputedStyle(document.body).backgroundColor")
    page.get_by_role("button", name="换明暗").click()
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") != light
    page.wait_for_function(
        "[...document.querySelectorAll('.plot .xtick text')].some("
        "t => getComputedStyle(t).fill === 'rgb(148, 148, 142)')"
    )
    reader.go("/alerts")
    assert page.evaluate("document.documentElement.getAttribute('data-theme')") == "dark"
    assert reader.complaints == []


def test_the_way_from_the_overview_to_the_row_of_a_file(reader: Visit) -> None:
    page = reader.go("/overview")
    page.get_by_role("link", name="预警", exact=True).first.click()
    expect(page.locator("h1")).to_contain_text("今天先办哪一件")
    page.locator(".what a").first.click()
    expect(page.locator(".answer")).to_contain_text("超预算支付")
    expect(page.locator(".formula")).to_contain_text("120.10 − 100.00 > 0.00")
    expect(page.locator(".law").first).to_contain_text("未列入预算的不得支出")
    expect(page.locator("#evidence")).to_contain_text("payment_419800_2026-03.csv")
    page.locator("a[href='/rules/B02']").click()
    expect(page.locator(".answer")).to_contain_text("超过了它的可执行数")
    assert reader.complaints == []


def test_a_filter_swaps_the_list_keeps_the_focus_and_the_address(reader: Visit) -> None:
    page = reader.go("/alerts")
    page.locator("#severity-orange").check()
    expect(page.locator("[data-count]")).to_have_text("20条")
    assert "severity=orange" in page.url
    assert page.evaluate("document.activeElement.id") == "severity-orange"
    expect(page.locator("#said")).to_contain_text("20条")
    page.go_back()
    expect(page.locator("[data-count]")).to_have_text("61条")
    expect(page.locator("nav.rail")).to_be_visible()
    assert reader.complaints == []


def test_the_next_page_goes_on_where_the_list_was_left(reader: Visit) -> None:
    page = reader.go("/alerts")
    first = page.locator(".what a").evaluate_all("all => all.map(a => a.getAttribute('href'))")
    page.get_by_role("link", name="下一页").click()
    expect(page.get_by_text("回到第一页")).to_be_visible()
    second = page.locator(".what a").evaluate_all("all => all.map(a => a.getAttribute('href'))")
    assert (len(first), len(second)) == (40, 21)
    assert set(first) & set(second) == set()


@pytest.mark.parametrize("reader", [{"scripts": False}], indirect=True)
def test_without_scripts_everything_is_still_said(reader: Visit) -> None:
    page = reader.page
    page.goto(reader.site + "/alerts")
    page.locator("#severity-red").check()
    page.get_by_role("button", name="筛选").click()
    expect(page.locator("[data-count]")).to_have_text("1条")
    page.goto(reader.site + "/overview")
    page.get_by_text("看数据表").click()
    expect(page.locator("details table").first).to_be_visible()
    page.locator("select[name=year]").select_option("2025")
    page.get_by_role("button", name="看", exact=True).click()
    expect(page.locator(".answer")).to_contain_text("到2025年末")


def test_the_keyboard_walks_the_list(reader: Visit) -> None:
    page = reader.go("/alerts")
    page.keyboard.press("Tab")
    expect(page.locator(".skip")).to_be_focused()
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("k")
    expect(page.locator(".what a").first).to_be_focused()


def test_the_language_that_was_chosen_stays(reader: Visit) -> None:
    page = reader.go("/overview")
    page.get_by_role("link", name="EN", exact=True).click()
    expect(page.locator("h1")).to_contain_text("Is the money spent as approved")
    reader.go("/rules")
    expect(page.locator("h1")).to_contain_text("What is asked")


def test_a_page_prints_without_its_frame_and_in_light_ink(reader: Visit) -> None:
    page = reader.go("/overview")
    page.emulate_media(media="print", color_scheme="dark")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    assert not page.locator(".rail").is_visible()
    assert not page.locator(".top").is_visible()
    tick = page.locator("#departments .pace .tick").first
    assert tick.evaluate("line => getComputedStyle(line).display") == "inline"
    page.wait_for_function(
        "[...document.querySelectorAll('.plot .xtick text')].some("
        "t => getComputedStyle(t).fill === 'rgb(102, 107, 113)')"
    )
    assert page.locator(".plot svg.main-svg").first.evaluate("svg => svg.clientWidth") == PAPER
    page.emulate_media(media="screen", color_scheme="light")
    page.wait_for_timeout(SETTLED)
    assert page.locator(".plot svg.main-svg").first.evaluate("svg => svg.clientWidth") != PAPER


def test_nobody_sees_a_page_without_signing_in(browser: Browser, site: str) -> None:
    with browser.new_context() as context:
        guest = visit(context, site)
        guest.page.goto(f"{site}/alerts?severity=red")
        expect(guest.page.get_by_role("button", name="登录")).to_be_visible()
        guest.page.get_by_label("账号").fill("analyst")
        guest.page.get_by_label("密码").fill("wrong")
        guest.page.get_by_role("button", name="登录").click()
        expect(guest.page.get_by_role("alert")).to_contain_text("账号或密码不对")
        assert guest.outside == []
