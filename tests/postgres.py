"""Ledgers for tests: on SQLite, and on a real PostgreSQL that the suite starts for itself."""

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest
from psycopg import sql

from alerts.ledger import Ledger

PLACES = ("/usr/lib/postgresql/*/bin", "/usr/pgsql-*/bin", "/opt/homebrew/opt/postgresql*/bin")
HURRY = "-c fsync=off -c autovacuum=off"  # a clerk would walk through hundreds of databases
WANTED = "PostgreSQL's initdb and pg_ctl are absent: install it (Debian: apt install postgresql)"


@pytest.fixture(scope="session")
def postgresql() -> Iterator[str]:
    """A server of this worker's own; gives the URL that databases hang under."""
    with server() as url:
        yield url


@contextmanager
def server() -> Iterator[str]:
    """Start a server and stop it in the end."""
    programs = _programs()
    if programs is None:
        pytest.skip(WANTED)
    folder = Path(tempfile.mkdtemp(prefix="pursewatch-postgresql-"))
    runs_as = _runs_as(folder)
    port = _free_port()
    try:
        _run(
            [*runs_as, programs / "initdb", "-D", folder / "db", "-U", "pursewatch"],
            ["--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8", "--no-sync"],
            folder,
        )
        options = (
            f"-p {port} -k {folder} -c listen_addresses=127.0.0.1 -c fsync=off -c autovacuum=off"
        )
        control = [*runs_as, programs / "pg_ctl", "-D", folder / "db", "-w"]
        _run([*control, "-l", folder / "log"], ["-o", options, "start"], folder)
        try:
            yield f"127.0.0.1:{port}"
        finally:
            _run(control, ["-m", "immediate", "stop"], folder)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty ledger's file, migrated once: each test copies it."""
    file = tmp_path_factory.mktemp("template") / "ledger.sqlite"
    _migrated(f"sqlite:///{file}")
    return file


@pytest.fixture(scope="session")
def postgresql_template(postgresql: str) -> str:
    """The name of an empty ledger's database, migrated once: each test's is made from it."""
    url = database(postgresql, "ledger_template")
    _migrated(url)
    return "ledger_template"


@pytest.fixture(params=["sqlite", "postgresql"])
def ledger_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The URL of an empty ledger of this release's schema, once on each engine."""
    if request.param == "sqlite":
        return sqlite_url(request.getfixturevalue("sqlite_template"), tmp_path)
    template = request.getfixturevalue("postgresql_template")
    return database(request.getfixturevalue("postgresql"), f"ledger_{uuid4().hex}", template)


@pytest.fixture(params=["sqlite", "postgresql"])
def bare_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The URL of a ledger without any tables, once on each engine."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'ledger.sqlite'}"
    return database(request.getfixturevalue("postgresql"), f"bare_{uuid4().hex}")


def sqlite_url(template: Path, folder: Path) -> str:
    """Copy an empty ledger into a folder; give its URL."""
    return f"sqlite:///{shutil.copy(template, folder / 'ledger.sqlite')}"


def database(server: str, name: str, template: str = "template1") -> str:
    """Make a database as its template is; give its URL."""
    with psycopg.connect(f"postgresql://pursewatch@{server}/postgres", autocommit=True) as admin:
        order = sql.SQL("create database {} template {}")
        admin.execute(order.format(sql.Identifier(name), sql.Identifier(template)))
    return f"postgresql+psycopg://pursewatch@{server}/{name}"


def _migrated(url: str) -> None:
    ledger = Ledger(url)
    ledger.migrate()
    ledger.close()


def _programs() -> Path | None:
    on_path = shutil.which("initdb")
    if on_path is not None and shutil.which("pg_ctl") is not None:
        return Path(on_path).parent
    found = [
        path
        for place in PLACES
        for path in Path("/").glob(place.lstrip("/"))
        if (path / "initdb").exists() and (path / "pg_ctl").exists()
    ]
    return max(found, key=_version, default=None)


def _version(path: Path) -> list[int]:
    return [int(part) for part in path.parent.name.split(".") if part.isdigit()]


def _runs_as(folder: Path) -> list[str]:
    """PostgreSQL refuses to be run by root: find another user for it."""
    if os.geteuid() != 0:
        return []
    for name in ("postgres", "nobody"):
        try:
            user = pwd.getpwnam(name)
        except KeyError:
            continue
        os.chown(folder, user.pw_uid, user.pw_gid)
        return ["runuser", "-u", name, "--"]
    pytest.skip("PostgreSQL refuses to be run by root, and there is no user postgres or nobody")


def _free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port: int = taken.getsockname()[1]
        return port


def _run(command: list[str | Path], options: list[str], folder: Path) -> None:
    done = subprocess.run(
        [*command, *options],
        cwd=folder,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        check=False,
        timeout=120,
    )
    assert done.returncode == 0, f"{command[-1]}: {done.stderr}"
