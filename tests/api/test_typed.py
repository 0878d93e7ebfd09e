"""Forms and routes by which staff type in events and agree about the supply calendar."""

import re

import pytest

from alerts.agreements import Agreements
from alerts.legal_events import LegalEvents
from tests.api.city import City

EVENT = {"region": "419801", "fiscal_year": "2026", "kind": "budget_approved",
         "happened_on": "2026-02-01"}  # fmt: skip
LINE = {"feed": "payment", "region": "419801", "working_day": "3", "reason": "会议纪要"}
PAGES = ("/supply", "/supply/receipts", "/supply/receipts/1", "/supply/calendar", "/supply.json",
         "/supply.csv", "/supply/receipts.json", "/api/v1/dues", "/api/v1/suppliers")  # fmt: skip
DESK = ("/supply/rejects", "/supply/rejects/1", "/supply/rejects/1.csv")


def send(city: City, role: str, door: str, page: str = "", **fields: str):
    person = city.as_(role)
    shown = person.get(page or door).text
    found = re.search(r'name="csrf" value="([0-9a-f]+)"', shown)
    return person.post(door, data={"csrf": found.group(1) if found else "", **fields})


def test_an_analyst_types_an_event_in_under_her_own_name(city: City):
    answer = send(city, "analyst", "/events", **EVENT)

    [line] = LegalEvents(city.ledger.engine).standing()
    assert (answer.status_code, answer.headers["location"]) == (303, "/events")
    assert (line.actor, line.at, line.event.region) == ("analyst", city.clock(), "419801")
    assert "T1" in city.as_("analyst").get("/events").text


def test_what_cannot_be_is_said_and_what_was_typed_stays(city: City):
    answer = send(city, "analyst", "/events", **{**EVENT, "fiscal_year": "26", "document": "<b>"})

    assert answer.status_code == 422
    assert 'role="alert"' in answer.text
    assert "&#39;26&#39;: give a year" in answer.text
    assert 'value="&lt;b&gt;"' in answer.text
    assert LegalEvents(city.ledger.engine).lines() == []


def test_a_withdrawal_takes_its_reason(city: City):
    send(city, "analyst", "/events", **EVENT)
    gone = {"event": "T1", "region": "419801", "withdraw": "1"}

    bare = send(city, "analyst", "/events", **gone)
    told = send(city, "analyst", "/events", **gone, reason="没有开会")
    again = send(city, "analyst", "/events", **gone, reason="没有开会")

    assert [answer.status_code for answer in (bare, told, again)] == [422, 303, 422]


@pytest.mark.parametrize("role", ["leader", "deputy", "auditor", "administrator", "respondent"])
def test_only_an_analyst_types_events(city: City, role: str):
    answer = send(city, role, "/events", "/", **EVENT)

    assert answer.status_code == 403
    assert LegalEvents(city.ledger.engine).lines() == []


def test_an_event_of_another_government_is_refused(city: City):
    city.add("east2", region="419801")

    answer = send(city, "east2", "/events", **{**EVENT, "region": "419802"})

    assert answer.status_code == 422
    assert "not among your governments" in answer.text


def test_a_form_without_its_mark_changes_nothing(city: City):
    answer = city.as_("analyst").post("/events", data=EVENT)

    assert answer.status_code == 403
    assert LegalEvents(city.ledger.engine).lines() == []


def test_an_administrator_agrees_for_all_and_an_analyst_for_her_own(city: City):
    every = {**LINE, "region": ""}

    answers = [
        send(city, "analyst", "/supply/calendar", **LINE),
        send(city, "analyst", "/supply/calendar", **every),
        send(city, "administrator", "/supply/calendar", **every),
        send(city, "leader", "/supply/calendar", "/", **LINE),
    ]

    assert [answer.status_code for answer in answers] == [303, 422, 303, 403]
    kept = Agreements(city.ledger.engine).lines()
    assert [(line.actor, line.told.get("region")) for line in kept] == [
        ("analyst", "419801"), ("administrator", None),
    ]  # fmt: skip


def test_a_year_of_holidays_is_typed_in_and_withdrawn(city: City):
    year = {"year": "2027", "notice": "国办发明电", "off": "01-01/01-03 05-01", "on": "01-09"}

    kept = send(city, "administrator", "/supply/calendar", **year)
    gone = send(city, "administrator", "/supply/calendar", withdraw="1", reason="误")
    wrong = send(city, "administrator", "/supply/calendar", **{**year, "off": "13-01"})

    assert [answer.status_code for answer in (kept, gone, wrong)] == [303, 303, 422]
    assert Agreements(city.ledger.engine).notices() == {}


@pytest.mark.parametrize("role", ["analyst", "administrator"])
def test_the_desk_sees_what_came_and_what_was_set_aside(city: City, role: str):
    person = city.as_(role)
    opened = {door: person.get(door).status_code for door in PAGES + DESK}
    assert opened == dict.fromkeys(opened, 200)


@pytest.mark.parametrize("role", ["leader", "auditor"])
def test_leaders_and_auditors_see_receipts_without_rows(city: City, role: str):
    person = city.as_(role)
    assert {person.get(door).status_code for door in PAGES} == {200}
    assert {person.get(door).status_code for door in DESK} == {403}


@pytest.mark.parametrize("role", ["deputy", "expert", "respondent"])
def test_others_see_nothing_of_deliveries(city: City, role: str):
    person = city.as_(role)
    assert {person.get(door).status_code for door in PAGES + DESK} == {403}


def test_the_api_types_an_event_in_and_lists_it(city: City):
    analyst = city.as_("analyst")
    mark = {"X-CSRF-Token": analyst.get("/api/v1/session").json()["csrf"]}

    made = analyst.post("/api/v1/events", json={**EVENT, "amount": "1.50"}, headers=mark)
    wrong = analyst.post("/api/v1/events", json={**EVENT, "kind": "party"}, headers=mark)
    listed = analyst.get("/api/v1/events").json()["items"]

    assert (made.status_code, made.json()["amount"], made.json()["actor"]) == (
        201, "1.50", "analyst",
    )  # fmt: skip
    assert (wrong.status_code, "it is one of" in wrong.json()["detail"]) == (422, True)
    assert [(one["event"], one["stands"]) for one in listed] == [("T1", True)]


def test_the_api_tells_what_is_due_within_reach_and_goes_on(city: City):
    analyst, east = city.as_("analyst"), city.as_("east")
    first = analyst.get("/api/v1/dues?limit=1").json()
    second = analyst.get(f"/api/v1/dues?limit=1&after={first['next']}").json()

    assert [one["region"] for one in first["items"] + second["items"]] == ["419801", "419802"]
    assert {one["region"] for one in east.get("/api/v1/dues").json()["items"]} == {"419801"}
    assert analyst.get("/api/v1/dues?state=lost").status_code == 422


def test_the_api_tells_a_score_with_its_parts(city: City):
    [one, *_] = city.as_("analyst").get("/api/v1/suppliers").json()["items"]

    assert re.fullmatch(r"\d+\.\d", one["score"])
    assert {part["name"] for part in one["parts"]} == {
        "on_time", "complete", "files_taken", "rows_taken", "rows_once", "unrestated",
    }  # fmt: skip
