"""备份. One file with all of a home that can't be made again, and a home made of such a file."""

import hashlib
import json
import os
import shutil
import sqlite3
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory
from typing import IO

from ingest.landing import alone
from service.home import Home
from service.pins import pinned
from service.settings import Settings
from service.version import VERSION
from warehouse.publish import night_path

MADE_AGAIN = frozenset({"nights", "restated", "exports", "staging", "logs", ".pulls", "inbox"})
"""Folders that a home's own commands fill again, or that only things on their way lie in. Nights
that are pinned, and the heads of the record that were seen, are kept all the same."""

PASSING = (".lock", "-wal", "-shm", "-journal")
CONTENTS = "backup.json"
"""The file's last member: what it holds, each with its SHA-256."""

CHUNK = 1 << 20


class BackupRefused(Exception):
    """A backup can't be written there, or is none that a home can be made of."""


@dataclass(frozen=True)
class Backup:
    """What a backup holds."""

    made_at: str
    version: str
    night: str | None  # the published one, to be built anew
    ledger: bool  # False: it is kept elsewhere, by its own database's means
    files: dict[str, str]  # the SHA-256 of each by its place in the home


def back_up(settings: Settings, out: Path, *, night: str | None, now: datetime) -> Backup:
    """Write a home's ledger, receipts, kept rows, settings and papers as one file.

    Databases are copied as they stand between two transactions, before the files that they name;
    nothing is received meanwhile. The file is whole, or it is not there.

    Raises:
        BackupRefused: the file is there already or can't be written, or one of the home's can't
            be read.
    """
    if out.exists():
        raise BackupRefused(f"{out} is there already: name another file")
    house = settings.house
    ledger = settings.ledger == f"sqlite:///{house.ledger.absolute()}"
    part = out.with_name(f".{out.name}.part")
    try:
        with alone(house.root), _opened(part) as archive:
            found = dict(_taken(house, archive, leaving={out, part}, ledger=ledger))
            told = Backup(now.isoformat(), VERSION, night, ledger, found)
            archive.writestr(CONTENTS, json.dumps(vars(told), ensure_ascii=False, indent=1))
        part.rename(out)
    except OSError as error:
        failed = out if error.filename in (None, str(part)) else error.filename
        raise BackupRefused(
            f"{failed} can't be written ({error.strerror}): name another file, where there is room"
        ) from error
    finally:
        part.unlink(missing_ok=True)
    return told


@contextmanager
def _opened(part: Path) -> Iterator[zipfile.ZipFile]:
    """Open the file for its owner's eyes alone: hashes of passwords are in it."""
    descriptor = os.open(part, os.O_RDWR | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w+b") as file:
        with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
            yield archive
        file.flush()
        os.fsync(file.fileno())


def _taken(
    house: Home, archive: zipfile.ZipFile, *, leaving: set[Path], ledger: bool
) -> Iterator[tuple[str, str]]:
    databases = sorted(house.root.glob("*.sqlite"), key=lambda file: (file != house.ledger, file))
    with TemporaryDirectory(prefix=".backup-", dir=house.root) as folder:
        for database in databases:
            if database != house.ledger or ledger:
                yield _put(archive, _as_it_stands(database, Path(folder)), database.name)
    away = {file.absolute() for file in leaving}
    pinned_nights = [night_path(house.nights, day) for day in pinned(house)]
    for file in (house.heads, house.pins, *pinned_nights, *_files(house.root)):
        if file.is_file() and file.absolute() not in away:
            yield _put(archive, file, file.relative_to(house.root).as_posix())


def _as_it_stands(database: Path, folder: Path) -> Path:
    copy = folder / database.name
    with (
        closing(sqlite3.connect(f"{database.absolute().as_uri()}?mode=ro", uri=True)) as source,
        closing(sqlite3.connect(copy)) as target,
    ):
        source.backup(target)
    return copy


def _files(root: Path) -> Iterator[Path]:
    for folder, folders, names in os.walk(root, followlinks=True):
        at = Path(folder)
        if at == root:
            folders[:] = [name for name in folders if name not in MADE_AGAIN]
        folders[:] = sorted(name for name in folders if not name.startswith((".backup-", ".typed")))
        for name in sorted(names):
            database = at == root and name.endswith(".sqlite")
            if not database and not name.endswith(PASSING):
                yield at / name


def _put(archive: zipfile.ZipFile, file: Path, name: str) -> tuple[str, str]:
    with _reading(file):
        member = zipfile.ZipInfo.from_file(file, name, strict_timestamps=False)
    member.compress_type = zipfile.ZIP_DEFLATED
    with archive.open(member, "w", force_zip64=True) as target:
        return name, _copied(_chunks(file), target)


def _chunks(file: Path) -> Iterator[bytes]:
    with _reading(file), file.open("rb") as source:
        while chunk := source.read(CHUNK):
            yield chunk


@contextmanager
def _reading(file: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise BackupRefused(
            f"{file} can't be read ({error.strerror}): see to its rights or its disk, then back up "
            "again"
        ) from error


def _copied(chunks: Iterable[bytes], target: IO[bytes]) -> str:
    digest = hashlib.sha256()
    for chunk in chunks:
        digest.update(chunk)
        target.write(chunk)
    return digest.hexdigest()


def restore(file: Path, home: Path) -> Backup:
    """Make a home of a backup; every file is held to its SHA-256, and all are there or none.

    Raises:
        BackupRefused: something is in the home already, or the file is no backup, or not whole.
    """
    if home.exists() and (not home.is_dir() or any(home.iterdir())):
        raise BackupRefused(f"{str(home)!r} holds something already: name a new folder with --home")
    home.absolute().parent.mkdir(parents=True, exist_ok=True)
    made = home.absolute().with_name(f".{home.absolute().name}.restoring")
    shutil.rmtree(made, ignore_errors=True)
    try:
        with zipfile.ZipFile(file) as archive:
            told = _contents(archive, file)
            for name, sha256 in told.files.items():
                _out(archive, name, sha256, made, file)
        Home(made).make()
        made.rename(home)
    except (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError) as error:  # or locked, or odd
        raise BackupRefused(f"{file} is no backup, or is cut short ({error})") from error
    except OSError as error:
        raise BackupRefused(f"{error.filename or file}: {error.strerror}") from error
    finally:
        shutil.rmtree(made, ignore_errors=True)
    return told


def _contents(archive: zipfile.ZipFile, file: Path) -> Backup:
    try:
        told = Backup(**json.loads(archive.read(CONTENTS)))
        there = set(archive.namelist()) - {CONTENTS}
        if not all(_inside(name) for name in dict(told.files)) or there != set(told.files):
            raise BackupRefused(f"{file} does not hold what it says: it was changed; take another")
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise BackupRefused(
            f"{file} is no backup of a home: give one that `pursewatch backup` wrote"
        ) from error
    return told


def _inside(name: str) -> bool:
    path = PurePosixPath(name)
    return not path.is_absolute() and ".." not in path.parts and "\\" not in name and bool(name)


def _out(archive: zipfile.ZipFile, name: str, sha256: str, made: Path, file: Path) -> None:
    place = made / name
    place.parent.mkdir(parents=True, exist_ok=True)
    member = archive.getinfo(name)
    with archive.open(member) as source, place.open("wb") as target:
        found = _copied(iter(partial(source.read, CHUNK), b""), target)
    if found != sha256:
        raise BackupRefused(f"{file}: {name} is not what was backed up; take another backup")
    place.chmod(member.external_attr >> 16 & 0o777 or 0o600)
