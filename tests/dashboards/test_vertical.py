"""A government over those below it, and its departments side by side."""

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from alerts.ledger import Ledger
from alerts.rule import Severity
from alerts.scope import Below, Scope
from dashboards.figures.beneath import FigureUnknown, Year
from dashboards.figures.governments import governments
from dashboards.figures.vertical import Basis, horizontal, vertical
from tests.alerts.found import found
from tests.dashboards.nights import make_night
from warehouse.database import Warehouse

PROVINCE, CITY, EAST, WEST = "410000", "419800", "419801", "419802"
NOON = datetime(2026, 4, 1, 4, tzinfo=UTC)
PARENTS = {PROVINCE: None, CITY: PROVINCE, EAST: CITY, WEST: None, "410099": CITY}
YEAR = Year(PROVINCE, 2026)


def paid(region: str, amount: str, item: str = "2050202") -> dict[str, object]:
    return {"payment": f"{region}{item}", "fiscal_year": 2026, "region": region, "unit": "101001",
            "function_item": item, "paid_on": date(2026, 3, 2), "amount": Decimal(amount),
            "payee": "某公司"}  # fmt: skip


def owed(region: str, day: int, kind: str, outstanding: int) -> dict[str, object]:
    return {"region": region, "stated_on": date(2026, 3, day), "kind": kind,
            "ceiling": Decimal(100), "outstanding": Decimal(outstanding)}  # fmt: skip


def of_statement(region: str, code: str, executed: str) -> dict[str, object]:
    return {"fiscal_year": 2026, "region": region, "month": 2, "book": "1", "side": "2",
            "code": code, "approved": Decimal(100), "executed": Decimal(executed)}  # fmt: skip


@pytest.fixture(scope="module")
def night(tmp_path_factory: pytest.TempPathFactory) -> Warehouse:
    below = (CITY, EAST, WEST)
    core = {
        "region": [
            {"region": one, "name": f"n{one}", "parent": parent, "tier": "4"}
            for one, parent in PARENTS.items()
        ],
        "unit": [
            {"unit": f"10{n}001", "fiscal_year": 2026, "region": EAST, "name": "u", "kind": "1",
             "department": f"10{n}", "department_name": f"d{n}"}
            for n in range(1, 6)
        ],
        "allotment": [
            {"allotment": f"Z{n}", "fiscal_year": 2026, "region": EAST, "unit": f"10{n}001",
             "function_item": "2050202", "amount": Decimal(50), "issued_on": date(2026, 1, 5),
             "active": True}
            for n in range(1, 6)
        ],
        "payment": [
            *(paid(one, "10.01") for one in below),
            paid(CITY, "500.00", "2300202"),
            {**paid(EAST, "20.00"), "payment": "P2", "unit": "102001"},
        ],
        "debt_position": [
            owed(EAST, 31, "1", 30), owed(EAST, 31, "2", 40), owed(WEST, 15, "1", 90),
            owed(WEST, 15, "2", 20), owed(CITY, 31, "1", 5),
        ],
        "statement": [
            of_statement(CITY, "205", "7"), of_statement(CITY, "230", "900"),
            of_statement(EAST, "205", "3"), of_statement(EAST, "231", "80"),
        ],
    }  # fmt: skip
    results = [
        {"code": code, "region": EAST, "period": "2026", "subjects": 1, "fail": int(code == "B02"),
         "pass": 0, "not_applicable": 0, "unknown": int(code != "B02"), "error": 0,
         "edition": "e"}
        for code in ("B02", "B03")
    ]  # fmt: skip
    supply = [{"region": one, "feed": "payment", "fiscal_year": 2026} for one in below]
    folder = tmp_path_factory.mktemp("vertical")
    ops = {"rule_result": results, "supply": supply}
    return make_night(folder / "n.duckdb", as_of=date(2026, 3, 31), core=core, ops=ops)


@pytest.fixture(scope="module")
def ledger(tmp_path_factory: pytest.TempPathFactory) -> Ledger:
    ledger = Ledger(f"sqlite:///{tmp_path_factory.mktemp('ledger') / 'ledger.sqlite'}")
    ledger.migrate()
    red = found("Z1", region=EAST, unit="101001")
    blue = replace(found("Z2", region=WEST, unit="101001"), severity=Severity.BLUE)
    ledger.note(date(2026, 3, 31), [red, blue], looked=[], now=NOON)
    return ledger


