"""An upload, streamed to the disk as it comes: whole and within limits, or nothing of it stays."""

import asyncio
import errno
import hashlib
import hmac
import shutil
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO
from uuid import uuid4

from fastapi import Request
from fastapi.concurrency import run_in_threadpool
from python_multipart.exceptions import MultipartParseError
from python_multipart.multipart import MultipartParser, parse_options_header
from starlette.requests import ClientDisconnect

from api.desk import Desk

SILENCE = 30.0  # seconds without a byte
LONGEST = 3600.0  # seconds for an upload
MOST_FILES = 1000
LONGEST_FIELD = 4000  # bytes
LONGEST_NAME = 200  # bytes
LEFT_BEHIND = 86_400  # seconds after which what a killed process left is swept away
GATHERED = 1 << 20  # bytes that are written at once


class UploadRefused(Exception):
    """The upload is not taken: its status in HTTP, and the key of what the page says."""

    def __init__(self, status: int, key: str, message: str) -> None:
        super().__init__(message)
        self.status = status
        self.key = key


@dataclass
class Upload:
    """What came: a file, or a folder of them, and the fields that came along."""

    path: Path
    fields: dict[str, str] = field(default_factory=dict)


@asynccontextmanager
async def uploaded(
    request: Request, desk: Desk, *, name: str = "", may: Callable[[str], None] | None = None
) -> AsyncIterator[Upload]:
    """Read an upload to the disk, and clear it away again in the end.

    A body of multipart/form-data brings its files as parts named `file`; any other body is one
    file's bytes, called `name`. `may` is asked before the first byte of a file is kept, with the
    form's mark.

    Raises:
        UploadRefused: it is too large, too slow, cut off, ill named or no upload at all.
    """
    _refuse_declared(request, desk)
    kind, options = parse_options_header(request.headers.get("content-type", ""))
    with _room(desk, request) as room:
        try:
            if kind == b"multipart/form-data":
                boundary = options.get(b"boundary", b"")
                if not 1 <= len(boundary) <= 200:
                    raise UploadRefused(400, "upload.no_form", "the form names no boundary")
                form = _Form(room, boundary, may)
                await _read(request, desk, form.write)
                upload = form.whole()
            else:
                upload = Upload(room / sound(name))
                with upload.path.open("xb") as out:
                    await _read(request, desk, out.write)
                if not upload.path.stat().st_size:
                    raise UploadRefused(422, "upload.no_file", "the body is empty: send the file")
        except OSError as error:
            if error.errno not in {errno.ENOSPC, errno.EDQUOT}:
                raise
            raise UploadRefused(
                507, "upload.no_space", "the disk is full: tell the operator, and send it again"
            ) from error
        yield upload


def sound(name: str) -> str:
    """Give a file's name when it is one.

    Raises:
        UploadRefused: it is a path, hidden, too long or none.
    """
    if not name.strip():
        raise UploadRefused(
            422, "upload.no_name", "the file has no name: say it as name=payment_410100_2026-03.csv"
        )
    if set(name) & {"/", "\\", ":"} or name.startswith(".") or not name.isprintable():
        raise UploadRefused(
            422, "upload.bad_name",
            f"{name[:80]!r} is no file name: send it without folders, hidden names and signs "
            "that can't be printed",
        )  # fmt: skip
    if len(name.encode(errors="replace")) > LONGEST_NAME:
        raise UploadRefused(
            422,
            "upload.bad_name",
            f"{name[:40]!r}… is longer than {LONGEST_NAME} bytes: shorten it",
        )
    return name


def held_to(upload: Upload, sha256: str | None) -> None:
    """Hold a file to the sum that its sender names.

    Raises:
        UploadRefused: it is another.
    """
    if sha256 is None:
        return
    with upload.path.open("rb") as file:
        came = hashlib.file_digest(file, "sha256").hexdigest()
    if not hmac.compare_digest(came.encode(), sha256.lower().encode()):
        raise UploadRefused(
            422, "upload.other_bytes", f"sha256 is {came}, where {sha256} was said: send it again"
        )


def _refuse_declared(request: Request, desk: Desk) -> None:
    declared = int(request.headers.get("content-length", "0"))
    if declared > desk.most:
        raise _too_large(declared, desk)


def _too_large(size: int, desk: Desk) -> UploadRefused:
    return UploadRefused(
        413,
        "upload.too_large",
        f"the upload is {size:,} bytes or more, where {desk.most:,} are the most: deliver it in "
        "parts, packed, or by the watched folder",
    )


