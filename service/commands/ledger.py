"""`pursewatch ledger`: the ledger's schema."""

from typing import Annotated

import typer

from alerts import rights, trail
from alerts.ledger import Ledger
from service import cli, clock, show

ledger = typer.Typer(no_args_is_help=True, help="The ledger's schema: migrate.")


def hang(app: typer.Typer) -> None:
    """Hang the command on the console."""
    app.add_typer(ledger, name="ledger")


@ledger.callback()
def _ledger() -> None:
    """Keep `migrate` a word of its own while it is the only one."""


@ledger.command()
def migrate(
    home: cli.AtHome = cli.HOME,
    account: Annotated[
        str | None,
        typer.Option(
            help="PostgreSQL: the service's own account, which may only add to the record."
        ),
    ] = None,
    as_json: cli.AsJson = False,
) -> int:
    """Bring the ledger's tables to this release's schema; run by their owner."""
    settings = cli.settings_for(home, make=True)
    kept = Ledger(settings.ledger)
    kept.migrate()
    trail.hash_with(kept.engine, settings.chain, now=clock.now())
    said = "the ledger has this release's schema"
    if account is not None:
        rights.grant(kept.engine, account)
        said += f"\n{account} may read the ledger and add to its record, and not change it"
    show.done(said, as_json=as_json, account=account)
    return cli.DONE
