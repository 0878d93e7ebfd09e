"""The receipts of a home: an SQLite file, one transaction a delivery."""

import json
import sqlite3
from collections.abc import Collection, Iterator, Sequence
from contextlib import closing
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any
from urllib.parse import quote

import duckdb
import sqlalchemy as sa

from ingest.force import in_force, replacements
from ingest.receipt import FileReceipt, Receipt, Status, worst
from ingest.tally import Total
from warehouse.period import Period

__all__ = ["FileReceipt", "FileUnknown", "Receipt", "Receipts", "Status", "Total", "worst"]

_SHAPE = """
create table if not exists delivery (
    number       integer primary key,
    name         text not null,
    landing      text not null,
    digest       text not null,
    options      text not null,
    supplier     text,
    delivered_at text,
    received_at  text not null,
    done         integer not null default 0
);
create table if not exists file (
    number       integer primary key,
    delivery     integer not null references delivery,
    name         text not null,
    status       text not null,
    reason       text not null,
    feed         text,
    region       text,
    period       text,
    supplier     text,
    sha256       text,
    mapping      text not null,
    fingerprint  text not null,
    delivered    integer not null,
    kept         integer not null,
    repeated     integer not null,
    aside        integer not null,
    left_out     integer not null,
    part         integer not null,
    kept_path    text,
    aside_path   text,
    notes        text not null
);
create index if not exists file_delivery on file (delivery);
create table if not exists total (
    file        integer not null references file,
    column_name text not null,
    delivered   text not null,
    kept        text not null,
    repeated    text not null,
    aside       text not null,
    unreadable  integer not null,
    primary key (file, column_name)
);
"""


class FileUnknown(Exception):
    """No file has that number."""


class Receipts:
    """Every receipt of one home."""

    def __init__(self, home: Path) -> None:
        self._home = home
        self._path = home / "receipts.sqlite"
        home.mkdir(parents=True, exist_ok=True)
        with closing(self._open()) as connection:
            connection.executescript(_SHAPE)

    def deliveries(self) -> list[Receipt]:
        """Give every delivery with its files, in the order in which they came."""
        files: dict[int | None, list[FileReceipt]] = {}
        for file in self.files():
            files.setdefault(file.delivery, []).append(file)
        rows = self._rows("select * from delivery where done order by number")
        return [_receipt(row, files.get(row["number"], [])) for row in rows]

    def reading(self) -> sa.Engine:
        """Give an engine that the receipts' tables can be asked by, and not be written."""
        address = f"file:{quote(str(self._path.absolute()))}?mode=ro"
        return sa.create_engine(f"sqlite:///{address}&uri=true", poolclass=sa.NullPool)

    def delivery(self, number: int) -> Receipt:
        """Give one delivery.

        Raises:
            FileUnknown: there is no such delivery.
        """
        rows = self._rows("select * from delivery where done and number = ?", number)
        if not rows:
            raise FileUnknown(f"no delivery has the number {number}: see `pursewatch receipts`")
        return _receipt(rows[0], self.files(number))

    def files(
        self, delivery: int | None = None, *, regions: Collection[str] | None = None
    ) -> list[FileReceipt]:
        """Give every file, or those of one delivery, or those of some governments."""
        if delivery is not None:
            return self._files(" where delivery.number = ?", delivery)
        if regions is not None:
            places = ", ".join("?" for _ in regions)
            return self._files(f" where file.region in ({places})", *regions)
        return self._files("")

    def _files(self, where: str, *given: object) -> list[FileReceipt]:
        rows = self._rows(
            "select file.*, delivery.delivered_at, delivery.received_at from file "
            f"join delivery on delivery.number = file.delivery{where} order by file.number",
            *given,
        )
        totals: dict[int, dict[str, Total]] = {}
        numbers = (
            f"select file.number from file join delivery on delivery.number = file.delivery{where}"
        )
        for row in self._rows(f"select * from total where file in ({numbers})", *given):
            totals.setdefault(row["file"], {})[row["column_name"]] = _total(row)
        return [_file(row, totals.get(row["number"], {})) for row in rows]

    def files_of_digest(self, digest: str) -> list[list[FileReceipt]]:
        """Give the files of each delivery that had these very bytes and names."""
        rows = self._rows("select number from delivery where done and digest = ?", digest)
        return [self.files(row["number"]) for row in rows]

    def last_file(self) -> int:
        """Give the number of the last file, 0 where none came yet."""
        return int(self._rows("select coalesce(max(number), 0) from file")[0][0])

    def file(self, number: int) -> FileReceipt:
        """Give one file.

        Raises:
            FileUnknown: there is no such file.
        """
        found = self._files(" where file.number = ?", number) if 0 < number < 2**63 else []
        if not found:
            raise FileUnknown(f"no file has the number {number}: see `pursewatch receipts`")
        return found[0]

    def in_force(self, known: date | None = None) -> list[FileReceipt]:
        """Give the files that a night is built from, of those received by the day `known`."""
        return in_force(self.files(), known)

    def replacements(self, known: date | None = None) -> list[tuple[FileReceipt, FileReceipt]]:
        """Give each file that lost its place, or a part of it, with the one that took it."""
        return replacements(self.files(), known)

    def arrival(self, delivery: int) -> dict[str, Any]:
        """Give how a delivery came: its name, landing, digest and options."""
        return dict(self._rows("select * from delivery where number = ?", delivery)[0])

    def rejects(self, number: int) -> Iterator[dict[str, Any]]:
        """Give each reason of each row set aside: file, line, column_name, raw, reason, row.

        Raises:
            FileUnknown: there is no such file.
        """
        file = self.file(number)
        if file.aside_path is None:
            return
        with duckdb.connect() as connection:
            cursor = connection.execute("from read_parquet(?)", [str(self._home / file.aside_path)])
            names = [column[0] for column in cursor.description or ()]
            while rows := cursor.fetchmany(1000):
                for row in rows:
                    yield {**dict(zip(names, row, strict=True)), "file": number}

    def headings(self, number: int) -> list[str]:
        """Give the headings of a file whose rows were set aside, as the supplier printed them.

        Raises:
            FileUnknown: there is no such file.
        """
        file = self.file(number)
        if file.aside_path is None:
            return []
        with duckdb.connect() as connection:
            told = connection.execute(
                "select decode(value) from parquet_kv_metadata(?) where decode(key) = 'headings'",
                [str(self._home / file.aside_path)],
            ).fetchone()
        if told is not None:
            return [str(heading) for heading in json.loads(told[0])]
        rows = (json.loads(one["row"] or "[]") for one in self.rejects(number))
        return next((list(row) for row in rows if isinstance(row, dict)), [])

    def arrive(
        self, name: str, landing: str, digest: str, options: str, received_at: datetime
    ) -> int:
        """Note that a delivery lies in the landing, before anything is done with it."""
        with closing(self._open()) as connection, connection:
            cursor = connection.execute(
                "insert into delivery (name, landing, digest, options, received_at) "
                "values (?, ?, ?, ?, ?)",
                [name, landing, digest, options, received_at.isoformat()],
            )
            number = cursor.lastrowid
        assert number is not None
        return number

    def unfinished(self) -> list[dict[str, Any]]:
        """Give the arrivals that have no receipts yet."""
        return [dict(row) for row in self._rows("select * from delivery where not done")]

    def forget(self, number: int) -> None:
        """Take an arrival back whose bytes never came to lie in the landing."""
        with closing(self._open()) as connection, connection:
            connection.execute("delete from delivery where number = ? and not done", [number])

    def finish(
        self,
        number: int,
        supplier: str | None,
        delivered_at: datetime | None,
        files: Sequence[FileReceipt],
    ) -> Receipt:
        """Write all receipts of a delivery at once."""
        with closing(self._open()) as connection, connection:
            connection.execute(
                "update delivery set done = 1, supplier = ?, delivered_at = ? where number = ?",
                [supplier, delivered_at and delivered_at.isoformat(), number],
            )
            for file in files:
                _insert(connection, replace(file, delivery=number))
        return self.delivery(number)

    def _open(self) -> sqlite3.Connection:
        connection = sqlite3.connect(self._path, timeout=60)
        connection.row_factory = sqlite3.Row
        connection.execute("pragma journal_mode = wal")
        connection.execute("pragma synchronous = full")
        connection.execute("pragma foreign_keys = on")
        return connection

    def _rows(self, query: str, *given: object) -> list[sqlite3.Row]:
        with closing(self._open()) as connection:
            return connection.execute(query, given).fetchall()


