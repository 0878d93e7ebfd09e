"""What the door's tests may use."""

import shutil
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from tests.api.city import City, found_city
from tests.api.city import city as opened


@pytest.fixture(scope="session")
def founded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("city")
    found_city(folder)
    return folder


@pytest.fixture
def city(founded: Path, tmp_path: Path) -> City:
    shutil.copytree(founded, tmp_path / "city", symlinks=True)
    return opened(tmp_path / "city")


@pytest.fixture
def analyst(city: City) -> TestClient:
    return city.as_("analyst")
