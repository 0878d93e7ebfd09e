"""What every floor's tests may use."""

import gc
import os
import tempfile
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
MEMORY = Path("/dev/shm")
ROOM = 6 << 30
"""Bytes that must be free in memory before the tests write there."""


def pytest_configure() -> None:
    gc.disable()  # what is collected is kept to the end
    write_to_memory()


def pytest_collection_finish() -> None:
    """Let garbage be looked for in what the tests make alone: modules and tests never are."""
    gc.freeze()
    gc.enable()


def write_to_memory() -> None:
    """Let the tests write to memory where there is room: a disk makes every commit wait."""
    if "TMPDIR" in os.environ or not os.access(MEMORY, os.W_OK):
        return
    held = os.statvfs(MEMORY)
    spare = os.sysconf("SC_AVPHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    runs = not held.f_flag & os.ST_NOEXEC
    if runs and min(held.f_bavail * held.f_frsize, spare) >= ROOM:
        os.environ["TMPDIR"] = tempfile.tempdir = str(MEMORY)


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
