"""A received file's kept rows, as the warehouse wants to hear of them."""

from ingest.feeds import all_feeds
from ingest.receipts import FileReceipt
from service.home import Home
from warehouse.kept import KeptFile


def kept_file(home: Home, file: FileReceipt) -> KeptFile:
    """Give the kept rows of a file that was kept."""
    assert file.number is not None
    assert file.delivery is not None
    assert file.feed is not None
    assert file.region is not None
    assert file.period is not None
    assert file.kept_path is not None
    feed = all_feeds()[file.feed]
    return KeptFile(
        number=file.number,
        delivery=file.delivery,
        feed=file.feed,
        region=file.region,
        period=file.period,
        supplier=file.supplier or "",
        path=home.root / file.kept_path,
        rows=file.kept,
        totals={name: total.kept for name, total in file.totals.items()},
        part=file.part,
        stated_at=file.delivered_at or file.received_at,
        holds=feed.holds.value,
        dated=feed.dated,
        key=tuple(feed.key),
    )
