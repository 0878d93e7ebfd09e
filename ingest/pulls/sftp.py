"""Pulls an SFTP server's folder: each file or folder that lies there whole is taken once."""

import base64
import binascii
import socket
import stat
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

import paramiko
import structlog
from paramiko.ssh_exception import NoValidConnectionsError

from ingest.pulls.database import LONGEST_WAIT, Pulled, Site
from ingest.pulls.inbox import UNFINISHED
from ingest.pulls.order import PullFailed, SftpPull
from ingest.pulls.secret import Secret, secret
from ingest.receipt import Status

MOST_DEEP = 8  # folders within a delivery

log = structlog.get_logger("ingest")

Listing = tuple[tuple[str, int, int], ...]  # path below the arrival, size, time of change


class _NotWhole(Exception):
    """A file changed while it was fetched."""


@dataclass(frozen=True)
class _Arrival:
    name: str
    files: Listing
    folder: bool

    @property
    def size(self) -> int:
        return sum(size for _, size, _ in self.files)

    @property
    def told(self) -> str:
        """What must change when the arrival is another one: newest time, and how many files."""
        return f"{max(mtime for *_, mtime in self.files)}/{len(self.files)}"


def pull_sftp(
    pull: SftpPull, environ: Mapping[str, str], site: Site, *, whole: bool = False
) -> Pulled:
    """Take what is new on the server; `whole` takes what was taken before once more.

    Raises:
        PullFailed: the server is not the one that is known, refuses us, or can't be reached.
    """
    pulled = Pulled()
    password = secret(pull.password, environ)
    phrase = secret(pull.passphrase, environ)
    for nth in range(1, pull.tries + 1):
        try:
            with _session(pull, password, phrase) as server:
                _pull_once(pull, server, site, pulled, whole=whole and nth == 1)
            break
        except paramiko.BadHostKeyException as error:
            raise _failed(
                pull, f"its host key is not the one that is known ({error.key.get_name()} "
                f"{error.key.get_base64()[:20]}…): ask its operator before anything else", pulled,
            ) from None  # fmt: skip
        except paramiko.AuthenticationException:
            raise _failed(
                pull, f"it refuses {pull.user!r}: correct the password or key", pulled
            ) from None
        except (paramiko.SSHException, EOFError, TimeoutError, socket.gaierror, ConnectionError,
                NoValidConnectionsError, _NotWhole) as error:  # fmt: skip
            told = _said(error, password, phrase)
            if nth == pull.tries or "not found in known_hosts" in told:
                raise _failed(pull, f"{told} ({nth} times)", pulled) from None
            seconds = min(2.0 ** (nth - 1), LONGEST_WAIT)
            log.warning("pull.interrupted", source=pull.name, told=told, again_in=seconds)
            site.wait(seconds)
        except OSError as error:
            raise _failed(pull, _said(error, password, phrase), pulled) from None
    return pulled


def _said(error: BaseException, *secrets: Secret) -> str:
    told = str(error) or type(error).__name__
    for one in secrets:
        told = one.hide(told)
    return told


def _failed(pull: SftpPull, told: str, pulled: Pulled) -> PullFailed:
    return PullFailed(
        f"{pull.name}: the SFTP server {pull.host!r} could not be read: {told}", pulled.receipts
    )


@contextmanager
def _session(pull: SftpPull, password: Secret, phrase: Secret) -> Iterator[paramiko.SFTPClient]:
    with paramiko.SSHClient() as client:
        _know(client, pull)
        client.set_missing_host_key_policy(paramiko.RejectPolicy())
        client.connect(
            pull.host,
            pull.port,
            pull.user,
            password=password.reveal() or None,
            key_filename=None if pull.key is None else str(_own(pull.key)),
            passphrase=phrase.reveal() or None,
            timeout=pull.seconds,
            banner_timeout=pull.seconds,
            auth_timeout=pull.seconds,
            channel_timeout=pull.seconds,
            allow_agent=False,
            look_for_keys=False,
        )
        with client.open_sftp() as server:
            channel = server.get_channel()
            assert channel is not None
            channel.settimeout(pull.seconds)
            yield server


def _know(client: paramiko.SSHClient, pull: SftpPull) -> None:
    if pull.known_hosts is not None:
        if not pull.known_hosts.is_file():
            raise PullFailed(f"{pull.name}: there is no file {str(pull.known_hosts)!r}")
        client.load_host_keys(str(pull.known_hosts))
        return
    assert pull.host_key is not None
    kind, text = pull.host_key.split()[:2]
    try:
        key = paramiko.PKey.from_type_string(kind, base64.b64decode(text, validate=True))
    except (binascii.Error, ValueError, paramiko.SSHException) as error:
        raise PullFailed(
            f"{pull.name}: host_key is no key of a server: take it from `ssh-keyscan {pull.host}`, "
            "and have the operator confirm it"
        ) from error
    place = pull.host if pull.port == 22 else f"[{pull.host}]:{pull.port}"
    client.get_host_keys().add(place, kind, key)


