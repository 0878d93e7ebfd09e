"""What units hold, what lies idle, and what was handed in of what it earned."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from dashboards.pages import assets, opened
from dashboards.render import page
from tests.dashboards.conftest import Look
from tests.dashboards.nights import CITY, make_night
from warehouse.database import Warehouse

DAY = date(2026, 9, 30)


def card(asset: str, unit: str | None, status: str, cost: str, **more: object) -> dict[str, object]:
    return {"asset": asset, "region": CITY, "stated_on": DAY, "unit": unit, "name": asset,
            "asset_class": "1020000", "status": status, "cost": Decimal(cost), **more}  # fmt: skip


def company(code: str, month: str, profit: str, handed_in: str | None) -> dict[str, object]:
    return {"enterprise": code, "region": CITY, "month": month, "name": code,
            "assets": Decimal("200.00"), "liabilities": Decimal("150.00"),
            "equity": Decimal("50.00"), "revenue": Decimal("9.00"), "net_profit": Decimal(profit),
            "profit_due_share": Decimal("0.3"),
            "profit_handed_in": handed_in and Decimal(handed_in)}  # fmt: skip


def use(event: str, kind: str, started: date, due: str, handed_in: str) -> dict[str, object]:
    return {"event": event, "region": CITY, "asset": "A1", "unit": "U1", "kind": kind,
            "started_on": started, "due_income": Decimal(due), "handed_in": Decimal(handed_in),
            "due_on": date(2026, 6, 30), "approval": "批1"}  # fmt: skip


CORE = {
    "asset_card": [
        card("A1", "U1", "1", "100.01", area=Decimal(300), idle_area=Decimal(30)),
        card("A2", "U1", "4", "20.00", area=Decimal(100)),
        card("A3", "U2", "1", "7.00", area=Decimal(600)),
        card("A4", None, "9", "50.00", area=Decimal(999)),
        card("A1", "U1", "1", "90.00", stated_on=date(2025, 12, 31), area=Decimal(300)),
    ],
    "unit": [{"unit": "U1", "fiscal_year": 2026, "region": CITY, "name": "路灯所"}],
    "asset_use": [
        use("E1", "1", date(2025, 3, 1), "12.00", "10.50"),
        use("E2", "3", date(2026, 3, 1), "5.00", "5.00"),
        use("E3", "3", date(2025, 3, 1), "900.00", "0.00"),
    ],
    "enterprise": [
        company("甲公司", "2025-12", "10.00", "0.00"),
        company("甲公司", "2026-09", "4.00", "1.00"),
        company("乙公司", "2025-12", "-8.00", None),
        company("乙公司", "2026-09", "1.00", "7.00"),
    ],
}


@pytest.fixture(scope="module")
def night(tmp_path_factory: pytest.TempPathFactory) -> Warehouse:
    supply = [{"region": CITY, "feed": "asset_card", "fiscal_year": 2026}]
    path = tmp_path_factory.mktemp("assets") / "n.duckdb"
    return make_night(path, core=CORE, ops={"supply": supply})


def test_the_answer_says_what_is_idle_how_indebted_and_what_waits(
    looking: Look, night: Warehouse
) -> None:
    assert assets.draw(looking("/assets", warehouse=night))["answer"] == (
        "2026年9月30日闲置130平方米，占13.0%；2户企业负债占资产75.0%；到期收入还有1.50元未缴。"
    )


def test_what_lies_idle_and_is_not_stated_is_not_nothing(looking: Look, tmp_path: Path) -> None:
    pump = {**card("A2", "U2", "4", "0"), "cost": None}
    cards = [card("A1", "U1", "1", "100.01", area=Decimal(300), idle_area=Decimal(0)), pump]
    supply = [{"region": CITY, "feed": "asset_card", "fiscal_year": 2026}]
    core = {**CORE, "asset_card": cards, "asset_use": [], "enterprise": []}
    night = make_night(tmp_path / "n.duckdb", core=core, ops={"supply": supply})
    view = looking("/assets", warehouse=night)

    drawn = assets.draw(view)
    assert drawn["answer"] == "2026年9月30日闲置1件，没有填面积。"
    assert drawn["found"].whole.idle_cost is None  # type: ignore[attr-defined]
    said = page(assets.PAGE, view)
    assert "1件资产闲置，原值没有填" in said
    assert "没有闲置的面积" not in said


def test_units_stand_by_what_they_leave_idle_and_add_up(looking: Look, night: Warehouse) -> None:
    found = assets.rows(looking("/assets", warehouse=night))
    assert [(row["unit"], row["cost"], row["idle_area"], row["idle_cost"]) for row in found] == [
        ("U1", Decimal("120.01"), Decimal(130), Decimal("20.00")),
        ("U2", Decimal("7.00"), Decimal(0), Decimal(0)),
    ]


def test_what_was_disposed_of_is_told_and_held_by_nobody(looking: Look, night: Warehouse) -> None:
    found = assets.draw(looking("/assets", warehouse=night))["found"]
    assert (found.whole.cost, found.cost_before) == (Decimal("127.01"), Decimal("90.00"))  # type: ignore[attr-defined]
    assert [one.key for one in found.statuses] == ["1", "4", "9"]  # type: ignore[attr-defined]


def test_the_surplus_of_one_enterprise_makes_up_for_no_other(
    looking: Look, night: Warehouse
) -> None:
    drawn = assets.draw(looking("/assets", warehouse=night))
    assert (drawn["due"], drawn["handed_in"], drawn["short"]) == (
        Decimal("3.00"), Decimal("8.00"), Decimal("2.00"),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("feed", "choice", "total"),
    [
        ("asset_card", {"held": "1", "unit": "U1", "sum": "idle_space"}, "130.00平方米"),
        ("asset_card", {"status": "9", "sum": "cost"}, "50.00元"),
        ("asset_use", {"kind": "3", "from": "2026-01-01", "sum": "due_income"}, "5.00元"),
        ("enterprise", {"month": "2026-09", "sum": "profit_handed_in"}, "8.00元"),
    ],
)
def test_a_figure_opens_to_the_rows_that_add_up_to_it(
    looking: Look, night: Warehouse, feed: str, choice: dict[str, str], total: str
) -> None:
    day = {"stated_on": str(DAY)} if feed == "asset_card" else {}
    view = looking("/rows/x", warehouse=night, choice={**choice, **day}, place={"feed": feed})
    assert str(opened.draw(view)["answer"]).endswith(f"合计{total}。")


def test_a_part_that_has_not_come_is_said_to_be_missing(looking: Look, tmp_path: Path) -> None:
    supply = [{"region": CITY, "feed": "payment", "fiscal_year": 2026}]
    only = make_night(
        tmp_path / "n.duckdb", core={"enterprise": CORE["enterprise"]}, ops={"supply": supply}
    )
    drawn = assets.draw(looking("/assets", warehouse=only))
    assert (drawn["answer"], drawn["chart"]) == ("2户企业负债占资产75.0%。", None)
    none = make_night(tmp_path / "e.duckdb", ops={"supply": supply})
    assert assets.draw(looking("/assets", warehouse=none))["empty"] == "none"
    assert assets.draw(looking("/assets", warehouse=None))["empty"] == "night"
    assert assets.rows(looking("/assets", warehouse=none)) == []
