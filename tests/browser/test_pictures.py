"""Every page of the demo city beside the small picture of it that is kept; the main ones also on a
phone, in the dark and in English.

`make visual` names a demo city in PURSEWATCH_GUIDE and compares; `make pictures` takes them anew.
"""

import os
import re
import shutil
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path

import pytest
from fastapi import FastAPI
from playwright.sync_api import Browser, BrowserContext

from bench.addresses import entered, first_eyes, open_matters, pages_of, reader_of
from bench.addresses import standing as stands
from bench.looks import Wish, look, signed_in
from dashboards.page import Page
from service import clock
from service.settings import read_settings
from service.site import site as opened
from tests.browser.conftest import serving
from tests.browser.seen import alike, shrunk

KEPT = Path(__file__).parent / "pictures"
HOME = os.environ.get("PURSEWATCH_GUIDE", "")
COMPARES = os.environ.get("PURSEWATCH_GUIDE_COMPARE") == "1"
SMALL = 12
"""By how much a kept picture is smaller than the page: words are grey, blocks are seen."""
NOW = datetime(2026, 10, 3, 4, tzinfo=UTC)
pytestmark = pytest.mark.skipif(
    not HOME, reason="pages are compared on a demo city: run `make visual`"
)


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, FastAPI]]:
    """Serve a copy of the demo city on a day that stands still."""
    home = tmp_path_factory.mktemp("pictures") / "home"
    shutil.copytree(HOME, home, symlinks=True)
    before, clock.now = clock.now, lambda: NOW
    app = opened(read_settings(home))
    for address in serving(app):
        yield address, app
    clock.now = before


FACES = {
    "desk": ("zh", 1440, "light"),
    "phone": ("zh", 390, "light"),
    "dark": ("zh", 1440, "dark"),
    "english": ("en", 1440, "light"),
}
MAIN = ("/work", "/overview", "/today", "/alerts", "/alerts/{number}", "/matters", "/books",
        "/execution", "/flows", "/debt", "/assets", "/running")  # fmt: skip
"""What is held in every face; all other pages are held at the desk."""
HELD = [
    pytest.param(page, role, face, id=f"{page.path}-{face}")
    for face in FACES
    for page, role in first_eyes()
    if face == "desk" or page.path in MAIN
]


@pytest.fixture(scope="module")
def readers(browser: Browser, city: tuple[str, FastAPI], tmp_path_factory):
    """Give, by role and face: a window, how it is looked at, and what stands for the role."""
    address, app = city
    windows: dict[tuple[str, str], tuple[BrowserContext, Wish]] = {}
    standing: dict[str, Mapping[str, str]] = {}
    folder = tmp_path_factory.mktemp("looked")
    open_matters(reader_of(entered(app, "analyst"), "analyst"))

    def reader(role: str, face: str) -> tuple[BrowserContext, Wish, Mapping[str, str]]:
        if role not in standing:
            standing[role] = stands(reader_of(entered(app, role), role), pages_of(role))
        if (role, face) not in windows:
            wish = Wish(folder, *FACES[face], printed=False)
            windows[role, face] = signed_in(browser, address, role, wish), wish
        return *windows[role, face], standing[role]

    yield reader
    for window, _ in windows.values():
        window.close()


@pytest.mark.parametrize(("page", "role", "face"), HELD)
def test_a_page_looks_as_it_did(readers, page: Page, role: str, face: str) -> None:
    context, wish, standing = readers(role, face)
    assert page.path in standing, f"nothing stands at {page.path} on the demo city"
    seen = look(context, standing[page.path], role, wish)
    blank = context.new_page()
    small = shrunk(blank, seen.picture.read_bytes(), SMALL)
    name = re.sub(r"[^A-Za-z0-9]+", "-", page.path).strip("-")
    kept = KEPT / f"{name}-{role}-{face}.png"

    if not COMPARES:
        KEPT.mkdir(exist_ok=True)
        kept.write_bytes(small)
    told = alike(blank, kept, small, shrink=1)
    blank.close()
    assert told.same, f"{page.path} looks otherwise ({told}): look, then run `make pictures`"
