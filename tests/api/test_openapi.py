"""What the API says of itself."""

import re
from pathlib import Path

import pytest

from api.doors import doors
from tests.api.city import City, copied


@pytest.fixture(scope="module")
def described(founded: Path, tmp_path_factory: pytest.TempPathFactory) -> dict:
    analyst = copied(founded, tmp_path_factory.mktemp("described") / "city").as_("analyst")
    return analyst.get("/api/v1/openapi.json").json()


def test_every_reference_leads_somewhere(described):
    named = set(re.findall(r"#/components/schemas/(\w+)", str(described)))

    assert named <= set(described["components"]["schemas"])


def test_every_problem_is_described_as_one(described):
    operations = [op for path in described["paths"].values() for op in path.values()]

    assert described["openapi"] == "3.1.0"
    for operation in operations:
        for status in ("401", "403", "404", "422"):
            assert list(operation["responses"][status]["content"]) == ["application/problem+json"]


def test_every_door_of_the_api_is_described_once_by_a_name_of_its_own(city: City, described):
    names = [op["operationId"] for path in described["paths"].values() for op in path.values()]
    listed = [door for door in doors(city.app) if door.path.startswith("/api/v1/")]

    assert len(names) == len(listed) - 1  # the description does not describe itself
    assert len(set(names)) == len(names)
    assert all(re.fullmatch(r"[a-z_]{4,32}", name) for name in names)


def test_money_is_described_as_text(described):
    money = described["components"]["schemas"]["AlertOut"]["properties"]["at_stake"]["anyOf"][0]

    assert money["type"] == "string"
    assert re.fullmatch(money["pattern"], "-20100.00")
    assert described["components"]["schemas"]["AlertOut"]["examples"][0]["at_stake"] == "20100.00"
