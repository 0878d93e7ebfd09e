"""Figures, over HTTP, and the rows beneath them."""

import asyncio
import time
from decimal import Decimal

import pytest

from api.deps import FEW
from warehouse.database import Warehouse

YEAR = "/api/v1/figures/execution?region=419801&fiscal_year=2026"


def walked(client, link: str) -> list[dict[str, object]]:
    rows, page = [], client.get(f"{link}&limit=1").json()
    while True:
        rows += page["items"]
        if page["next"] is None:
            return rows
        page = client.get(f"{link}&limit=1&after={page['next']}").json()


def test_a_years_figures_are_text_with_their_night_and_denominators(analyst):
    told = analyst.get(YEAR).json()

    assert (told["night"], told["through_month"]) == ("2026-03-31", 3)
    assert set(told["measures"]) == {"paid", "approved", "executable"}
    assert {name: told["total"][name] for name in ("paid", "approved", "executable")} == {
        "paid": "160.45",
        "approved": "500.01",
        "executable": "379.50",
    }
    assert told["total"]["share_of_executable"] == "0.422793"


def test_departments_show_what_no_unit_on_file_paid(analyst):
    told = analyst.get(YEAR).json()

    assert [(item["code"], item["paid"]) for item in told["items"]] == [
        (None, "7.07"),
        ("101", "120.05"),
        ("102", "33.33"),
    ]


def test_months_show_what_was_paid_in_them_and_by_their_end(analyst):
    told = analyst.get(f"{YEAR}&by=month").json()

    assert [(item["code"], item["paid_in_month"], item["paid"]) for item in told["items"]] == [
        ("1", "0.00", "0.00"),
        ("2", "0.00", "0.00"),
        ("3", "160.45", "160.45"),
    ]
    assert told["items"][1]["executable"] == "400.00"
    assert told["items"][2]["executable"] == "379.50"


@pytest.mark.parametrize("by", ["department", "project", "month"])
def test_every_figure_is_the_sum_of_its_rows_to_the_fen(analyst, by):
    told = analyst.get(f"{YEAR}&by={by}").json()

    for item in [told["total"], *told["items"]]:
        for measure in ("paid", "approved", "executable"):
            link = item["rows"][measure]
            rows = walked(analyst, link)
            beneath = analyst.get(link).json()
            added = sum((Decimal(row["amount"]) for row in rows), Decimal("0.00"))
            assert (str(added), len(rows)) == (beneath["total"], beneath["count"])
            assert str(added) == (item[measure] or "0.00")


def test_a_row_names_its_delivery_file_and_line(analyst):
    row = analyst.get(f"{YEAR.replace('?', '/rows?')}&project=X1").json()["items"][0]

    assert row == {
        "feed": "payment",
        "key": "P1",
        "dated": "2026-03-02",
        "unit": "101001",
        "project": "X1",
        "amount": "120.10",
        "delivery": 1,
        "delivery_name": "2026-04-01-anlan",
        "file": 6,
        "file_name": "payment_419801_2026-03.csv",
        "line": 2,
    }


def test_projects_come_in_pages(analyst):
    page = analyst.get(f"{YEAR}&by=project&limit=1").json()

    assert [item["code"] for item in page["items"]] == ["X1"]
    assert page["next"] is None


def test_short_pages_of_projects_are_read_from_the_night_once(analyst, monkeypatch):
    asked, read = [], Warehouse._asked

    def counted(night, sql: str, given=None):
        asked.append(sql)
        return read(night, sql, given)

    monkeypatch.setattr(Warehouse, "_asked", counted)
    for limit in (1, 2, 50):
        analyst.get(f"{YEAR}&by=project&limit={limit}")

    assert sum("execution_by_project" in sql for sql in asked) == 1


def test_another_countys_figures_are_not_there(city):
    east = city.as_("east")

    west = east.get("/api/v1/figures/execution?region=419802&fiscal_year=2026")
    rows = east.get("/api/v1/figures/execution/rows?region=419802&fiscal_year=2026")

    assert (west.status_code, rows.status_code) == (404, 404)
    assert "160.45" not in west.text + rows.text


def test_the_rows_beneath_a_figure_are_sorted_cut_and_written_as_a_table(analyst):
    asked = f"{YEAR.replace('?', '/rows?')}&sort=-amount&fields=amount,line"

    told = analyst.get(asked).json()
    first = analyst.get(f"{asked}&limit=1").json()
    text = analyst.get(f"{asked}&format=csv").text.lstrip("\ufeff").splitlines()

    amounts = [Decimal(item["amount"]) for item in told["items"]]
    assert amounts == sorted(amounts, reverse=True)
    assert {tuple(item) for item in told["items"]} == {("amount", "line")}
    assert (first["total"], first["count"]) == (told["total"], len(amounts))
    assert (text[0], len(text)) == ("amount,line", 1 + len(amounts))


def test_a_year_that_was_not_delivered_names_those_that_were(analyst):
    told = analyst.get(YEAR.replace("2026", "1999"))

    assert told.status_code == 404
    assert told.json()["detail"] == (
        "no execution of 1999 is there for 419801; years that are: 2026"
    )


def test_an_unknown_department_is_no_sum_of_nothing(analyst):
    told = analyst.get(f"{YEAR.replace('?', '/rows?')}&department=404")

    assert told.status_code == 404
    assert told.json()["detail"].startswith("no department '404' is there for 419801 in 2026")


def test_an_approved_budget_is_not_cut_by_month(analyst):
    told = analyst.get(f"{YEAR.replace('?', '/rows?')}&measure=approved&month=3")

    assert told.status_code == 422
    assert told.json()["type"] == "/problems/MeasureRefused"


def test_short_reads_are_a_few_at_once_in_the_order_of_asking(city):
    house, begun, together = city.app.state.house, list[int](), list[int]()
    running = set[int]()

    def read(number: int) -> int:
        begun.append(number)
        running.add(number)
        together.append(len(running))
        time.sleep(0.005)
        running.remove(number)
        return number

    async def ask() -> list[int]:
        return await asyncio.gather(*(house.soon(read, number) for number in range(12)))

    assert asyncio.run(ask()) == list(range(12))
    assert max(together) == FEW
    assert all(abs(number - place) < FEW for place, number in enumerate(begun))
