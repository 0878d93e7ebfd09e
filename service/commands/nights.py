"""`pursewatch nights`: the nights that are kept, and which of them are pinned."""

from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, date
from decimal import Decimal
from typing import Annotated

import typer

from ingest.feeds import all_feeds
from service import cli, pins, show
from service.night import beside, night_file
from warehouse.database import NightBroken, Warehouse
from warehouse.diff import MOST, NightDiff, compare
from warehouse.publish import kept_nights, published

nights = typer.Typer(no_args_is_help=True, help="The nights kept: list, pin, diff.")
Day = Annotated[str, typer.Argument(help="A kept night's day, such as 2026-03-31.")]

Night = Annotated[str, typer.Argument(help="A kept night: its day, or day~known.")]

COUNTED = """
    select
        (select count(*) from ops.finding) as findings,
        (select version from ops.run) as version,
        (select built_at from ops.run) as built_at
"""


def hang(app: typer.Typer) -> None:
    """Hang the command on the console."""
    app.add_typer(nights, name="nights")


@nights.command("list")
def list_nights(home: cli.AtHome = cli.HOME, as_json: cli.AsJson = False) -> int:
    """List the nights that are kept, then those kept beside: older ones, or as known earlier."""
    house = cli.settings_for(home).house
    rows = []
    kept: list[date | str] = [*kept_nights(house.nights), *beside(house)]
    for day in kept:
        try:
            with closing(Warehouse.open(night_file(house, day))) as night:
                counted = night.rows(COUNTED)[0]
                counted["built_at"] = counted["built_at"].replace(tzinfo=UTC)
        except NightBroken as error:
            show.complain(str(error))
            counted = dict.fromkeys(("findings", "version", "built_at"))
        rows.append(
            {
                "night": day,
                "current": day == published(house.nights),
                "pinned": pins.reason(house, day) if isinstance(day, date) else None,
                **counted,
            }
        )
    if as_json:
        show.as_json(rows)
    else:
        headings = ["night", "current", "pinned", "findings", "version", "built_at"]
        show.table(headings, [[row[heading] for heading in headings] for row in rows])
    return cli.DONE


@nights.command()
def pin(
    day: Day,
    reason: Annotated[str, typer.Option(help="The sitting or report that rests on it.")],
    home: cli.AtHome = cli.HOME,
    as_json: cli.AsJson = False,
) -> int:
    """Keep a night for ever, for the sitting or report that rests on it."""
    house = cli.settings_for(home).house
    wanted = cli.day_of(day, "DAY")
    night_file(house, wanted)
    assert wanted is not None
    pins.pin(house, wanted, reason)
    show.done(
        f"the night of {wanted} is kept for: {reason}", as_json=as_json, night=wanted, reason=reason
    )
    return cli.DONE


@nights.command()
def diff(
    one: Night,
    other: Night,
    most: Annotated[
        int, typer.Option(min=0, help="How many rows and cells are listed; all are counted.")
    ] = MOST,
    home: cli.AtHome = cli.HOME,
    as_json: cli.AsJson = False,
) -> int:
    """Show what changed from one night to another: rows, cells, totals and findings."""
    house = cli.settings_for(home).house
    before, after = (night_file(house, cli.night_of(day, "NIGHT")) for day in (one, other))
    keys = {name: feed.key for name, feed in all_feeds().items()}
    found = compare(before, after, keys, most=most)
    if as_json:
        show.as_json(_written(one, other, found))
        return cli.DONE
    rows = list(_lines(found))
    show.table(("what", "change", "key", "from", "to", "difference"), rows)
    if not rows:
        show.complain(f"the nights of {one} and {other} hold the same rows and findings")
    if found.cut:
        show.complain(f"only {most} rows and cells are listed, all are counted: say --most more")
    return cli.DONE


def _written(one: str, other: str, found: NightDiff) -> dict[str, object]:
    return {
        "from": one,
        "to": other,
        "feeds": [
            {
                "feed": feed.feed,
                "rows_from": feed.rows[0],
                "rows_to": feed.rows[1],
                "added": feed.added,
                "gone": feed.gone,
                "changed": feed.changed,
                "cells": feed.cells,
                "totals": [
                    {"column": column, "from": was, "to": became, "difference": became - was}
                    for column, was, became in feed.totals
                ],
            }
            for feed in found.feeds
        ],
        "cells": [
            {
                "feed": cell.feed,
                "change": cell.change,
                "key": cell.key,
                "column": cell.column,
                "from": cell.was,
                "to": cell.became,
                "difference": cell.difference,
            }
            for cell in found.cells
        ],
        "cut": found.cut,
        "findings": [
            {
                "change": finding.change,
                "code": finding.code,
                "region": finding.region,
                "period": finding.period,
                "subject": finding.subject,
                "from": _graded(finding.was),
                "to": _graded(finding.became),
            }
            for finding in found.findings
        ],
    }


def _graded(told: tuple[str, Decimal | None] | None) -> dict[str, object] | None:
    return None if told is None else {"severity": told[0], "at_stake": told[1]}


def _lines(found: NightDiff) -> Iterator[tuple[object, ...]]:
    for feed in found.feeds:
        counted = f"{feed.added} added, {feed.gone} gone, {feed.changed} changed"
        yield "feed", counted, feed.feed, feed.rows[0], feed.rows[1], feed.rows[1] - feed.rows[0]
        for column, was, became in feed.totals:
            yield "total", "changed", f"{feed.feed}/{column}", was, became, became - was
    for cell in found.cells:
        what = "row" if cell.column is None else cell.column
        key = f"{cell.feed}/{cell.key}"
        yield what, cell.change, key, cell.was, cell.became, cell.difference
    for finding in found.findings:
        key = "/".join((finding.code, finding.region, finding.period, finding.subject))
        yield "finding", finding.change, key, _said(finding.was), _said(finding.became), None


def _said(told: tuple[str, Decimal | None] | None) -> str | None:
    return None if told is None else " ".join(str(part) for part in told if part is not None)
