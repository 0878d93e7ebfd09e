"""Last year's amounts under this year's codes."""

from decimal import Decimal

import pytest

from dashboards.figures.lineage import Moved, under_new_codes

LAST = {"205": 100, "20501": 60, "20502": 40, "2050201": 40, "206": 10, "20601": 10}


def moved(*changes: tuple[str, str]) -> dict[str, Decimal | None]:
    amounts = {code: Decimal(amount) for code, amount in LAST.items()}
    told = [Moved(code, new, split=new.endswith("?")) for code, new in changes]
    after = under_new_codes(
        amounts, [Moved(m.code, m.stands_as.rstrip("?"), m.split) for m in told]
    )
    return {code: amount for code, amount in after.items() if amount != LAST.get(code, 0)}


@pytest.mark.parametrize(
    ("changes", "different"),
    [
        ([], {}),
        ([("20502", "20509")], {"20502": 0, "20509": 40}),
        ([("20502", "20501")], {"20502": 0, "20501": 100}),
        ([("20502", "20609")], {"205": 60, "20502": 0, "206": 50, "20609": 40}),
        (
            [("20502", "20609"), ("2050201", "2060901")],
            {"205": 60, "20502": 0, "2050201": 0, "206": 50, "20609": 40, "2060901": 40},
        ),
        ([("2050201", "2050101")],
         {"20502": 0, "2050201": 0, "20501": 100, "2050101": 40}),
        ([("20502", "20503?"), ("20502", "20604?")],
         {"205": None, "20502": None, "20503": None, "206": None, "20604": None}),
        ([("21999", "20501")], {}),
    ],
)  # fmt: skip
def test_what_moved_is_compared_where_it_went(
    changes: list[tuple[str, str]], different: dict[str, int | None]
) -> None:
    assert moved(*changes) == different
