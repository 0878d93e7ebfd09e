"""What every floor's tests may use."""

from pathlib import Path

import pytest
from pwdlib import PasswordHash
from pwdlib.hashers.argon2 import Argon2Hasher

from alerts import passwords
from tests.postgres import bare_url, ledger_url, postgresql, postgresql_template, sqlite_template

__all__ = [
    "bare_url",
    "ledger_url",
    "postgresql",
    "postgresql_template",
    "shared",
    "sqlite_template",
]

SHARED = Path(__file__).resolve().parents[2] / "shared"


@pytest.fixture(scope="session", autouse=True)
def quick_passwords() -> None:
    """Let argon2id take a thousandth of its memory: what it asks of a site is tested apart."""
    passwords._ARGON2 = PasswordHash((Argon2Hasher(time_cost=1, memory_cost=64, parallelism=1),))


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of statutes, specifications and real data; skips without it."""
    if not SHARED.is_dir():
        pytest.skip("the folder shared/ (specifications, law, real data) is absent")
    return SHARED
