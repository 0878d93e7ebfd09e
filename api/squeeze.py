"""What goes out to a browser is squeezed, so that a page comes over a slow line."""

from starlette.datastructures import Headers
from starlette.middleware.gzip import GZipMiddleware
from starlette.types import ASGIApp, Receive, Scope, Send

LEAST = 1024
"""Bytes below which squeezing gains nothing."""


class Squeezed:
    """Pages and static files are squeezed for who can read that.

    Answers of the API are `api.answering`'s; parts of files are sent as they are, for they may be
    taken up where they broke off. A page may be squeezed though it holds a form's mark: the
    session's cookie is sent with no request of another site (SameSite=Strict), so nobody can have
    it guessed.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._plain = app
        self._squeezing = GZipMiddleware(app, minimum_size=LEAST, compresslevel=6)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        plain = scope["type"] != "http" or scope["path"].startswith("/api/")
        if plain or "range" in Headers(scope=scope):
            await self._plain(scope, receive, send)
        else:
            await self._squeezing(scope, receive, send)
