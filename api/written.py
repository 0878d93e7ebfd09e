"""How values stand in JSON: money and shares as text, because JSON has no decimals."""

import base64
import binascii
import json
from collections.abc import Sequence
from decimal import Decimal
from typing import Annotated, Any

from fastapi import Query
from pydantic import BaseModel, Field, PlainSerializer, WithJsonSchema

from warehouse.money import fen


class CursorRefused(Exception):
    """`after` is no mark that this list gave out."""


def yuan(amount: Decimal) -> str:
    """Write yuan to the fen, without thousands: `-1234.50`."""
    return f"{fen(amount):f}"


def share(part: Decimal) -> str:
    """Write a share of one with six decimals: `0.310000` is 31 %."""
    return f"{part:.6f}"


Yuan = Annotated[
    Decimal,
    PlainSerializer(yuan),
    WithJsonSchema({"type": "string", "pattern": r"^-?\d+\.\d{2}$", "examples": ["20100.00"]}),
]
"""Yuan to the fen, as text."""

Share = Annotated[
    Decimal,
    PlainSerializer(share),
    WithJsonSchema({"type": "string", "pattern": r"^-?\d+\.\d{6}$", "examples": ["0.310000"]}),
]
"""A share of one, as text."""

Text = Annotated[str, Field(max_length=4000)]
"""Words that somebody wrote."""


class Words(BaseModel):
    """The same words in the users' tongue and in English."""

    zh: str
    en: str


After = Annotated[str | None, Query(max_length=600, description="the `next` of the page before")]


def cursor(last: Sequence[object]) -> str:
    """Write the place of a list's last row as the mark to go on from."""
    plain = json.dumps([None if part is None else str(part) for part in last], ensure_ascii=False)
    return base64.urlsafe_b64encode(plain.encode()).decode().rstrip("=")


def place(mark: str, parts: int) -> list[str | None]:
    """Read a mark back into the place it stands for.

    Raises:
        CursorRefused: it is no mark of a list with so many parts.
    """
    try:
        read: Any = json.loads(base64.b64decode(mark + "=" * (-len(mark) % 4), b"-_", True))
    except (binascii.Error, ValueError, RecursionError) as error:
        raise CursorRefused(_NO_MARK.format(mark[:40])) from error
    sound = isinstance(read, list) and len(read) == parts
    if not sound or not all(part is None or isinstance(part, str) for part in read):
        raise CursorRefused(_NO_MARK.format(mark[:40]))
    return [str(part) if part is not None else None for part in read]


_NO_MARK = "after={!r} is no place in this list: give the `next` of the page before, unchanged"
