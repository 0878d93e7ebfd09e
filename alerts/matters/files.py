"""佐证材料. Files that come with a reply: kept by their hash, never executed."""

import hashlib
import io
import os
import re
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from alerts.procedure import Refused

LARGEST = 20_000_000
"""Bytes that one file may have."""
LONGEST = 120
_CHUNK = 1 << 20
_PACKED = b"PK\x03\x04"
BEGINS: dict[str, tuple[bytes, ...]] = {
    "pdf": (b"%PDF-",),
    "png": (b"\x89PNG\r\n\x1a\n",),
    "jpg": (b"\xff\xd8\xff",),
    "jpeg": (b"\xff\xd8\xff",),
    "tif": (b"II*\0", b"MM\0*"),
    "tiff": (b"II*\0", b"MM\0*"),
    "docx": (_PACKED,),
    "xlsx": (_PACKED,),
    "ofd": (_PACKED,),
    "doc": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",),
    "xls": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",),
    "wps": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", _PACKED),
    "csv": (),
    "txt": (),
}
"""Kinds of files that are taken, and what their first bytes must be."""
_RUNS = (b"MZ", b"\x7fELF", b"#!", b"\xca\xfe\xba\xbe", b"\xcf\xfa\xed\xfe", b"\xfe\xed\xfa")
_MACROS = (b"vbaProject.bin", b"_VBA_PROJECT", b"V\0B\0A\0_\0P\0R\0O\0J\0E\0C\0T\0")


class FileRefused(Refused):
    """The file is not one that is taken."""


class FileGone(Exception):
    """The content of a file is not kept here, or is no longer what it was."""


@dataclass(frozen=True)
class Kept:
    """A file that is kept."""

    name: str
    type: str
    size: int
    sha256: str


def keep_file(folder: Path, name: str, content: BinaryIO, *, largest: int = LARGEST) -> Kept:
    """Keep a file by its hash; the same content is kept once. Reads no more than it may.

    Raises:
        FileRefused: its name, its size or its content is not what is taken.
    """
    kind = _kind(name)
    folder.mkdir(parents=True, exist_ok=True)
    handle, draft = tempfile.mkstemp(dir=folder, prefix=".coming-")
    try:
        with os.fdopen(handle, "wb") as out:
            size, digest = _copy(name, kind, content, out, largest)
            out.flush()
            os.fsync(out.fileno())
        target = place(folder, digest)
        target.parent.mkdir(exist_ok=True)
        Path(draft).chmod(0o440)
        Path(draft).replace(target)
    finally:
        Path(draft).unlink(missing_ok=True)
    return Kept(name, kind, size, digest)


def must_be_taken(name: str, content: bytes) -> None:
    """Let a file pass that would be taken, without keeping it.

    Raises:
        FileRefused: its name, its size or its content is not what is taken.
    """
    _copy(name, _kind(name), io.BytesIO(content), io.BytesIO(), LARGEST)


def kept_as(folder: Path, name: str, sha256: str) -> Kept:
    """Give a file that was kept before under a name.

    Raises:
        FileGone: no content of that hash is kept.
        FileRefused: the name or the content is not what is taken.
    """
    kind, content = _kind(name), read_file(folder, sha256)
    _must_begin_right(name, kind, content[:_CHUNK])
    return Kept(name, kind, len(content), sha256)


def place(folder: Path, sha256: str) -> Path:
    """Give where the content of that hash lies."""
    return folder / sha256[:2] / sha256


def read_file(folder: Path, sha256: str) -> bytes:
    """Give the content of a kept file.

    Raises:
        FileGone: it is not there, or no longer gives its hash.
    """
    file = place(folder, sha256)
    if re.fullmatch(r"[0-9a-f]{64}", sha256) is None or not file.is_file():
        raise FileGone(f"the file {sha256[:12]}… is not kept here: restore it from a backup")
    content = file.read_bytes()
    if hashlib.sha256(content).hexdigest() != sha256:
        raise FileGone(f"the file {sha256[:12]}… was changed on the disk: restore it from a backup")
    return content


def _kind(name: str) -> str:
    allowed = ", ".join(sorted(BEGINS))
    if not name or len(name) > LONGEST or not name.isprintable() or name != name.strip():
        raise FileRefused(
            f"{name[:60]!r} is no name for a file: give 1 to {LONGEST} printable characters",
            zh=f"“{name[:60]}”不能作文件名：请用1到{LONGEST}个可见字符",
        )
    if re.search(r"[/\\:]", name) or name.startswith(".") or "\ufffd" in name:
        raise FileRefused(
            f"{name!r} has parts of a path in it: give the file's own name alone",
            zh=f"“{name}”带有路径：请只用文件自己的名字",
        )
    kind = name.rpartition(".")[2].lower() if "." in name else ""
    if kind not in BEGINS:
        raise FileRefused(
            f"{name!r} is of no kind that is taken: send {allowed}",
            zh=f"不收“{name}”这种文件：可以交 {allowed}",
        )
    return kind


def _copy(name: str, kind: str, content: BinaryIO, out: BinaryIO, largest: int) -> tuple[int, str]:
    seen, size, tail = hashlib.sha256(), 0, b""
    while chunk := content.read(_CHUNK):
        if not size:
            _must_begin_right(name, kind, chunk)
        size += len(chunk)
        if size > largest:
            raise FileRefused(
                f"{name!r} has more than {largest / 1e6:.0f} MB: split it, or "
                "hand it over on paper",
                zh=f"“{name}”超过{largest / 1e6:.0f} MB：请分成几个文件，或交纸质件",
            )
        looked = tail + chunk
        if kind not in {"pdf", "csv", "txt"} and any(mark in looked for mark in _MACROS):
            raise FileRefused(
                f"{name!r} holds macros: save it without them, or as PDF",
                zh=f"“{name}”带有宏：请去掉宏另存，或存成 PDF",
            )
        tail = chunk[-64:]
        seen.update(chunk)
        out.write(chunk)
    if not size:
        raise FileRefused(
            f"{name!r} is empty: send the file itself", zh=f"“{name}”是空的：请交有内容的文件"
        )
    return size, seen.hexdigest()


def _must_begin_right(name: str, kind: str, first: bytes) -> None:
    if first.startswith(_RUNS):
        raise FileRefused(
            f"{name!r} is a program: send documents, never what can be run",
            zh=f"“{name}”是程序：只收文档，不收可以运行的文件",
        )
    begins = BEGINS[kind]
    if begins and not first.startswith(begins):
        raise FileRefused(
            f"{name!r} is no {kind} inside: save it as what its name says",
            zh=f"“{name}”的内容不是 {kind}：请按名字所说的格式另存",
        )
    if not begins and b"\0" in first:
        raise FileRefused(
            f"{name!r} is no plain text inside: save it as what its name says",
            zh=f"“{name}”的内容不是纯文本：请按名字所说的格式另存",
        )
