import re
from collections.abc import Mapping
from html.parser import HTMLParser

import pytest

from dashboards import render
from dashboards.frame import READERS
from dashboards.page import LANGUAGES, Page, all_pages
from dashboards.render import island
from tests.dashboards.conftest import Look

PLACES: Mapping[str, Mapping[str, str]] = {
    "/alerts/{number}": {"number": "1"},
    "/rules/{code}": {"code": "B02"},
    "/supply/receipts/{number}": {"number": "1"},
    "/supply/rejects/{number}": {"number": "1"},
    "/rows/{feed}": {"feed": "debt_position"},
    "/matters/new/{kind}": {"kind": "suggestion"},
}
WALKED = {"/alerts/sets/{token}", "/matters/{number}", "/feeds/{feed}", "/stations/{station}"}
"""Pages of what somebody has chosen or drafted, which tests/api/test_acting.py walks through, and
of a feed, whose contract is in a night that the service builds (tests/service/test_feed_pages.py).
A station is walked through in tests/api/test_stations.py.
"""
EVERY = pytest.mark.parametrize(
    "page", [page for page in all_pages() if page.path not in WALKED], ids=lambda page: page.path
)
TONGUE = pytest.mark.parametrize("language", LANGUAGES)


class Seen(HTMLParser):
    """Gathers what a page holds."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.attributes: list[tuple[str, str, str]] = []
        self.tags: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += [(tag, name, value or "") for name, value in attrs]


def html_of(page: Page, looking: Look, language: str, **given: object) -> str:
    return render.page(
        page, looking(page.path, language=language, place=PLACES.get(page.path, {}), **given)
    )


@EVERY
@TONGUE
def test_a_page_carries_no_style_and_no_script_of_its_own(
    page: Page, language: str, looking: Look
) -> None:
    seen = Seen(html_of(page, looking, language))
    assert [a for a in seen.attributes if a[1] == "style" or a[1].startswith("on")] == []
    assert "style" not in seen.tags
    scripts = [a for a in seen.attributes if a[0] == "script"]
    assert all(
        name
        in {
            "src",
            "defer",
            "type",
            "data-figure",
            "data-plotly",
            "data-plotly-styles",
            "data-worker",
        }
        for _, name, _ in scripts
    )


@EVERY
@TONGUE
def test_a_page_leads_to_no_other_host(page: Page, language: str, looking: Look) -> None:
    seen = Seen(html_of(page, looking, language))
    leading = {"href", "src", "action", "hx-get", "hx-post", "data-plotly", "data-plotly-styles",
             "data-worker"}  # fmt: skip
    outside = [
        value
        for _, name, value in seen.attributes
        if name in leading and not re.match(r"[/#?](?!/)|otpauth:|$", value)
    ]
    assert outside == []


@EVERY
@TONGUE
def test_a_page_has_one_heading_a_title_and_its_language(
    page: Page, language: str, looking: Look
) -> None:
    html = html_of(page, looking, language)
    assert Seen(html).tags.count("h1") == 1
    assert re.search(r"<title>\S.*</title>", html)
    assert f'<html lang="{"zh-CN" if language == "zh" else "en"}">' in html


@pytest.mark.parametrize(
    "path",
    ["/overview", "/work", "/running", "/figure", "/remarks", "/stations", "/rules", "/sign-in"],
)
@TONGUE
def test_a_page_stands_without_a_night(path: str, language: str, looking: Look) -> None:
    page = next(page for page in all_pages() if page.path == path)
    assert "<h1" in html_of(page, looking, language, warehouse=None)


@pytest.mark.parametrize("status", [400, 403, 404, 409, 418, 500, 503])
@TONGUE
def test_what_went_wrong_is_told_in_the_same_hand(
    status: int, language: str, looking: Look
) -> None:
    html = render.failure(status, looking("/x", language=language), detail="no <alert> 7")
    assert "no &lt;alert&gt; 7" in html
    assert Seen(html).tags.count("h1") == 1


def test_who_is_not_signed_in_is_shown_no_menu(looking: Look) -> None:
    assert "<nav" not in render.failure(404, looking("/x", account=None))


def test_what_a_filter_swaps_is_the_page_without_its_frame(looking: Look) -> None:
    page = next(page for page in all_pages() if page.path == "/alerts")
    part = render.page(page, looking("/alerts"), part=True)
    assert '<nav class="rail"' not in part
    assert 'id="page"' in part


def test_what_a_reader_typed_comes_back_escaped(looking: Look) -> None:
    page = next(page for page in all_pages() if page.path == "/alerts")
    html = render.page(page, looking("/alerts", choice={"q": '"><script>alert(1)</script>'}))
    assert "<script>alert" not in html


def test_no_text_can_end_an_island_of_data() -> None:
    assert "</script" not in island({"name": "</script><script>alert(1)</script>"})
    assert island({"a": "甲"}) == '{"a":"甲"}'


def test_the_overview_is_open_to_those_who_read_figures() -> None:
    page = next(page for page in all_pages() if page.path == "/overview")
    assert (page.roles or READERS) == {"analyst", "leader", "deputy", "auditor"}


def test_an_english_answer_breaks_within_no_date_and_no_amount() -> None:
    said = "Since 30 Sep 2026 it spent 2.41 billion yuan of 17 departments."
    assert render.APART.sub("~", said) == (
        "Since 30~Sep~2026 it spent 2.41~billion yuan of 17 departments."
    )