def test_each_government_below_is_counted_under_exactly_one_child(night):
    told = vertical(night, YEAR, scope=Scope((PROVINCE,)))

    assert [one.government.region for one in told.below] == [CITY]
    assert (told.below[0].rolled.governments, told.whole.governments) == (4, 5)
    assert told.below[0].rolled.executed == told.whole.executed == Decimal("50.03")


def test_what_is_handed_on_is_counted_where_it_is_spent(night):
    told = vertical(night, Year(CITY, 2026), scope=Scope((CITY,)))

    assert told.itself.executed == Decimal("10.01")
    assert [(one.government.region, one.rolled.executed) for one in told.below] == [
        (EAST, Decimal("30.01")), (WEST, Decimal("10.01")),
    ]  # fmt: skip


def test_the_general_budget_is_its_classes_without_transfers_and_principal(night):
    told = vertical(night, YEAR, scope=Scope((PROVINCE,)), basis=Basis.GENERAL)

    assert (told.whole.executed, told.whole.executing, told.month) == (Decimal(10), 2, 2)
    assert told.whole.rate == Decimal("0.05")


def test_a_sum_of_debt_says_whose_it_is_and_of_which_days(night):
    whole = vertical(night, YEAR, scope=Scope((PROVINCE,))).whole

    assert (whole.outstanding, whole.ceiling, whole.room) == (180, 400, 220)
    assert (whole.stating, whole.stated_from, whole.stated_to) == (
        2, date(2026, 3, 15), date(2026, 3, 31),
    )  # fmt: skip
    assert (whole.computed, whole.asked, whole.coverage) == (1, 2, Decimal("0.5"))


def test_open_alerts_are_counted_by_child_and_severity(night, ledger):
    told = vertical(night, Year(CITY, 2026), scope=Scope((CITY,)), ledger=ledger)

    east, west = (one.rolled.alerts for one in told.below)
    assert (east["red"], east["blue"], west["red"], west["blue"]) == (1, 0, 0, 1)
    assert told.whole.alerts == {"red": 1, "orange": 0, "yellow": 0, "blue": 1}


@pytest.mark.parametrize(
    ("below", "children", "alerts"),
    [(Below.ALL, 2, True), (Below.FIGURES, 2, False), (Below.NONE, 0, True)],
)
def test_a_site_says_what_is_seen_of_those_below(night, ledger, below, children, alerts):
    scope = Scope((CITY,)).held_to(below)

    told = vertical(night, Year(CITY, 2026), scope=scope, ledger=ledger)

    assert len(told.below) == children
    assert (told.whole.alerts is not None) == alerts
    assert all((one.rolled.alerts is not None) == alerts for one in told.below)


def test_a_county_sees_itself_alone(night):
    scope = Scope((EAST,))

    assert vertical(night, Year(EAST, 2026), scope=scope).whole.governments == 1
    with pytest.raises(FigureUnknown):
        vertical(night, Year(WEST, 2026), scope=scope)


def test_a_circle_in_the_register_ends(tmp_path):
    rows = [{"region": "1", "name": "a", "parent": "2", "tier": "4"},
            {"region": "2", "name": "b", "parent": "1", "tier": "4"}]  # fmt: skip
    known = governments(make_night(tmp_path / "n.duckdb", core={"region": rows}))

    assert known.below("1") == {"2": ["2"]}
    assert list(known.above("1")) == ["2"]


def test_departments_stand_side_by_side(night, ledger):
    told = horizontal(night, Year(EAST, 2026), scope=Scope((EAST,)), ledger=ledger)

    rates = [(one.code, one.executed, one.place) for one in told.departments]
    assert rates[:2] == [("101", Decimal("10.01"), 2), ("102", Decimal("20.00"), 1)]
    assert told.departments[1].gap == Decimal("0.4") - told.year_gone
    assert told.departments[0].alerts == {"red": 1, "orange": 0, "yellow": 0, "blue": 0}
    assert told.quartiles == (Decimal(0), Decimal(0), Decimal("0.2002"))
