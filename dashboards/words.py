"""话. What the screen says, in the users' tongue and in English."""

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from dashboards.page import LANGUAGES

LOCALE = Path(__file__).parent / "locale"
_FEW: Mapping[object, str] = {0: "_zero", 1: "_one"}


class WordMissing(KeyError):
    """A key has no words in a language."""


class WordTwice(ValueError):
    """Two files of a language say the same key."""


def _flat(nested: Mapping[str, Any], before: str = "") -> dict[str, str]:
    flat: dict[str, str] = {}
    for name, value in nested.items():
        key = f"{before}{name}"
        flat |= _flat(value, f"{key}.") if isinstance(value, Mapping) else {key: str(value)}
    return flat


def gather(folder: Path) -> Mapping[str, str]:
    """Read the sentences of a language from its files, one for each page that has its own.

    Raises:
        WordTwice: two files say the same key.
    """
    spoken: dict[str, str] = {}
    for file in sorted(folder.glob("*.toml")):
        said = _flat(tomllib.loads(file.read_text("utf-8")))
        if twice := sorted(said.keys() & spoken.keys()):
            raise WordTwice(f"{file.name} says {twice[0]!r} again: leave one of the two")
        spoken |= said
    return spoken


@cache
def words(language: str) -> Mapping[str, str]:
    """Give every sentence of a language by its dotted key."""
    return gather(LOCALE / language)


def say(language: str, key: str, **given: object) -> str:
    """Say the sentence of a key: with `n` = 1 that of `<key>_one`, with 0 of `<key>_zero`, if any.

    What is counted, `n`, is written with thousands apart, as in tables.

    Raises:
        WordMissing: the language has no such key.
    """
    spoken = words(language if language in LANGUAGES else LANGUAGES[0])
    counted = given.get("n")
    ending = _FEW.get(counted) if isinstance(counted, int) else None
    if isinstance(counted, int):
        given["n"] = f"{counted:,}"
    if ending and f"{key}{ending}" in spoken:
        key = f"{key}{ending}"
    if key not in spoken:
        raise WordMissing(f"{key!r} has no words in locale/{language}/: write them there")
    return spoken[key].format_map(given) if given else spoken[key]


def knows(language: str, key: str) -> bool:
    """Tell whether a key has words."""
    return key in words(language)
