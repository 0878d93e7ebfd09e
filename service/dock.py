"""Deliveries taken in, by whatever way they come."""

from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path

from ingest.feeds import all_feeds
from ingest.receipts import Receipt
from ingest.receive import Options, receive
from ingest.sources import load_sources
from service.settings import Settings


def take_in(
    settings: Settings,
    paths: Sequence[Path],
    *,
    now: datetime,
    options: Options | None = None,
    done: Callable[[], object] | None = None,
) -> list[Receipt]:
    """Take deliveries in, in the order given; give their receipts.

    Raises:
        SourceRefused: a mapping of the site is wrong; nothing was taken.
    """
    home = settings.house
    receipts: list[Receipt] = []
    for path in paths:
        receipts += receive(
            home.root,
            [path],
            now=now,
            feeds=all_feeds(),
            sources=load_sources(home.sources),
            options=options or Options(),
        )
        if done is not None:
            done()
    return receipts
