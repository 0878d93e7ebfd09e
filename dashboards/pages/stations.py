"""代表联络站. Which stations are there, and where do deputies listen?"""

from collections.abc import Mapping

from alerts.access import Right, roles_with
from alerts.matters.left import counted
from dashboards.figures.names import names
from dashboards.frame import look_of
from dashboards.look import local_time
from dashboards.page import Page, Row, View
from dashboards.words import say


def rows(view: View) -> list[Row]:
    """Give every station with its place, its next duty day, and how many opinions were left."""
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
    return told


def draw(view: View) -> Mapping[str, object]:
    """List the stations."""
    found = rows(view)
    named = names(view.warehouse, [(row["region"], "", None) for row in found])
    counts = {"n": len(found), "came": sum(row["opinions"] for row in found),
              "done": sum(row["done"] for row in found)}  # fmt: skip
    return {
        "answer": say(view.language, "stations.answer" if found else "stations.none", **counts),
        "found": found,
        "look": look_of(view, "wan"),
        "region_name": named.region,
        "sets": view.account is not None and view.account.role in roles_with(Right.SET_STATIONS),
    }


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
