"""`pursewatch pull`: takes what is new from a configured database, folder or SFTP server."""

from typing import Annotated

import typer

from ingest.pulls.database import Pulled
from ingest.pulls.order import PullFailed
from ingest.receipt import Receipt
from service import cli, show
from service.pull import How, find, pull, status
from service.receipts import SHOWN, file_of, receipt_of


def hang(app: typer.Typer) -> None:
    """Hang the command on the console."""
    app.command("pull")(run)


def run(
    source: Annotated[str, typer.Argument(help="The source: SOURCE.pull.toml in HOME/sources.")],
    home: cli.AtHome = cli.HOME,
    as_json: cli.AsJson = False,
    whole: Annotated[bool, typer.Option("--whole", help="Read every period again.")] = False,
    empty: Annotated[
        bool, typer.Option("--empty", help="A table may have lost all its rows.")
    ] = False,
) -> int:
    """Take what is new. Exit 0: all kept, or nothing new, 3: rows set aside, 4: a file refused."""
    settings = cli.settings_for(home, make=True)
    told = find(settings, source)
    try:
        pulled = pull(settings, told, How(whole=whole, empty=empty))
    except PullFailed as error:
        came = [receipt for receipt in error.came if isinstance(receipt, Receipt)]
        if came:
            _show(Pulled(came), source, as_json=as_json)
        raise
    _show(pulled, source, as_json=as_json)
    for table, rows in pulled.undated.items():
        show.complain(
            f"{table}: {rows} rows tell no period and were not taken: the supplier must date them"
        )
    return status(pulled)


def _show(pulled: Pulled, source: str, *, as_json: bool) -> None:
    if as_json:
        show.as_json([receipt_of(receipt) for receipt in pulled.receipts])
        return
    for receipt in pulled.receipts:
        number = "" if receipt.number is None else f" {receipt.number}"
        show.say(f"delivery{number}: {receipt.name} from {receipt.supplier or 'nobody named'}")
    if pulled.receipts:
        files = [file_of(file) for receipt in pulled.receipts for file in receipt.files]
        show.table(SHOWN, [[file[column] for column in SHOWN] for file in files])
    else:
        show.say(f"{source}: nothing is new")
