"""`pursewatch receipts`: what came, what became of it, and the rows set aside."""

from pathlib import Path
from typing import Annotated

import typer

from ingest.feeds import all_feeds, by_title
from ingest.receipts import Receipts
from ingest.rejects import write_rejects
from service import cli, show
from service import restated as restatements
from service.receipts import SHOWN, file_of, receipt_of

receipts = typer.Typer(no_args_is_help=True, help="What came: list, show, rejects, restated.")
Number = Annotated[int, typer.Argument(help="A file's number, as `receipts list` shows it.")]


def hang(app: typer.Typer) -> None:
    """Hang the command on the console."""
    app.add_typer(receipts, name="receipts")


@receipts.command("list")
def list_receipts(home: cli.AtHome = cli.HOME, as_json: cli.AsJson = False) -> int:
    """List every delivery and its files, in the order in which they came."""
    deliveries = Receipts(cli.settings_for(home).house.root).deliveries()
    if as_json:
        show.as_json([receipt_of(delivery) for delivery in deliveries])
    else:
        files = [file_of(file) for delivery in deliveries for file in delivery.files]
        show.table(SHOWN, [[file[column] for column in SHOWN] for file in files])
    return cli.DONE


@receipts.command("show")
def show_receipt(number: Number, home: cli.AtHome = cli.HOME, as_json: cli.AsJson = False) -> int:
    """Show one file's receipt: rows and totals delivered, kept, repeated and set aside."""
    told = file_of(Receipts(cli.settings_for(home).house.root).file(number))
    if as_json:
        show.as_json(told)
    else:
        for name, value in told.items():
            show.say(f"{name}: {show.words(value)}")
    return cli.DONE


@receipts.command()
def rejects(
    number: Number,
    out: Annotated[Path | None, typer.Option(help="A .csv or .xlsx to send back.")] = None,
    home: cli.AtHome = cli.HOME,
    as_json: cli.AsJson = False,
) -> int:
    """Show the rows set aside with their reasons, or write them in the supplier's own layout."""
    kept = Receipts(cli.settings_for(home).house.root)
    if out is not None:
        count = write_rejects(kept.rejects(number), out)
        show.say(f"{count} rows written to {out}")
        return cli.DONE
    rows = list(kept.rejects(number))
    if as_json:
        show.as_json(rows)
    else:
        headings = ["line", "column_name", "raw", "reason"]
        show.table(headings, [[row[heading] for heading in headings] for row in rows])
    return cli.DONE


@receipts.command()
def restated(
    feed: Annotated[str | None, typer.Option(help="Only this feed, by name or title.")] = None,
    region: Annotated[str | None, typer.Option(help="Only this government.")] = None,
    home: cli.AtHome = cli.HOME,
    as_json: cli.AsJson = False,
) -> int:
    """List what later deliveries stated otherwise, and the pinned nights that held the old."""
    house = cli.settings_for(home).house
    wanted = None if feed is None else by_title(feed)
    if feed is not None and wanted is None:
        raise typer.BadParameter(
            f"there is no feed {feed!r}: these are {', '.join(all_feeds())}", param_hint="--feed"
        )
    cells = restatements.restated(
        house, feed=None if wanted is None else wanted.name, region=region
    )
    if as_json:
        show.as_json(cells)
        return cli.DONE
    shown = ("feed", "region", "period", "key", "column_name", "change", "was", "became",
             "difference", "stated_at", "replaced", "file", "pinned")  # fmt: skip
    show.table(shown, [[cell[column] for column in shown] for cell in cells])
    return cli.DONE
