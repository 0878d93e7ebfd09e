"""Every page of a home as somebody of the right role sees it: pictures, and their faults.

    python -m bench.looks HOME --out DIR [--only /alerts …] [--role deputy] [--width 390]
        [--language en] [--scheme dark] [--print] [--now 2026-10-01T04:00]

Writes a picture of each page into DIR, and contact sheets of them (`sheet-1.png` …); prints one
line for each page that is wider than its window, complains, is not answered with 200, or speaks the
other language. The home is served from where it lies, and what is looked at stands in its record:
look at a copy.
"""

import argparse
import logging
import re
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import structlog
from playwright.sync_api import Browser, BrowserContext, sync_playwright

from bench.addresses import addresses
from service import clock
from service.demo.accounts import PASSWORD
from service.settings import read_settings
from service.site import site
from tests.browser.conftest import SWITCHES, chromium, serving

SHEET = 1960
PATIENCE = 120_000
"""Milliseconds that a page may take on a machine that has other work."""
WORDS = re.compile(r"[A-Za-z]{3,}(?: [a-z]{2,}){2,}")
"""Three English words in a row, of which no name or file consists."""
HAN = re.compile(r"[一-鿿]{2,}[，。；：？]")
"""Han up to a stop: a sentence, not a name."""


@dataclass(frozen=True)
class Wish:
    """How pages are looked at."""

    out: Path
    language: str
    width: int
    scheme: str
    printed: bool


@dataclass(frozen=True)
class Seen:
    """One page as it was seen."""

    path: str
    role: str
    picture: Path
    faults: tuple[str, ...]


def signed_in(browser: Browser, address: str, role: str, wish: Wish) -> BrowserContext:
    """Give a window that this role is signed in with."""
    context = browser.new_context(
        base_url=address,
        viewport={"width": wish.width, "height": 900 if wish.width > 400 else 780},
        color_scheme=wish.scheme,
        reduced_motion="reduce",
        locale="zh-CN",
    )
    context.set_default_timeout(PATIENCE)
    told = context.request.post("/api/v1/session", data={"account": role, "password": PASSWORD})
    if told.status != 201:
        sys.exit(f"{role} cannot sign in: {told.text()}")
    return context


def look(context: BrowserContext, path: str, role: str, wish: Wish) -> Seen:
    """Open a page, take its picture and note what is wrong with it."""
    page, faults = context.new_page(), list[str]()
    page.on("console", lambda said: faults.append(said.text) if said.type == "error" else None)
    page.on("pageerror", lambda error: faults.append(str(error)))
    asked = f"{path}{'&' if '?' in path else '?'}language={wish.language}"
    answer = page.goto(asked, wait_until="load")
    for plot in page.locator(".plot:visible").all():  # each is drawn once it comes near
        plot.scroll_into_view_if_needed()
        page.locator(f"#{plot.get_attribute('id')}.js-plotly-plot").wait_for()
    page.evaluate("scrollTo(0, 0)")
    if wish.printed:
        page.set_viewport_size({"width": 718, "height": 1000})
        page.emulate_media(media="print")
    page.wait_for_timeout(250)
    if answer is None or answer.status != 200:
        faults.append(f"answered {answer.status if answer else 'nothing'}")
    wider = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    if wider > 0:
        faults.append(f"{wider} px wider than the window")
    text = page.locator("body").inner_text()
    stranger = (WORDS if wish.language == "zh" else HAN).findall(text)
    if stranger:
        faults.append(f"other language: {sorted(set(stranger))[:4]}")
    name = re.sub(r"[^A-Za-z0-9]+", "-", path).strip("-") or "front"
    picture = wish.out / f"{name[:60]}-{role}-{wish.language}-{wish.width}-{wish.scheme}.png"
    page.screenshot(path=picture, full_page=True)
    page.close()
    return Seen(path, role, picture, tuple(faults))


def tile(browser: Browser, seen: Sequence[Seen], wish: Wish) -> None:
    """Lay the pictures out on sheets that can be looked through."""
    across = 3 if wish.width > 400 else 7
    deep = across * (2 if wish.width > 400 else 1)
    context = browser.new_context(viewport={"width": SHEET, "height": 900})
    page = context.new_page()
    for number, first in enumerate(range(0, len(seen), deep), 1):
        cells = "".join(
            f"<figure><figcaption>{one.path} · {one.role}</figcaption>"
            f"<img src='{one.picture.name}'></figure>"
            for one in seen[first : first + deep]
        )
        sheet = wish.out / "sheet.html"
        sheet.write_text(
            "<meta charset=utf-8><style>body{margin:0;background:#777;display:flex;flex-wrap:wrap;"
            "font:13px sans-serif}figure{margin:4px;background:#fff}img{display:block;width:"
            f"{SHEET // across - 8}px;max-height:1500px;object-fit:cover;object-position:top}}"
            f"</style>{cells}",
            "utf-8",
        )
        page.goto(sheet.as_uri())
        page.screenshot(path=wish.out / f"sheet-{number}.png", full_page=True)
        sheet.unlink()
    context.close()


def main() -> int:
    """Look at every page."""
    given = arguments()
    if given.now:
        instant = datetime.fromisoformat(given.now).replace(tzinfo=UTC)
        clock.now = lambda: instant
    given.out.mkdir(parents=True, exist_ok=True)
    wish = Wish(given.out, given.language, given.width, given.scheme, given.print)
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING))
    seen = list[Seen]()
    app = site(read_settings(given.home))
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=SWITCHES)
        for address in serving(app):
            windows = dict[str, BrowserContext]()
            for path, role in addresses(app, given.only, given.role):
                if role not in windows:
                    windows[role] = signed_in(browser, address, role, wish)
                one = look(windows[role], path, role, wish)
                seen.append(one)
                for fault in one.faults:
                    print(f"{one.path} · {one.role}: {fault}")
        tile(browser, seen, wish)
        browser.close()
    print(f"{len(seen)} pages, {sum(bool(one.faults) for one in seen)} with faults: {given.out}")
    return 0


def arguments() -> Any:  # noqa: ANN401 - argparse's own
    """Read the command line."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("home", type=Path)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--only", nargs="+", default=[])
    parser.add_argument("--role", default="")
    parser.add_argument("--width", type=int, default=1440)
    parser.add_argument("--language", choices=("zh", "en"), default="zh")
    parser.add_argument("--scheme", choices=("light", "dark"), default="light")
    parser.add_argument("--print", action="store_true")
    parser.add_argument("--now", default="")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
