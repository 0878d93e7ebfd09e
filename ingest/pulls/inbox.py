"""The watched folder: what has arrived whole is taken; what is still being copied is left alone."""

import errno
import fcntl
import os
import shutil
import signal
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path

from ingest.receipt import Receipt, Status

UNFINISHED = (".part", ".tmp", ".filepart", ".crdownload", ".uploading")
REFUSED = ".refused"
"""What is put behind the name of an arrival that was turned away at the door."""

LONGEST_WAIT = 600.0  # seconds until an arrival that failed is tried again


@dataclass(frozen=True)
class _Seen:
    files: tuple[tuple[str, int, int], ...]  # path, size, time of change in ns
    since: float


@dataclass
class Inbox:
    """A folder that suppliers drop deliveries into: a folder, a zip or a file each."""

    folder: Path
    still: float  # seconds that nothing of an arrival may have changed
    _seen: dict[str, _Seen] = field(default_factory=dict)
    _failed: dict[str, tuple[float, float]] = field(default_factory=dict)  # until, last wait

    def arrived(self, at: float) -> list[Path]:
        """Give what has lain still long enough, oldest first.

        `at` is a monotonic time in seconds. An arrival is looked at at least twice, so that a
        copy which keeps the source's old time stamps is not taken half done. What somebody still
        has open to write, and what failed a short while ago, is left alone.
        """
        ready = []
        present = set()
        for arrival in self._arrivals():
            present.add(arrival.name)
            files = _files(arrival)
            before = self._seen.get(arrival.name)
            if before is None or before.files != files:
                self._seen[arrival.name] = _Seen(files, at)
            elif (
                files
                and at - before.since >= self.still
                and not self._waits(arrival, at)
                and not _unfinished(files)
                and not any(_being_written(path) for path, *_ in files)
            ):
                ready.append((before.since, arrival))
        for name in self._seen.keys() - present:
            del self._seen[name]
            self._failed.pop(name, None)
        return [arrival for _, arrival in sorted(ready)]

    @property
    def looked_at(self) -> int:
        """How many arrivals the last look saw."""
        return len(self._seen)

    def failed(self, arrival: Path, at: float) -> float:
        """Note that an arrival could not be taken; give for how many seconds it is left alone."""
        _, last = self._failed.get(arrival.name, (0.0, 2.5))
        wait = min(last * 2, LONGEST_WAIT)
        self._failed[arrival.name] = (at + wait, wait)
        return wait

    def take_away(self, arrival: Path, receipt: Receipt) -> Path | None:
        """Remove what has been taken into the landing area.

        What was turned away at the door lies nowhere else: it stays under another name, which is
        given, and is not looked at again.
        """
        if receipt.number is None and any(f.status is Status.REFUSED for f in receipt.files):
            self._seen.pop(arrival.name, None)
            for nth in count(1):
                aside = arrival.with_name(f"{arrival.name}{'' if nth == 1 else f'.{nth}'}{REFUSED}")
                if not aside.exists():
                    return arrival.rename(aside)
        self.clear(arrival)
        return None

    def clear(self, arrival: Path) -> None:
        """Remove an arrival."""
        if arrival.is_dir() and not arrival.is_symlink():
            shutil.rmtree(arrival)
        else:
            arrival.unlink(missing_ok=True)
        self._seen.pop(arrival.name, None)

    def _waits(self, arrival: Path, at: float) -> bool:
        return at < self._failed.get(arrival.name, (at, 0.0))[0]

    def _arrivals(self) -> Iterator[Path]:
        if self.folder.is_dir():
            yield from sorted(
                path
                for path in self.folder.iterdir()
                if not path.name.startswith(".")
                and not path.name.endswith(REFUSED)
                and not path.is_symlink()
            )


def _files(arrival: Path) -> tuple[tuple[str, int, int], ...]:
    paths = [arrival] if arrival.is_file() else sorted(p for p in arrival.rglob("*") if p.is_file())
    found = []
    for path in paths:
        try:
            state = path.stat()
        except FileNotFoundError:
            continue
        found.append((str(path), state.st_size, state.st_mtime_ns))
    return tuple(found)


def _unfinished(files: tuple[tuple[str, int, int], ...]) -> bool:
    return any(path.lower().endswith(UNFINISHED) for path, _, _ in files)


def _being_written(path: str) -> bool:
    """Tell whether somebody has a file open to write, where the system can say so.

    Linux grants a read lease on a file only while nobody has it open for writing.
    """
    if sys.platform != "linux":
        return False
    try:
        handle = os.open(path, os.O_RDONLY | os.O_NOFOLLOW)
    except OSError:
        return True  # it went away, or may not be read: it is looked at again
    try:
        fcntl.fcntl(handle, fcntl.F_SETSIG, signal.SIGURG)  # ignored, where SIGIO would end us
        fcntl.fcntl(handle, fcntl.F_SETLEASE, fcntl.F_RDLCK)
        fcntl.fcntl(handle, fcntl.F_SETLEASE, fcntl.F_UNLCK)
    except OSError as error:
        return error.errno == errno.EAGAIN  # else: no leases here, or not our file
    finally:
        os.close(handle)
    return False
