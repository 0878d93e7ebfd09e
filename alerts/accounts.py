"""账号. Local accounts, their sessions, and how a wrong password is answered."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from pwdlib import PasswordHash
from pwdlib.hashers.argon2 import Argon2Hasher

from alerts.database import writing
from alerts.schema import account, session, sign_in_failure
from alerts.scope import Scope
from alerts.witness import Act, noted
from alerts.workflow import Role

LASTS = timedelta(hours=12)
SHORTEST, LONGEST = 10, 1024
FREE_FAILURES = 5
FIRST_WAIT, LONGEST_WAIT = timedelta(seconds=30), timedelta(hours=1)
FORGOTTEN_AFTER = timedelta(days=1)

_ARGON2 = PasswordHash((Argon2Hasher(),))
_NOBODY = _ARGON2.hash("the password of nobody, so that an unknown name takes as long")


class AccountExists(Exception):
    """The name is taken."""


class AccountUnknown(Exception):
    """There is no account of that name."""


class NameRefused(Exception):
    """No account may have that name."""


class PasswordRefused(Exception):
    """The password may not be used."""


class SignInRefused(Exception):
    """Nobody was signed in; whether the name is known is not told.

    `until` is set where the name has to wait.
    """

    def __init__(self, message: str, until: datetime | None = None) -> None:
        super().__init__(message)
        self.until = until


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


class Accounts:
    """The accounts of a ledger's database."""

    def __init__(self, engine: sa.Engine) -> None:
        self._engine = engine

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
    ) -> Account:
        """Add an account.

        Raises:
            AccountExists: the name is taken.
            NameRefused: it has a character that nobody can see, or blanks around it.
            PasswordRefused: the password is too short or too long.
        """
        if not name or name != name.strip() or not name.isprintable():
            raise NameRefused(f"{name!r} is no name for an account: give printable characters")
        row = {
            "name": name,
            "display": display or name,
            "role": Role(role).value,
            "region": region,
            "unit": unit,
            "password_hash": _hashed(password),
            "disabled": False,
            "must_change": must_change,
            "created_at": now,
        }
        with writing(self._engine) as connection:
            if _row(connection, name) is not None:
                raise AccountExists(f"an account {name!r} is there already: choose another name")
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

    def list(self) -> list[Account]:
        """List all accounts by name."""
        with self._engine.connect() as connection:
            return [
                _account(row)
                for row in connection.execute(sa.select(account).order_by(account.c.name))
            ]

    def set_password(
        self, name: str, password: str, *, now: datetime, must_change: bool = False
    ) -> None:
        """Set a password, end the account's sessions and forget its failures.

        Raises:
            AccountUnknown: there is no such account.
            PasswordRefused: the password is too short or too long.
        """
        self._change(name, now=now, password_hash=_hashed(password), must_change=must_change)

    def set_role(self, name: str, role: Role) -> None:
        """Give an account another role; its sessions end.

        Raises:
            AccountUnknown: there is no such account.
        """
        self._change(name, role=Role(role).value)

    def disable(self, name: str) -> None:
        """Close an account and end its sessions; what it did stays on record.

        Raises:
            AccountUnknown: there is no such account.
        """
        self._change(name, disabled=True)

    def enable(self, name: str) -> None:
        """Open a closed account again.

        Raises:
            AccountUnknown: there is no such account.
        """
        self._change(name, disabled=False)

    def sign_in(self, name: str, password: str, now: datetime) -> Session:
        """Sign somebody in.

        An unknown name takes as long as a wrong password and is answered the same; after five
        failures in a row each next one must wait, twice as long each time. The record gets a line
        of it; the tries within a wait are not counted there, so that nobody can flood it.

        Raises:
            SignInRefused: name or password is wrong, the account is closed, or it must wait.
        """
        name = name.strip()[:200]
        self._refuse_early(name, now)
        with self._engine.connect() as connection:
            row = _row(connection, name)
        proved = _ARGON2.verify(password[:LONGEST], row.password_hash if row else _NOBODY)
        if row is None or not proved or row.disabled or len(password) > LONGEST:
            self._note_failure(name, row, now)
            raise SignInRefused("name or password is wrong: try again, or ask an administrator")
        token, csrf = secrets.token_urlsafe(32), secrets.token_urlsafe(24)
        with writing(self._engine) as connection:
            connection.execute(
                sa.delete(sign_in_failure).where(sign_in_failure.c.name == _spelt(name))
            )
            connection.execute(sa.delete(session).where(session.c.expires_at <= now))
            connection.execute(
                sa.insert(session).values(
                    hash=_mark(token),
                    account=row.name,
                    created_at=now,
                    expires_at=now + LASTS,
                    csrf=csrf,
                )
            )
            noted(connection, row.name, Act.SIGN_IN, now=now, role=row.role)
        return Session(token, csrf, _account(row), now + LASTS)

    def session(self, token: str, now: datetime) -> Account | None:
        """Give the account that a token signs in; None: nobody's, expired, or closed."""
        query = (
            sa.select(account)
            .join(session, session.c.account == account.c.name)
            .where(
                session.c.hash == _mark(token),
                session.c.expires_at > now,
                account.c.disabled.is_(False),
            )
        )
        with self._engine.connect() as connection:
            row = connection.execute(query).one_or_none()
        return None if row is None else _account(row)

    def sign_out(self, token: str, now: datetime) -> None:
        """End a session."""
        ours = session.c.hash == _mark(token)
        with writing(self._engine) as connection:
            name = connection.execute(sa.select(session.c.account).where(ours)).scalar()
            connection.execute(sa.delete(session).where(ours))
            if name is not None:
                noted(connection, name, Act.SIGN_OUT, now=now)

    def _change(self, name: str, *, now: datetime | None = None, **values: object) -> None:
        with writing(self._engine) as connection:
            changed = connection.execute(
                sa.update(account).where(account.c.name == name).values(**values)
            )
            if changed.rowcount == 0:
                raise _unknown(name)
            connection.execute(sa.delete(session).where(session.c.account == name))
            if now is not None:
                connection.execute(
                    sa.delete(sign_in_failure).where(sign_in_failure.c.name == _spelt(name))
                )

    def _refuse_early(self, name: str, now: datetime) -> None:
        query = sa.select(sign_in_failure).where(sign_in_failure.c.name == _spelt(name))
        with self._engine.connect() as connection:
            row = connection.execute(query).one_or_none()
        if row is None or row.failures < FREE_FAILURES:
            return
        doublings = min(row.failures - FREE_FAILURES, 20)
        until = row.last_at + min(FIRST_WAIT * 2**doublings, LONGEST_WAIT)
        if now < until:
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
    )


def _unknown(name: str) -> AccountUnknown:
    return AccountUnknown(f"no account is called {name!r}: `pursewatch user list` shows them all")


def _hashed(password: str) -> str:
    if not SHORTEST <= len(password) <= LONGEST:
        raise PasswordRefused(
            f"a password of {len(password)} characters: it must have {SHORTEST} to {LONGEST}"
        )
    return _ARGON2.hash(password)


def _mark(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()


def _spelt(name: str) -> str:
    """Give what failures are counted under; names themselves are not kept for strangers."""
    return _mark(name.casefold())
