"""Bond money from the bonds of a year to how far it has come, and debt against its ceiling."""

from datetime import date
from decimal import Decimal
from pathlib import Path
from urllib.parse import parse_qsl

import pytest

from dashboards import debt_charts, render
from dashboards.figures.proceeds import Proceeds
from dashboards.look import Look as Written
from dashboards.pages import debt, opened, vouchers
from tests.dashboards.conftest import Look
from tests.dashboards.nights import CITY, Rows, make_night
from warehouse.database import Warehouse

DAY = date(2026, 9, 30)


def stated(year: int, kind: str, owed: str, limit: str = "200.00") -> dict[str, object]:
    return {"region": CITY, "stated_on": date(year, 9, 30), "kind": kind,
            "ceiling": Decimal(limit), "outstanding": Decimal(owed)}  # fmt: skip


def bond(code: str, kind: str, purpose: str, amount: str, year: int = 2026) -> dict[str, object]:
    return {"bond": code, "region": CITY, "name": code, "kind": kind, "purpose": purpose,
            "issued_on": date(year, 3, 1), "matures_on": date(2033, 3, 1),
            "coupon": Decimal("0.03"), "amount": Decimal(amount)}  # fmt: skip


def use(
    code: str, project: str, allocated: str, handed: str | None, spent: str | None, **more: object
) -> dict[str, object]:
    return {"bond": code, "project": project, "region": CITY, "project_name": project,
            "field": "市政", "stated_on": DAY, "allocated": Decimal(allocated),
            "handed_over": handed and Decimal(handed), "spent": spent and Decimal(spent),
            **more}  # fmt: skip


def paid(number: int, code: str, project: str | None, amount: str) -> dict[str, object]:
    return {"payment": f"P{number}", "region": CITY, "fiscal_year": 2026, "project": project,
            "unit": "101001", "payee": "某公司", "paid_on": date(2026, 8, 1),
            "amount": Decimal(amount), "business": "1", "bond": code}  # fmt: skip


def night(path: Path, core: Rows) -> Warehouse:
    supply = [{"region": CITY, "feed": "debt_position", "fiscal_year": 2026}]
    owed = {"debt_position": [stated(2026, "1", "100.00"), stated(2026, "2", "150.00")]}
    return make_night(path / "n.duckdb", core={**owed, **core}, ops={"supply": supply})


def followed(looking: Look, path: Path, core: Rows) -> Proceeds:
    drawn = debt.draw(looking("/debt", warehouse=night(path, core)))
    year = drawn["year"]
    assert isinstance(year, Proceeds)
    assert year.ends == year.amount + year.beyond  # left and right of the drawing are one sum
    return year


def test_each_yuan_that_was_raised_ends_somewhere(looking: Look, tmp_path: Path) -> None:
    year = followed(looking, tmp_path, {
        "bond": [bond("A", "2", "1", "100.00"), bond("B", "1", "2", "40.00"),
                 bond("OLD", "2", "1", "70.00", 2025)],
        "bond_project": [use("A", "X1", "80.00", "60.00", "45.05"),
                         use("OLD", "X9", "70.00", "70.00", "1.00")],
    })  # fmt: skip

    assert {pair: str(amount) for pair, amount in year.streams.items()} == {
        ("new_special", "市政"): "80.00",
        ("市政", "spent"): "45.05",
        ("市政", "waiting"): "14.95",
        ("市政", "unhanded"): "20.00",
        ("new_special", "unallocated"): "20.00",
        ("refinancing", "repaid"): "40.00",
    }


@pytest.mark.parametrize(
    ("core", "finding", "stream", "amount"),
    [
        ({"bond_project": [use("A", "X1", "100.00", "100.00", "130.00")]},
         "有30.00元超出了所发或所安排的", ("beyond", "市政"), "30.00"),
        ({"bond_project": [use("A", "X1", "95.00", "95.00", "95.00")],
          "payment": [paid(1, "A", "X2", "5.00"), paid(2, "A", None, "1.00"),
                      paid(3, "A", "X1", "9.00")]},
         "有6.00元付给了项目表没有列的项目；有1.00元超出了所发或所安排的",
         ("unlisted", "spent"), "6.00"),
        ({"bond_project": [use("A", "X1", "100.00", None, None)]},
         "有100.00元的去向没有报", ("市政", "untold"), "100.00"),
        ({"bond_project": [use("A", "X1", "100.00", "0.00", "0.00")]},
         "有100.00元安排了还没有拨付", ("市政", "unhanded"), "100.00"),
        ({}, "有100.00元的去向没有报", ("new_special", "untold"), "100.00"),
        ({"bond_project": [use("OTHER", "X1", "9.00", "9.00", "9.00")]},
         "有100.00元还没有安排到项目", ("new_special", "unallocated"), "100.00"),
        ({"bond_project": [use("A", "X1", "100.00", "100.00", "100.00")]},
         "其余都花出去了", ("市政", "spent"), "100.00"),
    ],
)  # fmt: skip
def test_money_that_went_astray_or_stopped_is_what_the_chart_tells_of(
    looking: Look, tmp_path: Path, core: Rows, finding: str, stream: tuple[str, str], amount: str
) -> None:
    year = followed(looking, tmp_path, {"bond": [bond("A", "2", "1", "100.00")], **core})

    assert str(year.streams[stream]) == amount
    assert debt_charts.went(year, Written("zh")) == f"2026年发债100.00元；{finding}"


