"""What every answer of the API to a GET is given on its way out: a mark of what it holds, gzip."""

from collections.abc import Callable

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.kept import Answers
from api.whole import Whole

TYPES = ("application/json", "text/csv", "application/problem+json")


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
        for message in known.whole.sent(Headers(scope=scope)):
            await send(message)


class _Sent:
    """One answer: what comes whole is looked at; a file, or what is streamed, goes as it is."""

    def __init__(
        self, scope: Scope, send: Send, answers: Answers, settled: Callable[..., object]
    ) -> None:
        self._scope = scope
        self._settled = settled  # told once it is known whether the answer is kept
        self._answers = answers
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
                whole = Whole.of(self._scope["path"], start, message.get("body", b""))
                good = start["status"] == 200
                self._settled(keeps=good and self._answers.keep(self._scope, whole))
                for one in whole.sent(Headers(scope=self._scope)):
                    await self._send(one)
                return
            self._settled()
            await self._send(start)
        await self._send(message)
