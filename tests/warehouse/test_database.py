from datetime import date
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest

from warehouse import database
from warehouse.database import NightBroken, Warehouse, readable

SAID = "select word from kept.said where day = $day"


@pytest.fixture
def night(tmp_path: Path) -> Warehouse:
    with duckdb.connect(str(tmp_path / "night.duckdb")) as built:
        built.execute("create schema kept")
        built.execute("create table kept.said as select date '2026-03-31' as day, 'yes' as word")
    return Warehouse.open(tmp_path / "night.duckdb")


def test_an_answer_that_is_remembered_is_nobody_s_to_change(night: Warehouse) -> None:
    [row] = night.rows(SAID, {"day": date(2026, 3, 31)})
    row["word"] = "no"

    assert night.rows(SAID, {"day": date(2026, 3, 31)}) == [{"word": "yes"}]
    assert night.rows(SAID, {"day": date(2026, 3, 30)}) == []


def test_equal_values_of_two_kinds_are_two_questions(night: Warehouse) -> None:
    kinds = [night.rows("select typeof($n) as kind", {"n": n}) for n in (1, True, Decimal(1))]

    assert [kind[0]["kind"] for kind in kinds] == ["INTEGER", "BOOLEAN", "DECIMAL(1,0)"]


def test_no_more_is_remembered_than_may_be(
    night: Warehouse, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database, "REMEMBERED", 3)
    for number in range(5):
        night.rows("select $n as n", {"n": number})
    night.rows("from range(201)")

    assert [given for _, given in night._remembered or ()] == ["{'n': 2}", "{'n': 3}", "{'n': 4}"]


def test_what_was_made_of_a_night_is_made_once_unless_it_is_long(night: Warehouse) -> None:
    made = [night.once(name, lambda: [object()]) for name in ("a", "b", "a")]
    long = [night.once("long", lambda: [0] * 20_001) for _ in range(2)]

    assert made[0] is made[2] is not made[1]
    assert long[0] is not long[1]


def test_a_question_that_failed_leaves_nothing_to_the_next(night: Warehouse) -> None:
    with pytest.raises(duckdb.BinderException):
        night.rows("select nothing from kept.said")
    with pytest.raises(duckdb.ConversionException):
        night.rows("select word::int from kept.said")

    assert [night.rows("select $n as n", {"n": n}) for n in range(3)] == [
        [{"n": 0}], [{"n": 1}], [{"n": 2}],
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ('Could not write file "spill": No space left on device', duckdb.IOException),
        ('Cannot open file "spill": Too many open files', duckdb.IOException),
        ("Corrupt database file: computed checksum 1 does not match 2", NightBroken),
    ],
)
def test_a_full_disk_is_not_told_as_a_damaged_night(said: str, told: type[Exception]) -> None:
    with pytest.raises(told) as error, readable("2026-03-31"):
        raise duckdb.IOException(said)
    assert type(error.value) is told
