"""`pursewatch matters list, export, show, figures, reviews`: what is asked, and what came of it."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from alerts.matters.lists import (
    MatterWanted,
    Sheet,
    every_matter,
    figures,
    list_matters,
    read_matter,
)
from alerts.matters.reviews import REVIEWED, review_rows, reviews
from alerts.matters.standing import Stands
from alerts.matters.steps import MatterState
from service import cli, clock, export, show
from service.acting import By, office
from service.commands.matters.told import Number, OfKind, say_unchanged
from service.export import FileForm
from service.governments import must_be_known
from service.sealing import sealing

SHOWN = ("matter", "kind", "state", "region", "unit", "subject", "letter_number", "issued_on",
         "due_on", "days_left", "closed_on", "put_right")  # fmt: skip
EXPORTED = (*(name for name in Stands.__dataclass_fields__ if name != "moves"), "days_left")
RegionOf = Annotated[str | None, typer.Option(help="This government and those below it.")]
UnitOf = Annotated[str | None, typer.Option(help="Matters that this unit answers for.")]


class What(StrEnum):
    """What figures are told by."""

    KIND = "kind"
    REGION = "region"
    UNIT = "unit"
    YEAR = "year"
    CLASS = "class"  # of an audit problem


def hang(matters: typer.Typer) -> None:
    """Hang the commands under `matters`."""
    for name, command in (
        ("list", list_all),
        ("export", export_list),
        ("show", show_one),
        ("figures", tell_figures),
        ("reviews", list_reviews),
    ):
        matters.command(name)(command)


def list_all(
    kind: OfKind = None,
    state: Annotated[MatterState | None, typer.Option(help="Matters in this state.")] = None,
    region: RegionOf = None,
    unit: UnitOf = None,
    sheet: Annotated[Sheet | None, typer.Option(help="问题清单, 整改清单 or 销号清单.")] = None,
    overdue: Annotated[bool, typer.Option("--overdue", help="Past their deadline.")] = False,
    most: Annotated[int, typer.Option(min=1, help="How many at most.")] = 100,
    by: By = "",
    home: cli.AtHome = cli.HOME,
    as_json: cli.AsJson = False,
) -> int:
    """List matters: those still open first, by their deadline."""
    here, today = office(home, by), clock.day(clock.now())
    must_be_known(here.settings, here.ledger, region)
    wanted = MatterWanted(
        kind=kind and kind.value, state=state, region=region, unit=unit, sheet=sheet,
        overdue_on=today if overdue else None,
    )  # fmt: skip
    found = list_matters(here.ledger.engine, wanted, by=here.me, most=most).items
    rows = [{**vars(one), "days_left": one.days_left(today)} for one in found]
    if as_json:
        show.as_json(rows)
    else:
        show.table(SHOWN, [[row[column] for column in SHOWN] for row in rows])
    return cli.DONE


def export_list(
    out: Annotated[Path, typer.Option("--out", help="The file to write.")],
    sheet: Annotated[Sheet, typer.Option(help="问题清单, 整改清单 or 销号清单.")] = Sheet.PROBLEMS,
    form: Annotated[
        FileForm, typer.Option("--format", help="The form of the file.")
    ] = FileForm.CSV,
    kind: OfKind = None,
    region: RegionOf = None,
    unit: UnitOf = None,
    since: Annotated[str | None, typer.Option(help="Opened on this day or later.")] = None,
    to: Annotated[str | None, typer.Option(help="Opened on this day or earlier.")] = None,
    by: By = "",
    home: cli.AtHome = cli.HOME,
    as_json: cli.AsJson = False,
) -> int:
    """Write a list of matters to a file; `pursewatch verify FILE` proves it later."""
    here, today = office(home, by), clock.day(clock.now())
    must_be_known(here.settings, here.ledger, region)
    wanted = MatterWanted(
        kind=kind and kind.value, region=region, unit=unit, sheet=sheet,
        opened_from=cli.day_of(since, "--since"), opened_to=cli.day_of(to, "--to"),
    )  # fmt: skip
    asked = {"sheet": sheet, "kind": kind, "region": region, "unit": unit, "since": since, "to": to}
    settings = cli.settings_for(home)
    seal = sealing(settings, here.ledger.engine, by, out, f"matters {sheet.value}", asked)
    rows = (
        {**vars(one), "state": one.state.value, "days_left": one.days_left(today)}
        for one in every_matter(here.ledger.engine, wanted, by=here.me)
    )
    count = export.write(form.value, out, EXPORTED, rows, seal=seal)
    if as_json:
        show.as_json({"file": out, "matters": count})
    else:
        show.say(f"{show.counted(count, 'matters')} written to {out}")
    return cli.DONE


def show_one(
    number: Number, by: By = "", home: cli.AtHome = cli.HOME, as_json: cli.AsJson = False
) -> int:
    """Show one matter with its origin, its alerts and its whole history."""
    here = office(home, by)
    told = read_matter(here.ledger.engine, number, by=here.me)
    latest = here.matters.latest(number)
    if as_json:
        history = [{**vars(one), "files": [vars(f) for f in one.files]} for one in told.history]
        show.as_json(
            {
                **vars(told.stands),
                **{name: value for name, value in vars(told).items() if name != "stands"},
                "history": history,
                "latest": [{**vars(one), "unchanged": one.unchanged} for one in latest],
            }
        )
        return cli.DONE
    for name in ("subject", "facts", "law", "request", "addressee"):
        show.say(f"{name}\t{told.content[name]}")
    for name, value in vars(told.stands).items():
        if value is not None and name not in told.content:
            show.say(f"{name}\t{show.cell(value)}")
    show.table(
        ("line", "at", "actor", "move", "from", "to", "words", "files"),
        [
            [one.number, one.at, one.actor, one.move, one.from_state, one.to_state, one.words,
             [f"{f.name} {f.sha256[:12]}" for f in one.files]]
            for one in told.history
        ],
    )  # fmt: skip
    say_unchanged([one.alert for one in latest if one.unchanged])
    return cli.DONE


def tell_figures(
    what: Annotated[What, typer.Argument(help="What they are told by.")] = What.KIND,
    kind: OfKind = None,
    region: RegionOf = None,
    unit: UnitOf = None,
    since: Annotated[str | None, typer.Option(help="Opened on this day or later.")] = None,
    to: Annotated[str | None, typer.Option(help="Opened on this day or earlier.")] = None,
    by: By = "",
    home: cli.AtHome = cli.HOME,
    as_json: cli.AsJson = False,
) -> int:
    """Count matters: what came in is closed, open or withdrawn, always."""
    here = office(home, by)
    must_be_known(here.settings, here.ledger, region)
    wanted = MatterWanted(
        kind=kind and kind.value, region=region, unit=unit,
        opened_from=cli.day_of(since, "--since"), opened_to=cli.day_of(to, "--to"),
    )  # fmt: skip
    today = clock.day(clock.now())
    told = figures(here.ledger.engine, what.value, wanted, by=here.me, today=today)
    rows = [{**vars(one), "key": one.key or "total"} for one in told]
    if as_json:
        show.as_json(rows)
    else:
        show.table(list(rows[0]), [list(row.values()) for row in rows])
    return cli.DONE


def list_reviews(
    region: Annotated[str | None, typer.Option(help="Drafts of this government.")] = None,
    by: By = "", home: cli.AtHome = cli.HOME, as_json: cli.AsJson = False,
) -> int:  # fmt: skip
    """List who was asked about which draft, by when, what came back, and the answer."""
    here = office(home, by)
    rows = review_rows(reviews(here.ledger.engine, region, by=here.me))
    if as_json:
        show.as_json(rows)
    else:
        show.table(REVIEWED, [[row[column] for column in REVIEWED] for row in rows])
    return cli.DONE
