"""The first answers: what was paid of what, what is owed, what stands idle."""

from datetime import date
from decimal import Decimal

from tests.warehouse.kept_rows import NIGHT, Kept
from warehouse.build import Night
from warehouse.shapes import tables

CITY = "410100"
MID_MARCH = Night(as_of=date(2026, 3, 15), version="test", built_at=NIGHT.built_at)


def yuan(*amounts: str) -> list[Decimal]:
    return [Decimal(amount) for amount in amounts]


def city_of_two_departments(kept: Kept) -> None:
    kept.file(
        "unit",
        CITY,
        "2026",
        [
            {"unit": "101001", "department": "101", "department_name": "教育局"},
            {"unit": "102001", "department": "102", "department_name": "科技局"},
        ],
    )
    kept.file(
        "department_budget",
        CITY,
        "2026",
        [{"line": "L1", "unit": "101001", "project": "P1", "approved": Decimal("1000.00")}],
    )
    kept.file(
        "allotment",
        CITY,
        "2026",
        [
            {
                "allotment": "A1",
                "unit": "101001",
                "project": "P1",
                "issued_on": date(2026, 1, 10),
                "amount": Decimal("900.00"),
                "frozen": Decimal("100.00"),
            },
            {
                "allotment": "A2",
                "unit": "101001",
                "issued_on": date(2026, 1, 10),
                "amount": Decimal("5000.00"),
                "active": False,
            },
        ],
    )
    kept.file(
        "allotment_change",
        CITY,
        "2026",
        [
            {"change": "C1", "allotment": "A1", "changed_on": date(2026, 2, 1)}
            | {"amount": Decimal("-300.00")},
            {"change": "C2", "allotment": "A1", "changed_on": date(2026, 4, 1)},
        ],
    )
    paid = {"unit": "101001", "project": None, "allotment": "A1"}
    kept.file(
        "payment",
        CITY,
        "2026",
        [
            {**paid, "payment": "1", "paid_on": date(2026, 1, 5), "amount": Decimal("100.01")},
            {**paid, "payment": "2", "paid_on": date(2026, 2, 5), "amount": Decimal("50.00")},
            {**paid, "payment": "3", "paid_on": date(2026, 2, 9), "amount": Decimal("-0.01")}
            | {"business": "2"},
            {**paid, "payment": "4", "paid_on": date(2026, 2, 9), "amount": Decimal("7777.00")}
            | {"business": "9"},
            {**paid, "payment": "5", "paid_on": date(2026, 4, 1), "amount": Decimal("9.00")},
            {"payment": "6", "unit": "102001", "allotment": None, "project": "P2"}
            | {"paid_on": date(2026, 3, 1), "amount": Decimal("40.00")},
            {"payment": "7", "unit": "nobody's", "allotment": None, "project": None}
            | {"paid_on": date(2026, 3, 1), "amount": Decimal("3.00")},
        ],
    )


def test_a_department_s_months_add_up_over_both_denominators(kept: Kept) -> None:
    city_of_two_departments(kept)

    rows = kept.answer(
        "select month, paid, paid_to_date, approved, executable, share_of_approved, "
        "share_of_executable from mart.execution_by_department where department = '101'"
    )

    assert rows == [
        (1, *yuan("100.01", "100.01", "1000.00", "800.00", "0.10001000", "0.12501250")),
        (2, *yuan("49.99", "150.00", "1000.00", "500.00", "0.15000000", "0.30000000")),
        (3, *yuan("0.00", "150.00", "1000.00", "500.00", "0.15000000", "0.30000000")),
    ]


def test_a_share_over_nothing_is_no_share(kept: Kept) -> None:
    city_of_two_departments(kept)

    rows = kept.answer(
        "select paid_to_date, approved, executable, share_of_approved, share_of_executable "
        "from mart.execution_by_department where department = '102' and month = 3"
    )

    assert rows == [(Decimal("40.00"), None, None, None, None)]


def test_the_departments_and_whoever_has_none_are_the_government(kept: Kept) -> None:
    city_of_two_departments(kept)

    rows = kept.answer(
        "select month, paid, paid_to_date, approved, executable, year_gone "
        "from mart.execution_by_month"
    )

    assert rows == [
        (1, *yuan("100.01", "100.01", "1000.00", "800.00", "0.08333333")),
        (2, *yuan("49.99", "150.00", "1000.00", "500.00", "0.16666667")),
        (3, *yuan("43.00", "193.00", "1000.00", "500.00", "0.25000000")),
    ]


def test_within_a_month_the_year_is_gone_by_days(kept: Kept) -> None:
    city_of_two_departments(kept)

    rows = kept.answer(
        "select max(month), max(year_gone) from mart.execution_by_month", night=MID_MARCH
    )

    assert rows == [(3, Decimal("0.20273973"))]


