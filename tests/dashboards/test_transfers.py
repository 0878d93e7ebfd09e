"""What came from above, what was handed on, and the rules' own clocks."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from dashboards.look import Look as Unit
from dashboards.pages import opened, transfers
from tests.dashboards.conftest import Look
from tests.dashboards.nights import CITY, COUNTY, make_night
from warehouse.database import Warehouse

APPROVED = date(2026, 2, 1)


def given(code: str, amount: str, issued: date | None, **more: object) -> dict[str, object]:
    return {"transfer": code, "fiscal_year": 2026, "region": CITY, "to_region": COUNTY,
            "kind": "1", "document": f"安财〔2026〕{code}号", "amount": Decimal(amount),
            "budget_approved_on": APPROVED, "issued_on": issued, **more}  # fmt: skip


CORE = {
    "region": [{"region": COUNTY, "name": "河湾区", "parent": CITY, "tier": "4"}],
    "transfer": [
        given("T/1", "10.01", date(2026, 3, 3)),
        given("T2", "20.00", date(2026, 3, 4)),
        given("T3", "40.00", None, kind="2"),
        given("T4", "5.00", None, project="救灾补助"),
        given("T5", "7.00", date(2026, 10, 8), received_on=date(2026, 9, 20),
              budget_approved_on=None),
        given("U1", "900.00", date(2026, 1, 5), region="410000", to_region=CITY),
        given("U0", "800.00", None, region="410000", to_region=CITY, fiscal_year=2025),
    ],
}  # fmt: skip


@pytest.fixture(scope="module")
def night(tmp_path_factory: pytest.TempPathFactory) -> Warehouse:
    supply = [{"region": CITY, "feed": "payment", "fiscal_year": 2026}]
    path = tmp_path_factory.mktemp("transfers") / "n.duckdb"
    return make_night(path, core=CORE, ops={"supply": supply})


def test_the_answer_counts_what_has_a_term_and_what_is_past_it(
    looking: Look, night: Warehouse
) -> None:
    assert transfers.draw(looking("/transfers", warehouse=night))["answer"] == (
        "2026年向下转移支付82.01元；有期限的4笔里2笔超期，最长241天。"
    )


def test_each_transfer_has_the_verdict_of_the_rule_whose_clock_it_is(
    looking: Look, night: Warehouse
) -> None:
    found = transfers.rows(looking("/transfers", warehouse=night))
    assert [(r["transfer"], r["rule"], r["days"], r["term_days"], r["verdict"]) for r in found] == [
        ("T/1", "A03", 30, 30, "pass"),
        ("T2", "A03", 31, 30, "fail"),
        ("T3", "A04", 241, 60, "fail"),
        ("T4", "", None, None, "not_applicable"),
        ("T5", "A05", 10, 30, "pass"),
    ]


def test_what_each_government_below_gets_is_added_up(looking: Look, night: Warehouse) -> None:
    drawn = transfers.draw(looking("/transfers", warehouse=night))
    [county] = drawn["receivers"]  # type: ignore[misc]
    whole = drawn["whole"]

    assert (county.code, county.count, county.late) == (COUNTY, 5, 2)
    assert county.kinds == {"1": Decimal("42.01"), "2": Decimal("40.00")}
    assert (county.amount, county.issued, county.early) == (Decimal("82.01"), Decimal("30.01"), 0)
    assert (whole.amount, whole.count) == (county.amount, county.count)  # type: ignore[attr-defined]
    assert drawn["largest"] == "下级政府只有河湾区，82.01元"


@pytest.mark.parametrize(
    ("amounts", "said"),
    [
        ("9 7", "2个下级政府里A最多，9.00元"),
        ("9 9 7", "3个下级政府里A等2个最多，各9.00元"),
        ("9 9", "2个下级政府一样多，各9.00元"),
    ],
)
def test_who_gets_as_much_as_the_first_is_not_left_out(amounts: str, said: str) -> None:
    each = [
        transfers.Received(name, name, amount=Decimal(amount))
        for name, amount in zip("ABC", amounts.split(), strict=False)
    ]
    assert transfers.largest(each, Unit("zh")) == said


def test_what_is_issued_after_the_night_is_still_waiting(looking: Look, night: Warehouse) -> None:
    drawn = transfers.draw(looking("/transfers", warehouse=night))
    assert [one.transfer for one in drawn["shown"]] == ["T3", "T2", "T5"]  # type: ignore[attr-defined]
    assert drawn["chart"].rows == [["26年3月", "<0.01"]]  # type: ignore[attr-defined]


def test_what_came_from_above_is_the_years_and_opens_to_its_rows(
    looking: Look, night: Warehouse
) -> None:
    found = transfers.draw(looking("/transfers", warehouse=night))["found"]
    assert [(r["giver"], r["amount"]) for r in found.received] == [("410000", Decimal("900.00"))]  # type: ignore[attr-defined]
    choice = {"side": "received", "year": "2026"}
    view = looking("/rows/x", warehouse=night, choice=choice, place={"feed": "transfer"})
    assert [row["transfer"] for row in opened.rows(view)] == ["U1"]
    own = looking("/rows/x", warehouse=night, choice={"to": COUNTY}, place={"feed": "transfer"})
    assert str(opened.draw(own)["answer"]).endswith("合计82.01元。")


def test_without_transfers_the_page_says_so(looking: Look, tmp_path: Path) -> None:
    supply = [{"region": CITY, "feed": "payment", "fiscal_year": 2026}]
    none = make_night(tmp_path / "n.duckdb", ops={"supply": supply})
    assert transfers.draw(looking("/transfers", warehouse=none))["empty"] == "none"
    assert transfers.draw(looking("/transfers", warehouse=None))["empty"] == "night"
    assert transfers.rows(looking("/transfers", warehouse=None)) == []
