"""A form is taken only from our own page: marked with its reader's session, sent from our site."""

import hashlib
import hmac
from collections.abc import Mapping
from typing import Annotated
from urllib.parse import urlsplit

from fastapi import Header, Request

Csrf = Annotated[str, Header(max_length=64)]
"""The mark of a form, where a change comes with a header `X-CSRF-Token` in its place."""


class FormForged(Exception):
    """A change was asked for by a page that is not ours, or by a form of another session."""


def mark(token: str) -> str:
    """Give the mark that forms of this session carry; it tells nothing about the session."""
    return hmac.new(token.encode(), b"form", hashlib.sha256).hexdigest()[:32] if token else ""


def must_be_ours(request: Request, token: str, given: str) -> None:
    """Let a change pass when it carries the session's mark and comes from our own pages.

    Raises:
        FormForged: the mark is missing or another's, or the browser says it came from elsewhere.
    """
    if getattr(getattr(request.state, "person", None), "machine", False):
        return  # a token is sent by nobody's browser on its own
    must_come_from_here(request.headers)
    if not token or not hmac.compare_digest(mark(token).encode(), given.encode()):
        raise FormForged(
            "the form carries no valid mark (csrf): load the page again and send it once more"
        )


def must_come_from_here(headers: Mapping[str, str]) -> None:
    """Refuse what the browser says was sent by another site.

    Raises:
        FormForged: the request's origin is not this site.
    """
    hosts = {headers.get("host", ""), headers.get("x-forwarded-host", "")} - {""}
    origin = headers.get("origin")
    foreign = origin is not None and _host(origin) not in hosts
    if foreign or headers.get("sec-fetch-site", "none") not in {"same-origin", "none"}:
        raise FormForged("the change was asked for by another site: send it from this site's page")


def _host(origin: str) -> str:
    try:
        return urlsplit(origin).netloc
    except ValueError:
        return "none"