def _own(key: Path) -> Path:
    """Hold the private key's file to its owner."""
    try:
        mode = key.stat().st_mode
    except OSError as error:
        raise PullFailed(f"the key {str(key)!r} can't be read: {error.strerror}") from error
    if mode & 0o077:
        raise PullFailed(
            f"the key {str(key)!r} has mode {stat.S_IMODE(mode):04o}, so others can read it: give "
            "it mode 0600"
        )
    return key


def _pull_once(
    pull: SftpPull, server: paramiko.SFTPClient, site: Site, pulled: Pulled, *, whole: bool
) -> None:
    known = set() if whole else site.taken.files()
    before = {one.name: one for one in _arrivals(pull, server)}
    fresh = [one for one in before.values() if (one.name, one.size, one.told) not in known]
    pulled.unchanged = len(before) - len(fresh)
    if pull.aside is not None:
        for one in before.values():
            if one not in fresh:  # we were stopped after taking it
                _move_aside(pull, server, one)
    if not fresh:
        return
    site.wait(pull.still_seconds)
    now = {one.name: one for one in _arrivals(pull, server)}
    for one in fresh:
        if now.get(one.name) == one:
            _take(pull, server, one, site, pulled)


def _take(
    pull: SftpPull,
    server: paramiko.SFTPClient,
    one: _Arrival,
    site: Site,
    pulled: Pulled,
) -> None:
    place = site.room / one.name
    for path, size, mtime in one.files:
        remote = f"{pull.folder}/{one.name}" + (f"/{path}" if one.folder else "")
        local = place / path if one.folder else place
        local.parent.mkdir(parents=True, exist_ok=True)
        with local.open("wb") as out:
            fetched = server.getfo(remote, out, max_concurrent_prefetch_requests=64)
        state = server.stat(remote)
        if (fetched, state.st_size, state.st_mtime) != (size, size, mtime):
            local.unlink()
            raise _NotWhole(f"{remote!r} changed while it was fetched")
    receipt = site.dock(place)
    statuses = {file.status for file in receipt.files}
    site.taken.keep_file(one.name, one.size, one.told, " ".join(sorted(statuses)), site.clock())
    if statuses == {Status.SAME}:
        pulled.unchanged += 1
    else:
        pulled.receipts.append(receipt)
    if pull.aside is not None:
        _move_aside(pull, server, one)


def _move_aside(pull: SftpPull, server: paramiko.SFTPClient, one: _Arrival) -> None:
    """Move what was taken; an older one of that name there is kept beside it."""
    target = f"{pull.aside}/{one.name}"
    try:
        server.stat(target)
        target = f"{target}.{one.told.replace('/', '-')}"
    except FileNotFoundError:
        pass
    server.rename(f"{pull.folder}/{one.name}", target)


def _arrivals(pull: SftpPull, server: paramiko.SFTPClient) -> list[_Arrival]:
    found = []
    aside = None if pull.aside is None else PurePosixPath(pull.aside)
    for entry in sorted(server.listdir_attr(pull.folder), key=lambda entry: entry.filename):
        name, path = entry.filename, f"{pull.folder}/{entry.filename}"
        if not _wanted(name) or PurePosixPath(path) == aside:
            continue
        mode = entry.st_mode or 0
        if stat.S_ISREG(mode):
            found.append(_Arrival(name, (_of(name, entry),), folder=False))
        elif stat.S_ISDIR(mode):
            files = tuple(_within(server, path, "", MOST_DEEP))
            if files and not any(path.lower().endswith(UNFINISHED) for path, *_ in files):
                found.append(_Arrival(name, files, folder=True))
    return found


def _within(
    server: paramiko.SFTPClient, folder: str, below: str, deep: int
) -> Iterator[tuple[str, int, int]]:
    for entry in sorted(server.listdir_attr(folder), key=lambda entry: entry.filename):
        if not _sound(entry.filename):
            continue
        mode, path = entry.st_mode or 0, f"{below}{entry.filename}"
        if stat.S_ISDIR(mode) and deep:
            yield from _within(server, f"{folder}/{entry.filename}", f"{path}/", deep - 1)
        elif stat.S_ISREG(mode):
            yield _of(path, entry)


def _of(path: str, entry: paramiko.SFTPAttributes) -> tuple[str, int, int]:
    return path, entry.st_size or 0, entry.st_mtime or 0


def _wanted(name: str) -> bool:
    return _sound(name) and not name.startswith(".") and not name.lower().endswith(UNFINISHED)


def _sound(name: str) -> bool:
    """Tell whether a name that a server gives is a name, and no way out of our room."""
    return name not in {"", ".", ".."} and not {"/", "\\", "\0"} & set(name)
