"""A running site, and a browser before it."""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

import dashboards
from alerts.accounts import Accounts
from alerts.actor import Actor
from alerts.catalogue import all_rules
from alerts.ledger import Ledger, Scope
from alerts.matters.desk import Matters
from alerts.matters.given import Draft, Order
from alerts.rule import Severity
from alerts.stations import Stations
from alerts.workflow import Role
from api.app import create_app
from api.deps import Manners
from tests.alerts.found import found
from tests.dashboards.nights import CITY, EVENTS, city_ops, city_rows, make_night
from tests.served import served
from warehouse.database import Window

PASSWORD = "Anlan-2026-supervises"
NOON = datetime(2026, 10, 1, 4, tzinfo=UTC)
BROWSERS = ("chromium-headless-shell", "chromium", "chromium-browser")
SWITCHES = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
ASSETS = Path(dashboards.__file__).parent
OWED = {
    "bond": [
        {"bond": "B1", "region": CITY, "name": "2024年一般债券", "kind": "1", "purpose": "1",
         "issued_on": date(2024, 3, 1), "matures_on": date(2028, 3, 1), "coupon": Decimal("0.03"),
         "amount": Decimal("400000000")}
    ],
    "debt_service": [
        {"bond": "B1", "region": CITY, "due_on": date(2028, 3, 1), "part": "1",
         "due": Decimal("400000000")}
    ],
    "statement": [
        {"region": CITY, "fiscal_year": 2026, "month": 9, "book": "1", "side": "1", "code": "101",
         "approved": Decimal("1000000000"), "executed": Decimal("700000000")}
    ],
}  # fmt: skip
"""What the city owes and takes in, so that its page on debt has something to reckon with."""
AXE = ASSETS / "assets" / "node_modules" / "axe-core" / "axe.min.js"


