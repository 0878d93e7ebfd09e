"""What the pages' tests may use."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from alerts.accounts import Accounts
from alerts.actor import Actor
from alerts.catalogue import all_rules
from alerts.ledger import Ledger, Scope
from alerts.rule import Severity
from alerts.workflow import Role
from dashboards.page import Account, Choice, View
from tests.alerts.found import found
from tests.dashboards.nights import CITY, city
from warehouse.database import Warehouse

NOON = datetime(2026, 10, 1, 4, tzinfo=UTC)

Look = Callable[..., View]


@pytest.fixture(scope="session")
def night(tmp_path_factory: pytest.TempPathFactory) -> Warehouse:
    return city(tmp_path_factory.mktemp("night") / "2026-09-30.duckdb")


@pytest.fixture(scope="session")
def ledger(tmp_path_factory: pytest.TempPathFactory) -> Ledger:
    """Two nights: a red alert on both, an orange one that is gone, a blue one without money."""
    ledger = Ledger(f"sqlite:///{tmp_path_factory.mktemp('ledger') / 'ledger.sqlite'}")
    ledger.migrate()
    red = found("BGT-1", region=CITY, unit="104001")
    orange = replace(found("BGT-2", region=CITY, unit="102001"), severity=Severity.ORANGE)
    blue = replace(found("BGT-3", region=CITY, unit=None), severity=Severity.BLUE, at_stake=None)
    looked = [("B02", CITY, "2026")]
    ledger.note(date(2026, 9, 29), [red, orange], looked=looked, now=NOON)
    ledger.note(date(2026, 9, 30), [red, blue], looked=looked, now=NOON)
    Accounts(ledger.engine).add(
        "analyst", display="分析员", role=Role.ANALYST, region=CITY, unit=None,
        password="a long enough word", must_change=False, now=NOON,
    )  # fmt: skip
    return ledger


@pytest.fixture
def looking(night: Warehouse, ledger: Ledger) -> Look:
    """Give a view of an analyst of the city; `choice` is written as in an address."""

    def look(path: str = "/", *, choice: dict[str, str] | None = None, **given: object) -> View:
        usual = View(
            language="zh",
            now=NOON,
            warehouse=night,
            ledger=ledger,
            scope=Scope((CITY,)),
            deliveries=Scope((CITY,)),
            rules=all_rules(),
            choice=Choice.of((choice or {}).items()),
            path=path,
            account=Account("analyst", "analyst", "分析员"),
            actor=Actor("analyst", Role.ANALYST, Scope((CITY,)), region=CITY),
            csrf="mark",
        )
        return replace(usual, **given)

    return look