def test_where_payments_never_came_nothing_is_known_to_be_paid(kept: Kept) -> None:
    city_of_two_departments(kept)
    kept.files = [file for file in kept.files if file.feed != "payment"]

    rows = kept.answer(
        "select month, paid, paid_to_date, approved, share_of_approved "
        "from mart.execution_by_department where department = '101' and month = 2"
    )

    assert rows == [(2, None, None, Decimal("1000.00"), None)]


def test_a_project_has_what_was_paid_on_its_allotments(kept: Kept) -> None:
    city_of_two_departments(kept)

    rows = kept.answer(
        "select project, payments, last_paid_on, paid, approved, executable, share_of_executable "
        "from mart.execution_by_project where project in ('P1', 'P2')"
    )

    assert rows == [
        (
            *("P1", 3, date(2026, 2, 9)),
            *yuan("150.00", "1000.00", "500.00", "0.30000000"),
        ),
        ("P2", 1, date(2026, 3, 1), Decimal("40.00"), None, None, None),
    ]


def test_a_year_that_is_over_has_all_its_months(kept: Kept) -> None:
    paid = {"fiscal_year": 2025, "paid_on": date(2025, 12, 31), "business": None}
    kept.file("payment", CITY, "2025", [{**paid, "amount": Decimal("5.00")}])

    rows = kept.answer(
        "select count(*), max(month), sum(paid), max(year_gone) from mart.execution_by_month"
    )

    assert rows == [(12, 12, Decimal("5.00"), Decimal(1))]


def test_debt_over_resources_is_a_ratio_and_over_nothing_is_none(kept: Kept) -> None:
    march = date(2026, 3, 31)
    general = {"kind": "1", "stated_on": march, "ceiling": Decimal("200.00")}
    special = {"kind": "2", "stated_on": march, "ceiling": Decimal("0.00")}
    kept.file(
        "debt_position",
        CITY,
        "2026-03",
        [
            {**general, "outstanding": Decimal("190.00")}
            | {"comprehensive_resources": Decimal("100.00")},
            {**special, "outstanding": Decimal("10.00"), "comprehensive_resources": None},
        ],
    )
    kept.file(
        "debt_position",
        "410200",
        "2026-03",
        [{**general, "outstanding": Decimal("1.00"), "comprehensive_resources": None}],
    )
    kept.file("debt_position", CITY, "2026-04", [{**general, "stated_on": date(2026, 4, 30)}])

    rows = kept.answer(
        "select region, ceiling, outstanding, general_share, special_share, share, debt_ratio "
        "from mart.debt_ratio"
    )

    assert rows == [
        (
            CITY,
            *yuan("200.00", "200.00", "0.95000000"),
            None,
            *yuan("1.00000000", "2.00000000"),
        ),
        ("410200", None, None, Decimal("0.00500000"), None, None, None),
    ]


def test_assets_are_those_of_the_government_s_latest_date(kept: Kept) -> None:
    march, card = date(2026, 3, 31), {"unit": "101001", "status": "1", "leased_area": None}
    kept.file("asset_card", CITY, "2026-02", [{**card, "stated_on": date(2026, 2, 28)}] * 9)
    kept.file(
        "asset_card",
        CITY,
        "2026-03",
        [
            {**card, "asset": "house", "stated_on": march, "cost": Decimal("100.00")}
            | {"area": Decimal(80), "idle_area": Decimal(20)},
            {**card, "asset": "hall", "stated_on": march, "cost": Decimal("300.00")}
            | {"area": Decimal(20), "idle_area": None, "status": "4"},
            {**card, "asset": "car", "stated_on": march, "cost": None, "area": None}
            | {"idle_area": None, "status": "4"},
            {**card, "asset": "gone", "stated_on": march, "status": "9"},
        ],
    )

    rows = kept.answer(
        "select unit, stated_on, cards, cost, area, idle_cards, idle_cost, idle_area, leased_area, "
        "idle_share_of_area, idle_share_of_cost from mart.assets_by_unit"
    )

    assert rows == [
        (
            *("101001", march, 3, Decimal("400.00"), Decimal("100.000000"), 2),
            *yuan("300.00", "40.000000", "0.000000", "0.40000000", "0.75000000"),
        )
    ]


def test_every_table_s_file_says_what_it_is() -> None:
    for layer in ("mart", "ops"):
        for table in tables(layer).values():
            assert "。" not in table.comment
            assert table.comment.split(". ")[0].split()[0] >= "一", table.name


def test_a_mart_is_filled_after_those_it_reads() -> None:
    order = list(tables("mart"))

    assert order.index("execution_by_department") < order.index("execution_by_month")
