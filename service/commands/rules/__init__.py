"""`pursewatch rules`: the catalogue, its proof, and what is decided about rules."""

import typer

from service.commands.rules import catalogue, decide, trial

rules = typer.Typer(
    no_args_is_help=True, help="The rules: list, show, check, test, new, backtest, limit, disable …"
)


def hang(app: typer.Typer) -> None:
    """Hang the command on the console."""
    for part in (catalogue, decide, trial):
        part.hang(rules)
    app.add_typer(rules, name="rules")
