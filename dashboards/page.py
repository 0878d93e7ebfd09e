"""页. What a page is, and what it is given to look at."""

import importlib
import pkgutil
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from urllib.parse import urlencode

import dashboards.pages
from warehouse.database import Warehouse

GROUPS = ("watch", "books", "holdings", "site")
"""The parts of the menu, in their order."""

LANGUAGES = ("zh", "en")
"""The first is the source language."""


class NotThere(Exception):
    """The page was asked about something that does not exist, or that this reader may not see."""


class NotAllowed(Exception):
    """The reader's role does not open this page."""


class ChoiceRefused(Exception):
    """A filter takes a few values alone, and has none; `choices` says what each is called."""

    def __init__(self, name: str, value: str, choices: Mapping[str, str]) -> None:
        self.name, self.value, self.choices = name, value[:40], choices
        super().__init__(f"{name} can't be {self.value!r}: it is one of {', '.join(choices)}")


class FilterUnknown(Exception):
    """A page is asked to filter by what it knows nothing of; `instead` is its address without."""

    def __init__(self, name: str, known: Iterable[str], instead: str) -> None:
        self.name, self.instead = name[:40], instead
        listed = ", ".join(sorted(known)) or "none"
        super().__init__(f"{self.name!r} is no filter of this page: it knows {listed}")


EVERYWHERE = frozenset({"language", "lang", "unit", "night", "purpose"})
"""What any page may be asked with."""

PASSING = ("moved", "instead")
"""What is said of one step alone, and in no address that follows: that a picker led there, and the
year that was picked but is not there."""


@dataclass(frozen=True)
class Choice:
    """What the reader chose: query parameters in the order they came, each given once or more."""

    given: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @classmethod
    def of(cls, pairs: Iterable[tuple[str, str]]) -> "Choice":
        """Gather `(name, value)` pairs as they stand in a query string; empty values are none."""
        gathered: dict[str, list[str]] = {}
        for name, value in pairs:
            if value.strip():
                gathered.setdefault(name, []).append(value.strip())
        return cls({name: tuple(values) for name, values in gathered.items()})

    def one(self, name: str, otherwise: str = "") -> str:
        """Give the last value of a parameter."""
        return self.given.get(name, (otherwise,))[-1]

    def many(self, name: str) -> tuple[str, ...]:
        """Give every value of a parameter."""
        return self.given.get(name, ())

    def among(
        self, name: str, choices: Iterable[str], called: Callable[[str], str]
    ) -> tuple[str, ...]:
        """Give every value of a filter that takes a few alone; `called` says what each is called.

        Raises:
            ChoiceRefused: one of them is none of these.
        """
        known = tuple(choices)
        for value in self.many(name):
            if value not in known:
                raise ChoiceRefused(name, value, {f"{one}": called(one) for one in known if one})
        return self.many(name)

    def but(self, **changes: str | Sequence[str] | None) -> str:
        """Write the query string with some parameters changed; None leaves one out."""
        turned = {name: told for name, told in self.given.items() if name not in PASSING}
        for name, value in changes.items():
            turned.pop(name, None)
            if value:
                turned[name] = (value,) if isinstance(value, str) else tuple(value)
        written = urlencode(turned, doseq=True)
        return f"?{written}" if written else "?"


@dataclass(frozen=True)
class Account:
    """Who is looking."""

    name: str
    role: str  # analyst leader deputy respondent expert auditor administrator
    shown: str = ""  # how to call them, when not by their account's name


