"""A client that is made from the description alone, against a site that is really served."""

from collections.abc import Iterator
from typing import Any

import httpx2
import pytest
from aiopenapi3 import OpenAPI

from tests.api.city import FOUND, PASSWORD, City
from tests.served import served

DRAFT = {
    "kind": "warning", "region": "419801", "unit": "101001", "subject": "超预算支付",
    "facts": "超过指标。", "law": "预算法第十三条", "request": "请整改。", "addressee": "水利局",
}  # fmt: skip


@pytest.fixture
def site(city: City) -> Iterator[str]:
    with served(city.app) as port:
        yield f"http://127.0.0.1:{port}"


def sign_in(site: str, name: str, jar: dict[str, str]) -> dict[str, str]:
    """Put a session into the jar; give the mark that changes are made with."""
    known = {"account": name, "password": PASSWORD}
    signed = httpx2.post(f"{site}/api/v1/session", json=known, timeout=60)
    jar.update(signed.cookies)
    return {"x-csrf-token": signed.json()["csrf"]}


def client_of(site: str, jar: dict[str, str]) -> Any:
    """Read the description and make a client of it, whose session is what the jar holds."""
    at = f"{site}/api/v1/openapi.json"

    def session(**given: object) -> httpx2.Client:
        return httpx2.Client(**{**given, "cookies": jar, "timeout": 60})

    described = httpx2.get(at, cookies=jar, timeout=60).json()
    return OpenAPI(at, described, session_factory=session, use_operation_tags=False)._


def test_a_client_made_from_the_description_lists_alerts_and_moves_a_matter(city: City, site):
    city.note(FOUND)
    jar: dict[str, str] = {}
    mark = sign_in(site, "analyst", jar)
    client = client_of(site, jar)

    [alert] = client.list_alerts(parameters={"severity": "red", "region": "419801"}).items
    step = {"move": "confirm", "seen": 0}
    client.move_alert(parameters={"number": alert.number, **mark}, data=step)
    drafted = client.draft_matter(parameters=mark, data={**DRAFT, "alerts": [alert.number]})
    step = {"move": "approve", "seen": drafted.version}
    other = sign_in(site, "leader", jar)
    moved = client.move_matter(parameters={"number": drafted.matter, **other}, data=step)

    assert (alert.code, alert.at_stake) == ("B02", "20.10")
    assert (moved.state, moved.subject) == ("approved", "超预算支付")
