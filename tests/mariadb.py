"""A real MariaDB for tests: what speaks MySQL's protocol, dialect and snapshots, and is free."""

import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pymysql
import pytest

WANTED = "MariaDB's server is absent: install it (Debian: apt install mariadb-server-core)"
SPARING = (
    "--innodb-buffer-pool-size=16M", "--innodb-log-file-size=4M", "--key-buffer-size=1M",
    "--innodb-flush-log-at-trx-commit=0", "--innodb-doublewrite=0", "--performance-schema=0",
)  # fmt: skip


@contextmanager
def server() -> Iterator[str]:
    """Start a server that asks nobody's password, and stop it in the end; gives host and port."""
    program = shutil.which("mariadbd", path="/usr/sbin:/usr/local/sbin:/usr/bin:/usr/local/bin")
    if program is None:
        pytest.skip(WANTED)
    folder = Path(tempfile.mkdtemp(prefix="pursewatch-mariadb-"))
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
    (folder / "db").mkdir()
    command = [program, "--no-defaults", "--user=root", "--skip-grant-tables", *SPARING]
    command += [f"--datadir={folder / 'db'}", f"--socket={folder / 'socket'}", f"--port={port}"]
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen([*command, "--bind-address=127.0.0.1"], stderr=log, stdout=log)
    try:
        _wait(process, port, folder / "log")
        yield f"127.0.0.1:{port}"
    finally:
        process.kill()
        process.wait()
        shutil.rmtree(folder, ignore_errors=True)


def _wait(process: "subprocess.Popen[bytes]", port: int, log: Path) -> None:
    for _ in range(600):
        try:
            pymysql.connect(host="127.0.0.1", port=port, user="root").close()
        except pymysql.err.OperationalError:
            assert process.poll() is None, log.read_text("utf-8", "replace")
            time.sleep(0.1)
        else:
            return
    raise AssertionError(log.read_text("utf-8", "replace"))
