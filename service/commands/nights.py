"""`pursewatch nights`: the nights that are kept, and which of them are pinned."""

from typing import Annotated

import typer

from service import cli, pins, show
from service.home import Home
from service.night import night_file
from warehouse.database import Warehouse
from warehouse.publish import kept_nights, published

nights = typer.Typer(no_args_is_help=True, help="The nights kept: list, pin, diff.")
Day = Annotated[str, typer.Argument(help="A kept night's day, such as 2026-03-31.")]

COUNTED = """
    select
        (select count(*) from ops.finding) as findings,
        (select version from ops.run) as version,
        (select built_at from ops.run) as built_at
"""
FINDINGS = "select code, region, period, subject, severity, at_stake from ops.finding"
TOTALS = """
    select f.feed, f.region, f.period, f.supplier, t.column_name, t.kept
    from ops.delivery_file f
    join ops.file_total t on t.file = f.number
    where f.in_force
"""


def hang(app: typer.Typer) -> None:
    """Hang the command on the console."""
    app.add_typer(nights, name="nights")


@nights.command("list")
def list_nights(home: cli.AtHome = cli.HOME, as_json: cli.AsJson = False) -> int:
    """List the nights that are kept."""
    house = cli.settings_for(home).house
    rows = []
    for day in kept_nights(house.nights):
        night = Warehouse.open(night_file(house, day))
        counted = night.rows(COUNTED)[0]
        night.close()
        rows.append(
            {
                "night": day,
                "current": day == published(house.nights),
                "pinned": pins.reason(house, day),
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
) -> int:
    """Keep a night for ever, for the sitting or report that rests on it."""
    house = cli.settings_for(home).house
    wanted = cli.day_of(day, "DAY")
    night_file(house, wanted)
    assert wanted is not None
    pins.pin(house, wanted, reason)
    show.say(f"the night of {wanted} is kept for: {reason}")
    return cli.DONE


@nights.command()
def diff(one: Day, other: Day, home: cli.AtHome = cli.HOME, as_json: cli.AsJson = False) -> int:
    """Show what changed between two nights: findings come, gone and changed, totals restated."""
    house = cli.settings_for(home).house
    changes = [
        *_changes(house, one, other, FINDINGS, key=4, what="finding"),
        *_changes(house, one, other, TOTALS, key=5, what="total"),
    ]
    if as_json:
        show.as_json(changes)
    else:
        headings = ["what", "change", "key", "from", "to"]
        show.table(headings, [[row[heading] for heading in headings] for row in changes])
    return cli.DONE


def _changes(
    house: Home, one: str, other: str, sql: str, *, key: int, what: str
) -> list[dict[str, object]]:
    before, after = (_keyed(house, day, sql, key) for day in (one, other))
    found: list[dict[str, object]] = []
    for name in sorted(before.keys() | after.keys()):
        was, became = before.get(name), after.get(name)
        if was != became:
            change = "gone" if became is None else "come" if was is None else "changed"
            found.append(
                {"what": what, "change": change, "key": "/".join(name), "from": was, "to": became}
            )
    return found


def _keyed(house: Home, day: str, sql: str, key: int) -> dict[tuple[str, ...], list[object]]:
    night = Warehouse.open(night_file(house, cli.day_of(day, "DAY")))
    try:
        rows = [list(row.values()) for row in night.rows(sql)]
    finally:
        night.close()
    return {tuple(str(cell) for cell in row[:key]): row[key:] for row in rows}
