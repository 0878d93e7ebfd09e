"""The landing: deliveries as they came, byte for byte, never edited; and what is written down."""

import fcntl
import hashlib
import os
import re
import shutil
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import datetime
from itertools import count
from pathlib import Path

from ingest.bundle import Bundle, hashed
from ingest.headings import FileRefused
from warehouse.period import SHANGHAI

AT_ONCE = 8
"""Files brought down to the disk side by side: it takes them in together, ten times as fast."""

_UNSAFE = re.compile(r'[\x00-\x1f\x7f/\\:*?"<>|\s]+')


def safe(name: str) -> str:
    """Give a name as a folder may have it: no way out of the home, no more bytes than it holds."""
    plain = _UNSAFE.sub("_", name).strip("._ ") or "_"
    if plain == name and len(plain.encode()) <= 120:
        return plain
    mark = hashlib.sha256(name.encode()).hexdigest()[:8]
    return plain.encode()[:100].decode(errors="ignore") + "-" + mark


@contextmanager
def alone(home: Path) -> Iterator[None]:
    """Let one process at a time receive into a home; the others wait."""
    home.mkdir(parents=True, exist_ok=True)
    with (home / "receive.lock").open("a") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def digests(bundle: Bundle) -> tuple[dict[str, str], dict[str, str]]:
    """Give the SHA-256 of every file of a delivery, and why those are broken that have none."""
    found, broken = {}, {}
    for member in bundle.members:
        try:
            with bundle.open(member) as file:
                found[member.name] = hashed(file)
        except FileRefused as error:
            broken[member.name] = str(error)
    return found, broken


def digest_of(name: str, files: Mapping[str, str]) -> str:
    """Give one SHA-256 for all bytes and names of a delivery; a lone file's name counts too."""
    told = "\n".join(f"{sha256}  {file}" for file, sha256 in sorted(files.items()))
    return hashlib.sha256(told.encode() if files else name.encode()).hexdigest()


def landing_name(received_at: datetime, supplier: str, digest: str) -> str:
    """Name a delivery's folder: `2026-04-01T060000-郑州市财政局-1f3a9c02`."""
    moment = received_at.astimezone(SHANGHAI).strftime("%Y-%m-%dT%H%M%S")
    return f"{moment}-{safe(supplier)}-{digest[:8]}"


def copy_in(bundle: Bundle, target: Path) -> dict[str, str]:
    """Copy a delivery's bytes into a new folder, down to the disk; give the SHA-256 of each file.

    An archive is kept as it came, and none of its files' sums is given.
    """
    shutil.rmtree(target, ignore_errors=True)
    target.mkdir(parents=True)
    if bundle.zipped:
        _copy(bundle.path, target / safe_file(bundle.name))
    sums = {}
    for member in () if bundle.zipped else bundle.members:
        place = target / member.name
        place.parent.mkdir(parents=True, exist_ok=True)
        sums[member.name] = _copy(Path(member.inside), place)
    walked = [(Path(folder), names) for folder, _, names in os.walk(target)]
    sync(folder / name for folder, names in walked for name in names)
    sync(folder for folder, _ in walked)
    return sums


def safe_file(name: str) -> str:
    """Give a file's name as it is kept."""
    return name if safe(name) == name else safe(name) + ".zip"


def _copy(source: Path, target: Path) -> str:
    with source.open("rb") as file, target.open("xb") as out:
        return hashed(file, out)


def sync(paths: Iterable[Path]) -> None:
    """Bring files, or the entries of folders, down to the disk."""
    with ThreadPoolExecutor(AT_ONCE) as pool:
        list(pool.map(_sync, paths))


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


class Shelf:
    """Finished files of a delivery, which get their places together.

    Each is whole on the disk before it stands there, so that nobody ever sees half of it.
    """

    def __init__(self, home: Path, folder: Path) -> None:
        self._home, self._folder = home, folder
        self._waiting: dict[str, Path] = {}
        self._numbers = count()

    def add(self, source: Path, place: str) -> None:
        """Take a finished file that is to stand at `place` below the home."""
        self._folder.mkdir(parents=True, exist_ok=True)
        self.drop(place)
        self._waiting[place] = source.rename(self._folder / str(next(self._numbers)))

    def drop(self, place: str) -> None:
        """Let go of the file that was to stand at `place`, where there is one."""
        if place in self._waiting:
            self._waiting.pop(place).unlink()

    def put(self) -> None:
        """Give every file its place."""
        placed = {self._home / place: source for place, source in self._waiting.items()}
        sync(placed.values())
        folders = {target.parent for target in placed}
        for folder in folders:
            folder.mkdir(parents=True, exist_ok=True)
        for target, source in placed.items():
            source.replace(target)
        sync(folders)
