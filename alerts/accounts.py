"""账号. Local accounts, their sessions, and how a wrong password is answered."""

import hashlib
import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from alerts import factors
from alerts.database import Changes, writing
from alerts.passwords import Rules, hashed, verified
from alerts.schema import account, session, sign_in_failure, token
from alerts.scope import Scope
from alerts.trail import Entry, append
from alerts.witness import Act, noted
from alerts.workflow import Role

LASTS = timedelta(hours=12)
NOTED_EVERY = timedelta(minutes=1)
MOST_NOTED = 50_000
SEEN = sa.func.coalesce(session.c.seen_at, session.c.created_at, type_=session.c.seen_at.type)
"""When a session was last used, as far as it was noted."""

WHOSE = (
    sa.select(account, SEEN.label("seen_at"), session.c.expires_at)
    .join(session, session.c.account == account.c.name)
    .where(session.c.hash == sa.bindparam("mark"), account.c.disabled.is_(False))
)
"""Whose a session is: asked with every request, and so written once."""

REGION = re.compile(r"\d{6}(\d{3}){0,2}", re.ASCII)

FREE_FAILURES = 5
FIRST_WAIT, LONGEST_WAIT = timedelta(seconds=30), timedelta(hours=1)
FORGOTTEN_AFTER = timedelta(days=1)

CONSOLE = "console"
"""Who acts where nobody is named: whoever has the machine's console."""


class AccountExists(Exception):
    """The name is taken."""


class AccountUnknown(Exception):
    """There is no account of that name."""


class NameRefused(Exception):
    """No account may have that name."""


class RegionRefused(Exception):
    """The region is no code of a government, and would hold an account to none, or to many."""


class SignInRefused(Exception):
    """Nobody was signed in; whether the name is known is not told.

    `until` is set where the name has to wait, `code` where the password is right and the code of
    the second factor is wanted.
    """

    def __init__(self, message: str, until: datetime | None = None, *, code: bool = False) -> None:
        super().__init__(message)
        self.until = until
        self.code = code


@dataclass(frozen=True)
class Account:
    """Somebody who may sign in."""

    name: str
    display: str
    role: Role
    region: str | None
    unit: str | None
    disabled: bool
    must_change: bool
    created_at: datetime
    password_at: datetime | None = None
    second_factor: bool = False
    external: bool = False  # signs in at the site's provider

    @property
    def scope(self) -> Scope:
        """What this account may see of alerts."""
        return Scope.of(self.role, self.region, self.unit)


@dataclass(frozen=True)
class Session:
    """A signed-in account; the token is told once and only its hash is kept."""

    token: str
    csrf: str
    account: Account
    expires_at: datetime


@dataclass(frozen=True)
class _Held:
    """A session as it is kept, of an account that is not closed."""

    account: Account
    expires_at: datetime
    seen_at: datetime


