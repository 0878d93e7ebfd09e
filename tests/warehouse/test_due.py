"""What the supply calendar asks for, and what came of it."""

from datetime import date
from itertools import count

import pytest

from ingest.feeds import all_feeds
from warehouse.agreement import Agreement, By, SupplyCalendar, defaults, line_of, of_site
from warehouse.due import Arrival, Due, Outcome, dues
from warehouse.period import Period
from warehouse.workdays import CalendarUnreadable, Workdays, known, with_site

NUMBERS = count(1)


def came(
    period: str,
    on: str,
    *,
    feed: str = "payment",
    region: str = "410100",
    supplier: str = "财政局",
    outcome: Outcome = Outcome.KEPT,
    in_force: bool = True,
) -> Arrival:
    return Arrival(
        next(NUMBERS), feed, region, supplier, Period.parse(period), outcome,
        date.fromisoformat(on), in_force and outcome is Outcome.KEPT,
    )  # fmt: skip


def asked(
    *arrivals: Arrival,
    as_of: str = "2026-05-31",
    lines: tuple[Agreement, ...] = (),
    workdays: Workdays | None = None,
) -> dict[str, Due]:
    calendar = defaults().joined(lines)
    told = dues(calendar, arrivals, workdays or known(), date.fromisoformat(as_of))
    return {due.period: due for due in told}


def agreed(**line: object) -> Agreement:
    return line_of({"feed": "payment", **line}, origin="7", where="here")


def test_every_feed_has_a_term_in_its_own_rhythm_but_those_by_event() -> None:
    rhythms = {feed.name: feed.every for feed in all_feeds().values() if feed.every != "event"}
    assert {line.feed: line.every for line in defaults().lines} == rhythms


@pytest.mark.parametrize(("on", "state", "days"), [("2026-04-01", "arrived", None),
                                                   ("2026-04-02", "late", 1)])  # fmt: skip
def test_a_month_is_in_time_up_to_its_working_day(on: str, state: str, days: int | None) -> None:
    told = asked(came("2026-02", "2026-03-02"), came("2026-03", on))["2026-03"]
    assert (told.due_on, told.state, told.days_late) == (date(2026, 4, 1), state, days)


def test_a_gap_between_two_months_is_missing_since_it_was_due() -> None:
    told = asked(came("2026-02", "2026-03-02"), came("2026-04", "2026-05-06"))["2026-03"]
    assert (told.state, told.days_late, told.arrived_on) == ("missing", 60, None)


def test_a_month_is_not_due_while_its_term_runs_and_missing_the_day_after() -> None:
    first = came("2026-03", "2026-04-01", feed="statement")
    assert asked(first, as_of="2026-05-18")["2026-04"].state == "not_due"
    assert asked(first, as_of="2026-05-19")["2026-04"].state == "missing"


def test_a_file_that_was_refused_does_not_stand_for_its_month() -> None:
    refused = came("2026-03", "2026-04-01", outcome=Outcome.REFUSED)
    told = asked(came("2026-02", "2026-03-02"), refused)["2026-03"]
    assert (told.state, told.file) == ("refused", refused.number)


def test_the_corrected_file_stands_and_its_lateness_counts_to_its_own_day() -> None:
    refused = came("2026-03", "2026-04-01", outcome=Outcome.REFUSED)
    mended = came("2026-03", "2026-04-10")
    told = asked(came("2026-02", "2026-03-02"), refused, mended)["2026-03"]
    assert (told.state, told.days_late, told.file) == ("late", 9, mended.number)


def test_a_restatement_does_not_make_a_month_late() -> None:
    first = came("2026-03", "2026-04-01", in_force=False)
    told = asked(came("2026-02", "2026-03-02"), first, came("2026-03", "2026-05-20"))["2026-03"]
    assert (told.state, told.file) == ("arrived", first.number)


def test_what_was_taken_back_is_missing_again() -> None:
    gone = came("2026-03", "2026-04-01", in_force=False)
    assert asked(came("2026-02", "2026-03-02"), gone)["2026-03"].state == "missing"


def test_history_handed_over_at_once_is_not_late_and_its_gaps_are_missing() -> None:
    told = asked(came("2026-01", "2026-05-20"), came("2026-03", "2026-05-20"))
    assert [told[month].state for month in ("2026-01", "2026-02", "2026-03", "2026-04")] == [
        "arrived", "missing", "arrived", "missing",
    ]  # fmt: skip


def test_a_daily_feed_handed_over_by_month_is_due_by_month() -> None:
    assert sorted(asked(came("2026-04", "2026-05-06"))) == ["2026-04", "2026-05"]


def test_a_daily_feed_handed_over_by_day_is_due_each_working_day() -> None:
    told = asked(came("2026-04-30", "2026-04-30"), as_of="2026-05-08")
    assert {day: told[day].state for day in sorted(told)} == {
        "2026-04-30": "arrived", "2026-05-06": "missing",
        "2026-05-07": "not_due", "2026-05-08": "not_due",
    }  # fmt: skip


def test_a_file_of_the_year_stands_for_its_months() -> None:
    months = [came(f"2025-{month:02d}", f"2025-{month:02d}-28") for month in range(1, 12)]
    told = asked(*months, came("2025", "2026-02-01"), as_of="2026-02-28")
    assert (told["2025-12"].state, told["2025-12"].days_late) == ("late", 28)


def test_the_files_of_days_stand_for_the_month_of_a_monthly_feed() -> None:
    day = came("2026-03-31", "2026-04-03", feed="debt_position")
    told = asked(day, as_of="2026-04-10")
    assert {month: due.state for month, due in told.items()} == {
        "2026-03": "arrived", "2026-04": "not_due",
    }  # fmt: skip


