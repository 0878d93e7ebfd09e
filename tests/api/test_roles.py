"""Each role at each door."""

import pytest

from tests.api.city import FOUND, City

READERS = ("analyst", "leader", "deputy", "expert", "auditor")
OTHERS = ("respondent", "administrator")
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
CATALOGUE = ("/api/v1/rules", "/api/v1/rules/B02", "/api/v1/nights", "/rules")
OWN = ("/api/v1/session", "/api/v1/openapi.json")
OPEN = ("/health", "/api/v1/health", "/sign-in", "/static/app.css")


@pytest.mark.parametrize("role", READERS)
def test_readers_open_every_door(city: City, role):
    city.note(FOUND)
    reader = city.as_(role)

    opened = {door: reader.get(door).status_code for door in CASES + CATALOGUE + OWN + OPEN}

    assert opened == dict.fromkeys(opened, 200)


@pytest.mark.parametrize("role", OTHERS)
def test_who_is_no_reader_sees_no_case(city: City, role):
    city.note(FOUND)
    other = city.as_(role)

    answers = {door: other.get(door) for door in CASES}

    assert {door: answer.status_code for door, answer in answers.items()} == dict.fromkeys(
        CASES, 403
    )
    assert not [door for door, answer in answers.items() if "20.10" in answer.text]


def test_an_administrator_sees_rules_and_nights(city: City):
    administrator = city.as_("administrator")

    opened = {door: administrator.get(door).status_code for door in CATALOGUE + OWN + OPEN}

    assert opened == dict.fromkeys(opened, 200)


def test_a_respondent_has_its_session_only(city: City):
    respondent = city.as_("respondent")

    closed = {door: respondent.get(door).status_code for door in CATALOGUE}
    opened = {door: respondent.get(door).status_code for door in OWN + OPEN}

    assert closed == dict.fromkeys(closed, 403)
    assert opened == dict.fromkeys(opened, 200)


def test_a_refusal_says_what_the_role_may_open(city: City):
    told = city.as_("administrator").get("/api/v1/alerts").json()

    assert told == {
        "type": "/problems/RoleRefused",
        "title": "Forbidden",
        "status": 403,
        "detail": "the role 'administrator' may open rules, nights, deliveries, agreements, "
        "hand_in: alerts are not among them",
    }


def test_nobody_opens_a_door_but_the_open_ones(city: City):
    nobody = city.browser()

    closed = {
        door: nobody.get(door, headers={"Accept": "application/json"}).status_code
        for door in CASES + CATALOGUE + OWN
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

    city.accounts.disable("analyst")

    assert analyst.get("/api/v1/alerts").status_code == 401
