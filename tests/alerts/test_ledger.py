"""The ledger remembers what was seen, and when."""

import threading
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from multiprocessing import get_context
from multiprocessing.pool import ThreadPool
from pathlib import Path
from uuid import uuid4

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from alerts import noting
from alerts.database import LedgerTooNew, engine_for, migrate, writing
from alerts.ledger import AlertUnknown, Answers, FoundTwice, Ledger, NightOutOfOrder, Wanted
from alerts.rule import Severity
from alerts.schema import alert, job_run, move, standing
from alerts.scope import Scope
from alerts.tables import all_tables
from alerts.workflow import State
from tests.alerts.found import EVIDENCE, LOOKED, MONDAY, NOON, TUESDAY, WEDNESDAY, found
from tests.postgres import database

ALL = Scope.everywhere()


def close(ledger: Ledger, number: int) -> None:
    with writing(ledger.engine) as connection:
        connection.execute(
            sa.insert(move).values(
                alert=number,
                at=NOON,
                actor="王",
                move="close",
                from_state="handed_over",
                to_state="closed",
                reason="",
            )
        )
    ledger.rebuild_standing()


def test_the_same_finding_on_two_nights_is_one_alert(ledger: Ledger) -> None:
    ledger.note(MONDAY, [found()], looked=LOOKED, now=NOON)
    noted = ledger.note(
        TUESDAY, [found(at_stake=Decimal("25.00"), severity=Severity.ORANGE)], looked=[], now=NOON
    )

    seen = ledger.alert(1, scope=ALL)
    assert (noted.raised, noted.seen_again, noted.no_longer_observed) == (0, 1, 0)
    assert (seen.first_seen, seen.last_seen, seen.sightings) == (MONDAY, TUESDAY, 2)
    assert (seen.at_stake, seen.severity) == (Decimal("25.00"), Severity.ORANGE)
    assert [s.at_stake for s in ledger.sightings(1)] == [Decimal("20.10"), Decimal("25.00")]


def test_an_alert_that_goes_quiet_is_marked_and_never_closed(ledger: Ledger) -> None:
    ledger.note(MONDAY, [found()], looked=LOOKED, now=NOON)
    assert ledger.note(TUESDAY, [], looked=LOOKED, now=NOON).no_longer_observed == 1
    assert ledger.note(WEDNESDAY, [], looked=LOOKED, now=NOON).no_longer_observed == 0

    quiet = ledger.alert(1, scope=ALL)
    assert (quiet.no_longer_observed, quiet.state) == (TUESDAY, State.RAISED)


def test_a_subject_that_nobody_could_look_at_is_left_as_it_was(ledger: Ledger) -> None:
    ledger.note(MONDAY, [found()], looked=LOOKED, now=NOON)
    ledger.note(TUESDAY, [], looked=[("B02", "419802", "2026")], now=NOON)

    assert ledger.alert(1, scope=ALL).no_longer_observed is None


@pytest.mark.parametrize(
    ("blind", "since"), [([], TUESDAY), ([("B17", "419801", "2026-02")], None)]
)
def test_a_month_in_which_nothing_is_left_is_looked_at_with_its_year(
    ledger: Ledger, blind: list[tuple[str, str, str]], since: date | None
) -> None:
    march, february = [("B17", "419801", f"2026-0{month}") for month in (3, 2)]
    once = found(code="B17", period="2026-02")
    ledger.note(MONDAY, [once], looked=[february], now=NOON)
    answers = Answers([march], blind)
    ledger.note(TUESDAY, [], looked=[], now=NOON, answers=answers)

    assert ledger.alert(1, scope=ALL).no_longer_observed == since
    ledger.rebuild_standing()
    assert ledger.alert(1, scope=ALL).no_longer_observed == since


@pytest.mark.parametrize(
    ("undated", "blind", "since"),
    [(["B02"], [], TUESDAY), ([], [], None), (["B02"], [("B02", "419801", "2025")], None)],
)
def test_a_stock_of_last_year_is_looked_at_with_this_year_s(
    ledger: Ledger, undated: list[str], blind: list[tuple[str, str, str]], since: date | None
) -> None:
    ledger.note(MONDAY, [found(period="2025")], looked=LOOKED, now=NOON)
    answers = Answers(LOOKED, blind, undated)
    ledger.note(TUESDAY, [found()], looked=[], now=NOON, answers=answers)

    assert [ledger.alert(n, scope=ALL).no_longer_observed for n in (1, 2)] == [since, None]
    ledger.rebuild_standing()
    assert ledger.alert(1, scope=ALL).no_longer_observed == since


