from pathlib import Path

from ingest.pulls.inbox import Inbox


def test_an_arrival_is_taken_once_it_has_lain_still(tmp_path: Path) -> None:
    (tmp_path / "payment_410100_2026-03.csv").write_text("x")
    inbox = Inbox(tmp_path, still=10)

    assert inbox.arrived(at=0) == []
    assert inbox.arrived(at=9) == []
    assert inbox.arrived(at=10) == [tmp_path / "payment_410100_2026-03.csv"]


def test_a_file_still_being_copied_is_left_alone(tmp_path: Path) -> None:
    file = tmp_path / "payment_410100_2026-03.csv"
    inbox = Inbox(tmp_path, still=10)
    for second in range(0, 60, 5):
        with file.open("a") as copy:
            copy.write("another row\n")
        assert inbox.arrived(at=second) == []

    assert inbox.arrived(at=65) == [file]


def test_a_folder_is_one_arrival_and_waits_for_its_last_file(tmp_path: Path) -> None:
    folder = tmp_path / "2026-03-31-city"
    folder.mkdir()
    (folder / "unit_410100_2026.csv").write_text("x")
    inbox = Inbox(tmp_path, still=10)
    assert inbox.arrived(at=0) == []

    (folder / "payment_410100_2026-03.csv").write_text("x")

    assert inbox.arrived(at=10) == []
    assert inbox.arrived(at=20) == [folder]


def test_the_marks_of_an_unfinished_copy_are_heeded(tmp_path: Path) -> None:
    (tmp_path / "payment_410100_2026-03.csv.part").write_text("x")
    inbox = Inbox(tmp_path, still=1)
    inbox.arrived(at=0)

    assert inbox.arrived(at=100) == []


def test_an_empty_folder_and_hidden_files_are_no_arrival(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / ".hidden").write_text("x")
    inbox = Inbox(tmp_path, still=1)
    inbox.arrived(at=0)

    assert inbox.arrived(at=100) == []


def test_what_was_taken_leaves_the_inbox(tmp_path: Path) -> None:
    folder = tmp_path / "2026-03-31-city"
    folder.mkdir()
    (folder / "unit_410100_2026.csv").write_text("x")
    inbox = Inbox(tmp_path, still=1)

    inbox.clear(folder)

    assert list(tmp_path.iterdir()) == []


def test_what_failed_is_left_alone_longer_each_time(tmp_path: Path) -> None:
    (tmp_path / "payment_410100_2026-03.csv").write_text("x")
    inbox = Inbox(tmp_path, still=1)
    inbox.arrived(at=0)
    [arrival] = inbox.arrived(at=1)

    assert [inbox.failed(arrival, at=1) for _ in range(3)] == [5, 10, 20]
    assert inbox.arrived(at=20) == []
    assert inbox.arrived(at=21) == [arrival]
