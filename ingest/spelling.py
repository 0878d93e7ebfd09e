"""How a cell may be written, as DuckDB SQL: text in, the typed value or null out.

Each kind has a quick look for what most cells are, and a slow one for all else that is allowed.
No amount ever passes through a double.
"""

from collections.abc import Callable, Mapping

from ingest.feed import Column, Kind
from ingest.headings import Bound
from ingest.table import LOST, MARK, MERGED, WRONG
from warehouse.money import YUAN_IN

EARLIEST, LATEST = "1949-01-01", "2100-12-31"

SQL_TYPES = {
    Kind.TEXT: "VARCHAR",
    Kind.CODE: "VARCHAR",
    Kind.DATE: "DATE",
    Kind.MONTH: "VARCHAR",
    Kind.INT: "INTEGER",
    Kind.MONEY: "DECIMAL(18,2)",
    Kind.SHARE: "DECIMAL(18,8)",
    Kind.NUMBER: "DECIMAL(18,6)",
    Kind.BOOL: "BOOLEAN",
}

_WHITE = " \t\r\n\u3000\u00a0\u2002\u2003\u2009"
_AROUND = _WHITE + "\ufeff\u200b"  # of text; a code or a figure with these is no such thing
_WIDE = "".join(map(chr, range(0xFF01, 0xFF5F))) + "￥\u2212\u3000\u00a0"
_NARROW = "".join(map(chr, range(0x21, 0x7F))) + "¥-  "
_IS_WIDE = r"[\x{ff01}-\x{ff5e}\x{ffe5}\x{2212}\x{3000}\x{a0}]"
_NUMBER = r"(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?:\.[0-9]*)?|\.[0-9]+"
_SIGNED = (
    rf"(?:[-+]?[¥$€£]?|[¥$€£][-+])(?:{_NUMBER})元?"
    rf"|[¥$€£]?(?:{_NUMBER})元?[-+]"
    rf"|\([¥$€£]?(?:{_NUMBER})元?\)"
)
_SCIENTIFIC = r"[0-9]+(\.[0-9]+)?[eE][+-][0-9]+|[0-9]\.[0-9]+[eE][0-9]+"
_HIDDEN = (
    r"[\x00-\x1f\x7f-\x9f\x{ad}\x{34f}\x{61c}\x{115f}\x{1160}\x{17b4}\x{17b5}\x{180b}-\x{180f}"
    r"\x{200b}-\x{200f}\x{2028}-\x{202e}\x{2060}-\x{206f}\x{3164}\x{fe00}-\x{fe0f}\x{feff}\x{ffa0}"
    r"\x{fff0}-\x{fffb}\x{e0000}-\x{e0fff}]"
)
_APOSTROPHE = "'"
_PROTECTED = r"""^(?:="([^"\s](?:[^"]*[^"\s])?)"|'([0-9A-Za-z][0-9A-Za-z._-]*|[-=+@＝＋－＠].*))$"""
_USUAL = {
    Kind.CODE: "[0-9A-Za-z_-]+",
    Kind.DATE: "[0-9]{4}-[0-9]{2}-[0-9]{2}",
    Kind.MONTH: "(19|20)[0-9]{2}-(0[1-9]|1[0-2])",
    Kind.INT: "-?[0-9]{1,9}",
    Kind.NUMBER: r"-?[0-9]{1,12}(\.[0-9]{1,6})?",
}
_ERRORS = ("#REF!", "#N/A", "#DIV/0!", "#VALUE!", "#NAME?", "#NUM!", "#NULL!")
_YES = ("是", "true", "y", "yes", "1")
_NO = ("否", "false", "n", "no", "0")


def quoted(text: str) -> str:
    """Write text as a SQL literal."""
    return "'" + text.replace("'", "''") + "'"


def named(identifier: str) -> str:
    """Write a name as a SQL identifier."""
    return '"' + identifier.replace('"', '""') + '"'


def trimmed(cell: str) -> str:
    """Say a cell without the white space around it; null where nothing is left.

    DuckDB trims slowly: what begins and ends with a letter is not given to it.
    """
    return (
        f"case when {_no_white(cell)} and {_no_white(f'({cell})[-1]')} "
        f"then {cell} else nullif(trim({cell}, {quoted(_AROUND)}), '') end"
    )


