"""更正. Which figures were stated otherwise later, and did a pinned night hold the old ones?"""

from collections.abc import Mapping
from contextlib import suppress
from decimal import Decimal, InvalidOperation

from dashboards.look import number
from dashboards.page import Page, Row, View
from dashboards.words import say
from warehouse.sensitive import restated
from warehouse.shapes import tables
from warehouse.terms import COLUMNS, column

MOST = 500
RESTATED = """
    select
        r.feed, r.region, r.period, r.supplier, r.key, r.column_name, r.change, r.was, r.became,
        r.difference, r.stated_at, r.received_at, r.file, r.replaced, r.line,
        string_agg(cast(p.night as varchar), ', ' order by p.night) as pinned
    from ops.restated r
    left join ops.pinned_row p on p.file = r.replaced and p.line = r.line
    group by all
    order by r.stated_at desc, r.feed, r.region, r.key, r.column_name, r.file, r.line
"""


def rows(view: View) -> list[Row]:
    """Give every restated cell within the reader's reach, the latest first."""
    if view.warehouse is None:
        return []
    wanted = view.choice.one("feed")
    found = [
        row
        for row in view.warehouse.rows(RESTATED)
        if view.scope.sees(row["region"]) and wanted in {"", row["feed"]}
    ]
    return found if view.scope.clear else [restated(row) for row in found]


def draw(view: View) -> Mapping[str, object]:
    """List what was restated, as much as a page can show."""
    found = rows(view)
    shown = [_shown(row, view.language) for row in found[:MOST]]
    total = sum((row["difference"] or Decimal(0) for row in found), Decimal(0))
    held = sum(row["pinned"] is not None for row in found)
    return {
        "cells": shown,
        "answer": say(
            view.language,
            "receipts.no_night"
            if view.warehouse is None
            else "restated.answer"
            if found
            else "restated.none",
            n=len(found),
            total=number(total, 2),
            held=say(view.language, "restated.held", n=held),
        ),
        "no_night": view.warehouse is None,
        "cut": len(found) - len(shown),
    }


def _shown(row: Row, language: str) -> Row:
    """Write the two values of a cell; amounts as amounts."""
    written = {name: _written(row, row[name]) for name in ("was", "became")}
    return {**row, **written, "label": _label(row, language)}


def _written(row: Row, text: str | None) -> str | None:
    shape = tables("core").get(row["feed"])
    if text is None or shape is None or row["column_name"] not in shape.money:
        return text
    with suppress(InvalidOperation):
        return number(Decimal(text), 2)
    return text


def _label(row: Row, language: str) -> str:
    name = row["column_name"]
    if name is None:
        return say(language, "restated.row")
    known = f"{row['feed']}.{name}" in COLUMNS or name in COLUMNS
    return str(getattr(column(row["feed"], name), language)) if known else name


PAGE = Page(
    path="/restated",
    title_key="restated.title",
    question_key="restated.question",
    draw=draw,
    template="restated.html",
    rows=rows,
    takes=frozenset({"feed"}),
)
