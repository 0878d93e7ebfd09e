"""`pursewatch matters letters, letter, number, void …`: papers and their numbers."""

from pathlib import Path
from typing import Annotated

import typer

from alerts.matters.kinds import Letter
from alerts.matters.lists import read_matter
from service import cli, clock, show
from service.acting import By, office
from service.commands.matters.told import Number
from service.papers import press, write_paper


def hang(matters: typer.Typer) -> None:
    """Hang the commands under `matters`."""
    for name, command in (
        ("letters", letters),
        ("letter", make_letter),
        ("letter-templates", letter_templates),
        ("number", take_number),
        ("void", void),
    ):
        matters.command(name)(command)


def letters(
    number: Annotated[int | None, typer.Argument(help="Of this matter alone.")] = None,
    by: By = "", home: cli.AtHome = cli.HOME, as_json: cli.AsJson = False,
) -> int:  # fmt: skip
    """List the numbers of papers, the void ones among them."""
    here = office(home, by)
    rows = [vars(one) for one in here.matters.numbers.given(here.ledger.engine, matter=number)]
    if as_json:
        show.as_json(rows)
    else:
        columns = ("text", "letter", "matter", "at", "actor", "void")
        show.table(columns, [[row[column] for column in columns] for row in rows])
    return cli.DONE


def make_letter(
    number: Number,
    letter: Annotated[Letter, typer.Argument(help="The kind of paper.")],
    out: Annotated[Path, typer.Option("--out", help="The file to write: .docx or .pdf.")],
    by: By = "", home: cli.AtHome = cli.HOME, as_json: cli.AsJson = False,
) -> int:  # fmt: skip
    """Write a matter's paper to a file; it is never sent from here."""
    here = office(home, by)
    made = write_paper(here, number, letter, out)
    if as_json:
        show.as_json({"number": made.number, "letter": letter, "out": str(out)})
    else:
        show.say(f"{out}: {letter.text.zh} {made.number}")
    return cli.DONE


def letter_templates(home: cli.AtHome = cli.HOME, as_json: cli.AsJson = False) -> int:
    """Write the edition's templates of papers into the home, to be changed there."""
    files = [str(file) for file in press(cli.settings_for(home)).write_templates()]
    show.done("\n".join(files), as_json=as_json, files=files)
    return cli.DONE


def take_number(
    letter: Annotated[Letter, typer.Argument(help="The kind of paper.")],
    matter: Annotated[int | None, typer.Option(help="The matter that it is about.")] = None,
    by: By = "", home: cli.AtHome = cli.HOME, as_json: cli.AsJson = False,
) -> int:  # fmt: skip
    """Take the next number of a kind of paper."""
    here = office(home, by)
    if matter is not None:
        read_matter(here.ledger.engine, matter, by=here.me)
    numbers, now = here.matters.numbers, clock.now()
    given = numbers.make(here.ledger.engine, letter, matter=matter, by=here.me, now=now)
    show.done(given, as_json=as_json, number=given)
    return cli.DONE


def void(
    text: Annotated[str, typer.Argument(help="The number, as 人财督〔2026〕3号.")],
    reason: Annotated[str, typer.Option(help="Why its paper does not hold.")] = "",
    by: By = "", home: cli.AtHome = cli.HOME, as_json: cli.AsJson = False,
) -> int:  # fmt: skip
    """Mark a number void: it stays, and is not given again."""
    here = office(home, by)
    here.matters.numbers.void(here.ledger.engine, text, reason=reason, by=here.me, now=clock.now())
    show.done(f"{text} is void", as_json=as_json, number=text)
    return cli.DONE
