"""Where a year's money came from, who spent it, and to whom or for what it went."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

import pytest

from api.pages import face
from dashboards.page import Account, Choice, NotThere, View
from dashboards.pages import execution, flows, vouchers
from tests.dashboards.conftest import Look
from tests.dashboards.nights import CITY, make_night
from tests.dashboards.test_search import named
from warehouse.database import Warehouse

YEAR = {"region": CITY, "fiscal_year": 2026}


def paid(key: str, amount: str, payee: str, **more: object) -> dict[str, object]:
    return {**YEAR, "payment": key, "unit": "101001", "paid_on": date(2026, 3, 1), "fund": "1",
            "function_item": "2050202", "payee": payee, "amount": Decimal(amount), "business": "1",
            **more}  # fmt: skip


@pytest.fixture(scope="module")
def night(tmp_path_factory: pytest.TempPathFactory) -> Warehouse:
    core = {
        "unit": [{**YEAR, "unit": "101001", "name": "教育局", "department": "101",
                  "department_name": "教育局", "kind": "1"}],
        "classification": [{"fiscal_year": 2026, "scheme": "function", "code": "205",
                            "name": "教育支出"}],
        "allotment": [{**YEAR, "allotment": "Z1", "unit": "101001", "fund": "2",
                       "function_item": "2050202", "issued_on": date(2026, 1, 5), "active": True,
                       "amount": Decimal("200.00")}],
        "payment": [
            paid("P1", "60.05", "安澜建工有限公司", department_economic="30217"),
            paid("P2", "30.00", "张三丰"),
            paid("P3", "10.00", "安澜建工有限公司", fund=None, allotment="Z1", unit="999"),
            paid("P4", "-5.00", "张三丰", business="2"),
            paid("P5", "70.00", "安澜建工有限公司", business="9"),
            paid("L1", "40.00", "甲", fiscal_year=2025, department_economic="30217",
                 paid_on=date(2025, 9, 30)),
            paid("L2", "2.00", "甲", fiscal_year=2025, department_economic="30217",
                 paid_on=date(2025, 12, 1)),
        ],
    }  # fmt: skip
    supply = [{**YEAR, "feed": feed} for feed in ("payment", "allotment")]
    names = [named("payee", "安澜建工有限公司", "安澜建工有限公司", "aljgyxgs")]
    path = tmp_path_factory.mktemp("flows") / "n.duckdb"
    return make_night(path, core=core, ops={"supply": supply, "name": names})


def seen(looking: Look, night: Warehouse, role: str, language: str = "zh") -> View:
    view = looking("/flows", warehouse=night, language=language)
    return replace(view, account=Account("me", role))


def test_the_streams_add_up_and_name_organisations_alone(looking: Look, night: Warehouse) -> None:
    told = flows.rows(seen(looking, night, "analyst"))
    assert [(r["fund"], r["department"], r["payee"], str(r["paid"])) for r in told] == [
        ("1", "101", "rest", "25.00"),
        ("1", "101", "安澜建工有限公司", "60.05"),
        ("2", "none", "安澜建工有限公司", "10.00"),
    ]


def test_a_deputy_is_told_for_what_and_not_to_whom(looking: Look, night: Warehouse) -> None:
    view = seen(looking, night, "deputy")
    assert {row["function_class"] for row in flows.rows(view)} == {"205"}
    assert "安澜建工" not in repr(flows.draw(view))


def test_the_answer_names_the_largest_fund_and_payee(looking: Look, night: Warehouse) -> None:
    drawn = flows.draw(seen(looking, night, "leader"))
    assert drawn["answer"] == (
        "到9月末付出95.05元，89.5%出自一般公共预算；收款最多的是安澜建工有限公司，占73.7%。"
    )
    assert [(one.name, str(one.paid), str(one.executable)) for one in drawn["classes"]] == [  # type: ignore[attr-defined]
        ("教育支出", "95.05", "200.00")
    ]


def test_the_three_publics_stand_beside_the_same_months(looking: Look, night: Warehouse) -> None:
    threes = flows.draw(seen(looking, night, "leader"))["threes"]
    [hosting] = [row for row in threes if row["code"] == "30217"]  # type: ignore[attr-defined]
    assert (hosting["paid"], hosting["before"]) == (Decimal("60.05"), Decimal("40.00"))


def test_a_year_without_payments_has_no_streams(looking: Look, tmp_path: Path) -> None:
    only = {"supply": [{**YEAR, "feed": "debt_position"}]}
    empty = make_night(tmp_path / "n.duckdb", ops=only)
    assert flows.draw(seen(looking, empty, "leader"))["empty"] == "paid"
    assert flows.rows(seen(looking, empty, "leader")) == []


@pytest.mark.parametrize("role", ["analyst", "deputy"])
def test_each_stream_leads_to_its_own_payments(looking: Look, night: Warehouse, role: str) -> None:
    view = seen(looking, night, role)
    told = face(flows.PAGE, view)

    for stream, beneath in zip(flows.rows(view), told["beneath"], strict=True):
        at = urlsplit(beneath["paid"])
        assert at.path == "/execution/rows.json"
        asked = replace(view, choice=Choice.of(parse_qsl(at.query)))
        assert sum(row["amount"] for row in vouchers.rows(asked)) == stream["paid"], stream


@pytest.mark.parametrize(
    ("cut", "keys"),
    [({"fund": "2"}, ["P3"]), ({"fund": "1"}, ["P1"]), ({"function_class": "206"}, [])],
)
def test_one_payee_s_rows_are_cut_by_fund_and_class(
    looking: Look, night: Warehouse, cut: dict[str, str], keys: list[str]
) -> None:
    given = {"region": CITY, "year": "2026", "payee": "安澜建工有限公司", **cut}
    view = replace(seen(looking, night, "analyst"), choice=Choice.of(given.items()))

    assert [row["key"] for row in vouchers.rows(view)] == keys


def test_what_the_streams_do_not_name_is_the_rest(looking: Look, night: Warehouse) -> None:
    given = {"region": CITY, "year": "2026", "payee": "rest"}
    view = replace(seen(looking, night, "analyst"), choice=Choice.of(given.items()))

    assert [row["key"] for row in vouchers.rows(view)] == ["P2", "P4"]


@pytest.mark.parametrize(
    ("role", "given"),
    [
        ("deputy", {"payee": "安澜建工有限公司"}),
        ("deputy", {"payee": "rest"}),
        ("analyst", {"payee": "张三丰"}),  # a natural person is told apart by nobody
        ("analyst", {"payee": "rest", "measure": "approved"}),
    ],
)
def test_nobody_learns_whom_somebody_paid_by_asking(
    looking: Look, night: Warehouse, role: str, given: dict[str, str]
) -> None:
    choice = Choice.of({"region": CITY, "year": "2026", **given}.items())
    view = replace(seen(looking, night, role), choice=choice)

    for ask in (vouchers.rows, vouchers.draw):
        with pytest.raises(NotThere):
            ask(view)


def test_what_is_not_named_is_no_department_elsewhere(looking: Look, night: Warehouse) -> None:
    given = {"region": CITY, "year": "2026", "department": "rest"}
    view = replace(seen(looking, night, "analyst"), choice=Choice.of(given.items()))

    assert vouchers.draw(view)["found"].count == 0  # type: ignore[attr-defined]
    with pytest.raises(NotThere):
        execution.draw(view)
