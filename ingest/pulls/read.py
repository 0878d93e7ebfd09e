"""Reads `<name>.pull.toml` strictly: what is not understood is refused, with its line."""

import re
from collections.abc import Iterable
from pathlib import Path, PurePosixPath
from typing import Any, NoReturn

from ingest.delivery import region_code
from ingest.feed import Feed
from ingest.feeds import all_feeds, by_title
from ingest.headings import FileRefused
from ingest.pulls.order import (
    EVERY,
    DatabasePull,
    FolderPull,
    Pull,
    SecretPlace,
    Server,
    SftpPull,
    TableOrder,
)
from ingest.sources.paper import Paper, Table

SUFFIX = ".pull.toml"

_BOTH = ("kind", "every_minutes")
KEYS = {
    "database": (*_BOTH, "supplier", "region", "server", "table"),
    "folder": (*_BOTH, "folder", "still_seconds", "mapping"),
    "sftp": (
        *_BOTH,
        *("host", "port", "user", "password", "key", "passphrase", "host_key", "known_hosts"),
        *("folder", "aside", "still_seconds", "seconds", "tries", "mapping"),
    ),
}
SERVER_KEYS = (
    *("driver", "host", "port", "database", "user", "password", "encoding", "tls", "ca"),
    *("connect_seconds", "answer_seconds", "tries"),
)
TABLE_KEYS = (
    *("feed", "region", "schema", "table", "columns", "key", "every", "dated", "dated_as"),
    *("year", "month", "changed", "overlap_seconds", "recent", "totals", "only", "unit"),
)
DRIVERS = ("postgresql", "oracle", "mysql", "dameng", "kingbase")
DATED_AS = ("YYYYMMDD", "YYYY-MM-DD")
TLS = ("off", "require", "verify")


def pull_files(folder: Path) -> dict[str, Path]:
    """Give the files of the pulls in a folder by the pulls' names."""
    found = sorted(folder.glob(f"*{SUFFIX}"))
    return {path.name.removesuffix(SUFFIX): path for path in found}


def read_pull(path: Path) -> Pull:
    """Read what one pull is told; paths in it are from its own folder.

    Raises:
        SourceRefused: anything in it is not understood, or cannot be.
    """
    paper = Paper.read(path)
    every = (key for keys in KEYS.values() for key in keys)
    kind = _one_of(Table(paper, (), paper.values, every, "a pull"), "kind", tuple(KEYS))
    top = Table(paper, (), paper.values, KEYS[kind], f"a pull of kind {kind!r}")
    name = path.name.removesuffix(SUFFIX)
    if kind == "database":
        return _database(name, top, path.parent)
    return (_folder if kind == "folder" else _sftp)(name, top, path.parent)


def _database(name: str, top: Table, folder: Path) -> DatabasePull:
    tables = top.tables("table", TABLE_KEYS)
    if not tables:
        top.refuse("table", "the pull has no [[table]]: write one for each table that is read")
    orders = [_table(table, top.text("region")) for table in tables]
    meant = [(order.feed, order.region) for order in orders]
    for place, one in enumerate(meant):
        if one in meant[:place]:
            tables[place].refuse(
                "feed",
                f"two tables are of feed {one[0]!r} and region {one[1]}: they would replace each "
                "other; make one view of them",
            )
    return DatabasePull(
        name, top.text("supplier"), _server(_inner(top, "server", SERVER_KEYS), folder), orders,
        _minutes(top),
    )  # fmt: skip


def _server(table: Table, folder: Path) -> Server:
    return Server(
        driver=_one_of(table, "driver", DRIVERS),
        host=table.needed("host"),
        port=_port(table),
        database=table.needed("database"),
        user=table.needed("user"),
        password=_secret(table, "password", folder),
        encoding=table.text("encoding"),
        tls=_one_of(table, "tls", TLS, otherwise="off"),
        ca=_path(table, "ca", folder),
        connect_seconds=_positive(table, "connect_seconds", 15),
        answer_seconds=_positive(table, "answer_seconds", 600),
        tries=_positive(table, "tries", 5),
    )


def _table(table: Table, region: str | None) -> TableOrder:
    feed = _feed(table)
    columns = _columns(table)
    key = table.texts("key")
    if not key:
        table.refuse("key", "the table has no key: name the columns that tell its rows apart")
    dated, year, month = (table.text(word) for word in ("dated", "year", "month"))
    if dated is not None and year is not None:
        table.refuse("year", "the period is told by dated or by year, not by both")
    if month is not None and year is None:
        table.refuse("month", "a month needs its year: name that column too")
    given = "month" if month else "year" if year else None
    every = given or _one_of(table, "every", EVERY)
    if given and table.text("every") not in {None, given}:
        table.refuse("every", f"the columns tell a {given}: leave every out")
    totals = table.texts("totals")
    if columns and (strange := [one for one in totals if one not in columns]):
        table.refuse("totals", f"{strange[0]!r} is none of the columns")
    return TableOrder(
        feed=feed.name,
        region=_region(table, region),
        name=table.needed("table"),
        schema=table.text("schema"),
        every=every,
        key=key,
        columns=columns,
        dated=dated,
        dated_as=_one_of(table, "dated_as", DATED_AS) if "dated_as" in table.values else None,
        year=year,
        month=month,
        changed=table.text("changed"),
        overlap_seconds=_or(table.whole("overlap_seconds"), 3600),
        recent=table.whole("recent"),
        totals=totals,
        only=_only(table),
        unit=table.text("unit"),
    )


