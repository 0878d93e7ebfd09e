"""`pursewatch stations`: liaison stations, set up from their files, and taken away."""

import getpass
import tomllib
from pathlib import Path
from typing import Annotated

import typer

from alerts.ledger import Ledger
from alerts.station_desk import mark_of, station_of, withdraw_station, write_station, written
from alerts.stations import Stations
from service import cli, clock, show
from service.settings import Settings

stations = typer.Typer(no_args_is_help=True, help="Liaison stations: list, set, withdraw.")
HEADINGS = ("station", "name", "region", "place", "topics", "duties", "actor", "at")
By = Annotated[str, typer.Option("--by", help="Who does it; the account's name by default.")]
Name = Annotated[str, typer.Argument(help="The station's address, as yunhe.")]


class StationFileUnreadable(Exception):
    """The file can't be read as TOML."""


def hang(app: typer.Typer) -> None:
    """Hang the command on the console."""
    app.add_typer(stations, name="stations")


@stations.command("list")
def list_stations(home: cli.AtHome = cli.HOME, as_json: cli.AsJson = False) -> int:
    """List the stations, each with who wrote it last; files that are none are told on stderr."""
    settings = cli.settings_for(home)
    kept, ledger = Stations(settings.house.stations), _ledger(settings)
    last = {one.station: one for one in reversed(written(ledger.engine))}
    rows = [
        {
            "station": one.id, "name": one.name, "region": one.region, "place": one.place,
            "topics": len(one.topic), "duties": len(one.duty),
            "actor": last[one.id].actor if one.id in last else None,
            "at": last[one.id].at if one.id in last else None,
        }
        for one in kept.all()
    ]  # fmt: skip
    if as_json:
        show.as_json(rows)
    else:
        show.table(HEADINGS, [[row[heading] for heading in HEADINGS] for row in rows])
    for fault in kept.faults():
        show.complain(f"stations/{fault.file} is no station: {fault.says}")
    return cli.DONE


@stations.command("set")
def set_station(
    station: Name,
    file: Annotated[Path, typer.Argument(help="What it shows, as TOML; see the operator's guide.")],
    by: By = "",
    home: cli.AtHome = cli.HOME,
    as_json: cli.AsJson = False,
) -> int:
    """Set a station up from a file, or change it; the trail keeps who did, and what was there."""
    settings = cli.settings_for(home)
    try:
        told = tomllib.loads(file.read_text("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise StationFileUnreadable(f"{file} can't be read as TOML: {error}") from error
    found, kept = station_of(station, told), Stations(settings.house.stations)
    line = write_station(
        _ledger(settings).engine, kept, found,
        seen=mark_of(kept, station), actor=by or getpass.getuser(), now=clock.now(),
    )  # fmt: skip
    return _done(station, f"{found.name} stands at /stations/{station}", line, as_json=as_json)


@stations.command()
def withdraw(
    station: Name,
    reason: Annotated[str, typer.Option("--reason", help="Why; it is needed.")] = "",
    by: By = "",
    home: cli.AtHome = cli.HOME,
    as_json: cli.AsJson = False,
) -> int:
    """Take a station away; what was said at it stays, and its file's text is in the trail."""
    settings = cli.settings_for(home)
    kept = Stations(settings.house.stations)
    line = withdraw_station(
        _ledger(settings).engine, kept, kept.get(station),
        seen=mark_of(kept, station), reason=reason, actor=by or getpass.getuser(), now=clock.now(),
    )  # fmt: skip
    return _done(station, f"{station} is taken away", line, as_json=as_json)


def _done(station: str, says: str, line: int, *, as_json: bool) -> int:
    if as_json:
        show.as_json({"station": station, "line": line})
    else:
        show.say(f"{says} (line {line} of the trail)")
    return cli.DONE


def _ledger(settings: Settings) -> Ledger:
    ledger = Ledger(settings.ledger)
    ledger.migrate()
    return ledger
