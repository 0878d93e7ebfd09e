"""主体. What an alert is about, in words: its subject's parts by their names."""

from collections.abc import Callable, Mapping

from dashboards.figures.names import Names
from dashboards.words import knows, say
from warehouse.terms import FEEDS

DEBT = {"1": "general", "2": "special", "total": "total"}
DULL = {"department"}
ITEMS = frozenset({"B07", "B08", "B09"})
"""Their subjects end with an economic item of the departments' classification."""
CODED: Mapping[str, tuple[str, ...]] = {
    "A10": ("statement.book",),
    "A16": ("insurance_fund.scheme",),
    "B27": ("statement.book",),
    "B51": ("insurance_fund.scheme",),
    "B60": ("insurance_fund.scheme",),
    "Q03": ("statement.book", "statement.side"),
}
"""Rules whose subjects begin with codes of a list: which, part by part."""


def subject(code: str, region: str, text: str, own: str | None, named: Names, language: str) -> str:
    """Name what a rule found something about; the answering unit is left out.

    Args:
        code: the rule's.
        region: the government's.
        text: the subject, its parts set apart by `/`.
        own: the unit or department that answers.
        named: the names of the night.
        language: the reader's.
    """
    if code.startswith("D") and text in DEBT:
        return say(language, f"debt.{DEBT[text]}")
    parts = text.split("/")
    said = [
        _coded(code, place, part, language)
        or _month(code, place, part, language)
        or _item(code, parts, place, named)
        or _word(part, language)
        or named.thing(region, part)
        for place, part in enumerate(parts)
        if part not in {own, region, *DULL}
    ]
    return " · ".join(said)


def _coded(code: str, place: int, part: str, language: str) -> str:
    lists = CODED.get(code, ())
    key = f"code.{lists[place]}.{part}" if place < len(lists) else ""
    return say(language, key) if knows(language, key) else ""


def _month(code: str, place: int, part: str, language: str) -> str:
    last = code == "Q03" and place == 3 and part.isdigit()
    return say(language, "subject.month", month=part) if last else ""


def _item(code: str, parts: list[str], place: int, named: Names) -> str:
    if code == "Q03" and place == 2:
        return named.item("revenue" if parts[1] == "1" else "function", parts[place])
    if code in ITEMS and place == len(parts) - 1:
        return named.item("department_economic", parts[place])
    return ""


def _word(part: str, language: str) -> str:
    """Say a part that is a word of the rules' own, a feed or a legal event."""
    if part in FEEDS:
        return str(getattr(FEEDS[part], language))
    sayers: tuple[Callable[[str], str], ...] = (lambda w: f"event.{w}", lambda w: f"subject.{w}")
    key = next((key(part) for key in sayers if knows(language, key(part))), "")
    return say(language, key) if key else ""
