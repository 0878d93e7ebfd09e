"""The four books side by side, code by code, and never added up."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from dashboards.page import NotThere
from dashboards.pages import books, opened, overview
from tests.dashboards.conftest import Look
from tests.dashboards.nights import CITY, make_night
from warehouse.database import Warehouse


def told(
    year: int, month: int, book: str, code: str, approved: str, executed: str | None
) -> dict[str, object]:
    return {"region": CITY, "fiscal_year": year, "month": month, "book": book, "side": "2",
            "code": code, "approved": Decimal(approved), "revised": None,
            "executed": None if executed is None else Decimal(executed)}  # fmt: skip


ROWS = [
    told(2026, 0, "1", "205", "100.00", None),
    told(2026, 9, "1", "205", "100.00", "60.03"),
    told(2026, 9, "1", "20501", "70.00", "50.01"),
    told(2026, 9, "1", "20502", "30.00", "10.00"),
    told(2026, 9, "1", "206", "50.00", "15.00"),
    told(2026, 9, "2", "212", "40.00", "30.00"),
    told(2025, 9, "1", "205", "90.00", "50.00"),
    told(2025, 13, "1", "205", "90.00", "88.80"),
]
NAMES = [
    {"fiscal_year": 2026, "scheme": "function", "code": code, "name": name, "parent": None}
    for code, name in (("205", "教育支出"), ("206", "科学技术支出"), ("20501", "教育管理事务"))
]


def night(path: Path, as_of: date = date(2026, 9, 30)) -> Warehouse:
    supply = [{"region": CITY, "feed": "statement", "fiscal_year": y} for y in (2025, 2026)]
    core = {"statement": ROWS, "classification": NAMES}
    return make_night(path / "n.duckdb", as_of=as_of, core=core, ops={"supply": supply})


def test_the_answer_says_which_book_has_come_least_and_most_far(
    looking: Look, tmp_path: Path
) -> None:
    drawn = books.draw(looking("/books", warehouse=night(tmp_path)))
    assert drawn["answer"] == (
        "419800到9月末，完成最少的是一般公共预算支出，50.0%；最多的是政府性基金预算支出，75.0%。"
    )
    assert "国有资本经营预算支出" in drawn["unreported"]  # type: ignore[operator]


def test_the_overview_tells_what_each_book_spent_and_which_is_furthest_behind(
    looking: Look, tmp_path: Path
) -> None:
    drawn = overview.draw(looking("/overview", warehouse=night(tmp_path)))

    assert drawn["books_finding"] == "一般公共预算支出落后时间25.0个百分点"
    assert [(line.book, line.now.executed) for line in drawn["spent"]] == [  # type: ignore[attr-defined]
        ("1", Decimal("75.03")), ("2", Decimal("30.00")),
    ]  # fmt: skip
    assert drawn["unspent"] == ["国有资本经营预算支出", "社会保险基金预算支出"]


def test_a_book_is_the_sum_of_its_classes_and_there_is_no_sum_of_books(
    looking: Look, tmp_path: Path
) -> None:
    found = books.rows(looking("/books", warehouse=night(tmp_path)))
    now = {row["book"]: row["executed"] for row in found if row["fiscal_year"] == 2026}
    assert now == {"1": Decimal("75.03"), "2": Decimal("30.00")}


def test_the_codes_below_a_code_are_held_against_it_to_the_fen(
    looking: Look, tmp_path: Path
) -> None:
    choice = {"book": "1", "side": "2", "code": "205"}
    found = books.draw(looking("/books", warehouse=night(tmp_path), choice=choice))["found"]
    assert [line.name for line in found.lines] == ["教育管理事务", "20502"]  # type: ignore[attr-defined]
    assert (found.executed, found.above) == (Decimal("60.01"), Decimal("60.03"))  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("as_of", "change"), [(date(2026, 9, 30), Decimal("0.2006")), (date(2026, 9, 20), None)]
)
def test_a_month_that_is_not_over_is_compared_with_nothing(
    looking: Look, tmp_path: Path, as_of: date, change: Decimal | None
) -> None:
    view = looking("/books", warehouse=night(tmp_path, as_of), choice={"book": "1", "side": "2"})
    first = books.draw(view)["found"].lines[0]  # type: ignore[attr-defined]
    assert (first.code, first.change, first.now.final) == ("205", change, None)
    assert first.years[2025].final == Decimal("88.80")


def test_last_year_is_compared_under_this_years_codes(looking: Look, tmp_path: Path) -> None:
    sums = (("206", "20"), ("20501", "30"), ("20609", "5"), ("20699", "8"))
    last = [told(2025, 9, "1", code, "9", amount) for code, amount in sums]
    change = {"scheme": "function", "old_code": "20609", "new_code": "20502", "fiscal_year": 2026}
    core = {"statement": [*ROWS, *last], "code_change": [{**change, "kind": "1"}]}
    supply = [{"region": CITY, "feed": "statement", "fiscal_year": y} for y in (2025, 2026)]
    night = make_night(tmp_path / "n.duckdb", core=core, ops={"supply": supply})

    def before(**choice: str) -> dict[str, Decimal | None]:
        view = looking("/books", warehouse=night, choice={"book": "1", "side": "2", **choice})
        return {line.code: line.before for line in books.draw(view)["found"].lines}  # type: ignore[attr-defined]

    assert before() == {"205": Decimal("55.00"), "206": Decimal("15.00")}
    assert before(code="205") == {"20501": Decimal("30.00"), "20502": Decimal("5.00")}


@pytest.mark.parametrize(("published", "median"), [(3, Decimal("0.40")), (2, None)])
def test_a_line_stands_beside_the_median_of_the_peers_that_published(
    looking: Look, tmp_path: Path, published: int, median: Decimal | None
) -> None:
    counties = {"419801": "1", "419803": "90", "419804": "40", "419805": "30"}
    regions = [{"region": code, "name": code, "parent": "419800", "tier": "4"} for code in counties]
    statement = [
        {**told(2026, 9, "1", "205", "100.00", amount), "region": code}
        for code, amount in counties.items()
    ]
    events = [
        {"event": code, "region": code, "fiscal_year": 2026, "kind": "budget_published",
         "happened_on": date(2026, 3, 1)}
        for code in list(counties)[1 : published + 1]
    ]  # fmt: skip
    night = make_night(
        tmp_path / "n.duckdb",
        core={"statement": statement, "region": regions, "legal_event": events},
        ops={"supply": [{"region": "419801", "feed": "statement", "fiscal_year": 2026}]},
    )
    view = looking("/books", warehouse=night, choice={"region": "419801"})
    [row] = books.rows(view)
    assert (row["rate"], row["peers_median"]) == (Decimal("0.01"), median)
    assert str(published) in str(books.draw(view)["peers_source"])


def test_a_budget_of_nothing_is_not_the_opening_one(looking: Look, tmp_path: Path) -> None:
    cut = [told(2026, 0, "2", "212", "40.00", None), told(2026, 9, "2", "212", "0.00", "1.00")]
    supply = [{"region": CITY, "feed": "statement", "fiscal_year": 2026}]
    night = make_night(tmp_path / "n.duckdb", core={"statement": cut}, ops={"supply": supply})
    [row] = books.rows(looking("/books", warehouse=night, choice={"book": "2", "side": "2"}))
    assert row["approved"] == Decimal("0.00")


def test_a_code_that_was_not_revised_counts_as_it_was_approved(
    looking: Look, tmp_path: Path
) -> None:
    cut = [
        {**told(2026, 9, "2", "212", "40.00", "30.00"), "revised": Decimal("60.00")},
        told(2026, 9, "2", "213", "40.00", "30.00"),
    ]
    supply = [{"region": CITY, "feed": "statement", "fiscal_year": 2026}]
    night = make_night(tmp_path / "n.duckdb", core={"statement": cut}, ops={"supply": supply})
    [row] = books.rows(looking("/books", warehouse=night))
    assert (row["revised"], row["rate"]) == (Decimal("60.00"), Decimal("0.6"))


def test_the_titles_say_what_is_behind_and_what_changed_most(looking: Look, tmp_path: Path) -> None:
    drawn = books.draw(looking("/books", warehouse=night(tmp_path)))
    assert drawn["pace"] == "一般公共预算支出落后时间25.0个百分点"
    assert drawn["moved"] == "与上年同期比，变动最大的是一般公共预算支出，多50.1%"
    running = replace(drawn["found"], comparable=False)  # type: ignore[type-var]
    assert books.pace(running, "zh") == "四本账各看各的，不加在一起"


def test_a_code_that_is_not_there_is_told_so(looking: Look, tmp_path: Path) -> None:
    choice = {"book": "1", "side": "2", "code": "299"}
    with pytest.raises(NotThere, match="299"):
        books.draw(looking("/books", warehouse=night(tmp_path), choice=choice))


def test_without_statements_the_page_says_so(looking: Look) -> None:
    assert books.draw(looking("/books"))["empty"] == "none"
    assert books.draw(looking("/books", warehouse=None))["empty"] == "night"
    assert books.rows(looking("/books", warehouse=None)) == []


def test_a_figure_of_a_book_opens_to_its_rows(looking: Look, tmp_path: Path) -> None:
    cut = {"year": "2026", "month": "9", "book": "1", "side": "2", "digits": "3"}
    choice = {**cut, "sum": "executed"}
    place = {"feed": "statement"}
    view = looking("/rows/statement", warehouse=night(tmp_path), choice=choice, place=place)
    assert opened.draw(view)["answer"] == "419800：2行，预算收支表的累计执行数合计75.03元。"
    assert [row["code"] for row in opened.rows(view)] == ["205", "206"]


@pytest.mark.parametrize("feed", ["", "payment", "unit; drop", "../x"])
def test_only_what_a_figure_is_made_of_is_opened(looking: Look, feed: str) -> None:
    with pytest.raises(NotThere):
        opened.draw(looking("/rows/x", place={"feed": feed}))
