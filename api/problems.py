"""Says what went wrong in HTTP. The only place where a domain error meets a status code."""

from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Any

from fastapi.responses import JSONResponse

PROBLEM = "application/problem+json"


def refusal(
    status: int,
    detail: str,
    *,
    kind: str = "about:blank",
    errors: Sequence[Mapping[str, str]] = (),
    headers: Mapping[str, str] | None = None,
) -> JSONResponse:
    """Write an RFC 9457 problem."""
    written: dict[str, Any] = {
        "type": kind,
        "title": HTTPStatus(status).phrase,
        "status": status,
        "detail": detail,
    }
    if errors:
        written["errors"] = list(errors)
    return JSONResponse(written, status, headers=dict(headers or {}), media_type=PROBLEM)
