"""How far a worksheet (.xlsx) reaches, by the places that its cells say or are left to be at."""

import re
from collections.abc import Mapping
from xml.parsers import expat

_PLACE = re.compile(r"([A-Za-z]{1,4})([0-9]{1,9})")


class _Walk:
    """Goes through a sheet as its reader does: a row or cell without a place follows the last."""

    def __init__(self) -> None:
        self.rows = self.columns = 0
        self._row = self._column = 0
        self._place: tuple[int, int] | None = None

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        """Begin a row or a cell; what stands within a cell makes it count."""
        told = attributes.get("r", "")
        match name.rpartition(":")[2]:
            case "row":
                self._row = int(told) - 1 if told.isdecimal() else self._row
                self._column = 0
            case "c":
                place = _PLACE.fullmatch(told)
                row, column = self._row, self._column
                if place is not None:
                    row, column = int(place[2]) - 1, _number(place[1]) - 1
                self._place = row, column
                self._column = column + 1
            case "v" | "t" if self._place is not None:
                self.rows = max(self.rows, self._place[0] + 1)
                self.columns = max(self.columns, self._place[1] + 1)

    def end(self, name: str) -> None:
        """End a row or a cell."""
        match name.rpartition(":")[2]:
            case "row":
                self._row += 1
            case "c":
                self._place = None


def _number(letters: str) -> int:
    column = 0
    for letter in letters.upper():
        column = column * 26 + ord(letter) - 64
    return column


def reach(content: bytes) -> tuple[int, int]:
    """Give the last row and the last column, from 1, in which something stands.

    Raises:
        ValueError: it is no whole XML.
    """
    walk, parser = _Walk(), expat.ParserCreate()
    parser.StartElementHandler, parser.EndElementHandler = walk.start, walk.end
    try:
        parser.Parse(content, True)
    except expat.ExpatError as error:
        raise ValueError(str(error)) from error
    return walk.rows, walk.columns
