"""A real server under people who are slow, send too much, or ask too much: it says no and lives."""

import pickle
import socket
import time
from collections.abc import Iterator
from contextlib import ExitStack, suppress

import pytest

from api.listening import Address, Listening
from tests.api.city import City
from tests.served import served


class Hasty(Listening):
    seconds = 0.5


@pytest.fixture
def port(city: City) -> Iterator[int]:
    city.app.seconds = 0.6
    with served(city.app, http=Hasty) as port:
        yield port


def said(port: int, *parts: bytes, wait: float = 0.1) -> bytes:
    """Send parts one after another, and give all that is answered until the line is closed."""
    with socket.create_connection(("127.0.0.1", port), 20) as line:
        for part in parts:
            try:
                line.sendall(part)
            except ConnectionError:
                break
            time.sleep(wait)
        try:
            return b"".join(iter(lambda: line.recv(65_536), b""))
        except ConnectionError:
            return b""


SIGN_IN = b"POST /api/v1/session HTTP/1.1\r\nHost: s\r\nContent-Type: application/json\r\n"
WELL = b"GET /api/v1/health HTTP/1.1\r\nHost: s\r\nConnection: close\r\n\r\n"


def test_who_dallies_or_sends_too_much_is_refused_in_time_and_the_server_lives(port, capsys):
    started = time.monotonic()
    answers = [
        said(port),
        said(port, b"GET /api/v1/health HTTP/1.1\r\n", *[b"X: 1\r\n"] * 8),
        said(port, SIGN_IN + b"Content-Length: 50\r\n\r\n", *[b"{"] * 10),
        said(port, b"GET / HTTP/1.1\r\n" + b"X: " + b"a" * 70_000),
        said(port, SIGN_IN + b"Content-Length: 99000000\r\nConnection: close\r\n\r\n"),
        said(port, SIGN_IN + b"Transfer-Encoding: chunked\r\nConnection: close\r\n\r\n",
             b"fffff\r\n" + b"a" * 0xFFFFF + b"\r\n", b"2\r\naa\r\n"),
        said(port, WELL),
    ]  # fmt: skip

    assert [one[9:12] for one in answers] == [
        b"408",
        b"408",
        b"408",
        b"431",
        b"413",
        b"413",
        b"200",
    ]
    assert time.monotonic() - started < 15
    assert capsys.readouterr().out.count("request.given_up") >= 3


def test_who_comes_is_dealt_out_to_all_processes_that_listen():
    with ExitStack() as open_until_then:
        address = open_until_then.enter_context(Address.of("127.0.0.1", 0))
        handed = pickle.dumps(address)  # as it goes to each process; it listens nowhere itself
        doors = [open_until_then.enter_context(pickle.loads(handed)) for _ in range(2)]
        for door in doors:
            door.listen(64)
            door.setblocking(False)
        for _ in range(64):
            line = socket.create_connection(address.getsockname(), 5)
            open_until_then.enter_context(line)

        taken = [len(list(_waiting(door, open_until_then))) for door in doors]
        with pytest.raises(OSError, match="in use"):
            socket.create_server(address.getsockname())

    assert sum(taken) == 64
    assert min(taken) > 12  # by chance alone once in a million runs


def _waiting(door: socket.socket, open_until_then: ExitStack) -> Iterator[socket.socket]:
    with suppress(BlockingIOError):
        while True:
            yield open_until_then.enter_context(door.accept()[0])
