"""代表联络站. Which stations are there, and where do deputies listen?"""

from collections.abc import Mapping, Sequence
from datetime import date

from alerts.access import Right, roles_with
from alerts.matters.left import counted
from dashboards.figures.names import names
from dashboards.frame import look_of
from dashboards.look import Look, local_time
from dashboards.page import Page, Row, View
from dashboards.words import say


def rows(view: View) -> list[Row]:
    """Give every station with its place, next duty day and opinions, the soonest day first."""
    today = local_time(view.now).date()
    told = []
    for one in view.stations.all() if view.stations is not None else ():
        count = counted(view.ledger.engine, one)
        following = one.coming(today, 1)
        told.append(
            {
                "station": one.id, "name": one.name, "region": one.region, "place": one.place,
                "topics": len(one.topic), "next_duty": following[0].day if following else None,
                "opinions": count.came, "done": count.done, "open": count.open,
                "withdrawn": count.withdrawn,
            }
        )  # fmt: skip
    return sorted(told, key=lambda row: (row["next_duty"] or date.max, row["station"]))


def draw(view: View) -> Mapping[str, object]:
    """List the stations."""
    found = rows(view)
    named = names(view.warehouse, [(row["region"], "", None) for row in found])
    look = look_of(view, "wan")
    return {
        "answer": answer(found, look) if found else say(view.language, "stations.none"),
        "found": found,
        "look": look,
        "region_name": named.region,
        "sets": view.account is not None and view.account.role in roles_with(Right.SET_STATIONS),
    }


def answer(found: Sequence[Row], look: Look) -> str:
    """Say how many there are, where deputies are next, and what became of opinions."""
    language, first = look.language, found[0]
    came = sum(row["opinions"] for row in found)
    coming = say(language, "stations.next_none")
    if first["next_duty"]:
        day = look.full_day(first["next_duty"])
        coming = say(language, "stations.next_duty", day=day, name=first["name"])
    became = say(language, "stations.none_left")
    if came:
        done = sum(row["done"] for row in found)
        became = say(language, "stations.became", n=came, done=done)
    return say(language, "stations.answer", n=len(found), next=coming, became=became)


PAGE = Page(
    path="/stations",
    title_key="stations.title",
    question_key="stations.question",
    draw=draw,
    template="stations.html",
    rows=rows,
    menu=8,
    signed_in=False,
)
