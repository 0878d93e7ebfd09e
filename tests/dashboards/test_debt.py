"""Debt against its ceiling, when it is due, what it costs and where it went."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from dashboards.figures.borrowing import peak_said
from dashboards.pages import debt, opened
from tests.dashboards.conftest import Look
from tests.dashboards.nights import CITY, make_night
from warehouse.database import Warehouse

DAY = date(2026, 9, 30)


def bond(code: str, kind: str, amount: str, coupon: str, matures: date) -> dict[str, object]:
    return {"bond": code, "region": CITY, "name": code, "kind": kind, "purpose": "1",
            "issued_on": date(2024, 3, 1), "matures_on": matures, "coupon": Decimal(coupon),
            "amount": Decimal(amount)}  # fmt: skip


def due(code: str, part: str, on: date, amount: str, paid: str | None = None) -> dict[str, object]:
    return {"bond": code, "region": CITY, "due_on": on, "part": part, "due": Decimal(amount),
            "paid": None if paid is None else Decimal(paid)}  # fmt: skip


def night(path: Path) -> Warehouse:
    supply = [{"region": CITY, "feed": "debt_position", "fiscal_year": 2026}]
    core = {
        "debt_position": [
            {"region": CITY, "stated_on": DAY, "kind": kind, "ceiling": Decimal("200.00"),
             "outstanding": Decimal(owed)}
            for kind, owed in (("1", "100.01"), ("2", "150.00"))
        ],
        "bond": [
            bond("A", "1", "100.00", "0.02", date(2030, 3, 1)),
            bond("B", "2", "150.00", "0.031", date(2042, 3, 1)),
            bond("C", "1", "70.00", "0.05", date(2026, 3, 1)),
        ],
        "debt_service": [
            due("C", "1", date(2026, 3, 1), "70.00", "70.00"),
            due("A", "2", date(2026, 9, 1), "2.00", "2.00"),
            due("A", "2", date(2026, 12, 1), "2.00"),
            due("A", "1", date(2030, 3, 1), "100.00"),
            due("B", "1", date(2042, 3, 1), "150.00"),
        ],
        "bond_project": [
            {"bond": "B", "project": "X1", "region": CITY, "project_name": "管网", "stated_on": DAY,
             "allocated": Decimal("150.00"), "handed_over": Decimal("120.00"),
             "spent": Decimal("30.05")}
        ],
        "statement": [
            {"region": CITY, "fiscal_year": 2026, "month": 9, "book": "1", "side": "2",
             "code": "201", "executed": Decimal("80.00")}
        ],
    }  # fmt: skip
    return make_night(path / "n.duckdb", core=core, ops={"supply": supply})


def test_the_answer_says_what_is_owed_when_it_is_due_and_what_waits(
    looking: Look, tmp_path: Path
) -> None:
    assert debt.draw(looking("/debt", warehouse=night(tmp_path)))["answer"] == (
        "2026年9月30日债务余额250.01元，用到限额的62.5%；到2035年，2030年还本最多，100.00元；"
        "债券资金还有30.00元没有拨到项目。"
    )


def test_the_ladder_begins_after_the_day_and_lumps_what_is_far(
    looking: Look, tmp_path: Path
) -> None:
    ladder = debt.draw(looking("/debt", warehouse=night(tmp_path)))["found"].ladder  # type: ignore[attr-defined]
    assert [(s.year, str(s.principal), str(s.interest), s.part, s.later) for s in ladder] == [
        (2026, "0", "2.00", True, False),
        (2030, "100.00", "0", False, False),
        (2036, "150.00", "0", False, True),
    ]


def test_the_year_of_most_principal_is_told_up_to_where_years_stand_apart(
    looking: Look, tmp_path: Path
) -> None:
    drawn = debt.draw(looking("/debt", warehouse=night(tmp_path)))
    assert drawn["due"].finding == "到2035年，2030年还本最多，100.00元"  # type: ignore[attr-defined]  # 150.00 fall due in 2042
    found = drawn["found"]
    near = replace(found, ladder=found.ladder[:2])  # type: ignore[type-var,attr-defined]
    look = drawn["look"]
    assert peak_said(near, "borrowing.peak", look) == "2030年还本最多，100.00元"  # type: ignore[arg-type]


def test_bonds_that_are_out_stand_in_half_points(looking: Look, tmp_path: Path) -> None:
    found = debt.draw(looking("/debt", warehouse=night(tmp_path)))["found"]
    assert [(row["band"], str(row["amount"])) for row in found.bands] == [  # type: ignore[attr-defined]
        (4, "100.00"), (6, "150.00"),
    ]  # fmt: skip
    assert found.coupon == Decimal("0.0266")  # type: ignore[attr-defined]


def test_interest_is_held_against_the_same_months_of_its_own_book(
    looking: Look, tmp_path: Path
) -> None:
    [row] = debt.draw(looking("/debt", warehouse=night(tmp_path)))["found"].interest  # type: ignore[attr-defined]
    assert (row["kind"], row["paid"], row["executed"]) == ("1", Decimal("2.00"), Decimal("80.00"))


def test_titles_say_how_debt_went_and_what_interest_takes(looking: Look, tmp_path: Path) -> None:
    view = looking("/debt", warehouse=night(tmp_path))
    drawn = debt.draw(view)
    years = [(2024, "300.01"), (2025, None), (2026, "250.01")]
    history = [{"stated_on": date(year, 9, 30), "outstanding": owed and Decimal(owed)}
               for year, owed in years]  # fmt: skip
    found = replace(drawn["found"], history=history)  # type: ignore[type-var]
    assert debt.course(found, drawn["look"]) == "债务余额比2024年少50.00元"  # type: ignore[arg-type]
    assert (drawn["course"], drawn["burden"]) == (
        "债务多了少了，还说不出",
        "付息最多占到支出的2.5%",
    )


def test_a_step_of_the_ladder_opens_to_its_rows(looking: Look, tmp_path: Path) -> None:
    choice = {"part": "1", "since": "2036", "after": "2026-09-30", "sum": "due"}
    place = {"feed": "debt_service"}
    view = looking("/rows/x", warehouse=night(tmp_path), choice=choice, place=place)
    assert [(row["bond"], str(row["due"])) for row in opened.rows(view)] == [("B", "150.00")]


def test_without_any_debt_the_page_says_so(looking: Look, tmp_path: Path) -> None:
    assert debt.draw(looking("/debt", warehouse=None))["empty"] == "night"
    only = {"supply": [{"region": CITY, "feed": "payment", "fiscal_year": 2026}]}
    empty = make_night(tmp_path / "e.duckdb", ops=only)
    assert debt.draw(looking("/debt", warehouse=empty))["empty"] == "none"
    assert debt.rows(looking("/debt", warehouse=empty)) == []


def test_a_ceiling_of_several_days_is_not_added_up(looking: Look, tmp_path: Path) -> None:
    stated = [{"region": CITY, "stated_on": day, "kind": "1", "ceiling": Decimal("200.00")}
              for day in (date(2026, 8, 31), DAY)]  # fmt: skip
    supply = [{"region": CITY, "feed": "debt_position", "fiscal_year": 2026}]
    two = make_night(tmp_path / "n.duckdb", core={"debt_position": stated}, ops={"supply": supply})
    view = looking("/rows/x", warehouse=two, place={"feed": "debt_position"})

    assert (
        opened.draw(view)["answer"]
        == f"{CITY}：2行，是政府债务限额和余额的债务限额在2个时点的数，不相加。"
    )
    assert opened.draw(view)["found"].totals["ceiling"] is None  # type: ignore[attr-defined]


def test_what_is_supposed_is_reckoned_in_the_other_faces_too(looking: Look, tmp_path: Path) -> None:
    choice = {"coupon": "3", "rolled": "50", "growth": "0"}
    told = debt.rows(looking("/debt", warehouse=night(tmp_path), choice=choice))

    assert [row["due_year"] for row in told] == [2026, 2027, 2028, 2029, 2030, 2031, 2036]
    of_2030, of_2031 = told[4], told[5]
    assert (of_2030["refinanced"], of_2030["to_pay"]) == (Decimal("50.00"), Decimal("50.00"))
    assert (of_2031["new_interest"], of_2031["to_pay"]) == (Decimal("1.50"), Decimal("1.50"))
    assert (told[0]["to_pay"], told[6]["to_pay"]) == (None, None)  # a part of a year, and a lump
    assert {str(row["supposed_rolled"]) for row in told} == {"0.5"}


def test_what_can_not_be_supposed_is_refused_in_the_other_faces(
    looking: Look, tmp_path: Path
) -> None:
    choice = {"coupon": "21"}
    with pytest.raises(debt.SuppositionRefused, match="coupon from 0 to 20"):
        debt.rows(looking("/debt", warehouse=night(tmp_path), choice=choice))