def chromium() -> str:
    """Find the system's browser; skip without it, or without what the pages are served with.

    Rather the one that has no windows to open: it does the same in two thirds of the time.
    """
    path = next(filter(None, map(shutil.which, BROWSERS)), None)
    if path is None:
        pytest.skip("chromium is absent: install the distribution's package `chromium`")
    if not (ASSETS / "static" / "vendor" / "plotly.min.js").exists():
        pytest.skip("the pages' assets are absent: run `python -m dashboards.assets`")
    return path


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Serve a small city on a free port, and give its address."""
    chromium()
    home = tmp_path_factory.mktemp("site")
    (home / "nights").mkdir()
    night = home / "nights" / "2026-09-30.duckdb"
    core = {**city_rows(), **OWED}
    make_night(night, core=core, ops=city_ops(), kept={"legal_event": EVENTS}).close()
    (home / "nights" / "current").symlink_to("2026-09-30.duckdb")
    ledger = Ledger(f"sqlite:///{home / 'ledger.sqlite'}")
    ledger.migrate()
    note(ledger)
    ask(ledger)
    accounts = Accounts(ledger.engine)
    for role in Role:
        accounts.add(
            role.value, display=role.text.zh, role=role, region=CITY,
            unit="103001" if role is Role.RESPONDENT else None,
            password=PASSWORD, must_change=False, now=NOON,
        )  # fmt: skip
    app = create_app(
        Window(home / "nights"), ledger, rules=all_rules(), clock=lambda: NOON, version="0.1.0",
        stations=Stations(home / "stations"),
        manners=Manners(certificate=lambda: NOON + timedelta(days=20)),
    )  # fmt: skip
    yield from serving(app)


def note(ledger: Ledger) -> None:
    """Note two nights of alerts: enough for two pages of a list."""
    looked = [("B02", CITY, "2026")]
    shades = [Severity.ORANGE, Severity.YELLOW, Severity.BLUE]
    many = [
        replace(
            found(f"BGT-{n:03d}", region=CITY, unit=f"10{1 + n % 7}001"),
            severity=shades[n % 3],
            at_stake=Decimal(1000 + n),
        )
        for n in range(60)
    ]
    red = found("BGT-RED", region=CITY, unit="104001")
    ledger.note(date(2026, 9, 29), [red, *many], looked=looked, now=NOON)
    ledger.note(date(2026, 9, 30), [red, *many[:58]], looked=looked, now=NOON)


def ask(ledger: Ledger) -> None:
    """Ask a unit something in four matters that wait for it, and draft a fifth."""
    me, head = (Actor(role.value, role, Scope((CITY,)), region=CITY)
                for role in (Role.ANALYST, Role.LEADER))  # fmt: skip
    matters = Matters(ledger.engine)
    for number in range(1, 6):
        matters.draft(
            Draft(
                kind="review_opinion", region=CITY, unit="103001", subject=f"农村公路第{number}段",
                facts="没有开工。", law="监督法第二十条", request="请答复。",
                addressee="市交通运输局",
                source={"meeting": "第九次会议", "agenda_item": "三"},
            ),
            by=me, now=NOON,
        )  # fmt: skip
        if number < 5:
            matters.move(number, Order("approve"), by=head, now=NOON)
            matters.move(number, Order("issue", {"until": date(2026, 10, 9)}), by=me, now=NOON)


def serving(app: object) -> Iterator[str]:
    """Serve an application in a thread until the tests are over."""
    with served(app, log_level="warning") as port:
        yield f"http://127.0.0.1:{port}"


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    path = chromium()
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=path, args=SWITCHES)
        yield opened
        opened.close()


@dataclass
class Visit:
    """A reader at the site: what the page complained of, and where it went."""

    page: Page
    site: str
    complaints: list[str] = field(default_factory=list)
    outside: list[str] = field(default_factory=list)

    def go(self, path: str) -> Page:
        """Open an address and wait until its charts stand."""
        self.page.goto(self.site + path, wait_until="load")
        if self.page.locator("script[data-figure]").count():
            self.page.locator(".js-plotly-plot").first.wait_for()
        return self.page


def visit(context: BrowserContext, site: str) -> Visit:
    """Begin to listen to a page."""
    visiting = Visit(context.new_page(), site)
    visiting.page.on(
        "console",
        lambda said: (
            visiting.complaints.append(said.text) if said.type in {"error", "warning"} else None
        ),
    )
    visiting.page.on("pageerror", lambda error: visiting.complaints.append(str(error)))
    visiting.page.on(
        "request",
        lambda asked: (
            None
            if asked.url.startswith((site, "data:", "blob:"))
            else visiting.outside.append(asked.url)
        ),
    )
    return visiting


@pytest.fixture(scope="session")
def session_of_analyst(
    browser: Browser, site: str, tmp_path_factory: pytest.TempPathFactory
) -> Path:
    """Sign in once, through the form, and keep what the browser kept."""
    kept = tmp_path_factory.mktemp("session") / "state.json"
    with browser.new_context() as context:
        page = context.new_page()
        page.goto(f"{site}/sign-in")
        page.get_by_label("账号").fill("analyst")
        page.get_by_label("密码").fill(PASSWORD)
        page.get_by_role("button", name="登录").click()
        page.wait_for_url(f"{site}/work")
        context.storage_state(path=kept)
    return kept


def tab_to(page: Page, wanted: str) -> None:
    """Press Tab until what is wanted has the focus."""
    for _ in range(200):
        page.keyboard.press("Tab")
        if page.evaluate("one => document.activeElement.matches(one)", wanted):
            return
    raise AssertionError(f"no key leads to {wanted}")


def sideways(page: Page) -> int:
    """Give by how many pixels a page is wider than its window."""
    wider: int = page.evaluate(
        "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    )
    return wider


def barred(page: Page) -> list[tuple[str, list[str]]]:
    """Give what bars somebody from a page, by all rules of axe.

    Skips where the checker was not fetched.
    """
    if not AXE.exists():
        pytest.skip("axe-core is absent: run `python -m dashboards.assets`")
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE.read_text("utf-8"))
    found = page.evaluate(
        "() => axe.run(document, {resultTypes: ['violations'], selectors: false})"
    )
    return [
        (fault["id"], [node["html"][:160] for node in fault["nodes"]][:3])
        for fault in found["violations"]
    ]
