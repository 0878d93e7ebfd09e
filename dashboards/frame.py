"""What stands around every page: who looks, at which night, in which unit, and the ways on."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from alerts.access import Right, roles_with
from dashboards.figures.people import called
from dashboards.look import Look, local_time
from dashboards.page import Page, View, all_pages
from warehouse.terms import FEEDS

UNITS = ("yuan", "wan", "yi")
READERS = roles_with(Right.FIGURES)
"""Who reads a page that names no roles: those who see what the nights found."""


@dataclass(frozen=True)
class Way:
    """An entry of the menu."""

    path: str
    title_key: str
    icon: str
    current: bool
    group: str
    waiting: str  # beside it: what waits there


@dataclass(frozen=True)
class Night:
    """The night that a page was drawn from."""

    as_of: date
    built_at: datetime
    version: str
    fingerprint: str


def night(view: View) -> Night | None:
    """Read which night this is; None before the first."""
    if view.warehouse is None:
        return None
    found = view.warehouse.rows("select as_of, built_at, version, fingerprint from ops.run")
    return Night(**found[0]) if found else None


STALE = timedelta(days=3)
"""How old the day of a night may be: it is built the day after, and one may come late."""


def behind(view: View, tonight: Night | None) -> int:
    """Count the days since the published night's day; 0 where that is as it should be."""
    if tonight is None or view.then:
        return 0
    past = local_time(view.now).date() - tonight.as_of
    return past.days if past > STALE else 0


def look_of(view: View, otherwise: str = "yi") -> Look:
    """Read the unit of money that the reader chose, or the one that the page is used to."""
    chosen = view.choice.one("unit")
    known = chosen in UNITS
    return Look(view.language, chosen if known else otherwise, chosen=known)


def ways(view: View, page: Page | None) -> list[Way]:
    """Give the menu: the pages of the folder that have a place in it and open to this role."""
    here = page.path if page else ""
    role = view.account.role if view.account else ""
    return [
        Way(
            found.path,
            found.title_key,
            found.path.strip("/"),
            here == found.path or here.startswith(f"{found.path}/"),
            found.group,
            found.waiting(view) if found.waiting else "",
        )
        for found in all_pages()
        if found.menu and role in (found.roles or READERS)
    ]


TABS = (
    ("/today", "today.tab_look", "overview"),
    ("/search", "today.tab_find", "search"),
    ("/figure", "today.tab_compare", "rules"),
    ("/remarks", "today.tab_speak", "matters"),
)
"""看 · 查 · 比 · 议: what a deputy's thumb reaches."""


def tabs(view: View, page: Page | None) -> list[Way]:
    """Give what stands at the foot of a phone: a deputy's four, or the menu."""
    if view.account is None or view.account.role != "deputy":
        return ways(view, page)
    here = page.path if page else ""
    return [
        Way(path, key, icon, here == path or here.startswith(f"{path}/"), "", "")
        for path, key, icon in TABS
    ]


def frame(page: Page | None, view: View) -> Mapping[str, object]:
    """Give what every template may use."""
    tonight = night(view)
    return {
        "view": view,
        "here": page,
        "path": view.path,
        "choice": view.choice,
        "look": look_of(view),
        "night": tonight,
        "behind": behind(view, tonight),
        "called": called(view),
        "ways": ways(view, page),
        "tabs": tabs(view, page),
        "reads": view.account is not None and view.account.role in READERS,
        "title_key": page.title_key if page else "site.name",
        "question_key": page.question_key if page else "",
        "units": UNITS,
        "places": None,
        "feeds": {name: getattr(term, view.language) for name, term in FEEDS.items()},
    }
