"""A finance bureau's database, on a real PostgreSQL, and a home that pulls from it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any
from uuid import uuid4

import duckdb
import psycopg
from psycopg import sql

from ingest.feeds import all_feeds
from ingest.pulls.database import Pulled, Site, pull_database
from ingest.pulls.order import DatabasePull, Server, TableOrder
from ingest.pulls.secret import Secret
from ingest.pulls.taken import Taken
from ingest.receipt import Receipt
from ingest.receipts import Receipts
from ingest.receive import receive

APRIL = datetime(2026, 4, 1, 1, tzinfo=UTC)
SHAPE = """
create table "支付" (
    "PAY_CERT_ID" text primary key, "FISCAL_YEAR" int, "MOF_DIV_CODE" text, "AGENCY_CODE" text,
    "XPAY_DATE" timestamp, "XPAY_AMT" numeric(18, 2), "PAYEE_ACCT_NAME" text, "USE_DES" text,
    "UPDATE_TIME" timestamptz not null default clock_timestamp()
)
"""
COLUMNS = ("PAY_CERT_ID", "FISCAL_YEAR", "MOF_DIV_CODE", "AGENCY_CODE", "XPAY_DATE", "XPAY_AMT",
           "PAYEE_ACCT_NAME", "USE_DES")  # fmt: skip
PAYMENT = {
    "FISCAL_YEAR": 2026, "MOF_DIV_CODE": "410100", "AGENCY_CODE": "101001",
    "XPAY_DATE": "2026-03-05 14:30", "XPAY_AMT": Decimal("100.00"),
    "PAYEE_ACCT_NAME": "安澜市第一中学", "USE_DES": None,
}  # fmt: skip


@dataclass
class Bureau:
    """One database of a server."""

    server: str
    name: str

    @property
    def url(self) -> str:
        """Where it is."""
        return f"postgresql://pursewatch@{self.server}/{self.name}"

    def run(self, statement: Any, *given: object) -> list[tuple[Any, ...]]:
        """Run one statement and commit it."""
        with psycopg.connect(self.url) as connection:
            cursor = connection.execute(statement, given or None)
            return cursor.fetchall() if cursor.description else []

    def pay(self, *keys: str, **other: object) -> None:
        """Write payments like the usual one."""
        rows = [{**PAYMENT, "PAY_CERT_ID": key, **other} for key in keys]
        names = sql.SQL(", ").join(map(sql.Identifier, rows[0]))
        marks = sql.SQL(", ").join(sql.Placeholder(name) for name in rows[0])
        with psycopg.connect(self.url) as connection, connection.cursor() as cursor:
            cursor.executemany(
                sql.SQL('insert into "支付" ({}) values ({})').format(names, marks), rows
            )


def found(server: str, shape: str = SHAPE, **how: str) -> Bureau:
    """Found a bureau with one empty table."""
    bureau = Bureau(server, f"bureau_{uuid4().hex}")
    told = " ".join(f"{word} '{value}'" for word, value in how.items())
    with psycopg.connect(f"postgresql://pursewatch@{server}/postgres", autocommit=True) as admin:
        admin.execute(f"create database {bureau.name} {told}")
    if shape:
        bureau.run(shape)
    return bureau


def order(**other: Any) -> TableOrder:
    """Give the usual order: payments by month."""
    usual: dict[str, Any] = {
        "feed": "payment", "region": "410100", "name": "支付", "schema": "public",
        "every": "month", "dated": "XPAY_DATE", "key": ["PAY_CERT_ID"],
        "columns": {name: name for name in COLUMNS}, "changed": "UPDATE_TIME",
        "totals": ["XPAY_AMT"],
    }  # fmt: skip
    return TableOrder(**{**usual, **other})


@dataclass
class Congress:
    """A home that pulls."""

    home: Path
    bureau: Bureau
    waited: list[float] = field(default_factory=list)
    server: Mapping[str, Any] = field(default_factory=dict)

    def pull(self, *orders: TableOrder, whole: bool = False, empty: bool = False) -> Pulled:
        """Pull, as of the first of April."""
        host, _, port = self.bureau.server.partition(":")
        server = Server(
            **{"driver": "postgresql", "host": host, "port": int(port), "user": "pursewatch",
               "database": self.bureau.name, **self.server}
        )  # fmt: skip
        pull = DatabasePull("treasury", "郑州市财政局", server, orders or [order()])
        self.home.mkdir(exist_ok=True)
        room = self.home / ".pulls" / "treasury"
        site = Site(Taken(self.home, "treasury"), room, self.dock, lambda: APRIL, self.wait)
        return pull_database(pull, Secret("any"), site, whole=whole, empty=empty)

    def dock(self, path: Path) -> Receipt:
        """Take a delivery in."""
        [receipt] = receive(self.home, [path], now=APRIL, feeds=all_feeds())
        return receipt

    def wait(self, seconds: float) -> None:
        """Wait, but not really."""
        self.waited.append(seconds)

    def kept(self, columns: str = "payment, amount") -> list[tuple[Any, ...]]:
        """Read the rows in force."""
        paths = [str(self.home / (f.kept_path or "")) for f in Receipts(self.home).in_force()]
        if not paths:
            return []
        with duckdb.connect() as connection:
            return connection.execute(
                f"select {columns} from read_parquet($1) order by all", [paths]
            ).fetchall()


def periods(pulled: Pulled) -> Sequence[tuple[str, str]]:
    """Give what came: period and status of each file."""
    return [(str(f.period), f.status.value) for r in pulled.receipts for f in r.files]
