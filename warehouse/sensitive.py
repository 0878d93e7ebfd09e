"""敏感列. Which columns may name a natural person or an account, and how they are masked.

Decided here alone. A natural person is known by the form of the name, as rule B16 knows one: two
to four Chinese characters, or more with a middle dot. A name that ends like an office or a firm
is none.
"""

import re
from collections.abc import Mapping, Sequence
from enum import StrEnum
from functools import cache
from typing import Any

Row = dict[str, Any]


class Sensitivity(StrEnum):
    """What a column may hold that is not everybody's to see."""

    ACCOUNT = "account"  # the number of a bank account
    NAME = "name"  # a payee or owner, who may be a natural person
    WORDS = "words"  # free text, which may quote either


COLUMNS: Mapping[str, Mapping[str, Sensitivity]] = {
    "payment": {
        "payer_account": Sensitivity.ACCOUNT,
        "payee_account": Sensitivity.ACCOUNT,
        "payee": Sensitivity.NAME,
        "purpose": Sensitivity.WORDS,
    },
    "contract": {"supplier": Sensitivity.NAME, "item": Sensitivity.WORDS},
    "bond_project": {"owner": Sensitivity.NAME},
    "asset_use": {"reason": Sensitivity.WORDS},
    "audit_problem": {"text": Sensitivity.WORDS},
    "receipt": {"collector": Sensitivity.NAME},
}
"""By feed; every other column of the feeds is plain."""

_ALL = {name: kind for columns in COLUMNS.values() for name, kind in columns.items()}
_OPERANDS = {name: kind for name, kind in _ALL.items() if kind is not Sensitivity.WORDS}
_HAN = r"[\u3400-\u9fff\U00020000-\U0003ffff]"
_PERSON = re.compile(rf"{_HAN}{{2,4}}|{_HAN}+(?:[·•・．]{_HAN}+)+")
_OFFICE = re.compile(r"([局厅署厂店院馆站所校]|公司|集团|中心|协会|学会|商会|工会|银行|大学|超市)$")
_BLANKS = re.compile(r"[\s()（）]")
_DIGITS = re.compile(r"\d(?:[ -]?\d){9,}")
HIDDEN = "****"


def kind_of(feed: str, column: str) -> Sensitivity | None:
    """Tell what a column of a feed may hold; None: nothing that is masked."""
    return COLUMNS.get(feed.removeprefix("core."), {}).get(column)


@cache
def operand_kind(name: str) -> Sensitivity | None:
    """Tell what an operand of a rule may hold, by the column that its name ends with."""
    if name.endswith("account"):
        return Sensitivity.ACCOUNT
    return next((kind for column, kind in _OPERANDS.items() if name.endswith(column)), None)


def is_person(name: str) -> bool:
    """Tell whether a name has the form of a natural person's."""
    plain = _BLANKS.sub("", name)
    return _PERSON.fullmatch(plain) is not None and _OFFICE.search(plain) is None


def masked(kind: Sensitivity | None, value: str | None) -> str | None:
    """Give a cell as it is shown to whoever may not see what its column may hold."""
    if value is None or kind is None:
        return value
    if kind is Sensitivity.ACCOUNT:
        return HIDDEN + value[-4:] if len(value) > 8 else HIDDEN
    if kind is Sensitivity.NAME:
        return value.strip()[:1] + "**" if is_person(value) else _without_digits(value)
    return _without_digits(value)


def masked_row(feed: str, row: Mapping[str, str | None]) -> dict[str, str | None]:
    """Give a row of a feed as it is shown to whoever may not see its sensitive cells.

    A person whom one cell names is not told by the words of another.
    """
    kinds = {name: kind_of(feed, name) for name in row}
    named = [row[name] for name, kind in kinds.items() if kind is Sensitivity.NAME]
    return {
        name: masked_among(value, named)
        if kinds[name] is Sensitivity.WORDS
        else masked(kinds[name], value)
        for name, value in row.items()
    }


