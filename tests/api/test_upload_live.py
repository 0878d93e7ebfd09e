"""Uploads over a real socket: cut off, slow, and under way at the same time."""

import socket
import time
from collections.abc import Iterator

import pytest

from api import upload
from tests.api.city import City
from tests.api.test_deliveries import NAME, left, payments
from tests.served import served


@pytest.fixture
def port(city: City) -> Iterator[int]:
    with served(city.app) as port:
        yield port


def begin(city: City, port: int, length: int, sent: bytes) -> socket.socket:
    """Begin an upload of so many bytes and send some of them."""
    client = city.as_("administrator")
    csrf = client.get("/api/v1/session").json()["csrf"]
    cookie = "; ".join(f"{name}={value}" for name, value in client.cookies.items())
    head = (
        f"POST /api/v1/deliveries?name={NAME} HTTP/1.1\r\nHost: site\r\nCookie: {cookie}\r\n"
        f"X-CSRF-Token: {csrf}\r\nContent-Length: {length}\r\nConnection: close\r\n\r\n"
    )
    line = socket.create_connection(("127.0.0.1", port), 10)
    line.sendall(head.encode() + sent)
    return line


def until(true) -> bool:
    deadline = time.monotonic() + 10
    while not true() and time.monotonic() < deadline:
        time.sleep(0.02)
    return true()


def answer(line: socket.socket) -> str:
    with line:
        return b"".join(iter(lambda: line.recv(65_536), b"")).decode()


def test_an_upload_that_is_cut_off_leaves_nothing(city, port):
    line = begin(city, port, 1000, payments()[:50])
    assert until(lambda: left(city))

    line.close()

    assert until(lambda: not left(city))
    assert not list(city.nights.parent.glob("landing/*"))


def test_an_upload_that_falls_silent_is_given_up(city, port, monkeypatch):
    monkeypatch.setattr(upload, "SILENCE", 0.3)

    told = answer(begin(city, port, 1000, payments()[:50]))

    assert told.startswith("HTTP/1.1 408")
    assert "nothing came for" in told
    assert left(city) == []


def test_two_uploads_under_way_at_once_do_not_disturb_one_another(city, port):
    first, second = payments(), payments(实际支付日期="2026-05-06")
    slow = begin(city, port, len(first), first[:50])
    assert until(lambda: left(city))

    quick = answer(begin(city, port, len(second), second))
    slow.sendall(first[50:])

    assert quick.startswith("HTTP/1.1 201")
    assert answer(slow).startswith("HTTP/1.1 201")
