"""Answers that are given again as they are, for as long as what they follow from stands.

An answer is kept for one session, address and day, and only where its route says that it follows
from the night, the ledger and the reader alone (`api.fresh`). It is given again while nothing was
committed to the ledger, the same night hangs, and the session and the password stand; whatever
writes a line into the record changes the ledger, and so is never skipped. Where the ledger can't
tell cheaply whether it changed, nothing is kept.
"""

import asyncio
import gzip
from collections import OrderedDict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from starlette.datastructures import Headers
from starlette.types import Message, Scope

from api.deps import FactorWanted, House, PasswordOver, Person, must_be_changed
from api.fresh import night_mark

MOST = 32_000_000
"""Bytes that a process keeps."""

LARGEST = 1_000_000
UNKEPT = (b"purpose=", b"as_of=")
"""What makes an answer that is not kept: sensitive cells, and nights that may be built anew."""

Key = tuple[bytes, bytes, str, bytes]


@dataclass(frozen=True)
class Answer:
    """One answer, and what it follows from."""

    start: Message
    body: bytes
    person: Person
    until: datetime  # the session ends by itself
    follows: tuple[int | None, str]  # the ledger's version, the night

    @cached_property
    def squeezed(self) -> bytes:
        """The body as whoever takes gzip is sent it: squeezed once, however often it is given."""
        return squeezed(self.body)

    def stands(self, house: House, now: datetime) -> bool:
        """Tell whether it may be given again."""
        try:
            must_be_changed("", house, self.person)
        except (FactorWanted, PasswordOver):
            return False
        if house.accounts.is_to_be_noted(self.person.token, now):
            return False
        return now < self.until and self.follows == follows(house)


class Answers:
    """The answers that a process keeps, the last ones asked for."""

    def __init__(self) -> None:
        self._kept: OrderedDict[tuple[Key, str], Answer] = OrderedDict()
        self._bytes = 0
        self._made: dict[Key, asyncio.Event] = {}

    async def made(self, scope: Scope) -> Answer | None:
        """Wait while another request has the same answer made; None: nobody has, or it fell.

        Nobody waits twice, so that what is never kept is made for all at once after the first.
        """
        key = _key(scope)
        being_made = None if key is None else self._made.get(key)
        if being_made is None:
            return None
        await being_made.wait()
        return self.get(scope)

    @contextmanager
    def making(self, scope: Scope) -> Iterator[Callable[[], object]]:
        """Let others wait; what is given is called once the answer is kept, or never will be."""
        key = _key(scope)
        if key is None or key in self._made:
            yield bool
            return
        made = self._made[key] = asyncio.Event()

        def settled() -> None:
            if self._made.get(key) is made:
                del self._made[key]
            made.set()

        try:
            yield settled
        finally:
            settled()

    def get(self, scope: Scope) -> Answer | None:
        """Give the answer to a request, where it stands."""
        house: House = scope["app"].state.house
        now = house.clock()
        known = None if (key := _key(scope)) is None else self._kept.get(where := (key, _day(now)))
        if known is None:
            return None
        if not known.stands(house, now):
            self._drop(where)
            return None
        self._kept.move_to_end(where)
        return known

    def keep(self, scope: Scope, start: Message, body: bytes) -> None:
        """Keep the answer to a request, where its route says what it follows from."""
        state, key = scope["state"], _key(scope)
        followed = state.get("follows")
        if key is None or followed is None or followed[0] is None or len(body) > LARGEST:
            return
        house: House = scope["app"].state.house
        person: Person = state["person"]
        until = house.accounts.ends(person.token)
        if until is None or followed != follows(house):
            return
        where = (key, _day(house.clock()))
        self._drop(where)
        self._kept[where] = Answer(start, body, person, until, followed)
        self._bytes += len(body)
        while self._bytes > MOST:
            self._drop(next(iter(self._kept)))

    def _drop(self, where: tuple[Key, str]) -> None:
        gone = self._kept.pop(where, None)
        if gone is not None:
            self._bytes -= len(gone.body)


def squeezed(body: bytes) -> bytes:
    """Squeeze an answer; the same body gives the same bytes."""
    return gzip.compress(body, 4, mtime=0)


def follows(house: House) -> tuple[int | None, str]:
    """Tell what answers follow from now: the ledger's version and the night."""
    return house.ledger.changes.version(), night_mark(house.window)


def _key(scope: Scope) -> Key | None:
    """Name a request by its session, method and address; None: it may not be kept."""
    headers = Headers(scope=scope)
    query: bytes = scope["query_string"]
    cookie = headers.get("cookie", "")
    if "authorization" in headers or not cookie or any(one in query for one in UNKEPT):
        return None
    return cookie.encode("latin-1"), scope["method"].encode(), scope["path"], query


def _day(now: datetime) -> str:
    return now.date().isoformat()
