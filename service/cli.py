"""The one console command; what it can do lies in `service/commands/`, a file a command."""

import importlib
import os
import pkgutil
import sys
import traceback
from datetime import date
from pathlib import Path
from typing import Annotated, Any

import typer
from typer.exceptions import TyperException

import service.commands
from service import logs, show
from service.clock import now
from service.home import Home
from service.settings import DEFAULT_HOME, Settings, read_settings
from warehouse.period import SHANGHAI

DONE, FAILED, WRONG_ARGUMENTS, SOME_ASIDE, SOME_REFUSED, NOT_PROVEN = range(6)
OURS = ("service", "api", "dashboards", "alerts", "ingest", "warehouse")
INTERRUPTED = 130

AtHome = Annotated[
    Path,
    typer.Option("--home", envvar="PURSEWATCH_HOME", help="The folder that the site keeps."),
]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON for machines.")]
Engine = Annotated[str, typer.Option(help="What nights are built with: duckdb.")]
HOME = DEFAULT_HOME
FIRST_DAY, LAST_DAY = date(1949, 1, 1), date(2100, 12, 31)
PURPOSE = "人大预算联网监督 · watch public money: take deliveries in, ask every rule each night."


def main(arguments: list[str] | None = None) -> None:
    """Run one command and leave with its exit status."""
    sys.exit(run(sys.argv[1:] if arguments is None else arguments))


def run(arguments: list[str]) -> int:
    """Run one command; give its exit status. Errors are said in one sentence on stderr."""
    logs.speak()
    show.speakable()
    try:
        console = console_for(arguments)
        status = console(_listed(console, arguments), standalone_mode=False, prog_name="pursewatch")
    except TyperException as error:
        show.complain(_misspoken(error))
        return WRONG_ARGUMENTS
    except (KeyboardInterrupt, typer.Abort):
        show.complain("stopped; run the same command again to go on")
        return INTERRUPTED
    except BrokenPipeError:
        sys.stderr.close()
        return DONE
    except Exception as error:  # noqa: BLE001 - the roof: no traceback reaches a user
        return _failed(error, arguments)
    return status if isinstance(status, int) else DONE


def settings_for(home: Path, *, make: bool = False) -> Settings:
    """Read the settings of a home that is there, or is made.

    Raises:
        HomeUnusable: nothing is kept there, or it can't be written to.
        SettingsRefused: a setting is unknown or can't be.
    """
    house = Home(home)
    if make:
        house.make()
    else:
        house.there()
    return read_settings(home)


def known_engine(name: str) -> None:
    """Refuse an engine that this installation does not have.

    Raises:
        BadParameter: it is another than DuckDB.
    """
    if name != "duckdb":
        raise typer.BadParameter(
            f"{name!r} is no engine of this installation: it has duckdb", param_hint="--engine"
        )


def day_of(text: str | None, option: str) -> date | None:
    """Read a day given on the command line; as in deliveries, of 1949 to 2100.

    Raises:
        BadParameter: it is no day.
    """
    if text is None:
        return None
    try:
        day = date.fromisoformat(text)
    except ValueError as error:
        raise typer.BadParameter(
            f"{text!r} is no day: write it as 2026-03-31", param_hint=option
        ) from error
    if not FIRST_DAY <= day <= LAST_DAY:
        raise typer.BadParameter(f"{day} is no day from 1949 to 2100", param_hint=option)
    return day


def night_of(text: str | None, option: str) -> str | date | None:
    """Read a night given on the command line: a day, or `day~known` as it was known on a day.

    Raises:
        BadParameter: it is neither.
    """
    if text is None or "~" not in text:
        return day_of(text, option)
    as_of, _, known = text.partition("~")
    return f"{day_of(as_of, option)}~{day_of(known, option)}"


def console_for(arguments: list[str]) -> typer.Typer:
    """Give a console with the command that is asked for; with all where none is, or it is unknown.

    A command brings its whole floor with it: an order should not wait for the others'.
    """
    console = typer.Typer(
        name="pursewatch",
        help=PURPOSE,
        no_args_is_help=True,
        add_completion=False,
        pretty_exceptions_enable=False,
    )
    console.callback()(_pursewatch)
    names = [found.name for found in pkgutil.iter_modules(service.commands.__path__)]
    asked = next((word for word in arguments if not word.startswith("-")), None)
    for name in [asked] if asked in names else sorted(names):
        importlib.import_module(f"service.commands.{name}").hang(console)
    return console


def _pursewatch() -> None:
    """Keep a command a word of its own while it is the only one hung."""


def _listed(console: typer.Typer, arguments: list[str]) -> list[str]:
    """Let a noun alone list what it names: `pursewatch receipts` is `pursewatch receipts list`."""
    noun, verb = [*arguments, "", ""][:2]
    group = next((group for group in console.registered_groups if group.name == noun), None)
    if group is None or group.typer_instance is None or (verb and not verb.startswith("--")):
        return arguments
    verbs = {command.name for command in group.typer_instance.registered_commands}
    return [noun, "list", *arguments[1:]] if "list" in verbs and verb != "--help" else arguments


def _misspoken(error: TyperException) -> str:
    """Say in one sentence what is wrong with the arguments, and where the right ones stand."""
    said = " ".join(error.format_message().split()).replace("Value error, ", "").rstrip(".")
    wrong: list[dict[str, Any]] = getattr(error.__cause__, "errors", list)()
    if wrong and wrong[0]["type"] == "int_parsing":
        said = said.replace(wrong[0]["msg"], f"{wrong[0]['input']!r} is no whole number")
    asked = getattr(error, "ctx", None)
    if asked is None:
        return said
    path = f"`{asked.command_path} --help`"
    return f"{said}: see {path}" if said else f"say what to do: {path} shows it"


def _failed(error: Exception, arguments: list[str]) -> int:
    if type(error).__module__.split(".")[0] in OURS:
        show.complain(str(error))
        return FAILED
    if isinstance(error, OSError) and error.strerror:
        show.complain(f"{error.strerror}: {error.filename or 'a file'} could not be used")
        return FAILED
    if type(error).__name__ == "OperationalError":  # of SQLite or PostgreSQL, by either library
        show.complain(
            f"a database of the home could not be used ({_first_line(error)}): see that it runs, "
            "may be written to and has room on its disk"
        )
        return FAILED
    show.complain(
        f"failed in a way that was not foreseen ({type(error).__name__}: {_first_line(error)}); "
        f"{_kept(error, arguments)}"
    )
    return FAILED


def _kept(error: Exception, arguments: list[str]) -> str:
    home = Home(_home_among(arguments))
    stamp = now().astimezone(SHANGHAI).strftime("%Y-%m-%dT%H%M%S")
    file = home.logs / f"failure-{stamp}.log"
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text("".join(traceback.format_exception(error)), "utf-8")
    except OSError:
        return "its details could not be kept: check that the disk is writable"
    return f"its details are in {file}: hand them to whoever looks after the service"


def _home_among(arguments: list[str]) -> Path:
    for place, word in enumerate(arguments):
        if word == "--home" and place + 1 < len(arguments):
            return Path(arguments[place + 1])
        if word.startswith("--home="):
            return Path(word.removeprefix("--home="))
    return Path(os.environ.get("PURSEWATCH_HOME") or HOME)


def _first_line(error: Exception) -> str:
    return (str(error).splitlines() or [""])[0][:200]
