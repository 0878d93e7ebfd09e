"""A folder elsewhere: what has arrived whole is taken, and leaves it."""

import pytest

from ingest.feeds import all_feeds
from ingest.pulls.database import Site
from ingest.pulls.folder import pull_folder
from ingest.pulls.order import FolderPull, PullFailed
from ingest.pulls.taken import Taken
from ingest.receive import receive
from tests.ingest.dockside import APRIL, NAME, csv_text, rows
from tests.ingest.pulls.bureau import periods


def pull(tmp_path, meanwhile=lambda: None):
    home = tmp_path / "home"
    home.mkdir(exist_ok=True)

    def dock(path):
        [receipt] = receive(home, [path], now=APRIL, feeds=all_feeds())
        return receipt

    site = Site(Taken(home, "share"), home, dock, lambda: APRIL, lambda _: meanwhile())
    return pull_folder(FolderPull("share", tmp_path / "share", 10), site)


@pytest.fixture
def file(tmp_path):
    (tmp_path / "share").mkdir()
    file = tmp_path / "share" / NAME
    file.write_text(csv_text(rows({})))
    return file


def test_what_lies_still_is_taken_and_leaves_the_folder(tmp_path, file):
    assert periods(pull(tmp_path)) == [("2026-03", "kept")]
    assert list(file.parent.iterdir()) == []


def test_what_is_still_copied_is_left_alone(tmp_path, file):
    assert pull(tmp_path, lambda: file.write_text("x")).receipts == []
    assert file.exists()


def test_what_somebody_has_open_to_write_is_left_alone(tmp_path, file):
    with file.open("a"):
        assert pull(tmp_path).receipts == []

    assert len(pull(tmp_path).receipts) == 1


def test_what_is_turned_away_at_the_door_stays_under_another_name(tmp_path, file):
    file.rename(file.with_name("city.zip"))

    [receipt] = pull(tmp_path).receipts

    assert "is no whole .zip" in receipt.files[0].reason
    assert [path.name for path in file.parent.iterdir()] == ["city.zip.refused"]
    assert pull(tmp_path).receipts == []


def test_a_folder_that_is_not_there_is_named(tmp_path):
    with pytest.raises(PullFailed, match="there is no folder"):
        pull(tmp_path)
