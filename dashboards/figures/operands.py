"""算式. The numbers of a formula and its limits, written as a reader reads them."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from alerts.explain import UNITS
from alerts.ledger import Numbers
from alerts.rule import ALWAYS, Rule, Text
from dashboards.figures.meant import meant
from dashboards.look import Look, number, share
from dashboards.words import knows, say

_WHOLE = re.compile(r"[-+]?\d+")
_NUMBER = re.compile(r"[-+]?\d+\.\d+(?:e[-+]?\d+)?", re.IGNORECASE)
YES_NO = {"true": "alert.yes", "false": "alert.no"}
BRIEF = 3
"""How many of a formula's numbers stand beside an alert in a list."""
_NAMED = re.compile(r"\{(\w+)\}")
_STRETCH = re.compile(r"(?:^|_)(?:days|months|years)(?:_|$)")
_SHARE = re.compile(r"(?:^|_)(?:share|ratio|pace|gone|elapsed)(?:_|$)|_rate(?:_|$)")


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
    if unit == "yuan" or (not unit and re.fullmatch(r"[-+]?\d+\.\d{2}", text)):
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


def formula(rule: Rule, testimony: Numbers, language: str) -> tuple[str, str]:
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


def in_brief(rule: Rule, numbers: Numbers, at_stake: Decimal | None, look: Look) -> str:
    """Say a case by the first numbers of its formula: money, shares and stretches of time.

    Names, codes and days are left out, for a row has no room to say what they are; so is the
    money at stake, which it shows anyway, where another number than nought is left to say.
    """
    named = dict.fromkeys(_NAMED.findall(str(getattr(rule.formula, look.language))))
    told = {name: numbers.operands[name] for name in named if numbers.operands.get(name)}
    said = {
        name: (term(rule, name, text, look.language).label, value)
        for name, text in told.items()
        if text and (value := _counted(name, text, numbers, look))
    }
    others = [name for name in said if not _is_all(told[name], at_stake)]
    shown = others if any(Decimal(told[name] or 0) for name in others) else list(said)
    limits = [
        (stated.get(look.language) or name, value)
        for name in named
        if (stated := numbers.limits.get(name))
        and (value := _bound(stated.get("value", ""), stated.get("unit", ""), look))
    ]
    return say(look.language, "alerts.brief_comma").join(
        say(look.language, "alerts.brief", label=label, value=value)
        for label, value in [*(said[name] for name in shown), *(limits if said else ())][:BRIEF]
    )


def _counted(name: str, text: str, numbers: Numbers, look: Look) -> str:
    """Write money, a share or a stretch of time; nothing for any other operand."""
    if not (_WHOLE.fullmatch(text) or _NUMBER.fullmatch(text)):
        return ""
    value, unit = written(text, name)
    if unit == "yuan":
        by_area = numbers.operands.get("measured_by") == "area"
        return "" if by_area else look.spoken(Decimal(text))
    return value if _STRETCH.search(name) or _SHARE.search(name) else ""


def _bound(text: str, unit: str, look: Look) -> str:
    """Write a limit with its unit; nothing for a list of words, or for what is nought."""
    if not (_WHOLE.fullmatch(text) or _NUMBER.fullmatch(text)) or not Decimal(text):
        return ""
    value, told = written(text, unit=unit)
    if told == "yuan":
        return look.spoken(Decimal(text))
    counted = UNITS.get(told, {}).get(look.language, told)
    return f"{value}{' ' if counted and look.language == 'en' else ''}{counted}"


def _is_all(text: str | None, at_stake: Decimal | None) -> bool:
    return (
        at_stake is not None
        and bool(_NUMBER.fullmatch(text or ""))
        and (abs(Decimal(text or "0")) == at_stake)
    )