def test_opening_and_final_accounts_are_asked_for_once_they_have_come() -> None:
    statement = [came("2025-03", "2025-04-01", feed="statement")]
    opening = came("2025-00", "2025-04-01", feed="statement")
    assert "2026-00" not in asked(*statement)
    told = asked(*statement, opening)
    assert (told["2026-00"].due_on, told["2026-00"].state) == (date(2026, 4, 30), "missing")
    assert (told["2025-00"].every, "2025-13" in told) == ("opening", False)


def test_a_yearly_feed_is_due_by_its_day_of_the_year_after() -> None:
    told = asked(came("2024", "2025-09-30", feed="performance"), as_of="2026-10-01")
    assert [(due.due_on, due.state) for due in told.values()] == [
        (date(2025, 9, 30), "arrived"), (date(2026, 9, 30), "missing"),
        (date(2027, 9, 30), "not_due"),
    ]  # fmt: skip


def test_a_line_that_names_a_government_asks_for_what_never_came() -> None:
    line = agreed(region="410200", every="month", working_day=3, since="2026-03")
    told = asked(lines=(line,), as_of="2026-05-10")
    assert [(due.supplier, due.period, due.state, due.agreed) for due in told.values()] == [
        ("410200", "2026-03", "missing", "7"), ("410200", "2026-04", "missing", "7"),
        ("410200", "2026-05", "not_due", "7"),
    ]  # fmt: skip


def test_the_line_that_says_most_stands() -> None:
    lines = (
        agreed(tier="prefecture", working_day=5),
        agreed(supplier="财政局", working_day=2),
        agreed(region="410100", working_day=9),
    )
    told = asked(came("2026-04", "2026-05-06"), lines=lines)["2026-04"]
    assert told.due_on == date(2026, 5, 7)  # after the holidays of 1 to 5 May


def test_what_is_no_longer_owed_is_not_missing() -> None:
    line = agreed(supplier="财政局", owed=False, since="2026-04")
    assert sorted(asked(came("2026-02", "2026-03-02"), lines=(line,))) == ["2026-02", "2026-03"]


def test_a_quarter_is_due_by_its_last_month() -> None:
    line = agreed(every="quarter", working_day=10)
    told = asked(came("2025-12", "2026-01-09"), lines=(line,), as_of="2026-06-30")
    assert {period: due.state for period, due in told.items()} == {
        "2025-12": "arrived", "2026-03": "missing", "2026-06": "not_due",
    }  # fmt: skip


def test_without_the_notice_of_its_year_a_term_is_unknown() -> None:
    years = {year: known().notices[year] for year in (2024, 2025)}
    told = asked(came("2025-12", "2026-01-04"), as_of="2026-02-28", workdays=Workdays(years))
    assert [(due.due_on, due.state) for due in told.values()] == [
        (None, "unknown"), (None, "unknown"), (None, "not_due"),
    ]  # fmt: skip


def test_before_a_period_is_over_nobody_needs_to_know_its_day() -> None:
    half = came("2026", "2026-06-30", feed="receipt")
    assert [(due.due_on, due.state) for due in asked(half, as_of="2026-09-30").values()] == [
        (None, "arrived")
    ]


def test_a_government_s_own_supplier_does_not_excuse_another_one() -> None:
    told = dues(
        defaults(),
        [came("2026-04", "2026-05-06"), came("2026-03", "2026-04-01", supplier="国资委")],
        known(),
        date(2026, 5, 31),
    )
    assert [(due.supplier, due.period) for due in told if due.state == "missing"] == [
        ("国资委", "2026-04")
    ]


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ('feed = "payments"', "'payments' is no feed"),
        ('feed = "payment"\nterm = 3', "'term' is not known"),
        ('feed = "payment"\nworking_day = 0', "give a whole number"),
        ('feed = "payment"\nworking_day = 3\nby = "03-31"', "not both"),
        ('feed = "payment"\nby = "02-30"', "write 03-31"),
        ('feed = "payment"\nevery = "week"', "it is day, month, quarter, year"),
        ('feed = "payment"\nregion = "4101"', "a code of six or nine digits"),
        ('feed = "payment"\nsince = "March"', "is no period"),
        ('feed = "payment"\nowed = "no"', "give true or false"),
    ],
)
def test_a_line_that_cannot_be_is_refused_in_words(tmp_path, line: str, says: str) -> None:
    file = tmp_path / "calendar.toml"
    file.write_text(f"[[due]]\n{line}\n", "utf-8")
    with pytest.raises(CalendarUnreadable, match=says):
        of_site(file)


def test_a_site_keeps_its_lines_beside_its_years(tmp_path) -> None:
    file = tmp_path / "calendar.toml"
    file.write_text(
        '[2027]\noff = ["01-01"]\n\n[[due]]\nfeed = "payment"\nby = "+03-31"\n', "utf-8"
    )
    assert [(line.by, line.origin) for line in of_site(file)] == [
        (By(3, 31, after=True), "calendar.toml")
    ]
    assert 2027 in with_site(file).notices


def test_two_calendars_are_told_apart() -> None:
    one, other = (SupplyCalendar([agreed(working_day=days)]) for days in (3, 4))
    assert one.fingerprint != other.fingerprint


def test_an_opening_budget_does_not_stand_for_its_year() -> None:
    whole = came("2025", "2026-01-05", feed="statement")
    told = asked(whole, came("2026-00", "2026-03-01", feed="statement"))
    assert (told["2026-00"].state, told["2026"].state) == ("arrived", "not_due")
