"""Every rule finds what a second reckoning finds, in plain Python, and nothing else.

`plants/` puts five subjects that must be found and three just on the quiet side into an invented
country for each rule; `reckoned/` works each rule out from the catalogue's words. Neither shares
anything with the rules' SQL. `make oracle` does it for three seeds and three sizes.
"""

import importlib
import os
import pkgutil
from collections.abc import Callable, Iterator
from datetime import date
from types import ModuleType

import pytest

from alerts.catalogue import all_rules
from tests.oracle import plants, reckoned
from tests.oracle.books import Books
from tests.oracle.city import City, Found
from tests.oracle.night import found

DAYS = {1: date(2026, 12, 31), 2: date(2026, 9, 30), 3: date(2026, 11, 15)}
CITIES = [(2, 1)]
if os.environ.get("PURSEWATCH_ORACLE") == "whole":
    CITIES = [(seed, size) for seed in DAYS for size in (1, 3, 9)]
ELSEWHERE = {"Q01", "Q02", "Q03", "Q05", "Q06", "Q07", "R05", "R06"}
"""Rules of deliveries, matters and past alerts, which no row of a feed tells: they are tried where
deliveries are received and matters are moved (tests/service)."""


def functions(folder: ModuleType) -> dict[str, Callable[..., Iterator[Found]]]:
    """Give the functions of a folder that bear a rule's code."""
    codes = {rule.code.lower() for rule in all_rules().values()}
    modules = [
        importlib.import_module(f"{folder.__name__}.{found.name}")
        for found in pkgutil.iter_modules(folder.__path__)
    ]
    return {
        name.upper(): function
        for module in modules
        for name, function in vars(module).items()
        if name in codes
    }


@pytest.fixture(scope="module", params=CITIES, ids=lambda one: f"seed{one[0]}-size{one[1]}")
def told(request, tmp_path_factory):
    seed, size = request.param
    city = City(seed, DAYS[seed])
    for _ in range(size):
        for plant in functions(plants).values():
            plant(city)
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
