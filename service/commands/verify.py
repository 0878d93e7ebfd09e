"""`pursewatch verify`: whether the record and the published night are what they were."""

import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import sqlalchemy as sa
import typer

from alerts.agreement import disagreements
from alerts.ledger import Ledger
from alerts.trail import Line
from alerts.verify import Fault, Proof, verify_trail
from alerts.witness import files_of, named
from service import cli, clock, heads, show
from service.settings import Settings
from warehouse.database import NightBroken
from warehouse.proof import NotProven, prove
from warehouse.publish import night_path, published


def hang(app: typer.Typer) -> None:
    """Hang the command on the console."""
    app.command()(verify)


def verify(
    file: Annotated[
        Path | None,
        typer.Argument(help="An export, a report, a paper or a reply's file, to be proven too."),
    ] = None,
    home: cli.AtHome = cli.HOME,
    as_json: cli.AsJson = False,
    head: Annotated[
        list[str] | None,
        typer.Option("--head", help="The record's head as a report prints it: 1024:9f0c…"),
    ] = None,
) -> int:
    """Prove the record line by line, and the night's totals. Exit 5 and a name for each fault.

    With a file: that the record tells of a file of this very content, and which lines do.
    """
    sha256 = None if file is None else _sha256(file)
    settings = cli.settings_for(home)
    ledger = Ledger(settings.ledger)
    ledger.migrate()
    known = [*heads.seen(settings.house), *map(heads.read_head, head or [])]
    with ledger.engine.connect() as connection:
        proof = verify_trail(connection, known)
        faults = [*proof.faults, *disagreements(connection), *_night(settings)]
        told = [] if sha256 is None else list(files_of(connection, sha256))
        if file is not None and not told:
            faults.append(_untold(connection, file))
    if not faults:
        heads.keep(settings.house, proof.head, clock.now())
    _tell(proof, faults, told, as_json=as_json)
    return cli.NOT_PROVEN if faults else cli.DONE


def _night(settings: Settings) -> Iterator[Fault]:
    current = published(settings.house.nights)
    if current is None:
        return
    try:
        prove(night_path(settings.house.nights, current))
    except (NotProven, NightBroken) as error:
        yield Fault(f"night {current}", str(error))


def _sha256(file: Path) -> str:
    with file.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()


def _untold(connection: sa.Connection, file: Path) -> Fault:
    namesakes = [line.number for line in named(connection, file.name)]
    known = (
        f"line {namesakes[-1]} tells of a file of this name with another content: it was changed "
        "since"
        if namesakes
        else "it was changed since, or was not made here"
    )
    return Fault(
        f"file {file.name}", f"{file.name}: no line of the record has its SHA-256; {known}"
    )


def _line(line: Line) -> str:
    about = f" of {line.subject}" if line.subject else ""
    return f"line {line.number}: {line.act}{about} by {line.actor}, {show.cell(line.at)}"


def _tell(proof: Proof, faults: list[Fault], told: list[Line], *, as_json: bool) -> None:
    if as_json:
        show.as_json(
            {
                "proven": not faults,
                "lines": proof.lines,
                "head": str(proof.head) if proof.head else None,
                "faults": [vars(fault) for fault in faults],
                "file": [_line(line) for line in told],
            }
        )
        return
    for fault in faults:
        show.complain(fault.says)
    for line in told:
        show.say(f"the file is as the record has it, {_line(line)}")
    if not faults:
        show.say(f"{proof.lines} lines of the record follow one another; the totals are proven")
        show.say(f"head of the record: {proof.head or 'none yet'}")
