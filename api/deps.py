"""Who asks, and what they may see: every door's questions, decided in this one place."""

import asyncio
import hashlib
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from functools import cached_property
from pathlib import Path
from typing import Annotated, Any, ParamSpec, TypeVar

from fastapi import Depends, Query, Request
from fastapi.concurrency import run_in_threadpool

from alerts.access import Right, may
from alerts.accounts import Account, Accounts
from alerts.actor import Actor
from alerts.engine import edition_of
from alerts.exports import Exports
from alerts.ledger import Ledger
from alerts.matters.desk import Matters
from alerts.rule import Rule
from alerts.scope import Below, Scope
from alerts.spending import Limit, spend
from alerts.tokens import Tokens
from alerts.witness import Act, witness
from alerts.workflow import Role
from api.desk import NO_ROOM, Desk, DeskFailed, Questions, Room
from api.parameters import known_parameters
from dashboards.frame import READERS
from dashboards.letters.press import Press
from dashboards.page import NotAllowed, Page
from warehouse.database import NightMissing, Warehouse, Window
from warehouse.tiers import GOVERNMENTS

P = ParamSpec("P")
T = TypeVar("T")


class NotSignedIn(Exception):
    """Nobody is signed in, or the session is over."""


class PasswordOver(Exception):
    """A password has to be changed before anything else is opened."""


class FactorWanted(Exception):
    """The role has to sign in with a second factor, and this account has none yet."""


class RoleRefused(Exception):
    """The role does not open this door."""


class RegionUnknown(Exception):
    """No such government, or none that this reader may see: the same answer for both."""


OFTEN = Limit(60, 60)
FEW = 2
"""Short reads of a process at once: more threads hold one another, and all requests, up."""


@dataclass(frozen=True)
class Manners:
    """How a site keeps its door: what it limits, whom it trusts, what governments see."""

    sign_ins: Limit = OFTEN  # from one address
    heavy: Limit = OFTEN  # of one account
    below: Below = Below.ALL
    stations: bool = False  # their pages are open to all
    factor_roles: frozenset[Role] = frozenset()  # who must have a second factor
    idle: timedelta | None = None  # after which a session that is not used ends
    seconds: float = 60  # that a request may take to arrive, and to be answered
    certificate: Callable[[], datetime | None] | None = None  # when it ends; None: TLS is not here


@dataclass(frozen=True)
class House:
    """What the service hands to its door."""

    window: Window
    ledger: Ledger
    accounts: Accounts
    rules: Mapping[str, Rule]
    clock: Callable[[], datetime]
    version: str
    matters: Matters
    press: Press | None = None  # what papers are made with
    evidence: Path | None = None  # where files that come with replies are kept
    secure_cookies: bool = False
    desk: Desk | None = None
    exports: Room | None = None
    questions: Questions | None = None
    manners: Manners = field(default_factory=Manners)
    stations: Any = None  # alerts.stations.Stations
    address: str = ""  # the site's own, as browsers see it; empty: it is not known
    boundaries: Any = None  # dashboards.figures.boundaries.Boundaries, for maps
    reports: Any = None  # api.reports.Reports, where reports are made
    provider: Any = None  # api.provider.Provider, where people may sign in elsewhere
    _few: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(FEW))

    async def soon(self, read: Callable[P, T], *given: P.args, **named: P.kwargs) -> T:
        """Read what takes a few milliseconds at most in a thread, in the order of asking.

        What may take long is not asked for so: it would hold up whoever comes after.
        """
        async with self._few:
            return await run_in_threadpool(read, *given, **named)

    @cached_property
    def catalogue(self) -> str:
        """A mark of the rules: a site may put its own into its home, and open again."""
        editions = sorted(
            f"{name} {edition_of(rule)} {rule.title}" for name, rule in self.rules.items()
        )
        return hashlib.sha256("\n".join(editions).encode()).hexdigest()[:16]

    @property
    def orders(self) -> Exports:
        """The orders of exports."""
        return Exports(self.ledger.engine)

    @property
    def tokens(self) -> Tokens:
        """The tokens of machines."""
        return Tokens(self.ledger.engine)


