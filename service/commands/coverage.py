"""`pursewatch coverage`: what came of every rule, for every government."""

from typing import Annotated

import typer

from service import cli, show
from service.night import night_file
from warehouse.database import Warehouse

RESULTS = """
    select code, region, period, subjects, fail, pass, not_applicable, unknown, error, reasons
    from ops.rule_result
    order by code, region, period
"""


def hang(app: typer.Typer) -> None:
    """Hang the command on the console."""
    app.command()(coverage)


def coverage(
    home: cli.AtHome = cli.HOME,
    as_json: cli.AsJson = False,
    as_of: Annotated[str | None, typer.Option("--as-of", help="A kept night's day.")] = None,
) -> int:
    """Show, for each rule and government, how many subjects came out how, and why unknown."""
    settings = cli.settings_for(home)
    night = Warehouse.open(night_file(settings.house, cli.day_of(as_of, "--as-of")))
    rows = night.rows(RESULTS)
    night.close()
    if as_json:
        show.as_json(rows)
    else:
        headings = ["code", "region", "period", "subjects", "fail", "pass", "not_applicable",
                    "unknown", "error", "reasons"]  # fmt: skip
        show.table(headings, [[row[heading] for heading in headings] for row in rows])
    return cli.DONE