def test_every_figure_of_bond_money_opens_to_rows_that_add_up_to_it(
    looking: Look, tmp_path: Path
) -> None:
    held = night(tmp_path, {
        "bond": [bond("A", "2", "1", "100.00"), bond("B", "2", "1", "7.00", 2025)],
        "bond_project": [use("A", "X1", "60.00", "60.00", "45.05"),
                         use("A", "X2", "30.00", "30.00", "0.00", field=None),
                         use("B", "X1", "7.00", "7.00", "7.00")],
        "payment": [paid(1, "A", "X5", "5.00"), paid(2, "A", None, "1.50"),
                    paid(3, "B", None, "2.00")],
    })  # fmt: skip
    chart = debt.draw(looking("/debt", warehouse=held, choice={"unit": "yuan"}))["flow"]
    opening = 0
    for texts, ways in zip(chart.rows, chart.opens, strict=True):  # type: ignore[attr-defined]
        for text, way in zip(texts, ways, strict=True):
            if not way:
                continue
            path, _, query = way.partition("?")
            choice = dict(parse_qsl(query))
            feed = {"feed": path.rsplit("/", 1)[1]}
            view = looking(path, warehouse=held, choice=choice, place=feed)
            page, column = (vouchers, "amount") if path == "/execution/rows" else (
                opened, choice["sum"]
            )  # fmt: skip
            assert text == f"{sum((row[column] for row in page.rows(view)), Decimal(0)):.2f}"
            opening += 1
    assert opening == 1 + 2 * 3 + 2  # the bonds, two fields' three figures, two payments


def test_a_year_that_was_not_reported_looks_different_from_one_without_debt(
    looking: Look, tmp_path: Path
) -> None:
    history = [stated(year, kind, owed) for year, owed in ((2024, "0.00"), (2026, "190.00"))
               for kind in ("1", "2")]  # fmt: skip
    held = night(tmp_path, {"debt_position": history})
    chart = debt.draw(looking("/debt", warehouse=held))["ceiling"]

    assert [row[1:6] for row in chart.rows] == [  # type: ignore[attr-defined]
        ["0.00", "0.00", "0.00", "<0.01", "0.0%"],
        ["未报"] * 5,
        ["<0.01", "<0.01", "<0.01", "<0.01", "95.0%"],
    ]
    layout = chart.picture["layout"]  # type: ignore[attr-defined]
    assert [note["text"] for note in layout["annotations"]] == ["0.0%", "未报", "95.0%"]
    assert chart.finding == "从2024年到2026年，用到限额的比例从0.0%升到95.0%"  # type: ignore[attr-defined]
    face = debt.rows(looking("/debt", warehouse=held, choice={"of": "ceiling"}))
    assert [(row["year"], row["outstanding"], row["ceiling"]) for row in face] == [
        (2024, Decimal("0.00"), Decimal("400.00")), (2025, None, None),
        (2026, Decimal("380.00"), Decimal("400.00")),
    ]  # fmt: skip


def test_a_kind_that_was_not_stated_leaves_the_year_without_a_ceiling(
    looking: Look, tmp_path: Path
) -> None:
    held = night(tmp_path, {"debt_position": [stated(2026, "1", "100.00")]})
    chart = debt.draw(looking("/debt", warehouse=held, choice={"unit": "yuan"}))["ceiling"]

    assert chart.rows == [["2026年9月末", "100.00", "缺", "缺", "缺", "算不出", "算不出"]]  # type: ignore[attr-defined]
    assert chart.picture["layout"]["shapes"] == []  # type: ignore[attr-defined]
    assert chart.finding == "债务多了少了，还说不出"  # type: ignore[attr-defined]


def test_what_falls_due_stands_by_kind_and_debt_of_no_known_bond_apart(
    looking: Look, tmp_path: Path
) -> None:
    def due(code: str, amount: str) -> dict[str, object]:
        return {"bond": code, "region": CITY, "due_on": date(2028, 3, 1), "part": "1",
                "due": Decimal(amount)}  # fmt: skip

    held = night(tmp_path, {
        "bond": [bond("A", "1", "1", "10.00"), bond("B", "2", "1", "20.00")],
        "debt_service": [due("A", "10.00"), due("B", "20.00"), due("C", "3.00")],
    })  # fmt: skip
    chart = debt.draw(looking("/debt", warehouse=held, choice={"unit": "yuan"}))["due"]

    assert chart.rows[0][:5] == ["2028年", "10.00", "20.00", "3.00", "33.00"]  # type: ignore[attr-defined]
    assert [bars["y"] for bars in chart.picture["data"]] == [[10.0], [20.0], [3.0]]  # type: ignore[attr-defined]
    choice = {"part": "1", "due": "2028", "kind": "none", "after": "2026-09-30", "sum": "due"}
    view = looking("/rows/x", warehouse=held, choice=choice, place={"feed": "debt_service"})
    assert [(row["bond"], row["due"]) for row in opened.rows(view)] == [("C", Decimal("3.00"))]


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("issued", [2026, 2025, None])
def test_the_page_stands_whatever_of_its_feeds_has_come(
    looking: Look, tmp_path: Path, language: str, issued: int | None
) -> None:
    core = {"bond": [bond("A", "2", "1", "100.00", issued)]} if issued else {}
    view = looking("/debt", warehouse=night(tmp_path, core), language=language)
    told = {
        2026: {"zh": "2026年发债", "en": "was raised in 2026"},
        2025: {"zh": "2026年没有发行债券", "en": "No bond was issued in 2026"},
        None: {"zh": "2026年发了多少债还说不出", "en": "can&#39;t be told yet"},
    }[issued][language]
    assert told in render.page(debt.PAGE, view)
