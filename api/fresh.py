"""Whether the asker has this answer already: by the night, the ledger, the reader and the query."""

import hashlib
from datetime import date
from functools import cache
from typing import Annotated, Any

import sqlalchemy as sa
from fastapi import Depends, Request, Response

from alerts.ledger import Ledger
from alerts.tables import all_tables
from api.deps import House, house, short, signed_in
from warehouse.database import NightMissing, Window


class Unchanged(Exception):
    """The asker has this answer already."""

    def __init__(self, mark: str) -> None:
        super().__init__(mark)
        self.mark = mark


HEADERS = {"Cache-Control": "private, no-cache", "Vary": "Cookie"}


async def fresh(request: Request, response: Response) -> None:
    """Mark the answer with what it follows from.

    Raises:
        Unchanged: the asker named that very mark.
    """
    ours, me = house(request), await signed_in(request)
    as_of = request.query_params.get("as_of")
    request.state.as_of, request.state.follows = as_of, follows(ours, as_of)
    told = (
        ours.version,
        ours.catalogue,
        ours.clock().date().isoformat(),  # the days that are left are others tomorrow
        night_mark(ours.window, as_of),
        await short(ours, ledger_mark, ours.ledger),
        me.role.value,
        str(me.scope),
        request.url.path,
        request.url.query,
    )
    mark = f'W/"{hashlib.sha256(chr(0).join(told).encode()).hexdigest()[:32]}"'
    known = request.headers.get("if-none-match", "")
    if mark in {weak(one) for one in known.split(",")}:  # not `*`: there may be no such thing
        raise Unchanged(mark)
    request.state.mark = mark
    response.headers.update({"ETag": mark, **HEADERS})


def weak(mark: str) -> str:
    """Write a mark as a weak one: the same answer may be compressed or not."""
    return f"W/{mark.strip().removeprefix('W/')}"


def follows(house: House, as_of: str | None = None) -> tuple[int | None, str]:
    """Tell what answers follow from now: the ledger's version, the night, and that of a day."""
    night = night_mark(house.window)
    if as_of:
        night = f"{night} {night_mark(house.window, as_of)}"
    return house.ledger.changes.version(), night


def night_mark(window: Window, as_of: str | None = None) -> str:
    """Tell which night is read, and which building of it."""
    try:
        return window.mark(date.fromisoformat(as_of) if as_of else None)
    except (ValueError, NightMissing):
        return ""  # the route says what is wrong with such a day


def ledger_mark(ledger: Ledger) -> str:
    """Tell how far the ledger's record has come; it is only ever added to."""

    def read() -> str:
        with ledger.engine.connect() as connection:
            return " ".join(str(number) for number in connection.execute(_reach()).one())

    return ledger.changes.once("reach", read)


@cache
def _reach() -> sa.Select[Any]:
    record = [
        table
        for table in all_tables().sorted_tables
        if "number" in table.c and not table.info.get("changes")
    ]
    return sa.select(*(sa.select(sa.func.max(t.c.number)).scalar_subquery() for t in record))


Fresh = Annotated[None, Depends(fresh)]
