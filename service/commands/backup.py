"""`pursewatch backup`: one file with all of a home that can't be made again."""

import hashlib
from contextlib import closing
from pathlib import Path
from typing import Annotated

import typer

from alerts.accounts import CONSOLE
from alerts.ledger import Ledger
from alerts.witness import witness
from service import cli, clock, show
from service.backup import back_up
from warehouse.publish import published

ACT = "home.backup"


def hang(app: typer.Typer) -> None:
    """Hang the command on the console."""
    app.command()(backup)


def backup(
    file: Annotated[Path, typer.Argument(help="The file to write, such as 2026-03-31.zip.")],
    home: cli.AtHome = cli.HOME,
    as_json: cli.AsJson = False,
) -> int:
    """Write ledger, receipts, deliveries, kept rows, settings and papers into one file."""
    settings = cli.settings_for(home)
    night = published(settings.house.nights)
    told = back_up(settings, file, night=night.isoformat() if night else None, now=clock.now())
    with file.open("rb") as written:
        sha256 = hashlib.file_digest(written, "sha256").hexdigest()
    with closing(Ledger(settings.ledger)) as ledger:
        ledger.migrate()
        witness(
            ledger.engine, CONSOLE, ACT, file.name,
            now=clock.now(), files=len(told.files), sha256=sha256,
        )  # fmt: skip
    said = f"{file} holds {show.counted(len(told.files), 'files')}, {file.stat().st_size:,} bytes"
    if not told.ledger:
        said += "; the ledger is not among them: keep it by its own database's means (pg_dump)"
    show.done(
        said, as_json=as_json, file=file, files=len(told.files), bytes=file.stat().st_size,
        sha256=sha256, ledger=told.ledger,
    )  # fmt: skip
    return cli.DONE
