"""The bytes of a delivery, in whatever it came: a folder, a .zip of one, a single file."""

import gzip
import hashlib
import os
import stat
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from errno import EACCES
from itertools import pairwise, takewhile
from pathlib import Path, PurePosixPath
from typing import IO
from unicodedata import normalize

from ingest.delivery import MANIFEST, DeliveryRefused
from ingest.headings import FileRefused

MOST_FILES = 10_000
DEEPEST = 100  # folders in one another
MOST_BYTES = 64 << 30
FREE_BYTES = 1 << 30  # below this, nobody asks how well it was packed
MOST_RATIO = 200
CHUNK = 4 << 20

_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError)


@dataclass(frozen=True)
class Member:
    """One file of a delivery: its path in it, and how large it is said to be."""

    name: str
    size: int
    inside: str = ""  # its name as the archive has it


class Bundle:
    """One delivery, opened to be read; nothing outside of it can be named."""

    def __init__(self, path: Path) -> None:
        self.path, self.name = path, legible(path.name)
        self.zipped = path.is_file() and path.suffix.lower() == ".zip"
        self.members: Sequence[Member] = sorted(self._list(), key=lambda member: member.name)
        if len(self.members) > MOST_FILES:
            raise DeliveryRefused(
                f"{self.name} holds {len(self.members)} files, and {MOST_FILES} is the most: "
                "deliver it in parts"
            )
        for one, other in pairwise(self.members):
            if one.name == other.name:
                raise DeliveryRefused(f"{self.name} holds {one.name!r} twice: deliver it once")

    @contextmanager
    def open(self, member: Member) -> Iterator[IO[bytes]]:
        """Open one file.

        Raises:
            FileRefused: its bytes cannot be had.
        """
        try:
            if not self.zipped:
                with Path(member.inside).open("rb") as file:
                    yield file
                return
            with zipfile.ZipFile(self.path) as archive, archive.open(member.inside) as packed:
                yield packed
        except _BROKEN as error:
            raise FileRefused(_why(error)) from error

    def content(self, name: str) -> bytes | None:
        """Give the bytes of a small file; None where there is no such file."""
        for member in self.members:
            if member.name == name:
                with self.open(member) as file:
                    return file.read(64 << 20)
        return None

    @property
    def manifest(self) -> bytes | None:
        """The bytes of the manifest, where there is one."""
        return self.content(MANIFEST)

    def _list(self) -> Iterator[Member]:
        if self.zipped:
            yield from _without_top(list(_in_archive(self.path, self.name)))
        elif self.path.is_dir():
            for folder, folders, files in os.walk(self.path, onerror=_closed):
                folders.sort()
                if len(Path(folder).relative_to(self.path).parts) > DEEPEST:
                    raise DeliveryRefused(
                        f"{self.name} holds more than {DEEPEST} folders in one another: lay its "
                        "files into one"
                    )
                linked = [name for name in folders if (Path(folder) / name).is_symlink()]
                for name in (*linked, *files):
                    path = Path(folder) / name
                    if path.is_symlink() or not stat.S_ISREG(path.stat().st_mode):
                        raise DeliveryRefused(
                            f"{name!r} is a link or no file: deliver the file itself"
                        )
                    if not os.access(path, os.R_OK, effective_ids=True):
                        _closed(PermissionError(EACCES, os.strerror(EACCES), str(path)))
                    relative = path.relative_to(self.path).as_posix()
                    yield Member(legible(relative), path.stat().st_size, str(path))
        else:
            yield Member(self.name, self.path.stat().st_size, str(self.path))


def _closed(error: OSError) -> None:
    """Refuse a delivery of which something can't be read: else it would be missing in silence."""
    raise DeliveryRefused(
        f"{legible(str(error.filename))!r} can't be read ({error.strerror}): let this account "
        "read it and deliver again"
    ) from error


def legible(name: str) -> str:
    """Give a file's name as text, where the disk has it in GBK or in no encoding at all."""
    try:
        name.encode()
    except UnicodeEncodeError:
        return _told(os.fsencode(name))
    return name


