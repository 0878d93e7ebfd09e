"""Which reader reads which file."""

from collections.abc import Container, Sequence
from pathlib import Path

import duckdb

from ingest.bundle import unpack_gzip
from ingest.delivery import extension
from ingest.feed import Feed
from ingest.headings import FileRefused
from ingest.readers.columnar import read_parquet
from ingest.readers.delimited import read_delimited
from ingest.readers.records import read_record_lines, read_records
from ingest.readers.workbook import read_workbook
from ingest.table import Reading, TextTable


def read_tables(
    path: Path,
    name: str,
    reading: Reading,
    known: Container[str],
    feeds: Sequence[Feed],
    folder: Path,
    connection: duckdb.DuckDBPyConnection,
) -> list[tuple[Feed | None, TextTable]]:
    """Give every table of a file; with each sheet that is named by a feed, that feed.

    `known` are the headings that are looked for, `folder` an empty one for the rows.

    Raises:
        FileRefused: the file is not what its name says, or no heading is found.
    """
    if name.lower().endswith(".gz"):
        unpacked = folder / "unpacked"
        unpack_gzip(path, unpacked)
        path = unpacked
    match extension(name):
        case ".xlsx" | ".xls":
            return read_workbook(path, name, reading, known, feeds, folder)
        case ".parquet":
            return [(None, read_parquet(path, name, folder, connection))]
        case ".json":
            return [(None, read_records(path, name, reading, folder))]
        case ".jsonl":
            return [(None, read_record_lines(path, name, reading, folder))]
        case ".csv" | ".tsv" | ".txt":
            return [(None, read_delimited(path, name, reading, known, folder))]
        case other:
            raise FileRefused(
                f"a file {other or 'without an extension'} is not read: deliver .csv, .xlsx, .xls, "
                ".parquet, .json or .jsonl"
            )
