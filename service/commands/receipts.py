"""`pursewatch receipts`: what came, what became of it, and the rows set aside."""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Annotated

import typer

from alerts.witness import Act
from ingest.quarantine import chosen, lying, over_time
from ingest.receipts import Receipts
from ingest.rejects import write_rejects
from service import cli, show
from service import restated as restatements
from service.options import feed_of
from service.receipts import (
    LYING,
    MONTHS,
    SHOWN,
    file_of,
    lying_of,
    month_of,
    receipt_of,
    to_supplier,
)
from service.sealing import Reader, look

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
            show.say(f"{name}: {show.cell(value)}")
    return cli.DONE


@receipts.command()
def rejects(
    number: Annotated[
        int | None, typer.Argument(help="A file's number; without it, counts over all files.")
    ] = None,
    out: Annotated[Path | None, typer.Option(help="A .csv or .xlsx to send back.")] = None,
    months: Annotated[
        bool, typer.Option("--months", help="Count by month of receipt, supplier and feed.")
    ] = False,
    every: Annotated[
        bool, typer.Option("--all", help="Also of files that are no longer in force.")
    ] = False,
    feed: Annotated[str | None, typer.Option(help="Of one feed only.")] = None,
    supplier: Annotated[str | None, typer.Option(help="Of one supplier only.")] = None,
    by: Reader = "",
    home: cli.AtHome = cli.HOME,
    as_json: cli.AsJson = False,
) -> int:
    """Show the rows set aside with their reasons, or write them in the supplier's own layout.

    Without a number: how many lie there by file and reason, or how it went month by month.
    """
    settings = cli.settings_for(home)
    root = settings.house.root
    kept = Receipts(root)
    if number is not None:  # the rows as they came, unmasked, for whoever sends them back
        look(settings, by, Act.READ, f"file {number}", purpose="rejects", name=out and out.name)
    if number is not None and out is not None:
        feed = kept.file(number).feed
        count = write_rejects(kept.headings(number), to_supplier(kept.rejects(number), feed), out)
        show.done(
            f"{show.counted(count, 'rows')} written to {out}", as_json=as_json, file=out, rows=count
        )
        return cli.DONE
    if out is not None:
        raise typer.BadParameter("give the number of the file to write", param_hint="--out")
    columns: Sequence[str]
    rows: Iterable[Mapping[str, object]]
    asked = chosen(
        kept.files() if every or months else kept.in_force(),
        {"feed": feed_of(feed), "supplier": supplier},
    )
    if number is not None:
        columns, rows = ("line", "column_name", "raw", "reason"), list(kept.rejects(number))
    elif months:
        columns, rows = MONTHS, [month_of(month) for month in over_time(asked)]
    else:
        columns, rows = LYING, [lying_of(one) for one in lying(root, asked)]
    if as_json:
        show.as_json(list(rows))
    else:
        show.table(columns, [[row[column] for column in columns] for row in rows])
    return cli.DONE


@receipts.command()
def restated(
    feed: Annotated[str | None, typer.Option(help="Only this feed, by name or title.")] = None,
    region: Annotated[str | None, typer.Option(help="Only this government.")] = None,
    by: Reader = "",
    home: cli.AtHome = cli.HOME,
    as_json: cli.AsJson = False,
) -> int:
    """List what later deliveries stated otherwise, and the pinned nights that held the old."""
    settings = cli.settings_for(home)
    house = settings.house
    cells = restatements.restated(house, feed=feed_of(feed), region=region)
    look(settings, by, Act.READ, "restated", purpose="restated", feed=feed, region=region)
    if as_json:
        show.as_json(cells)
        return cli.DONE
    shown = ("feed", "region", "period", "key", "column_name", "change", "was", "became",
             "difference", "stated_at", "replaced", "file", "pinned")  # fmt: skip
    said = [{**cell, "pinned": ", ".join(map(str, cell["pinned"]))} for cell in cells]
    show.table(shown, [[cell[column] for column in shown] for cell in said])
    return cli.DONE
