"""A night is hung in the window at once, and nobody who reads is disturbed."""

import os
import subprocess
import sys
import threading
from datetime import date
from pathlib import Path

import duckdb
import pytest

from warehouse.database import NightMissing, Warehouse, Window
from warehouse.publish import (
    PublicationRefused,
    keep,
    kept_nights,
    night_path,
    publish,
    published,
)

MONDAY, TUESDAY, WEDNESDAY = date(2026, 3, 30), date(2026, 3, 31), date(2026, 4, 1)
READER = """
import sys
from pathlib import Path
from warehouse.database import Window
night = Window(Path(sys.argv[1])).current()
for _ in sys.stdin:
    print(night.name, night.rows("select said from core.word")[0]["said"], flush=True)
"""


def build(folder: Path, said: str) -> Path:
    path = folder / f"building-{said}.duckdb"
    with duckdb.connect(str(path)) as night:
        night.execute("create schema kept; create schema core")
        night.execute("create table kept.word as select $said as said", {"said": said})
        night.execute("create view core.word as from kept.word")
    return path


def said(warehouse: Warehouse) -> str:
    return str(warehouse.rows("select said from core.word")[0]["said"])


def test_the_night_that_is_published_is_in_the_window(tmp_path: Path) -> None:
    place = publish(tmp_path, build(tmp_path, "monday"), MONDAY)

    assert place == tmp_path / "2026-03-30.duckdb"
    assert os.readlink(tmp_path / "current") == "2026-03-30.duckdb"  # noqa: PTH115 - as it is kept
    assert said(Window(tmp_path).current()) == "monday"
    assert published(tmp_path) == MONDAY


def test_a_window_shows_the_next_night_when_it_is_hung(tmp_path: Path) -> None:
    window = Window(tmp_path)
    publish(tmp_path, build(tmp_path, "monday"), MONDAY)
    old = window.current()
    publish(tmp_path, build(tmp_path, "tuesday"), TUESDAY)

    assert (said(window.current()), said(old)) == ("tuesday", "monday")
    assert window.current() is window.current()
    assert said(window.night(MONDAY)) == "monday"


def test_the_same_night_published_again_is_read_anew(tmp_path: Path) -> None:
    window = Window(tmp_path)
    publish(tmp_path, build(tmp_path, "first"), MONDAY)
    old = window.current()
    publish(tmp_path, build(tmp_path, "second"), MONDAY)

    assert (said(window.current()), said(window.night(MONDAY)), said(old)) == (
        "second",
        "second",
        "first",
    )


def test_a_reader_in_another_process_reads_on(tmp_path: Path) -> None:
    publish(tmp_path, build(tmp_path, "monday"), MONDAY)
    with subprocess.Popen(
        [sys.executable, "-c", READER, str(tmp_path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=Path(__file__).parents[2],
    ) as reader:
        assert reader.stdin is not None
        assert reader.stdout is not None
        answers = []
        for step in (None, "again", "tuesday"):
            if step is not None:
                day = MONDAY if step == "again" else TUESDAY
                publish(tmp_path, build(tmp_path, step), day)
            reader.stdin.write("?\n")
            reader.stdin.flush()
            answers.append(reader.stdout.readline())
        reader.stdin.close()

    assert answers == ["2026-03-30 monday\n"] * 3


def test_many_threads_read_while_nights_are_hung(tmp_path: Path) -> None:
    publish(tmp_path, build(tmp_path, "0"), MONDAY)
    window, heard, failed = Window(tmp_path), set[str](), list[BaseException]()
    over = threading.Event()

    def read() -> None:
        try:
            while not over.is_set():
                heard.add(said(window.current()))
        except BaseException as error:  # noqa: BLE001 - shown by the assertion
            failed.append(error)

    readers = [threading.Thread(target=read) for _ in range(4)]
    for reader in readers:
        reader.start()
    for n in range(1, 15):
        publish(tmp_path, build(tmp_path, str(n)), (MONDAY, TUESDAY)[n > 7])
    while "14" not in heard and not failed:
        pass
    over.set()
    for reader in readers:
        reader.join()

    assert failed == []


def test_an_older_night_is_kept_and_not_hung(tmp_path: Path) -> None:
    publish(tmp_path, build(tmp_path, "tuesday"), TUESDAY)
    publish(tmp_path, build(tmp_path, "monday"), MONDAY)

    assert published(tmp_path) == TUESDAY
    assert kept_nights(tmp_path) == [MONDAY, TUESDAY]


def test_the_window_goes_back_when_it_is_told_to(tmp_path: Path) -> None:
    publish(tmp_path, build(tmp_path, "tuesday"), TUESDAY)
    publish(tmp_path, build(tmp_path, "monday"), MONDAY, backwards=True)

    assert said(Window(tmp_path).current()) == "monday"


def test_a_crash_before_the_hanging_is_made_good_by_doing_it_again(tmp_path: Path) -> None:
    publish(tmp_path, build(tmp_path, "monday"), MONDAY)
    build(tmp_path, "tuesday").replace(night_path(tmp_path, TUESDAY))
    (tmp_path / f".current.{os.getpid()}").symlink_to("left by a crash")
    assert said(Window(tmp_path).current()) == "monday"

    publish(tmp_path, tmp_path / "building-tuesday.duckdb", TUESDAY)

    assert said(Window(tmp_path).current()) == "tuesday"


def test_what_was_never_built_is_not_hung(tmp_path: Path) -> None:
    with pytest.raises(PublicationRefused, match="no night is built at"):
        publish(tmp_path, tmp_path / "nothing", MONDAY)


def test_a_file_still_being_written_is_not_hung(tmp_path: Path) -> None:
    built = build(tmp_path, "monday")
    built.with_name(built.name + ".wal").touch()

    with pytest.raises(PublicationRefused, match="has a write-ahead log beside it"):
        publish(tmp_path, built, MONDAY)


def test_the_newest_the_pinned_and_the_current_nights_are_kept(tmp_path: Path) -> None:
    days = [date(2026, 3, day) for day in range(1, 7)]
    for day in days:
        publish(tmp_path, build(tmp_path, str(day.day)), day)
    publish(tmp_path, tmp_path / "none", days[1], backwards=True)

    assert keep(tmp_path, 2, pinned=[days[2]]) == [days[0], days[3]]
    assert kept_nights(tmp_path) == [days[1], days[2], days[4], days[5]]


def test_an_empty_window_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(NightMissing, match="no night is published yet: run `pursewatch night`"):
        Window(tmp_path).current()
    with pytest.raises(NightMissing, match=r"no night is kept at 2026-03-30\.duckdb"):
        Window(tmp_path).night(MONDAY)
