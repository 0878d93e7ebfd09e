"""What a spreadsheet would run: a text that begins as a formula does, in any list written out."""

import re

_STARTS = frozenset("=+-@\t\r＝＋－＠")
_FIGURE = re.compile(r"[-+]?[0-9][0-9,]*(?:\.[0-9]*)?%?", re.ASCII)


def harmless(text: str) -> str:
    """Give a text that a spreadsheet shows as it stands; a figure below zero is harmless."""
    if text[:1] in _STARTS and not _FIGURE.fullmatch(text):
        return "'" + text
    return text
