"""Works an alert's formula out again, from the numbers that a reader is shown and nothing else.

It knows Decimal arithmetic, days and the signs + − × ÷ | |, and steps over words. It shares nothing
with the rules' SQL.
"""

import re
from calendar import monthrange
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from alerts.explain import with_numbers
from alerts.finding import Finding
from alerts.rule import Rule

IN_WORDS = {"A12", "B01", "B13", "B14", "B15", "D11", "Q02", "S03", "S07", "S14"}
"""Rules whose formula compares codes and names: there is nothing to work out."""
GAPS = {
    *("A09", "A12", "A14", "A25", "B08", "B42", "B45"),
    *("D02", "D03", "D04", "D05", "D11", "D17", "D19", "D20", "P02", "P03", "P14"),
    *("Q03", "S01", "S03", "S07", "S14", "S22"),
}
"""Rules of whose formula an alert may leave a place open: a share of nothing, a day not told."""

Value = Decimal | date
SIGN = re.compile(
    r"\s*(?:(?P<day>\d{4}-\d{2}-\d{2})|(?P<number>-?\d+(?:\.\d+)?)|(?P<sign>[-+−×÷|()]))"
)
MONTHS = re.compile(r"(\d) months\b")
ASIDE = re.compile(r"\([^()]*[^\W\d_][^()]*\)|\(\d{4}-\d\d-\d\d\)")  # a bracket of words or a day
WORSE = re.compile(r"max\((-?\d+), (-?\d+)\)")
BETWEEN = re.compile(r"[;:]|, (?:or )?| and | or ")
WORD = re.compile(r"(?<![^\W_])[^\W\d_]{2,}")
RELATIONS: Mapping[str, Callable[[Decimal, Decimal], bool]] = {
    ">": lambda a, b: a > b,
    "<": lambda a, b: a < b,
    "≥": lambda a, b: a >= b,
    "≤": lambda a, b: a <= b,
    "=": lambda a, b: a == b,
}


@dataclass(frozen=True)
class Relation:
    """One relation of a formula: an equality that was worked out, or a condition."""

    text: str
    holds: bool
    is_result: bool


class Words(Exception):
    """A piece of a formula is words, or a number in it was not there."""


def misprints(rule: Rule, finding: Finding) -> list[str]:
    """List what a reader who works the alert out by hand would stumble over."""
    numbers = with_numbers(rule, finding, "en")
    gap = "—" in numbers
    silent = rule.code in IN_WORDS or (gap and rule.code in GAPS)
    unheard = [] if silent or ([*relations(numbers)] and not gap) else [numbers]
    bare = [f"{k} is {v}" for k, v in finding.operands.items() if re.match(r"-?\.\d", v or "")]
    return wrong(numbers) + unheard + bare


def wrong(numbers: str) -> list[str]:
    """List what does not come out: results that differ, and conditions of which none is met.

    A result holds to the last place that is printed.
    """
    found = [*relations(numbers)]
    conditions = [one.holds for one in found if not one.is_result]
    met = any(conditions) if re.search(r" or |;", numbers) else all(conditions)
    results = [one.text for one in found if one.is_result and not one.holds]
    return results + ([] if met or not conditions else [numbers])


def relations(numbers: str) -> Iterator[Relation]:
    """Give each relation of a formula with its numbers, and whether it is so."""
    plain = WORSE.sub(lambda two: str(max(int(two[1]), int(two[2]))), numbers)
    plain = MONTHS.sub(r"\1m", plain)
    while (bare := ASIDE.sub(" ", plain)) != plain:
        plain = bare
    for piece in BETWEEN.split(plain):
        yield from _of_piece(_whole(WORD.sub("", piece).strip()))


def _whole(piece: str) -> str:
    """Take away a bracket that was opened or closed in another piece."""
    if piece.count("(") > piece.count(")"):
        return piece.removeprefix("(")
    return piece.removesuffix(")") if piece.count(")") > piece.count("(") else piece


def _of_piece(piece: str) -> Iterator[Relation]:
    worked, *rest = re.split("([=<>≥≤])", piece)
    for sign, text in zip(rest[::2], rest[1::2], strict=True):
        exact, printed = _value(worked), _value(text)
        if isinstance(exact, date) and isinstance(printed, date):
            days = Decimal(exact.toordinal()), Decimal(printed.toordinal())
            yield Relation(piece, RELATIONS[sign](*days), is_result=False)
        elif isinstance(exact, Decimal) and isinstance(printed, Decimal):
            is_result = sign == "=" and bool(re.search("[+−×÷|]", worked))
            last = Decimal(1).scaleb(int(printed.as_tuple().exponent))
            holds = abs(exact - printed) <= last if is_result else RELATIONS[sign](exact, printed)
            yield Relation(piece, holds, is_result)
        if sign != "=" or exact is None:
            worked = text  # a result is compared as exactly as it was worked out


def _value(text: str) -> Value | None:
    try:
        return _Reader(text).all()
    except Words:
        return None


class _Reader:
    """Reads one side of a relation: sums of products of numbers, days and brackets."""

    def __init__(self, text: str) -> None:
        self.text = re.sub(r"(\d)m\b", r"\1", text).strip()
        self.in_months = self.text != text.strip()
        self.at = 0

    def all(self) -> Value:
        value = self.sum()
        if self.text[self.at :].strip():
            raise Words(self.text)
        return value

    def next(self) -> tuple[str, str]:
        found = SIGN.match(self.text, self.at)
        if found is None:
            return "", ""
        self.at = found.end()
        return str(found.lastgroup), str(found[found.lastgroup or 0])

    def take(self, signs: str) -> str:
        at = self.at
        told = self.next()[1]
        if told and told in signs:
            return told
        self.at = at
        return ""

    def sum(self) -> Value:
        value = self.product()
        while sign := self.take("+−"):
            other = self.product()
            if isinstance(value, date) and isinstance(other, date):
                value = Decimal((value - other).days)
            elif isinstance(value, date) and isinstance(other, Decimal):
                value = self.later(value, int(other))
            elif isinstance(value, Decimal) and isinstance(other, Decimal):
                value = value + other if sign == "+" else value - other
            else:
                raise Words(self.text)
        return value

    def later(self, day: date, count: int) -> date:
        months = day.month - 1 + (count if self.in_months else 12 * count)
        year, month = day.year + months // 12, months % 12 + 1
        return date(year, month, min(day.day, monthrange(year, month)[1]))

    def product(self) -> Value:
        value = self.atom()
        while sign := self.take("×÷"):
            other = self.atom()
            if isinstance(value, date) or isinstance(other, date) or (sign == "÷" and not other):
                raise Words(self.text)
            value = value * other if sign == "×" else value / other
        return value

    def atom(self) -> Value:
        kind, text = self.next()
        if kind == "day":
            return date.fromisoformat(text)
        if kind == "number":
            return Decimal(text)
        if text not in ("(", "|"):
            raise Words(self.text)
        value = self.sum()
        if self.next()[1] != {"(": ")", "|": "|"}[text]:
            raise Words(self.text)
        return abs(value) if text == "|" and isinstance(value, Decimal) else value
