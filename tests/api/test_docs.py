"""What docs/api.md prints is what is answered."""

import json
import re
from pathlib import Path

import pytest

from tests.api.city import FOUND, City

DOCS = (Path(__file__).parents[2] / "docs" / "api.md").read_text("utf-8")
EXAMPLES = re.findall(r"```http\n(\w+) (\S+)\n```\n```json\n(.*?)```", DOCS, re.DOTALL)


def within(printed: object, answered: object) -> bool:
    """Whether everything that is printed is answered; an object may answer more."""
    if isinstance(printed, dict) and isinstance(answered, dict):
        return all(name in answered and within(printed[name], answered[name]) for name in printed)
    if isinstance(printed, list) and isinstance(answered, list) and printed:
        pairs = zip(printed, answered, strict=False)
        return len(printed) <= len(answered) and all(within(*pair) for pair in pairs)
    return printed == answered


@pytest.mark.parametrize(("method", "address", "printed"), EXAMPLES)
def test_an_example_answers_what_is_printed(city: City, method, address, printed):
    city.note(FOUND)

    answered = city.as_("analyst").request(method, address).json()

    assert within(json.loads(printed), answered), json.dumps(answered, ensure_ascii=False, indent=1)


def test_every_kind_of_door_has_an_example():
    assert len(EXAMPLES) == 15


def test_within_tells_a_difference():
    assert not within({"a": [{"b": "1"}]}, {"a": [{"b": "2"}]})
    assert not within({"a": []}, {"a": [1]})
    assert not within({"a": None}, {})
    assert within({"a": [{"b": "1"}]}, {"a": [{"b": "1", "c": 2}, 3]})
