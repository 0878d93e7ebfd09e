"""Answers that are given again as they are, for as long as what they follow from stands.

An answer is kept for one session, address and day, and only where its route says that it follows
from the night, the ledger and the reader alone (`api.fresh`). It is given again while nothing was
committed to the ledger, the same night hangs, and the session and the password stand; whatever
writes a line into the record changes the ledger, and so is never skipped. Where the ledger can't
tell cheaply whether it changed, nothing is kept.
"""

import asyncio
from collections import OrderedDict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from weakref import WeakValueDictionary

from starlette.types import Scope

from api.deps import FactorWanted, House, PasswordOver, Person, must_be_changed
from api.fresh import follows
from api.whole import Whole

MOST = 32_000_000
"""Bytes that a process keeps."""

AROUND = 4_000
"""Bytes that stand around a body while it is kept: its headers, its squeezed form, its address."""

LARGEST = 1_000_000
MOST_WAITS = 4
"""Times that a request waits for others to make its answer, before it makes its own."""

NOTHING = (None, "")
UNKEPT = b"purpose="
"""What makes an answer that is not kept: sensitive cells are put into the record each time."""

Key = tuple[bytes, str, str, bytes]


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer, and what it follows from."""

    whole: Whole
    person: Person
    until: datetime  # the session ends by itself
    as_of: str | None
    follows: tuple[int | None, str]  # the ledger's version, the night, and that of `as_of`

    @property
    def bytes(self) -> int:
        """What it takes, about."""
        return AROUND + len(self.whole.body)

    def stands(self, house: House, now: datetime) -> bool:
        """Tell whether it may be given again."""
        try:
            must_be_changed("", house, self.person)
        except (FactorWanted, PasswordOver):
            return False
        if house.accounts.is_to_be_noted(self.person.token, now):
            return False
        return now < self.until and self.follows == follows(house, self.as_of)


@dataclass
class _Making:
    """An answer that is being made, and whether the next one like it may be kept."""

    over: asyncio.Event = field(default_factory=asyncio.Event)
    keeps: bool = False


class Answers:
    """The answers that a process keeps, the last ones asked for."""

    def __init__(self) -> None:
        self._kept: OrderedDict[tuple[Key, date], Answer] = OrderedDict()
        self._people: WeakValueDictionary[bytes, Person] = WeakValueDictionary()
        self._bytes = 0
        self._made: dict[Key, _Making] = {}

    async def made(self, scope: Scope) -> Answer | None:
        """Wait while another request has the same answer made; None: it is to be made.

        What is never kept is made for all at once after the first. Where the ledger was changed
        meanwhile, by that very answer perhaps, the next makes it and the others wait once more.
        """
        key = _key(scope)
        for _ in range(MOST_WAITS):
            making = None if key is None else self._made.get(key)
            if making is None:
                break
            await making.over.wait()
            known = self.get(scope)
            if known is not None or not making.keeps:
                return known
        return None

    @contextmanager
    def making(self, scope: Scope) -> Iterator[Callable[..., object]]:
        """Let others wait; what is given is told, once that is known, whether answers are kept."""
        key = _key(scope)
        if key is None or key in self._made:
            yield _nobody_waits
            return
        making = self._made[key] = _Making()

        def settled(*, keeps: bool = False) -> None:
            if self._made.get(key) is making:
                del self._made[key]
                making.keeps = keeps
            making.over.set()

        try:
            yield settled
        finally:
            settled()

    def get(self, scope: Scope) -> Answer | None:
        """Give the answer to a request, where it stands."""
        house: House = scope["app"].state.house
        now = house.clock()
        known = None if (key := _key(scope)) is None else self._kept.get(where := (key, now.date()))
        if known is None:
            return None
        if not known.stands(house, now):
            self._drop(where)
            return None
        self._kept.move_to_end(where)
        return known

    def keep(self, scope: Scope, whole: Whole) -> bool:
        """Keep the answer to a request, where its route says what it follows from.

        Gives whether the next one may be kept: this one is not if the ledger was changed meanwhile.
        """
        state, key = scope["state"], _key(scope)
        followed = state.get("follows", NOTHING)
        if key is None or followed[0] is None or len(whole.body) > LARGEST:
            return False
        house: House = scope["app"].state.house
        person: Person = state["person"]
        until = house.accounts.ends(person.token)
        if until is None:
            return False
        as_of = state.get("as_of")
        if followed != follows(house, as_of):
            return True
        where = (key, house.clock().date())
        self._drop(where)
        known = self._people.get(cookie := key[0])
        if known == person:
            person = known  # one for all of their answers
        self._people[cookie] = person
        self._kept[where] = answer = Answer(whole, person, until, as_of, followed)
        self._bytes += answer.bytes
        while self._bytes > MOST:
            self._drop(next(iter(self._kept)))
        return True

    def _drop(self, where: tuple[Key, date]) -> None:
        gone = self._kept.pop(where, None)
        if gone is not None:
            self._bytes -= gone.bytes


def _key(scope: Scope) -> Key | None:
    """Name a request by its session, method and address; None: it may not be kept."""
    headers, query = dict(scope["headers"]), scope["query_string"]
    cookie = headers.get(b"cookie")
    if not cookie or b"authorization" in headers or UNKEPT in query:
        return None
    if len(headers) < len(scope["headers"]):
        return None  # one comes twice: whose it is read as is not decided here
    return cookie, scope["method"], scope["path"], query


def _nobody_waits(*, keeps: bool = False) -> None:
    """Be told what nobody waits for."""
