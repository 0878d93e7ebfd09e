"""`pursewatch query`: read-only SQL over a night."""

import csv
import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from alerts.ledger import Ledger
from alerts.witness import Act
from service import cli, export, show
from service.night import night_file
from service.questions import ask
from service.sealing import Taker, look, sealing


class Form(StrEnum):
    """The forms of an answer."""

    TABLE = "table"
    CSV = "csv"
    JSON = "json"
    PARQUET = "parquet"


def hang(app: typer.Typer) -> None:
    """Hang the command on the console."""
    app.command()(query)


def query(
    sql: Annotated[str, typer.Argument(help="One SELECT over core, mart and ops.")],
    home: cli.AtHome = cli.HOME,
    as_json: cli.AsJson = False,
    form: Annotated[Form, typer.Option("--format", help="The form of the answer.")] = Form.TABLE,
    night: Annotated[str | None, typer.Option(help="A kept night: its day, or day~known.")] = None,
    out: Annotated[Path | None, typer.Option(help="The file to write; parquet needs one.")] = None,
    by: Taker = "",
) -> int:
    """Ask one question of a night: sandboxed, read-only, within a time limit."""
    settings = cli.settings_for(home)
    if form is Form.PARQUET and out is None:
        raise typer.BadParameter("parquet is written to a file: name it", param_hint="--out")
    wanted = cli.night_of(night, "--night")
    answer = ask(settings, sql, night_file(settings.house, wanted), live=wanted is None)
    columns, rows = answer.names, answer.rows
    if answer.cut:
        show.complain(f"only the first {len(rows)} rows are given: narrow the query to see all")
    look(settings, by, Act.QUERY, "console", sql=sql[:2000], night=night, rows=len(rows))
    named = [dict(zip(columns, row, strict=True)) for row in rows]
    if out is not None:
        ledger = Ledger(settings.ledger)
        ledger.migrate()
        seal = sealing(settings, ledger.engine, by, out, "query", {"sql": sql}, night=night)
        unsaid = Form.JSON if as_json else Form.CSV
        written = unsaid if form is Form.TABLE else form
        export.write(written.value, out, columns, named, seal=seal)
        told = f"{show.counted(len(rows), 'rows')} written to {out}"
        show.done(told, as_json=as_json, file=out, rows=len(rows))
    elif as_json or form is Form.JSON:
        show.as_json(named)
    elif form is Form.CSV:
        writer = csv.writer(sys.stdout, lineterminator="\n")
        writer.writerow(columns)
        writer.writerows([show.words(cell) for cell in row] for row in rows)
    else:
        show.table(columns, rows)
    return cli.DONE
