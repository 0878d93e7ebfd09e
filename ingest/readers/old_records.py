"""Records of an old workbook (.xls), out of the compound file that it is."""

import struct
from collections.abc import Iterator

MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

_SMALL = 4096  # a stream below this lies in the mini stream
_LAST = 0xFFFFFFFA
_SHEET, _END = 0x0085, 0x000A


def stream_of(content: bytes) -> bytes:
    """Give the bytes of the workbook in a compound file; a KeyError where there is none."""
    return _Compound(content).stream("Workbook")


def starts(stream: bytes) -> list[int]:
    """Give where each sheet begins, in their order."""
    return [
        struct.unpack_from("<I", body)[0] for kind, body in records(stream, 0) if kind == _SHEET
    ]


def records(stream: bytes, start: int) -> Iterator[tuple[int, bytes]]:
    """Give the records from a place on to the end of their sheet: what each is, and its body."""
    while start + 4 <= len(stream):
        kind, size = struct.unpack_from("<HH", stream, start)
        yield kind, stream[start + 4 : start + 4 + size]
        if kind == _END:
            return
        start += 4 + size


class _Compound:
    """A compound file: streams in chains of sectors."""

    def __init__(self, content: bytes) -> None:
        self._content = content
        self._sector = 1 << struct.unpack_from("<H", content, 30)[0]
        self._mini = 1 << struct.unpack_from("<H", content, 32)[0]
        sectors = len(content) // self._sector  # a chain may bite its own tail
        directory, _, _, small, _, more, _ = struct.unpack_from("<IIIIIII", content, 48)
        listed = list(struct.unpack_from("<109I", content, 76))
        while more < _LAST and len(listed) < sectors:
            *beside, more = self._numbers(self._at(more))
            listed += beside
        fat = b"".join(self._at(number) for number in listed if number < _LAST)
        self._fat = self._numbers(fat)[:sectors]
        self._small = self._numbers(self._chain(small))
        self._entries = self._chain(directory)

    def stream(self, name: str) -> bytes:
        """Give a stream's bytes; a KeyError where there is none."""
        root = b""
        for place in range(0, len(self._entries), 128):
            entry = self._entries[place : place + 128]
            length = struct.unpack_from("<H", entry, 64)[0]
            start, size = struct.unpack_from("<IQ", entry, 116)
            if place == 0:
                root = self._chain(start)
            if entry[: max(length - 2, 0)].decode("utf-16-le", "replace") == name:
                if size >= _SMALL:
                    return self._chain(start)[:size]
                return b"".join(
                    root[n * self._mini : (n + 1) * self._mini]
                    for n in self._followed(start, self._small)
                )[:size]
        raise KeyError(name)

    def _at(self, number: int) -> bytes:
        start = (number + 1) * self._sector
        return self._content[start : start + self._sector]

    def _numbers(self, content: bytes) -> tuple[int, ...]:
        return struct.unpack(f"<{len(content) // 4}I", content[: len(content) // 4 * 4])

    def _chain(self, start: int) -> bytes:
        return b"".join(self._at(number) for number in self._followed(start, self._fat))

    def _followed(self, start: int, fat: tuple[int, ...]) -> Iterator[int]:
        for _ in range(len(fat)):
            if start >= _LAST:
                return
            yield start
            start = fat[start]
