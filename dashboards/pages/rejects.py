"""剔出. Which rows could not be kept, and why?"""

from collections.abc import Mapping
from typing import Any

from dashboards.figures import supply
from dashboards.figures.supply import reach, within
from dashboards.page import Page, Row, View
from dashboards.words import say
from warehouse.sensitive import set_aside

BY_FILE = """
    select a.file, f.name, f.feed, f.region, f.period, f.supplier, f.in_force, a.reason,
        coalesce(a.column_name, '') as column_name, count(distinct a.line) as rows,
        min(a.line) as first_line, arg_min(a.raw, a.line) as example
    from ops.aside a
    join ops.delivery_file f on f.number = a.file
    group by all
    order by a.file desc, rows desc, a.reason, column_name
"""
BY_MONTH = """
    select left(cast(cast(d.received_at + interval 8 hour as date) as varchar), 7) as month,
        f.region, f.feed, f.supplier, sum(f.delivered) as delivered, sum(f.aside) as aside
    from ops.delivery_file f
    join ops.delivery d on d.number = f.delivery
    where f.status = 'kept'
    group by all
    order by month
"""
MOST = 200


def found(view: View) -> list[dict[str, Any]]:
    """Read the reasons for which rows were set aside, by file, the last file first."""
    scope = reach(view)
    if view.warehouse is None:
        return []
    found = _wanted(view, within(scope, view.warehouse.rows(BY_FILE)))
    if view.scope is not None and view.scope.clear:
        return found
    return [set_aside(row, row["feed"], "example") for row in found]


def _wanted(view: View, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Leave the rows of the feed and the supplier that the reader asks for."""
    feed, supplier = view.choice.one("feed"), view.choice.one("supplier")
    return [row for row in rows if feed in ("", row["feed"]) and supplier in ("", row["supplier"])]


def months(view: View) -> list[dict[str, Any]]:
    """Count rows delivered and set aside by the month in which they came."""
    if view.warehouse is None:
        return []
    gathered: dict[str, list[int]] = {}
    for row in _wanted(view, within(reach(view), view.warehouse.rows(BY_MONTH))):
        counted = gathered.setdefault(row["month"], [0, 0])
        counted[0] += int(row["delivered"] or 0)
        counted[1] += int(row["aside"] or 0)
    return [
        {"month": month, "delivered": delivered, "aside": aside}
        for month, (delivered, aside) in sorted(gathered.items())
    ]


def draw(view: View) -> Mapping[str, object]:
    """Show how many rows were set aside, when, of which files and for which reasons."""
    reasons = found(view)
    files = {row["file"] for row in reasons}
    counted = months(view)
    total = sum(row["aside"] for row in counted)
    none = "rejects.none" if counted else "rejects.nothing_came"
    said = "rejects.answer" if reasons else none
    if view.warehouse is None:
        said = "receipts.no_night"
    return {
        "answer": say(
            view.language, said, rows=f"{total:,}", n=len(files),
            delivered=f"{sum(row['delivered'] for row in counted):,}",
        ),
        "reasons": reasons[:MOST],
        "more": max(0, len(reasons) - MOST),
        "months": counted,
        "no_night": view.warehouse is None,
        "nothing": none,
        "tab": "rejects",
        "desk": True,
        "export": {
            name: [wish] for name in ("feed", "supplier") if (wish := view.choice.one(name))
        },
        "feed_name": lambda feed: supply.feed_name(feed, view.language),
    }  # fmt: skip


def rows(view: View) -> list[Row]:
    """Give the reasons by file."""
    return found(view)


PAGE = Page(
    path="/supply/rejects",
    title_key="rejects.title",
    question_key="rejects.question",
    draw=draw,
    template="rejects.html",
    rows=rows,
    takes=frozenset({"feed", "supplier"}),
    roles=supply.DESK,
)
