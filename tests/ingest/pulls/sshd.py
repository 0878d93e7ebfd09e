"""A real OpenSSH server of the suite's own, on a free port of this machine."""

import getpass
import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

PLACES = ("/usr/sbin/sshd", "/usr/local/sbin/sshd", "/usr/libexec/sshd")
WANTED = "OpenSSH's sshd is absent: install it (Debian: apt install openssh-server)"
CONFIG = """
Port {port}
ListenAddress 127.0.0.1
HostKey {folder}/host
AuthorizedKeysFile {folder}/user.pub
PidFile none
StrictModes no
PermitRootLogin yes
UsePAM no
Subsystem sftp internal-sftp
"""


@dataclass(frozen=True)
class Sshd:
    """A running server: where it is, and the keys of both sides."""

    port: int
    folder: Path

    @property
    def host_key(self) -> str:
        """The server's public key."""
        return (self.folder / "host.pub").read_text().strip()

    @property
    def key(self) -> Path:
        """The user's private key."""
        return self.folder / "user"

    @property
    def user(self) -> str:
        """Whom the server lets in."""
        return getpass.getuser()


@pytest.fixture(scope="session")
def sshd(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sshd]:
    program = next((place for place in PLACES if Path(place).exists()), shutil.which("sshd"))
    if program is None:
        pytest.skip(WANTED)
    folder = tmp_path_factory.mktemp("sshd")
    for name in ("host", "user"):
        subprocess.run(
            ["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", folder / name], check=True
        )
    if os.geteuid() == 0:
        Path("/run/sshd").mkdir(exist_ok=True)
    port = _free_port()
    (folder / "config").write_text(CONFIG.format(port=port, folder=folder))
    server = subprocess.Popen(
        [program, "-D", "-e", "-f", folder / "config"], stderr=subprocess.DEVNULL
    )
    try:
        _until_it_answers(port)
        yield Sshd(port, folder)
    finally:
        server.terminate()
        server.wait(10)


def _free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port: int = taken.getsockname()[1]
        return port


def _until_it_answers(port: int) -> None:
    until = time.monotonic() + 20
    while time.monotonic() < until:
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    pytest.fail("sshd did not start")
