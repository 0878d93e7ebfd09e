"""Where in a TOML text each key stands; tomllib says what is there, but not on which line."""

import re
import tomllib

Path = tuple[str | int, ...]
"""The way to a key from the top: tables by name, arrays by index."""

_BARE = re.compile(r"[A-Za-z0-9_-]+")
_SCALAR = re.compile(r"[^,\]}\n#]*")
_QUOTED = re.compile(
    r'"""(?:\\.|[^\\])*?"{3,5}(?!")|' + r"'''(?:.|\n)*?'{3,5}(?!')|" + r'"(?:\\.|[^"\\\n])*"|'
    r"'[^'\n]*'",
    re.DOTALL,
)
_BLANK = re.compile(r"(?:[ \t\r\n]|#[^\n]*)*")


def lines(text: str) -> dict[Path, int]:
    """Give the line, from 1, of every table, key and element of a valid TOML text."""
    return _Walk(text).walk()


class _Walk:
    """One way through a text that tomllib has read already, so nothing is checked again."""

    def __init__(self, text: str) -> None:
        self.text = text.replace("\r\n", "\n")
        self.place = 0
        self.found: dict[Path, int] = {(): 1}
        self.arrays: dict[Path, int] = {}  # array of tables → its last index

    def walk(self) -> dict[Path, int]:
        """Go from the first line to the last."""
        table: Path = ()
        while self._skip():
            if self.text.startswith("[[", self.place):
                table = self._header(2)
            elif self.text[self.place] == "[":
                table = self._header(1)
            else:
                self._pair(table)
        return self.found

    def _note(self, path: Path, place: int) -> None:
        self.found.setdefault(path, self.text.count("\n", 0, place) + 1)

    def _skip(self) -> bool:
        blank = _BLANK.match(self.text, self.place)
        self.place = blank.end() if blank else self.place
        return self.place < len(self.text)

    def _header(self, brackets: int) -> Path:
        start = self.place
        self.place += brackets
        path: Path = ()
        *above, last = self._key()
        for name in above:
            path = self._inside((*path, name))
        path = (*path, last)
        if brackets == 2:
            self.arrays[path] = self.arrays.get(path, -1) + 1
            self._note(path, start)
        path = self._inside(path)
        self.place = self.text.index("]", self.place) + brackets
        self._note(path, start)
        return path

    def _inside(self, path: Path) -> Path:
        return (*path, self.arrays[path]) if path in self.arrays else path

    def _key(self) -> list[str]:
        names: list[str] = []
        while True:
            self._skip()
            token = _BARE.match(self.text, self.place) or _QUOTED.match(self.text, self.place)
            assert token is not None, "tomllib reads the text before its lines are looked for"
            names.append(next(iter(tomllib.loads(f"{token[0]} = 0"))))
            self.place = token.end()
            self._skip()
            if self.text[self.place] != ".":
                return names
            self.place += 1

    def _pair(self, table: Path) -> None:
        start = self.place
        path = table
        for name in self._key():
            path = (*path, name)
            self._note(path, start)
        self.place = self.text.index("=", self.place) + 1
        self._value(path)

    def _value(self, path: Path) -> None:
        self._skip()
        if self.text[self.place] == "[":
            self._array(path)
        elif self.text[self.place] == "{":
            self._inline(path)
        else:
            value = _QUOTED.match(self.text, self.place) or _SCALAR.match(self.text, self.place)
            self.place = value.end() if value else self.place

    def _array(self, path: Path) -> None:
        self.place += 1
        index = 0
        while self._skip() and self.text[self.place] != "]":
            self._note((*path, index), self.place)
            self._value((*path, index))
            index += 1
            self._comma()
        self.place += 1

    def _inline(self, path: Path) -> None:
        self.place += 1
        while self._skip() and self.text[self.place] != "}":
            self._pair(path)
            self._comma()
        self.place += 1

    def _comma(self) -> None:
        if self._skip() and self.text[self.place] == ",":
            self.place += 1
