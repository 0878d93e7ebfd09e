"""收件台. What the site may do with the dock: take an upload in, and look receipts up."""

from datetime import datetime
from pathlib import Path

from api.desk import Desk, DeskFailed, Told, Wishes
from api.upload import UploadRefused
from ingest.receipts import FileUnknown, Receipts
from ingest.receive import DockFailed, Options
from ingest.sources import SourceRefused
from service.dock import take_in
from service.receipts import receipt_of
from service.settings import Settings
from warehouse.period import Period, PeriodUnreadable


def desk(settings: Settings) -> Desk:
    """Give the desk of a home."""
    home = settings.house
    receipts = Receipts(home.root)

    def receive(path: Path, wishes: Wishes, now: datetime) -> Told:
        options = Options(
            feed=wishes.feed,
            region=wishes.region,
            period=_period(wishes.period),
            source=wishes.source,
        )
        try:
            [receipt] = take_in(settings, [path], now=now, options=options)
        except (DockFailed, SourceRefused) as error:
            raise DeskFailed(str(error)) from error
        return receipt_of(receipt)

    def delivery(number: int) -> Told | None:
        try:
            return receipt_of(receipts.delivery(number))
        except FileUnknown:
            return None

    return Desk(
        home.root / ".uploads", settings.upload_bytes, receive, receipts.reading(), delivery
    )


def _period(text: str | None) -> Period | None:
    try:
        return None if text is None else Period.parse(text)
    except PeriodUnreadable as error:
        raise UploadRefused(422, "upload.bad_period", str(error)) from error
