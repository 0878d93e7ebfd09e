"""`pursewatch receive`: takes deliveries in and prints a receipt for each file."""

from pathlib import Path
from typing import Annotated

import typer

from ingest.receipts import Receipt
from ingest.receive import Options, worst
from service import cli, clock, show
from service.dock import take_in
from service.receipts import SHOWN, file_of, receipt_of
from warehouse.period import Period, PeriodUnreadable


def hang(app: typer.Typer) -> None:
    """Hang the command on the console."""
    app.command()(receive)


def receive(
    paths: Annotated[
        list[Path], typer.Argument(help="Folders, .zip files or single files.", exists=True)
    ],
    home: cli.AtHome = cli.HOME,
    as_json: cli.AsJson = False,
    feed: Annotated[str | None, typer.Option(help="The feed, where the name does not say.")] = None,
    region: Annotated[str | None, typer.Option(help="The government that delivers.")] = None,
    period: Annotated[str | None, typer.Option(help="2026, 2026-03 or 2026-03-31.")] = None,
    source: Annotated[str | None, typer.Option(help="The supplier's mapping.")] = None,
) -> int:
    """Take deliveries in. Exit 0: all kept, 3: some rows set aside, 4: some file refused."""
    settings = cli.settings_for(home, make=True)
    options = Options(feed=feed, region=region, period=_period(period), source=source)
    with show.progress("receiving", len(paths)) as bar:
        receipts = take_in(
            settings,
            paths,
            now=clock.now(),
            options=options,
            done=None if bar is None else lambda: bar.advance(bar.task_ids[0]),
        )
    if as_json:
        show.as_json([receipt_of(receipt) for receipt in receipts])
    else:
        for receipt in receipts:
            _print(receipt)
    return worst(receipts)


def _print(receipt: Receipt) -> None:
    number = "" if receipt.number is None else f" {receipt.number}"
    show.say(f"delivery{number}: {receipt.name} from {receipt.supplier or 'several suppliers'}")
    rows = [file_of(file) for file in receipt.files]
    show.table(SHOWN, [[row[column] for column in SHOWN] for row in rows])


def _period(text: str | None) -> Period | None:
    if text is None:
        return None
    try:
        return Period.parse(text)
    except PeriodUnreadable as error:
        raise typer.BadParameter(str(error), param_hint="--period") from error