def test_what_is_seen_again_is_observed_again(ledger: Ledger) -> None:
    ledger.note(MONDAY, [found()], looked=LOOKED, now=NOON)
    ledger.note(TUESDAY, [], looked=LOOKED, now=NOON)
    ledger.note(WEDNESDAY, [found()], looked=LOOKED, now=NOON)

    assert ledger.alert(1, scope=ALL).no_longer_observed is None


def test_a_night_noted_twice_is_noted_once(ledger: Ledger) -> None:
    first = ledger.note(MONDAY, [found("A"), found("B")], looked=LOOKED, now=NOON)
    again = ledger.note(MONDAY, [found("B"), found("A")], looked=LOOKED, now=NOON)

    assert again == first
    assert [s.night for s in ledger.sightings(1)] == [MONDAY]
    assert ledger.count(scope=ALL, wanted=Wanted()) == 2


def test_the_last_noting_of_a_night_is_what_it_saw(ledger: Ledger) -> None:
    ledger.note(MONDAY, [found("A"), found("B")], looked=LOOKED, now=NOON)
    ledger.note(TUESDAY, [found("A"), found("B")], looked=LOOKED, now=NOON)
    ledger.note(TUESDAY, [found("A", at_stake=Decimal("9.00"))], looked=LOOKED, now=NOON)

    a, b = ledger.alert(1, scope=ALL), ledger.alert(2, scope=ALL)
    assert (a.sightings, a.at_stake, a.no_longer_observed) == (2, Decimal("9.00"), None)
    assert (b.sightings, b.last_seen, b.no_longer_observed) == (1, MONDAY, TUESDAY)


def test_an_older_night_is_refused(ledger: Ledger) -> None:
    ledger.note(TUESDAY, [], looked=[], now=NOON)

    with pytest.raises(NightOutOfOrder, match="2026-03-30 comes after that of 2026-03-31"):
        ledger.note(MONDAY, [found()], looked=LOOKED, now=NOON)


def test_one_subject_found_twice_in_a_night_is_refused_whole(ledger: Ledger) -> None:
    with pytest.raises(FoundTwice, match="B02 found 'A1' of 419801 in 2026 twice"):
        ledger.note(MONDAY, [found(), found(at_stake=None)], looked=LOOKED, now=NOON)

    assert ledger.last_night() is None


def test_the_first_night_s_alerts_are_a_backlog(ledger: Ledger) -> None:
    ledger.note(MONDAY, [found("old")], looked=LOOKED, now=NOON)
    ledger.note(TUESDAY, [found("old"), found("new")], looked=LOOKED, now=NOON)

    assert [ledger.alert(n, scope=ALL).backlog for n in (1, 2)] == [True, False]


def test_what_is_found_after_its_closing_recurs_and_is_linked(ledger: Ledger) -> None:
    ledger.note(MONDAY, [found()], looked=LOOKED, now=NOON)
    close(ledger, 1)
    noted = ledger.note(TUESDAY, [found()], looked=LOOKED, now=NOON)
    ledger.note(WEDNESDAY, [found()], looked=LOOKED, now=NOON)

    old, new = ledger.alert(1, scope=ALL), ledger.alert(2, scope=ALL)
    assert (noted.raised, old.state, old.no_longer_observed) == (1, State.CLOSED, None)
    assert (new.recurrence, new.recurs, new.state) == (1, 1, State.RAISED)
    assert (old.sightings, new.sightings) == (1, 2)


@pytest.mark.parametrize(
    ("day", "subject", "brought_back"),
    [(date(2026, 6, 30), "A1", 1), (date(2026, 7, 1), "A1", None), (TUESDAY, "A2", None)],
)
def test_what_is_found_of_another_period_within_90_days_of_closing_is_linked(
    ledger: Ledger, day: date, subject: str, brought_back: int | None
) -> None:
    answers = Answers(LOOKED, wordings={("R06", "419801"): ("e", '{"days": "90"}')})
    ledger.note(MONDAY, [found(period="2025")], looked=LOOKED, now=NOON)
    close(ledger, 1)
    ledger.note(day, [found(subject)], looked=LOOKED, now=NOON, answers=answers)

    new = ledger.alert(2, scope=ALL)
    assert (new.recurrence, new.recurs) == (0, brought_back)
    assert ledger.count(scope=ALL, wanted=Wanted(came_back=True)) == (brought_back is not None)


