"""Whatever is written into an address, the house stands."""

from datetime import timedelta
from pathlib import Path
from urllib.parse import quote

import pytest
from fastapi.testclient import TestClient
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.api.city import FOUND, copied

SENTENCES = (
    "'; drop table alert; --",
    '" or 1=1 --',
    "419801' or '1'='1",
    "$region",
    "{paid}",
    "%",
    "_",
    "\\",
    "../../etc/passwd",
    "\x00",
    "\x1b[31m",
    "\ufffd",
    "９９",
    "-1",
    "0",
    "1e9",
    "NaN",
    "99999999999999999999999999999999",
    "9" * 5000,
    "true",
    "[]",
    "{}",
    "😀" * 50,
    "<script>alert(1)</script>",
    "2026-02-30",
    "0000-00-00",
    "9999-12-31",
)
DOORS = {
    "/api/v1/alerts": (
        "code", "region", "state", "severity", "unit", "period", "since", "text", "observed",
        "after", "limit",
    ),
    "/api/v1/deliveries": ("after", "limit"),
    "/api/v1/coverage": ("code", "region", "period", "after", "limit"),
    "/api/v1/figures/execution": ("region", "fiscal_year", "by", "after", "limit"),
    "/api/v1/figures/execution/rows": (
        "region", "fiscal_year", "measure", "department", "project", "month", "through", "after",
        "limit", "sort", "fields", "format",
    ),
    "/overview": ("region", "year", "unit", "language"),
    "/alerts": (
        "region", "year", "rule", "severity", "state", "unit_code", "q", "seen", "after", "unit",
    ),
    "/api/v1/dues": ("region", "feed", "supplier", "period", "state", "after", "limit"),
    "/api/v1/suppliers": (),
    "/supply": ("region", "year", "language"),
    "/supply/receipts": (
        "feed", "region", "supplier", "status", "period", "q", "aside", "from", "language",
    ),
    "/supply/rejects": ("feed", "supplier"),
    "/events": ("language",),
    "/sign-in": ("next", "account", "language"),
}  # fmt: skip
SOUND = {"region": "419801", "fiscal_year": "2026"}


@pytest.fixture(scope="module")
def reader(founded: Path, tmp_path_factory: pytest.TempPathFactory) -> TestClient:
    """An analyst of a city with one alert; who asks changes nothing."""
    asked = copied(founded, tmp_path_factory.mktemp("hostile") / "city")
    asked.note(FOUND)
    return asked.as_("analyst")


@pytest.mark.parametrize("door", DOORS)
def test_no_parameter_breaks_a_door(reader: TestClient, door):
    broken = {}
    sentences = SENTENCES if door.startswith("/api/") else SENTENCES[::3]
    for name in DOORS[door]:
        for sentence in sentences:
            asked = {**(SOUND if "figures" in door else {}), name: sentence}
            answer = reader.get(door, params=asked)
            if answer.status_code not in {200, 303, 400, 404, 414, 422}:
                broken[name, sentence] = answer.status_code
            if "json" in answer.headers["content-type"]:
                answer.json()

    assert broken == {}


@pytest.mark.parametrize("door", ["/api/v1/alerts/{}", "/api/v1/rules/{}", "/alerts/{}",
                                  "/alerts/{}.json", "/rules/{}"])  # fmt: skip
def test_no_name_in_a_path_breaks_a_door(reader: TestClient, door):
    broken = {
        sentence: status
        for sentence in SENTENCES
        if (status := reader.get(door.format(quote(sentence, safe=""))).status_code)
        not in {200, 307, 404, 414, 422}
    }

    assert broken == {}


@pytest.mark.parametrize("raw", ["%ff", "%c3%28", "%ed%a0%80", "%00", "%0d%0aSet-Cookie:x=1"])
def test_bytes_that_are_no_text_are_refused(reader: TestClient, raw):
    answer = reader.get(f"/api/v1/alerts?text={raw}")

    assert answer.status_code == 422
    assert "set-cookie" not in answer.headers


@settings(
    max_examples=20,
    deadline=timedelta(seconds=5),
)
@given(mark=st.one_of(st.text(max_size=80), st.binary(max_size=60).map(lambda b: b.hex())))
def test_a_mark_that_no_list_gave_out_is_refused(reader: TestClient, mark):
    for door in ("alerts?", "coverage?", "figures/execution/rows?region=419801&fiscal_year=2026&"):
        answer = reader.get(f"/api/v1/{door}after={quote(mark, safe='')}")

        assert answer.status_code in {200, 422}


def test_a_search_for_sql_finds_it_as_text_only(reader: TestClient):
    answer = reader.get("/api/v1/alerts", params={"text": "' or 1=1 --"})

    assert (answer.status_code, answer.json()["items"]) == (200, [])
    assert len(reader.get("/api/v1/alerts").json()["items"]) == 1
