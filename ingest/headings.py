"""Headings: which printed heading is which column of a feed, and what unit it names."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from unicodedata import normalize

from ingest.feed import Column, Feed, Kind
from ingest.table import MARK, TextTable
from warehouse.money import YUAN_IN

PERCENT = "%"

SENT_BACK = ("行号 line", "原因 reason")
"""What stands before the supplier's own columns where rows set aside are written out for it."""

_UNITS = {
    "元": "元",
    "人民币元": "元",
    "yuan": "元",
    "rmb": "元",
    "cny": "元",
    "千元": "千元",
    "万元": "万元",
    "百万元": "百万元",
    "亿元": "亿元",
}
_NATURAL = {Kind.INT: {"人", "辆", "个", "年"}, Kind.NUMBER: {"平方米", "m2", "分"}}
_WORDS = "|".join(sorted((*_UNITS, "%", "平方米", "m2", *"人辆个年分"), key=len, reverse=True))
_SUFFIX = re.compile(
    rf"(?P<name>.+?)(?:[(\[](?:金额)?(?:单位:?)?(?:人民币)?(?P<in>{_WORDS})[)\]]"
    rf"|[,/、;:_-]?单位:(?P<after>{_WORDS})|[,/、](?P<comma>{_WORDS})|(?P<share>%))",
    re.IGNORECASE,
)
_MONEY = r"(?:[十百千万亿萬億]\s*)*(?:[美欧日港澳英加]|新?台)?\s*[元圆圓]"
_NUMERALS = "一二三四五六七八九十百千零两壹贰叁肆伍陆柒捌玖拾佰仟"
_CURRENCY = r"(?:人民币|rmb|cny|¥)[\s,、:∶/;()\[\]-]*"
_END = r"(?=人民币|(?![一-鿿]))"
_UNIT_LINE = re.compile(
    rf"[单單]\s*位\s*(?:[:∶/]|为|是)?\s*"
    rf"(?:[人个辆家户项%]\s*[、,/;]\s*|平方米\s*[、,/;]\s*)?[(\[]?\s*"
    rf"(?:{_CURRENCY})?(?P<after>{_MONEY}){_END}"
    rf"|[(\[]\s*(?:{_CURRENCY})?(?P<within>{_MONEY})\s*[)\]]"
    rf"|^\s*(?:金额\s*[:∶]\s*)?(?:{_CURRENCY})?(?P<alone>{_MONEY})\s*$"
    rf"|(?<=[^\d\s.,{_NUMERALS}])\s+(?P<behind>{_MONEY})\s*$"
    rf"|以\s*(?P<by>{_MONEY})\s*(?:为\s*单\s*位|计)"
    r"|[单單]\s*位\s*[:∶]\s*(?P<odd>[十百千万亿萬億]+|美金|usd|hkd|eur|jpy|gbp)\s*$",
    re.IGNORECASE,
)
_PLAIN = str.maketrans("萬億圆圓", "万亿元元")


class FileRefused(Exception):
    """The file is not taken: its shape or its figures are not what was agreed."""


@dataclass(frozen=True)
class Bound:
    """One column of a feed and the cells that it comes from."""

    column: Column
    cell: str | None  # c1 … cn; None: the file has no such column
    heading: str
    unit: str = "元"
    percent: bool = False
    since: str = TextTable.since


@lru_cache(maxsize=10_000)
def folded(heading: str) -> str:
    """Give a heading without white space, full-width forms and capitals."""
    return "".join(normalize("NFKC", heading).split()).lower()


def unit_named(text: str) -> str | None:
    """Give the money unit that a unit line or title names, known or not, if it names one."""
    found = _UNIT_LINE.search(normalize("NFKC", text))
    if found is None:
        return None
    return "".join((found[found.lastgroup or 0]).split()).translate(_PLAIN)


def money_unit(text: str) -> str:
    """Give the unit of `warehouse.money` that a manifest names.

    Raises:
        FileRefused: there is no such unit.
    """
    unit = _UNITS.get(folded(text))
    if unit is None:
        raise FileRefused(f"the unit {text!r} is not known: write 元, 千元, 万元, 百万元 or 亿元")
    return unit