@dataclass(frozen=True)
class Person:
    """Somebody who is signed in."""

    account: Account
    token: str = field(repr=False)
    rights: frozenset[Right] | None = None  # a machine's; None: all of the role's
    purpose: str = ""  # why sensitive cells are looked at
    below: Below = Below.ALL  # what the site lets accounts see of those below their own

    @property
    def machine(self) -> bool:
        """Whether a token asks, and no person."""
        return self.rights is not None

    def may(self, right: Right) -> bool:
        """Tell whether they have a right."""
        return may(self.role, right) and (self.rights is None or right in self.rights)

    @property
    def name(self) -> str:
        """The account's name."""
        return self.account.name

    @property
    def role(self) -> Role:
        """Who they are here."""
        return self.account.role

    @property
    def actor(self) -> Actor:
        """Whoever acts, where they take a step."""
        return Actor.of(self.account, below=self.below)

    @cached_property
    def scope(self) -> Scope:
        """Whose rows they may see."""
        scope = self.account.scope
        clear = scope.clear and bool(self.purpose)
        return replace(scope, clear=clear).held_to(self.below)

    @property
    def deliveries(self) -> Scope:
        """Whose deliveries they may see: an administrator looks after them, and sees no case."""
        region = self.account.region
        seen = (region,) if region and may(self.role, Right.DELIVERIES) else None
        return Scope(seen).held_to(self.below)

    def reach(self, night: Warehouse) -> list[str]:
        """Give the account's own government and those below it, whatever its role sees of them."""
        region = self.account.region
        mine = Scope((region,) if region else None).held_to(self.below)
        return [row["region"] for row in night.rows(GOVERNMENTS) if mine.sees(row["region"])]

    def delivering(self, night: Warehouse) -> list[str]:
        """Give the governments of the night whose deliveries are within reach, in order."""
        known = night.rows(DELIVERERS)
        return [row["region"] for row in known if self.deliveries.sees(row["region"])]

    def must(self, right: Right) -> None:
        """Let those pass whose role has the right.

        Raises:
            RoleRefused: it has not; the message says what it may open.
        """
        if not self.may(right):
            raise RoleRefused(f"{self._opens()}: {right} are not among them")

    def must_open(self, page: Page) -> None:
        """Let those pass whose role opens the page.

        Raises:
            NotAllowed: it does not.
        """
        if self.role.value not in (page.roles or READERS):
            raise NotAllowed(self._opens())

    def must_see(
        self,
        region: str,
        night: Warehouse,
        reach: "Callable[[Person, Warehouse], Sequence[str]] | None" = None,
    ) -> None:
        """Let those pass whose scope, or other reach, holds the government.

        Raises:
            RegionUnknown: it does not, or there is no such government on this night.
        """
        mine = self.regions(night) if reach is None else reach(self, night)
        if region not in mine:
            raise RegionUnknown(
                f"no government {region[:20]!r} is here for you; "
                f"yours: {', '.join(mine[:40]) or 'none'}"
            )

    def regions(self, night: Warehouse) -> list[str]:
        """Give the governments of the night that are within reach, in order."""
        known = night.rows(GOVERNMENTS)
        return [row["region"] for row in known if self.scope.sees(row["region"])]

    def _opens(self) -> str:
        rights = [right.value for right in Right if self.may(right)]
        listed = ", ".join(rights) or "its own session only"
        return f"the role {self.role.value!r} may open {listed}"


Reach = Callable[[Person, Warehouse], Sequence[str]]
"""Which governments of a night an account may ask for."""

DELIVERERS = """
    select region from ops.delivery_file where region is not null
    union select region from ops.due order by region
"""


def house(request: Request) -> House:
    """Give what the service handed over."""
    ours: House = request.app.state.house
    return ours


def now(house: House) -> datetime:
    """Give this instant."""
    return house.clock()


def must_see(
    me: Person,
    house: House,
    region: str | None,
    reach: Reach | None = Person.reach,
    night: Warehouse | None = None,
) -> None:
    """Let those pass who ask for no government, or for one within reach on the night.

    What is of no night is held to the published one; while there is none, nobody is known.

    Raises:
        RegionUnknown: there is no such government for this reader.
    """
    if not region or reach is None:
        return
    with suppress(NightMissing):
        me.must_see(region, night or house.window.current(), reach)


async def _house(request: Request) -> House:
    return house(request)


async def _now(house: "HouseHere") -> datetime:
    return now(house)


async def short(house: House, read: Callable[P, T], *given: P.args, **named: P.kwargs) -> T:
    """Read a little from the ledger: at once on SQLite, in a thread where a network lies between.

    A hop to a thread costs more than such a read does, and many of them wait for one another.
    """
    if house.ledger.changes.known:
        return read(*given, **named)
    return await run_in_threadpool(read, *given, **named)