def _no_white(text: str) -> str:
    """Tell that a text begins with a letter; not of all that do, which `trim` leaves as it is."""
    return f"({text} between '!' and '~' or {text} between '、' and '\ufefe')"


def narrow(cell: str) -> str:
    """Say a cell trimmed, its full-width forms made ASCII.

    DuckDB translates slowly too.
    """
    ascii_ = (
        f"case when regexp_matches({cell}, '{_IS_WIDE}') "
        f"then translate({cell}, {quoted(_WIDE)}, {quoted(_NARROW)}) else {cell} end"
    )
    return _unprotected(f"nullif(trim({ascii_}, {quoted(_WHITE)}), '')")


def _unprotected(text: str) -> str:
    """Say a text without what keeps a spreadsheet from taking it for a number or a formula.

    Such are `="010500"` and `'010500`; words in quotation marks of their own keep them.
    """
    return f"regexp_replace({text}, {quoted(_PROTECTED)}, '\\1\\2')"


def _words(cell: str) -> str:
    text = trimmed(cell)
    led = f"starts_with({cell}, '=') or starts_with({cell}, {quoted(_APOSTROPHE)})"
    return f"case when {led} then {_unprotected(text)} else {text} end"


def _once(sql: str, name: str, said: Callable[[str], str]) -> str:
    """Say something of a value that is worked out once, however often it is spoken of."""
    return f"list_transform([{sql}], lambda {name}: {said(name)})[1]"


def odd(bound: Bound) -> str | None:
    """Say a cell that is not spelt as most are, brought to one form: '' where nothing is left.

    It is null for all others. None for kinds that have no usual spelling, or only one.
    """
    column, cell = bound.column, bound.cell
    ways: dict[Kind, tuple[Callable[[str], str], str]] = {
        Kind.CODE: (narrow, _USUAL[Kind.CODE]),
        Kind.DATE: (_bare, _USUAL[Kind.DATE]),
        Kind.INT: (_tight, _USUAL[Kind.INT]),
        Kind.NUMBER: (_tight, _USUAL[Kind.NUMBER]),
        Kind.MONEY: (_tight, _usual_money(bound.unit)),
    }
    if cell is None or column.kind not in ways:
        return None
    form, pattern = ways[column.kind]
    return (
        f"case when {cell} is null or regexp_full_match({cell}, '{pattern}') then null "
        f"else coalesce({form(cell)}, '') end"
    )


def typed(bound: Bound, brought: str | None = None) -> str:
    """Say the typed value of a cell; null where it is empty or cannot be read.

    `brought` is where the answer to `odd` stands. DuckDB works a lambda out anew for each of its
    vectors, patterns and all, so that a column of its own costs a tenth.
    """
    column, cell = bound.column, bound.cell
    if cell is None:
        return f"null::{SQL_TYPES[column.kind]}"
    form = brought or odd(bound) or ""
    ways: dict[Kind, Callable[[], str]] = {
        Kind.TEXT: lambda: _spelt(column.spelt, _words(cell)),
        Kind.CODE: lambda: _code(cell, form, column),
        Kind.DATE: lambda: _either(form, f"try_cast({cell} as DATE)", _day(form, bound.since)),
        Kind.MONTH: lambda: month(cell, bound.since),
        Kind.INT: lambda: _either(form, f"try_cast({cell} as INTEGER)", _whole(form)),
        Kind.MONEY: lambda: _money(cell, form, bound.unit),
        Kind.SHARE: lambda: _share(cell, bound.percent),
        Kind.NUMBER: lambda: _either(form, *map(_number, (cell, _plain(form)))),
        Kind.BOOL: lambda: _yes_or_no(cell, column.spelt),
    }
    return ways[column.kind]()


def _either(form: str, quick: str, slow: str) -> str:
    return f"case when {form} is null then {quick} else {slow} end"


def usual(bound: Bound) -> str:
    """Say the typed value of a cell as most are written; null where it is written otherwise.

    It is a fifth of the SQL of `typed`, which takes longer to plan than a small file to read.
    """
    column, cell = bound.column, bound.cell
    if cell is None or column.kind not in {*_USUAL, Kind.MONEY}:
        return typed(bound)
    values = {
        Kind.MONEY: _yuan(cell, shift(bound.unit)),
        Kind.CODE: _spelt(column.spelt, cell),
        Kind.MONTH: cell,
    }
    value = values.get(column.kind, f"try_cast({cell} as {SQL_TYPES[column.kind]})")
    pattern = _USUAL.get(column.kind, _usual_money(bound.unit))
    return f"case when regexp_full_match({cell}, '{pattern}') then {value} end"


