"""`pursewatch receive`: takes deliveries in and prints a receipt for each file."""

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from ingest.delivery import region_code
from ingest.headings import FileRefused
from ingest.receipts import Receipt
from ingest.receive import Options, worst
from ingest.sources import load_sources
from service import cli, clock, show
from service.dock import take_in
from service.home import Home
from service.options import feed_of, period_of
from service.receipts import SHOWN, file_of, receipt_of
from service.trial import Tried, try_out


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
    trial: Annotated[
        bool, typer.Option("--try", help="Show what would be read and what is wrong; keep nothing.")
    ] = False,
) -> int:
    """Take deliveries in. Exit 0: all kept, 3: some rows set aside, 4: some file refused."""
    options = Options(
        feed=feed_of(feed),
        region=_region(region),
        period=None if period is None else period_of(period),
        source=_source(source, home),
    )
    if trial:
        return _try(home, paths, options, as_json)
    settings = cli.settings_for(home, make=True)
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
    suppliers = sorted({file.supplier for file in receipt.files if file.supplier})
    of = f" from {', '.join(suppliers)}" if suppliers else ""
    show.say(f"delivery{number}: {' '.join(receipt.name.splitlines())}{of}")
    rows = [file_of(file) for file in receipt.files]
    show.table(SHOWN, [[row[column] for column in SHOWN] for row in rows])


def _try(home: Path, paths: list[Path], options: Options, as_json: bool) -> int:
    tried = list(try_out(home, paths, now=clock.now(), options=options))
    if as_json:
        show.as_json([_tried_of(receipt, files) for receipt, files in tried])
    for receipt, files in [] if as_json else tried:
        _print(receipt)
        for one in files:
            _print_tried(one)
    if not as_json:
        show.say("tried: nothing was kept")
    return worst([receipt for receipt, _ in tried])


def _tried_of(receipt: Receipt, files: Sequence[Tried]) -> dict[str, object]:
    told = [
        {**file_of(one.file), "first": one.rows, "empty": one.empty, "set_aside": one.aside}
        for one in files
    ]
    return {**receipt_of(receipt), "files": told}


def _print_tried(one: Tried) -> None:
    show.say("")
    show.say(f"{one.file.name}: {one.file.feed or 'no feed'}, {one.file.status.value}")
    if one.file.reason:
        show.say(f"  {one.file.reason}")
    for note in one.file.notes:
        show.say(f"  {note}")
    if one.empty:
        show.say(f"  empty in every row: {', '.join(one.empty)}")
    if one.rows:
        columns = [name for name in one.rows[0] if name not in one.empty]
        show.table(columns, [[row[name] for name in columns] for row in one.rows])
    for reason in one.aside:
        where = f"line {reason['line']}, {reason['column_name'] or 'row'}"
        show.say(f"  set aside: {where}: {reason['raw']!r}: {reason['reason']}")


def _region(text: str | None) -> str | None:
    if text is None:
        return None
    try:
        return region_code(text)
    except FileRefused as error:
        raise typer.BadParameter(str(error), param_hint="--region") from error


def _source(text: str | None, home: Path) -> str | None:
    folder = Home(home).sources
    known = {} if text is None else load_sources(folder)
    if text is not None and text not in known:
        told = f"known are {', '.join(sorted(known))}" if known else f"none is in {folder}"
        raise typer.BadParameter(f"no mapping is called {text!r}: {told}", param_hint="--source")
    return text
