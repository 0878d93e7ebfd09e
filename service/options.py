"""What several commands are told in the same words: a feed, a period."""

import typer

from ingest.feeds import all_feeds
from ingest.headings import FileRefused
from ingest.identity import feed_called
from warehouse.period import Period, PeriodUnreadable


def feed_of(text: str | None) -> str | None:
    """Give the name of the feed that `--feed` names, by its name or its Chinese title.

    Raises:
        BadParameter: there is no such feed.
    """
    if not text:
        return None
    try:
        return feed_called(text, all_feeds()).name
    except FileRefused as error:
        raise typer.BadParameter(str(error), param_hint="--feed") from error


def period_of(text: str) -> Period:
    """Read the period that `--period` gives: a year, a month or a day.

    Raises:
        BadParameter: it is none.
    """
    try:
        return Period.parse(text)
    except PeriodUnreadable as error:
        raise typer.BadParameter(str(error), param_hint="--period") from error