@contextmanager
def _room(desk: Desk, request: Request) -> Iterator[Path]:
    now = request.app.state.house.clock().timestamp()
    desk.room.mkdir(parents=True, exist_ok=True)
    for left in desk.room.iterdir():
        if now - left.stat().st_mtime > LEFT_BEHIND:
            shutil.rmtree(left, ignore_errors=True)
    room = desk.room / uuid4().hex
    room.mkdir()
    try:
        yield room
    finally:
        shutil.rmtree(room, ignore_errors=True)


async def _read(request: Request, desk: Desk, keep: Callable[[bytes], object]) -> None:
    """Hand the body over in pieces, off the event loop."""
    size, gathered = 0, bytearray()
    body = request.stream()
    try:
        async with asyncio.timeout(LONGEST):
            while True:
                async with asyncio.timeout(SILENCE):
                    piece = await anext(body, None)
                if piece is None:
                    break
                size += len(piece)
                if size > desk.most:
                    raise _too_large(size, desk)
                gathered += piece
                if len(gathered) >= GATHERED:
                    await run_in_threadpool(keep, bytes(gathered))
                    gathered.clear()
            if gathered:
                await run_in_threadpool(keep, bytes(gathered))
    except TimeoutError as error:
        raise UploadRefused(
            408, "upload.slow", f"nothing came for {SILENCE:.0f} seconds: send it again"
        ) from error
    except ClientDisconnect as error:
        raise UploadRefused(
            400, "upload.cut_off", "the upload was cut off: send it again"
        ) from error
    except MultipartParseError as error:
        raise UploadRefused(
            400, "upload.no_form", "the form can't be read: send it as multipart/form-data"
        ) from error


class _Form:
    """A form of several parts: fields are remembered, files written as they come."""

    def __init__(self, room: Path, boundary: bytes, may: Callable[[str], None] | None) -> None:
        self._folder = room / "upload"
        self._folder.mkdir()
        self._may = may
        self._fields: dict[str, str] = {}
        self._files: list[str] = []
        self._headers: dict[bytes, bytes] = {}
        self._header, self._value = bytearray(), bytearray()
        self._field = ""
        self._text = bytearray()
        self._out: IO[bytes] | None = None
        self._ended = False
        self._parser = MultipartParser(
            boundary,
            {
                "on_part_begin": self._begin,
                "on_header_field": lambda d, a, b: self._header.extend(d[a:b]),
                "on_header_value": lambda d, a, b: self._value.extend(d[a:b]),
                "on_header_end": self._keep_header,
                "on_headers_finished": self._open,
                "on_part_data": self._add,
                "on_part_end": self._close,
                "on_end": self._end,
            },
        )

    def write(self, piece: bytes) -> None:
        """Read on."""
        self._parser.write(piece)

    def whole(self) -> Upload:
        """Give what came, when all of it did.

        Raises:
            UploadRefused: the end is missing, or there is no file.
        """
        if not self._ended:
            self._close()
            raise UploadRefused(400, "upload.cut_off", "the form has no end: send it again")
        if not self._files:
            raise UploadRefused(422, "upload.no_file", "the form brings no file: choose one")
        first, *others = self._files
        if not others:
            return Upload(self._folder / first, self._fields)
        named = self._folder.with_name(f"{first}+{len(others)}")
        return Upload(self._folder.rename(named), self._fields)

    def _begin(self) -> None:
        self._headers.clear()

    def _keep_header(self) -> None:
        self._headers[bytes(self._header).lower()] = bytes(self._value)
        self._header.clear()
        self._value.clear()

    def _open(self) -> None:
        _, told = parse_options_header(self._headers.get(b"content-disposition", b""))
        self._field = told.get(b"name", b"").decode(errors="replace")
        self._text.clear()
        if told.get(b"filename"):
            self._open_file(told[b"filename"].decode(errors="replace"))

    def _open_file(self, called: str) -> None:
        if self._may is not None:
            self._may(self._fields.get("csrf", ""))
        name = sound(called)
        if name in self._files:
            raise UploadRefused(422, "upload.twice", f"{name!r} came twice: send it once")
        if len(self._files) == MOST_FILES:
            raise UploadRefused(
                413, "upload.too_many", f"more than {MOST_FILES} files: deliver them as a .zip"
            )
        self._files.append(name)
        self._out = (self._folder / name).open("xb")

    def _add(self, piece: bytes, begin: int, end: int) -> None:
        if self._out is not None:
            self._out.write(memoryview(piece)[begin:end])
            return
        self._text += piece[begin:end]
        if len(self._text) > LONGEST_FIELD:
            raise UploadRefused(
                413, "upload.no_form", f"the field {self._field[:40]!r} is too long: shorten it"
            )

    def _close(self) -> None:
        if self._out is not None:
            self._out.close()
            self._out = None
        elif self._field and self._field != "file":
            self._fields[self._field] = self._text.decode(errors="replace")

    def _end(self) -> None:
        self._ended = True
