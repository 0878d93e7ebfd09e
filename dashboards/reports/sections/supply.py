"""数据到报. Which feeds are late or never came: what the report could not know."""

from collections.abc import Iterator

from dashboards.figures.freshness import Feed, freshness
from dashboards.reports.paper import Block, Para, State, Table
from dashboards.reports.stand import Stand
from dashboards.words import say
from warehouse.terms import FEEDS


def write(at: Stand) -> Iterator[Block]:
    """Say which feeds are missing, and what that means for the figures above."""
    found = freshness(at.warehouse, at.places)
    if at.partial:
        yield State(
            at.say(
                "supply.partial",
                day=at.look.full_day(at.night.as_of), ends=at.look.full_day(at.span.ends_on),
            )
        )  # fmt: skip
    if not found.feeds:
        yield State(at.say("supply.nothing", place=at.places.name, year=at.places.year))
        return
    if found.late:
        yield Table(
            at.say("supply.late", n=len(found.late), all=len(found.dated)),
            at.say("supply.measure", place=at.places.name),
            [at.words("feed", 2.0), at.words("until", 1.0), at.words("missing", 1.0)],
            [[_feed(at, one), one.until or at.say("never"), one.missing or ""]
             for one in found.late],
            source=at.say("supply.source") + at.note("supply.due", "/supply", year=None),
        )  # fmt: skip
    else:
        yield Para(
            at.say("supply.whole", n=len(found.dated)) + at.note("supply.due", "/supply", year=None)
        )
    if found.refused:
        yield State(say(at.language, "fresh.refused", n=found.refused))


def _feed(at: Stand, feed: Feed) -> str:
    return getattr(FEEDS[feed.name], at.language) if feed.name in FEEDS else feed.name
