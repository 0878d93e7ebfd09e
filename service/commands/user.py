"""`pursewatch user`: local accounts."""

import sys
from datetime import UTC, datetime, time
from typing import Annotated

import typer

from alerts.access import Right
from alerts.accounts import CONSOLE, Accounts
from alerts.ledger import Ledger
from alerts.tokens import Tokens
from alerts.workflow import Role
from service import cli, clock, show

user = typer.Typer(no_args_is_help=True, help="Local accounts and the tokens of machines.")
ROW = (
    "name", "display", "role", "region", "unit", "disabled", "second_factor", "must_change",
)  # fmt: skip
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
    unit: Annotated[str | None, typer.Option(help="The unit that it belongs to.")] = None,
    must_change: Annotated[
        bool, typer.Option("--must-change", help="Have the password changed at first sign-in.")
    ] = False,
    home: cli.AtHome = cli.HOME,
    as_json: cli.AsJson = False,
) -> int:
    """Add an account; the password is asked for, or read from standard input."""
    _accounts(home).add(
        name,
        password=_password(),
        role=role,
        region=region,
        unit=unit,
        display=display or name,
        must_change=must_change,
        now=clock.now(),
    )
    show.done(
        f"account {name} added as {role.value} of {region}",
        as_json=as_json,
        account=name,
        role=role.value,
        region=region,
    )
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
            "second_factor": account.second_factor,
            "must_change": account.must_change,
        }
        for account in _accounts(home).list()
    ]
    if as_json:
        show.as_json(rows)
    else:
        show.table(list(ROW), [list(row.values()) for row in rows])
    return cli.DONE


@user.command("role")
def set_role(
    name: Name,
    role: Annotated[Role, typer.Argument(help="The new role.")],
    home: cli.AtHome = cli.HOME,
    as_json: cli.AsJson = False,
) -> int:
    """Give an account another role."""
    _accounts(home).set_role(name, role, now=clock.now())
    show.done(f"account {name} is now {role.value}", as_json=as_json, account=name, role=role.value)
    return cli.DONE


@user.command("password")
def set_password(name: Name, home: cli.AtHome = cli.HOME, as_json: cli.AsJson = False) -> int:
    """Set an account's password; it is asked for, or read from standard input."""
    _accounts(home).set_password(name, _password(), now=clock.now())
    show.done(
        f"the password of {name} is set; its sessions are ended", as_json=as_json, account=name
    )
    return cli.DONE


@user.command()
def disable(name: Name, home: cli.AtHome = cli.HOME, as_json: cli.AsJson = False) -> int:
    """Close an account and end its sessions."""
    _accounts(home).disable(name, now=clock.now())
    show.done(f"account {name} is disabled", as_json=as_json, account=name)
    return cli.DONE


@user.command()
def enable(name: Name, home: cli.AtHome = cli.HOME, as_json: cli.AsJson = False) -> int:
    """Open a closed account again."""
    _accounts(home).enable(name, now=clock.now())
    show.done(f"account {name} is open", as_json=as_json, account=name)
    return cli.DONE


@user.command("sign-out")
def sign_out(name: Name, home: cli.AtHome = cli.HOME, as_json: cli.AsJson = False) -> int:
    """End every session and token of an account."""
    accounts = _accounts(home)
    accounts.of(name)
    accounts.sign_out_everywhere(name, now=clock.now(), by=CONSOLE)
    show.done(f"every session and token of {name} is ended", as_json=as_json, account=name)
    return cli.DONE


@user.command("no-factor")
def no_factor(name: Name, home: cli.AtHome = cli.HOME, as_json: cli.AsJson = False) -> int:
    """Take an account's second factor away: its authenticator is lost."""
    _accounts(home).set_factor(name, None, now=clock.now())
    show.done(
        f"{name} signs in with the password alone; its sessions are ended",
        as_json=as_json,
        account=name,
    )
    return cli.DONE


@user.command("token")
def give_token(
    name: Name,
    label: Annotated[str, typer.Option("--name", help="What it is for.")],
    right: Annotated[list[Right], typer.Option(help="What it may open; again for more.")],
    until: Annotated[str, typer.Option(help="Its last day, as 2026-12-31.")],
    home: cli.AtHome = cli.HOME,
    as_json: cli.AsJson = False,
) -> int:
    """Give a machine a token of an account; it is printed this once."""
    day = cli.day_of(until, "--until")
    assert day is not None
    text, token = _tokens(home).give(
        name, label, right, until=datetime.combine(day, time.max, UTC), by=CONSOLE, now=clock.now()
    )
    if as_json:
        show.as_json({"number": token.number, "token": text, "expires_at": token.expires_at})
    else:
        show.say(text)
    return cli.DONE


@user.command("tokens")
def list_tokens(home: cli.AtHome = cli.HOME, as_json: cli.AsJson = False) -> int:
    """List the tokens of all accounts; the tokens themselves are kept nowhere."""
    rows = [vars(one) for one in _tokens(home).list()]
    if as_json:
        show.as_json(rows)
    else:
        headings = ["number", "account", "name", "rights", "created_at", "expires_at"]
        show.table(headings, [list(row.values()) for row in rows])
    return cli.DONE


@user.command("end-token")
def end_token(
    number: Annotated[int, typer.Argument(help="The token's number.")],
    home: cli.AtHome = cli.HOME,
    as_json: cli.AsJson = False,
) -> int:
    """End a token."""
    _tokens(home).end(number, owner=None, by=CONSOLE, now=clock.now())
    show.done(f"token {number} is ended", as_json=as_json, token=number)
    return cli.DONE


def _tokens(home: cli.AtHome) -> Tokens:
    settings = cli.settings_for(home)
    ledger = Ledger(settings.ledger)
    ledger.migrate()
    return Tokens(ledger.engine)


def _accounts(home: cli.AtHome) -> Accounts:
    settings = cli.settings_for(home, make=True)
    ledger = Ledger(settings.ledger)
    ledger.migrate()
    return Accounts(ledger.engine, settings.passwords)


def _password() -> str:
    if sys.stdin.isatty():
        return str(typer.prompt("password", hide_input=True, confirmation_prompt=True))
    return sys.stdin.readline().rstrip("\r\n")
