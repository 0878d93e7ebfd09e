"""`pursewatch verify`: whether the record and the published night are what they were."""

from collections.abc import Iterator
from typing import Annotated

import typer

from alerts.agreement import disagreements
from alerts.ledger import Ledger
from alerts.verify import Fault, Proof, verify_trail
from service import cli, clock, heads, show
from service.settings import Settings
from warehouse.proof import NotProven, prove
from warehouse.publish import night_path, published


def hang(app: typer.Typer) -> None:
    """Hang the command on the console."""
    app.command()(verify)


def verify(
    home: cli.AtHome = cli.HOME,
    as_json: cli.AsJson = False,
    head: Annotated[
        list[str] | None,
        typer.Option("--head", help="The record's head as a report prints it: 1024:9f0c…"),
    ] = None,
) -> int:
    """Prove the record line by line, and the night's totals. Exit 5 and a name for each fault."""
    settings = cli.settings_for(home)
    ledger = Ledger(settings.ledger)
    ledger.migrate()
    known = [*heads.seen(settings.house), *map(heads.read_head, head or [])]
    with ledger.engine.connect() as connection:
        proof = verify_trail(connection, known)
        faults = [*proof.faults, *disagreements(connection), *_night(settings)]
    if not faults:
        heads.keep(settings.house, proof.head, clock.now())
    _tell(proof, faults, as_json=as_json)
    return cli.NOT_PROVEN if faults else cli.DONE


def _night(settings: Settings) -> Iterator[Fault]:
    current = published(settings.house.nights)
    if current is None:
        return
    try:
        prove(night_path(settings.house.nights, current))
    except NotProven as error:
        yield Fault(f"night {current}", str(error))


def _tell(proof: Proof, faults: list[Fault], *, as_json: bool) -> None:
    if as_json:
        show.as_json(
            {
                "proven": not faults,
                "lines": proof.lines,
                "head": str(proof.head) if proof.head else None,
                "faults": [vars(fault) for fault in faults],
            }
        )
        return
    for fault in faults:
        show.complain(fault.says)
    if not faults:
        show.say(f"{proof.lines} lines of the record follow one another; the totals are proven")
        show.say(f"head of the record: {proof.head or 'none yet'}")