@dataclass(frozen=True)
class View:
    """Everything that a page may look at. The door fills it in; a page decides nothing else."""

    language: str
    now: datetime  # an instant, UTC
    warehouse: Warehouse | None = None  # None: no night is published yet
    ledger: Any = None  # alerts.ledger.Ledger
    actor: Any = None  # alerts.actor.Actor: the reader, where they take a step
    matters: Any = None  # alerts.matters.desk.Matters
    scope: Any = None  # alerts.ledger.Scope: the regions and duties of the reader
    purpose: str = ""  # why sensitive cells are shown; empty: they are masked
    elsewhere: bool = False  # people may sign in at the site's provider
    may_ask: bool = False  # the reader sees them for a purpose
    deliveries: Any = None  # alerts.scope.Scope: whose deliveries the reader may see
    disk: Callable[[], tuple[int, int]] | None = None  # bytes free and in all, of the home's
    certificate: Callable[[], datetime | None] | None = None  # when it ends; None: no TLS here
    rules: Mapping[str, Any] = field(default_factory=dict)  # alerts.rule.Rule by name
    choice: Choice = field(default_factory=Choice)
    place: Mapping[str, str] = field(default_factory=dict)  # path parameters
    path: str = "/"
    stations: Any = None  # alerts.stations.Stations
    site: str = ""  # the site's public address, which printed pages are opened at
    account: Account | None = None
    csrf: str = ""
    said: str = ""  # key of a sentence to say, such as sign_in.wrong
    typed: Mapping[str, str] = field(default_factory=dict)  # a form's fields, to be shown again
    faults: Mapping[str, str] = field(default_factory=dict)  # field → what is wrong with it
    reports: Callable[[], Sequence[Any]] = tuple  # api.reports.KeptReport that the reader may see
    nights: Callable[[], Sequence[date]] = tuple  # that are kept
    boundaries: Any = None  # dashboards.figures.boundaries.Boundaries, where the site has its own
    then: bool = False  # the night is one that the reader asked for, not the published one
    receipt: Mapping[str, Any] | None = None  # of what was just handed in


@dataclass(frozen=True)
class Figure:
    """A chart: its finding, what it measures, Plotly's figure, and the rows behind it."""

    name: str
    finding: str
    measure: str
    picture: Mapping[str, object]  # Plotly's JSON; empty: nothing to draw
    heads: Sequence[str]
    rows: Sequence[Sequence[str]]
    height: int = 280
    worded: int = 1  # how many columns of the rows are words; the others are numbers
    opens: Sequence[Sequence[str]] = ()  # beside each cell, where it opens to; empty: nowhere


Row = dict[str, Any]


@dataclass(frozen=True)
class Page:
    """One page: a question, the template that asks it, and the function that answers.

    `draw` gives the template's context; `rows` gives the same answer as rows, for the `.json` and
    `.csv` faces, and is None where a page has no such face.
    """

    path: str
    title_key: str
    question_key: str
    draw: Callable[[View], Mapping[str, object]]
    template: str
    rows: Callable[[View], list[Row]] | None = None
    menu: int = 0  # place in the menu from 1; 0 is not in it
    group: str = "watch"  # the part of the menu that it stands in: one of GROUPS
    signed_in: bool = True  # False: anyone may open it
    roles: frozenset[str] = frozenset()  # empty: the readers of alerts and figures
    waiting: Callable[[View], str] | None = None  # what the menu says beside it of what waits
    takes: frozenset[str] | None = None  # the filters of a list; None: its address is not held to

    def must_take(self, view: View) -> None:
        """Hold the address of a list to its filters: a mistyped one would show everything.

        Raises:
            FilterUnknown: the page does not know one of them.
        """
        known = view.choice.given if self.takes is None else {*self.takes, *EVERYWHERE, *PASSING}
        for name in view.choice.given:
            if name not in known:
                raise FilterUnknown(
                    name, self.takes or (), view.path + view.choice.but(**{name: None})
                )

    @property
    def face(self) -> str:
        """The address of the page's other faces, without `.json` or `.csv`."""
        return self.path


def all_pages() -> Sequence[Page]:
    """Read every page in the folder, in the order of the menu and then of their addresses."""
    modules = (
        importlib.import_module(f"dashboards.pages.{found.name}")
        for found in pkgutil.iter_modules(dashboards.pages.__path__)
    )
    pages = [module.PAGE for module in modules if hasattr(module, "PAGE")]
    return sorted(
        pages, key=lambda page: (page.menu == 0, GROUPS.index(page.group), page.menu, page.path)
    )
