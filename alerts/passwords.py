"""口令. What a password must be, by a site's own rules, and how it is kept: argon2id."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache

from pwdlib import PasswordHash
from pwdlib.hashers.argon2 import Argon2Hasher

LONGEST = 1024
"""Characters: a longer one is refused before it is hashed."""

KINDS: tuple[Callable[[str], bool], ...] = (
    str.islower,
    str.isupper,
    str.isdecimal,
    lambda one: not one.isalnum(),
)
"""Small letters, capitals, digits, and all that is neither letter nor digit."""


class PasswordRefused(Exception):
    """The password may not be used."""


@dataclass(frozen=True)
class Rules:
    """What a site asks of passwords."""

    shortest: int = 10
    kinds: int = 1  # of KINDS
    days: int = 0  # after which it is to be changed; 0: never

    def must_hold(self, name: str, password: str, before: str | None = None) -> None:
        """Let a password pass that an account may have; `before` is the hash of the one it had.

        Raises:
            PasswordRefused: it is too short or long, of too few kinds, or the one before.
        """
        if not self.shortest <= len(password) <= LONGEST:
            raise PasswordRefused(
                f"a password of {len(password)} characters: it must have {self.shortest} to "
                f"{LONGEST}"
            )
        found = sum(any(kind(one) for one in password) for kind in KINDS)
        if found < self.kinds:
            raise PasswordRefused(
                f"a password of {found} kinds of characters: it must have {self.kinds} of small "
                "letters, capitals, digits and others"
            )
        if password.casefold() in {name.casefold(), name.casefold()[::-1]}:
            raise PasswordRefused("a password that is its account's name: choose another")
        if before is not None and verified(password, before):
            raise PasswordRefused("the password is the one that it was: choose another")

    def over(self, set_at: datetime | None, now: datetime) -> bool:
        """Tell whether a password that was set then has to be changed by now."""
        if not self.days:
            return False
        return set_at is None or now - set_at > timedelta(days=self.days)


def hashed(password: str) -> str:
    """Give what is kept of a password."""
    return _ARGON2.hash(password)


def verified(password: str, kept: str | None) -> bool:
    """Tell whether a password is the one that is kept; of nobody's, none is, as slowly."""
    proved = _ARGON2.verify(password[:LONGEST], kept or _nobodys())
    return proved and kept is not None and len(password) <= LONGEST


@cache
def _nobodys() -> str:
    return hashed("the password of nobody, so that an unknown name takes as long")


_ARGON2 = PasswordHash((Argon2Hasher(),))
