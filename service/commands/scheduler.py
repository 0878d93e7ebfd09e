"""`pursewatch scheduler`: the one worker with its jobs."""

import logging
from datetime import date, datetime
from pathlib import Path

import structlog
import typer

from alerts.ledger import Ledger
from ingest.pulls.inbox import Inbox
from service import cli, clock, logs, scheduler, show
from service.dock import take_in
from service.night import Order, run_night
from service.pull import job_of, pull_due
from service.runs import Runs
from service.settings import Settings
from warehouse.publish import published

log = structlog.get_logger()
LOOK_EVERY = 2.0  # seconds between two looks into the inbox


def hang(app: typer.Typer) -> None:
    """Hang the command on the console."""
    app.command("scheduler")(run)


def run(home: cli.AtHome = cli.HOME) -> int:
    """Run the scheduled jobs until stopped: the watched folder, the pulls and the night."""
    settings = cli.settings_for(home, make=True)
    when = scheduler.trigger(settings.night_at)
    logs.speak(logging.INFO)
    stop = scheduler.until_told()
    ledger = Ledger(settings.ledger)
    ledger.migrate()
    runs = Runs(ledger.engine)
    inbox = Inbox(settings.house.inbox, settings.inbox_seconds)

    def nights() -> None:
        done = scheduler.make_up(
            runs, when, night=lambda due: _night(settings, due), clock=clock.now
        )
        for due in done:
            log.info("night.due_and_run", due=due.isoformat())

    def looked_in(at: float) -> None:
        for arrival in inbox.arrived(at):
            try:
                _take(settings, inbox, arrival)
            except Exception as error:  # noqa: BLE001 - one arrival must not hold up the next
                wait = inbox.failed(arrival, at)
                told = f"{type(error).__name__}: {error}"
                log.error("delivery.not_taken", name=arrival.name, told=told, again_in=wait)

    def pulled() -> None:
        for name in pull_due(settings, runs):
            log.info("source.pulled", source=name, told=runs.latest(job_of(name)))

    waiting = "another scheduler works on this home: waiting for it to end"
    lock = settings.house.root / ".scheduler.lock"
    with scheduler.alone(lock, waiting=lambda: show.say(waiting), stop=stop) as mine:
        if mine:
            show.say(f"the scheduler runs; the night is due by {settings.night_at!r} in China")
            nights()
            scheduler.work(
                when, nights=nights, inbox=looked_in, pulls=pulled, every=LOOK_EVERY, stop=stop
            )
    return cli.DONE


def _night(settings: Settings, due: datetime) -> str:
    as_of = date.fromisoformat(scheduler.night_of(due))
    latest = published(settings.house.nights)
    if latest is not None and latest > as_of:
        return f"the night of {latest} is published already"
    report = run_night(settings, Order(as_of), now=clock.now())
    return f"{report.as_of}: {show.counted(report.findings, 'findings')}"


def _take(settings: Settings, inbox: Inbox, arrival: Path) -> None:
    [receipt] = take_in(settings, [arrival], now=clock.now())
    aside = inbox.take_away(arrival, receipt)
    if aside is not None:
        told = receipt.files[0].reason
        log.error("delivery.turned_away", name=receipt.name, told=told, left_as=aside.name)
    else:
        log.info("delivery.taken", name=receipt.name, files=len(receipt.files))
