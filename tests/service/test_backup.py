"""A home out of its backup is the same home: its record, its receipts, its rows, its papers."""

import json
import zipfile
from pathlib import Path

import pytest

from tests.service.conftest import Console


@pytest.fixture
def backup(overspent: Console, tmp_path: Path) -> Path:
    file = tmp_path / "march.zip"
    assert overspent.order("backup", str(file)) == 0
    return file


@pytest.fixture
def new(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Console:
    return Console(tmp_path / "new", capsys)


def changed(file: Path, name: str, data: bytes) -> None:
    """Write a backup again with one member changed, or added."""
    with zipfile.ZipFile(file) as archive:
        held = {one: archive.read(one) for one in archive.namelist()}
    with zipfile.ZipFile(file, "w") as archive:
        for one, content in (held | {name: data}).items():
            archive.writestr(one, content)


def test_a_restored_home_is_proven_and_finds_the_same(
    overspent: Console, new: Console, backup: Path
) -> None:
    assert new.order("restore", str(backup)) == 0
    assert "pursewatch night --as-of 2026-03-31" in new.said

    assert new.order("night", "--as-of", "2026-03-31", "--only", "B02") == 0
    assert new.told("alerts", "list") == overspent.told("alerts", "list") != []
    assert new.order("verify") == 0


def test_the_record_tells_of_a_backup_and_only_its_owner_reads_it(
    overspent: Console, backup: Path
) -> None:
    assert backup.stat().st_mode & 0o077 == 0
    assert overspent.order("verify", str(backup)) == 0
    assert "home.backup of march.zip by console" in overspent.said


def test_a_night_that_a_sitting_rests_on_stays_pinned(
    overspent: Console, new: Console, tmp_path: Path
) -> None:
    assert overspent.order("nights", "pin", "2026-03-31", "--reason", "the April sitting") == 0

    assert overspent.order("backup", str(tmp_path / "b.zip")) == 0
    assert new.order("restore", str(tmp_path / "b.zip")) == 0

    assert [one["pinned"] for one in new.told("nights", "list")] == ["the April sitting"]


def test_a_file_that_cannot_be_read_is_named_and_no_other(
    overspent: Console, tmp_path: Path
) -> None:
    lost = overspent.home / "sources" / "lost.toml"
    lost.symlink_to("/proc/self/mem")  # nothing can be read at its beginning

    assert overspent.order("backup", str(tmp_path / "b.zip")) == 1
    assert f"{lost} can't be read (" in overspent.complained
    assert not (tmp_path / "b.zip").exists()
    assert overspent.order("backup", str(tmp_path / "nowhere" / "b.zip")) == 1
    assert f"{tmp_path / 'nowhere' / 'b.zip'} can't be written (" in overspent.complained


def test_what_was_written_by_hand_comes_back_as_closed_as_it_was(
    overspent: Console, new: Console, tmp_path: Path
) -> None:
    secret = overspent.home / "sources" / "bank.password"
    secret.write_text("x", "utf-8")
    secret.chmod(0o600)

    assert overspent.order("backup", str(tmp_path / "b.zip")) == 0
    assert new.order("restore", str(tmp_path / "b.zip")) == 0

    assert (new.home / "sources" / "bank.password").stat().st_mode & 0o777 == 0o600


def test_a_backup_is_not_written_over_another(overspent: Console, backup: Path) -> None:
    before = backup.read_bytes()
    assert overspent.order("backup", str(backup)) == 1
    assert "is there already: name another file" in overspent.complained
    assert backup.read_bytes() == before


def test_a_home_is_not_written_over_by_a_backup(overspent: Console, backup: Path) -> None:
    assert overspent.order("restore", str(backup)) == 1
    assert "holds something already" in overspent.complained


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("receipts.sqlite", "receipts.sqlite is not what was backed up"),
        ("kept/more.parquet", "does not hold what it says"),
        ("backup.json", "is no backup of a home"),
    ],
)
def test_a_backup_that_was_changed_makes_no_home(
    new: Console, backup: Path, name: str, said: str
) -> None:
    changed(backup, name, b"[]")

    assert new.order("restore", str(backup)) == 1
    assert said in new.complained
    assert not new.home.exists()


def test_no_file_of_a_backup_gets_out_of_the_home(
    new: Console, backup: Path, tmp_path: Path
) -> None:
    with zipfile.ZipFile(backup) as archive:
        told = json.loads(archive.read("backup.json"))
    told["files"]["../out"] = ""
    changed(backup, "backup.json", json.dumps(told).encode())
    changed(backup, "../out", b"x")

    assert new.order("restore", str(backup)) == 1
    assert not (tmp_path / "out").exists()


def test_what_is_no_backup_is_said_to_be_none(new: Console, tmp_path: Path) -> None:
    (tmp_path / "letter.zip").write_text("dear all", "utf-8")
    assert new.order("restore", str(tmp_path / "letter.zip")) == 1
    assert "is no backup, or is cut short" in new.complained


def test_a_backup_of_which_a_byte_is_lost_makes_no_home(new: Console, backup: Path) -> None:
    with zipfile.ZipFile(backup) as archive:
        head = archive.getinfo("receipts.sqlite").header_offset
    torn = bytearray(backup.read_bytes())
    lengths = (
        int.from_bytes(torn[head + 26 : head + 28], "little"),
        int.from_bytes(torn[head + 28 : head + 30], "little"),
    )
    torn[head + 30 + sum(lengths)] = 0xFF  # no block of deflate begins so
    backup.write_bytes(torn)

    assert new.order("restore", str(backup)) == 1
    assert "is no backup, or is cut short" in new.complained
