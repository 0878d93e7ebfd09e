"""Bytes to text: UTF-8 or GB18030, and what becomes of bytes that are neither."""

import codecs

from ingest.headings import FileRefused
from ingest.table import MARK

NAMES = {
    "utf-8": "utf-8", "utf8": "utf-8", "utf-8-sig": "utf-8", "utf8-sig": "utf-8",
    "utf-8-bom": "utf-8", "utf8-bom": "utf-8",
    "ascii": "utf-8", "us-ascii": "utf-8",
    "gb18030": "gb18030", "gbk": "gb18030", "gb2312": "gb18030", "cp936": "gb18030",
    "gb-18030": "gb18030", "ansi": "gb18030", "936": "gb18030",
    "latin-1": "latin-1", "latin1": "latin-1", "iso-8859-1": "latin-1",
    "cp1252": "cp1252", "windows-1252": "cp1252",
    "big5": "big5hkscs", "cp950": "big5hkscs", "shift_jis": "cp932", "cp932": "cp932",
}  # fmt: skip
"""Every name of an encoding that is taken, and the codec that reads it: GBK is read as GB18030."""

_FOREIGN = bytes(range(128, 256))
_MARKED = "pursewatch-marked"


def _mark(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeDecodeError):
        raise error
    wrong = error.object[error.start : error.end]
    return "".join(f"{MARK}{byte:02X}" for byte in wrong), error.end


codecs.register_error(_MARKED, _mark)


def named(encoding: str) -> str:
    """Give the codec of an encoding that somebody wrote.

    Raises:
        FileRefused: it is none that is read here.
    """
    codec = NAMES.get(encoding.strip().lower().replace("_", "-"))
    codec = codec or NAMES.get(encoding.strip().lower())
    if codec is None:
        raise FileRefused(
            f"the encoding {encoding!r} is not read here: write utf-8, gb18030 or gbk"
        )
    return codec


def decoded(chunk: bytes, codec: str) -> str:
    """Decode, each byte that does not belong marked and kept."""
    return chunk.decode(codec, _MARKED)


def strays(text: str) -> int:
    """Count the bytes that did not belong."""
    return text.count(MARK)


def likely(sample: bytes) -> list[str]:
    """Give the codecs that a file's first bytes allow, the likelier first."""
    if sample.startswith(codecs.BOM_UTF8):
        return ["utf-8"]
    if sample[:2] in {codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE}:
        raise FileRefused("the file is UTF-16: save it as UTF-8 or GB18030")
    foreign = len(sample) - len(sample.translate(None, _FOREIGN))
    bad = len(sample) - len(sample.decode("utf-8", "ignore").encode())
    # A UTF-8 file with a stray byte has far fewer strays than letters; GB18030 read as UTF-8 has
    # about one in two.
    if bad < 0.05 * foreign or bad == 0 or bad * 8 < strays(decoded(sample, "gb18030")):
        return ["utf-8", "gb18030"]
    return ["gb18030", "utf-8"]
