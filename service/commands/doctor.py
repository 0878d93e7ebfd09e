"""`pursewatch doctor`: health, with a sentence when something is wrong."""

import typer

from service import cli, clock, show
from service.doctor import examine


def hang(app: typer.Typer) -> None:
    """Hang the command on the console."""
    app.command()(doctor)


def doctor(home: cli.AtHome = cli.HOME, as_json: cli.AsJson = False) -> int:
    """Say what is well with a home and what is not. Exit 5 when something is wrong."""
    checks = examine(cli.settings_for(home), clock.now())
    if as_json:
        show.as_json([vars(check) for check in checks])
    else:
        for check in checks:
            line = f"{'well' if check.well else 'WRONG'}\t{check.name}\t{check.says}"
            (show.say if check.well else show.complain)(line)
    return cli.DONE if all(check.well for check in checks) else cli.NOT_PROVEN
