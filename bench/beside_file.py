"""What pandas and PostgreSQL are given of the file itself: its bytes, its encoding, its place."""

import hashlib
import os
from pathlib import Path

SAMPLE = 1 << 15


def digest(path: Path) -> str:
    """Give the SHA-256 of a file, by which bytes that came before are known."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def land(source: Path, target: Path) -> str:
    """Copy a file, down to the disk, and give the SHA-256 of what was copied."""
    told = hashlib.sha256()
    with source.open("rb") as file, target.open("wb") as out:
        while chunk := file.read(4 << 20):
            told.update(chunk)
            out.write(chunk)
        out.flush()
        os.fsync(out.fileno())
    return told.hexdigest()


def dialect(path: Path) -> tuple[str, str]:
    """Find out the encoding and the separator from a file's first lines."""
    with path.open("rb") as file:
        lines = file.read(SAMPLE).rpartition(b"\n")[0]
    try:
        text, encoding = lines.decode("utf-8-sig"), "utf-8-sig"
    except UnicodeDecodeError:
        text, encoding = lines.decode("gb18030", "replace"), "gb18030"
    return encoding, max(",\t|", key=text.partition("\n")[0].count)
