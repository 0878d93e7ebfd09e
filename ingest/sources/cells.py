"""How a cell is rewritten, as SQL: found, split, coded, and put as the contract reads it."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from ingest.feed import Kind
from ingest.sources.mapping import HOLE, ColumnMapping
from warehouse.money import YUAN_IN

_EDGES = " \t\r\n\f\v\u00a0\u3000\ufeff"


@dataclass
class Steps:
    """The SQL of one column, a named step after another."""

    name: str
    written: list[str] = field(default_factory=list)  # "expression as name", in order
    before: str = ""  # the step that codes and extract looked at
    unmatched: str | None = None  # true where they knew nothing

    def then(self, sql: str) -> str:
        """Add a step, and give its name."""
        name = f"{self.name}_{len(self.written)}"
        self.written.append(f"{sql} as {name}")
        return name

    @property
    def last(self) -> str:
        """The name of the last step."""
        return f"{self.name}_{len(self.written) - 1}"


def quoted(text: str) -> str:
    """Write a text as SQL."""
    return "'" + text.replace("'", "''") + "'"


def clean(cell: str, empty: Sequence[str] = ()) -> str:
    """Write a cell without blanks at its edges, null where it says nothing."""
    said = f"nullif(trim({cell}, {quoted(_EDGES)}), '')"
    for token in empty:
        said = f"nullif({said}, {quoted(token.strip(_EDGES))})"
    return said


def rewritten(
    column: ColumnMapping, kind: Kind, cells: Sequence[str], known: Mapping[str, str]
) -> Steps:
    """Write how `cells` become the column; `known` is what a template may name, as SQL."""
    steps = Steps(f"v_{column.name}")
    pieces = [steps.then(clean(cell, column.empty)) for cell in cells]
    if column.template is not None:
        steps.then(_filled(column.template, pieces, known))
    if column.extract is not None or column.codes:
        _known(column, steps)
    for rewrite in _forms(column, kind):
        steps.then(rewrite.format(x=steps.last))
    return steps


def _filled(template: str, pieces: Sequence[str], known: Mapping[str, str]) -> str:
    """Write a template out; it is empty where it names columns and all of them are."""
    named = {str(n): piece for n, piece in enumerate(pieces, 1)} | dict(known)
    parts, place = [], 0
    for hole in HOLE.finditer(template):
        parts.append(quoted(template[place : hole.start()]))
        value = f"coalesce({named.get(hole[1], 'null')}, '')"
        if hole[2]:
            value = f"lpad({value}, greatest({hole[2]}, length({value}))::int, '0')"
        parts.append(value)
        place = hole.end()
    parts.append(quoted(template[place:]))
    filled = " || ".join(part for part in parts if part != "''") or "''"
    if not pieces:
        return f"nullif({filled}, '')"
    return f"case when coalesce({', '.join(pieces)}) is not null then {filled} end"


def _known(column: ColumnMapping, steps: Steps) -> None:
    otherwise = {"keep": "{x}", "empty": "null", "refuse": "null"}[column.unmatched]
    steps.before = steps.last
    doubts = []
    if column.extract is not None:
        x, pattern = steps.last, quoted(column.extract)
        group = 1 if re.search(r"(?<!\\)\((?!\?)", column.extract) else 0
        matches = f"regexp_matches({x}, {pattern})"
        doubts.append(f"{x} is not null and not {matches}")
        steps.then(
            f"case when {matches} then regexp_extract({x}, {pattern}, {group}) "
            f"else {otherwise.format(x=x)} end"
        )
    if column.codes:
        x = steps.last
        whens = " ".join(
            f"when {quoted(word)} then {quoted(code)}" for word, code in column.codes.items()
        )
        words = ", ".join(map(quoted, column.codes))
        if column.other is None:
            doubts.append(f"{x} is not null and {x} not in ({words})")
            other = otherwise.format(x=x)
        else:
            other = f"case when {x} is not null then {quoted(column.other)} end"
        steps.then(f"case {x} {whens} else {other} end")
    steps.unmatched = " or ".join(f"({doubt})" for doubt in doubts) or None


def _forms(column: ColumnMapping, kind: Kind) -> list[str]:
    """Give the last rewritings, over `{x}`."""
    told = []
    if column.dates:
        forms = ", ".join(_braced(quoted(form)) for form in column.dates)
        told.append(f"coalesce(strftime(try_strptime({{x}}, [{forms}]), '%Y-%m-%d'), {{x}})")
    if column.decimal_comma:
        told.append("replace(regexp_replace({x}, '[. \u00a0\u202f]', '', 'g'), ',', '.')")
    if column.negated:
        told.append(
            "case when regexp_full_match({x}, '[(（].*[)）]') then {x}[2:-2] "
            "when {x}[1] in ('-', '−', '－') then {x}[2:] "
            "when {x}[-1] = '-' then {x}[:-2] else '-' || {x} end"
        )
    if column.percent:
        told.append("case when {x}[-1] in ('%', '％') then {x} else {x} || '%' end")
    if column.yes or column.no:
        for words, word in ((column.yes, "true"), (column.no, "false")):
            if words:
                listed = ", ".join(_braced(quoted(one)) for one in words)
                told.append(f"case when {{x}} in ({listed}) then '{word}' else {{x}} end")
    if column.unit is not None and (kind is Kind.NUMBER or column.unit not in YUAN_IN):
        told += _multiplied(column.unit)
    return told


def _multiplied(unit: str) -> list[str]:
    """Multiply by a factor; what is no plain number says the factor, and so is none for anybody."""
    factor = f"{YUAN_IN.get(unit) or Decimal(unit):f}"
    plain = "regexp_replace({x}, '[,\\s]', '', 'g')"
    number = (
        f"case when regexp_full_match({plain}, '[(].*[)]') then '-' || {plain}[2:-2] "
        f"when {plain}[-1] = '-' then '-' || {plain}[:-2] else {plain} end"
    )
    digits = r"-?(?:\d{{1,18}}(?:\.\d*)?|\.\d+)"
    product = f"cast(({number})::decimal(24, 6) * {factor} as decimal(38, 6))::varchar"
    return [
        f"case when regexp_full_match({number}, '{digits}') "
        f"then regexp_replace({product}, '\\.?0+$', '') else {{x}} || ' × {factor}' end"
    ]


def _braced(sql: str) -> str:
    return sql.replace("{", "{{").replace("}", "}}")
