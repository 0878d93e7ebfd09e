"""What was paid for what and to whom: the tables of a night against the payments, to the fen."""

import shutil
from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from random import Random
from typing import Any

import duckdb
import pytest

from tests.warehouse.kept_rows import NIGHT, Kept
from warehouse.database import Warehouse

CITY, COUNTY = "410100", "410103"
THEN = date(2025, 3, 31)
FIRMS = [f"安澜第{n}建筑工程有限公司" for n in range(120)]
PERSONS = {"张三丰", "李四"}
ODD = Random(26)


def payment(number: int) -> dict[str, Any]:
    """Invent a payment, some of it unsaid, refunded, too late or of another year."""
    year = ODD.choice((2025, 2026))
    return {
        "payment": f"P{number}",
        "region": ODD.choice((CITY, CITY, COUNTY)),
        "fiscal_year": year,
        "unit": ODD.choice(("101001", "101002", "102001", "none on file")),
        "allotment": ODD.choice(("A1", "A2", None)),
        "fund": ODD.choice(("11", "2", "31", None)),
        "function_item": ODD.choice(("2050202", "2300101", "2080101", None)),
        "department_economic": ODD.choice(("30212", "30217", "3021701", None)),
        "paid_on": date(year, 1, 1) + timedelta(ODD.randrange(-5, 400)),
        "amount": Decimal(ODD.randrange(-99_999, 9_999_999)) / 100,
        "business": ODD.choice(("1", "1", "2", "9", None)),
        "payee": ODD.choice([*FIRMS, *sorted(PERSONS)]),
        "project": ODD.choice(("J1", "J2", None)),
        "bond": ODD.choice(("Z1", "Z2", None)),
    }


PAYMENTS = [payment(number) for number in range(1500)]


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    kept = Kept(tmp_path_factory.mktemp("paid"))
    for year in (2025, 2026):
        held: dict[str, Any] = {"fiscal_year": year, "region": CITY}
        units = [{**held, "unit": unit, "department": unit[:3]} for unit in ("101001", "101002")]
        lots: list[dict[str, Any]] = [
            {"allotment": "A1", "fund": "2", "function_item": "2120101", "project": "J9"},
            {"allotment": "A2", "fund": None, "function_item": None, "project": None},
        ]
        kept.file("unit", CITY, str(year), units)
        kept.file("allotment", CITY, str(year), [held | lot for lot in lots])
    kept.file("payment", CITY, "2026", PAYMENTS)
    return kept.build()


@pytest.fixture(scope="module")
def night(built: Path) -> Iterator[Warehouse]:
    opened = Warehouse.open(built)
    yield opened
    opened.close()


def standing() -> list[dict[str, Any]]:
    """Give the payments that count, each with what its allotment and its unit say of it."""
    counted = []
    for row in PAYMENTS:
        if row["business"] == "9" or row["paid_on"] > NIGHT.as_of:
            continue
        answers = row["allotment"] == "A1" and row["region"] == CITY
        fund = row["fund"] or ("2" if answers else None)
        item = row["function_item"] or ("2120101" if answers else None)
        known = row["region"] == CITY and row["unit"] in {"101001", "101002"}
        project = row["project"] or ("J9" if answers else None)
        counted.append({**row, "project": project, "fund": fund and str(fund)[:1],
                        "function": item and str(item)[:3],
                        "department": "101" if known else None})  # fmt: skip
    return counted


def test_what_was_paid_by_class_is_what_the_payments_say(night: Warehouse) -> None:
    paid: Counter[tuple[Any, ...]] = Counter()
    for row in standing():
        economic = row["department_economic"] and str(row["department_economic"])[:5]
        paid[row["region"], row["fiscal_year"], row["fund"], row["department"], row["function"],
             economic] += row["amount"]  # fmt: skip
    rows = night.rows("select * exclude paid_by_then from mart.paid_by_class")
    assert {tuple(row.values())[:-1]: row["paid"] for row in rows} == paid


def test_what_was_paid_with_a_bonds_money_is_what_the_payments_say(night: Warehouse) -> None:
    paid: Counter[tuple[Any, ...]] = Counter()
    for row in standing():
        if row["bond"]:
            paid[row["region"], row["bond"], row["fiscal_year"], row["project"]] += row["amount"]
    rows = night.rows("select * exclude payments from mart.paid_by_bond")
    assert {tuple(row.values())[:-1]: row["paid"] for row in rows} == paid
    assert {row["project"] for row in rows} == {"J1", "J2", "J9", None}


def test_a_past_year_says_what_was_paid_by_the_same_day(night: Warehouse) -> None:
    rows = night.rows("select sum(paid_by_then) as paid from mart.paid_by_class "
                      "where fiscal_year = 2025 and region = '410100'")  # fmt: skip
    then = [row["amount"] for row in standing()
            if row["fiscal_year"] == 2025 and row["region"] == CITY
            and row["paid_on"] <= THEN]  # fmt: skip
    assert rows[0]["paid"] == sum(then)


def test_the_hundred_largest_organisations_are_named(night: Warehouse) -> None:
    got: Counter[str] = Counter()
    for one in standing():
        if (one["region"], one["fiscal_year"]) == (CITY, 2025):
            got[one["payee"]] += one["amount"]
    rows = night.rows(
        "select payee, sum(paid) as paid from ops.paid_to "
        "where region = '410100' and fiscal_year = 2025 group by payee"
    )
    told = {row["payee"]: row["paid"] for row in rows}
    firms = sorted(got.keys() - PERSONS, key=lambda payee: (-got[payee], payee))
    assert len(firms) > 100
    rest = sum(got[payee] for payee in (*PERSONS, *firms[100:]))
    assert told.pop(None) == rest
    assert told == {payee: got[payee] for payee in firms[:100]}


def test_a_night_of_an_earlier_edition_reckons_what_it_lacks(
    night: Warehouse, built: Path, tmp_path: Path
) -> None:
    older = Path(shutil.copy(built, tmp_path / "older.duckdb"))
    with duckdb.connect(str(older)) as connection:
        connection.execute(
            "drop table mart.paid_by_class; drop table ops.paid_to;drop table mart.paid_by_bond"
        )
    lacking = Warehouse.open(older)
    for table in ("mart.paid_by_class", "mart.paid_by_bond", "ops.paid_to"):
        assert lacking.rows(f"from {table} order by all") == night.rows(
            f"from {table} order by all"
        )
