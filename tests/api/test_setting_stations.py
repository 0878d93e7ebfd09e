"""The page by which accounts set liaison stations up."""

import json
import re
from dataclasses import replace
from pathlib import Path

import pytest

from alerts.station_desk import written
from alerts.stations import Stations
from alerts.workflow import Role
from tests.api.city import City

PAGE = "/station-settings"
FORM = {
    "id": "hedong", "name": "河东街道联络站", "region": "419801", "place": "一楼", "accepts": "1",
    "topic.0.name": "修渠的钱", "topic.0.department": "101", "topic.0.published": "2026-03",
    "topic.5.name": "校车", "duty.1.day": "2026-04-02", "duty.1.from": "09:00",
    "duty.1.to": "11:00", "duty.1.who": "代表组",
}  # fmt: skip


@pytest.fixture
def office(city: City, tmp_path: Path) -> City:
    house = city.app.state.house
    city.app.state.house = replace(house, stations=Stations(tmp_path / "stations"))
    return city


def send(city: City, role: str, station: str = "", **fields: str):
    person = city.as_(role)
    shown = person.get(f"{PAGE}?station={station}" if station else PAGE).text
    marks = {name: re.search(rf'name="{name}" value="(\w*)"', shown) for name in ("csrf", "seen")}
    given = {name: found.group(1) if found else "" for name, found in marks.items()}
    return person.post(PAGE, data={**given, **FORM, **fields})


@pytest.mark.parametrize("role", ["analyst", "administrator"])
def test_a_station_that_an_account_sets_up_stands_at_once(office: City, role: str):
    answer = send(office, role)

    assert answer.headers["location"] == f"{PAGE}?station=hedong&kept=1"
    items = office.as_("deputy").get("/stations/hedong.json").json()["items"]
    assert [(one["name"], one["paid"]) for one in items] == [("修渠的钱", "120.05"), ("校车", None)]
    assert "4月2日" in office.as_("deputy").get("/stations/hedong").text
    [line] = office.as_(role).get(f"{PAGE}.json").json()["items"]
    assert (line["actor"], line["act"], line["station"]) == (role, "station.write", "hedong")


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.ANALYST, Role.ADMINISTRATOR}))
def test_nobody_else_sets_stations_up(office: City, role: str):
    assert send(office, role).status_code == 403
    assert office.as_(role).get(PAGE).status_code == 403
    assert written(office.ledger.engine) == []


def test_a_day_that_is_emptied_is_cancelled_and_the_rest_stays(office: City):
    send(office, "analyst")
    gone = {name: "" for name in FORM if name.startswith("duty")}
    send(office, "analyst", "hedong", **gone, **{"topic.0.says": "停着"})

    [station] = office.app.state.house.stations.all()
    assert station.duty == ()
    assert [(one.name, one.says) for one in station.topic] == [("修渠的钱", "停着"), ("校车", "")]


def test_what_cannot_be_is_said_in_its_row_and_stays_typed(office: City):
    answer = send(office, "analyst", **{"topic.5.published": "2026-13", "note": "<b>"})

    assert answer.status_code == 422
    assert "第2件事：“已公开到”写成2026-09这样" in answer.text
    assert 'value="&lt;b&gt;"' in answer.text
    assert 'value="2026-13"' in answer.text
    assert office.app.state.house.stations.all() == []


def test_a_station_of_another_government_is_not_to_be_had(office: City):
    send(office, "analyst", region="419802")

    assert send(office, "east", "hedong").status_code == 422
    assert office.as_("east").get(f"{PAGE}?station=hedong").status_code == 404
    assert office.as_("east").get(f"{PAGE}.json").json()["items"] == []
    assert office.app.state.house.stations.get("hedong").region == "419802"


def test_who_looked_before_somebody_else_wrote_is_told(office: City):
    send(office, "analyst")

    answer = send(office, "administrator", "", place="三楼")

    assert answer.status_code == 409
    assert "别人刚刚改过" in answer.text
    assert office.app.state.house.stations.get("hedong").place == "一楼"


def test_a_station_is_taken_away_with_a_reason(office: City):
    send(office, "analyst")
    bare = send(office, "analyst", "hedong", withdraw="1")
    told = send(office, "analyst", "hedong", withdraw="1", reason="并入河西")

    assert (bare.status_code, told.status_code) == (422, 303)
    assert office.as_("deputy").get("/stations/hedong").status_code == 404
    assert "并入河西" in json.dumps(
        office.as_("analyst").get(f"{PAGE}.json").json(), ensure_ascii=False
    )


def test_a_form_without_its_mark_sets_nothing_up(office: City):
    assert office.as_("analyst").post(PAGE, data=FORM).status_code == 403
    assert written(office.ledger.engine) == []