async def signed_in(request: Request) -> Person:
    """Give whoever is signed in, which is found out once for all questions of a request.

    Here, as wherever every request comes by, the house is no dependency: each costs a tenth of a
    millisecond.

    Raises:
        NotSignedIn: nobody is, or the session is over.
        PasswordOver: the account's password has to be changed first.
        ParameterRefused: the API is asked with a parameter that the route does not know.
    """
    let_in: Person | None = getattr(request.state, "let_in", None)
    if let_in is not None:
        return let_in
    ours = house(request)
    person = await short(ours, who, request, ours)
    request.state.person = person
    if request.url.path.startswith("/api/"):
        known_parameters(request)
    must_be_changed(request.url.path, ours, person)
    if person.token and ours.accounts.is_to_be_noted(person.token, ours.clock()):
        await run_in_threadpool(ours.accounts.note_use, person.token, ours.clock())
    if _elsewhere(request, person) or person.scope.clear:
        await run_in_threadpool(_notice, request, ours, person)
    request.state.let_in = person
    return person


def who(request: Request, house: House) -> Person:
    """Give whoever asks, by their token or session.

    Raises:
        NotSignedIn: nobody is signed in, or the session is over.
    """
    return replace(
        _machine(request, house) or _browser(request, house),
        purpose=request.query_params.get("purpose", "").strip()[:200],
        below=house.manners.below,
    )


def _browser(request: Request, house: House) -> Person:
    token = request.cookies.get(cookie_name(house), "")
    account = house.accounts.session(token, house.clock()) if token else None
    if account is None:
        raise NotSignedIn("nobody is signed in, or the session is over: sign in at /sign-in")
    return Person(account, token)


def _machine(request: Request, house: House) -> Person | None:
    """Give the machine whose token comes with a request of the API; None: no token comes.

    Raises:
        NotSignedIn: the token is nobody's, or over.
    """
    kind, _, text = request.headers.get("authorization", "").partition(" ")
    if kind.casefold() != "bearer" or not request.url.path.startswith("/api/"):
        return None
    held = house.tokens.holder(text.strip(), house.clock())
    if held is None:
        raise NotSignedIn("the token is nobody's, or over: have another one given")
    account, token = held
    return Person(account, "", rights=frozenset(token.rights))


CHANGING = frozenset(
    {
        "/account",
        "/api/v1/session",
        "/api/v1/session/factor",
        "/api/v1/session/password",
        "/sign-out",
    }
)
"""What is open to whoever has to change a password, or to set a second factor up, first."""


def must_be_changed(path: str, house: House, person: Person) -> None:
    """Let those pass whose password stands, and anybody to where it is changed.

    Raises:
        PasswordOver: it has to be changed first.
        FactorWanted: a second factor has to be set up first.
    """
    account = person.account
    local = not (person.machine or account.external)
    over = house.accounts.rules.over(account.password_at, house.clock())
    if local and (account.must_change or over) and path not in CHANGING:
        raise PasswordOver("the password is to be changed first: do so at /account")
    wanted = account.role in house.manners.factor_roles and not account.second_factor
    if local and wanted and path not in CHANGING:
        raise FactorWanted(
            f"the role {account.role.value!r} signs in with a second factor here: set one up at "
            "/account first"
        )


def _notice(request: Request, house: House, person: Person) -> None:
    """Put into the record what is looked at with a purpose, and what is asked of elsewhere."""
    engine, now = house.ledger.engine, house.clock()
    if person.scope.clear:
        witness(
            engine, person.name, Act.READ, request.url.path[:200], now=now, purpose=person.purpose
        )
    if elsewhere := _elsewhere(request, person):
        witness(
            engine, person.name, Act.DENY, request.url.path[:200], now=now,
            role=person.role, wanted=elsewhere[:5],
        )  # fmt: skip
        request.state.noticed = True


def _elsewhere(request: Request, person: Person) -> list[str]:
    region = person.account.region
    reach = Scope((region,) if region else None).held_to(person.below)
    asked = request.query_params.getlist("region")
    return [one[:12] for one in asked if one and not reach.sees(one)]


def cookie_name(house: House) -> str:
    """Name the session's cookie; a browser keeps `__Host-` to this very host and to TLS."""
    return "__Host-pursewatch" if house.secure_cookies else "pursewatch"


def _own(me: "SignedIn") -> Person:
    """Give a person who changes what is their own: no machine may."""
    if me.machine:
        raise RoleRefused("a token may not do this: sign in with the account's password")
    return me


def heavy(me: "SignedIn", house: "HouseHere") -> None:
    """Count a heavy question against what an account may ask in a minute.

    Raises:
        TooOften: it asked too many.
    """
    limit = house.manners.heavy
    spend(house.ledger.engine, "heavy questions", me.name, limit, now=house.clock())


Heavy = Annotated[None, Depends(heavy)]


