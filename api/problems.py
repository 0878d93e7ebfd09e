"""Says what went wrong in HTTP. The only place where a domain error meets a status code."""

from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Any

from fastapi.responses import JSONResponse
from pydantic import BaseModel, ConfigDict

PROBLEM = "application/problem+json"


class Wrong(BaseModel):
    """One field that can't be read."""

    where: str
    name: str
    wanted: str


class Problem(BaseModel):
    """What went wrong, as RFC 9457 has it."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "type": "/problems/AlertUnknown",
                    "title": "Not Found",
                    "status": 404,
                    "detail": "no alert 99 is here: look it up in the list of alerts",
                }
            ]
        }
    )

    type: str
    title: str
    status: int
    detail: str
    errors: list[Wrong] = []


def told(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """Describe the problems that a route may answer with."""
    schema = {"$ref": "#/components/schemas/Problem"}
    return {
        status: {
            "description": HTTPStatus(status).phrase,
            "content": {PROBLEM: {"schema": schema}},
        }
        for status in statuses
    }


def problem_schemas() -> dict[str, Any]:
    """Give the schemas that the descriptions of problems name."""
    schema = Problem.model_json_schema(ref_template="#/components/schemas/{model}")
    return {**schema.pop("$defs"), "Problem": schema}


def refusal(
    status: int,
    detail: str,
    *,
    kind: str = "about:blank",
    errors: Sequence[Mapping[str, str]] = (),
    headers: Mapping[str, str] | None = None,
    more: Mapping[str, Any] | None = None,
) -> JSONResponse:
    """Write an RFC 9457 problem; `more` are members of its own."""
    written: dict[str, Any] = {
        "type": kind,
        "title": HTTPStatus(status).phrase,
        "status": status,
        "detail": detail,
        **(more or {}),
    }
    if errors:
        written["errors"] = list(errors)
    return JSONResponse(written, status, headers=dict(headers or {}), media_type=PROBLEM)
