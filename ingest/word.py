"""The manifest's word: rows and totals that were agreed, against what came."""

from collections.abc import Sequence
from decimal import Decimal

from ingest.delivery import Entry
from ingest.feed import Feed
from ingest.headings import Bound, FileRefused, Names
from ingest.tally import Tally
from warehouse.money import YUAN_IN


def refuse_broken_word(entry: Entry, feed: Feed, tally: Tally, bound: Sequence[Bound]) -> None:
    """Hold a file to the rows and totals that the manifest states, in the file's own unit.

    Raises:
        FileRefused: either differs.
    """
    if entry.rows is not None and entry.rows != tally.delivered:
        raise FileRefused(
            f"the manifest says {entry.rows} rows, and the file has {tally.delivered}: deliver the "
            "file that the manifest means"
        )
    names = Names(feed)
    for heading, wanted in entry.totals.items():
        found = names.find(heading)
        column = None if found is None else found[0].name
        if column is None or column not in tally.totals:
            raise FileRefused(
                f"the manifest states a total of {heading!r}, which is no amount of the file: "
                f"known are {sorted(tally.totals)}"
            )
        unit = next(one.unit for one in bound if one.column.name == column)
        came = tally.totals[column].delivered / YUAN_IN[unit]
        if came != wanted:
            raise FileRefused(
                f"the manifest says {heading} {_figure(wanted)}, and the file has {_figure(came)} "
                f"({unit}): deliver the file that the manifest means"
            )


def _figure(amount: Decimal) -> str:
    return f"{amount.normalize():f}"
