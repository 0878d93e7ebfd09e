"""Each role at its own browser: what it came for, by its keys alone, and nothing that bars it.

`make pages` walks every way in both languages, at a desk and on a phone; else each is walked in
Chinese at a desk and in English on a phone.
"""

import os
from collections.abc import Iterator, Mapping, Sequence
from itertools import product

import pytest
from playwright.sync_api import Browser, Page, ViewportSize

from tests.browser.conftest import PASSWORD, Visit, barred, sideways, tab_to, visit

DESK: ViewportSize = {"width": 1440, "height": 900}
PHONE: ViewportSize = {"width": 390, "height": 844}
WHOLE = os.environ.get("PURSEWATCH_PAGES") == "whole"
FACES = {"zh-desk": ("zh", DESK), "en-phone": ("en", PHONE)}
if WHOLE:
    FACES |= {"zh-phone": ("zh", PHONE), "en-desk": ("en", DESK)}

Step = tuple[str, str]
"""What is come to by Tab and pressed by Enter, or a key that is pressed; and what stands then."""
LINK, FIRST = "main .what a", ".topics a[href*=figure]"
WAYS: Mapping[str, Sequence[Step]] = {
    "analyst": [
        ("a[href='/alerts']", "#list .what a"),
        ("j", "#list .what a:focus"),
        ("Enter", ".formula"),
        ("a[href='/station-settings']", "form input[name=id]"),
    ],
    "leader": [
        ("a[href='/work']", LINK),
        (LINK, "#do-approve"),
        ("#do-approve summary", "#do-approve button"),
        ("a[href='/reports']", "main .answer"),
    ],
    "deputy": [
        ("#topics summary", "#topics details[open]"),
        ("#topics input[value^=department]:not(:checked)", "#topics input:checked"),
        ("#topics button.main", FIRST),
        (FIRST, ".big"),
        ("textarea[name=words]", "textarea:focus"),
    ],
    "respondent": [
        (LINK, "#do-receive"),
        ("#do-receive summary", "#do-receive button"),
        ("#do-receive button", "#do-reply"),
    ],
    "administrator": [
        ("a[href='/supply']", "main table"),
        ("a[href='/users']", "main form select[name=name]"),
    ],
    "auditor": [
        ("a[href='/looked']", "main table"),
        ("a[href='/rules']", "main table .what a"),
    ],
    "expert": [
        ("a[href='/draft']", ".answer"),
    ],
}  # fmt: skip
"""The main way of each role, from where it lands."""
LANDS = {"administrator": "main h2 .fresh.late", "deputy": "#topics", "leader": ".figures"}
"""What stands where a role lands: with the administrator, that the certificate is soon over."""


@pytest.fixture
def person(
    browser: Browser, site: str, request: pytest.FixtureRequest
) -> Iterator[tuple[str, Visit]]:
    """A browser that somebody of a role has signed in with, where the role lands."""
    role, face = request.param
    language, size = FACES[face]
    with browser.new_context(viewport=size, reduced_motion="reduce", base_url=site) as context:
        told = context.request.post("/api/v1/session", data={"account": role, "password": PASSWORD})
        assert told.status == 201
        visiting = visit(context, site)
        visiting.page.set_default_timeout(10_000)
        visiting.page.goto(f"{site}/?language={language}", wait_until="load")
        yield role, visiting


def take(page: Page, pressed: str, wanted: str) -> None:
    """Press a key, or come to what is wanted by Tab and press it as its kind is pressed."""
    if pressed in {"j", "Enter"}:
        page.wait_for_load_state()  # a row is seen before the script that hears the key
        page.keyboard.press(pressed)
    else:
        tab_to(page, pressed)
        kind = page.evaluate("document.activeElement.type || ''")
        if kind != "textarea":
            page.keyboard.press("Space" if kind == "checkbox" else "Enter")
    page.locator(wanted).first.wait_for()


@pytest.mark.parametrize("person", list(product(WAYS, FACES)), indirect=True, ids="-".join)
def test_a_role_comes_to_what_it_came_for_by_its_keys(person: tuple[str, Visit]) -> None:
    role, reader = person
    reader.page.locator(LANDS.get(role, "main")).first.wait_for()
    assert barred(reader.page) == []
    for pressed, wanted in WAYS[role]:
        take(reader.page, pressed, wanted)
        assert sideways(reader.page) == 0
    assert barred(reader.page) == []
    assert reader.outside == []
    assert reader.complaints == []
