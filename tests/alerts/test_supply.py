"""Which feeds a rule may count on, and how one that is not there is named."""

from dataclasses import replace
from datetime import date

import pytest

from alerts import supply
from alerts.examples import warehouse
from alerts.supply import Place, Supply
from alerts.usual import USUAL

CITY, LAST_YEAR = Place("410100", 2026), Place("410100", 2025)


def owed(*dues: dict[str, object]) -> Supply:
    with warehouse() as connection:
        for due in dues:
            row = {**USUAL["ops.due"], **due}
            marks = ", ".join("?" for _ in row)
            connection.execute(f"insert into ops.due values ({marks})", [*row.values()])
        return supply.read(connection, date(2026, 9, 30))


@pytest.mark.parametrize(
    ("state", "said"),
    [
        ("refused", "payment (refused), unit"),
        ("missing", "payment (overdue), unit"),
        ("late", "payment (late), unit"),
        ("unknown", "payment (due unknown), unit"),
        ("arrived", "payment, unit"),
        ("not_due", "payment, unit"),
    ],
)
def test_a_feed_that_is_not_there_is_named_with_what_is_known_of_it(state: str, said: str) -> None:
    assert owed({"state": state}).missing(["payment", "unit"], CITY) == said


def test_of_several_periods_the_worst_is_said() -> None:
    there = owed({"state": "late"}, {"period": "2026-06", "state": "refused"})
    assert there.missing(["payment"], CITY) == "payment (refused)"


@pytest.mark.parametrize(
    ("state", "broken"),
    [
        ("refused", ["payment"]),
        ("missing", ["payment"]),
        ("late", []),
        ("unknown", []),
        ("not_due", []),
    ],
)
def test_a_feed_is_broken_by_a_month_of_which_nothing_is_there(
    state: str, broken: list[str]
) -> None:
    due = owed({"state": state, "period": "2026-08"})
    there = replace(due, feeds={CITY: frozenset({"payment"}), LAST_YEAR: frozenset({"payment"})})

    assert there.broken(["payment", "unit"], CITY, onward=False) == broken
    assert there.broken(["payment"], LAST_YEAR, onward=False) == []
    assert there.broken(["payment"], LAST_YEAR, onward=True) == broken


def test_a_government_that_owes_and_delivers_nothing_is_asked_all_the_same() -> None:
    assert owed({}).places(None) == [CITY]
    assert owed({"state": "not_due"}).places(None) == []
    assert owed({"period": "2025-12"}).places(date(2026, 9, 30)) == [CITY]


def test_dictionaries_alone_make_nobody_a_subject() -> None:
    assert owed({"feed": "region", "period": "2026"}).places(None) == []


def test_what_is_owed_after_the_night_is_not_read() -> None:
    assert owed({"period": "2027-01"}).places(None) == []
