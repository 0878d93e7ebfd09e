"""收据. What came, and what became of it?"""

from collections.abc import Mapping
from typing import Any

from dashboards.figures import supply
from dashboards.figures.supply import reach
from dashboards.page import Choice, Page, Row, View
from dashboards.words import say

FILES = """
    select f.number, f.delivery, d.name as delivery_name, f.name, f.feed, f.region, f.period,
        f.supplier, f.status, f.reason, f.delivered, f.kept, f.repeated, f.aside, f.in_force,
        f.mapping, f.sha256, d.delivered_at, d.received_at,
        list_distinct(list(f.region) over (partition by f.delivery)) as beside
    from ops.delivery_file f
    join ops.delivery d on d.number = f.delivery
    qualify ($number is null or f.number = $number)
        and ($feed is null or f.feed = $feed)
        and ($region is null or f.region = $region)
        and ($supplier is null or f.supplier = $supplier)
        and ($status is null or f.status = $status)
        and ($period is null or starts_with(f.period, $period))
        and ($aside is null or f.aside > 0)
        and ($text is null or contains(lower(f.name), $text) or contains(lower(d.name), $text))
    order by f.number desc
"""
STATES = ("kept", "refused", "same", "not_read", "withdrawn", "typed")
MOST = 100
FILTERS = ("feed", "region", "supplier", "status", "period", "q", "aside", "from")


def found(view: View, number: int | None = None) -> list[dict[str, Any]]:
    """Read the files that match, the last first, of those that the reader may see.

    A file that names no government is seen with the files beside it in its delivery; where none of
    them names one, it is the administrator's to sort out.

    Raises:
        ChoiceRefused: no file can be in such a state.
    """
    scope = reach(view)
    if view.warehouse is None:
        return []
    choice = view.choice if number is None else Choice()
    choice.among("status", STATES, lambda one: say(view.language, f"file.{one}"))
    one = choice.one
    given = {
        "number": number,
        "feed": one("feed") or None,
        "region": one("region") or None,
        "supplier": one("supplier") or None,
        "status": one("status") or None,
        "period": one("period") or None,
        "aside": one("aside") or None,
        "text": one("q")[:100].lower() or None,
    }
    keeper = view.account is not None and view.account.role == "administrator"
    shown = []
    for row in view.warehouse.rows(FILES, given):
        beside = [region for region in row.pop("beside") if region is not None]
        places = [row["region"]] if row["region"] is not None else beside
        if all(scope.sees(place) for place in places) if places else keeper:
            shown.append(row)
    return shown


def draw(view: View) -> Mapping[str, object]:
    """List the files that came, the last first."""
    files = found(view)
    start = view.choice.one("from")
    begin = int(start) if start.isdigit() and len(start) < 9 else 0
    shown = files[begin : begin + MOST]
    return {
        "answer": answer(view, files),
        "files": shown,
        "count": len(files),
        "next": begin + MOST if len(files) > begin + MOST else None,
        "begin": begin,
        "states": STATES,
        "suppliers": sorted({f["supplier"] for f in files if f["supplier"]}),
        "listed_feeds": sorted({f["feed"] for f in files if f["feed"]}),
        "filtered": any(view.choice.many(name) for name in FILTERS),
        "no_night": view.warehouse is None,
        "tab": "receipts",
        "desk": view.account is not None and view.account.role in supply.DESK,
        "feed_name": lambda feed: supply.feed_name(feed, view.language),
    }


def answer(view: View, files: list[dict[str, Any]]) -> str:
    """Say how many files came, how many were refused and how many rows were set aside."""
    if view.warehouse is None:
        return say(view.language, "receipts.no_night")
    if not files:
        filtered = any(view.choice.many(name) for name in FILTERS)
        return say(view.language, "receipts.none_match" if filtered else "receipts.none")
    return say(
        view.language,
        "receipts.answer",
        n=len(files),
        refused=sum(file["status"] == "refused" for file in files),
        rows=f"{sum(file['delivered'] or 0 for file in files):,}",
        aside=f"{sum(file['aside'] or 0 for file in files):,}",
    )


def rows(view: View) -> list[Row]:
    """Give every file that matches."""
    return found(view)


PAGE = Page(
    path="/supply/receipts",
    title_key="receipts.title",
    question_key="receipts.question",
    draw=draw,
    template="receipts.html",
    rows=rows,
    takes=frozenset(FILTERS),
    roles=supply.ROLES,
)