def _folder(name: str, top: Table, folder: Path) -> FolderPull:
    place = _path(top, "folder", folder)
    if place is None:
        top.refuse("folder", "the pull has no folder: write its path")
    still = _or(top.whole("still_seconds"), 10)
    return FolderPull(name, place, still, top.text("mapping"), _minutes(top))


def _sftp(name: str, top: Table, folder: Path) -> SftpPull:
    host_key, known_hosts = top.text("host_key"), _path(top, "known_hosts", folder)
    if (host_key is None) == (known_hosts is None):
        top.refuse(
            "host_key",
            "the server must be known before it is trusted: write its host_key as "
            "'ssh-ed25519 AAAA…', or name a known_hosts file, and not both",
        )
    if host_key is not None and not re.fullmatch(r"[a-z0-9@.-]+ [A-Za-z0-9+/=]+( .*)?", host_key):
        top.refuse("host_key", f"host_key is {host_key[:40]!r}: write 'ssh-ed25519 AAAA…'")
    password, key = _secret(top, "password", folder), _path(top, "key", folder)
    if (password is None) == (key is None):
        top.refuse("password", "who asks is told by a password or by a key: write one of them")
    place, aside = top.needed("folder"), top.text("aside")
    if aside is not None and PurePosixPath(aside) == PurePosixPath(place):
        top.refuse("aside", "aside is the folder that is watched: name another")
    return SftpPull(
        name=name,
        host=top.needed("host"),
        port=_port(top) or 22,
        user=top.needed("user"),
        folder=place,
        host_key=host_key,
        known_hosts=known_hosts,
        password=password,
        key=key,
        passphrase=_secret(top, "passphrase", folder),
        aside=aside,
        still_seconds=_or(top.whole("still_seconds"), 10),
        seconds=_positive(top, "seconds", 30),
        tries=_positive(top, "tries", 5),
        mapping=top.text("mapping"),
        every_minutes=_minutes(top),
    )


def _feed(table: Table) -> Feed:
    called = table.needed("feed")
    feed = by_title(called)
    if feed is None:
        table.refuse("feed", f"{called!r} is no feed: known are {', '.join(sorted(all_feeds()))}")
    return feed


def _region(table: Table, otherwise: str | None) -> str:
    text = table.text("region") or otherwise
    if text is None:
        table.refuse("region", "neither the table nor the pull has a region: write its code")
    try:
        return region_code(text)
    except FileRefused as error:
        table.refuse("region", str(error))


def _columns(table: Table) -> dict[str, str]:
    written = table.values.get("columns", [])
    if isinstance(written, dict):
        return table.words("columns")
    listed = table.texts("columns")
    if len(set(listed)) < len(listed):
        table.refuse("columns", "a column is listed twice: list it once")
    return {column: column for column in listed}


def _only(table: Table) -> dict[str, tuple[str, ...]]:
    written = table.values.get("only", {})
    inner = Table(table.paper, (*table.place, "only"), written, list(written), "only")
    return {column: inner.texts(column) for column in written}


def _secret(table: Table, key: str, folder: Path) -> SecretPlace | None:
    if key not in table.values:
        return None
    if not isinstance(table.values[key], dict):
        table.refuse(
            key,
            f"a {key} is not written into this file: write {{ env = 'NAME' }} or "
            "{ file = 'PATH' } of mode 0600",
        )
    inner = _inner(table, key, ("env", "file"))
    env, file = inner.text("env"), _path(inner, "file", folder)
    if (env is None) == (file is None):
        table.refuse(key, f"{key} names env or file, one of the two")
    return SecretPlace(env, file)


def _inner(table: Table, key: str, allowed: Iterable[str]) -> Table:
    place = (*table.place, key)
    if key not in table.values:
        table.refuse(key, f"{table.called} has no [{key}]: write it")
    return Table(table.paper, place, table.values[key], allowed, f"[{key}]")


def _path(table: Table, key: str, folder: Path) -> Path | None:
    text = table.text(key)
    return None if text is None else folder / Path(text).expanduser()


def _one_of(table: Table, key: str, known: tuple[str, ...], otherwise: str | None = None) -> str:
    text = table.text(key) or otherwise
    if text not in known:
        _refuse_word(table, key, text, known)
    return text


def _refuse_word(table: Table, key: str, text: Any, known: tuple[str, ...]) -> NoReturn:  # noqa: ANN401
    table.refuse(key, f"{key} is {text!r}: write one of {', '.join(known)}")


def _port(table: Table) -> int | None:
    port = table.whole("port")
    if port is not None and not 1 <= port <= 65_535:
        table.refuse("port", f"port is {port}: a port is 1 to 65535")
    return port


def _minutes(table: Table) -> int | None:
    minutes = table.whole("every_minutes")
    if minutes == 0:
        table.refuse("every_minutes", "every_minutes is 0: write at least 1, or leave it out")
    return minutes


def _positive(table: Table, key: str, otherwise: int) -> int:
    number = _or(table.whole(key), otherwise)
    if number == 0:
        table.refuse(key, f"{key} is 0: write at least 1")
    return number


def _or(number: int | None, otherwise: int) -> int:
    return otherwise if number is None else number
