"""供数日历. What the site agreed, what came, and so what is due, as the night wants to hear it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

import duckdb

from alerts.agreements import Agreements
from alerts.ledger import Ledger
from alerts.legal_events import LegalEvents, TypedEvent
from ingest.receipts import FileReceipt, Receipts, Status
from service.clock import day
from service.settings import Settings
from warehouse.agreement import SupplyCalendar, defaults, of_site
from warehouse.due import Arrival, Due, Outcome, dues
from warehouse.pour import pour
from warehouse.score import Score, score_of
from warehouse.shapes import tables
from warehouse.workdays import Workdays, with_site

COUNTED = {Status.KEPT: Outcome.KEPT, Status.REFUSED: Outcome.REFUSED}


@dataclass(frozen=True)
class Agreed:
    """What stands at a site on a day, of what people typed and agreed."""

    calendar: SupplyCalendar
    workdays: Workdays
    events: Sequence[TypedEvent]

    @property
    def mark(self) -> str:
        """Tell two states of it apart."""
        return f"{self.calendar.fingerprint} {self.workdays.fingerprint} {self.events!r}"


def agreed(settings: Settings, known: date | None) -> Agreed:
    """Read the calendar and the typed events as they stood at the end of the day `known`.

    Raises:
        CalendarUnreadable: the site's calendar.toml is not what it must be.
    """
    ledger = Ledger(settings.ledger)
    ledger.migrate()
    lines = Agreements(ledger.engine)
    file = settings.house.calendar
    try:
        return Agreed(
            defaults().joined(of_site(file)).joined(lines.agreed(known)),
            with_site(file).joined(lines.notices(known)),
            LegalEvents(ledger.engine).standing(known),
        )
    finally:
        ledger.close()


def due(settings: Settings, as_of: date, known: date | None) -> list[Due]:
    """Tell what is due up to a day, and what came of it by what was received by `known`."""
    receipts = Receipts(settings.house.root)
    ground = agreed(settings, known)
    files = [file for file in receipts.files() if known is None or day(file.received_at) <= known]
    in_force = {file.number for file in receipts.in_force(known)}
    return dues(ground.calendar, arrivals(files, in_force), ground.workdays, as_of)


def score(settings: Settings, as_of: date, known: date | None) -> list[Score]:
    """Give each supplier's score up to a day, by what was received by `known`."""
    receipts = Receipts(settings.house.root)
    in_force = {file.number for file in receipts.in_force(known)}
    files = [
        (
            file.number, file.delivery, file.name, file.feed, file.region, None, file.supplier,
            None, None, file.status.value, None, file.delivered, file.kept, file.repeated,
            file.aside, file.number in in_force,
        )
        for file in receipts.files()
        if known is None or day(file.received_at) <= known
    ]  # fmt: skip
    mart = tables("mart")["supplier_quality"]
    assert mart.fill is not None
    with duckdb.connect() as connection:
        connection.execute("create schema ops; create schema mart")
        for name, rows in (("due", due(settings, as_of, known)), ("delivery_file", files)):
            connection.execute(tables("ops")[name].create)
            pour(connection, f"ops.{name}", rows)
        connection.execute(mart.create)
        connection.execute(mart.fill)
        asked = connection.execute("from mart.supplier_quality order by supplier, region")
        names = [column[0] for column in asked.description or ()]
        return [score_of(dict(zip(names, row, strict=True))) for row in asked.fetchall()]


def arrivals(files: Iterable[FileReceipt], in_force: set[int | None]) -> list[Arrival]:
    """Give the files that say of which feed, government and period they are."""
    return [
        Arrival(
            number=file.number,
            feed=file.feed,
            region=file.region,
            supplier=file.supplier or file.region,
            period=file.period,
            outcome=COUNTED[file.status],
            on=day(min(file.delivered_at or file.received_at, file.received_at)),
            in_force=file.number in in_force,
        )
        for file in files
        if file.status in COUNTED
        and file.number is not None
        and file.feed is not None
        and file.region is not None
        and file.period is not None
    ]
