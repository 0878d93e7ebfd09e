"""Every page of the demo city beside the small picture of it that is kept.

`make visual` names a demo city in PURSEWATCH_GUIDE and compares; `make pictures` takes them anew.
"""

import os
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext

from bench.looks import Wish, addresses, look, signed_in
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
def city(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Serve a copy of the demo city on a day that stands still."""
    home = tmp_path_factory.mktemp("pictures") / "home"
    shutil.copytree(HOME, home, symlinks=True)
    before, clock.now = clock.now, lambda: NOW
    yield from serving(opened(read_settings(home)))
    clock.now = before


@pytest.fixture(scope="module")
def readers(browser: Browser, city: str, tmp_path_factory: pytest.TempPathFactory):
    """Windows by role, and how pages are looked at."""
    wish = Wish(tmp_path_factory.mktemp("looked"), "zh", 1440, "light", printed=False)
    windows: dict[str, BrowserContext] = {}

    def reader(role: str) -> BrowserContext:
        if role not in windows:
            windows[role] = signed_in(browser, city, role, wish)
        return windows[role]

    yield reader, wish
    for window in windows.values():
        window.close()


@pytest.mark.parametrize(("path", "role"), list(addresses([], "")))
def test_a_page_looks_as_it_did(readers, path: str, role: str) -> None:
    reader, wish = readers
    seen = look(reader(role), path, role, wish)
    blank = reader(role).new_page()
    small = shrunk(blank, seen.picture.read_bytes(), SMALL)
    kept = KEPT / seen.picture.name

    if not COMPARES:
        KEPT.mkdir(exist_ok=True)
        kept.write_bytes(small)
    told = alike(blank, kept, small, shrink=1)
    blank.close()
    assert told.same, f"{path} looks otherwise ({told}): look, then run `make pictures`"