def _insert(connection: sqlite3.Connection, file: FileReceipt) -> None:
    values = {
        "number": file.number,
        "delivery": file.delivery,
        "name": file.name,
        "status": file.status.value,
        "reason": file.reason,
        "feed": file.feed,
        "region": file.region,
        "period": None if file.period is None else str(file.period),
        "supplier": file.supplier,
        "sha256": file.sha256,
        "mapping": file.mapping,
        "fingerprint": file.fingerprint,
        "delivered": file.delivered,
        "kept": file.kept,
        "repeated": file.repeated,
        "aside": file.aside,
        "left_out": file.left_out,
        "part": int(file.part),
        "kept_path": file.kept_path,
        "aside_path": file.aside_path,
        "notes": json.dumps(list(file.notes), ensure_ascii=False),
    }
    marks = ", ".join(f":{name}" for name in values)
    connection.execute(f"insert into file ({', '.join(values)}) values ({marks})", values)
    connection.executemany(
        "insert into total values (?, ?, ?, ?, ?, ?, ?)",
        [
            [file.number, name, str(t.delivered), str(t.kept), str(t.repeated), str(t.aside),
             t.unreadable]
            for name, t in file.totals.items()
        ],
    )  # fmt: skip


def _receipt(row: sqlite3.Row, files: Sequence[FileReceipt]) -> Receipt:
    return Receipt(
        row["number"],
        row["name"],
        row["supplier"],
        _when(row["delivered_at"]),
        datetime.fromisoformat(row["received_at"]),
        row["landing"],
        tuple(files),
    )


def _file(row: sqlite3.Row, totals: dict[str, Total]) -> FileReceipt:
    told = dict(row)
    return FileReceipt(
        **{
            **told,
            "status": Status(told["status"]),
            "period": None if told["period"] is None else Period.parse(told["period"]),
            "received_at": datetime.fromisoformat(told["received_at"]),
            "delivered_at": _when(told["delivered_at"]),
            "part": bool(told["part"]),
            "notes": tuple(json.loads(told["notes"])),
        },
        totals=totals,
    )


def _total(row: sqlite3.Row) -> Total:
    delivered, kept, repeated, aside = (
        Decimal(row[name]) for name in ("delivered", "kept", "repeated", "aside")
    )
    return Total(delivered, kept, repeated, aside, row["unreadable"])


def _when(text: str | None) -> datetime | None:
    return None if text is None else datetime.fromisoformat(text)
