"""Real deliveries, taken in through the front door by the mappings of the examples."""

import tarfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import duckdb
import pytest

from ingest.receipt import FileReceipt, Status
from ingest.receive import Options, receive
from ingest.sources import Source, load_sources

NOW = datetime(2026, 4, 1, 6, tzinfo=UTC)
EXAMPLES = Path(__file__).parents[3] / "examples/sources"


@dataclass
class Received:
    """What a delivery left behind: its receipts, and the tables `kept` and `aside`."""

    connection: duckdb.DuckDBPyConnection
    files: Sequence[FileReceipt]

    def ask(self, sql: str) -> list[tuple[Any, ...]]:
        """Answer a query over `kept` and `aside`."""
        return self.connection.execute(sql).fetchall()

    def one(self, sql: str) -> Any:
        """Answer a query that has one row; one column of it as itself."""
        (row,) = self.ask(sql)
        return row[0] if len(row) == 1 else row

    @property
    def counted(self) -> tuple[int, int, int, int]:
        """How many rows were delivered, kept, repeated and set aside."""
        told = [(file.delivered, file.kept, file.repeated, file.aside) for file in self.files]
        delivered, kept, repeated, aside = (sum(column) for column in zip(*told, strict=True))
        return delivered, kept, repeated, aside


Deliver = Callable[..., Received]


@pytest.fixture(scope="session")
def real(shared) -> Path:
    """The folder of real data; skips without it."""
    if not (shared / "data").is_dir():
        pytest.skip("the folder shared/data (real data) is absent")
    return shared / "data"


@pytest.fixture(scope="session")
def examples() -> dict[str, Source]:
    """The mappings of the examples."""
    return load_sources(EXAMPLES)


@pytest.fixture(scope="module")
def deliver(tmp_path_factory, examples) -> Iterator[Deliver]:
    """Have files received into a new home, each as a delivery, by the mapping of a source."""
    connections = []

    def taken(source: str, *paths: Path, feed: str | None = None) -> Received:
        home = tmp_path_factory.mktemp("home")
        options = Options(source=source, feed=feed)
        receipts = receive(home, paths, now=NOW, sources=examples, options=options)
        files = [file for receipt in receipts for file in receipt.files]
        assert {(file.status, file.reason) for file in files} == {(Status.KEPT, "")}
        connection = duckdb.connect()
        connections.append(connection)
        for number, file in enumerate(files):
            verb = "insert into kept" if number else "create table kept as"
            rows = f"read_parquet('{home / str(file.kept_path)}')"
            connection.execute(f"{verb} select *, '{file.name}' as file from {rows}")
        aside = [str(home / file.aside_path) for file in files if file.aside_path]
        if aside:
            connection.execute(f"create table aside as from read_parquet({aside})")
        return Received(connection, files)

    yield taken
    for connection in connections:
        connection.close()


def unpacked(archive: Path, folder: Path) -> Path:
    """Unpack a tar file, and give the folder of its tables."""
    with tarfile.open(archive) as tar:
        careful = {"filter": "data"} if hasattr(tarfile, "data_filter") else {}  # since 3.11.4
        tar.extractall(folder, **careful)
    return next(folder.rglob("*.csv")).parent
