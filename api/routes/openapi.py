"""The description of this API, for those who may use it."""

from typing import Any

from fastapi import APIRouter, Request

from api.deps import SignedIn

router = APIRouter(prefix="/openapi.json", tags=["openapi"])


@router.get("", include_in_schema=False)
def read_openapi(request: Request, _: SignedIn) -> dict[str, Any]:
    """Show the OpenAPI description."""
    described: dict[str, Any] = request.app.openapi()
    return described
