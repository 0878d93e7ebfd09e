"""Stations that accounts set up: their files, and the trail that tells by whom."""

import json
import tomllib
from datetime import date, time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alerts.ledger import Ledger
from alerts.station_desk import (
    StationChanged,
    StationRefused,
    mark_of,
    station_of,
    text_of,
    withdraw_station,
    write_station,
    written,
)
from alerts.stations import Duty, Station, Stations, Topic
from alerts.trail import lines
from tests.api.city import NOON

TOLD = {
    "name": "河东联络站",
    "region": "419801",
    "topic": [{"name": "修渠", "published": "2026-03"}],
}
DAY = {"day": "2026-04-02"}
WORDS = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=30).filter(
    lambda text: text == text.strip()
)


@pytest.fixture
def ledger(tmp_path: Path) -> Ledger:
    ledger = Ledger(f"sqlite:///{tmp_path / 'ledger.sqlite'}")
    ledger.migrate()
    return ledger


@pytest.fixture
def stations(tmp_path: Path) -> Stations:
    return Stations(tmp_path / "stations")


def put(ledger: Ledger, stations: Stations, seen: str = "", **other: object) -> int:
    station = station_of("hedong", {**TOLD, **other})
    return write_station(ledger.engine, stations, station, seen=seen, actor="office", now=NOON)


@settings(max_examples=60, deadline=None)
@given(WORDS, WORDS, st.times(max_value=time(12)).map(lambda at: at.replace(microsecond=0)))
def test_a_station_reads_as_it_was_written(name: str, who: str, begins: time):
    station = Station(
        id="x", name=name, region="419801", note=who, accepts=False,
        topic=(Topic(name=name, project=who, published="2026-03"),),
        duty=(Duty(day=date(2026, 4, 2), **{"from": begins, "to": time(13)}, who=who),),
    )  # fmt: skip

    assert Station(**tomllib.loads(text_of(station)), id="x") == station


def test_the_trail_holds_what_stood_before_and_stands_since(ledger: Ledger, stations: Stations):
    put(ledger, stations)
    put(ledger, stations, mark_of(stations, "hedong"), place="二楼")

    with ledger.engine.connect() as connection:
        first, second = (json.loads(one.words) for one in lines(connection, act="station.write"))
    assert (first["was"], second["was"]) == ("", first["is"])
    assert 'place = "二楼"' in second["is"]
    assert stations.get("hedong").place == "二楼"
    assert [(one.actor, one.station, one.region) for one in written(ledger.engine)] == [
        ("office", "hedong", "419801")
    ] * 2


def test_what_somebody_else_wrote_meanwhile_is_not_written_over(ledger: Ledger, stations: Stations):
    put(ledger, stations)

    with pytest.raises(StationChanged, match="written meanwhile"):
        put(ledger, stations, place="二楼")

    assert stations.get("hedong").place == ""
    assert len(written(ledger.engine)) == 1


def test_a_station_is_taken_away_with_a_reason_and_its_text_stays(
    ledger: Ledger, stations: Stations
):
    put(ledger, stations)
    given = {"seen": mark_of(stations, "hedong"), "actor": "office", "now": NOON}
    with pytest.raises(StationRefused, match="needs a reason"):
        withdraw_station(ledger.engine, stations, stations.get("hedong"), reason=" ", **given)
    withdraw_station(ledger.engine, stations, stations.get("hedong"), reason="合并", **given)

    assert stations.all() == []
    with ledger.engine.connect() as connection:
        [line] = lines(connection, act="station.withdraw")
    assert "河东联络站" in json.loads(line.words)["was"]


@pytest.mark.parametrize(
    ("name", "told", "place"),
    [
        ("../alerts", TOLD, "id"),
        ("Hedong", TOLD, "id"),
        ("hedong", {**TOLD, "region": "41980"}, "region"),
        ("hedong", {**TOLD, "topic": [{"name": ""}]}, "topic.0.name"),
        ("hedong", {**TOLD, "duty": [{**DAY, "from": "11:00", "to": "09:00"}]}, "duty.0"),
        ("hedong", {**TOLD, "duty": [{**DAY, "from": "09:00Z", "to": "10:00"}]}, "duty.0"),
    ],
)  # fmt: skip
def test_what_is_no_station_is_refused_place_by_place(name: str, told: dict, place: str):
    with pytest.raises(StationRefused) as refused:
        station_of(name, told)

    assert list(refused.value.faults) == [place]


def test_no_figures_are_public_of_a_month_to_come(ledger: Ledger, stations: Stations):
    with pytest.raises(StationRefused, match="yet to come"):
        put(ledger, stations, topic=[{"name": "修渠", "published": "2026-05"}])

    assert not stations.folder.exists()