def _in_archive(path: Path, called: str) -> Iterator[Member]:
    try:
        with zipfile.ZipFile(path) as archive:
            entries = archive.infolist()
    except _BROKEN as error:
        raise DeliveryRefused(f"{called} is no whole .zip: {_why(error)}") from error
    total = sum(entry.file_size for entry in entries)
    refuse_bomb(called, total, path.stat().st_size)
    for entry in entries:
        if entry.filename.endswith("/"):
            continue
        unicode = entry.flag_bits & 0x800
        name = _safe(entry.filename if unicode else _told(entry.filename.encode("cp437")))
        if entry.flag_bits & 0x1:
            raise DeliveryRefused(f"{called} is protected by a password: deliver it open")
        if stat.S_ISLNK(entry.external_attr >> 16):
            raise DeliveryRefused(f"{name!r} in {called} is a link: deliver the file itself")
        yield Member(name, entry.file_size, entry.filename)


def _told(name: bytes) -> str:
    """Give the text of a name without its encoding: a Mac writes UTF-8, a Chinese Windows GBK."""
    for codec in ("utf-8", "gb18030"):
        with suppress(UnicodeDecodeError):
            return normalize("NFC", name.decode(codec))
    return name.decode("utf-8", "backslashreplace")


def _safe(name: str) -> str:
    path = PurePosixPath(name.replace("\\", "/"))
    parts = path.parts or ("..",)
    if path.is_absolute() or ".." in parts or ":" in parts[0] or "\0" in name:
        raise DeliveryRefused(
            f"the archive names {name!r}, which is outside of it: pack it again from its folder"
        )
    return path.as_posix()


def _without_top(members: Sequence[Member]) -> list[Member]:
    """Leave out the folders, one in the other, that everything is packed in."""
    kept = [m for m in members if not m.name.startswith("__MACOSX/")]
    folders = [m.name.split("/")[:-1] for m in kept] or [[]]
    shared = takewhile(
        lambda pair: pair[0] == pair[1], zip(min(folders), max(folders), strict=False)
    )
    deep = len([*shared])
    within = [Member(m.name.split("/", deep)[deep], m.size, m.inside) for m in kept]
    return [m for m in within if not m.name.startswith("__MACOSX/")]


def refuse_bomb(name: str, unpacked: int, packed: int) -> None:
    """Refuse what unpacks to far more than a delivery does.

    Raises:
        DeliveryRefused: it does.
    """
    if unpacked > MOST_BYTES or (unpacked > FREE_BYTES and unpacked > MOST_RATIO * packed):
        raise DeliveryRefused(
            f"{name} unpacks to {unpacked >> 20} MiB from {packed >> 20} MiB: that is no delivery; "
            "deliver it in parts or unpacked"
        )


def _why(error: BaseException) -> str:
    if isinstance(error, OSError) and error.errno is not None:
        return f"the file cannot be read: {error.strerror}"
    if isinstance(error, NotImplementedError):
        return "the file is packed in a way that is not read: pack it by deflate, as most do"
    return "the file is broken or cut short: pack it and deliver it again"


def unpack_gzip(source: Path, target: Path) -> None:
    """Unpack a `.gz` file.

    Raises:
        FileRefused: it is no whole gzip file, or unpacks to more than a delivery is.
    """
    packed, unpacked = source.stat().st_size, 0
    try:
        with gzip.open(source) as file, target.open("wb") as out:
            while chunk := file.read(CHUNK):
                unpacked += len(chunk)
                refuse_bomb(source.name, unpacked, packed)
                out.write(chunk)
    except (gzip.BadGzipFile, zlib.error, EOFError) as error:
        raise FileRefused(
            "the .gz file is broken or cut short: pack it and deliver it again"
        ) from error
    except DeliveryRefused as error:
        raise FileRefused(str(error)) from error


def hashed(file: IO[bytes], copy: IO[bytes] | None = None) -> str:
    """Give the SHA-256 of a file's bytes, and copy them where asked."""
    digest = hashlib.sha256()
    while chunk := file.read(CHUNK):
        digest.update(chunk)
        if copy is not None:
            copy.write(chunk)
    return digest.hexdigest()
