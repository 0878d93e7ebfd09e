"""`pursewatch ledger`: the ledger's schema."""

import typer

from alerts.ledger import Ledger
from service import cli, show

ledger = typer.Typer(no_args_is_help=True, help="The ledger's schema: migrate.")


def hang(app: typer.Typer) -> None:
    """Hang the command on the console."""
    app.add_typer(ledger, name="ledger")


@ledger.callback()
def _ledger() -> None:
    """Keep `migrate` a word of its own while it is the only one."""


@ledger.command()
def migrate(home: cli.AtHome = cli.HOME) -> int:
    """Bring the ledger's tables to this release's schema."""
    settings = cli.settings_for(home, make=True)
    Ledger(settings.ledger).migrate()
    show.say("the ledger has this release's schema")
    return cli.DONE
