"""`pursewatch report`: papers of a government and a period, to a file."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from alerts.matters.lists import MatterWanted, list_matters
from alerts.matters.papers import papers_of
from alerts.standing import SHANGHAI
from service import cli, show
from service.acting import By, Office, office
from service.papers import PaperRefused, write_paper, write_papers, write_rectification
from warehouse.period import Period, PeriodUnreadable

_MOST = 100_000


class Kind(StrEnum):
    """What is reported."""

    LETTER = "letter"
    RECTIFICATION = "rectification"


def hang(app: typer.Typer) -> None:
    """Hang the command on the console."""
    app.command()(report)


def report(
    kind: Annotated[
        Kind,
        typer.Argument(
            help="letter: the papers that were numbered in the period. rectification: what became "
            "of the problems of that year's audit."
        ),
    ],
    region: Annotated[str, typer.Option(help="The government's code.")],
    period: Annotated[str, typer.Option(help="A year or a month, as 2026 or 2026-03.")],
    out: Annotated[Path, typer.Option("--out", help="A .zip, or .docx or .pdf for a single one.")],
    by: By = "",
    home: cli.AtHome = cli.HOME,
    as_json: cli.AsJson = False,
) -> int:
    """Write a government's papers or report of a period; `pursewatch verify FILE` proves it."""
    here, stretch = office(home, by), _period(period)
    if kind is Kind.RECTIFICATION:
        return _rectification(here, region, stretch, out, as_json=as_json)
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
            f"no paper of {region} was numbered in {period}: `pursewatch matters letters` lists "
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


def _period(text: str) -> Period:
    try:
        return Period.parse(text)
    except PeriodUnreadable as error:
        raise typer.BadParameter(str(error), param_hint="--period") from error
