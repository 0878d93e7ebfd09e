"""A folder on a real SFTP server: what lies there whole is taken once."""

from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pytest

from ingest.feeds import all_feeds
from ingest.pulls.database import Pulled, Site
from ingest.pulls.order import PullFailed, SecretPlace, SftpPull
from ingest.pulls.sftp import pull_sftp
from ingest.pulls.taken import Taken
from ingest.receipt import Receipt
from ingest.receive import receive
from tests.ingest.dockside import APRIL, NAME, csv_text, deliver, rows
from tests.ingest.pulls.bureau import periods
from tests.ingest.pulls.sshd import Sshd, sshd

__all__ = ["sshd"]


@dataclass
class Congress:
    """A home that pulls from a server, and what happens while it waits."""

    home: Path
    out: Path
    order: SftpPull
    waited: list[float] = field(default_factory=list)
    meanwhile: Any = None

    def pull(self, **other: Any) -> Pulled:
        self.home.mkdir(exist_ok=True)
        room = self.home / "room"
        room.mkdir(exist_ok=True)
        site = Site(Taken(self.home, "office"), room, self.dock, lambda: APRIL, self.wait)
        return pull_sftp(replace(self.order, **other), {"WRONG": "geheim"}, site)

    def dock(self, path: Path) -> Receipt:
        [receipt] = receive(self.home, [path], now=APRIL, feeds=all_feeds())
        return receipt

    def wait(self, seconds: float) -> None:
        self.waited.append(seconds)
        if self.meanwhile:
            self.meanwhile()


@pytest.fixture
def congress(sshd: Sshd, tmp_path: Path) -> Congress:
    (tmp_path / "out" / "taken").mkdir(parents=True)
    order = SftpPull(
        name="office", host="127.0.0.1", port=sshd.port, user=sshd.user,
        folder=str(tmp_path / "out"), host_key=sshd.host_key, known_hosts=None, key=sshd.key,
    )  # fmt: skip
    return Congress(tmp_path / "home", tmp_path / "out", order)


def payments(**other: str) -> str:
    return csv_text(rows(other))


def test_files_and_folders_are_taken_once(congress):
    (congress.out / NAME).write_text(payments())
    deliver(congress.out / "2026-04-01-city", {"payment_410100_2026-02.csv":
            payments(实际支付日期="2026-02-05")}, {"supplier": "郑州市财政局"})  # fmt: skip

    first, second = congress.pull(), congress.pull()

    assert sorted(periods(first)) == [("2026-02", "kept"), ("2026-03", "kept")]
    assert (second.receipts, second.unchanged) == ([], 2)


def test_a_file_that_changed_is_taken_again_as_a_restatement(congress):
    (congress.out / NAME).write_text(payments())
    congress.pull()
    (congress.out / NAME).write_text(payments(实际支付金额="7.00"))

    assert periods(congress.pull()) == [("2026-03", "kept")]


def test_a_file_that_is_still_growing_is_left_alone(congress):
    file = congress.out / NAME
    file.write_text(payments())
    congress.meanwhile = lambda: file.write_text(file.read_text() + "x")

    assert congress.pull().receipts == []


def test_the_marks_of_an_unfinished_copy_are_heeded(congress):
    (congress.out / f"{NAME}.part").write_text(payments())
    (congress.out / f".{NAME}").write_text(payments())

    assert congress.pull().receipts == []


def test_what_was_taken_is_moved_aside_where_asked_and_nothing_is_written_over(congress):
    aside = str(congress.out / "taken")
    for amount in ("1.00", "2.00"):
        (congress.out / NAME).write_text(payments(实际支付金额=amount))
        congress.pull(aside=aside)

    assert [path.name for path in congress.out.iterdir()] == ["taken"]
    assert len(list((congress.out / "taken").iterdir())) == 2


def test_what_was_taken_and_not_yet_moved_when_we_were_stopped_is_moved_then(congress):
    (congress.out / NAME).write_text(payments())
    congress.pull()

    assert congress.pull(aside=str(congress.out / "taken")).receipts == []
    assert (congress.out / "taken" / NAME).exists()


def test_a_file_that_the_dock_refuses_is_told_once_and_not_for_ever(congress):
    (congress.out / NAME).write_text("no,table\n1,2\n")

    assert periods(congress.pull()) == [("2026-03", "refused")]
    assert congress.pull().receipts == []


def test_a_link_out_of_the_folder_is_not_followed(congress, tmp_path):
    (tmp_path / "secret.csv").write_text(payments())
    (congress.out / NAME).symlink_to(tmp_path / "secret.csv")

    assert congress.pull().receipts == []


def test_a_server_with_another_key_than_the_known_one_is_told_nothing(congress, sshd):
    other = (sshd.folder / "user.pub").read_text().strip()

    with pytest.raises(PullFailed, match="its host key is not the one that is known"):
        congress.pull(host_key=other)

    assert congress.waited == []


def test_a_server_that_no_known_hosts_file_names_is_told_nothing(congress, tmp_path):
    (tmp_path / "known").write_text("")

    with pytest.raises(PullFailed, match="not found in known_hosts"):
        congress.pull(host_key=None, known_hosts=tmp_path / "known")


def test_a_wrong_password_is_tried_once_and_not_repeated(congress):
    with pytest.raises(PullFailed, match=r"it refuses .*: correct the password or key") as told:
        congress.pull(key=None, password=SecretPlace(env="WRONG"))

    assert congress.waited == []
    assert "geheim" not in str(told.value)


def test_a_key_that_others_may_read_is_refused(congress, sshd, tmp_path):
    key = tmp_path / "key"
    key.write_bytes(sshd.key.read_bytes())
    key.chmod(0o644)

    with pytest.raises(PullFailed, match="has mode 0644, so others can read it"):
        congress.pull(key=key)


def test_a_server_that_is_away_is_waited_for_and_then_named(congress):
    with pytest.raises(PullFailed, match=r"'127.0.0.1' could not be read: .*\(2 times\)"):
        congress.pull(port=1, tries=2)

    assert congress.waited == [1.0]


def test_a_folder_that_is_not_there_is_named(congress):
    with pytest.raises(PullFailed, match="No such file"):
        congress.pull(folder="/nowhere/out")
