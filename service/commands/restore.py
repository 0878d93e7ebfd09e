"""`pursewatch restore`: a home made of a backup."""

from pathlib import Path
from typing import Annotated

import typer

from service import cli, show
from service.backup import restore


def hang(app: typer.Typer) -> None:
    """Hang the command on the console."""
    app.command("restore")(restored)


def restored(
    file: Annotated[Path, typer.Argument(help="What `pursewatch backup` wrote.")],
    home: cli.AtHome = cli.HOME,
    as_json: cli.AsJson = False,
) -> int:
    """Make a new home of a backup, each file held to its SHA-256."""
    told = restore(file, home)
    said = f"{show.counted(len(told.files), 'files')} of {told.made_at} are in {home}"
    if not told.ledger:
        said += "; the ledger was kept elsewhere: restore it there"
    if told.night:
        said += f"; nights are built anew: `pursewatch night --as-of {told.night}`"
    show.done(
        f"{said}; then `pursewatch verify`", as_json=as_json, home=home, files=len(told.files),
        made_at=told.made_at, night=told.night, ledger=told.ledger,
    )  # fmt: skip
    return cli.DONE