def test_a_closed_alert_of_tonight_does_not_recur_tonight(ledger: Ledger) -> None:
    ledger.note(MONDAY, [found()], looked=LOOKED, now=NOON)
    close(ledger, 1)
    ledger.note(MONDAY, [found(), found("A2")], looked=LOOKED, now=NOON)

    assert ledger.count(scope=ALL, wanted=Wanted()) == 2
    assert ledger.alert(1, scope=ALL).recurrence == 0


def test_a_testimony_is_given_back_as_it_was_told(ledger: Ledger) -> None:
    ledger.note(MONDAY, [found()], looked=LOOKED, now=NOON)
    ledger.note(TUESDAY, [found(edition="5eed")], looked=LOOKED, now=NOON)

    first, last = ledger.testimony(1, MONDAY), ledger.testimony(1)
    assert (first.edition, last.edition) == ("0badcafe", "5eed")
    assert list(last.operands.items()) == [
        ("paid", "120.10"),
        ("executable", "100.00"),
        ("frozen", None),
    ]
    assert last.evidence == [EVIDENCE]
    assert (last.evidence_rows, last.evidence_total) == (1, Decimal("20.10"))


def test_a_list_has_the_last_numbers_of_each_case_without_persons_and_accounts(
    ledger: Ledger,
) -> None:
    named = {"payee": "张三", "payee_account": "6222021234567890123", "paid": "120.10"}
    ledger.note(MONDAY, [found(), replace(found("A2"), operands=named)], looked=LOOKED, now=NOON)
    ledger.note(TUESDAY, [replace(found(), operands={"paid": "130.00"})], looked=LOOKED, now=NOON)

    told = ledger.numbers([1, 2, 99])

    assert {number: one.operands["paid"] for number, one in told.items()} == {
        1: "130.00",
        2: "120.10",
    }
    assert named["payee_account"] not in str(told)
    assert named["payee"] not in str(told)


def test_unchanged_evidence_is_kept_once(ledger: Ledger) -> None:
    ledger.note(MONDAY, [found()], looked=LOOKED, now=NOON)
    ledger.note(TUESDAY, [found()], looked=LOOKED, now=NOON)

    with ledger.engine.connect() as connection:
        kept = connection.execute(
            sa.select(sa.func.count()).select_from(all_tables().tables["testimony"])
        )
        assert kept.scalar() == 1


def test_an_alert_nobody_raised_is_unknown(ledger: Ledger) -> None:
    for number in (0, -1, 7, 10**30):
        with pytest.raises(AlertUnknown, match=f"no alert {number} is here"):
            ledger.alert(number, scope=ALL)


def test_a_sum_beyond_all_budgets_and_a_half_fen_are_kept(ledger: Ledger) -> None:
    ledger.note(
        MONDAY,
        [
            found("A", at_stake=Decimal("9999999999999999.99")),
            found("B", at_stake=Decimal("0.005")),
        ],
        looked=LOOKED,
        now=NOON,
    )

    assert ledger.alert(1, scope=ALL).at_stake == Decimal("9999999999999999.99")
    assert ledger.alert(2, scope=ALL).at_stake == Decimal("0.01")


def test_a_name_with_a_hole_in_it_is_kept(ledger: Ledger) -> None:
    ledger.note(MONDAY, [found("甲\x00乙")], looked=LOOKED, now=NOON)
    ledger.note(TUESDAY, [found("甲\x00乙")], looked=LOOKED, now=NOON)

    assert ledger.alert(1, scope=ALL).subject == "甲␀乙"
    assert ledger.alert(1, scope=ALL).sightings == 2


def test_the_schema_is_what_the_migrations_make(ledger: Ledger) -> None:
    with ledger.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": False})
        assert compare_metadata(context, all_tables()) == []


def test_migrating_twice_is_migrating_once(ledger: Ledger) -> None:
    ledger.note(MONDAY, [found()], looked=LOOKED, now=NOON)

    ledger.migrate()

    assert ledger.alert(1, scope=ALL).subject == "A1"


def test_a_ledger_of_a_later_release_is_left_alone(ledger: Ledger) -> None:
    with ledger.engine.begin() as connection:
        connection.execute(sa.text("update alembic_version set version_num = '9999'"))

    with pytest.raises(LedgerTooNew, match="'9999'"):
        ledger.migrate()


WAS = """insert into account (name, display, role, password_hash, disabled, must_change, created_at)
    values ('wang', '王', 'analyst', 'x', false, false, '2026-04-01')"""
SIGNED_IN = "insert into session values ('m', 'wang', '2026-04-01', '2026-04-02', 'c')"


