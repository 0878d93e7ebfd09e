"""Every rule finds what a second reckoning finds, in plain Python, and nothing else.

`plants/` puts five subjects that must be found and three just on the quiet side into an invented
country for each rule; `reckoned/` works each rule out from the catalogue's words. Neither shares
anything with the rules' SQL. `make oracle` does it for three seeds and three sizes.
"""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from alerts.catalogue import all_rules
from tests.oracle import plants, reckoned
from tests.oracle.books import Books
from tests.oracle.night import found
from tests.oracle.planted import DAYS, functions, planted

WHOLE = os.environ.get("PURSEWATCH_ORACLE") == "whole"
CITIES = [(seed, size) for seed in DAYS for size in (1, 3, 9)] if WHOLE else [(2, 1)]
ELSEWHERE = {"Q01", "Q02", "Q03", "Q05", "Q06", "Q07", "R05", "R06"}
"""Rules of deliveries, matters and past alerts, which no row of a feed tells: they are tried where
deliveries are received and matters are moved (tests/service)."""
ORDERED = () if WHOLE else ("A09", "B17", "B18", "B19", "B21", "Q04", "R04", "S29")
"""Rules whose answer rests on which row comes first: their plants tell of it in a few rows."""


@pytest.fixture(scope="module", params=CITIES, ids=lambda one: f"seed{one[0]}-size{one[1]}")
def told(request, tmp_path_factory):
    seed, size = request.param
    city = planted(seed, size)
    said, failed = found(tmp_path_factory.mktemp("oracle"), city)
    assert failed == {}
    return city, Books(city), said


def test_every_rule_of_the_feeds_is_planted_and_reckoned() -> None:
    codes = {rule.code for rule in all_rules().values()} - ELSEWHERE

    assert functions(plants).keys() == codes
    assert functions(reckoned).keys() == codes


@pytest.mark.parametrize("code", sorted(functions(reckoned)))
def test_a_rule_finds_what_is_reckoned_and_nothing_else(told, code):
    _, books, said = told

    wanted = set(functions(reckoned)[code](books))

    assert (wanted - said[code], said[code] - wanted) == (set(), set())


@pytest.mark.parametrize("code", sorted(functions(plants)))
def test_what_is_planted_is_found_and_its_neighbour_is_not(told, code):
    city, _, said = told

    subjects = {(one.region, one.period, one.subject) for one in said[code]}

    assert city.fires[code] - subjects == set()
    assert city.silent[code] & subjects == set()
    assert len(city.fires[code]) >= 5
    assert len(city.silent[code]) >= 3


def written(folder: Path, *, threads: int, zone: str, order: int) -> list[str]:
    folder.mkdir()
    told = subprocess.run(
        [sys.executable, "-m", "tests.oracle.written", folder, str(threads), str(order), *ORDERED],
        env={**os.environ, "TZ": zone},
        capture_output=True,
        text=True,
        check=True,
    )
    return told.stdout.splitlines()


def test_the_same_is_said_on_any_threads_in_any_zone_and_order_of_rows(tmp_path):
    one = written(tmp_path / "one", threads=1, zone="UTC", order=1)
    other = written(tmp_path / "other", threads=8, zone="Asia/Shanghai", order=2)

    assert [line for line in one if line.startswith("Finding")]
    assert [pair for pair in zip(one, other, strict=True) if pair[0] != pair[1]] == []
