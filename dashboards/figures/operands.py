"""算式. The numbers of a formula and its limits, written as a reader reads them."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from alerts.explain import UNITS
from alerts.ledger import Testimony
from alerts.rule import ALWAYS, Rule, Text
from dashboards.figures.meant import meant
from dashboards.look import number, share
from dashboards.words import knows, say

_WHOLE = re.compile(r"[-+]?\d+")
_NUMBER = re.compile(r"[-+]?\d+\.\d+(?:e[-+]?\d+)?", re.IGNORECASE)
YES_NO = {"true": "alert.yes", "false": "alert.no"}
_SHARE = re.compile(r"(?:^|_)(?:share|rate|ratio|pace|gone|elapsed)(?:_|$)")


@dataclass(frozen=True)
class Term:
    """One number of a formula: its name, how it is written, and its unit."""

    name: str
    label: str
    value: str
    unit: str = ""
    known: bool = True


@dataclass(frozen=True)
class Bound:
    """A limit in force, with where its number comes from."""

    label: str
    value: str
    unit: str
    provenance: str
    article: str
    since: str
    reason: str
    author: str
    until: str = ""
    default: str = ""


def term(rule: Rule | None, name: str, text: str | None, language: str) -> Term:
    """Write one operand; its unit follows from how the engine wrote it."""
    named = rule.operands.get(name) if rule else None
    label = getattr(named, language) if named else _said(name, language)
    if text is None:
        return Term(name, label, "", known=False)
    if text in YES_NO:
        return Term(name, label, say(language, YES_NO[text]))
    said = meant(name, text, language)
    if said != text:
        return Term(name, label, said)
    value, unit = written(text, name)
    shown = "" if unit == "yuan" else unit  # yuan stand in the head, once
    return Term(name, label, value, say(language, f"unit.{shown}") if shown else "")


def _said(name: str, language: str) -> str:
    """Say what the engine calls a number of its own; a rule's own stays as it is."""
    key = f"operand.{name}"
    return say(language, key) if knows(language, key) else name


def written(text: str, name: str = "", unit: str = "") -> tuple[str, str]:
    """Write a value and tell its unit: two decimals are yuan, a share becomes per cent."""
    if unit == "share" or (
        _SHARE.search(name) and (_NUMBER.fullmatch(text) or _WHOLE.fullmatch(text))
    ):
        return share(Decimal(text), 1 if len(text.rstrip("0")) < 6 or not unit else 2), ""
    if unit == "yuan" or re.fullmatch(r"[-+]?\d+\.\d{2}", text):
        return number(Decimal(text), 2), "yuan"
    if _WHOLE.fullmatch(text):  # as it stands: it may be an account or a code
        return text.replace("-", "−"), unit
    if _NUMBER.fullmatch(text):
        return number(Decimal(text), 4).rstrip("0").rstrip("."), unit
    return text, unit


def bounds(limits: Mapping[str, Mapping[str, str]], language: str) -> list[Bound]:
    """Write the limits that were in force."""
    found = []
    for name, limit in limits.items():
        value, unit = written(limit.get("value", ""), unit=limit.get("unit", ""))
        found.append(
            Bound(
                label=limit.get(language) or name,
                value=value,
                unit=UNITS.get(unit, {}).get(language, unit),
                provenance=limit.get("provenance", "P"),
                article=limit.get("article", ""),
                since=since if (since := limit.get("valid_from", "")) != ALWAYS.isoformat() else "",
                reason=limit.get("reason", ""),
                author=limit.get("author", ""),
                until=limit.get("valid_to", ""),
                default=limit.get("default", ""),
            )
        )
    return found


def filled(formula: Text, values: Mapping[str, str], language: str) -> str:
    """Put values into the places of a formula; one that cannot be filled stays as it is."""
    pattern = str(getattr(formula, language))
    try:
        return pattern.format_map(values)
    except (KeyError, IndexError, ValueError, AttributeError):
        return pattern


def formula(rule: Rule, testimony: Testimony, language: str) -> tuple[str, str]:
    """Give a rule's formula in words, and with tonight's numbers in it."""
    labels = {name: str(getattr(text, language)) for name, text in rule.operands.items()}
    for name, stated in rule.limits.items():
        labels.setdefault(name, str(getattr(stated, language)))
    values = {
        name: term(rule, name, text, language).value or "?"
        for name, text in testimony.operands.items()
    }
    for name, limit in testimony.limits.items():
        labels.setdefault(name, limit.get(language) or name)
        values.setdefault(name, written(limit.get("value", ""), unit=limit.get("unit", ""))[0])
    return filled(rule.formula, labels, language), filled(rule.formula, values, language)


def formula_in_words(rule: Rule, language: str) -> str:
    """Give a rule's formula in words."""
    labels = {name: str(getattr(text, language)) for name, text in rule.operands.items()}
    for name, stated in rule.limits.items():
        labels.setdefault(name, str(getattr(stated, language)))
    return filled(rule.formula, labels, language)
