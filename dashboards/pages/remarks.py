"""我要说. What was said of the money, and what became of it?"""

from collections.abc import Mapping

from alerts.matters.remarks import About, Remark, remarks
from alerts.matters.steps import DONE, MatterState
from dashboards.figures.names import names
from dashboards.frame import look_of
from dashboards.ground import Ground, address, ground
from dashboards.look import local_time
from dashboards.page import NotThere, Page, Row, View
from dashboards.tied import about_of, seen_of, speaks
from dashboards.words import say

MOST = 60


def draw(view: View) -> Mapping[str, object]:
    """List what was said that the reader may see: a deputy's own, a committee's all.

    Raises:
        NotThere: it was asked about something that is not there for this reader.
    """
    here = ground(view)
    tied = _tied(view, here)
    found = _found(view)
    own = view.account is not None and view.account.role == "deputy"
    pairs = [(one.stands.region, "", one.stands.unit) for one in found]
    named = names(view.warehouse, pairs)
    return {
        "answer": answer(view, found, own=own),
        "found": found,
        "own": own,
        "look": look_of(view, "wan"),
        "speaks": speaks(view) and tied is not None,
        "about": tied.address if tied else "",
        "tied": tied,
        "tied_seen": seen_of(tied, view.language) if tied else "",
        "seen_of": lambda one: seen_of(one, view.language),
        "who": lambda one: (
            named.unit(one.stands.region, one.stands.unit)
            if one.stands.unit
            else one.stands.addressee
        ),
        "day": lambda at: local_time(at).date(),
        "fresh": view.choice.one("receipt"),
    }


def _tied(view: View, here: Ground | None) -> About | None:
    """Give what the form is about: what was asked, else all that the government in view spent.

    Raises:
        NotThere: it was asked about something that is not there for this reader.
    """
    asked = view.typed.get("about") or view.choice.one("about")
    if asked:
        return about_of(view, asked)
    if here is None or not speaks(view):
        return None
    try:
        return about_of(view, address("/figure", here.places))
    except NotThere:  # nothing was paid yet: there is nothing to speak of
        return None


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
            "closed_on": one.stands.closed_on, "line": one.line or None,
            "night": one.night or None, "measure": one.measure or None, "shown": one.shown or None,
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
