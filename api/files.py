"""取件. A file given whole, or from where an earlier try broke off."""

import re
from pathlib import Path

from fastapi import Request
from fastapi.responses import FileResponse, Response

ONE_RANGE = re.compile(r"bytes=(\d{0,15})-(\d{0,15})", re.ASCII)


class RangeRefused(Exception):
    """A part is asked for that the file has not; `size` is how many bytes it has."""

    def __init__(self, message: str, size: int) -> None:
        super().__init__(message)
        self.size = size


def given(request: Request, file: Path, *, name: str, media: str, sha256: str) -> Response:
    """Give a file to be saved, or the part that is asked for.

    Its mark is its own SHA-256, so that `If-Range` goes on only with the very same bytes. Of a
    range that can't be read, or of several, the whole is given, as RFC 9110 allows.

    Raises:
        RangeRefused: the part begins behind the end.
    """
    mark, size = f'"{sha256}"', file.stat().st_size
    headers = {"ETag": mark, "Cache-Control": "private, no-cache", "Content-Encoding": "identity"}
    known = request.headers.get("if-none-match", "")
    if mark in {one.strip() for one in known.split(",")}:
        return Response(status_code=304, headers=headers)
    asked = request.headers.get("range")
    if asked is not None:
        found = ONE_RANGE.fullmatch(asked.replace(" ", ""))
        if found is None or found.groups() == ("", ""):
            _forget_range(request)
        elif _begins(found, size) >= size and request.headers.get("if-range", mark) == mark:
            raise RangeRefused(f"the file has {size} bytes, and {asked[:60]!r} none of them", size)
    return FileResponse(file, filename=name, media_type=media, headers=headers)


def _begins(found: re.Match[str], size: int) -> int:
    first, last = found.groups()
    if first:
        return int(first)
    return size if int(last) == 0 else max(0, size - int(last))


def _forget_range(request: Request) -> None:
    kept = [header for header in request.scope["headers"] if header[0].lower() != b"range"]
    request.scope["headers"] = kept
