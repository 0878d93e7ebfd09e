"""Working days are the nation's: weekends move, and a year without a notice is unknown."""

from datetime import date
from itertools import accumulate
from pathlib import Path

import duckdb
import pytest

from warehouse import workdays
from warehouse.workdays import CalendarUnreadable, WorkdaysUnknown


def test_a_moved_sunday_is_worked_and_a_holiday_monday_is_not():
    assert workdays.known().is_working(date(2026, 1, 4))
    assert not workdays.known().is_working(date(2026, 2, 16))
    assert not workdays.known().is_working(date(2026, 3, 7))
    assert workdays.known().is_working(date(2026, 3, 9))


@pytest.mark.parametrize(
    ("year", "worked"),
    # weekdays, less the holidays that fall on them, plus moved weekends
    [
        (2019, 250),
        (2020, 249),
        (2021, 250),
        (2022, 249),
        (2023, 249),
        (2024, 251),
        (2025, 248),
        (2026, 248),
    ],
)
def test_a_year_has_as_many_working_days_as_its_notice_leaves(year: int, worked: int):
    assert workdays.known().working_days(date(year - 1, 12, 31), date(year, 12, 31)) == worked


def test_the_extended_spring_festival_of_2020_ends_on_its_second_of_february():
    assert not workdays.known().is_working(date(2020, 2, 1))
    assert workdays.known().is_working(date(2020, 2, 3))


def test_a_term_does_not_count_its_first_day_and_jumps_over_the_spring_festival():
    calendar = workdays.known()
    assert calendar.plus(date(2026, 2, 13), 2) == date(2026, 2, 24)
    assert calendar.working_days(date(2026, 2, 13), date(2026, 2, 24)) == 2
    assert calendar.working_days(date(2026, 2, 24), date(2026, 2, 13)) == -2
    assert calendar.plus(date(2026, 2, 24), -2) == date(2026, 2, 13)
    assert calendar.plus(date(2026, 2, 13), 0) == date(2026, 2, 13)


def test_a_year_without_a_notice_is_unknown_and_named():
    with pytest.raises(WorkdaysUnknown, match="2031"):
        workdays.known().is_working(date(2031, 1, 4))
    with pytest.raises(WorkdaysUnknown, match="2014"):
        workdays.known().working_days(date(2014, 12, 31), date(2015, 1, 5))


def test_a_site_adds_a_year_of_its_own(tmp_path: Path):
    after = max(workdays.known().notices) + 1
    path = tmp_path / "calendar.toml"
    path.write_text(f'[{after}]\nnotice = "通知"\noff = ["01-01/01-03"]\non = []\n', "utf-8")
    calendar = workdays.with_site(path)
    assert not calendar.is_working(date(after, 1, 1))
    assert calendar.plus(date(after - 1, 12, 31), 1) > date(after, 1, 3)


def test_a_site_without_a_file_has_the_known_years(tmp_path: Path):
    assert workdays.with_site(tmp_path / "calendar.toml") is workdays.known()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[2040]\noff = ['01-01']", "not 20"),
        ("[next]\noff = ['01-01']", "is no year"),
        ("[2026]\noff = ['1 January']", "is no day and no range"),
        ("[2026]\noff = ['02-23/02-15']", "ends before it begins"),
        ("[2026]\noff = ['01-01']\non = ['01-05']", "is not a weekend day"),
        ("[2026]\noff = []", "no day is off"),
        ("[2026]\noff = ['01-01']\nhalf = ['01-02']", "nothing else"),
        ("2026 = 'all'", "nothing else"),
        ("[2026]\noff = '01-01'", "a list"),
        ("[2026", "is not TOML"),
    ],
)
def test_a_calendar_that_cannot_be_read_says_where(tmp_path: Path, text: str, said: str):
    path = tmp_path / "calendar.toml"
    path.write_text(text, "utf-8")
    with pytest.raises(CalendarUnreadable, match=said):
        workdays.with_site(path)


def test_a_night_numbers_its_working_days_through():
    with duckdb.connect() as connection:
        workdays.hang(connection)
        between = """
            select b.nth - a.nth, a.working, b.working
            from calendar.working_day a, calendar.working_day b where a.day = ? and b.day = ?
        """
        over_new_year = connection.execute(between, [date(2025, 12, 31), date(2026, 1, 5)])
        assert over_new_year.fetchone() == (2, True, True)
        onto_a_saturday = connection.execute(between, [date(2026, 3, 6), date(2026, 3, 7)])
        assert onto_a_saturday.fetchone() == (0, True, False)


def test_a_night_has_each_known_day_as_the_calendar_has_it():
    calendar = workdays.known()
    with duckdb.connect() as connection:
        workdays.hang(connection)
        days = connection.execute("from calendar.working_day order by day").fetchall()
    assert [day for day, _, _ in days[:: len(days) - 1]] == [date(2015, 1, 1), date(2026, 12, 31)]
    assert [working for _, working, _ in days] == [calendar.is_working(day) for day, _, _ in days]
    assert [nth for _, _, nth in days] == [*accumulate(working for _, working, _ in days)]
