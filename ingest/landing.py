"""The landing: deliveries as they came, byte for byte, never edited."""

import fcntl
import hashlib
import os
import re
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from ingest.bundle import Bundle, hashed
from ingest.delivery import SHANGHAI
from ingest.headings import FileRefused

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
    for folder, _, _ in os.walk(target):
        sync_folder(Path(folder))
    return sums


def safe_file(name: str) -> str:
    """Give a file's name as it is kept."""
    return name if safe(name) == name else safe(name) + ".zip"


def _copy(source: Path, target: Path) -> str:
    with source.open("rb") as file, target.open("xb") as out:
        digest = hashed(file, out)
        out.flush()
        os.fsync(out.fileno())
    return digest


def sync_folder(folder: Path) -> None:
    """Bring a folder's entries down to the disk."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def move_in(source: Path, target: Path) -> None:
    """Give a finished file its place at once, so that nobody ever sees half of it."""
    target.parent.mkdir(parents=True, exist_ok=True)
    with source.open("rb") as file:
        os.fsync(file.fileno())
    source.replace(target)
    sync_folder(target.parent)