def plain(cell: str) -> str:
    """Say a number of any allowed spelling as `-?[0-9]+(.[0-9]+)?`; null where it is none."""
    return _once(_tight(cell), "tight", _plain)


def _tight(cell: str) -> str:
    return rf"regexp_replace({narrow(cell)}, '\s*([-+()¥$€£元%])\s*', '\1', 'g')"


def _plain(tight: str) -> str:
    sign = f"case when contains({tight}, '-') or contains({tight}, '(') then '-' else '' end"
    digits = f"replace(regexp_extract({tight}, '{_NUMBER}'), ',', '')"
    padded = f"regexp_replace(regexp_replace({digits}, '^\\.', '0.'), '\\.$', '')"
    return f"case when regexp_full_match({tight}, '{_SIGNED}') then {sign} || {padded} end"


def _quick(cell: str, pattern: str, quick: str, slow: str) -> str:
    return (
        f"case when {cell} is null then null when regexp_full_match({cell}, '{pattern}') "
        f"then {quick} else {slow} end"
    )


def shift(unit: str) -> int:
    """Give by how many places a unit moves the decimal point."""
    return len(str(YUAN_IN[unit])) - 1


def _money(cell: str, form: str, unit: str) -> str:
    """Say an amount in yuan: exact, at most two decimals, within DECIMAL(18,2)."""
    places = shift(unit)
    stretched = f"^-?0*[0-9]{{1,{16 - places}}}(\\.[0-9]{{0,{2 + places}}}0*)?$"
    slow = _yuan(f"regexp_extract({_plain(form)}, '{stretched}')", places)
    if places:  # a cell that says 元 in a column of 万元 contradicts its heading
        slow = f"case when not contains({cell}, '元') then {slow} end"
    return _either(form, _yuan(cell, places), slow)


def _usual_money(unit: str) -> str:
    places = shift(unit)
    return f"-?[0-9]{{1,{16 - places}}}(\\.[0-9]{{1,{2 + places}}})?"


def _yuan(text: str, places: int) -> str:
    if places == 0:
        return f"try_cast({text} as DECIMAL(18,2))"
    exact = f"try_cast({text} as DECIMAL(18,{2 + places}))::DECIMAL(38,{2 + places})"
    return f"({exact} * {10**places})::DECIMAL(18,2)"


def _whole(form: str) -> str:
    return f"try_cast(regexp_extract({_plain(form)}, '^(-?[0-9]+)(\\.0*)?$', 1) as INTEGER)"


def _number(text: str) -> str:
    return f"try_cast({text} as DECIMAL(18,6))"


def _share(cell: str, percent: bool) -> str:
    def said(share: str) -> str:
        text = plain(f"rtrim({share}, '% ')")
        hundredth = f"try_cast(try_cast({text} as DECIMAL(36,18)) * 0.01 as DECIMAL(18,8))"
        if percent:
            return hundredth
        exact = _once(
            f"try_cast({text} as DECIMAL(18,8))",
            "exact",
            lambda e: f"case when abs({e}) <= 1 then {e} end",
        )
        return f"case when ends_with({share}, '%') then {hundredth} else {exact} end"

    return f"case when {cell} is not null then {_once(narrow(cell), 'share', said)} end"


def _code(cell: str, form: str, column: Column) -> str:
    sound = (
        f"case when {form} = '' or regexp_matches({form}, '{_HIDDEN}') "
        f"or regexp_full_match({form}, '{_SCIENTIFIC}') or {form} in {_ERRORS} then null "
        f"else {_spelt(column.spelt, form)} end"
    )
    return _either(form, _spelt(column.spelt, cell), sound)


def _spelt(spelt: Mapping[str, str], value: str) -> str:
    if not spelt:
        return value
    whens = " ".join(f"when {quoted(a)} then {quoted(b)}" for a, b in spelt.items())
    return f"case {value} {whens} else {value} end"


def _bare(cell: str) -> str:
    """Say a date without its time, where that is midnight."""
    return rf"regexp_replace({narrow(cell)}, '[ T]0?0:00(:00(\.0+)?)?(Z|\+08:?00)?$', '')"


