"""What every answer wears and every request is held to, whoever asked and whatever broke."""

import asyncio
import itertools
import re
import secrets
import time
from collections.abc import Collection, Mapping

import structlog
from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.problems import refusal

HEADERS: Mapping[str, str] = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
        "connect-src 'self'; font-src 'self'; form-action 'self'; frame-ancestors 'none'; "
        "base-uri 'none'; manifest-src 'self'; worker-src 'self'"
    ),
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
"""Strict enough that a page can only be what this site serves."""

DRESSED = frozenset(
    {name.lower().encode() for name in (*HEADERS, "Strict-Transport-Security", "X-Request-Id")}
)
"""What no route says of itself."""

LARGEST_BODY = 1_000_000
"""Bytes: no form and no JSON that is read today is larger."""

LARGEST_FILES = 110_000_000
WITH_FILES = re.compile(r"(/api/v1)?/matters/\d{1,10}(/files)?")
"""Where evidence comes in: bytes of all files together, and the addresses that take them."""

LENGTH, MOST_DIGITS = b"content-length", 18
LONGEST_ADDRESS = 8_000
"""Bytes of path and query together."""

PROCESS, NUMBERS = secrets.token_hex(4), itertools.count(secrets.randbelow(1 << 16))
"""Of which a request's number is made: unlike any other's, and no secret."""

log = structlog.get_logger("api")


class NotRead(Exception):
    """Whoever asked does not read the answer: the connection is given up."""


class Shield:
    """The outermost layer: headers on every answer, a limit on every body, one line in the log."""

    def __init__(
        self,
        app: ASGIApp,
        *,
        secure: bool = False,
        streamed: Collection[str] = (),
        seconds: float = 60,
    ) -> None:
        self._app = app
        self._seconds = seconds
        self._streamed = streamed
        headers = dict(HEADERS)
        if secure:
            headers["Strict-Transport-Security"] = "max-age=31536000"
        self._headers = Headers(headers).raw
        self._log = log.bind()  # as it is set up by now: to look that up at each request is dear

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        scope.setdefault("state", {})["request_id"] = f"{PROCESS}{next(NUMBERS):08x}"
        answer = _Answer(self._headers, scope, send, self._seconds)
        started = time.perf_counter()
        try:
            await self._guarded(scope, receive, answer)
        except NotRead:
            self._log.warning("request.not_read", request=scope["state"]["request_id"])
        finally:
            self._note(scope, answer.status, time.perf_counter() - started)

    def _note(self, scope: Scope, status: int, seconds: float) -> None:
        """Log who asked for which door and what came of it; never a query, a body or a cookie."""
        person = scope["state"].get("person")
        self._log.info(
            "request.answered",
            request=scope["state"]["request_id"],
            method=scope["method"],
            path=(scope.get("raw_path") or b"").split(b"?")[0].decode("latin-1"),
            status=status,
            milliseconds=round(seconds * 1000, 1),
            account=person.name if person else None,
        )

    async def _guarded(self, scope: Scope, receive: Receive, answer: "_Answer") -> None:
        declared = next((value for name, value in scope["headers"] if name == LENGTH), b"0")
        address = len(scope.get("raw_path") or b"") + len(scope.get("query_string") or b"")
        if address > LONGEST_ADDRESS:
            await refusal(414, _too_long(address))(scope, receive, answer)
        elif not declared.isdigit() or len(declared) > MOST_DIGITS:
            await refusal(400, "content-length is no number of bytes")(scope, receive, answer)
        elif scope["path"] in self._streamed:
            await self._app(scope, _Timed(receive, self._seconds), answer)
        elif int(declared) > (most := _most(scope["path"])) and most == LARGEST_BODY:
            await refusal(413, _too_large(int(declared), most))(scope, receive, answer)
        else:  # a person's files are refused in the person's language, where they would be read
            timed = _Timed(receive, self._seconds, whole=most == LARGEST_BODY)
            await self._app(scope, _Counted(timed, most, int(declared)), answer)


class _Timed:
    """The request's body, which must come: each part in its time, and a short one as a whole."""

    def __init__(self, receive: Receive, seconds: float, *, whole: bool = False) -> None:
        self._receive = receive
        self._seconds = seconds
        self._until = time.monotonic() + seconds if whole else None
        self._ended = False

    async def __call__(self) -> Message:
        if self._ended:  # what is awaited now is the asker's going away
            return await self._receive()
        left = self._seconds if self._until is None else self._until - time.monotonic()
        try:
            message = await asyncio.wait_for(self._receive(), max(left, 0.001))
        except TimeoutError:
            raise HTTPException(
                408, f"the body did not come within {self._seconds:g} seconds: send it again"
            ) from None
        self._ended = not message.get("more_body", False)
        return message


class _Counted:
    """The request's body, counted as it comes: a missing or false length helps nobody."""

    def __init__(self, receive: Receive, most: int, declared: int) -> None:
        self._receive = receive
        self._most = most
        self._declared = declared
        self._bytes = 0

    async def __call__(self) -> Message:
        if self._declared > self._most:
            raise HTTPException(413, _too_large(self._declared, self._most))
        message = await self._receive()
        self._bytes += len(message.get("body", b""))
        if self._bytes > self._most:
            raise HTTPException(413, _too_large(self._bytes, self._most))
        return message


class _Answer:
    """Where the answer goes out, dressed on its way."""

    def __init__(
        self, headers: list[tuple[bytes, bytes]], scope: Scope, send: Send, seconds: float
    ) -> None:
        self._headers = headers
        self._seconds = seconds
        self._scope = scope
        self._send = send
        self._task = asyncio.current_task()
        self._given_up = False
        self.status = 0

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.status = message["status"]
            number = self._scope["state"]["request_id"].encode()
            own = [*self._headers, (b"x-request-id", number)]
            given = [pair for pair in message["headers"] if pair[0].lower() not in DRESSED]
            if not any(name.lower() == b"cache-control" for name, _ in given):
                own.append((b"cache-control", b"no-store"))
            message = {**message, "headers": [*given, *own]}
        waiting = asyncio.get_running_loop().call_later(self._seconds, self._give_up)
        try:
            await self._send(message)
        except asyncio.CancelledError:
            if self._given_up and self._task is not None and not self._task.uncancel():
                raise NotRead(self._scope["path"]) from None
            raise
        finally:
            waiting.cancel()

    def _give_up(self) -> None:
        if self._task is not None:
            self._given_up = True
            self._task.cancel()


def _most(path: str) -> int:
    takes_files = "/matters/" in path and WITH_FILES.fullmatch(path)
    return LARGEST_FILES if takes_files else LARGEST_BODY


def _too_large(size: int, most: int) -> str:
    return f"the body is {size:,} bytes, where at most {most:,} are read: send less"


def _too_long(size: int) -> str:
    return f"the address is {size:,} bytes, where at most {LONGEST_ADDRESS:,} are read: narrow it"