def test_a_ledger_that_is_used_is_migrated_with_all_that_refers_to_it(bare_url: str) -> None:
    ledger = Ledger(bare_url)
    migrate(ledger.engine, "0006")
    with ledger.engine.begin() as connection:
        for row in (WAS, SIGNED_IN):
            connection.execute(sa.text(row))

    ledger.migrate()

    with ledger.engine.connect() as connection:
        known = "select s.account from session s join account a on a.name = s.account"
        assert connection.execute(sa.text(known)).scalars().all() == ["wang"]
        if connection.dialect.name == "sqlite":
            assert connection.execute(sa.text("pragma foreign_keys")).scalar() == 1
    ledger.close()


def test_those_who_open_a_new_file_at_once_all_get_in(tmp_path: Path) -> None:
    at_once = threading.Barrier(4)

    def look(url: str) -> None:
        at_once.wait()
        with engine_for(url).connect():
            pass

    with ThreadPool(4) as pool:
        for number in range(30):
            pool.map(look, [f"sqlite:///{tmp_path}/{number}.sqlite"] * 4, chunksize=1)


def _migrate(url: str) -> None:
    Ledger(url).migrate()


def test_processes_that_migrate_at_once_all_find_it_done(bare_url: str) -> None:
    with get_context("spawn").Pool(2) as pool:
        pool.map(_migrate, [bare_url] * 4)

    ledger = Ledger(bare_url)
    assert ledger.count(scope=ALL, wanted=Wanted()) == 0
    ledger.close()


def test_an_instant_without_a_zone_is_no_instant(ledger: Ledger) -> None:
    row = {"job": "night", "due_at": NOON.replace(tzinfo=None), "started_at": NOON}

    with pytest.raises(sa.exc.StatementError, match="has no zone"), ledger.engine.begin() as writer:
        writer.execute(sa.insert(job_run).values(row))


nights = st.lists(
    st.tuples(
        st.integers(0, 1),  # how many days later; 0: the same night again
        st.sets(st.sampled_from("ABC")),  # found
        st.booleans(),  # looked at
        st.sampled_from("ABC-"),  # closed after it
    ),
    max_size=7,
)


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(nights=nights)
def test_standing_always_follows_from_the_record(
    nights: list[tuple[int, set[str], bool, str]], ledger: Ledger
) -> None:
    with writing(ledger.engine) as connection:
        for table in reversed(all_tables().sorted_tables):
            connection.execute(sa.delete(table))
    night = date(2026, 1, 1)
    for later, subjects, looked, closed in nights:
        night += timedelta(days=later)
        places = LOOKED if looked or subjects else []
        ledger.note(night, [found(s) for s in sorted(subjects)], looked=places, now=NOON)
        with ledger.engine.connect() as connection:
            number = connection.execute(
                sa.select(sa.func.max(alert.c.number)).where(alert.c.subject == closed)
            ).scalar()
        stood = _standing(ledger)
        ledger.rebuild_standing()
        assert stood == _standing(ledger)
        if number is not None:
            close(ledger, number)


def _standing(ledger: Ledger) -> list[tuple[object, ...]]:
    with ledger.engine.connect() as connection:
        rows = connection.execute(sa.select(standing).order_by(standing.c.alert)).all()
    return [tuple(row) for row in rows]


def test_a_night_of_many_stands_as_the_record_says(ledger: Ledger) -> None:
    some = [found(f"{n:03d}", unit=None if n % 2 else "101001") for n in range(150)]
    ledger.note(MONDAY, some, looked=LOOKED, now=NOON)
    ledger.note(TUESDAY, [*some[:120], found("new", at_stake=None)], looked=LOOKED, now=NOON)
    stood = ledger.alerts(scope=Scope.everywhere(), wanted=Wanted(), most=200).items

    assert sum(alert.no_longer_observed == TUESDAY for alert in stood) == 30
    assert sum(alert.sightings == 2 for alert in stood) == 120
    ledger.rebuild_standing()
    assert ledger.alerts(scope=Scope.everywhere(), wanted=Wanted(), most=200).items == stood


def test_after_a_large_night_postgresql_plans_by_what_is_there(
    postgresql: str, postgresql_template: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(noting, "MANY", 2)
    ledger = Ledger(database(postgresql, f"ledger_{uuid4().hex}", postgresql_template))
    known = sa.text("select reltuples from pg_class where relname = 'standing'")

    def planned_by() -> float:
        with ledger.engine.connect() as connection:
            return connection.execute(known).scalar_one()

    ledger.note(MONDAY, [found("A")], looked=[], now=NOON)
    before = planned_by()
    ledger.note(TUESDAY, [found("A"), found("B")], looked=[], now=NOON)

    assert (before, planned_by()) == (-1, 2)
    ledger.close()
