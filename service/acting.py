"""经办. Who gives an order on the console, and the desks that it is given at."""

import secrets
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer

from alerts.accounts import Accounts
from alerts.actor import Actor
from alerts.desk import Desk
from alerts.ledger import Ledger
from alerts.matters.desk import Matters
from alerts.matters.numbers import Numbers, signs_of
from alerts.matters.reviews import lines_of
from alerts.quieting import Quiet
from service import cli
from service.settings import Settings
from warehouse.database import NightMissing, Warehouse
from warehouse.workdays import with_site

By = Annotated[str, typer.Option("--by", envvar="PURSEWATCH_BY", help="The account that acts.")]


@dataclass(frozen=True)
class Office:
    """A home's desks, and who sits at them."""

    settings: Settings
    ledger: Ledger
    me: Actor
    desk: Desk
    quiet: Quiet
    matters: Matters


def office(home: Path, by: str) -> Office:
    """Open a home's desks for an account.

    Raises:
        AccountUnknown: there is no such account.
        BadParameter: no account is named, or it is closed.
    """
    if not by:
        raise typer.BadParameter(
            "say which account acts, by its name: `pursewatch user list` shows them all",
            param_hint="--by",
        )
    settings = cli.settings_for(home)
    ledger = Ledger(settings.ledger)
    ledger.migrate()
    account = Accounts(ledger.engine).of(by)
    if account.disabled:
        raise typer.BadParameter(f"the account {by!r} is closed: name another", param_hint="--by")
    workdays = with_site(settings.house.calendar)
    return Office(
        settings,
        ledger,
        Actor.of(account, "console"),
        Desk(ledger.engine, workdays),
        Quiet(ledger.engine),
        matters_of(settings, ledger),
    )


def matters_of(settings: Settings, ledger: Ledger) -> Matters:
    """Give the matters of a home, with its own calendar and its own signs of papers.

    Raises:
        SignsRefused: two kinds of paper have one sign.
    """
    return Matters(
        ledger.engine,
        workdays=with_site(settings.house.calendar),
        numbers=Numbers(signs_of(settings.letter_place, settings.letter_signs)),
        lines=lambda region, draft: _lines(settings, region, draft),
    )


def _lines(settings: Settings, region: str, draft: str) -> Collection[str] | None:
    """Give the lines of a draft as the published night has them; None: it has none."""
    try:
        night = Warehouse.open(settings.house.nights / "current")
    except NightMissing:
        return None
    try:
        return lines_of(night, region, draft)
    finally:
        night.close()


def seal_key(settings: Settings) -> bytes:
    """Give the site's own key for sealed files; it is made at its first use."""
    file = settings.house.root / "seal.key"
    if not file.exists():
        draft = file.with_name(f".seal-{secrets.token_hex(4)}")
        draft.touch(mode=0o600)
        draft.write_bytes(secrets.token_bytes(32))
        try:
            file.hardlink_to(draft)
        except FileExistsError:
            pass
        finally:
            draft.unlink()
    return file.read_bytes()
