"""接口令牌. Keys of machines: each its account's, for some rights, up to a day; kept as hashes."""

import hashlib
import secrets
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from alerts.access import RIGHTS, Right
from alerts.accounts import Account, AccountUnknown, account_of
from alerts.database import writing
from alerts.schema import token
from alerts.trail import Entry, append

PREFIX = "pw_"
LONGEST = timedelta(days=366)
MOST = 20
"""Tokens that one account may have."""

NEVER = frozenset({Right.OWN, Right.USERS})
"""What no machine may: keep accounts, and change whose it is."""


class TokenRefused(Exception):
    """Such a token is not given."""


@dataclass(frozen=True)
class Token:
    """A token as it is listed: never the token itself."""

    number: int
    account: str
    name: str
    rights: tuple[Right, ...]
    created_at: datetime
    expires_at: datetime


class Tokens:
    """The tokens of a ledger."""

    def __init__(self, engine: sa.Engine) -> None:
        self._engine = engine

    def give(
        self,
        name: str,
        label: str,
        rights: Collection[Right],
        *,
        until: datetime,
        by: str,
        now: datetime,
    ) -> tuple[str, Token]:
        """Give a new token of an account, which is told this once, and how it is listed.

        Raises:
            AccountUnknown: there is no such account.
            TokenRefused: it has not the rights, the day is past or too far, or it has too many.
        """
        label = label.strip()[:80]
        wanted = tuple(right for right in Right if right in rights)
        text = PREFIX + secrets.token_urlsafe(32)
        with writing(self._engine) as connection:
            owner = account_of(connection, name)
            if owner is None or owner.disabled:
                raise AccountUnknown(f"no account {name[:40]!r} is open: list them to see them")
            closed = [one for one in wanted if one in NEVER or owner.role not in RIGHTS[one]]
            if not wanted or closed or not label:
                raise TokenRefused(
                    f"a token needs a name, and rights that {owner.role} has and a machine may "
                    f"have; {', '.join(closed) or 'none'} given"
                )
            if not now < until <= now + LONGEST:
                raise TokenRefused(f"{until:%Y-%m-%d} is past, or more than {LONGEST.days} days on")
            count = sa.select(sa.func.count()).where(token.c.account == name)
            if connection.execute(count).scalar_one() >= MOST:
                raise TokenRefused(f"{name} has {MOST} tokens already: end one of them first")
            told = {"name": label, "rights": [one.value for one in wanted], "until": until}
            append(connection, [Entry(by, "token.give", f"account {name}", told)], now=now)
            row = {
                "hash": mark(text), "account": name, "name": label, "rights": " ".join(wanted),
                "created_at": now, "expires_at": until,
            }  # fmt: skip
            number = connection.execute(sa.insert(token).values(row)).inserted_primary_key
            assert number is not None
        return text, Token(number[0], name, label, wanted, now, until)

    def end(self, number: int, *, owner: str | None, by: str, now: datetime) -> None:
        """End a token; of that owner alone, where one is named.

        Raises:
            TokenRefused: there is no such token.
        """
        with writing(self._engine) as connection:
            where = token.c.number == number
            if owner is not None:
                where = sa.and_(where, token.c.account == owner)
            row = connection.execute(sa.select(token).where(where)).one_or_none()
            if row is None:
                raise TokenRefused(f"no token {number} is here: list them to see their numbers")
            told = {"name": row.name}
            append(connection, [Entry(by, "token.end", f"account {row.account}", told)], now=now)
            connection.execute(sa.delete(token).where(token.c.number == number))

    def list(self, owner: str | None = None) -> list[Token]:
        """List tokens: an account's, or all."""
        query = sa.select(token).order_by(token.c.number)
        if owner is not None:
            query = query.where(token.c.account == owner)
        with self._engine.connect() as connection:
            return [_token(row) for row in connection.execute(query)]

    def holder(self, text: str, now: datetime) -> tuple[Account, Token] | None:
        """Give whose token this is; None: nobody's, over, or of a closed account."""
        query = sa.select(token).where(token.c.hash == mark(text), token.c.expires_at > now)
        with self._engine.connect() as connection:
            row = connection.execute(query).one_or_none()
            owner = None if row is None else account_of(connection, row.account)
        if row is None or owner is None or owner.disabled:
            return None
        return owner, _token(row)


def mark(text: str) -> str:
    """Give what is kept of a token."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def _token(row: sa.Row[Any]) -> Token:
    rights = tuple(Right(one) for one in row.rights.split())
    return Token(row.number, row.account, row.name, rights, row.created_at, row.expires_at)