class Accounts:
    """The accounts of a ledger's database."""

    def __init__(
        self,
        engine: sa.Engine,
        rules: Rules | None = None,
        *,
        idle: timedelta | None = None,
        changes: Changes | None = None,
    ) -> None:
        self._engine = engine
        self._changes = changes  # by which a session is read once, until anything is committed
        self._idle = idle  # after which a session that is not used ends; None: never before LASTS
        self._noted: dict[str, datetime] = {}
        self.rules = rules or Rules()

    def add(  # noqa: PLR0913 - what an account is made of
        self,
        name: str,
        *,
        password: str,
        role: Role,
        region: str | None,
        now: datetime,
        unit: str | None = None,
        display: str = "",
        must_change: bool = False,
        identity: str | None = None,
        by: str = CONSOLE,
    ) -> Account:
        """Add an account; with an `identity`, one that signs in at the site's provider.

        Raises:
            AccountExists: the name is taken.
            NameRefused: it has a character that nobody can see, or blanks around it.
            RegionRefused: the region is no code.
            PasswordRefused: the password is not what the site asks for.
        """
        _must_be_a_region(region)
        if not name or name != name.strip() or not name.isprintable():
            raise NameRefused(f"{name!r} is no name for an account: give printable characters")
        self.rules.must_hold(name, password)
        row = {
            "name": name,
            "display": display or name,
            "role": Role(role).value,
            "region": region,
            "unit": unit,
            "password_hash": hashed(password),
            "password_at": now,
            "disabled": False,
            "must_change": must_change,
            "created_at": now,
            "identity": identity,
        }
        with writing(self._engine) as connection:
            if _row(connection, name) is not None:
                raise AccountExists(f"an account {name!r} is there already: choose another name")
            told = {"role": row["role"], "region": region or "", "unit": unit or ""}
            entries = [Entry(by, "account.add", f"account {name}", told)]
            if identity is not None:
                linked = {"identity": identity}
                entries.append(Entry(name, "account.link", f"account {name}", linked))
            append(connection, entries, now=now)
            connection.execute(sa.insert(account), row)
        return self.of(name)

    def of(self, name: str) -> Account:
        """Give the account of a name.

        Raises:
            AccountUnknown: there is none.
        """
        with self._engine.connect() as connection:
            row = _row(connection, name)
        if row is None:
            raise _unknown(name)
        return _account(row)

    def waiting(self, now: datetime) -> Mapping[str, datetime]:
        """Name the accounts that have to wait after wrong passwords, and until when each does."""
        with self._engine.connect() as connection:
            failed = {row.name: row for row in connection.execute(sa.select(sign_in_failure))}
            names = connection.execute(sa.select(account.c.name).order_by(account.c.name)).scalars()
            untils = {name: _waits_until(failed[_spelt(name)]) for name in names
                      if _spelt(name) in failed}  # fmt: skip
        return {name: until for name, until in untils.items() if until is not None and now < until}

    def list(self) -> list[Account]:
        """List all accounts by name."""
        with self._engine.connect() as connection:
            return [
                _account(row)
                for row in connection.execute(sa.select(account).order_by(account.c.name))
            ]

    def set_password(
        self,
        name: str,
        password: str,
        *,
        now: datetime,
        must_change: bool = False,
        by: str = CONSOLE,
    ) -> None:
        """Set a password, end the account's sessions and forget its failures.

        Raises:
            AccountUnknown: there is no such account.
            PasswordRefused: the password is not what the site asks for, or the one that it was.
        """
        with self._engine.connect() as connection:
            row = _row(connection, name)
        if row is None:
            raise _unknown(name)
        self.rules.must_hold(name, password, row.password_hash)
        self._change(
            name, Entry(by, "account.password", f"account {name}"), now,
            password_hash=hashed(password), must_change=must_change, password_at=now,
        )  # fmt: skip
        with writing(self._engine) as connection:
            connection.execute(
                sa.delete(sign_in_failure).where(sign_in_failure.c.name == _spelt(name))
            )

    def proves(self, name: str, password: str) -> bool:
        """Tell whether a password is the account's own."""
        with self._engine.connect() as connection:
            row = _row(connection, name)
        return verified(password, row.password_hash if row else None)

    def set_role(self, name: str, role: Role, *, now: datetime, by: str = CONSOLE) -> None:
        """Give an account another role; its sessions and tokens end.

        Raises:
            AccountUnknown: there is no such account.
        """
        entry = Entry(by, "account.role", f"account {name}", {"role": Role(role)})
        self._change(name, entry, now, role=Role(role).value)

    def disable(self, name: str, *, now: datetime, by: str = CONSOLE) -> None:
        """Close an account and end its sessions and tokens; what it did stays on record.

        Raises:
            AccountUnknown: there is no such account.
        """
        entry = Entry(by, "account.disable", f"account {name}")
        self._change(name, entry, now, disabled=True)

    def enable(self, name: str, *, now: datetime, by: str = CONSOLE) -> None:
        """Open a closed account again.

        Raises:
            AccountUnknown: there is no such account.
        """
        self._change(name, Entry(by, "account.enable", f"account {name}"), now, disabled=False)

    def set_factor(self, name: str, key: str | None, *, now: datetime, by: str = CONSOLE) -> None:
        """Have sign-ins ask for codes of a key, or for none any more; sessions and tokens end.

        Raises:
            AccountUnknown: there is no such account.
        """
        act = "account.factor" if key else "account.no_factor"
        self._change(name, Entry(by, act, f"account {name}"), now, factor=key, factor_step=None)

    def provided(
        self,
        identity: str,
        name: str,
        *,
        role: Role,
        region: str | None,
        unit: str | None,
        display: str,
        now: datetime,
    ) -> Account:
        """Give the account of an identity at the site's provider, as that describes it now.

        Raises:
            AccountExists: the name is another account's, which is not taken over.
            NameRefused: it can be no name.
            RegionRefused: the region is no code.
        """
        _must_be_a_region(region)
        known = self.by_identity(identity)
        if known is None:
            password = secrets.token_urlsafe(48)
            return self.add(
                name, password=password, role=role, region=region, unit=unit, display=display,
                identity=identity, now=now, by=name,
            )  # fmt: skip
        if (known.role, known.region, known.unit) != (role, region, unit):
            told = {"role": role, "region": region or "", "unit": unit or ""}
            entry = Entry(known.name, "account.provided", f"account {known.name}", told)
            self._change(known.name, entry, now, role=role.value, region=region, unit=unit)
        return self.of(known.name)

    def by_identity(self, identity: str) -> Account | None:
        """Give the account of an identity at the site's provider; None: there is none."""
        query = sa.select(account).where(account.c.identity == identity)
        with self._engine.connect() as connection:
            row = connection.execute(query).one_or_none()
        return None if row is None else _account(row)

    def sign_in(self, name: str, password: str, now: datetime, *, code: str = "") -> Session:
        """Sign somebody in.

        An unknown name takes as long as a wrong password and is answered the same; after five
        failures in a row each next one must wait, twice as long each time. The record gets a line
        of it; the tries within a wait are not counted there, so that nobody can flood it.

        Raises:
            SignInRefused: name, password or code is wrong, the account is closed, or it must wait.
        """
        name = name.strip()[:200]
        self._refuse_early(name, now)
        with self._engine.connect() as connection:
            row = _row(connection, name)
        proved = verified(password, row.password_hash if row else None)
        if row is None or not proved or row.disabled:
            self._note_failure(name, row, now)
            raise SignInRefused("name or password is wrong: try again, or ask an administrator")
        step = None
        if row.factor is not None:
            if not code.strip():
                raise SignInRefused("a code of the second factor is wanted", code=True)
            step = factors.step_of(row.factor, code, now, row.factor_step)
            if step is None:
                self._note_failure(name, row, now)
                raise SignInRefused(
                    "the code is wrong, or was used before: wait for the next one", code=True
                )
        return self._begin(row, now, step, "password" if step is None else "password and code")

    def sign_in_as(self, name: str, now: datetime, *, how: str) -> Session:
        """Sign an account in that was proven elsewhere: by the site's provider.

        Raises:
            SignInRefused: there is no such account, or it is closed.
        """
        with self._engine.connect() as connection:
            row = _row(connection, name)
        if row is None or row.disabled:
            raise SignInRefused("the account is closed: ask an administrator")
        return self._begin(row, now, None, how)

    def _begin(self, row: sa.Row[Any], now: datetime, step: int | None, how: str) -> Session:
        text, csrf = secrets.token_urlsafe(32), secrets.token_urlsafe(24)
        with writing(self._engine) as connection:
            if step is not None:
                used = sa.or_(account.c.factor_step.is_(None), account.c.factor_step < step)
                spent = connection.execute(
                    sa.update(account)
                    .where(account.c.name == row.name, used)
                    .values(factor_step=step)
                )
                if spent.rowcount == 0:
                    raise SignInRefused("the code was used before: wait for the next", code=True)
            connection.execute(
                sa.delete(sign_in_failure).where(sign_in_failure.c.name == _spelt(row.name))
            )
            connection.execute(sa.delete(session).where(session.c.expires_at <= now))
            connection.execute(
                sa.insert(session).values(
                    hash=_mark(text),
                    account=row.name,
                    created_at=now,
                    expires_at=now + LASTS,
                    csrf=csrf,
                )
            )
            noted(connection, row.name, Act.SIGN_IN, now=now, role=row.role, by=how)
        return Session(text, csrf, _account(row), now + LASTS)

    def session(self, token: str, now: datetime) -> Account | None:
        """Give the account that a token signs in; None: nobody's, expired, unused, or closed.

        Whoever asks notes that it is in use (`note_use`), now and then: this only reads.
        """
        held = self._held(token)
        if held is None or now >= held.expires_at:
            return None
        if self._idle is not None and now - held.seen_at > self._idle:
            return None
        return held.account

    def _held(self, token: str) -> "_Held | None":
        mark = _mark(token)

        def read() -> _Held | None:
            with self._engine.connect() as connection:
                row = connection.execute(WHOSE, {"mark": mark}).one_or_none()
            if row is None:
                return None
            self._known(mark, row.seen_at)
            return _Held(_account(row), row.expires_at, row.seen_at)

        return read() if self._changes is None else self._changes.once(("session", mark), read)

    def is_to_be_noted(self, token: str, now: datetime) -> bool:
        """Tell whether a session's use was last noted a while ago, as this process knows."""
        if self._idle is None:
            return False
        last = self._noted.get(_mark(token))
        return last is None or now - last >= min(NOTED_EVERY, self._idle / 4)

    def note_use(self, token: str, now: datetime) -> None:
        """Note that a session is in use, so that it does not end by idleness."""
        mark = _mark(token)
        self._known(mark, now)
        with writing(self._engine) as connection:
            connection.execute(sa.update(session).where(session.c.hash == mark).values(seen_at=now))

    def _known(self, mark: str, seen_at: datetime) -> None:
        if len(self._noted) > MOST_NOTED:
            self._noted.clear()
        self._noted[mark] = seen_at

    def ends(self, token: str) -> datetime | None:
        """Tell when a session ends by itself if it is not used again; None: there is none."""
        held = self._held(token)
        if held is None:
            return None
        return (
            held.expires_at
            if self._idle is None
            else min(held.expires_at, held.seen_at + self._idle)
        )

    def sign_out(self, token: str, now: datetime) -> None:
        """End a session."""
        ours = session.c.hash == _mark(token)
        with writing(self._engine) as connection:
            name = connection.execute(sa.select(session.c.account).where(ours)).scalar()
            connection.execute(sa.delete(session).where(ours))
            if name is not None:
                noted(connection, name, Act.SIGN_OUT, now=now)

    def sign_out_everywhere(self, name: str, *, now: datetime, by: str | None = None) -> None:
        """End every session and token of an account."""
        entry = Entry(by or name, "session.end_all", f"account {name}")
        with writing(self._engine) as connection:
            append(connection, [entry], now=now)
            _end(connection, name)

    def _change(self, name: str, entry: Entry, now: datetime, **values: object) -> None:
        with writing(self._engine) as connection:
            changed = connection.execute(
                sa.update(account).where(account.c.name == name).values(**values)
            )
            if changed.rowcount == 0:
                raise _unknown(name)
            append(connection, [entry], now=now)
            _end(connection, name)

    def _refuse_early(self, name: str, now: datetime) -> None:
        query = sa.select(sign_in_failure).where(sign_in_failure.c.name == _spelt(name))
        with self._engine.connect() as connection:
            row = connection.execute(query).one_or_none()
        until = None if row is None else _waits_until(row)
        if row is not None and until is not None and now < until:
            seconds = int((until - now).total_seconds()) + 1
            raise SignInRefused(
                f"{row.failures} failures in a row: wait {seconds} s and try again", until
            )

    def _note_failure(self, name: str, row: sa.Row[Any] | None, now: datetime) -> None:
        spelt = _spelt(name)
        known = "" if row is None else row.name  # a stranger's words may be a password
        with writing(self._engine) as connection:
            connection.execute(
                sa.delete(sign_in_failure).where(sign_in_failure.c.last_at < now - FORGOTTEN_AFTER)
            )
            counted = connection.execute(
                sa.update(sign_in_failure)
                .where(sign_in_failure.c.name == spelt)
                .values(failures=sign_in_failure.c.failures + 1, last_at=now)
            )
            if counted.rowcount == 0:
                connection.execute(
                    sa.insert(sign_in_failure).values(name=spelt, failures=1, last_at=now)
                )
            closed = row is not None and row.disabled
            noted(connection, known, Act.REFUSE, now=now, closed=closed)


