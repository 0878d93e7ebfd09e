"""链首. The heads of the record that were seen, kept outside the database that they vouch for."""

import json
import re
from datetime import datetime

from alerts.trail import Head
from service.home import Home

_WRITTEN = re.compile(r"(\d{1,9}):(?:[a-z0-9]{1,12}:)?([0-9a-f]{64})", re.ASCII)


class HeadUnreadable(Exception):
    """The text is no head of a record."""


def read_head(text: str) -> Head:
    """Read a head as reports print it, `<line>:<hash>`, or as papers do, `<line>:sm3:<hash>`.

    Raises:
        HeadUnreadable: it is none.
    """
    found = _WRITTEN.fullmatch(text.strip().lower())
    if found is None:
        raise HeadUnreadable(
            f"{text[:80]!r} is no head of a record: copy it from a report, as 1024:9f0c…, "
            "the number of a line and its hash of 64 digits"
        )
    return Head(int(found.group(1)), found.group(2))


def seen(home: Home) -> list[Head]:
    """Give the heads that were seen so far.

    Raises:
        HeadUnreadable: the file holds something else.
    """
    if not home.heads.is_file():
        return []
    told = home.heads.read_text("utf-8").splitlines()
    return [read_head(_head_of(line)) for line in told if line.strip()]


def keep(home: Home, head: Head | None, now: datetime) -> None:
    """Keep a head that was seen and found sound."""
    if head is None or head in seen(home):
        return
    home.heads.parent.mkdir(parents=True, exist_ok=True)
    with home.heads.open("a", encoding="utf-8") as kept:
        kept.write(json.dumps({"at": now.isoformat(), "head": str(head)}) + "\n")


def _head_of(line: str) -> str:
    try:
        return str(json.loads(line)["head"])
    except (ValueError, KeyError, TypeError) as error:
        raise HeadUnreadable(
            f"{line[:80]!r} in logs/heads.jsonl names no head of a record: if it is the last line "
            "and torn, a write was cut off, and it may go; else ask who changed the file"
        ) from error
