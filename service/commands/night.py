"""`pursewatch night`: builds, proves, asks, publishes, notes."""

import sys
from datetime import date
from typing import Annotated

import typer

from service import cli, clock, show
from service.night import NightReport, Order, run_night


def hang(app: typer.Typer) -> None:
    """Hang the command on the console."""
    app.command()(night)


def night(
    home: cli.AtHome = cli.HOME,
    as_json: cli.AsJson = False,
    as_of: Annotated[
        str | None, typer.Option("--as-of", help="The day that rules count from; default today.")
    ] = None,
    known: Annotated[
        str | None, typer.Option(help="Only deliveries received by this day are in force.")
    ] = None,
    full: Annotated[bool, typer.Option("--full", help="Build though nothing changed.")] = False,
    engine: cli.Engine = "duckdb",
    only: Annotated[
        list[str] | None, typer.Option(metavar="CODE…", help="Ask only these rules.")
    ] = None,
    more: Annotated[list[str] | None, typer.Argument(hidden=True)] = None,
) -> int:
    """Build the night, prove it, ask every rule, publish it and note the alerts."""
    cli.known_engine(engine)
    if more and not only:
        raise typer.BadParameter(
            f"{' '.join(more)} stands alone: codes of rules follow --only", param_hint="--only"
        )
    settings = cli.settings_for(home)
    now = clock.now()
    order = Order(
        cli.day_of(as_of, "--as-of") or clock.day(now),
        cli.day_of(known, "--known"),
        full,
        [
            code
            for codes in (*(only or ()), *(more or ()))
            for code in codes.replace(",", " ").split()
        ],
    )
    if order.as_of > clock.day(now) and order.known is None:
        _ahead(order.as_of, clock.day(now))
    report = run_night(settings, order, now=now)
    if as_json:
        show.as_json(written(report))
    else:
        show.say(said(report))
    return cli.DONE


def _ahead(as_of: date, today: date) -> None:
    """Say what a night that lies ahead means; a person is asked whether it is meant."""
    show.complain(
        f"{as_of} lies ahead of today, {today}: until then each night is kept beside, and neither "
        "published nor noted"
    )
    if sys.stdin.isatty():
        typer.confirm("Is that day meant?", abort=True, err=True)


def written(report: NightReport) -> dict[str, object]:
    """Write a night's report as a machine reads it."""
    noted = report.noted
    return {
        "as_of": report.as_of,
        "file": report.file,
        "built": report.built,
        "published": report.published,
        "rules": report.rules,
        "answers": report.answers,
        "findings": report.findings,
        "unknown": report.unknown,
        "errors": list(report.errors),
        "raised": noted.raised if noted else None,
        "seen_again": noted.seen_again if noted else None,
        "no_longer_observed": noted.no_longer_observed if noted else None,
    }


def said(report: NightReport) -> str:
    """Say what came of a night, for a person."""
    parts = [
        f"night of {report.as_of}: "
        f"{'built' if report.built else 'nothing had changed since it was built'}, "
        f"{'published' if report.published else 'kept beside, not published'}; "
        f"{show.counted(report.rules, 'rules')} asked, "
        f"{show.counted(report.findings, 'findings')}, {report.unknown} unknown"
    ]
    if not report.answers:
        parts.append("no government has delivered anything yet: nothing could be asked of any")
    if report.errors:
        parts.append(f"rules that ended in an error: {', '.join(report.errors)}")
    if report.noted:
        parts.append(
            f"alerts: {report.noted.raised} raised, {report.noted.seen_again} seen again, "
            f"{report.noted.no_longer_observed} no longer observed"
        )
    return "\n".join(parts)
