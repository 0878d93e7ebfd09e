"""密封. A night opened for questions: read-only, without a way out to files or network."""

import os
import re
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb

from warehouse.build import Means
from warehouse.database import NightMissing

SEARCHED = "night.main,memory.core,memory.lineage,night.core,night.lineage"


@contextmanager
def opened(
    night: Path, means: Means, *, spill: str = "20GB"
) -> Iterator[duckdb.DuckDBPyConnection]:
    """Open a night for rules: what they compute stays in memory, or in a folder of its own.

    A view in `memory.core` or `memory.lineage` stands before the night's table of the same name: so
    a question can be narrowed to some governments without a word of it being changed.

    Raises:
        NightMissing: there is no such file.
    """
    if not night.exists():
        raise NightMissing(f"no night is kept at {night.name}: run `pursewatch night` first")
    _sweep(night.parent)
    with tempfile.TemporaryDirectory(prefix=f".rules-{os.getpid()}-", dir=night.parent) as folder:
        connection = duckdb.connect(config={"python_enable_replacements": False})
        try:
            connection.execute(f"set memory_limit = {_text(means.memory)}")
            connection.execute(f"set threads = {means.threads:d}")
            connection.execute(f"set temp_directory = {_text(folder)}")
            connection.execute(f"set max_temp_directory_size = {_text(spill)}")
            connection.execute(f"attach {_text(str(night.resolve()))} as night (read_only)")
            connection.execute("create schema memory.core; create schema memory.lineage")
            connection.execute(f"set search_path = '{SEARCHED}'")
            connection.execute("set enable_external_access = false")
            connection.execute("set lock_configuration = true")
            yield connection
        finally:
            connection.close()


def narrowable(connection: duckdb.DuckDBPyConnection) -> bool:
    """Tell whether a view in `memory.core` stands before the night's own table of that name."""
    row = connection.execute("select current_setting('search_path')").fetchone()
    return row is not None and "memory.core" in row[0]


def _sweep(folder: Path) -> None:
    """Remove what processes that were killed have left to spill into."""
    for left in folder.glob(".rules-*"):
        owner = re.match(r"\.rules-(\d+)-", left.name)
        if owner is not None and not Path("/proc", owner.group(1)).exists():
            shutil.rmtree(left, ignore_errors=True)


def _text(value: str) -> str:
    escaped = value.replace("'", "''")
    return f"'{escaped}'"
