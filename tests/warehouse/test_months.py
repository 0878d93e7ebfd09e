"""What feeds add up to month by month, and keys of events that come again."""

from datetime import date
from decimal import Decimal

from tests.warehouse.kept_rows import Kept

TOTALS = "select month, column_name, total, rows from ops.month_total order by all"


def test_events_are_added_up_by_their_own_dates_up_to_the_night(kept: Kept) -> None:
    days = (date(2026, 2, 28), date(2026, 3, 1), date(2026, 3, 31), date(2026, 4, 1))
    kept.file("payment", "410100", "2026", [{"paid_on": day} for day in days])

    assert kept.answer(TOTALS) == [
        ("2026-02", "amount", Decimal("1.00"), 1),
        ("2026-03", "amount", Decimal("2.00"), 2),
    ]


def test_a_file_of_no_rows_adds_up_to_nothing(kept: Kept) -> None:
    kept.file("payment", "410100", "2026-02", [])

    assert kept.answer(TOTALS) == [("2026-02", "amount", Decimal(0), 0)]


def test_one_event_in_two_periods_is_told_with_both_lines(kept: Kept) -> None:
    for period, day in (("2026-02", date(2026, 2, 1)), ("2026-03", date(2026, 3, 1))):
        rows = [{"payment": "V/1", "paid_on": day}, {"payment": period, "paid_on": day}]
        kept.file("payment", "410100", period, rows)

    assert kept.answer("select key, file, line, differs from ops.key_twice") == [
        ("V／1/2026/410100", 1, 2, True),
        ("V／1/2026/410100", 2, 2, True),
    ]
