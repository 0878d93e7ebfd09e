"""The front door: everybody is shown to what they came for."""

import re
from datetime import timedelta
from pathlib import Path

import pytest

from alerts.workflow import Role
from tests.api.city import FOUND, City, city, found

LANDS = {
    "analyst": "/work",
    "leader": "/overview",
    "deputy": "/today",
    "respondent": "/work",
    "expert": "/work",
    "auditor": "/work",
    "administrator": "/running",
}


def test_each_role_lands_on_its_own_page_and_may_open_it(city: City):
    for role, page in LANDS.items():
        reader = city.as_(role)
        assert reader.get("/").headers["location"] == page
        assert reader.get(page).status_code == 200


def test_the_language_that_is_asked_for_is_kept_on_the_way(city: City):
    deputy = city.as_("deputy")
    answer = deputy.get("/?language=en")
    assert answer.headers["location"] == "/today?language=en"
    assert "language=en" in answer.headers["set-cookie"]


def test_who_asks_for_a_place_gets_its_overview(city: City):
    asked = "?region=419801&year=2026"
    assert city.as_("deputy").get(f"/{asked}").headers["location"] == f"/overview{asked}"


@pytest.mark.parametrize("role", ["administrator", "respondent", "expert"])
def test_who_sees_no_figures_is_offered_no_overview(city: City, role):
    one = city.as_(role)
    front = one.get("/?region=419801").headers["location"]
    assert front.startswith(LANDS[role])
    assert 'href="/overview"' not in one.get(front).text
    assert one.get("/overview").status_code == 403


def test_what_came_since_the_last_visit_is_told_on_the_next(city: City):
    city.note(FOUND)
    city.as_("analyst")
    city.clock.later(hours=1)
    city.note(FOUND, found("Z2"))
    city.clock.later(hours=1)

    again = city.as_("analyst").get("/work.json").json()["items"]

    changed = [row["title"] for row in again if row["part"] == "changed"]
    assert [title.split(" · ")[1] for title in changed] == ["Z2"]


def test_an_account_that_waits_after_wrong_passwords_is_named(city: City):
    for _ in range(6):
        city.browser().post("/api/v1/session", json={"account": "deputy", "password": "wrong"})
    administrator = city.as_("administrator")

    assert "1个账号在锁定中" in administrator.get("/running").text
    city.clock.later(seconds=timedelta(hours=2).total_seconds())
    assert "没有锁定的账号" in administrator.get("/running").text


def test_before_the_first_night_nobody_reads_that_all_is_well(tmp_path: Path):
    bare = city(tmp_path)
    bare.ledger.migrate()
    bare.add("keeper", role=Role.ADMINISTRATOR, region=None)
    said = bare.as_("keeper").get("/running").text
    assert "不知道该到的到了没有" in said
    assert "该到的都到了。" not in said


def test_before_the_first_night_no_page_reads_as_if_nothing_were_wrong(tmp_path: Path):
    bare = city(tmp_path)
    bare.ledger.migrate()
    bare.add("analyst", region="419800")
    reader = bare.as_("analyst")
    for path in ("/work", "/alerts", "/events", "/execution/rows", "/rows/statement"):
        answer = re.search(r'class="answer">([^<]+)', reader.get(path).text)
        assert answer is not None
        assert answer.group(1).startswith("还没有算成的一夜"), path