def _day(bare: str, since: str) -> str:
    """Say a date in any of the five spellings; a bare number counts the days since one."""
    parts = (
        "^([0-9]{4})(?:-([0-9]{1,2})-([0-9]{1,2})|/([0-9]{1,2})/([0-9]{1,2})"
        "|年([0-9]{1,2})月([0-9]{1,2})日|([0-9]{2})([0-9]{2}))$"
    )
    iso = f"regexp_replace({bare}, '{parts}', '\\1-\\2\\4\\6\\8-\\3\\5\\7\\9')"
    return (
        f"case when regexp_full_match({bare}, '[1-7][0-9]{{4}}') "
        f"then date '{since}' + try_cast({bare} as INTEGER) "
        f"when regexp_full_match({bare}, '{parts}') then try_cast({iso} as DATE) end"
    )


def month(cell: str, since: str) -> str:
    """Say a month as `2026-03`; a date stands for its month."""
    parts = "^([0-9]{4})(?:-([0-9]{1,2})|/([0-9]{1,2})|年([0-9]{1,2})月|([0-9]{2}))$"

    def said(bare: str) -> str:
        first = f"regexp_replace({bare}, '{parts}', '\\1-\\2\\3\\4\\5-01')"
        return (
            f"case when regexp_full_match({bare}, '{parts}') then try_cast({first} as DATE) "
            f"else {_once(_bare(cell), 'day', lambda day: _day(day, since))} end"
        )

    slow = f"strftime({_once(narrow(cell), 'bare', said)}, '%Y-%m')"
    return _quick(cell, _USUAL[Kind.MONTH], cell, slow)


def _yes_or_no(cell: str, spelt: Mapping[str, str]) -> str:
    text = f"lower({_spelt(spelt, narrow(cell))})"
    yes = ", ".join(map(quoted, _YES))
    no = ", ".join(map(quoted, _NO))
    return f"case when {text} in ({yes}) then true when {text} in ({no}) then false end"


def lost(cell: str) -> str:
    """Tell whether a cell holds bytes, digits or a value that were lost before it came."""
    marks = f"'[{LOST}{WRONG}].*'"
    return f"(contains({cell}, {quoted(MARK)}) or regexp_full_match({cell}, {marks}, 's'))"


def why_lost(cell: str) -> str:
    """Say the code of what was lost of a cell."""
    return (
        f"case when starts_with({cell}, {quoted(MERGED)}) then 'merged' "
        f"when starts_with({cell}, {quoted(WRONG)}) then 'formula' "
        f"when starts_with({cell}, {quoted(LOST)}) then 'digits' else 'bytes' end"
    )


def shown(cell: str) -> str:
    """Say a raw cell for people to read: a stray byte as its escape."""
    marked = " or ".join(f"contains({cell}, {quoted(mark)})" for mark in (MARK, LOST, WRONG))
    told = f"translate(replace({cell}, {quoted(MARK)}, '\\x'), {quoted(LOST + WRONG)}, '')"
    return f"case when {marked} then {told} else {cell} end"


def visible(cell: str) -> str:
    """Say a raw cell with its hidden characters as their numbers: `41<U+202E>0100`."""
    return (
        f"case when regexp_matches({cell}, '{_HIDDEN}') then array_to_string(list_transform("
        f"string_split({shown(cell)}, ''), lambda c: case when regexp_matches(c, '{_HIDDEN}') "
        f"then printf('<U+%04X>', unicode(c)) else c end), '') else {shown(cell)} end"
    )


def why_money(cell: str, unit: str) -> str:
    """Say the code of why an amount cannot be taken."""
    text = plain(cell)
    decimals = f"-?[0-9]+\\.[0-9]{{{2 + shift(unit)}}}[0-9]*[1-9]0*"
    return (
        f"case when {text} is null then 'number' "
        f"when regexp_full_match({text}, '{decimals}') then 'decimals' else 'size' end"
    )


def why_code(cell: str) -> str:
    """Say the code of why a code cannot be taken."""
    return (
        f"case when regexp_full_match({narrow(cell)}, '{_SCIENTIFIC}') then 'scientific' "
        f"when {narrow(cell)} in {_ERRORS} then 'formula' else 'hidden' end"
    )
