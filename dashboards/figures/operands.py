"""算式. The numbers of a formula and its limits, written as a reader reads them."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from alerts.explain import UNITS
from alerts.ledger import Numbers
from alerts.rule import ALWAYS, Rule
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
_COMPARED = re.compile(r"(?<![÷×−+] )\{(\w+)\}(?: [<>≤≥] |, beyond ±)\{(\w+)\}(?! [÷×−+])")
"""Two names of a formula in English that are held against each other as they stand."""
_AGAINST = re.compile(r"[<>≤≥+] \{(\w+)\}")
_UNIT_AFTER = re.compile(
    r"\{(\w+)\}( (?:(?:working |audit )?(?:day|month|year)s| 天|天|个月|个工作日|个审计年度))"
)
_UNITS_SAID = ("day", "month", "year", "天", "日", "月", "年度")
_ONE = re.compile(r"(?<![\d.,])1 ((?:working |audit )?(?:day|month|year|row|payment))s\b")
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
_COUNT = re.compile(
    r"(?:^|_)(?:names|payments|rows|vehicles|taken|late|life|running|area|rate|median)(?:_|$)"
    r"|^quota$"
)
_CODE = re.compile(r"^function_item$|(?:^|_)economic$")
"""What tells a case where its formula compares days, counts or codes: no person, no account."""


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
    label = _label(rule, name, language)
    if text is None:
        return Term(name, label, "", known=False)
    if text in YES_NO:
        return Term(name, label, say(language, YES_NO[text]))
    said = meant(name, text, language)
    if said != text:
        return Term(name, label, said)
    value, unit = written(text, "share" if rule and name in shares(rule) else name)
    shown = "" if unit == "yuan" else unit  # yuan stand in the head, once
    return Term(name, label, value, say(language, f"unit.{shown}") if shown else "")


@cache
def shares_of(formula: str, known: frozenset[str]) -> frozenset[str]:
    """Give the names of a formula that are shares, as what they are held against is one."""
    pairs = _COMPARED.findall(formula)
    return frozenset(
        one
        for first, second in pairs
        for one, other in ((first, second), (second, first))
        if other in known and one not in known
    )


def shares(rule: Rule) -> frozenset[str]:
    """Give the operands of a rule that are shares of one, which are written in per cent."""
    known = {name for name, limit in rule.limits.items() if limit.unit == "share"}
    known |= {name for name in rule.operands if _SHARE.search(name)}
    return shares_of(rule.formula.en, frozenset(known)) | known


def _label(rule: Rule | None, name: str, language: str) -> str:
    """Say what a number is called: by its rule, or by the engine where it is the engine's own."""
    if rule and name in rule.operands:
        return str(getattr(rule.operands[name], language))
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
                unit=_counted_in(unit, value, language),
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


def _counted_in(unit: str, value: str, language: str) -> str:
    """Name a limit's unit; in English one of it is a single one."""
    named = str(UNITS.get(unit, {}).get(language, unit))
    return _ONE.sub(r"\1", f"1 {named}") if value == "1" and language == "en" else named


def filled(pattern: str, values: Mapping[str, str], language: str) -> str:
    """Put values into the places of a formula; one that cannot be filled stays as it is."""
    try:
        said = pattern.format_map(values)
    except (KeyError, IndexError, ValueError, AttributeError):
        return pattern
    return _ONE.sub(r"1 \1", said) if language == "en" else said


def formula(rule: Rule, testimony: Numbers, language: str) -> tuple[str, str]:
    """Give a rule's formula in words, and with tonight's numbers in it."""
    labels = _labels(rule, language)
    values = {
        name: term(rule, name, text, language).value or "?"
        for name, text in testimony.operands.items()
    }
    for name, limit in testimony.limits.items():
        labels.setdefault(name, limit.get(language) or name)
        values.setdefault(name, written(limit.get("value", ""), unit=limit.get("unit", ""))[0])
    pattern = str(getattr(rule.formula, language))
    return _in_words(pattern, labels), filled(pattern, values, language)


def formula_in_words(rule: Rule, language: str) -> str:
    """Give a rule's formula in words."""
    return _in_words(str(getattr(rule.formula, language)), _labels(rule, language))


def _labels(rule: Rule, language: str) -> dict[str, str]:
    return {
        name: str(getattr(text, language))
        for name, text in {**rule.limits, **rule.operands}.items()
    }


def _in_words(pattern: str, labels: Mapping[str, str]) -> str:
    """Put names into a formula; the unit after a name that says it already is left out."""

    def once(found: re.Match[str]) -> str:
        label = labels.get(found[1], "")
        return found[0].removesuffix(found[2]) if any(u in label for u in _UNITS_SAID) else found[0]

    return filled(_UNIT_AFTER.sub(once, pattern), labels, "")


