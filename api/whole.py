"""An answer that is there as a whole, made ready for each way in which it may be sent."""

import gzip
import hashlib
from collections.abc import MutableMapping
from dataclasses import dataclass, field

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import Message

from api.fresh import HEADERS, weak

SMALLEST = 1_000
"""Bytes below which nothing is gained by compressing."""

SECRET = ("/api/v1/session", "/api/v1/tokens")
"""Neither marked nor compressed: kept nowhere, and not to be guessed by the length of an answer."""

Head = tuple[int, tuple[tuple[bytes, bytes], ...]]
"""A status and headers: in tuples alone, which the collector soon passes over."""


@dataclass(frozen=True, slots=True)
class Whole:
    """A response's head and body; each way of sending it is made once, and its parts not touched.

    What has no mark of its own is marked by its content.
    """

    head: Head
    body: bytes
    mark: str | None  # as a weak one; None: it has none to be known by
    squeezes: bool = True
    _ready: MutableMapping[tuple[bool, bool], tuple[Head, bytes]] = field(
        default_factory=dict, compare=False
    )

    @classmethod
    def of(cls, path: str, start: Message, body: bytes) -> "Whole":
        """Make an answer of what a route sent."""
        headers = MutableHeaders(raw=list(start["headers"]))
        status, secret, mark = start["status"], path in SECRET, None
        if status == 200 and not secret:
            if "etag" not in headers:
                headers["ETag"] = f'W/"{hashlib.sha256(body).hexdigest()[:32]}"'
                headers.update(HEADERS)
            mark = weak(headers["etag"])
        headers.add_vary_header("Accept-Encoding")
        squeezes = len(body) >= SMALLEST and not secret
        return cls((status, tuple(headers.raw)), body, mark, squeezes)

    def sent(self, asked: Headers) -> tuple[Message, Message]:
        """Give it as whoever asked takes it: squeezed, or as nothing if it is known already."""
        way = "gzip" in asked.get("accept-encoding", ""), self._is_known(asked)
        if way not in self._ready:
            self._ready[way] = self._made(*way)
        (status, headers), body = self._ready[way]
        start = {"type": "http.response.start", "status": status, "headers": headers}
        return start, {"type": "http.response.body", "body": body}

    def _is_known(self, asked: Headers) -> bool:
        known = asked.get("if-none-match")
        if known is None or self.mark is None:
            return False
        return known == self.mark or self.mark in {weak(one) for one in known.split(",")}

    def _made(self, squeezes: bool, known: bool) -> tuple[Head, bytes]:
        (status, given), body = self.head, self.body
        headers = MutableHeaders(raw=list(given))
        if known:
            status, body = 304, b""
            for gone in ("content-length", "content-type", "content-disposition"):
                del headers[gone]
        elif squeezes and self.squeezes:
            body = gzip.compress(body, 4, mtime=0)  # the same body gives the same bytes
            headers["Content-Encoding"] = "gzip"
            headers["Content-Length"] = str(len(body))
        return (status, tuple(headers.raw)), body
