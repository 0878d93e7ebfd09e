"""A government's execution, taken apart to the voucher and to the fen."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from alerts.ledger import Ledger
from alerts.rule import Severity
from dashboards.page import NotThere
from dashboards.pages import alerts, execution, vouchers
from tests.alerts.found import found
from tests.dashboards.conftest import NOON, Look
from tests.dashboards.nights import CITY, COUNTY, Rows, make_night
from warehouse.database import Warehouse

YEAR = {"region": CITY, "fiscal_year": 2026}
LAST = {"region": CITY, "fiscal_year": 2025}


def paid(key: str, unit: str, allotment: str | None, amount: str, month: int) -> dict[str, object]:
    year = LAST if key.startswith("L") else YEAR
    return {**year, "payment": key, "unit": unit, "allotment": allotment, "payee": "某公司",
            "amount": Decimal(amount), "paid_on": date(year["fiscal_year"], month, 9),  # type: ignore[arg-type]
            "business": "9" if key == "P9" else "1"}  # fmt: skip


def issued(
    key: str, unit: str, project: str, amount: str, year: dict[str, object]
) -> dict[str, object]:
    return {**year, "allotment": key, "unit": unit, "project": project, "amount": Decimal(amount),
            "issued_on": date(int(str(year["fiscal_year"])), 1, 5), "active": True}  # fmt: skip


def money() -> Rows:
    units = [
        {**year, "unit": f"{department}001", "name": name, "department": department,
         "department_name": name, "kind": "1"}
        for department, name in (("101", "水利局"), ("102", "教育局"))
        for year in (YEAR, LAST)
    ]  # fmt: skip
    return {
        "unit": units,
        "project": [{**YEAR, "project": "X1", "name": "水库加固", "unit": "101001"}],
        "allotment": [
            issued("Z1", "101001", "X1", "100.00", YEAR),
            issued("Z2", "101001", "X2", "20.00", YEAR),
            issued("Z3", "102001", "X3", "40.00", YEAR),
            issued("Z4", "101001", "X1", "100.00", LAST),
        ],
        "payment": [
            paid("P1", "101001", "Z1", "30.10", 2),
            paid("P2", "101001", "Z1", "-0.05", 3),
            paid("P3", "101001", "Z2", "5.01", 3),
            paid("P4", "102001", "Z3", "40.00", 9),
            paid("P5", "999999", None, "7.07", 9),
            paid("P9", "102001", "Z3", "1000.00", 9),
            paid("L1", "101001", "Z4", "60.00", 9),
        ],
    }


def night(path: Path, as_of: date = date(2026, 9, 30), core: Rows | None = None) -> Warehouse:
    supply = [{**year, "feed": feed} for year in (YEAR, LAST) for feed in ("payment", "allotment")]
    return make_night(path / "n.duckdb", as_of=as_of, core=core or money(), ops={"supply": supply})


def test_the_answer_says_how_far_the_money_is_and_who_is_slowest(
    looking: Look, tmp_path: Path
) -> None:
    said = execution.draw(looking("/execution", warehouse=night(tmp_path)))["answer"]
    assert said == "419800到9月末付了51.3%，比时间慢23.7个百分点；水利局最慢，29.2%。"


def test_the_answer_is_told_in_english(looking: Look, tmp_path: Path) -> None:
    said = execution.draw(looking("/execution", warehouse=night(tmp_path), language="en"))["answer"]
    assert said == (
        "419800 paid 51.3% of its money by the end of Sep, 23.7 points behind the year; "
        "水利局 is slowest, 29.2%."
    )


@pytest.mark.parametrize(
    ("choice", "parts"),
    [
        ({}, {"101": "35.06", "102": "40.00", "none": "7.07"}),
        ({"department": "101"}, {"X1": "30.05", "X2": "5.01"}),
        ({"department": "none"}, {"none": "7.07"}),
        ({"department": "101", "project": "X1"}, {"Z1": "30.05"}),
    ],
)
def test_every_level_adds_up_to_the_one_above(
    looking: Look, tmp_path: Path, choice: dict[str, str], parts: dict[str, str]
) -> None:
    level = execution.draw(looking("/execution", warehouse=night(tmp_path), choice=choice))["level"]
    assert {part.code: str(part.paid) for part in level.parts} == parts  # type: ignore[attr-defined]
    assert level.difference == Decimal("0.00")  # type: ignore[attr-defined]


def test_projects_of_one_name_are_told_apart_by_their_unit(looking: Look, tmp_path: Path) -> None:
    core = money()
    core["project"] = [
        {**YEAR, "project": code, "name": "人员经费", "unit": unit}
        for code, unit in (("X1", "101001"), ("X2", "101009"), ("X3", "102001"))
    ]
    told = night(tmp_path, core=core)
    view = looking("/execution", warehouse=told, choice={"department": "101"})

    named = {part.code: part.name for part in execution.draw(view)["level"].parts}  # type: ignore[attr-defined]

    assert named == {"X1": "人员经费（水利局）", "X2": "人员经费（101009）"}


def test_the_rate_is_held_against_the_same_months_of_last_year(
    looking: Look, tmp_path: Path
) -> None:
    view = looking("/execution", warehouse=night(tmp_path))
    first, *_ = execution.rows(view)
    assert (first["code"], first["rate_year_before"]) == ("101", Decimal("0.6"))


@pytest.mark.parametrize(
    ("heirs", "kind", "before"),
    [(["101"], "1", Decimal("0.6")), (["101", "102"], "3", None), ([], "", None)],
)
def test_a_department_of_another_name_is_held_against_what_it_was(
    looking: Look, tmp_path: Path, heirs: list[str], kind: str, before: Decimal | None
) -> None:
    core = money()
    core["unit"] = [{**unit, "department": "100"} if unit["department"] == "101"
                    and unit["fiscal_year"] == 2025 else unit for unit in core["unit"]]  # fmt: skip
    core["succession"] = [{"region": CITY, "old_unit": "100", "new_unit": heir, "kind": kind,
                           "effective_on": date(2026, 3, 1)} for heir in heirs]  # fmt: skip
    supply = [{**year, "feed": "payment"} for year in (YEAR, LAST)]
    supply += [{**year, "feed": "allotment"} for year in (YEAR, LAST)]
    view = looking("/execution", warehouse=make_night(
        tmp_path / "n.duckdb", core=core, ops={"supply": supply}))  # fmt: skip

    assert execution.rows(view)[0]["rate_year_before"] == before


def test_the_alerts_of_a_department_are_those_that_its_link_opens(
    looking: Look, tmp_path: Path
) -> None:
    ledger = Ledger(f"sqlite:///{tmp_path / 'ledger.sqlite'}")
    ledger.migrate()
    mine = [found("A", region=CITY, unit="101001"),
            found("B", region=CITY, unit="101", severity=Severity.BLUE)]  # fmt: skip
    others = [found("C", region=COUNTY, unit="101001"), found("D", region=CITY, unit=None)]
    ledger.note(date(2026, 9, 30), [*mine, *others], looked=[("B02", CITY, "2026")], now=NOON)
    given = {"warehouse": night(tmp_path), "ledger": ledger}

    water, education, unknown = execution.rows(looking("/execution", **given))
    opened = alerts.rows(
        looking("/alerts", choice={"region": CITY, "department": "101"}, **given)
    )  # fmt: skip

    assert [row["subject"] for row in opened] == ["A", "B"]
    assert [water[f"alerts_{one}"] for one in Severity] == [1, 0, 0, 1]
    assert (education["alerts_red"], unknown["alerts_red"]) == (0, None)


@pytest.mark.parametrize(
    ("more", "as_of", "said"),
    [
        ("0.01", date(2026, 9, 30), "落后10个百分点以上的1个部门，最近三个月没有追近时间"),
        ("40.00", date(2026, 9, 30), "落后10个百分点以上的1个部门，最近三个月追近了时间"),
        ("60.00", date(2026, 9, 30), "没有一个部门落后10个百分点以上"),
        ("0.01", date(2026, 2, 28), "1个部门落后10个百分点以上"),
    ],
)
def test_who_is_far_behind_is_said_to_catch_up_or_not(
    looking: Look, tmp_path: Path, more: str, as_of: date, said: str
) -> None:
    core = {**money(), "payment": [*money()["payment"], paid("P7", "101001", "Z1", more, 9)]}

    drawn = execution.draw(looking("/execution", warehouse=night(tmp_path, as_of, core)))

    assert drawn["paces"].finding == said  # type: ignore[attr-defined]


def test_a_month_is_told_as_what_was_paid_by_its_end(looking: Look, tmp_path: Path) -> None:
    water, *_ = execution.rows(looking("/execution", warehouse=night(tmp_path)))
    through = {"department": "101", "through": "2"}
    view = looking("/execution/rows", warehouse=night(tmp_path), choice=through)

    assert [water[f"rate_{month:02d}"] for month in (1, 2, 9)] == [
        Decimal(0), Decimal("30.10") / 120, Decimal("35.06") / 120,
    ]  # fmt: skip
    assert vouchers.draw(view)["answer"] == "1行，合计30.10元，就是水利局到2月末已付。"


def test_of_many_departments_the_slowest_are_drawn_and_the_others_counted(
    looking: Look, tmp_path: Path
) -> None:
    codes = [f"{n:03d}" for n in range(100, 180)]
    core = {
        "unit": [{**YEAR, "unit": f"{code}001", "name": code, "department": code,
                  "department_name": code, "kind": "1"} for code in codes],
        "allotment": [issued(f"Z{code}", f"{code}001", "X", "100.00", YEAR) for code in codes],
        "payment": [paid(f"P{code}", f"{code}001", f"Z{code}", f"{code[1:]}.01", 9)
                    for code in codes],
    }  # fmt: skip

    drawn = execution.draw(looking("/execution", warehouse=night(tmp_path, core=core)))
    alone = {name: rows[:1] for name, rows in core.items()}
    (tmp_path / "alone").mkdir()
    one = execution.draw(looking("/execution", warehouse=night(tmp_path / "alone", core=alone)))

    assert [len(drawn["shown"]), len(drawn["rest"])] == [40, 40]  # type: ignore[arg-type]
    assert (len(drawn["paces"].shown), drawn["paces"].rest) == (12, 68)  # type: ignore[attr-defined]
    assert one["paces"] is None


def test_a_month_that_is_not_whole_is_hatched_and_compared_with_nothing(
    looking: Look, tmp_path: Path
) -> None:
    view = looking("/execution", warehouse=night(tmp_path, date(2026, 9, 20)))
    drawn = execution.draw(view)
    assert drawn["heat"] == "付得最多的是2月，占18.8%；最少的是1月，占0.0%"
    assert [row["rate_year_before"] for row in execution.rows(view)] == [None, None, None]


def test_a_department_that_is_not_there_is_told_so(looking: Look, tmp_path: Path) -> None:
    view = looking("/execution", warehouse=night(tmp_path), choice={"department": "777"})
    with pytest.raises(NotThere, match="777"):
        execution.draw(view)


def test_what_cannot_be_rated_is_said_to_be_missing(looking: Look, tmp_path: Path) -> None:
    empty = make_night(tmp_path / "e.duckdb", ops={"supply": [{**YEAR, "feed": "payment"}]})
    assert execution.draw(looking("/execution", warehouse=empty))["empty"] == "paid"
    assert execution.draw(looking("/execution", warehouse=None))["empty"] == "night"
    assert execution.rows(looking("/execution", warehouse=empty)) == []


def test_the_vouchers_add_up_to_the_figure(looking: Look, tmp_path: Path) -> None:
    choice = {"department": "101", "project": "X1", "allotment": "Z1"}
    view = looking("/execution/rows", warehouse=night(tmp_path), choice=choice)
    assert vouchers.draw(view)["answer"] == "2行，合计30.05元，就是Z1已付。"
    assert [(row["key"], str(row["amount"])) for row in vouchers.rows(view)] == [
        ("P1", "30.10"), ("P2", "-0.05"),
    ]  # fmt: skip


def test_vouchers_name_their_units_and_projects(looking: Look, tmp_path: Path) -> None:
    drawn = vouchers.draw(looking("/execution/rows", warehouse=night(tmp_path)))
    assert drawn["names"] == {
        ("unit", "101001"): "水利局", ("unit", "102001"): "教育局", ("project", "X1"): "水库加固",
    }  # fmt: skip


def test_vouchers_come_by_pages(
    looking: Look, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(vouchers, "PAGEFUL", 2)
    warehouse = night(tmp_path)
    first = vouchers.draw(looking("/execution/rows", warehouse=warehouse))
    assert first["next"] == "?after=1.3"
    second = vouchers.draw(looking("/execution/rows", warehouse=warehouse, choice={"after": "1.3"}))
    assert [row["key"] for row in second["shown"]] == ["P3", "P4"]  # type: ignore[attr-defined]


@pytest.mark.parametrize("after", ["x", "1", "1.", "-.3", "9" * 40 + ".1", "1.٣"])
def test_a_place_that_is_none_is_the_beginning(looking: Look, tmp_path: Path, after: str) -> None:
    view = looking("/execution/rows", warehouse=night(tmp_path), choice={"after": after})
    assert vouchers.draw(view)["found"].rows[0]["key"] == "P1"  # type: ignore[attr-defined]