def masked_among(text: str | None, names: Sequence[str | None]) -> str | None:
    """Give free text as it is shown beside cells that name persons: it names them no more."""
    shown = masked(Sensitivity.WORDS, text)
    for said in names:
        if shown and said and is_person(said):
            shown = shown.replace(said.strip(), f"{said.strip()[:1]}**")
    return shown


def masked_texts(feed: str, row: Mapping[str, Any]) -> Row:
    """Give a row of a feed, of whatever types, its sensitive texts as they are masked."""
    texts = {name: value for name, value in row.items() if isinstance(value, str)}
    return {**row, **masked_row(feed, texts)}


def masked_words(text: str) -> str:
    """Give free text without what reads like the number of an account."""
    return _without_digits(text)


def masked_raw(feed: str | None, column: str | None, raw: str | None) -> str | None:
    """Give the raw text of what could not be read; several columns are parted by ` | `."""
    kinds = [kind_of(feed or "", one.strip()) for one in re.split(r"[,|+]", column or "")]
    if raw is None or feed is None or column in (None, ""):
        return raw if raw is None else _without_digits(raw)
    cells = raw.split(" | ")
    if len(kinds) != len(cells):
        worst = next((kind for kind in kinds if kind), None)
        return masked(worst, raw) if worst else raw
    return " | ".join(masked(kind, cell) or "" for kind, cell in zip(kinds, cells, strict=True))


def restated(row: Row) -> Row:
    """Give a cell that was stated otherwise later, its values as they are masked."""
    feed, column = row["feed"], row["column_name"]
    return {**row, **{one: masked_raw(feed, column, row[one]) for one in ("was", "became")}}


def set_aside(row: Row, feed: str | None, value: str = "raw") -> Row:
    """Give a row that was set aside, its raw text as it is masked."""
    return {**row, value: masked_raw(feed, row["column_name"], row[value])}


def _without_digits(text: str) -> str:
    return _DIGITS.sub(lambda found: HIDDEN + found.group()[-4:], text)


_SPACE = (
    r"\s\x{0b}\x{1c}-\x{1f}\x{85}\x{a0}\x{1680}\x{2000}-\x{200a}\x{2028}\x{2029}\x{202f}\x{205f}"
    r"\x{3000}"
)
_HAN_SQL = r"[\x{3400}-\x{9fff}\x{20000}-\x{3ffff}]"
_DIGIT_SQL = r"\p{Nd}(?:[ -]?\p{Nd}){9,}"

MACROS = rf"""
create macro stripped(v) as
    regexp_replace(regexp_replace(v, '^[{_SPACE}]+', ''), '[{_SPACE}]+$', '');
create macro without_digits(v) as
    regexp_replace(
        regexp_replace(
            replace(replace(v, chr(1), ''), chr(2), ''),
            '({_DIGIT_SQL})', chr(1) || '\1' || chr(2), 'g'
        ),
        '\x{{01}}[^\x{{02}}]*?([^\x{{02}}]{{4}})\x{{02}}', '{HIDDEN}\1', 'g'
    );
create macro is_person(v) as
    regexp_full_match(
        regexp_replace(v, '[{_SPACE}()（）]', '', 'g'),
        '{_HAN_SQL}{{2,4}}|{_HAN_SQL}+(?:[·•・．]{_HAN_SQL}+)+'
    )
    and not regexp_matches(
        regexp_replace(v, '[{_SPACE}()（）]', '', 'g'), '{_OFFICE.pattern}'
    );
create macro masked_account(v) as
    case when length(v) > 8 then '{HIDDEN}' || right(v, 4) when v is not null then '{HIDDEN}' end;
create macro masked_name(v) as
    case when is_person(v) then left(stripped(v), 1) || '**' else without_digits(v) end;
create macro masked_words(v, names) as
    list_reduce(
        list_filter(names, lambda n: is_person(n)),
        lambda t, n: replace(t, stripped(n), left(stripped(n), 1) || '**'),
        without_digits(v)
    );
"""
"""The same masks in SQL, for views that a reader asks on their own; a test holds both alike."""
