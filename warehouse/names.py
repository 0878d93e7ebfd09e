"""检索. Fills the table of names, so that a box finds what people remember of a name."""

import os
import unicodedata
from collections.abc import Iterable, Mapping
from functools import cache, lru_cache, reduce
from operator import add, or_
from zlib import crc32

import duckdb

from warehouse.pour import pour
from warehouse.sensitive import is_person

HEARD: Mapping[str, str] = {
    "银行": "yh", "分行": "fh", "支行": "zh", "重庆": "cq", "会计": "kj", "长": "c", "厦门": "xm",
    "朝阳": "cy", "调整": "tz", "音乐": "yy", "重建": "cj", "行业": "hy", "校长": "xz",
    "局长": "jz", "市长": "sz", "县长": "xz", "成长": "cz", "长官": "zg",
}  # fmt: skip
"""Words whose characters are read otherwise in them than alone; the longest is tried first."""

NAMES = """
    with latest as (
        select region, unit, arg_max(name, fiscal_year) as name from core.unit group by all
    ),
    spent as (
        select region, project, sum(paid) as paid from mart.execution_by_project group by all
    ),
    paid as (
        select region, payee, sum(amount) as paid from core.payment group by all
    ),
    found as (
        select 'unit' as kind, region, unit as code, name, null as was, null as paid from latest
        union all
        select distinct 'unit', u.region, u.unit, l.name, u.name, null
        from core.unit u join latest l using (region, unit) where u.name <> l.name
        union all
        select distinct 'unit', s.region, s.stands_as, coalesce(n.name, s.stands_as), o.name, null
        from lineage.unit s
        join latest o on o.region = s.region and o.unit = s.unit
        left join latest n on n.region = s.region and n.unit = s.stands_as
        union all
        select 'department', region, department, arg_max(department_name, fiscal_year), null, null
        from core.unit group by region, department
        union all
        select 'project', p.region, p.project, arg_max(p.name, p.fiscal_year), null, max(s.paid)
        from core.project p left join spent s using (region, project)
        group by p.region, p.project
        union all
        select 'enterprise', region, enterprise, arg_max(name, month), null, null
        from core.enterprise group by region, enterprise
        union all
        select 'payee', region, payee, payee, null, paid from paid
    )
    select kind, region, code, name, was from found
    where name is not null and code is not null
    order by kind, paid desc nulls last, region, code, was
"""


def note_names(connection: duckdb.DuckDBPyConnection) -> int:
    """Fill `ops.name` from the registers, the lineage and the marts; tell how many there are."""
    found = connection.execute(NAMES).fetchall()
    return pour(connection, "ops.name", _spelt(found))


def _spelt(
    found: Iterable[tuple[str, str, str, str, str | None]],
) -> Iterable[tuple[object, ...]]:
    for kind, region, code, name, was in found:
        if kind != "payee" or not is_person(name):
            yield spelt(kind, region, code, name, was)


def spelt(kind: str, region: str, code: str, name: str, was: str | None) -> tuple[object, ...]:
    """Give a name's row of `ops.name`: what it is, and all that it is found by."""
    folded = fold(was or name)
    first = initials(folded)
    pairs = pair_marks(first)
    if kind != "payee":  # whose code is its name
        pairs |= pair_marks(code.lower())
    return kind, region, code, name, was, folded, first, letter_marks(folded), pairs


def fold(name: str) -> str:
    """Reduce a name to its letters and digits: width, case, spaces and brackets say nothing."""
    plain = unicodedata.normalize("NFKC", name).lower()
    return "".join(character for character in plain if character.isalnum())


def initials(folded: str) -> str:
    """Give the first letter of each character's pinyin; what has none stands as it is."""
    for word, read in sorted(HEARD.items(), key=lambda item: -len(item[0])):
        folded = folded.replace(word, read)
    return folded.translate(_letters())


def letter_marks(text: str) -> int:
    """Mark which letters a text has, in 64 bits: what has not all marks of a part lacks the part.

    Several letters share a mark (a Bloom filter of one hash; B. H. Bloom, CACM 13 (7), 1970), so
    that what has the marks is still to be read. To look at a number is ten times as fast.
    """
    return reduce(or_, map(_mark, text), 0)


def pair_marks(text: str) -> int:
    """Mark which two letters follow each other in a text, in 64 bits, as `letter_marks` does."""
    return reduce(or_, map(_mark, map(add, text, text[1:])), 0)


@lru_cache(maxsize=1 << 16)
def _mark(part: str) -> int:
    return 1 << crc32(part.encode()) % 64


@cache
def _letters() -> Mapping[int, str]:
    os.environ.setdefault("PYPINYIN_NO_PHRASES", "true")  # half a second, and none is asked for
    from pypinyin.constants import PINYIN_DICT  # noqa: PLC0415

    first = {
        character: unicodedata.normalize("NFD", readings.split(",")[0])[:1]
        for character, readings in PINYIN_DICT.items()
    }
    return {character: letter for character, letter in first.items() if letter.isascii()}
