"""Stations: what everybody may read, what nobody may, and opinions that are left there."""

import re
from dataclasses import replace
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from alerts.stations import Stations, StationUnknown
from api import stations as door
from tests.api.city import FOUND, City

FILE = """
name = "河东街道联络站"
region = "419801"
place = "一楼"
[[topic]]
name = "修渠的钱"
department = "101"
published = "2026-03"
[[topic]]
name = "校车"
department = "102"
[[duty]]
day = 2026-04-02
from = 09:00:00
to = 11:00:00
who = "代表组"
"""
PAGE = "/stations/hedong"
WORDS = "渠口的闸门坏了，王某电话13800000000"


@pytest.fixture
def open_city(city: City, tmp_path: Path) -> City:
    """A city with one station, open to everybody."""
    folder = tmp_path / "stations"
    folder.mkdir()
    (folder / "hedong.toml").write_text(FILE, "utf-8")
    house = city.app.state.house
    city.app.state.house = replace(
        house, stations=Stations(folder), manners=replace(house.manners, stations=True)
    )
    door._seen.clear()
    return city


def leave(visitor: TestClient, **form: str):
    csrf = re.search(r'name="csrf" value="(\w+)"', visitor.get(PAGE).text).group(1)
    return visitor.post(PAGE, data={"csrf": csrf, "topic": "修渠的钱", "words": WORDS, **form})


def test_anybody_reads_the_published_figures_and_no_others(open_city: City):
    items = open_city.browser().get(f"{PAGE}.json").json()["items"]
    assert [(one["name"], one["approved"], one["paid"]) for one in items] == [
        ("修渠的钱", "200.00", "120.05"), ("校车", None, None),
    ]  # fmt: skip
    page = open_city.browser().get(PAGE).text
    assert "未公开" in page
    assert "1,033" not in page


def test_nothing_later_than_what_is_published_is_told(open_city: City):
    file = open_city.app.state.house.stations.folder / "hedong.toml"
    file.write_text(FILE.replace('"2026-03"', '"2026-02"'), "utf-8")
    items = open_city.browser().get(f"{PAGE}.json").json()["items"]
    assert "120.05" not in str(items)


def test_a_site_that_says_nothing_shows_its_stations_to_accounts_alone(open_city: City):
    house = open_city.app.state.house
    open_city.app.state.house = replace(house, manners=replace(house.manners, stations=False))
    nobody = open_city.browser()
    for path in ("/stations", PAGE, "/stations.json", f"{PAGE}.csv"):
        assert nobody.get(path).status_code in {303, 401}
        assert "河东街道" not in nobody.get(path).text
    assert nobody.post(PAGE, data={"words": WORDS}).status_code in {303, 401}
    assert "河东街道" in open_city.as_("respondent").get(PAGE).text


def test_the_list_says_where_deputies_are_next(open_city: City):
    page = open_city.browser().get("/stations").text
    assert re.search(r'class="answer">1个联络站；最近一次接待在[^<]+；还没有人提过意见。<', page)


def test_who_is_not_signed_in_comes_no_further(open_city: City):
    open_city.note(FOUND)
    visitor = open_city.browser()
    visitor.get(PAGE)
    for path in ("/", "/overview", "/alerts", "/alerts/1", "/matters", "/remarks", "/figure",
                 "/work.json", "/today.csv", "/search?q=a", "/stations/../alerts"):  # fmt: skip
        answer = visitor.get(path)
        assert answer.status_code in {303, 401, 404}
        assert "419801" not in answer.text


def test_an_opinion_is_a_suggestion_and_its_number_tells_what_became_of_it(open_city: City):
    visitor = open_city.browser()
    answer = leave(visitor)
    page = open_city.browser().get(answer.headers["location"].split("#")[0]).text

    assert "您的回执号是人代建〔2026〕1号" in page
    assert "已收到" in page
    told = open_city.as_("analyst").get("/remarks.json").json()["items"][0]
    assert (told["words"], told["about"], told["state"]) == (WORDS, PAGE, "drafted")


def test_what_was_written_is_told_to_nobody_outside(open_city: City):
    leave(open_city.browser())
    visitor = open_city.browser()
    seen = "".join(visitor.get(f"{PAGE}{face}").text for face in ("", ".json", ".csv"))
    assert "13800000000" not in seen
    assert "王某" not in seen
    assert "人代建〔2026〕1号" in seen


def test_a_number_of_elsewhere_is_not_found_at_a_station(open_city: City):
    visitor = open_city.browser()
    page = visitor.get(f"{PAGE}?receipt=%22%3Cscript%3E1").text
    assert "本站没有" in page
    assert "<script>1" not in page


@pytest.mark.parametrize(
    ("form", "status"),
    [
        ({"words": " "}, 422),
        ({"words": "字" * 1001}, 422),
        ({"csrf": "0" * 32}, 403),
        ({"words": "a" * 20_000}, 413),
    ],
)
def test_an_opinion_that_is_not_taken_leaves_nothing(open_city: City, form, status):
    assert leave(open_city.browser(), **form).status_code == status
    assert open_city.as_("analyst").get("/remarks.json").json()["items"] == []


def test_what_another_site_sends_is_not_taken(open_city: City):
    visitor = open_city.browser()
    csrf = re.search(r'name="csrf" value="(\w+)"', visitor.get(PAGE).text).group(1)
    sent = {"csrf": csrf, "words": WORDS}
    answer = visitor.post(PAGE, data=sent, headers={"Origin": "https://elsewhere.example"})
    assert answer.status_code == 403


def test_one_address_may_not_flood_a_station(open_city: City):
    visitor = open_city.browser()
    statuses = [leave(visitor, words=f"{n}").status_code for n in range(21)]
    assert statuses == [303] * 20 + [429]


def test_who_looks_without_end_has_to_wait(open_city: City):
    door._seen["testclient"] = (door.time.monotonic(), door.LOOKS.times)
    answer = open_city.browser().get(PAGE)
    assert answer.status_code == 429
    door._seen.clear()


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (FILE + "\nsecret = 1", "nothing is called 'duty.0.secret' here"),
        (FILE.replace("419801", "4198"), "region is '4198'"),
        (FILE.replace('"2026-03"', '"2026-13"'), "topic.0.published is '2026-13'"),
        ("name = ", "it can't be read as TOML"),
        (FILE.replace('department = "101"', 'department = "101"\nproject = "X1"'), "not both"),
    ],
)
def test_a_file_that_is_no_station_says_why_and_is_not_shown(tmp_path: Path, text, says):
    (tmp_path / "hedong.toml").write_text(text, "utf-8")
    stations = Stations(tmp_path)
    assert stations.all() == []
    assert says in stations.faults()[0].says
    with pytest.raises(StationUnknown):
        stations.get("hedong")
