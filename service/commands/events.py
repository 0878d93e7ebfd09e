"""`pursewatch events`: legal events that the committee's own staff type in."""

import getpass
from collections.abc import Mapping
from typing import Annotated

import typer

from alerts.ledger import Ledger
from alerts.legal_events import FIELDS, KINDS, LegalEvents, TypedEvent, read
from service import cli, clock, show
from service.settings import Settings

events = typer.Typer(no_args_is_help=True, help="Legal events typed in: list, add.")
HEADINGS = ("line", *FIELDS, "actor", "at", "stands", "reason")
By = Annotated[str, typer.Option("--by", help="Who types it in; the account's name by default.")]
Why = Annotated[str, typer.Option("--reason", help="Why; a correction or withdrawal needs it.")]


def hang(app: typer.Typer) -> None:
    """Hang the command on the console."""
    app.add_typer(events, name="events")


@events.command("list")
def list_events(
    every: Annotated[
        bool, typer.Option("--all", help="Corrected and withdrawn lines too.")
    ] = False,
    home: cli.AtHome = cli.HOME,
    as_json: cli.AsJson = False,
) -> int:
    """List the typed events that stand, each with who typed it and when."""
    typed = _events(cli.settings_for(home))
    standing = {line.number for line in typed.standing()}
    lines = typed.lines() if every else typed.standing()
    rows = [shown(line, stands=line.number in standing) for line in lines]
    if as_json:
        show.as_json(rows)
    else:
        show.table(HEADINGS, [[row[heading] for heading in HEADINGS] for row in rows])
    return cli.DONE


@events.command()
def add(
    region: Annotated[str, typer.Option(help="The government's code.")],
    year: Annotated[str, typer.Option("--year", help="The fiscal year that it is about.")] = "",
    kind: Annotated[str, typer.Option(help=f"One of {', '.join(KINDS)}.")] = "",
    event: Annotated[str, typer.Option(help="Its number; one is given where it has none.")] = "",
    subject: Annotated[str, typer.Option(help="The department or unit, where it is one's.")] = "",
    on: Annotated[str, typer.Option("--on", help="The day; leave it out while awaited.")] = "",
    amount: Annotated[str, typer.Option(help="Yuan.")] = "",
    document: Annotated[str, typer.Option(help="The document's number.")] = "",
    reason: Why = "",
    by: By = "",
    withdraw: Annotated[
        bool, typer.Option("--withdraw", help="Take the event of this number back.")
    ] = False,
    home: cli.AtHome = cli.HOME,
    as_json: cli.AsJson = False,
) -> int:
    """Type an event in, correct one by its number, or take one back."""
    settings = cli.settings_for(home)
    typed, now = _events(settings), clock.now()
    who = by or getpass.getuser()
    if withdraw:
        line = typed.withdraw(event, region, actor=who, reason=reason, now=now)
    else:
        fields: Mapping[str, str] = {
            "event": event, "region": region, "fiscal_year": year, "kind": kind,
            "subject": subject, "happened_on": on, "amount": amount, "document": document,
        }  # fmt: skip
        line = typed.add(read(fields, clock.day(now)), actor=who, reason=reason, now=now)
    if as_json:
        show.as_json(shown(line, stands=not withdraw))
    else:
        done = "withdrawn" if withdraw else "typed in"
        show.say(
            f"{line.event.event} of {line.event.region} is {done} by {line.actor} "
            f"(line {line.number}); the next night reads it so"
        )
    return cli.DONE


def shown(line: TypedEvent, *, stands: bool) -> dict[str, object]:
    """Write a line as a machine reads it."""
    return {
        "line": line.number,
        **{name: getattr(line.event, name) for name in FIELDS},
        "actor": line.actor,
        "at": line.at,
        "stands": stands,
        "withdrawn": line.withdrawn,
        "reason": line.reason,
    }


def _events(settings: Settings) -> LegalEvents:
    ledger = Ledger(settings.ledger)
    ledger.migrate()
    return LegalEvents(ledger.engine)