def in_brief(rule: Rule, numbers: Numbers, at_stake: Decimal | None, look: Look) -> str:
    """Say a case by the first numbers of its formula: money, shares and stretches of time.

    Names, codes and days are left out, for a row has no room to say what they are; so is the
    money at stake, which it shows anyway, where another number than nought is left to say. A
    formula without such numbers is told by what else stands beside it.
    """
    named = list(dict.fromkeys(_NAMED.findall(str(getattr(rule.formula, look.language)))))
    told = {name: text for name in named if (text := numbers.operands.get(name))}
    said = {
        name: value
        for name, text in told.items()
        if (value := _counted(rule, name, text, numbers, look))
    }
    others = [name for name in said if not _is_all(told[name], at_stake)]
    shown = others if any(Decimal(told[name]) for name in others) else list(said)
    first, last = [(name, said[name]) for name in shown], list[tuple[str, str]]()
    if not first:
        first, last = _beside(rule, numbers, named, at_stake, look)
    limits = [
        (stated.get(look.language) or name, value)
        for name in (named if _holds_against_one(rule, numbers) else ())
        if (stated := numbers.limits.get(name))
        and (value := _bound(stated.get("value", ""), stated.get("unit", ""), look))
    ]
    told_of = [
        *((_label(rule, name, look.language), value) for name, value in first),
        *(limits if first else ()),
        *((_label(rule, name, look.language), value) for name, value in last),
    ]
    return say(look.language, "alerts.brief_comma").join(
        say(look.language, "alerts.brief", label=label, value=value)
        for label, value in told_of[:BRIEF]
    )


def _holds_against_one(rule: Rule, numbers: Numbers) -> bool:
    """Tell whether a formula says which limit counts: of several for several cases none is said."""
    against = [name for name in _AGAINST.findall(rule.formula.en) if name in numbers.limits]
    return bool(against) or sum(f"{{{name}}}" in rule.formula.en for name in numbers.limits) < 2


def _beside(
    rule: Rule, numbers: Numbers, named: Sequence[str], at_stake: Decimal | None, look: Look
) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    """Say what tells a case whose formula holds no money, share or stretch of time.

    First what it lacks and what is counted; after the limits its days, or else its codes. Persons
    and accounts are never said.
    """
    operands = numbers.operands
    others = [name for name in rule.operands if name not in named]
    lacking = [
        (name, say(look.language, "none.gap"))
        for name in named
        if name in operands and operands[name] is None
    ]
    amounts = [
        (name, value)
        for name in others
        if (text := operands.get(name))
        and not _is_all(text, at_stake)
        and (value := _counted(rule, name, text, numbers, look))
    ]
    counted = [*_such(operands, [*named, *others], _is_count), *amounts]
    days = _such(operands, [*named, *others], _is_day)
    codes = _such(operands, [*named, *others], lambda name, _: bool(_CODE.search(name)))
    return (lacking + counted, days) if lacking or counted or days else (codes, [])


def _such(
    operands: Mapping[str, str | None], names: Iterable[str], fits: Callable[[str, str], bool]
) -> list[tuple[str, str]]:
    told = {name: text for name in names if (text := operands.get(name))}
    return [(name, written(text)[0]) for name, text in told.items() if fits(name, text)]


def _is_count(name: str, text: str) -> bool:
    return _is_number(text) and bool(_COUNT.search(name))


def _is_day(_: str, text: str) -> bool:
    return bool(_DATE.fullmatch(text))


def _is_number(text: str) -> bool:
    return bool(_WHOLE.fullmatch(text) or _NUMBER.fullmatch(text))


def _counted(rule: Rule, name: str, text: str, numbers: Numbers, look: Look) -> str:
    """Write money, a share or a stretch of time; nothing for any other operand."""
    if not _is_number(text):
        return ""
    is_share = name in shares(rule)
    value, unit = written(text, "share" if is_share else name)
    if unit == "yuan":
        by_area = numbers.operands.get("measured_by") == "area"
        return "" if by_area else look.spoken(Decimal(text))
    return value if _STRETCH.search(name) or is_share else ""


def _bound(text: str, unit: str, look: Look) -> str:
    """Write a limit with its unit; nothing for a list of words, or for what is nought."""
    if not (_WHOLE.fullmatch(text) or _NUMBER.fullmatch(text)) or not Decimal(text):
        return ""
    value, told = written(text, unit=unit)
    if told == "yuan":
        return look.spoken(Decimal(text))
    counted = _counted_in(told, value, look.language)
    return f"{value}{' ' if counted and look.language == 'en' else ''}{counted}"


def _is_all(text: str | None, at_stake: Decimal | None) -> bool:
    return (
        at_stake is not None
        and bool(_NUMBER.fullmatch(text or ""))
        and (abs(Decimal(text or "0")) == at_stake)
    )
