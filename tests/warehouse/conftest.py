"""What the warehouse's tests may use."""

from pathlib import Path

import pytest

from tests.warehouse.kept_rows import Kept


@pytest.fixture
def kept(tmp_path: Path) -> Kept:
    folder = tmp_path / "kept [1]"
    folder.mkdir()
    return Kept(folder)
