"""收件台. Where an upload goes: the dock is the service's, and it hands this much of it over."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from alerts.actor import Actor
from alerts.scope import Scope
from warehouse.asking import Answer

Told = dict[str, Any]
"""A delivery's receipt, as `pursewatch receipts --json` writes it."""


class DeskFailed(Exception):
    """The dock itself is in trouble; nothing was taken, and nothing is lost."""


class DeliveryUnknown(Exception):
    """No delivery has that number, or none that this reader may see: the same answer for both."""


@dataclass(frozen=True)
class Wishes:
    """What is said of an upload whose name does not say it."""

    feed: str | None = None
    region: str | None = None
    period: str | None = None
    source: str | None = None

    @classmethod
    def of(cls, given: Mapping[str, str]) -> "Wishes":
        """Take the wishes out of a form or an address; an empty one is none."""
        names = ("feed", "region", "period", "source")
        return cls(**{name: given.get(name, "").strip() or None for name in names})


@dataclass(frozen=True)
class Desk:
    """What the door may do with deliveries."""

    room: Path  # where an upload lies until the dock has taken it in
    most: int  # bytes of one upload
    receive: Callable[[Path, Wishes, datetime], Told]
    receipts: sa.Engine  # where they are kept: only read
    delivery: Callable[[int], Told | None]


@dataclass(frozen=True)
class Room:
    """Where exports lie, and how large they may become."""

    folder: Path
    most: int = 5_000_000  # rows


@dataclass(frozen=True)
class Questions:
    """What the door may ask of a night in a reader's own SQL: of the night of that name."""

    ask: Callable[[str, str, Scope, Actor], Answer]  # night, SQL, whose eyes, who


NO_ROOM = "no exports are made at this site: it was opened without a room for them"
