"""一个联络站. Where does our money go here, and what became of what we said?"""

from collections.abc import Mapping, Sequence

from alerts.matters.left import Counted, Left, counted, left_at
from alerts.matters.steps import DONE, VOTES, MatterState
from alerts.stations import Station, StationUnknown
from dashboards.figures.names import names
from dashboards.figures.stations import Watched, watched
from dashboards.frame import look_of, night
from dashboards.look import Look, local_time, share
from dashboards.page import NotThere, Page, Row, View
from dashboards.words import say

MOST = 20
LONGEST_RECEIPT = 40


def wanted(view: View) -> Station:
    """Give the station that the address names.

    Raises:
        NotThere: there is none.
    """
    name = view.place.get("station", "")
    try:
        if view.stations is None:
            raise StationUnknown(f"no station {name[:40]!r} is here")
        found: Station = view.stations.get(name)
    except StationUnknown as error:
        raise NotThere(str(error)) from error
    return found


def draw(view: View) -> Mapping[str, object]:
    """Show a station: its topics' public figures, its duty days, its opinions and its form."""
    station = wanted(view)
    engine = view.ledger.engine
    look = look_of(view, "wan")
    topics = watched(view.warehouse, station)
    count = counted(engine, station)
    receipt = view.choice.one("receipt")[:LONGEST_RECEIPT].strip()
    looked_up = left_at(engine, station, receipt=receipt, most=1) if receipt else []
    named = names(view.warehouse, [(station.region, "", None)])
    return {
        "station": station,
        "place": named.region(station.region),
        "look": look,
        "topics": topics,
        "answer": answer(topics, count, look),
        "finding": finding(topics, look),
        "duties": station.coming(local_time(view.now).date()),
        "count": count,
        "left": left_at(engine, station, most=MOST),
        "receipt": receipt,
        "looked_up": looked_up[0] if looked_up else None,
        "fresh": bool(view.choice.one("new")) and bool(looked_up),
        "weekday": lambda day: say(view.language, f"stations.day_{day.weekday()}"),
        "became": lambda one: became(one, look),
        "days": lambda one: ((one.closed_on or local_time(view.now).date()) - one.left_on).days,
        "good": lambda one: one.state in DONE,
        "percent": lambda value: float(value * 100),
        "tonight": night(view),
        "page_path": view.path,
    }


def answer(topics: Sequence[Watched], count: Counted, look: Look) -> str:
    """Say what became of what was said, and which topic's money is slowest."""
    language = look.language
    parts = [
        say(language, "stations.became", n=count.came, done=count.done)
        if count.came
        else say(language, "stations.none_left")
    ]
    rated = [(one.rate - one.gone, one) for one in topics if one.rate is not None]
    if rated:
        gap, slowest = min(rated, key=lambda pair: pair[0])
        key = "stations.slowest" if gap < 0 else "stations.on_time"
        parts.append(
            say(language, key, name=slowest.topic.name, rate=share(slowest.gone + gap),
                gone=share(slowest.gone))
        )  # fmt: skip
    missing = [one.topic.name for one in topics if one.month and one.paid is None]
    if missing:
        parts.append(say(language, "stations.missing", name=missing[0], n=len(missing)))
    return say(language, "overview.joint").join(parts) + say(language, "overview.stop")


def finding(topics: Sequence[Watched], look: Look) -> str:
    """Say how many topics keep up with the year."""
    rated = [one for one in topics if one.rate is not None]
    if not topics:
        return say(look.language, "stations.no_topics")
    if not rated:
        return say(look.language, "stations.unpublished_all", n=len(topics))
    slow = sum(one.rate < one.gone for one in rated if one.rate is not None)
    key = "stations.topics_slow" if slow else "stations.topics_well"
    return say(look.language, key, n=len(topics), slow=slow)


def became(one: Left, look: Look) -> str:
    """Say where an opinion stands, in words that everybody has."""
    language = look.language
    if one.state in DONE:
        vote = VOTES.get(one.vote or "")
        said = say(language, "stations.done")
        return f"{said}{say(language, 'stations.comma')}{getattr(vote, language)}" if vote else said
    if one.state is MatterState.DRAFTED:
        return say(language, "stations.received")
    if one.state is MatterState.WITHDRAWN:
        return say(language, "stations.withdrawn")
    if one.state is MatterState.RETURNED:
        return say(language, "stations.returned")
    if one.due_on is None:
        return say(language, "stations.under_way")
    return say(language, "stations.due", day=look.day(one.due_on))


def rows(view: View) -> list[Row]:
    """Give the topics with their public figures, and then the opinions."""
    station = wanted(view)
    topics = [
        {
            "what": "topic", "name": one.topic.name, "fiscal_year": one.year or None,
            "through_month": one.month or None, "approved": one.approved, "paid": one.paid,
            "execution_rate": one.rate, "says": one.topic.says, "state": "", "addressee": "",
            "left_on": None, "due_on": None, "closed_on": None,
        }
        for one in watched(view.warehouse, station)
    ]  # fmt: skip
    said = [
        {
            "what": "opinion", "name": one.receipt, "fiscal_year": None, "through_month": None,
            "approved": None, "paid": None, "execution_rate": None, "says": one.topic,
            "state": one.state.value, "addressee": one.addressee, "left_on": one.left_on,
            "due_on": one.due_on, "closed_on": one.closed_on,
        }
        for one in left_at(view.ledger.engine, station, most=1000)
    ]  # fmt: skip
    return [*topics, *said]


PAGE = Page(
    path="/stations/{station}",
    title_key="stations.title",
    question_key="stations.question_one",
    draw=draw,
    template="station.html",
    rows=rows,
    signed_in=False,
)
