"""`pursewatch report`: papers of a government and a period, to a file."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated, Literal

import typer

from alerts.accounts import CONSOLE, Accounts
from alerts.ledger import Ledger
from alerts.matters.lists import MatterWanted, list_matters
from alerts.matters.papers import papers_of
from alerts.trail import write_down
from dashboards.letters.press import Form
from dashboards.reports.kinds import Kind as Report
from dashboards.reports.kinds import ReportRefused, span_of
from dashboards.reports.press import Ordered
from service import cli, clock, show
from service.acting import By, Office, office
from service.options import period_of
from service.papers import (
    PaperRefused,
    must_be_writable,
    write_paper,
    write_papers,
    write_rectification,
)
from service.reports import make_report, report_press, write
from warehouse.period import SHANGHAI, Period

_MOST = 100_000


class Kind(StrEnum):
    """What is reported."""

    MONTH = "month"
    HALF_YEAR = "half-year"
    SESSION = "session"
    LETTER = "letter"
    RECTIFICATION = "rectification"
    TEMPLATES = "templates"


def hang(app: typer.Typer) -> None:
    """Hang the command on the console."""
    app.command()(report)


def report(
    kind: Annotated[
        Kind,
        typer.Argument(
            help="month: the monthly special report. half-year: budget execution from January to "
            "June. session: the book for the review of a year's budget. letter: the papers that "
            "were numbered in the period. rectification: what became of the problems of that "
            "year's audit. templates: the edition's templates, for a site to change."
        ),
    ],
    region: Annotated[str, typer.Option(help="The government's code.")] = "",
    period: Annotated[str, typer.Option(help="A year or a month, as 2026 or 2026-03.")] = "",
    out: Annotated[
        Path | None, typer.Option("--out", help="A .docx or .pdf; of several letters a .zip.")
    ] = None,
    language: Annotated[Literal["zh", "en"], typer.Option(help="Of the three reports.")] = "zh",
    night: Annotated[
        str | None, typer.Option(help="A kept night's day; the period's own unless told.")
    ] = None,
    today: Annotated[
        str | None, typer.Option(help="The day that the report says it was made on.")
    ] = None,
    by: By = "",
    home: cli.AtHome = cli.HOME,
    as_json: cli.AsJson = False,
) -> int:
    """Write a government's papers or report of a period; `pursewatch verify FILE` proves it."""
    if kind is Kind.TEMPLATES:
        files = [str(file) for file in report_press(cli.settings_for(home)).write_templates()]
        show.done("\n".join(files), as_json=as_json, files=files)
        return cli.DONE
    missing = [name for name, given in (("--region", region), ("--period", period), ("--out", out))
               if not given]  # fmt: skip
    if missing or out is None:
        raise typer.BadParameter("a report needs it", param_hint=missing[0])
    if kind in (Kind.LETTER, Kind.RECTIFICATION):
        here, stretch = office(home, by), period_of(period)
        if kind is Kind.RECTIFICATION:
            return _rectification(here, region, stretch, out, as_json=as_json)
        return _letters(here, region, stretch, out, as_json=as_json)
    must_be_writable(out, [form.value for form in Form])
    made_on = cli.day_of(today, "--today") or clock.day(clock.now())
    try:
        span = span_of(Report(kind.value), period)
    except ReportRefused as error:
        raise typer.BadParameter(str(error), param_hint="--period") from error
    form = Form(out.suffix.lower().removeprefix("."))
    settings = cli.settings_for(home)
    ledger = Ledger(settings.ledger)
    ledger.migrate()
    who = Accounts(ledger.engine).of(by).name if by else CONSOLE
    made = make_report(
        settings, ledger, Ordered(span, region, language, form, made_on),
        night=cli.day_of(night, "--night"), now=clock.now(),
    )  # fmt: skip
    write_down(ledger.engine, [made.entry(who, out.name)], now=clock.now())
    write(out, made.content)
    if as_json:
        show.as_json({"out": str(out), "night": made.night, "sha256": made.sha256})
    else:
        show.say(f"{out}: of the night of {made.night}, sha256 {made.sha256}")
    return cli.DONE


def _letters(here: Office, region: str, stretch: Period, out: Path, *, as_json: bool) -> int:
    listed = list_matters(here.ledger.engine, MatterWanted(region=region), by=here.me, most=_MOST)
    papers = sorted(
        (one.letter, one.year, one.nth, stands.matter)
        for stands in listed.items
        if stands.region == region
        for one in papers_of(here.ledger.engine, stands.matter, by=here.me)
        if stretch.starts_on <= one.at.astimezone(SHANGHAI).date() <= stretch.ends_on
    )
    if not papers:
        raise PaperRefused(
            f"no paper of {region} was numbered in {stretch}: `pursewatch matters letters` lists "
            "the numbers given"
        )
    if len(papers) == 1 and out.suffix != ".zip":
        numbers = [write_paper(here, papers[0][3], papers[0][0], out).number]
    else:
        numbers = write_papers(here, [(paper[3], paper[0]) for paper in papers], out)
    if as_json:
        show.as_json({"out": str(out), "numbers": numbers})
    else:
        show.say(f"{out}: {', '.join(numbers)}")
    return cli.DONE


def _rectification(here: Office, region: str, stretch: Period, out: Path, *, as_json: bool) -> int:
    if str(stretch) != str(stretch.starts_on.year):
        raise typer.BadParameter("name the year of the audit, as 2025", param_hint="--period")
    line = write_rectification(here, region, stretch.starts_on.year, out)
    if as_json:
        show.as_json({"out": str(out), "head": str(line)})
    else:
        show.say(f"{out}: noted at {line}")
    return cli.DONE
