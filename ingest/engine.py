"""DuckDB as the dock uses it: one engine for all files of a delivery."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb

from ingest.spelling import quoted

MEMORY, THREADS = "1200MB", 2


class Engine:
    """Started for the first file that needs it, and anew after one that it failed on.

    To start it costs as much as to read a small file. It spills below `folder`.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._started: duckdb.DuckDBPyConnection | None = None

    @contextmanager
    def connected(self, *, small: bool = False) -> Iterator[duckdb.DuckDBPyConnection]:
        """Give a connection to read one file with, whose temporary tables end with it.

        A `small` file is read by one thread.

        Raises:
            duckdb.Error: it failed; the next connection is to a fresh engine.
        """
        try:
            if self._started is None:
                self._started = _started(self._folder)
            with self._started.cursor() as connection:
                connection.execute(f"set threads = {1 if small else THREADS}")
                yield connection
        except duckdb.Error:
            self.close()
            raise

    def close(self) -> None:
        """Let go of its memory and of what it spilled."""
        if self._started is not None:
            self._started.close()
            self._started = None


def _started(folder: Path) -> duckdb.DuckDBPyConnection:
    engine = duckdb.connect()
    engine.execute(f"set memory_limit = '{MEMORY}'")
    engine.execute(f"set temp_directory = {quoted(str(folder))}")
    engine.execute("set preserve_insertion_order = true")
    engine.execute("set global TimeZone = 'Asia/Shanghai'")
    # The next file is laid out at the same path.
    engine.execute("set enable_external_file_cache = false")
    # A filter pushed below a projection would work every typed value out twice, and each list of
    # characters would become a join of its own: a third of a second for the smallest file.
    engine.execute("set disabled_optimizers = 'filter_pushdown,in_clause'")
    return engine
