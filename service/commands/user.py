"""`pursewatch user`: local accounts."""

import sys
from typing import Annotated

import typer

from alerts.accounts import Accounts
from alerts.ledger import Ledger
from alerts.workflow import Role
from service import cli, clock, show

user = typer.Typer(no_args_is_help=True, help="Local accounts: add, list, role, password, disable.")
Name = Annotated[str, typer.Argument(help="The account's name.")]


def hang(app: typer.Typer) -> None:
    """Hang the command on the console."""
    app.add_typer(user, name="user")


@user.command()
def add(
    name: Name,
    role: Annotated[Role, typer.Option(help="What the account may do.")],
    region: Annotated[str, typer.Option(help="The government whose figures it sees.")],
    display: Annotated[str, typer.Option(help="The name that others see.")] = "",
    unit: Annotated[str | None, typer.Option(help="A respondent's unit.")] = None,
    home: cli.AtHome = cli.HOME,
) -> int:
    """Add an account; the password is asked for, or read from standard input."""
    _accounts(home).add(
        name,
        password=_password(),
        role=role,
        region=region,
        unit=unit,
        display=display or name,
        now=clock.now(),
    )
    show.say(f"account {name} added as {role.value} of {region}")
    return cli.DONE


@user.command("list")
def list_accounts(home: cli.AtHome = cli.HOME, as_json: cli.AsJson = False) -> int:
    """List the accounts."""
    rows = [
        {
            "name": account.name,
            "display": account.display,
            "role": account.role.value,
            "region": account.region,
            "unit": account.unit,
            "disabled": account.disabled,
        }
        for account in _accounts(home).list()
    ]
    if as_json:
        show.as_json(rows)
    else:
        headings = ["name", "display", "role", "region", "unit", "disabled"]
        show.table(headings, [list(row.values()) for row in rows])
    return cli.DONE


@user.command("role")
def set_role(
    name: Name,
    role: Annotated[Role, typer.Argument(help="The new role.")],
    home: cli.AtHome = cli.HOME,
) -> int:
    """Give an account another role."""
    _accounts(home).set_role(name, role)
    show.say(f"account {name} is now {role.value}")
    return cli.DONE


@user.command("password")
def set_password(name: Name, home: cli.AtHome = cli.HOME) -> int:
    """Set an account's password; it is asked for, or read from standard input."""
    _accounts(home).set_password(name, _password(), now=clock.now())
    show.say(f"the password of {name} is set; its sessions are ended")
    return cli.DONE


@user.command()
def disable(name: Name, home: cli.AtHome = cli.HOME) -> int:
    """Close an account and end its sessions."""
    _accounts(home).disable(name)
    show.say(f"account {name} is disabled")
    return cli.DONE


def _accounts(home: cli.AtHome) -> Accounts:
    settings = cli.settings_for(home, make=True)
    ledger = Ledger(settings.ledger)
    ledger.migrate()
    return Accounts(ledger.engine)


def _password() -> str:
    if sys.stdin.isatty():
        return str(typer.prompt("password", hide_input=True, confirmation_prompt=True))
    return sys.stdin.readline().rstrip("\r\n")
