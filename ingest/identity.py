"""Which feed, government and period a file is of, by whoever says so first."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ingest.delivery import Entry, Manifest, file_name
from ingest.feed import Feed
from ingest.headings import FileRefused
from ingest.sources import FileMapping, Source
from warehouse.period import FINAL, OPENING, Period

EARLIEST, LATEST = 1949, 2100


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
    if not EARLIEST <= period.year <= LATEST:
        raise FileRefused(f"a file of {period} is not taken: periods are {EARLIEST} to {LATEST}")
    columns = {column.name for column in feed.columns}
    if period.month in {OPENING, FINAL} and not {"fiscal_year", "month"} <= columns:
        raise FileRefused(
            f"{feed.zh} has no month {period}: 00 (opening budget) and 13 (final accounts) are for "
            "statement"
        )


def mappings_of(
    name: str,
    manifest: Manifest,
    entry: Entry,
    sources: Mapping[str, Source],
    options: Options,
) -> tuple[str, list[FileMapping]]:
    """Give the mappings that read a file, one a feed, with the name of their source.

    There is none where the file names itself.

    Raises:
        FileRefused: no mapping is called so, or several know the file.
        SourceRefused: the mapping knows the file's name, and not what is to become of it.
    """
    said = file_name(name)
    stated = entry.period or options.period
    if stated is None and said is not None:
        stated = Period.parse(said.period)
    if options.source is not None:
        if options.source not in sources:
            raise FileRefused(
                f"no mapping is called {options.source!r}: known are {', '.join(sorted(sources))}"
            )
        mappings = sources[options.source].files_for(name, stated)
        return (options.source if mappings else "", mappings)
    if manifest.supplier is not None:
        asked = {n: s for n, s in sources.items() if manifest.supplier in {s.supplier, n}}
    elif said is None and (entry.feed is None or entry.region is None):
        asked = dict(sources)
    else:
        return "", []
    claims = {n: found for n, s in asked.items() if (found := s.files_for(name, stated))}
    if len(claims) > 1:
        raise FileRefused(
            f"the mappings {sorted(claims)} all know {name!r}: say which with --source"
        )
    return next(iter(claims.items()), ("", []))
