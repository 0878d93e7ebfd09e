"""What the door's tests may use."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from anyio.from_thread import start_blocking_portal
from fastapi.testclient import TestClient

from tests.api.city import City, copied, found_city


@pytest.fixture(scope="session", autouse=True)
def one_loop() -> Iterator[None]:
    """Let all clients send from one event loop, as a site has: each request would start its own."""
    with start_blocking_portal() as portal:
        TestClient.portal = portal
        yield
        TestClient.portal = None


@pytest.fixture(scope="session")
def founded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("city")
    found_city(folder)
    return folder


@pytest.fixture
def city(founded: Path, tmp_path: Path) -> City:
    return copied(founded, tmp_path / "city")


@pytest.fixture
def analyst(city: City) -> TestClient:
    return city.as_("analyst")
