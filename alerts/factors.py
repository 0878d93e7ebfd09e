"""动态口令. The second factor: codes of six digits from an authenticator (RFC 6238), each once."""

from datetime import datetime

import pyotp

STEP = 30
"""Seconds that a code is good for; the one before and the one after are taken as well."""

ISSUER = "Pursewatch"


def new_key() -> str:
    """Give a key for an authenticator, in base 32."""
    return pyotp.random_base32()


def address(key: str, name: str) -> str:
    """Give the key as authenticators read it: an `otpauth://` address."""
    return pyotp.TOTP(key).provisioning_uri(name=name, issuer_name=ISSUER)


def step_of(key: str, code: str, now: datetime, last: int | None) -> int | None:
    """Give the time step whose code this is; None: of none, or of one that was used before."""
    totp, present = pyotp.TOTP(key), int(now.timestamp()) // STEP
    plain = code.replace(" ", "")
    if not (plain.isascii() and plain.isdigit()):
        return None
    for step in (present, present - 1, present + 1):
        if (last is None or step > last) and totp.verify(plain, for_time=step * STEP):
            return step
    return None
