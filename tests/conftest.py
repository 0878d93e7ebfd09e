"""What every floor's tests may use."""

from pathlib import Path

import pytest

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


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of statutes, specifications and real data; skips without it."""
    if not SHARED.is_dir():
        pytest.skip("the folder shared/ (specifications, law, real data) is absent")
    return SHARED