class Names:
    """The names by which a feed's columns may be printed."""

    def __init__(self, feed: Feed) -> None:
        self._by_name: dict[str, Column] = {}
        for column in feed.columns:
            for name in (column.zh, column.mof, column.name):
                self._by_name.setdefault(folded(name), column)

    def __contains__(self, heading: object) -> bool:
        """Tell whether the heading is a column's."""
        return isinstance(heading, str) and self.find(heading) is not None

    def find(self, heading: str) -> tuple[Column, str | None] | None:
        """Give the column of a heading and the unit that the heading names."""
        text = folded(heading)
        if text in self._by_name:
            return self._by_name[text], None
        found = _SUFFIX.fullmatch(text)
        column = None if found is None else self._by_name.get(found["name"])
        if found is None or column is None:
            return None
        word = found["in"] or found["after"] or found["comma"] or found["share"]
        return _with_unit(column, word.lower())


def _with_unit(column: Column, word: str) -> tuple[Column, str | None] | None:
    if column.kind is Kind.MONEY and word in _UNITS:
        return column, _UNITS[word]
    if word == PERCENT and column.kind is Kind.SHARE:
        return column, PERCENT
    return (column, None) if word in _NATURAL.get(column.kind, ()) else None


def bind(feed: Feed, table: TextTable, stated: str | None) -> list[Bound]:
    """Find each column of the feed among a table's headings; `stated` is the manifest's unit.

    Raises:
        FileRefused: headings are unknown, missing or stand twice, or units disagree.
    """
    names = Names(feed)
    found: dict[str, list[tuple[int, str, str | None]]] = {}
    unknown = []
    for index, heading in enumerate(table.headings, 1):
        match = names.find(heading)
        if match is None:
            unknown += [heading] if heading.strip() else []  # see `blank`
        else:
            found.setdefault(match[0].name, []).append((index, heading, match[1]))
    _refuse_headings(feed, found, unknown)
    bound = []
    for column in feed.columns:
        if column.name not in found:
            bound.append(Bound(column, None, column.zh))
            continue
        index, heading, unit = found[column.name][0]
        money = "元"
        if column.kind is Kind.MONEY:
            money = _agreed(heading, (unit, table.units.get(heading)), table.unit, stated)
        percent = unit == PERCENT
        bound.append(Bound(column, f"c{index}", heading, money, percent, table.since))
    return bound


def blank(table: TextTable) -> list[str]:
    """Give the columns that have no heading, as `c3`: nothing may stand in them."""
    return [f"c{n}" for n, heading in enumerate(table.headings, 1) if not heading.strip()]


def _refuse_headings(
    feed: Feed, found: dict[str, list[tuple[int, str, str | None]]], unknown: Sequence[str]
) -> None:
    wrong = []
    if any(MARK in heading for heading in unknown):
        raise FileRefused(
            f"{feed.zh}: the headings hold bytes that are not in the file's encoding: deliver it "
            "in the encoding that the manifest or the mapping says, or as UTF-8 or GB18030"
        )
    if set(SENT_BACK) <= set(unknown):
        raise FileRefused(
            f"{feed.zh}: these are rows that were set aside, under {SENT_BACK[0]!r} and "
            f"{SENT_BACK[1]!r}: put them back into the whole file without these two columns and "
            "deliver that, for it takes the place of what stands"
        )
    missing = [c for c in feed.columns if not c.optional and c.name not in found]
    if missing:
        wrong.append(f"headings missing {[column.zh for column in missing]}")
    if unknown:
        wrong.append(f"headings unknown {[heading[:60] for heading in unknown[:40]]}")
    for places in found.values():
        if len(places) > 1:
            wrong.append(f"one column stands {len(places)} times: {[place[1] for place in places]}")
    if wrong:
        raise FileRefused(
            f"{feed.zh}: {'; '.join(wrong)}: name each column once by its title, its standard "
            "identifier or its English name, or write a mapping"
        )


def _agreed(
    heading: str, own: tuple[str | None, str | None], line: str | None, stated: str | None
) -> str:
    told = {
        "the heading": own[0],
        "what belongs to the heading": own[1],
        "the unit line": line,
        "the manifest": stated,
    }
    named = {where: unit for where, unit in told.items() if unit is not None}
    if len(set(named.values())) > 1:
        places = ", ".join(f"{where} says {unit}" for where, unit in named.items())
        raise FileRefused(f"the units of {heading!r} disagree: {places}: deliver it in one unit")
    unit = next(iter(named.values()), "元")
    if unit not in YUAN_IN:
        raise FileRefused(
            f"{next(iter(named))} says that {heading!r} is in {unit}: deliver it in one of "
            f"{', '.join(YUAN_IN)}"
        )
    return unit
