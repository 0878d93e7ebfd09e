"""退回与剔出的话. What the dock said of a file or a row, in the reader's language.

The dock writes its sentences in English, once, into its receipts. The English locale lists them
with what they found as `{words}`; each has a code, by which the other language says the same.
"""

import re
import string
from collections.abc import Iterator
from functools import cache

from dashboards.words import knows, say, words
from warehouse.terms import COLUMNS, column

SOURCE = "en"
"""The language that the dock writes."""
REFUSAL = "refusal."
ASIDE = re.compile(r"(?P<code>[a-z]+): (?P<what>.*?)(?: \((?P<detail>.*)\))?", re.DOTALL)
LIST = re.compile(r"\[('[^']*'(?:, '[^']*')*)\]")


def refusal_code(reason: str) -> str | None:
    """Give the stable code of why a file was refused, not read, or already there."""
    found = next(_found(reason, REFUSAL), None)
    return None if found is None else found[0]


def refusal_said(reason: str, language: str) -> str:
    """Say why a file was refused; what has no words in the language stays as the dock said it."""
    if language == SOURCE:
        return reason
    for code, given in _found(reason, REFUSAL):
        told = {name: _part(value, language) for name, value in given.items()}
        return say(language, f"{REFUSAL}{code}", **told)
    return reason


def aside_said(reason: str, language: str) -> str:
    """Say why a row was set aside: the code's sentence, and the limit or the check it broke."""
    told = ASIDE.fullmatch(reason)
    if language == SOURCE or told is None or not knows(language, f"aside.{told['code']}"):
        return reason
    sentence = say(language, f"aside.{told['code']}")
    if told["detail"] is None:
        return sentence
    return say(language, "aside_with.detail", what=sentence,
               detail=_detail(told["detail"], language))  # fmt: skip


def columns_said(names: str | None, feed: str | None, language: str) -> str:
    """Name the columns that a row was set aside for, as the feed prints them."""
    told = []
    for name in (names or "").split(", "):
        known = feed is not None and (f"{feed}.{name}" in COLUMNS or name in COLUMNS)
        told.append(str(getattr(column(str(feed), name), language)) if known else name)
    return say(language, "list.comma").join(told)


def _detail(detail: str, language: str) -> str:
    check = detail.partition(": ")[0]
    if knows(language, f"aside_check.{check}"):
        return say(language, f"aside_check.{check}")
    for code, given in _found(detail, "aside_detail."):
        return say(language, f"aside_detail.{code}", **given)
    return detail


def _part(value: str, language: str) -> str:
    """Say what stands within a sentence: a sentence again, a list, or what the file itself has."""
    said = [refusal_said(part, language) for part in value.split("; ")]
    if said == [value]:
        said = [refusal_said(part, language) for part in value.split(", ")]
        return say(language, "list.comma").join(said) if said != value.split(", ") else _plain(
            value, language)  # fmt: skip
    return say(language, "aside_with.semicolon").join(_plain(part, language) for part in said)


def _plain(value: str, language: str) -> str:
    """Take the marks of the program's own writing off a list."""
    comma = say(language, "list.comma")
    return LIST.sub(lambda told: told[1].replace("', '", comma)[1:-1], value)


def _found(text: str, table: str) -> Iterator[tuple[str, dict[str, str]]]:
    """Give the sentences of a table that a text is, the longest of their own words first."""
    for code, pattern in _patterns(table):
        if told := pattern.fullmatch(text):
            yield code, told.groupdict()


@cache
def _patterns(table: str) -> list[tuple[str, re.Pattern[str]]]:
    known = [(key.removeprefix(table), text) for key, text in words(SOURCE).items()
             if key.startswith(table)]  # fmt: skip
    known.sort(key=lambda pair: (-len(re.sub(r"\{\w+\}", "", pair[1])), pair[0]))
    return [(code, re.compile(_pattern(text), re.DOTALL)) for code, text in known]


def _pattern(sentence: str) -> str:
    parts = string.Formatter().parse(sentence)
    return "".join(
        re.escape(plain) + (f"(?P<{name}>.+?)" if name else "") for plain, name, *_ in parts
    )
