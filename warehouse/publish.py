"""发布. Hangs a finished night in the window, in one step that nobody sees the middle of."""

import os
from collections.abc import Collection
from datetime import date
from pathlib import Path

CURRENT = "current"


class PublicationRefused(Exception):
    """The night was not hung in the window."""


def night_path(nights: Path, day: date) -> Path:
    """Say where the night of a day is kept."""
    return nights / f"{day.isoformat()}.duckdb"


def kept_nights(nights: Path) -> list[date]:
    """List the days whose nights are kept, oldest first."""
    days = []
    for path in nights.glob("????-??-??.duckdb"):
        try:
            days.append(date.fromisoformat(path.stem))
        except ValueError:
            continue
    return sorted(days)


def published(nights: Path) -> date | None:
    """Tell which night is in the window."""
    try:
        return date.fromisoformat((nights / CURRENT).readlink().stem)
    except (FileNotFoundError, ValueError):
        return None


def publish(nights: Path, built: Path, day: date, *, backwards: bool = False) -> Path:
    """Put the file `built` in the place of the night of `day`, and hang it in the window.

    A reader of the night before keeps it until it lets go. After a crash between the steps the
    night is in its place and not yet hung; doing it again hangs it. An older night than the one
    hung is put in its place only, unless `backwards`.

    Raises:
        PublicationRefused: there is nothing built, or it is not whole.
    """
    place = night_path(nights, day)
    if not built.exists() and not place.exists():
        raise PublicationRefused(f"no night is built at {built}: build it first")
    if built.with_name(built.name + ".wal").exists():
        raise PublicationRefused(f"{built.name} has a write-ahead log beside it: close it first")
    if built.exists() and built != place:
        _to_disk(built)
        built.replace(place)
    else:
        _to_disk(place)
    _to_disk(nights)
    hung = published(nights)
    if hung is None or hung <= day or backwards:
        _hang(nights, place.name)
    return place


def keep(nights: Path, count: int, pinned: Collection[date] = ()) -> list[date]:
    """Let go of nights beyond the newest `count`, but of no pinned one and not of the current.

    Gives back the days that were let go.
    """
    hung = published(nights)
    days = kept_nights(nights)
    old = [day for day in days[: max(len(days) - count, 0)] if day != hung and day not in pinned]
    for day in old:
        night_path(nights, day).unlink(missing_ok=True)
    return old


def _hang(nights: Path, name: str) -> None:
    beside = nights / f".{CURRENT}.{os.getpid()}"
    beside.unlink(missing_ok=True)
    beside.symlink_to(name)
    beside.replace(nights / CURRENT)
    _to_disk(nights)


def _to_disk(path: Path) -> None:
    number = os.open(path, os.O_RDONLY)
    try:
        os.fsync(number)
    finally:
        os.close(number)
