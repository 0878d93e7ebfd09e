"""`pursewatch docs`: writes the generated pages of the documentation anew."""

import typer

from alerts import pages
from alerts.catalogue import all_rules
from service import cli, show


def hang(app: typer.Typer) -> None:
    """Hang the command on the console."""
    app.command(hidden=True)(docs)


def docs() -> int:
    """Write the generated pages of `docs/` anew; for those who change the product."""
    rules = all_rules()
    pages.write(rules)
    show.say(f"{len(rules)} rules' pages written")
    return cli.DONE
