"""The watched folder: what has arrived whole is taken; what is still being copied is left alone."""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

UNFINISHED = (".part", ".tmp", ".filepart", ".crdownload", ".uploading")


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

    def arrived(self, at: float) -> list[Path]:
        """Give what has lain still long enough, oldest first.

        `at` is a monotonic time in seconds. An arrival is looked at at least twice, so that a
        copy which keeps the source's old time stamps is not taken half done.
        """
        ready = []
        present = set()
        for arrival in self._arrivals():
            present.add(arrival.name)
            files = _files(arrival)
            before = self._seen.get(arrival.name)
            if before is None or before.files != files:
                self._seen[arrival.name] = _Seen(files, at)
            elif files and at - before.since >= self.still and not _unfinished(files):
                ready.append((before.since, arrival))
        for name in self._seen.keys() - present:
            del self._seen[name]
        return [arrival for _, arrival in sorted(ready)]

    def clear(self, arrival: Path) -> None:
        """Remove what has been taken into the landing area."""
        if arrival.is_dir() and not arrival.is_symlink():
            shutil.rmtree(arrival)
        else:
            arrival.unlink(missing_ok=True)
        self._seen.pop(arrival.name, None)

    def _arrivals(self) -> Iterator[Path]:
        if self.folder.is_dir():
            yield from sorted(
                path
                for path in self.folder.iterdir()
                if not path.name.startswith(".") and not path.is_symlink()
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
