"""一张收据. What became of this file, to the row and to the fen?"""

from collections.abc import Mapping
from typing import Any

from dashboards.figures import supply
from dashboards.figures.names import names
from dashboards.figures.supply import reach
from dashboards.page import NotThere, Page, Row, View
from dashboards.pages.receipts import found as files_found
from dashboards.words import say
from warehouse.terms import COLUMNS, column

TOTALS = """
    select column_name, delivered, kept, repeated, aside, unreadable,
        delivered = kept + repeated + aside as adds_up
    from ops.file_total where file = $file order by column_name
"""
SAME_PLACE = """
    select f.number, f.name, f.status, f.in_force, d.received_at
    from ops.delivery_file f
    join ops.delivery d on d.number = f.delivery
    where f.feed = $feed and f.region = $region and f.period = $period
        and f.supplier is not distinct from $supplier and f.number <> $number
    order by f.number
"""
REASONS = """
    select reason, coalesce(column_name, '') as column_name, count(*) as rows
    from ops.aside where file = $file group by all order by rows desc, reason, column_name limit 20
"""


def found(view: View) -> dict[str, Any]:
    """Look the file up by its number.

    Raises:
        NotThere: there is none, or the reader may not see it: the same answer for both.
    """
    number = view.place.get("number", "")
    digits = number.removeprefix("-")
    wanted = int(number) if digits.isascii() and digits.isdigit() and len(digits) < 10 else 0
    files = files_found(view, wanted)
    if not files:
        raise NotThere(f"no file {number[:20]!r} is here: look it up in the list of receipts")
    return files[0]


def draw(view: View) -> Mapping[str, object]:
    """Show one file's receipt with its money, why rows were set aside, and what it took over."""
    reach(view)
    file = found(view)
    assert view.warehouse is not None
    totals = view.warehouse.rows(TOTALS, {"file": file["number"]})
    place = {name: file[name] for name in ("feed", "region", "period", "supplier", "number")}
    return {
        "file": file,
        "totals": [{**total, "label": label(view, file["feed"], total)} for total in totals],
        "reasons": view.warehouse.rows(REASONS, {"file": file["number"]}),
        "others": view.warehouse.rows(SAME_PLACE, place) if file["feed"] else [],
        "answer": answer(view, file),
        "place": names(view.warehouse, [(file["region"] or "", "", None)]).region(
            file["region"] or ""
        ),
        "adds_up": (file["delivered"] or 0)
        == (file["kept"] or 0) + (file["repeated"] or 0) + (file["aside"] or 0),
        "tab": "receipts",
        "desk": view.account is not None and view.account.role in supply.DESK,
        "feed_name": lambda feed: supply.feed_name(feed, view.language),
        "page_path": view.path,
    }


def label(view: View, feed: str | None, total: Row) -> str:
    """Name a column of money as the feed prints it."""
    name = str(total["column_name"])
    if feed and (f"{feed}.{name}" in COLUMNS or name in COLUMNS):
        return str(getattr(column(feed, name), view.language))
    return name


def answer(view: View, file: Mapping[str, Any]) -> str:
    """Say what became of the file, with its numbers."""
    numbers = {name: f"{file[name] or 0:,}" for name in ("delivered", "kept", "repeated", "aside")}
    return say(view.language, f"receipt.answer_{file['status']}", **numbers)


def rows(view: View) -> list[Row]:
    """Give the file's money, column by column, under its receipt."""
    file = found(view)
    assert view.warehouse is not None
    totals = view.warehouse.rows(TOTALS, {"file": file["number"]})
    return [{**file, **{f"total_{k}": v for k, v in total.items()}} for total in totals] or [file]


PAGE = Page(
    path="/supply/receipts/{number}",
    title_key="receipt.title",
    question_key="receipt.question",
    draw=draw,
    template="receipt.html",
    rows=rows,
    roles=supply.ROLES,
)
