"""An answer that is there as a whole, made ready for each way in which it may be sent."""

import gzip
import hashlib
from collections.abc import MutableMapping
from dataclasses import dataclass, field
from functools import cached_property

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import Message

from api.fresh import HEADERS, weak

SMALLEST = 1_000
"""Bytes below which nothing is gained by compressing."""

SECRET = ("/api/v1/session", "/api/v1/tokens")
"""Neither marked nor compressed: kept nowhere, and not to be guessed by the length of an answer."""

Sent = tuple[Message, Message]


@dataclass(frozen=True)
class Whole:
    """A response's start and body; each way of sending it is made once, and its parts not touched.

    What has no mark of its own is marked by its content.
    """

    start: Message
    body: bytes
    secret: bool = False
    _ready: MutableMapping[tuple[bool, bool], Sent] = field(default_factory=dict, compare=False)

    @classmethod
    def of(cls, path: str, start: Message, body: bytes) -> "Whole":
        """Make an answer of what a route sent."""
        headers = MutableHeaders(raw=list(start["headers"]))
        secret = path in SECRET
        if start["status"] == 200 and not secret and "etag" not in headers:
            headers["ETag"] = f'W/"{hashlib.sha256(body).hexdigest()[:32]}"'
            headers.update(HEADERS)
        headers.add_vary_header("Accept-Encoding")
        return cls({**start, "headers": headers.raw}, body, secret)

    def sent(self, asked: Headers) -> Sent:
        """Give it as whoever asked takes it: squeezed, or as nothing if it is known already."""
        way = "gzip" in asked.get("accept-encoding", ""), self._is_known(asked)
        if way not in self._ready:
            self._ready[way] = self._made(*way)
        return self._ready[way]

    def _is_known(self, asked: Headers) -> bool:
        known = asked.get("if-none-match")
        if known is None or self._mark is None:
            return False
        return known == self._mark or self._mark in {weak(one) for one in known.split(",")}

    @cached_property
    def _mark(self) -> str | None:
        """Its mark, as a weak one; None: it has none to be known by."""
        if self.start["status"] != 200 or self.secret:
            return None
        return weak(Headers(raw=self.start["headers"])["etag"])

    def _made(self, squeezes: bool, known: bool) -> Sent:
        headers = MutableHeaders(raw=list(self.start["headers"]))
        status, body = self.start["status"], self.body
        if known:
            status, body = 304, b""
            for gone in ("content-length", "content-type", "content-disposition"):
                del headers[gone]
        elif squeezes and len(body) >= SMALLEST and not self.secret:
            body = gzip.compress(body, 4, mtime=0)  # the same body gives the same bytes
            headers["Content-Encoding"] = "gzip"
            headers["Content-Length"] = str(len(body))
        start = {**self.start, "status": status, "headers": headers.raw}
        return start, {"type": "http.response.body", "body": body}
