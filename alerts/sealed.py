"""密封. A night opened for questions: read-only, without a way out to files or network."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb

from warehouse.database import NightMissing


@contextmanager
def opened(
    night: Path, *, threads: int = 2, memory: str = "2GB"
) -> Iterator[duckdb.DuckDBPyConnection]:
    """Open a night for rules: what they compute stays in memory, or in a folder of its own.

    Raises:
        NightMissing: there is no such file.
    """
    if not night.exists():
        raise NightMissing(f"no night is kept at {night.name}: run `pursewatch night` first")
    with tempfile.TemporaryDirectory(prefix=".rules-", dir=night.parent) as spill:
        connection = duckdb.connect()
        try:
            connection.execute(f"set memory_limit = {_text(memory)}")
            connection.execute(f"set threads = {threads:d}")
            connection.execute(f"set temp_directory = {_text(spill)}")
            connection.execute(f"attach {_text(str(night.resolve()))} as night (read_only)")
            connection.execute("use night")
            connection.execute("set enable_external_access = false")
            connection.execute("set lock_configuration = true")
            yield connection
        finally:
            connection.close()


def _text(value: str) -> str:
    escaped = value.replace("'", "''")
    return f"'{escaped}'"
