"""导出的种类. What may be written to a file: whose right it takes, its filters, columns and rows.

The folder `dashboards/exports` is the register. A kind decides nothing about who asks: the scope
that it is given goes into its queries, and what a reader may not see clear is masked row by row.
"""

import importlib
import pkgutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from typing import Any

import dashboards.exports
from alerts.access import Right
from alerts.actor import Actor
from alerts.ledger import Ledger
from alerts.rule import Rule
from alerts.scope import Scope
from dashboards.page import NotThere
from warehouse.database import NightMissing, Warehouse
from warehouse.writers import Column, Row

Filters = Mapping[str, Sequence[str]]
LONGEST = 200
MOST_VALUES = 200


class KindUnknown(Exception):
    """Nothing of that name may be exported."""


class FilterRefused(Exception):
    """A filter is not known, missing, or can't be read."""


@dataclass(frozen=True)
class Asker:
    """Who asks, and what they may look at."""

    scope: Scope
    deliveries: Scope
    actor: Actor
    ledger: Ledger
    warehouse: Warehouse | None
    rules: Mapping[str, Rule]
    today: date

    @property
    def night(self) -> Warehouse:
        """The night that is read.

        Raises:
            NightMissing: nothing was published yet.
        """
        if self.warehouse is None:
            raise NightMissing("no night is published yet: run `pursewatch night`")
        return self.warehouse


@dataclass(frozen=True)
class Asked:
    """A wish: who has it, and its filters."""

    by: Asker
    given: Filters = field(default_factory=dict)

    def many(self, name: str, among: Sequence[str] | None = None) -> tuple[str, ...] | None:
        """Give all values of a filter; None where it is not set.

        Raises:
            FilterRefused: a value is none of those that there are.
        """
        values = tuple(self.given.get(name, ()))
        wrong = [value for value in values if among is not None and value not in among]
        if wrong:
            raise FilterRefused(
                f"filter {name!r} is {wrong[0][:40]!r}: it is one of {', '.join(among or ())}"
            )
        return values or None

    def one(self, name: str, among: Sequence[str] | None = None) -> str | None:
        """Give the value of a filter that has one.

        Raises:
            FilterRefused: it has several, or none of those that there are.
        """
        values = self.many(name, among) or ()
        if len(values) > 1:
            raise FilterRefused(f"filter {name!r} is given {len(values)} times: give one value")
        return values[0] if values else None

    def must(self, name: str) -> str:
        """Give the value of a filter that has to be set.

        Raises:
            FilterRefused: it is not.
        """
        value = self.one(name)
        if value is None:
            raise FilterRefused(f"filter {name!r} is missing: give it")
        return value

    def whole(self, name: str) -> int | None:
        """Give a filter that is a whole number.

        Raises:
            FilterRefused: it is none.
        """
        value = self.one(name)
        if value is None:
            return None
        if not (value.isascii() and value.isdigit() and len(value) < 10):
            raise FilterRefused(f"filter {name!r} is {value[:40]!r}: give a whole number")
        return int(value)

    def day(self, name: str) -> date | None:
        """Give a filter that is a day.

        Raises:
            FilterRefused: it is none.
        """
        value = self.one(name)
        try:
            return None if value is None else date.fromisoformat(value)
        except ValueError as error:
            raise FilterRefused(
                f"filter {name!r} is {value!r}: give a day as 2026-03-31"
            ) from error

    def region(self) -> str:
        """Give the government that is asked for.

        Raises:
            FilterRefused: none is.
            NotThere: it is none that this reader may see.
        """
        region = self.must("region")
        if not self.by.scope.sees(region):
            raise NotThere(f"no government {region[:20]!r} is here for you")
        return region


@dataclass(frozen=True)
class Kind:
    """One kind of list that may be exported."""

    name: str
    right: Right
    filters: Mapping[str, str]  # name → what it asks for
    columns: Callable[[Asked], Sequence[Column]]
    count: Callable[[Asked], int]
    rows: Callable[[Asked], Iterator[Row]]
    night: bool = True  # rows come from the night, and not from the ledger
    rule_editions: bool = False  # its rows rest on rules

    def asked(self, by: Asker, given: Filters) -> Asked:
        """Read a wish.

        Raises:
            FilterRefused: it has a filter that this kind has not, or too much in one.
        """
        for name, values in given.items():
            if name not in self.filters:
                known = ", ".join(self.filters)
                raise FilterRefused(f"filter {name[:60]!r} is not known of {self.name}: {known}")
            if len(values) > MOST_VALUES or any(len(value) > LONGEST for value in values):
                raise FilterRefused(
                    f"filter {name!r} is too long: at most {MOST_VALUES} values of {LONGEST}"
                )
            if any(not value.isprintable() for value in values):
                raise FilterRefused(f"filter {name!r} holds characters that nobody can see")
        return Asked(by, {name: tuple(values) for name, values in given.items() if values})


@cache
def kinds() -> Mapping[str, Kind]:
    """Give every kind of the folder by name."""
    modules: list[Any] = [
        importlib.import_module(f"dashboards.exports.{found.name}")
        for found in pkgutil.iter_modules(dashboards.exports.__path__)
    ]
    return {module.KIND.name: module.KIND for module in modules}


def kind_of(name: str) -> Kind:
    """Give a kind by its name.

    Raises:
        KindUnknown: there is none.
    """
    known = kinds()
    if name not in known:
        raise KindUnknown(f"nothing called {name[:40]!r} is exported: {', '.join(known)}")
    return known[name]