def account_of(connection: sa.Connection, name: str) -> Account | None:
    """Give the account of a name within a transaction; None: there is none."""
    row = _row(connection, name)
    return None if row is None else _account(row)


def _must_be_a_region(region: str | None) -> None:
    if region is not None and not REGION.fullmatch(region):
        raise RegionRefused(f"{region[:40]!r} is no region: give the code of 6, 9 or 12 digits")


def _end(connection: sa.Connection, name: str) -> None:
    connection.execute(sa.delete(session).where(session.c.account == name))
    connection.execute(sa.delete(token).where(token.c.account == name))


def _row(connection: sa.Connection, name: str) -> sa.Row[Any] | None:
    query = sa.select(account).where(account.c.name == name.replace("\0", "␀"))
    return connection.execute(query).one_or_none()


def _account(row: sa.Row[Any]) -> Account:
    return Account(
        name=row.name,
        display=row.display,
        role=Role(row.role),
        region=row.region,
        unit=row.unit,
        disabled=row.disabled,
        must_change=row.must_change,
        created_at=row.created_at,
        password_at=row.password_at,
        second_factor=row.factor is not None,
        external=row.identity is not None,
    )


def _unknown(name: str) -> AccountUnknown:
    return AccountUnknown(f"no account is called {name!r}: `pursewatch user list` shows them all")


def _waits_until(row: sa.Row[Any]) -> datetime | None:
    """Tell until when a name has to wait after its failures; None: it has not to."""
    if row.failures < FREE_FAILURES:
        return None
    doublings = min(row.failures - FREE_FAILURES, 20)
    until: datetime = row.last_at + min(FIRST_WAIT * 2**doublings, LONGEST_WAIT)
    return until


def _mark(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()


def _spelt(name: str) -> str:
    """Give what failures are counted under; names themselves are not kept for strangers."""
    return _mark(name.casefold())
