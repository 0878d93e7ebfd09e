"""Works an alert's formula out again, from the numbers that a reader is shown and nothing else.

It knows Decimal arithmetic, dates and the signs + − × ÷ | |; what a formula says in words between
them it steps over. It shares nothing with the rules' SQL.
"""

import re
from calendar import monthrange
from collections.abc import Iterator
from datetime import date
from decimal import Decimal

Value = Decimal | date
SIGN = re.compile(
    r"\s*(?:(?P<day>\d{4}-\d{2}-\d{2})|(?P<number>-?\d+(?:\.\d+)?)|(?P<sign>max\(|[-+−×÷|(),=<>≥≤]))"
)
UNITS = re.compile(r"\b(?:working )?(?:days?|yuan|rows|times|points)\b")
ASIDE = re.compile(r"\([^()]*(?!max)[A-Za-z][^()]*\)")
BETWEEN = re.compile(r"[;:]|, | and (?!other)| or |(?<![A-Za-z])to(?![A-Za-z])|[^\W\d_]{2,}[^\W\d_]*(?!\()")
RELATIONS = {
    ">": lambda a, b: a > b,
    "<": lambda a, b: a < b,
    "≥": lambda a, b: a >= b,
    "≤": lambda a, b: a <= b,
}


class NotToBeWorkedOut(Exception):
    """A piece of a formula is words, or a number in it was not there."""


def relations(numbers: str) -> Iterator[tuple[str, bool]]:
    """Give each relation of a formula with its numbers, and whether it is so.

    An equality holds to the last place that is printed.
    """
    plain = ASIDE.sub(" ", numbers)
    while (bare := ASIDE.sub(" ", plain)) != plain:
        plain = bare
    plain = re.sub(r"(\d) months\b", r"\1m", UNITS.sub("", plain))
    for piece in BETWEEN.split(plain):
        if piece and re.search("[=<>≥≤]", piece):
            try:
                yield from _of_piece(piece)
            except NotToBeWorkedOut:
                continue


def _of_piece(piece: str) -> Iterator[tuple[str, bool]]:
    parts = re.split("([=<>≥≤])", piece)
    values: list[Value | None] = []
    for text in parts[::2]:
        try:
            values.append(_Reader(text).all())
        except NotToBeWorkedOut:
            values.append(None)
    for nth, sign in enumerate(parts[1::2]):
        before, after = values[nth], values[nth + 1]
        if before is None or after is None or isinstance(before, date) is not isinstance(after, date):
            continue
        if sign == "=":
            yield piece, _equal(before, after)
        else:
            yield piece, RELATIONS[sign](before, after)


def _equal(worked: Value, printed: Value) -> bool:
    if isinstance(worked, date) or isinstance(printed, date):
        return worked == printed
    last = Decimal(1).scaleb(int(printed.as_tuple().exponent))
    return abs(worked - printed) <= last / 2


class _Reader:
    """Reads one side of a relation: sums of products of numbers, days and brackets."""

    def __init__(self, text: str) -> None:
        self.months = re.sub(r"(\d)m\b", r"\1", text) != text
        self.text = re.sub(r"(\d)m\b", r"\1", text).strip()
        self.at = 0

    def all(self) -> Value:
        value = self.sum()
        if self.text[self.at :].strip() or not self.text:
            raise NotToBeWorkedOut(self.text)
        return value

    def next(self) -> tuple[str, str]:
        found = SIGN.match(self.text, self.at)
        if found is None:
            return "", ""
        self.at = found.end()
        return str(found.lastgroup), str(found[found.lastgroup or 0])

    def peek(self) -> str:
        at = self.at
        told = self.next()[1]
        self.at = at
        return told

    def sum(self) -> Value:
        value = self.product()
        while self.peek() in ("+", "−", "-") or (self.peek()[:1] == "-" and len(self.peek()) > 1):
            sign = self.next()[1]
            value = self.added(value, self.product(), back=sign != "+")
        return value

    def added(self, value: Value, other: Value, *, back: bool) -> Value:
        if isinstance(value, date) and isinstance(other, date):
            return Decimal((value - other).days)
        if isinstance(value, date):
            return self.later(value, -int(other) if back else int(other))
        if isinstance(other, date):
            raise NotToBeWorkedOut(self.text)
        return value - other if back else value + other

    def later(self, day: date, count: int) -> date:
        months = day.month - 1 + (count if self.months else 12 * count)
        year, month = day.year + months // 12, months % 12 + 1
        return date(year, month, min(day.day, monthrange(year, month)[1]))

    def product(self) -> Value:
        value = self.atom()
        while self.peek() in ("×", "÷"):
            sign, other = self.next()[1], self.atom()
            if isinstance(value, date) or isinstance(other, date) or (sign == "÷" and not other):
                raise NotToBeWorkedOut(self.text)
            value = value * other if sign == "×" else value / other
        return value

    def atom(self) -> Value:
        kind, text = self.next()
        if kind == "day":
            return date.fromisoformat(text)
        if kind == "number":
            return Decimal(text)
        if text in ("(", "|"):
            value = self.sum()
            if self.next()[1] != {"(": ")", "|": "|"}[text]:
                raise NotToBeWorkedOut(self.text)
            if text == "(":
                return value
            if isinstance(value, date):
                raise NotToBeWorkedOut(self.text)
            return abs(value)
        if text == "max(":
            values = [self.sum()]
            while self.next()[1] == ",":
                values.append(self.sum())
            return max(v for v in values if isinstance(v, Decimal))
        raise NotToBeWorkedOut(self.text)


