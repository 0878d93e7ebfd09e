"""What the debt in force will cost, as a reader supposes."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from dashboards.figures.ahead import Supposed, ahead, heaviest, supposed
from dashboards.figures.borrowing import Borrowing, Step
from dashboards.pages import debt
from tests.dashboards.conftest import Look
from tests.dashboards.test_debt import night

HALF = Supposed(Decimal("0.03"), Decimal("0.10"), Decimal("0.5"), read=True)
DUE = [
    Step(2026, Decimal(70), Decimal(1), part=True, later=False),
    Step(2027, Decimal(100), Decimal(10), part=False, later=False),
    Step(2028, Decimal(0), Decimal(8), part=False, later=False),
]
BONDS = Borrowing(date(2026, 9, 30), date(2026, 9, 30), [], [], DUE, [], [])


def test_what_is_refinanced_bears_interest_from_the_year_after() -> None:
    years = ahead(BONDS, Decimal(200), 2026, HALF)

    assert [(one.year, one.to_pay) for one in years] == [
        (2027, Decimal("60.0")), (2028, Decimal("9.500")), (2029, Decimal("1.500")),
        (2030, Decimal("1.500")), (2031, Decimal("1.500")),
    ]  # fmt: skip
    assert [one.revenue for one in years[:2]] == [Decimal("220.00"), Decimal("242.0000")]
    assert heaviest(years).year == 2027


def test_without_revenue_there_is_no_share_of_it() -> None:
    years = ahead(BONDS, None, 2026, supposed({}, Decimal("0.0266")))
    assert [one.share for one in years] == [None] * 5
    assert years[0].to_pay == Decimal(110)


@pytest.mark.parametrize("typed", ["abc", "NaN", "21", "-1", "1e400"])
def test_a_number_that_cannot_be_read_counts_as_before(typed: str) -> None:
    told = supposed({"coupon": typed, "rolled": "50%"}, Decimal("0.0266"))
    assert (told.coupon, told.rolled, told.read) == (Decimal("0.0266"), Decimal("0.5"), False)


def test_the_page_reckons_by_the_average_coupon_unless_told(looking: Look, tmp_path: Path) -> None:
    drawn = debt.draw(looking("/debt", warehouse=night(tmp_path), choice={"rolled": "100"}))
    assert drawn["supposed"] == Supposed(Decimal("0.0266"), Decimal(0), Decimal(1), read=True)
    assert drawn["heaviest"].year == 2031  # type: ignore[attr-defined]
    assert drawn["heaviest"].to_pay == Decimal("2.66")  # type: ignore[attr-defined]
