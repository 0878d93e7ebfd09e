"""A rule is tried on past days, and nothing comes of it but a table."""

from datetime import date
from decimal import Decimal

import duckdb
import pytest

from alerts.backtest import BacktestRefused, Month, Nights, Overlap, backtest
from alerts.catalogue import all_rules
from alerts.decisions import Decided
from alerts.engine import ask_all
from alerts.examples import fill, shape
from alerts.limits import Override
from alerts.record import write
from alerts.rule import Example
from alerts.switches import Filter
from alerts.usual import USUAL

RULES = all_rules()
B02 = RULES["execution.payment_exceeds_allotment"]
BOTH = {"b02": B02, "b01": RULES["execution.payment_without_allotment"]}
MARCH, JUNE = date(2026, 3, 31), date(2026, 6, 30)
PAID = {
    "allotment": [{}],
    "payment": [
        {"amount": Decimal("100.01"), "paid_on": date(2026, 3, 5)},
        {"payment": "V2", "amount": Decimal("7.00"), "paid_on": date(2026, 5, 5)},
        {"payment": "V3", "allotment": "A9", "paid_on": date(2026, 5, 6)},
    ],
}
LOOSE = Override("B02", "tolerance", Decimal("5.00"), "backtest", "backtest")


@pytest.fixture(scope="module")
def nights(tmp_path_factory: pytest.TempPathFactory) -> Nights:
    """Two kept nights of one city, each with what the rules said of it; nobody writes into them."""
    kept, folder = {}, tmp_path_factory.mktemp("nights")
    for day in (MARCH, JUNE):
        kept[day] = folder / f"{day}.duckdb"
        with duckdb.connect(str(kept[day])) as connection:
            shape(connection)
            fill(connection, Example("a night", PAID), tuple(USUAL))
        write(kept[day], ask_all(kept[day], BOTH, day))
    return Nights(kept, JUNE)


def test_a_night_is_asked_again_and_a_month_without_one_by_the_published_rows(
    nights: Nights,
) -> None:
    days = nights.days(date(2026, 2, 1), date(2026, 12, 31))
    told = backtest(B02, nights, days)

    assert [(t.day.month, t.own, len(t.found), len(t.was)) for t in told.trials] == [
        (2, False, 0, 0), (3, True, 1, 1), (4, False, 1, 1), (5, False, 1, 1), (6, True, 1, 1),
    ]  # fmt: skip
    assert (told.found, told.was) == (1, 1)


def test_another_limit_is_held_against_what_was_found(nights: Nights) -> None:
    days = nights.days(MARCH, JUNE)
    told = backtest(B02, nights, days, changed=LOOSE)

    assert told.months[0] == Month("2026-03", "410100", found=0, was=1, new=0, gone=1)
    assert told.months[-1] == Month("2026-06", "410100", found=1, was=1, new=0, gone=0)
    assert [f.at_stake for f in told.largest] == [Decimal("7.01")]


def test_the_limit_to_try_stands_before_every_one_in_force(nights: Nights) -> None:
    near = Override("B02", "tolerance", Decimal("9.00"), "why", "王", region="410100")
    days, stands = nights.days(JUNE, JUNE), Decided([near])

    assert backtest(B02, nights, days, in_force=stands).found == 0
    assert backtest(B02, nights, days, in_force=stands, changed=LOOSE).found == 1


def test_what_a_filter_hides_is_found_by_no_limit_up_to_its_last_day(nights: Nights) -> None:
    seen = frozenset({("410100", "2026", "A1")})
    hides = Filter(1, "B02", "why", "王", "李", None, None, "A1", date(2026, 5, 31), seen)
    stands = Decided(filters=[hides])
    told = backtest(B02, nights, nights.days(MARCH, JUNE), in_force=stands, changed=LOOSE)

    assert [(t.day.month, len(t.found), len(t.was)) for t in told.trials] == [
        (3, 0, 1), (4, 0, 0), (5, 0, 0), (6, 1, 1),
    ]  # fmt: skip


def test_what_other_rules_found_of_the_same_unit_is_named(nights: Nights) -> None:
    told = backtest(B02, nights, nights.days(JUNE, JUNE))
    assert told.overlaps == [Overlap("B01", same_subject=0, same_unit=1)]


def test_a_time_without_a_night_is_refused(nights: Nights) -> None:
    with pytest.raises(BacktestRefused, match="the published one is of 2026-06-30"):
        nights.days(date(2027, 1, 1), date(2027, 3, 31))


def test_nothing_is_written_into_a_night_that_is_asked_again(nights: Nights) -> None:
    before = {day: path.read_bytes() for day, path in nights.kept.items()}
    backtest(B02, nights, nights.days(MARCH, JUNE), changed=LOOSE)
    assert {day: path.read_bytes() for day, path in nights.kept.items()} == before
