"""我要说. What was said of the money, and what became of it?"""

from collections.abc import Mapping
from dataclasses import replace
from urllib.parse import parse_qsl, urlsplit

from alerts.ledger import AlertUnknown
from alerts.matters.remarks import About, Remark, remarks
from alerts.matters.steps import DONE, MatterState
from dashboards.figures import alerts as open_alerts
from dashboards.figures.drill import Asked, crumbs, level
from dashboards.figures.execution import execution
from dashboards.figures.names import names
from dashboards.frame import look_of
from dashboards.ground import address, ground
from dashboards.look import local_time
from dashboards.page import Choice, NotThere, Page, Row, View
from dashboards.pages.figure import SPEAKS
from dashboards.words import say

MOST = 60
CUTS = frozenset({"department", "project"})


def about_of(view: View, asked: str) -> About:
    """Read what a remark is tied to, as far as the reader may see it.

    Raises:
        NotThere: nothing that the reader may see stands at that address.
    """
    try:
        parts = urlsplit(asked[:600])
    except ValueError as error:
        raise NotThere(f"{asked[:60]!r} is no address of a figure or an alert") from error
    noun, _, number = parts.path.strip("/").partition("/")
    if parts.netloc or parts.scheme:
        raise NotThere(f"{asked[:60]!r} is no address of this site")
    if noun == "alerts" and number.isascii() and number.isdigit() and len(number) < 10:
        return _alert(view, int(number))
    if noun == "figure" and not number:
        return _figure(view, Choice.of(parse_qsl(parts.query)))
    raise NotThere(f"{asked[:60]!r} is no address of a figure or an alert: use their pages' forms")


def _alert(view: View, number: int) -> About:
    reach = open_alerts.readable(view)
    if reach is None:
        raise NotThere(f"no alert {number} is here")
    ledger, scope = reach
    try:
        found = ledger.alert(number, scope=scope)
    except AlertUnknown as error:
        raise NotThere(str(error)) from error
    line = open_alerts.lines(view, [found], ledger.last_night())[0]
    name = "：".join(filter(None, (line.who or line.place, line.title)))
    return About(f"/alerts/{number}", name, found.region, line.who or line.place, found.unit)


def _figure(view: View, choice: Choice) -> About:
    here = ground(replace(view, choice=choice))
    if here is None or choice.one("region") not in {"", here.places.region}:
        raise NotThere("no such figure is here for you")
    at = Asked(choice.one("department"), choice.one("project"))
    found = execution(here.warehouse, here.places, here.night.as_of)
    if found is None:
        raise NotThere(f"nothing was paid in {here.places.year}")
    level(here.warehouse, here.places, found, at, "zh")
    way = crumbs(here.warehouse, here.places, at, "zh")
    place, *steps = [step for _, step in way]
    name = "·".join(steps) or place
    if not name.startswith(place):
        name = f"{place}{name}"
    who = way[1][1] if at.department else here.places.name
    return About(
        address("/figure", here.places, **at.cut), f"{name}{here.places.year}年的支出",
        here.places.region, who,
    )  # fmt: skip


def draw(view: View) -> Mapping[str, object]:
    """List what was said that the reader may see: a deputy's own, a committee's all."""
    found = _found(view)
    own = view.account is not None and view.account.role == "deputy"
    here = ground(view)
    pairs = [(one.stands.region, "", one.stands.unit) for one in found]
    named = names(view.warehouse, pairs)
    return {
        "answer": answer(view, found, own=own),
        "found": found,
        "own": own,
        "look": look_of(view, "wan"),
        "speaks": view.account is not None and view.account.role in SPEAKS and here is not None,
        "about": view.typed.get("about") or (address("/figure", here.places) if here else ""),
        "what": view.typed.get("about", ""),
        "who": lambda one: (
            named.unit(one.stands.region, one.stands.unit)
            if one.stands.unit
            else one.stands.addressee
        ),
        "day": lambda at: local_time(at).date(),
        "fresh": view.choice.one("receipt"),
    }


def _found(view: View) -> list[Remark]:
    if view.ledger is None or view.actor is None:
        return []
    return list(remarks(view.ledger.engine, by=view.actor, most=MOST))


def answer(view: View, found: list[Remark], *, own: bool) -> str:
    """Say how many there are, how many are done with, and how many wait to be issued."""
    key = "remarks.own" if own else "remarks.all"
    if not found:
        return say(view.language, "remarks.none_own" if own else "remarks.none")
    return say(
        view.language, key, n=len(found),
        done=sum(one.stands.state in DONE for one in found),
        waiting=sum(one.stands.state is MatterState.DRAFTED for one in found),
    )  # fmt: skip


def rows(view: View) -> list[Row]:
    """Give what was said, the latest first."""
    return [
        {
            "receipt": one.receipt, "matter": one.stands.matter, "said_on": local_time(one.said_at)
            .date(), "subject": one.stands.subject, "words": one.words, "about": one.about,
            "state": one.stands.state.value, "addressee": one.stands.addressee,
            "due_on": one.stands.due_on, "replied_on": one.stands.replied_on,
            "closed_on": one.stands.closed_on,
        }
        for one in _found(view)
    ]  # fmt: skip


PAGE = Page(
    path="/remarks",
    title_key="remarks.title",
    question_key="remarks.question",
    draw=draw,
    template="remarks.html",
    rows=rows,
)
