"""Text that a workbook holds once and its cells name by number: how much it comes to, laid out."""

import re
import struct
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import accumulate

FREE = 256 << 20
"""Bytes below which nobody asks how often a text is named."""

_ENDS = re.compile(rb"</(?:\w+:)?si\s*>")
_NAMED = re.compile(
    rb"\bt\s*=\s*[\"']s[\"'][^<>]{0,300}>\s*<(?:\w+:)?v(?:\s[^<>]{0,300})?>\s*([0-9]{1,10})"
)
_RICH, _PHONETIC, _WIDE = 8, 4, 1


class SharedText:
    """The list of texts of a workbook (.xlsx)."""

    def __init__(self, content: bytes) -> None:
        self._content = content
        self._sizes: Sequence[int] | None = None

    def laid_out(self, sheet: bytes) -> int:
        """Give the bytes that a sheet's cells take from the list; 0 where they can't be many."""
        cells = sheet.count(b"</") // 2
        if cells * len(self._content) <= FREE:
            return 0
        if self._sizes is None:
            self._sizes = [*_between(_ENDS, self._content)]
        if cells * max(self._sizes, default=0) <= FREE:
            return 0
        return _summed(self._sizes, Counter(_NAMED.findall(sheet)))


def _between(ends: re.Pattern[bytes], content: bytes) -> Iterable[int]:
    before = 0
    for end in ends.finditer(content):
        yield end.start() - before
        before = end.end()


def _summed(sizes: Sequence[int], named: Counter[bytes]) -> int:
    times = ((int(number), count) for number, count in named.items())
    return sum(sizes[number] * count for number, count in times if number < len(sizes))


def old_laid_out(records: Iterable[tuple[int, bytes]]) -> int:
    """Give the bytes of an old workbook's records (.xls) and of the texts that its cells name."""
    plain = 0
    pieces: list[bytes] = []
    named: Counter[int] = Counter()
    listing = False
    for kind, body in records:
        plain += len(body)
        listing = kind == 0x00FC or (listing and kind == 0x003C)
        if listing:
            pieces.append(body)
        elif kind == 0x00FD:
            named[struct.unpack_from("<I", body, 6)[0]] += 1
    if sum(named.values()) * sum(map(len, pieces)) <= FREE:
        return plain
    sizes = [*_old_sizes(pieces)]
    taken = (sizes[number] * times for number, times in named.items() if number < len(sizes))
    return plain + sum(taken)


def _old_sizes(pieces: Sequence[bytes]) -> Iterable[int]:
    """Give the bytes of each text; what goes on in the next record says there how wide it is."""
    content = b"".join(pieces)
    ends = [*accumulate(map(len, pieces))]
    place, piece = 8, 0
    while place + 3 <= len(content):
        letters, form = struct.unpack_from("<HB", content, place)
        place += 3
        runs = struct.unpack_from("<H", content, place)[0] if form & _RICH else 0
        place += 2 * bool(form & _RICH)
        beside = struct.unpack_from("<I", content, place)[0] if form & _PHONETIC else 0
        place += 4 * bool(form & _PHONETIC)
        yield letters * 2
        while letters:
            while ends[piece] <= place:
                piece += 1
            wide = 1 + (form & _WIDE)
            here = min(letters, (ends[piece] - place) // wide)
            place, letters = place + here * wide, letters - here
            if letters:
                place, form = ends[piece] + 1, content[ends[piece]]
        place += 4 * runs + beside
