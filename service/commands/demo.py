"""`pursewatch demo`: an invented city in a fresh home, received, audited and served."""

import json
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Annotated, NoReturn

import typer

from alerts.accounts import AccountExists, Accounts
from alerts.agreements import Agreements
from alerts.ledger import Ledger
from alerts.workflow import Role
from service import cli, clock, show
from service.commands.serve import ensure_free, serve
from service.demo import ACCOUNTS, City, write_city
from service.demo.accounts import PASSWORD
from service.demo.schedule import BY_QUARTER
from service.demo.stations import write_stations
from service.dock import take_in
from service.home import Home
from service.night import Order, run_night
from service.settings import Settings
from warehouse.period import SHANGHAI

UNTIL = date(2026, 9, 30)
MARK = "demo.json"
MORNING, SMALL_HOURS = time(6, 0), time(2, 0)


class HomeOccupied(Exception):
    """The home holds something that the demo did not put there."""


def hang(app: typer.Typer) -> None:
    """Hang the command on the console."""
    app.command()(demo)


def demo(
    home: cli.AtHome = cli.HOME,
    port: Annotated[int, typer.Option(min=1, max=65_535, help="Where the site opens.")] = 8000,
    no_serve: Annotated[bool, typer.Option("--no-serve", help="Do not open the site.")] = False,
    seed: Annotated[int, typer.Option(min=0, help="Another number is another city.")] = 1,
    units: Annotated[int, typer.Option(min=17, max=2000, help="Units of the city.")] = 60,
    as_json: cli.AsJson = False,
) -> int:
    """Invent a city with three years of deliveries, receive them, run the nights, open the site."""
    house = Home(home)
    order = {"seed": seed, "units": units, "until": UNTIL.isoformat()}
    _refuse_occupied(house, order)
    settings = cli.settings_for(home, make=True)
    if not no_serve:
        ensure_free(settings.host, port)
    done = _read_mark(house)
    if not done.get("complete"):
        _settle(settings, house, order, quiet=as_json)
    _say_accounts(settings, port, serving=not no_serve, as_json=as_json)
    if no_serve:
        return cli.DONE
    with _scheduler(home):
        return serve(home, settings.host, port, settings.workers)


def _refuse_occupied(house: Home, order: dict[str, object]) -> None:
    mark = _read_mark(house)
    if mark:
        if mark["order"] != order:
            raise HomeOccupied(
                f"{str(house.root)!r} holds a demo of {mark['order']}: give the same --seed and "
                "--units, or name a fresh folder with --home"
            )
    elif house.root.exists() and any(house.root.iterdir()):
        raise HomeOccupied(
            f"{str(house.root)!r} is not empty and holds no demo: name a fresh folder with --home"
        )


def _settle(settings: Settings, house: Home, order: dict[str, object], *, quiet: bool) -> None:
    """Receive and audit the city in the order of its days; a settling broken off goes on."""
    done = _number(_read_mark(house).get("steps", 0))
    _write_mark(house, order, steps=done)
    deliveries = house.root / "demo"
    shutil.rmtree(deliveries, ignore_errors=True)
    city = write_city(deliveries, seed=_number(order["seed"]), units=_number(order["units"]),
                      until=UNTIL)  # fmt: skip
    steps = _steps(city)
    _agree(settings, steps[0][0])
    if not quiet:
        show.say(
            f"an invented city: {len(city.deliveries)} deliveries, {sum(city.rows.values())} rows, "
            f"{len(city.nights)} nights"
        )
    with show.progress("receiving and auditing", len(steps)) as bar:
        for number, (moment, what) in enumerate(steps, start=1):
            if number > done:
                if isinstance(what, Path):
                    take_in(settings, [what], now=moment)
                else:
                    run_night(settings, Order(what), now=moment)
                _write_mark(house, order, steps=number)
            if bar is not None:
                bar.advance(bar.task_ids[0])
    _open_accounts(settings)
    write_stations(house.stations)
    _write_mark(house, order, steps=len(steps), complete=True)


def _agree(settings: Settings, now: datetime) -> None:
    """Agree with the offices about what they hand over by the quarter, before the first comes."""
    ledger = Ledger(settings.ledger)
    ledger.migrate()
    agreements = Agreements(ledger.engine)
    if not agreements.lines():
        for feed in BY_QUARTER:
            line = {"feed": feed, "every": "quarter", "working_day": 10}
            agreements.set_due(line, actor="administrator", reason="演示：按季报送", now=now)
    ledger.close()


def _steps(city: City) -> list[tuple[datetime, Path | date]]:
    """Give deliveries and nights in the order of their days, each with its moment."""
    coming: list[tuple[datetime, Path | date]] = [
        (_moment(delivery.received_on, MORNING), delivery.path) for delivery in city.deliveries
    ]
    nights = [(_moment(night + timedelta(days=1), SMALL_HOURS), night) for night in city.nights]
    return sorted([*coming, *nights], key=lambda step: step[0])


def _moment(day: date, at: time) -> datetime:
    return datetime.combine(day, at, SHANGHAI).astimezone(UTC)


def _open_accounts(settings: Settings) -> None:
    ledger = Ledger(settings.ledger)
    ledger.migrate()
    accounts = Accounts(ledger.engine)
    for person in ACCOUNTS:
        try:
            accounts.add(
                person.name,
                password=person.password,
                role=Role(person.role),
                region=person.region,
                unit=person.unit,
                display=person.title,
                now=clock.now(),
            )
        except AccountExists:
            continue


def _say_accounts(settings: Settings, port: int, *, serving: bool, as_json: bool) -> None:
    site = f"http://{settings.host}:{port}"
    if as_json:
        accounts = [vars(person) for person in ACCOUNTS]
        show.as_json(
            {"site": site if serving else None, "password": PASSWORD, "accounts": accounts}
        )
        return
    rows = [[person.name, person.role, person.region, person.title] for person in ACCOUNTS]
    show.table(["account", "role", "region", "shown as"], rows)
    show.say(f"the password of each is {PASSWORD}")
    if serving:
        show.say(f"open {site} and sign in; Ctrl-C stops the site")


@contextmanager
def _scheduler(home: Path) -> Iterator[None]:
    """Run the scheduler beside the site, and never longer."""
    before = signal.signal(signal.SIGTERM, _end)  # the site, once closed, gives it on to us
    worker = subprocess.Popen(
        [sys.executable, "-m", "service", "scheduler", "--home", str(home)],
        stdout=subprocess.DEVNULL,
    )
    try:
        yield
    finally:
        worker.terminate()
        worker.wait(timeout=30)
        signal.signal(signal.SIGTERM, before)


def _end(number: int, _frame: object) -> NoReturn:
    raise SystemExit(128 + number)


def _read_mark(house: Home) -> dict[str, object]:
    file = house.root / MARK
    return json.loads(file.read_text("utf-8")) if file.exists() else {}


def _write_mark(
    house: Home, order: dict[str, object], *, steps: int, complete: bool = False
) -> None:
    draft = house.root / f".{MARK}"
    told = {"order": order, "steps": steps, "complete": complete}
    draft.write_text(json.dumps(told) + "\n", "utf-8")
    draft.replace(house.root / MARK)


def _number(value: object) -> int:
    return int(str(value))
