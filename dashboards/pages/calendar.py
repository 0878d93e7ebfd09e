"""供数约定. What is agreed about the supply calendar and the working days, by whom and why?"""

from collections.abc import Mapping
from typing import Any

from alerts.agreements import Agreements
from dashboards.figures import supply
from dashboards.figures.supply import reach
from dashboards.page import Page, Row, View
from dashboards.words import say
from warehouse.agreement import DEFAULT, RHYTHMS, TIERS, Agreement, By, defaults
from warehouse.workdays import known

YEARS = """
    select year(day) as year, count(*) filter (working) as working
    from calendar.working_day group by all order by year desc
"""


def lines(view: View) -> list[dict[str, Any]]:
    """Give what is agreed, the site's own lines first, then the defaults."""
    own = [] if view.ledger is None else Agreements(view.ledger.engine).agreed()
    return [_told(view, line) for line in (*reversed(own), *defaults().lines)]


def _told(view: View, line: Agreement) -> dict[str, Any]:
    term = None if line.working_day is None else say(
        view.language, "calendar.working_day", n=line.working_day
    )  # fmt: skip
    return {
        "origin": line.origin,
        "feed": line.feed,
        "supplier": line.supplier,
        "region": line.region,
        "tier": line.tier,
        "every": line.every,
        "term": term if line.by is None else _day(view, line.by),
        "opening_by": None if line.opening_by is None else _day(view, line.opening_by),
        "final_by": None if line.final_by is None else _day(view, line.final_by),
        "since": line.since,
        "until": line.until,
        "owed": line.owed,
        "provenance": "P" if line.origin == DEFAULT else "",
        "actor": line.actor,
        "reason": line.reason,
    }


def _day(view: View, by: By) -> str:
    """Write a day of the period's own year, or of the year after."""
    key = "calendar.by_after" if by.after else "calendar.by_own"
    return say(view.language, key, month=f"{by.month:02d}", day=f"{by.day:02d}")


def draw(view: View) -> Mapping[str, object]:
    """Show the lines in force, every line that was kept, the years known, and the form."""
    reach(view)
    kept = [] if view.ledger is None else Agreements(view.ledger.engine).lines()
    told = lines(view)
    own = sum(line["origin"] != DEFAULT for line in told)
    years = (
        view.warehouse.rows(YEARS)
        if view.warehouse is not None
        else [{"year": year, "working": None} for year in sorted(known().notices, reverse=True)]
    )
    return {
        "answer": say(
            view.language, "calendar.answer", n=own, defaults=len(told) - own,
            last=years[0]["year"] if years else "—",
        ),
        "lines": told,
        "kept": list(reversed(kept)),
        "years": years,
        "choices": {"every": RHYTHMS, "tier": TIERS},
        "all_feeds": sorted({line.feed for line in defaults().lines}),
        "typed": view.typed,
        "faults": view.faults,
        "tab": "calendar",
        "desk": view.account is not None and view.account.role in supply.DESK,
        "feed_name": lambda feed: supply.feed_name(feed, view.language),
    }  # fmt: skip


def rows(view: View) -> list[Row]:
    """Give what is agreed, line by line."""
    reach(view)
    return lines(view)


PAGE = Page(
    path="/supply/calendar",
    title_key="calendar.title",
    question_key="calendar.question",
    draw=draw,
    template="calendar.html",
    rows=rows,
    roles=supply.ROLES,
)
