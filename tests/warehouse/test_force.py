"""Where two files in force speak of one thing, one of them stands."""

from datetime import UTC, date, datetime
from decimal import Decimal

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.warehouse.kept_rows import Kept
from warehouse.proof import prove

PROVINCE, CITY, COUNTY, OTHER_COUNTY = "410000", "410100", "410122", "410123"
MARCH_3, MARCH_4 = date(2026, 3, 3), date(2026, 3, 4)


def test_a_city_s_own_rows_stand_over_the_province_s(kept: Kept) -> None:
    kept.file(
        "payment",
        PROVINCE,
        "2026-03",
        [{"payment": "P1"}, {"payment": "C1 as the province has it", "region": CITY}],
    )
    kept.file("payment", CITY, "2026-03", [{"payment": "C1"}])

    assert kept.answer("select payment from core.payment") == [("P1",), ("C1",)]
    assert prove(kept.folder / "built.duckdb") == 4


def test_a_city_that_delivered_a_day_stands_for_that_day_alone(kept: Kept) -> None:
    kept.file(
        "payment",
        PROVINCE,
        "2026-03",
        [
            {"payment": "third", "region": CITY, "paid_on": MARCH_3},
            {"payment": "fourth", "region": CITY, "paid_on": MARCH_4},
        ],
    )
    kept.file("payment", CITY, "2026-03-03", [{"payment": "city", "paid_on": MARCH_3}])

    assert kept.answer("select payment from core.payment") == [("fourth",), ("city",)]


def test_a_city_that_says_nothing_happened_stands_too(kept: Kept) -> None:
    kept.file("payment", PROVINCE, "2026-03", [{"region": CITY}])
    kept.file("payment", CITY, "2026-03", [])

    assert kept.answer("from core.payment") == []


def test_a_city_stands_for_its_counties_only_where_it_names_them(kept: Kept) -> None:
    kept.file(
        "payment",
        PROVINCE,
        "2026-03",
        [{"payment": "p1", "region": COUNTY}, {"payment": "p2", "region": OTHER_COUNTY}],
    )
    kept.file("payment", CITY, "2026-03", [{"payment": "c1", "region": COUNTY}])

    assert kept.answer("select payment from core.payment") == [("p2",), ("c1",)]


def test_one_event_key_in_two_periods_stays_twice(kept: Kept) -> None:
    kept.file("payment", CITY, "2026-03-03", [{"paid_on": MARCH_3}])
    kept.file("payment", CITY, "2026-03-04", [{"paid_on": MARCH_4}])

    assert kept.answer("select count(*) from core.payment") == [(2,)]


def test_a_month_s_stock_gives_way_by_its_month(kept: Kept) -> None:
    kept.file(
        "enterprise",
        PROVINCE,
        "2026",
        [
            {"name": "old", "region": CITY, "month": "2026-02"},
            {"name": "stays", "region": CITY, "month": "2026-01"},
        ],
    )
    kept.file("enterprise", CITY, "2026-02", [{"name": "new", "month": "2026-02"}])

    assert kept.answer("select name from core.enterprise") == [("stays",), ("new",)]


def test_the_opening_budget_of_a_city_says_nothing_of_its_january(kept: Kept) -> None:
    kept.file(
        "statement",
        PROVINCE,
        "2026",
        [{"region": CITY, "month": 0, "code": "p0"}, {"region": CITY, "month": 1, "code": "p1"}],
    )
    kept.file("statement", CITY, "2026-00", [{"month": 0, "code": "c0"}])

    assert kept.answer("select code from core.statement") == [("p1",), ("c0",)]


def test_a_register_keeps_the_row_of_the_latest_period(kept: Kept) -> None:
    kept.file("project", CITY, "2026-03-04", [{"project": "A", "name": "fourth"}])
    kept.file("project", CITY, "2026-03-03", [{"project": "A", "name": "third"}, {"project": "B"}])

    rows = kept.answer("select project, name from core.project")

    assert rows == [("A", "fourth"), ("B", "1")]
    assert prove(kept.folder / "built.duckdb") == 4


def test_of_one_period_the_latest_statement_stands(kept: Kept) -> None:
    kept.file(
        "project",
        CITY,
        "2026",
        [{"name": "later"}],
        supplier="b",
        stated_at=datetime(2026, 5, 1, tzinfo=UTC),
    )
    kept.file("project", CITY, "2026", [{"name": "earlier"}], supplier="a")

    assert kept.answer("select name from core.project") == [("later",)]


def test_in_a_register_the_city_stands_even_over_a_later_province(kept: Kept) -> None:
    kept.file("project", PROVINCE, "2027", [{"region": CITY, "name": "province"}])
    kept.file("project", CITY, "2026", [{"name": "city"}])

    assert kept.answer("select name from core.project") == [("city",)]


def test_a_register_s_empty_key_is_a_key(kept: Kept) -> None:
    kept.file("performance", CITY, "2025", [{"indicator": None, "score": Decimal(50)}])
    kept.file("performance", CITY, "2026", [{"indicator": None, "score": Decimal(90)}])

    assert kept.answer("select score from core.performance") == [(Decimal("90.000000"),)]


def test_a_part_stands_over_the_wider_file_in_its_days(kept: Kept) -> None:
    kept.file(
        "payment",
        CITY,
        "2026-03",
        [{"payment": "w3", "paid_on": MARCH_3}, {"payment": "w4", "paid_on": MARCH_4}],
    )
    kept.file("payment", CITY, "2026-03-04", [{"payment": "p4", "paid_on": MARCH_4}], part=True)

    assert kept.answer("select payment from core.payment") == [("w3",), ("p4",)]
    assert prove(kept.folder / "built.duckdb") == 4


def test_a_part_of_a_register_stands_for_its_keys(kept: Kept) -> None:
    kept.file(
        "department_budget", CITY, "2026", [{"line": "1", "unit": "w"}, {"line": "2", "unit": "w"}]
    )
    kept.file("department_budget", CITY, "2026-03", [{"line": "2", "unit": "p"}], part=True)

    rows = kept.answer("select line, unit, file, file_line from kept.department_budget")

    assert rows == [("1", "w", 1, 2), ("2", "p", 2, 2)]


def test_a_part_of_another_supplier_leaves_the_wide_file_alone(kept: Kept) -> None:
    kept.file("payment", CITY, "2026-03", [{"payment": "w", "paid_on": MARCH_4}], supplier="a")
    kept.file("payment", CITY, "2026-03-04", [{"paid_on": MARCH_4}], supplier="b", part=True)

    assert kept.answer("select count(*) from core.payment") == [(2,)]


rows_of = st.lists(st.sampled_from("ABCDEF"), unique=True, max_size=6)


@settings(
    max_examples=8,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(days=st.lists(st.tuples(st.integers(1, 28), st.sampled_from("ab"), rows_of), max_size=5))
def test_of_every_register_one_row_stands_for_each_key(
    kept: Kept, days: list[tuple[int, str, list[str]]]
) -> None:
    kept.files = []
    for day, supplier, projects in days:
        rows = [{"project": project, "name": f"{day} {supplier}"} for project in projects]
        kept.file("project", CITY, f"2026-03-{day:02d}", rows, supplier=supplier)

    stood = kept.answer("select project from core.project order by project")

    assert stood == [(project,) for project in sorted({p for _, _, of in days for p in of})]
    prove(kept.folder / "built.duckdb")
