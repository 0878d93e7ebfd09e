"""话. What the screen says, in the users' tongue and in English."""

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from dashboards.page import LANGUAGES

LOCALE = Path(__file__).parent / "locale"


class WordMissing(KeyError):
    """A key has no words in a language."""


def _flat(nested: Mapping[str, Any], before: str = "") -> dict[str, str]:
    flat: dict[str, str] = {}
    for name, value in nested.items():
        key = f"{before}{name}"
        flat |= _flat(value, f"{key}.") if isinstance(value, Mapping) else {key: str(value)}
    return flat


@cache
def words(language: str) -> Mapping[str, str]:
    """Read every sentence of a language by its dotted key."""
    return _flat(tomllib.loads((LOCALE / f"{language}.toml").read_text("utf-8")))


def say(language: str, key: str, **given: object) -> str:
    """Say the sentence of a key; with `n` = 1 the sentence of `<key>_one`, where there is one.

    Raises:
        WordMissing: the language has no such key.
    """
    spoken = words(language if language in LANGUAGES else LANGUAGES[0])
    if given.get("n") == 1 and f"{key}_one" in spoken:
        key = f"{key}_one"
    if key not in spoken:
        raise WordMissing(f"{key!r} has no words in {language}.toml: write them there")
    return spoken[key].format_map(given) if given else spoken[key]


def knows(language: str, key: str) -> bool:
    """Tell whether a key has words."""
    return key in words(language)
