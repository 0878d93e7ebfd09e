"""关注的事. What an account chose to look at first, each with its money against the year."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from alerts.topics import Kind, Topic, Topics
from dashboards.figures.books import Asked, books
from dashboards.figures.execution import Execution, execution
from dashboards.figures.names import names
from dashboards.figures.places import Places
from dashboards.ground import Ground, address
from dashboards.look import Look
from dashboards.page import View
from dashboards.words import say

KEY = ("205", "206", "213", "208", "210")
"""重点支出, as people speak of it: 教育, 科技, 农业, 社保, 卫生."""
UNITS = "select distinct unit from core.unit where region = $region and department = $department"


@dataclass(frozen=True)
class Watched:
    """A topic with its money: what was paid of how much, and the way to it."""

    topic: Topic
    name: str
    address: str
    words: str
    rate: Decimal | None = None
    gone: Decimal | None = None


@dataclass(frozen=True)
class Offered:
    """Something that may be chosen, and whether it is."""

    topic: Topic
    name: str
    chosen: bool


def chosen(view: View) -> list[Topic]:
    """Give what the reader chose, as far as they may see it still."""
    if view.ledger is None or view.account is None:
        return []
    found = Topics(view.ledger.engine).of(view.account.name)
    return [
        one for one in found if not one.region or view.scope is None or view.scope.sees(one.region)
    ]


def offered(
    view: View, here: Ground, found: Execution | None, mine: Collection[Topic]
) -> dict[Kind, list[Offered]]:
    """Give what may be chosen here, and what was chosen elsewhere, kind by kind."""
    region, language = here.places.region, view.language
    names: dict[Topic, str] = {
        Topic(Kind.KEY, "", code): say(language, f"topics.key_{code}") for code in KEY
    }
    for pace in sorted(found.departments if found else (), key=lambda one: one.code):
        if pace.code:
            names[Topic(Kind.DEPARTMENT, region, pace.code)] = pace.name
    names |= {Topic(Kind.REGION, one.region, ""): one.name for one in here.places.regions}
    for one in mine:
        names.setdefault(one, called(here, one))
    return {
        kind: [Offered(one, text, one in mine) for one, text in names.items() if one.kind is kind]
        for kind in Kind
    }


def called(here: Ground, topic: Topic) -> str:
    """Name a department of a government, which may be another than the one in view."""
    known = {one.region: one.name for one in here.places.regions}
    named = names(here.warehouse, [(topic.region, "", topic.code)])
    place, department = known.get(topic.region, ""), named.unit(topic.region, topic.code)
    return department if department.startswith(place) else f"{place}{department}"


def watched(here: Ground, mine: Sequence[Topic], look: Look) -> list[Watched]:
    """Give the topics with their money, those that are furthest behind the year first."""
    told = [_WATCH[one.kind](here, one, look) for one in mine]
    return sorted(told, key=lambda one: (one.rate is None, (one.rate or 0) - (one.gone or 0)))


def _key(here: Ground, topic: Topic, look: Look) -> Watched:
    """Tell of a class of the general public budget."""
    called = say(look.language, f"topics.key_{topic.code}")
    found = books(here.warehouse, here.places, Asked("1", "2"), here.night.as_of, look.language)
    line = next((one for one in found.lines if one.code == topic.code), None)
    at = address("/books", here.places, book="1", side="2", code=topic.code)
    if line is None or line.now.rate is None or not found.month:
        at = address("/books", here.places, book="1", side="2")
        return Watched(topic, called, at, say(look.language, "topics.nothing"))
    paid, of = line.now.executed or Decimal(0), line.now.budget or Decimal(0)
    words = say(look.language, "topics.words", paid=look.spoken(paid), of=look.spoken(of))
    return Watched(topic, called, at, words, line.now.rate, Decimal(found.month) / 12)


def _department(here: Ground, topic: Topic, look: Look) -> Watched:
    places = _of(here, topic.region)
    found = execution(here.warehouse, places, here.night.as_of)
    at = address("/figure", places, department=topic.code)
    paces = found.departments if found else ()
    pace = next((one for one in paces if one.code == topic.code), None)
    if pace is None:
        at = address("/execution", places)
        return Watched(topic, called(here, topic), at, say(look.language, "topics.nothing"))
    words = say(
        look.language, "topics.words", paid=look.spoken(pace.paid), of=look.spoken(pace.denominator)
    )
    known = {one.region: one.name for one in here.places.regions}
    place = "" if topic.region == here.places.region else known.get(topic.region, "")
    named = pace.name if pace.name.startswith(place) else f"{place}{pace.name}"
    return Watched(topic, named, at, words, pace.rate, pace.gone)


def _region(here: Ground, topic: Topic, look: Look) -> Watched:
    places = _of(here, topic.region)
    found = execution(here.warehouse, places, here.night.as_of)
    named = next(
        (one.name for one in here.places.regions if one.region == topic.region), topic.region
    )
    if found is None:
        at = address("/overview", places)
        return Watched(topic, named, at, say(look.language, "topics.nothing"))
    whole = found.whole
    words = say(
        look.language, "topics.words", paid=look.spoken(whole.paid),
        of=look.spoken(whole.denominator),
    )  # fmt: skip
    return Watched(topic, named, address("/figure", places), words, whole.rate, whole.gone)


_WATCH = {Kind.KEY: _key, Kind.DEPARTMENT: _department, Kind.REGION: _region}


def _of(here: Ground, region: str) -> Places:
    return replace(here.places, region=region)


def units(here: Ground, mine: Sequence[Topic]) -> dict[str, list[str]]:
    """Give the units of the chosen departments, by government."""
    told: dict[str, list[str]] = {}
    for one in mine:
        if one.kind is Kind.DEPARTMENT:
            given = {"region": one.region, "department": one.code}
            found = [row["unit"] for row in here.warehouse.rows(UNITS, given)]
            told.setdefault(one.region, []).extend([one.code, *found])
    return told
