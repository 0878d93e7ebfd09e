"""Missed nights are made up for once each, in order; a second worker waits."""

import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from alerts.ledger import Ledger
from service.runs import Runs
from service.scheduler import NIGHT, ScheduleRefused, alone, due_since, make_up, night_of, trigger

AT_TWO = trigger("0 2 * * *")
NOON = datetime(2026, 3, 1, 4, tzinfo=UTC)  # 12:00 in China


@pytest.fixture
def runs(tmp_path: Path) -> Iterator[Runs]:
    ledger = Ledger(f"sqlite:///{tmp_path / 'ledger.sqlite'}")
    ledger.migrate()
    yield Runs(ledger.engine)
    ledger.engine.dispose()


def work(runs: Runs, now: datetime, done: list[str]) -> list[datetime]:
    def night(due: datetime) -> str:
        done.append(night_of(due))
        return "built"

    return make_up(runs, AT_TWO, night=night, clock=lambda: now)


def test_the_night_is_due_at_two_in_china() -> None:
    due = list(due_since(AT_TWO, NOON, NOON + timedelta(days=2)))

    assert due == [
        datetime(2026, 3, 1, 18, tzinfo=UTC),
        datetime(2026, 3, 2, 18, tzinfo=UTC),
    ]


def test_the_scheduled_night_counts_from_the_day_before_it() -> None:
    assert night_of(datetime(2026, 3, 1, 18, tzinfo=UTC)) == "2026-03-01"


def test_a_first_start_makes_up_for_nothing(runs: Runs) -> None:
    done: list[str] = []

    assert work(runs, NOON, done) == []
    assert done == []


def test_three_missed_nights_are_made_up_for_once_each_and_in_order(runs: Runs) -> None:
    done: list[str] = []
    work(runs, NOON, done)

    work(runs, NOON + timedelta(days=3), done)
    work(runs, NOON + timedelta(days=3, hours=1), done)

    assert done == ["2026-03-01", "2026-03-02", "2026-03-03"]


def test_a_night_that_failed_is_tried_again_and_does_not_hold_up_the_next(runs: Runs) -> None:
    done: list[str] = []
    work(runs, NOON, done)

    def night(due: datetime) -> str:
        if not done:
            done.append("failed")
            raise OSError("no space left on device")
        done.append(night_of(due))
        return "built"

    later = NOON + timedelta(days=2)
    make_up(runs, AT_TWO, night=night, clock=lambda: later)
    assert done == ["failed", "2026-03-02"]

    work(runs, later, done)
    assert done == ["failed", "2026-03-02", "2026-03-01"]


def test_a_failed_night_is_told_with_its_reason(runs: Runs) -> None:
    work(runs, NOON, [])

    def night(_: datetime) -> str:
        raise OSError("no space left on device")

    make_up(runs, AT_TWO, night=night, clock=lambda: NOON + timedelta(days=1))

    assert runs.latest(NIGHT) == (
        datetime(2026, 3, 1, 18, tzinfo=UTC),
        "failed",
        "OSError: no space left on device",
    )


def test_a_cron_expression_that_is_none_is_refused_with_an_example() -> None:
    with pytest.raises(ScheduleRefused, match=r"night_at is .at two..*0 2"):
        trigger("at two")


def test_a_second_worker_waits_until_the_first_lets_go(tmp_path: Path) -> None:
    lock = tmp_path / ".scheduler.lock"
    told: list[str] = []
    entered = threading.Event()
    never = threading.Event()

    def second() -> None:
        with alone(lock, waiting=lambda: told.append("waiting"), stop=never) as mine:
            assert mine
            entered.set()

    with alone(lock, waiting=lambda: None, stop=never):
        thread = threading.Thread(target=second)
        thread.start()
        assert not entered.wait(1.5)
        assert told == ["waiting"]
    assert entered.wait(5)
    thread.join()


def test_the_worker_takes_what_lies_in_the_inbox_and_stops_when_told(tmp_path: Path) -> None:
    home = tmp_path / "home"
    (home / "inbox").mkdir(parents=True)
    (home / "pursewatch.toml").write_text("inbox_seconds = 0.5\n")
    (home / "inbox" / "region_330100_2026.csv").write_text(
        "区划代码,区划名称,级次\n330100,某市,3\n", "utf-8"
    )
    worker = subprocess.Popen(
        [sys.executable, "-m", "service", "scheduler", "--home", str(home)],
        stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
    )  # fmt: skip
    try:
        until = time.monotonic() + 120
        while time.monotonic() < until and list((home / "inbox").iterdir()):
            time.sleep(0.2)
        left = list((home / "inbox").iterdir())
        kept = list((home / "kept" / "region").rglob("*.parquet"))
    finally:
        worker.send_signal(signal.SIGTERM)
        _, complained = worker.communicate(timeout=30)

    assert left == []
    assert len(kept) == 1
    assert worker.returncode == 0, complained
