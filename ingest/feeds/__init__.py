"""One file, one feed. The folder is the register."""

import pkgutil
from dataclasses import replace
from functools import cache
from importlib import import_module

from ingest.feed import Feed


@cache
def all_feeds() -> dict[str, Feed]:
    """Give every feed by its name, in the order of the names."""
    found = {}
    for module in sorted(pkgutil.iter_modules(__path__), key=lambda module: module.name):
        feed: Feed = import_module(f"{__name__}.{module.name}").FEED
        found[module.name] = replace(feed, name=module.name)
    return found


def by_title(text: str) -> Feed | None:
    """Give the feed that is called so, by its name or its Chinese title."""
    asked = text.strip()
    feeds = all_feeds()
    return feeds.get(asked) or next((feed for feed in feeds.values() if feed.zh == asked), None)
