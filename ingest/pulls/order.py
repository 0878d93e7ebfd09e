"""What a pull is told by its file: from where, by whom, which tables or files."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

EVERY = ("year", "month", "day")
"""What one file of a table may hold: a year, a month or a day of it."""


class PullFailed(Exception):
    """Nothing more could be fetched; what was fetched before it stands, the rest comes next time.

    `came` holds what was taken in before.
    """

    def __init__(self, message: str, came: Sequence[object] = ()) -> None:
        super().__init__(message)
        self.came = list(came)


@dataclass(frozen=True)
class SecretPlace:
    """Where a password lies; never the password itself."""

    env: str | None = None
    file: Path | None = None


@dataclass(frozen=True)
class Server:
    """A database that is read."""

    driver: str
    host: str
    port: int | None
    database: str
    user: str
    password: SecretPlace | None = None
    encoding: str | None = None  # of a database that does not know its own
    tls: str = "off"  # off, require, verify
    ca: Path | None = None
    connect_seconds: int = 15
    answer_seconds: int = 600
    tries: int = 5


@dataclass(frozen=True)
class TableOrder:
    """One table or view of a database, and how its rows are cut into files of periods."""

    feed: str
    region: str
    name: str
    schema: str | None
    every: str  # year, month, day
    key: Sequence[str]
    columns: Mapping[str, str] = field(default_factory=dict)  # heading → column; empty: all
    dated: str | None = None
    dated_as: str | None = None  # YYYYMMDD or YYYY-MM-DD, where the date is text
    year: str | None = None
    month: str | None = None
    changed: str | None = None
    overlap_seconds: int = 3600
    recent: int | None = None  # without `changed`: how many of the last periods are read again
    totals: Sequence[str] = ()  # headings
    only: Mapping[str, Sequence[str]] = field(default_factory=dict)
    unit: str | None = None

    @property
    def called(self) -> str:
        """The table as its database calls it."""
        return self.name if self.schema is None else f"{self.schema}.{self.name}"


@dataclass(frozen=True)
class DatabasePull:
    """Tables of a database."""

    name: str
    supplier: str | None
    server: Server
    tables: Sequence[TableOrder]
    every_minutes: int | None = None


@dataclass(frozen=True)
class FolderPull:
    """A folder that suppliers drop deliveries into, other than the home's inbox."""

    name: str
    folder: Path
    still_seconds: int = 10
    mapping: str | None = None
    every_minutes: int | None = None


@dataclass(frozen=True)
class SftpPull:
    """A folder on an SFTP server."""

    name: str
    host: str
    port: int
    user: str
    folder: str
    host_key: str | None  # "ssh-ed25519 AAAA…", or
    known_hosts: Path | None
    password: SecretPlace | None = None
    key: Path | None = None
    passphrase: SecretPlace | None = None
    aside: str | None = None  # where on the server what was taken is moved to
    still_seconds: int = 10
    seconds: int = 30
    tries: int = 5
    mapping: str | None = None
    every_minutes: int | None = None


Pull = DatabasePull | FolderPull | SftpPull
