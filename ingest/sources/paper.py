"""A mapping as it was written: every table strict, every refusal with its line."""

import re
import tomllib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, NoReturn, TypeVar

from ingest.sources.lines import Path as Place
from ingest.sources.lines import lines

Kept = TypeVar("Kept", str, int, bool, dict[str, Any], list[Any])


_TWICE = re.compile(r"Cannot (?:overwrite|mutate|declare).* \(at line (\d+),.*")


class SourceRefused(ValueError):
    """A supplier's mapping says what cannot be, or does not fit the file that it is put to."""


class Paper:
    """The text of one mapping, and where in it everything stands."""

    def __init__(self, name: str, text: str) -> None:
        self.name = name
        try:
            self.values: dict[str, Any] = tomllib.loads(text)
        except tomllib.TOMLDecodeError as error:
            twice = re.fullmatch(
                r"Cannot (?:overwrite|mutate|declare).* \(at line (\d+),.*", str(error)
            )
            if twice is not None:
                message = f"{name}, line {twice[1]}: a key is written twice: write it once"
                raise SourceRefused(message) from error
            raise SourceRefused(f"{name}: this is no TOML: {error}") from error
        self._lines = lines(text)

    @classmethod
    def read(cls, path: Path) -> "Paper":
        """Read the mapping at `path`.

        Raises:
            SourceRefused: it is no UTF-8 text, or no TOML.
        """
        try:
            return cls(path.name, path.read_text(encoding="utf-8"))
        except UnicodeDecodeError as error:
            raise SourceRefused(
                f"{path.name}: byte {error.start} is not UTF-8: save the mapping as UTF-8"
            ) from error

    def line(self, place: Place) -> int:
        """Give the line of a key; of a key that is not written, the line of its table."""
        while place not in self._lines:
            place = place[:-1]
        return self._lines[place]

    def refuse(self, place: Place, message: str) -> NoReturn:
        """Refuse the mapping for what stands at `place`.

        Raises:
            SourceRefused: always.
        """
        raise SourceRefused(f"{self.name}, line {self.line(place)}: {message}")


class Table:
    """One table of a mapping; it takes the keys that it is allowed, each of its own kind."""

    def __init__(
        self, paper: Paper, place: Place, values: object, allowed: Iterable[str], called: str
    ) -> None:
        self.paper, self.place, self.called = paper, place, called
        if not isinstance(values, dict):
            paper.refuse(place, f"{called} is {_kind(values)}, and a table is wanted")
        self.values: dict[str, Any] = values
        known = list(allowed)
        for key in values:
            if key not in known:
                self.refuse(key, f"{key!r} is no key of {called}: allowed are {', '.join(known)}")

    def refuse(self, key: str | int, message: str) -> NoReturn:
        """Refuse the mapping for what stands under `key`.

        Raises:
            SourceRefused: always.
        """
        self.paper.refuse((*self.place, key), message)

    def _typed(self, key: str, kind: type[Kept], wanted: str) -> Kept | None:
        value: Kept | None = self.values.get(key)
        if value is None:
            return None
        if type(value) is not kind:
            self.refuse(key, f"{key} is {_kind(value)}, and {wanted} is wanted")
        return value

    def text(self, key: str) -> str | None:
        """Give a text, or None where the key is not written."""
        return self._typed(key, str, "a text in quotes")

    def needed(self, key: str) -> str:
        """Give a text that must be written."""
        value = self.text(key)
        if value is None:
            self.refuse(key, f"{self.called} has no {key}: write it")
        return value

    def whole(self, key: str) -> int | None:
        """Give a whole number of at least 0."""
        value = self._typed(key, int, "a whole number")
        if value is not None and value < 0:
            self.refuse(key, f"{key} is {value}, and a whole number of at least 0 is wanted")
        return value

    def yes(self, key: str) -> bool:
        """Give true or false; false where it is not written."""
        return bool(self._typed(key, bool, "true or false"))

    def texts(self, key: str) -> tuple[str, ...]:
        """Give a list of texts; one text alone is a list of one."""
        value = self.values.get(key, [])
        for index, one in enumerate(listed := value if isinstance(value, list) else [value]):
            if type(one) is not str:
                self.paper.refuse(
                    (*self.place, key, index),
                    f"{key} holds {_kind(one)}, and texts in quotes are wanted",
                )
        return tuple(listed)

    def places(self, key: str) -> tuple[str | int, ...]:
        """Give a list of headings (texts) and positions (numbers from 1), or one alone."""
        value = self.values.get(key, [])
        for index, one in enumerate(listed := value if isinstance(value, list) else [value]):
            if type(one) not in (str, int) or (type(one) is int and one < 1):
                self.paper.refuse(
                    (*self.place, key, index),
                    f"{key} holds {_kind(one)}, and a heading in quotes or a position from 1 "
                    "is wanted",
                )
        return tuple(listed)

    def words(self, key: str) -> dict[str, str]:
        """Give a table of texts by text."""
        value = self._typed(key, dict, "a table") or {}
        for word, meaning in value.items():
            if type(meaning) is not str:
                self.paper.refuse(
                    (*self.place, key, word),
                    f"{word!r} is {_kind(meaning)}, and a text in quotes is wanted",
                )
        return dict(value)

    def tables(self, key: str, allowed: Iterable[str]) -> "list[Table]":
        """Give an array of tables."""
        value = self._typed(key, list, f"an array of tables [[{key}]]") or []
        return [
            Table(self.paper, (*self.place, key, index), one, allowed, f"[[{key}]]")
            for index, one in enumerate(value)
        ]


def _kind(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Mapping):
        return "a table"
    if isinstance(value, list):
        return "a list"
    return repr(value) if isinstance(value, str | int) else str(value)
