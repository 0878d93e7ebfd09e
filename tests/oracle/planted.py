"""An invented city with its plants in it."""

import importlib
import pkgutil
from collections.abc import Callable, Collection, Iterator
from datetime import date
from types import ModuleType

from alerts.catalogue import all_rules
from tests.oracle import plants
from tests.oracle.city import City, Found

DAYS = {1: date(2026, 12, 31), 2: date(2026, 9, 30), 3: date(2026, 11, 15)}
"""The day of the night of each seed."""


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


def planted(seed: int, size: int, codes: Collection[str] = ()) -> City:
    """Give a city with the plants of the rules named, or of all, `size` times over."""
    city = City(seed, DAYS[seed])
    for _ in range(size):
        for code, plant in functions(plants).items():
            if not codes or code in codes:
                plant(city)
    return city
