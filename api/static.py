"""The site's own scripts, styles and pictures, kept by the browser until they change."""

import gzip
import hashlib
from functools import lru_cache
from pathlib import Path

from starlette.datastructures import Headers
from starlette.responses import Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

import dashboards

FOLDER = Path(dashboards.__file__).parent / "static"

FOR_EVER = "public, max-age=31536000, immutable"
ASK_AGAIN = "public, max-age=300"
WORKER = "worker.js"
SQUEEZED = frozenset({".js", ".css", ".svg", ".html", ".webmanifest", ".txt", ".json"})


class Static(StaticFiles):
    """Files under /static: for ever when the address names their content (`?v=`), else briefly."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        """Answer with the file, or say that there is none."""
        response = await super().get_response(path, scope)
        named = f"v={content_mark(FOLDER / path)}".encode()
        if response.status_code == 200 and Path(path).suffix in SQUEEZED and _takes_gzip(scope):
            response = _squeezing(response, FOLDER / path)
        fixed = response.status_code in {200, 304} and scope["query_string"] == named
        response.headers["Cache-Control"] = FOR_EVER if fixed else ASK_AGAIN
        if path == WORKER:  # it stands for the whole site, though it lies here
            response.headers.update({"Service-Worker-Allowed": "/", "Cache-Control": "no-cache"})
        if path.endswith(".webmanifest"):
            response.headers["Content-Type"] = "application/manifest+json"
        return response


def _squeezing(response: Response, file: Path) -> Response:
    same = {name: response.headers[name] for name in ("etag", "last-modified")}
    headers = {**same, "Content-Encoding": "gzip", "Vary": "Accept-Encoding"}
    return Response(squeezed(file), headers=headers, media_type=response.media_type)


def _takes_gzip(scope: Scope) -> bool:
    headers = Headers(scope=scope)
    return "gzip" in headers.get("accept-encoding", "") and "range" not in headers


def squeezed(file: Path) -> bytes:
    """Give a file squeezed; that is done once, as the chart library takes a third of a second."""
    seen = file.stat()
    return _squeezed(file, seen.st_mtime_ns, seen.st_size)


@lru_cache(maxsize=64)
def _squeezed(file: Path, _changed: int, _size: int) -> bytes:
    return gzip.compress(file.read_bytes(), 9, mtime=0)


def content_mark(file: Path) -> str:
    """Give the first 12 digits of the file's SHA-256; empty when there is no such file."""
    if not file.is_file():
        return ""
    seen = file.stat()
    return _mark(file, seen.st_mtime_ns, seen.st_size)


@lru_cache(maxsize=512)
def _mark(file: Path, _changed: int, _size: int) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()[:12]
