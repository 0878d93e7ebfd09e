"""债务的数据面. What the `.json` and `.csv` of the debt page give beside when it is due."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from dashboards import debt_charts
from dashboards.figures.borrowing import Borrowing
from dashboards.figures.places import Places
from dashboards.figures.proceeds import proceeds
from dashboards.figures.warned import Line, idle_days, lying, near
from dashboards.page import Row
from warehouse.database import Warehouse
from warehouse.money import fen


@dataclass(frozen=True)
class Seen:
    """What the page has read of the government and year in view."""

    warehouse: Warehouse
    places: Places
    found: Borrowing
    lines: Sequence[Line]


def ceiling_rows(seen: Seen) -> Iterator[Row]:
    """Give each year's debt against its ceiling, as last stated in it; empty: not reported."""
    shown = ("general_outstanding", "special_outstanding", "outstanding", "ceiling", "share")
    first = near(seen.lines)
    for year, row in debt_charts.years(seen.found, seen.places.year):
        limit = row and row["ceiling"]
        yield {
            "region": seen.places.region,
            "year": year,
            "stated_on": row and row["stated_on"],
            **{name: row and row[name] for name in shown},
            "first_band": first,
            "first_band_amount": fen(limit * first) if limit and first is not None else None,
        }


def stream_rows(seen: Seen) -> Iterator[Row]:
    """Give how the money of the year's bonds went, from step to step."""
    year = proceeds(seen.warehouse, seen.places, seen.found)
    for (start, end), amount in sorted(year.streams.items()):
        yield {
            "region": seen.places.region,
            "issued": year.year,
            "issued_by": year.day,
            "stated_on": year.stated_on,
            "from": start,
            "to": end,
            "amount": fen(amount),
        }


def project_rows(seen: Seen) -> Iterator[Row]:
    """Give what each project has of each bond, and how long it has lain idle."""
    region, day = seen.places.region, seen.found.told
    idle = lying(seen.warehouse, region, day)
    shown = ("bond", "bond_name", "project", "project_name", "field", "stated_on", "proceeds_on",
             "allocated", "handed_over", "spent")  # fmt: skip
    for row in seen.found.projects:
        over = idle.get((row["bond"], row["project"]))
        yield {
            "region": region,
            **{name: row[name] for name in shown},
            "idle_to": day,
            "idle_days": idle_days(row, day),
            "severity": over and over.severity,
        }


def line_rows(lines: Sequence[Line], places: Places) -> list[Row]:
    """Give where the debt stands against each line."""
    return [
        {
            "region": places.region,
            "fiscal_year": places.year,
            "rule": one.code,
            "numerator": one.part,
            "denominator": one.whole,
            "share": one.share,
            "stands": one.stands,
            "severity": one.severity or None,
            "yellow": one.limits.get("yellow"),
            "orange": one.limits.get("orange"),
            "red": one.limits.get("red"),
            "reasons": "; ".join(one.reasons) or None,
        }
        for one in lines
    ]


FACES: Mapping[str, Callable[[Seen], Iterator[Row]]] = {
    "ceiling": ceiling_rows,
    "proceeds": stream_rows,
    "projects": project_rows,
}
"""The faces that need the bonds; `lines` needs none, `ladder` is what the page gives unasked."""