class Having:
    """The question of a door: whether whoever is signed in has a right."""

    def __init__(self, right: Right) -> None:
        self.right = right

    async def __call__(self, me: "SignedIn") -> Person:
        """Give whoever is signed in, if they have it."""
        me.must(self.right)
        return me


AsOf = Annotated[date | None, Query(description="a kept night; the last one unless told")]


async def night(request: Request, as_of: AsOf = None) -> Warehouse:
    """Give the published night, or the kept one that is asked for, to whoever is signed in.

    Raises:
        NightUnknown: that night is not kept; those that are are named.
    """
    await signed_in(request)  # which nights are kept is no stranger's to know
    window = house(request).window
    open_already = window.at_hand(as_of)  # a hop to a thread costs more than this look
    if open_already is not None:
        return open_already
    if as_of is None:
        return await run_in_threadpool(window.current)
    return await run_in_threadpool(window.kept, as_of)


def desk(house: House) -> Desk:
    """Give the desk that deliveries are handed in at.

    Raises:
        DeskFailed: this site has none.
    """
    if house.desk is None:
        raise DeskFailed("no deliveries are taken at this site: it was opened without its dock")
    return house.desk


def room(house: House) -> Room:
    """Give the room that exports lie in.

    Raises:
        DeskFailed: this site has none.
    """
    if house.exports is None:
        raise DeskFailed(NO_ROOM)
    return house.exports


async def _desk(house: "HouseHere") -> Desk:
    return desk(house)


async def _room(house: "HouseHere") -> Room:
    return room(house)


HouseHere = Annotated[House, Depends(_house)]
Now = Annotated[datetime, Depends(_now)]
SignedIn = Annotated[Person, Depends(signed_in)]
Herself = Annotated[Person, Depends(_own)]
AlertReader = Annotated[Person, Depends(Having(Right.ALERTS))]
FigureReader = Annotated[Person, Depends(Having(Right.FIGURES))]
CoverageReader = Annotated[Person, Depends(Having(Right.COVERAGE))]
CatalogueReader = Annotated[Person, Depends(Having(Right.RULES))]
RejectReader = Annotated[Person, Depends(Having(Right.REJECTS))]
DeliveryReader = Annotated[Person, Depends(Having(Right.DELIVERIES))]
EventReader = Annotated[Person, Depends(Having(Right.EVENTS))]
Agreeing = Annotated[Person, Depends(Having(Right.AGREE))]
StationKeeper = Annotated[Person, Depends(Having(Right.SET_STATIONS))]
EventTypist = Annotated[Person, Depends(Having(Right.TYPE_EVENTS))]
AlertHandler = Annotated[Person, Depends(Having(Right.HANDLE))]
MatterReader = Annotated[Person, Depends(Having(Right.MATTERS))]
PaperReader = Annotated[Person, Depends(Having(Right.PAPERS))]
ReportReader = Annotated[Person, Depends(Having(Right.REPORTS))]
Reporting = Annotated[Person, Depends(Having(Right.MAKE_REPORTS))]
Assigning = Annotated[Person, Depends(Having(Right.ASSIGN))]
UserKeeper = Annotated[Person, Depends(Having(Right.USERS))]
TrailReader = Annotated[Person, Depends(Having(Right.TRAIL))]
NightReader = Annotated[Person, Depends(Having(Right.NIGHTS))]
Querying = Annotated[Person, Depends(Having(Right.QUERIES))]
Exporting = Annotated[Person, Depends(Having(Right.EXPORTS))]
Supplying = Annotated[Person, Depends(Having(Right.HAND_IN))]
DeskHere = Annotated[Desk, Depends(_desk)]
RoomHere = Annotated[Room, Depends(_room)]
NightHere = Annotated[Warehouse, Depends(night)]


@dataclass(frozen=True)
class Place:
    """A government on a night, which whoever asks may see."""

    me: Person
    night: Warehouse
    region: str


async def place(
    me: FigureReader,
    request: Request,
    *,
    as_of: AsOf = None,
    region: Annotated[str, Query(max_length=12)],
) -> Place:
    """Give the government and the night asked for, when the reader may see them.

    Raises:
        NightUnknown: that night is not kept; those that are are named.
        RegionUnknown: there is no such government for this reader.
    """
    asked = await night(request, as_of)
    me.must_see(region, asked)
    return Place(me, asked, region)


PlaceHere = Annotated[Place, Depends(place)]


async def rules(house: HouseHere) -> Mapping[str, Rule]:
    """Give the catalogue of rules by name."""
    return house.rules


RulesHere = Annotated[Mapping[str, Rule], Depends(rules)]
