"""Which feed, government and period a file is of, by whoever says so first."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ingest.delivery import Entry, Manifest, file_name
from ingest.feed import Feed
from ingest.headings import FileRefused
from ingest.sources import FileMapping, Source
from warehouse.period import FINAL, OPENING, Period


@dataclass(frozen=True)
class Options:
    """What the command line says of files whose names do not."""

    feed: str | None = None
    region: str | None = None
    period: Period | None = None
    source: str | None = None


def written(period: Period | None) -> str | None:
    """Write a period where there is one."""
    return None if period is None else str(period)


def settled(word: str, name: str, told: Sequence[str | None], option: str | None) -> str | None:
    """Give what is said first; the command may add to a file's name but not contradict it."""
    first = next((text for text in told if text), None)
    if first is not None and option is not None and first != option:
        raise FileRefused(
            f"{name!r} is of {word} {first!r}, and the command says {option!r}: correct one of them"
        )
    return first or option


def feed_called(text: str, feeds: Mapping[str, Feed]) -> Feed:
    """Give the feed of a name or Chinese title.

    Raises:
        FileRefused: there is none.
    """
    asked = text.strip()
    found = feeds.get(asked.lower()) or next((f for f in feeds.values() if f.zh == asked), None)
    if found is None:
        raise FileRefused(f"{text!r} is no feed: known are {', '.join(sorted(feeds))}")
    return found


def one_name(text: str | None, feeds: Mapping[str, Feed]) -> str | None:
    """Give a feed's name for its name or title; any other text as it is."""
    try:
        return None if text is None else feed_called(text, feeds).name or text
    except FileRefused:
        return text


def hold_period(feed: Feed, period: Period) -> None:
    """Hold a file's period to its feed: months 00 and 13 are the statement's alone.

    Raises:
        FileRefused: the feed has no such month.
    """
    columns = {column.name for column in feed.columns}
    if period.month in {OPENING, FINAL} and not {"fiscal_year", "month"} <= columns:
        raise FileRefused(
            f"{feed.zh} has no month {period}: 00 (opening budget) and 13 (final accounts) are for "
            "statement"
        )


def mapping_of(
    bare: str,
    manifest: Manifest,
    entry: Entry,
    sources: Mapping[str, Source],
    options: Options,
) -> tuple[str, FileMapping | None]:
    """Give the mapping that reads a file, with its name; none where the file names itself.

    Raises:
        FileRefused: no mapping is called so, or several know the file.
    """
    if options.source is not None:
        if options.source not in sources:
            raise FileRefused(
                f"no mapping is called {options.source!r}: known are {', '.join(sorted(sources))}"
            )
        mapping = sources[options.source].file_for(bare)
        return (options.source if mapping else "", mapping)
    if manifest.supplier is not None:
        claims = {
            name: mapping
            for name, source in sources.items()
            if manifest.supplier in {source.supplier, name}
            and (mapping := source.file_for(bare)) is not None
        }
    elif file_name(bare) is None and (entry.feed is None or entry.region is None):
        claims = {
            name: mapping
            for name, source in sources.items()
            if (mapping := source.file_for(bare)) is not None
        }
    else:
        return "", None
    if len(claims) > 1:
        raise FileRefused(
            f"the mappings {sorted(claims)} all know {bare!r}: say which with --source"
        )
    return next(iter(claims.items()), ("", None))
