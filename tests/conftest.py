"""What every floor's tests may use."""

from pathlib import Path

import pytest

from tests.postgres import ledger_url, postgresql

__all__ = ["ledger_url", "postgresql", "shared"]

SHARED = Path(__file__).resolve().parents[2] / "shared"


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of statutes, specifications and real data; skips without it."""
    if not SHARED.is_dir():
        pytest.skip("the folder shared/ (specifications, law, real data) is absent")
    return SHARED
