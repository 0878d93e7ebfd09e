"""What every answer of the API to a GET is given on its way out: a mark of what it holds, gzip."""

import hashlib
from collections.abc import Callable

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.fresh import HEADERS, weak
from api.kept import Answer, Answers, squeezed

SMALLEST = 1_000
"""Bytes below which nothing is gained by compressing."""

TYPES = ("application/json", "text/csv", "application/problem+json")
SECRET = ("/api/v1/session", "/api/v1/tokens")
"""Neither marked nor compressed: kept nowhere, and not to be guessed by the length of an answer."""


class Answering:
    """Marks what has no mark of its own by its content, and compresses for whoever takes gzip."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        self._answers = Answers()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        reads = scope["type"] == "http" and scope["method"] in {"GET", "HEAD"}
        if not reads or not scope["path"].startswith("/api/"):
            await self._app(scope, receive, send)
            return
        known = self._answers.get(scope) or await self._answers.made(scope)
        if known is None:
            with self._answers.making(scope) as settled:
                await self._app(scope, receive, _Sent(scope, send, self._answers, settled))
            return
        scope["state"]["person"] = known.person
        sent = _Sent(scope, send, self._answers)
        await sent.whole(known.start, {"type": "http.response.body", "body": known.body}, known)


class _Sent:
    """One answer: what comes whole is looked at; a file, or what is streamed, goes as it is."""

    def __init__(
        self, scope: Scope, send: Send, answers: Answers, settled: Callable[[], object] = bool
    ) -> None:
        self._scope = scope
        self._settled = settled  # told once it is known whether the answer is kept
        self._answers = answers
        self._asked = Headers(scope=scope)
        self._path = scope["path"]
        self._send = send
        self._start: Message | None = None

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = Headers(raw=message["headers"])
            kind = headers.get("content-type", "").partition(";")[0]
            if kind in TYPES and "content-length" in headers and "accept-ranges" not in headers:
                self._start = message
                return
            self._settled()
        elif self._start is not None:
            start, self._start = self._start, None
            if not message.get("more_body", False):
                if start["status"] == 200:
                    self._answers.keep(self._scope, start, message.get("body", b""))
                self._settled()
                await self.whole(start, message)
                return
            self._settled()
            await self._send(start)
        await self._send(message)

    async def whole(self, start: Message, message: Message, known: Answer | None = None) -> None:
        """Send an answer that is there as a whole; what is kept of it is not touched."""
        start = {**start}
        headers = MutableHeaders(raw=list(start["headers"]))
        body: bytes = message.get("body", b"")
        secret = self._path in SECRET
        if start["status"] == 200 and not secret:
            if "etag" not in headers:
                headers["ETag"] = f'W/"{hashlib.sha256(body).hexdigest()[:32]}"'
                headers.update(HEADERS)
            if weak(headers["etag"]) in {
                weak(one) for one in self._asked.get("if-none-match", "").split(",")
            }:
                start["status"], body = 304, b""
                for gone in ("content-length", "content-type", "content-disposition"):
                    del headers[gone]
        headers.add_vary_header("Accept-Encoding")
        takes = "gzip" in self._asked.get("accept-encoding", "")
        if takes and len(body) >= SMALLEST and not secret:
            body = squeezed(body) if known is None else known.squeezed
            headers["Content-Encoding"] = "gzip"
            headers["Content-Length"] = str(len(body))
        await self._send({**start, "headers": headers.raw})
        await self._send({**message, "body": body})
