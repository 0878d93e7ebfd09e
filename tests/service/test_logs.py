"""Events are said where somebody can read them."""

import json
import sys
from collections.abc import Iterator
from io import StringIO

import pytest
import structlog

from service.logs import speak


@pytest.fixture(autouse=True)
def _as_before() -> Iterator[None]:
    before = structlog.get_config()
    yield
    structlog.configure(**before)


def test_an_event_goes_to_what_standard_error_is_when_it_happens(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    earlier, now = StringIO(), StringIO()
    monkeypatch.setattr(sys, "stderr", earlier)
    speak()
    earlier.close()
    monkeypatch.setattr(sys, "stderr", now)

    structlog.get_logger().error("request.broke", request="7")

    told = json.loads(now.getvalue())
    assert (told["event"], told["request"], told["level"]) == ("request.broke", "7", "error")
