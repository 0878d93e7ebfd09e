"""Restatements: what later deliveries stated otherwise, and which pinned nights held the old."""

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import duckdb

from ingest.receipts import Receipts
from service.home import Home
from service.kept import kept_file
from service.pins import pinned
from warehouse.publish import night_path
from warehouse.restated import Restatement, write_cells
from warehouse.shapes import tables

CELLS = "restated"
"""The folder of the home where the cells of each pair of files are kept; it can be made again."""


def cells(home: Home, known: date | None = None) -> list[Path]:
    """Give the Parquet files of all restated cells, one for each pair of files, in order.

    A pair is compared once: kept rows never change.
    """
    folder = home.root / CELLS
    folder.mkdir(exist_ok=True)
    paths = []
    for was, became in Receipts(home.root).replacements(known):
        pair = Restatement(
            was=kept_file(home, was),
            became=kept_file(home, became) if became.kept_path else None,
            number=became.number or 0,
            stated_at=became.delivered_at or became.received_at,
            received_at=became.received_at,
        )
        path = folder / pair.name
        if not path.exists():
            write_cells(pair, path)
        paths.append(path)
    return paths


def pinned_rows(home: Home, paths: Sequence[Path]) -> list[tuple[date, int, int]]:
    """Give (night, file, line) of each restated row that a pinned night holds as it was."""
    found: list[tuple[date, int, int]] = []
    if not paths:
        return found
    with duckdb.connect() as connection:
        _read(connection, paths)
        feeds = [f for (f,) in connection.execute("select distinct feed from restated").fetchall()]
        for night in sorted(pinned(home)):
            place = night_path(home.nights, night)
            if not place.exists():
                continue
            quoted = str(place.resolve()).replace("'", "''")
            connection.execute(f"attach '{quoted}' as pinned (read_only)")
            for feed in sorted(feeds):
                line = tables("core")[feed].line
                found += [
                    (night, *row)
                    for row in connection.execute(
                        "select distinct r.replaced, r.line from restated r "
                        f"join pinned.kept.{feed} k on k.file = r.replaced and k.{line} = r.line "
                        "where r.feed = $feed order by all",
                        {"feed": feed},
                    ).fetchall()
                ]
            connection.execute("detach pinned")
    return found


def restated(
    home: Home, *, feed: str | None = None, region: str | None = None
) -> list[Mapping[str, Any]]:
    """Give every restated cell, the latest first, with the pinned nights that held the old."""
    paths = cells(home)
    if not paths:
        return []
    held: dict[tuple[int, int], list[date]] = {}
    for night, file, line in pinned_rows(home, paths):
        held.setdefault((file, line), []).append(night)
    with duckdb.connect() as connection:
        _read(connection, paths)
        cursor = connection.execute(
            "select feed, region, period, supplier, key, column_name, change, was, became, "
            "difference, stated_at, received_at, file, replaced, line from restated "
            "where ($feed is null or feed = $feed) and ($region is null or region = $region) "
            "order by stated_at desc, feed, region, key, column_name",
            {"feed": feed, "region": region},
        )
        names = [column[0] for column in cursor.description or ()]
        rows = [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
    return [{**row, "pinned": held.get((row["replaced"], row["line"]), [])} for row in rows]


def _read(connection: duckdb.DuckDBPyConnection, paths: Sequence[Path]) -> None:
    names = ", ".join("'" + str(path.resolve()).replace("'", "''") + "'" for path in paths)
    connection.execute(f"create view restated as from read_parquet([{names}])")
