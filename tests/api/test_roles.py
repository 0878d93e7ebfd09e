"""Each role at each door."""

import re

import pytest

from alerts.access import RIGHTS, Right
from alerts.workflow import Role
from api.doors import Door, doors
from tests.api.city import FOUND, City

CASES = (
    "/api/v1/alerts",
    "/api/v1/alerts/1",
    "/api/v1/coverage",
    "/api/v1/figures/execution?region=419801&fiscal_year=2026",
    "/api/v1/figures/execution/rows?region=419801&fiscal_year=2026",
    "/alerts",
    "/alerts.json",
    "/alerts.csv",
    "/alerts/1",
    "/alerts/1.json",
)
OWN = ("/api/v1/session", "/api/v1/openapi.json")
OPEN = ("/health", "/api/v1/health", "/sign-in", "/static/app.css")
PLACES = {"number": "1", "letter": "report", "form": "pdf", "feed": "payment", "code": "B02"}


def address(door: Door) -> str:
    return re.sub(r"\{(\w+)\}", lambda found: PLACES.get(found.group(1), "x"), door.path)


@pytest.mark.parametrize("role", Role)
def test_a_role_is_refused_at_every_door_whose_right_it_has_not(city: City, role):
    client, listed = city.as_(role), doors(city.app)
    closed = [door for door in listed if role not in door.roles]

    answers = [client.request(door.method, address(door)) for door in closed]

    assert len(closed) == len(listed) - sum(role in door.roles for door in listed)
    assert {answer.status_code for answer in answers} <= {403}
    assert not [answer for answer in answers if "419801" in answer.text]


@pytest.mark.parametrize("role", ["analyst", "leader", "auditor"])
def test_readers_open_every_door_of_cases(city: City, role):
    city.note(FOUND)
    reader = city.as_(role)

    opened = {door: reader.get(door).status_code for door in CASES + OWN + OPEN}

    assert opened == dict.fromkeys(opened, 200)


def test_every_right_is_somebodys_and_no_role_has_all():
    held = {role: {right for right in Right if role in RIGHTS[right]} for role in Role}

    assert set().union(*held.values()) == set(Right)
    assert [role for role, rights in held.items() if rights == set(Right)] == []
    assert held[Role.ADMINISTRATOR].isdisjoint({Right.ALERTS, Right.MATTERS, Right.FIGURES})
    assert held[Role.RESPONDENT] == {
        Right.MATTERS, Right.PAPERS, Right.EXPORTS, Right.STATIONS, Right.OWN,
    }  # fmt: skip


def test_a_refusal_says_what_the_role_may_open(city: City):
    told = city.as_("administrator").get("/api/v1/alerts").json()

    assert told == {
        "type": "/problems/RoleRefused",
        "title": "Forbidden",
        "status": 403,
        "detail": "the role 'administrator' may open rules, nights, deliveries, rejects, "
        "agreements, hand_in, users, trail, exports, stations, setting_stations, own: alerts are "
        "not among them",
    }


def test_nobody_opens_a_door_but_the_open_ones(city: City):
    nobody = city.browser()

    closed = {
        door: nobody.get(door, headers={"Accept": "application/json"}).status_code
        for door in CASES + OWN
    }
    opened = {door: nobody.get(door).status_code for door in OPEN}

    assert closed == dict.fromkeys(closed, 401)
    assert opened == dict.fromkeys(opened, 200)


def test_an_account_without_a_region_sees_nothing(city: City):
    city.note(FOUND)
    city.add("rootless", region=None)
    rootless = city.as_("rootless")

    assert rootless.get("/api/v1/alerts").json()["items"] == []
    assert rootless.get("/api/v1/alerts/1").status_code == 404
    assert rootless.get(CASES[3]).status_code == 404


def test_a_role_that_was_taken_away_is_gone_at_once(city: City):
    analyst = city.as_("analyst")

    city.accounts.disable("analyst", now=city.clock())

    assert analyst.get("/api/v1/alerts").status_code == 401
