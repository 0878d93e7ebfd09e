"""数据表. The feeds as the night's contracts have them, and how each of them stands here."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from dashboards.figures.names import names
from dashboards.page import View
from warehouse.database import Row

FEEDS = "select * from ops.feed order by feed"
COLUMNS = "select * from ops.feed_column where feed = $feed order by place"
STANDING = """
    select
        f.feed, f.region, f.supplier, f.period, f.delivered, f.kept, f.aside, f.in_force,
        d.received_at
    from ops.delivery_file f
    join ops.delivery d on d.number = f.delivery
    where f.status = 'kept' and f.feed is not null
    order by d.received_at, f.number
"""
DICTIONARIES = """
    select dictionary, fiscal_year, origin, edition, codes
    from ops.dictionary
    where dictionary in (select refers from ops.feed_column where feed = $feed)
        or dictionary in (select $feed || '.' || column_name from ops.feed_column)
        or ($feed = 'statement' and dictionary in ('function', 'revenue'))
    order by dictionary, fiscal_year
"""


@dataclass(frozen=True)
class Stands:
    """How a feed stands within the reader's reach."""

    last_period: str = ""
    last_received: datetime | None = None  # UTC
    suppliers: tuple[str, ...] = ()  # in force
    files: int = 0  # in force
    rows: int = 0  # kept of them


def feeds(view: View) -> list[Row]:
    """Give every feed's contract; none before the first night."""
    return [] if view.warehouse is None else view.warehouse.rows(FEEDS)


def columns(view: View, feed: str) -> list[Row]:
    """Give the columns of a feed, in order."""
    return [] if view.warehouse is None else view.warehouse.rows(COLUMNS, {"feed": feed})


def dictionaries(view: View, feed: str) -> list[Row]:
    """Give the dictionaries that the feed's codes were held against, year by year."""
    return [] if view.warehouse is None else view.warehouse.rows(DICTIONARIES, {"feed": feed})


def suppliers(view: View, stood: Stands) -> list[str]:
    """Name those whose files are in force; one that goes by a government's code by its name."""
    named = names(view.warehouse, [(code, "", None) for code in stood.suppliers])
    return [named.region(code) for code in stood.suppliers]


def standing(view: View) -> Mapping[str, Stands]:
    """Tell of each feed what was last kept of it and who stands, as far as the reader may see."""
    found: dict[str, Stands] = {}
    files = [] if view.warehouse is None else view.warehouse.rows(STANDING)
    for file in files:
        if not view.scope.sees(file["region"]):
            continue
        before = found.get(file["feed"], Stands())
        names = {*before.suppliers, *([file["supplier"]] if file["in_force"] else [])}
        found[file["feed"]] = Stands(
            file["period"],
            file["received_at"],
            tuple(sorted(name for name in names if name)),
            before.files + bool(file["in_force"]),
            before.rows + ((file["kept"] or 0) if file["in_force"] else 0),
        )
    return found
