"""听. How the site listens: a request's head comes whole, soon, and no larger than it need be.

What comes after the head is held by `api.shield`; before it there is no request yet that could be.
"""

import asyncio
import socket
from collections.abc import Callable
from typing import Any, Self

import structlog
from uvicorn.protocols.http.auto import AutoHTTPProtocol

SECONDS = 20.0
"""Until a request's head has to be there, from the first moment that it could come."""

LARGEST = 65_536
"""Bytes of a head: address and headers together."""

REFUSED = (
    b"HTTP/1.1 %s\r\nContent-Type: application/problem+json\r\nConnection: close\r\n"
    b"Content-Length: 0\r\n\r\n"
)

log = structlog.get_logger("api")


class Listening(AutoHTTPProtocol):  # type: ignore[misc, valid-type]
    """A connection that is given up when no request comes of it."""

    seconds = SECONDS
    largest = LARGEST

    def __init__(self, *given: Any, **named: Any) -> None:  # noqa: ANN401 - uvicorn's own
        super().__init__(*given, **named)
        self._head = 0
        self._giving_up: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:
        """Begin to wait for the first request."""
        super().connection_made(transport)
        self._wait()

    def data_received(self, data: bytes) -> None:
        """Read on; what comes before a request begins, and is no rest of a body, is its head."""
        super().data_received(data)
        if self.cycle is not None and not self.cycle.response_complete:
            self._head = 0
            self._wait(again=False)
            return
        if self.cycle is None or not self.cycle.more_body:
            self._head += len(data)
        if self._head > self.largest:
            self._give_up(b"431 Request Header Fields Too Large")
        elif self._giving_up is None:
            self._wait()

    def connection_lost(self, exc: Exception | None) -> None:
        """Wait for nothing any more."""
        self._wait(again=False)
        super().connection_lost(exc)

    def _wait(self, *, again: bool = True) -> None:
        if self._giving_up is not None:
            self._giving_up.cancel()
        self._giving_up = None
        if again:
            late = b"408 Request Timeout"
            self._giving_up = self.loop.call_later(self.seconds, self._give_up, late)

    def _give_up(self, status: bytes) -> None:
        self._wait(again=False)
        if self.transport.is_closing():
            return
        host = self.client[0] if self.client else None
        log.warning("request.given_up", status=int(status[:3]), client=host, bytes=self._head)
        self.transport.write(REFUSED % status)
        self.transport.close()


class Address(socket.socket):
    """An address on which each process listens by itself, as many as it is handed to.

    Where they wait at one socket, whoever is awake takes what comes: of 64 connections one process
    had up to all, and each waited twice as long. The kernel deals them out evenly.
    """

    @classmethod
    def of(cls, host: str, port: int) -> Self:
        """Take an address, on which nobody listens yet."""
        [family, *_, address] = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
        taken = cls(family, socket.SOCK_STREAM)
        taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        taken.bind(address)
        return taken

    def __reduce__(self) -> tuple[Callable[[str, int], Self], tuple[str, int]]:
        """Be another socket of the same address in another process."""
        host, port, *_ = self.getsockname()
        return type(self).of, (host, port)
