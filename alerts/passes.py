"""遍. How often a query is put to a night: once, or once to count and once for what fails."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

import sqlglot
from sqlglot import exp
from sqlglot.errors import SqlglotError
from sqlglot.tokenizer_core import Token, TokenType
from sqlglot.tokens import Tokenizer

OPENING = (TokenType.L_PAREN, TokenType.L_BRACKET, TokenType.L_BRACE)
CLOSING = (TokenType.R_PAREN, TokenType.R_BRACKET, TokenType.R_BRACE)

NAMED, QUALIFIED = 2, 3
"""Tokens of `as name`, and of `table.name`."""


@dataclass(frozen=True)
class Foot:
    """The table of which an answer has one row for each row, and whatever else is read beside it.

    Such an answer can be asked for twice at little cost, where the other tables are small: counted
    without its operands it is read in a few columns, and the operands are worked out for what fails
    alone. Where rows are summed or ranked first, that is most of the work, and it is done once.
    """

    table: str
    beside: Sequence[str]


@cache
def foot(sql: str) -> Foot | None:
    """Give the table that a query goes through row by row; None where it sums or ranks rows."""
    query = sqlglot.parse_one(sql, dialect="duckdb")
    named = {cte.alias: cte.this for cte in query.find_all(exp.CTE)}
    read = [f"{found.db}.{found.name}" for found in query.find_all(exp.Table)]
    step: exp.Expr | None = query
    while isinstance(step, exp.Select) and not _gathers(step):
        source = (step.args.get("from_") or step.args["from"]).this
        if not isinstance(source, exp.Table) or (
            not source.db and read.count(f".{source.name}") > 1
        ):
            return None
        if source.db:
            table = f"{source.db}.{source.name}"
            read.remove(table)
            return Foot(table, [name for name in read if not name.startswith(".")])
        step = named.get(source.name) if read.count(f".{source.name}") == 1 else None
    return None


def _gathers(select: exp.Select) -> bool:
    if any(select.args.get(part) for part in ("group", "distinct", "qualify", "having")):
        return True
    return any(found.find(exp.Window, exp.AggFunc) for found in select.expressions)


@cache
def late(sql: str) -> str | None:
    """Word a query so that it spells out its last step for what fails alone.

    Of all else it gives region, period, verdict and reason; `failing` is a list of one struct, or
    empty. The text of each column is the rule's own. None where the last step is no plain select of
    named columns: there nothing could be put off.
    """
    try:
        query = sqlglot.parse_one(sql, dialect="duckdb")
        tokens = Tokenizer(dialect="duckdb").tokenize(sql)
    except SqlglotError:
        return None
    if not isinstance(query, exp.Select) or _gathers(query) or _looks_back(query):
        return None
    step = _last_step(tokens)
    if step is None:
        return None
    begin, end, marks = step
    said = {}
    for first, last in marks:
        column = tokens[first : last + 1]
        if len(column) > NAMED and column[-2].token_type == TokenType.ALIAS:
            column = column[:-2]
        elif len(column) not in (1, QUALIFIED):
            return None
        said[tokens[last].text] = sql[column[0].start : column[-1].end + 1]
    if [*said] != query.named_selects:
        return None
    fails = f"({said['verdict']}\n)"
    packed = ", ".join(
        f'"{name}" := {text}\n' for name, text in said.items() if name not in ("verdict", "reason")
    )
    told = (
        f"{said['region']} as region, {said['period']} as period, {said['verdict']} as verdict, "
        f"case when {fails} <> 'fail' then {said['reason']}\nend as reason, "
        f"case when {fails} = 'fail' then [struct_pack({packed})] end as failing"
    )
    return f"{sql[: begin.end + 1]} {told}\n{sql[end.start :]}"


def _looks_back(select: exp.Select) -> bool:
    """Tell whether a step is ordered, names no columns, or asks of its rows what they answer."""
    where = select.args.get("where")
    names = {found.name for found in where.find_all(exp.Column)} if where else set()
    ordered = select.args.get("order") or select.args.get("limit")
    return bool(select.is_star or ordered or "reason" in names)


def _last_step(tokens: Sequence[Token]) -> tuple[Token, Token, list[tuple[int, int]]] | None:
    """Give `select` and `from` of a query's last step, and where each of its columns stands."""
    within, level = 0, []
    for token in tokens:
        within -= token.token_type in CLOSING
        level.append(within)
        within += token.token_type in OPENING
    outer = [(n, tokens[n].token_type) for n, deep in enumerate(level) if deep == 0]
    begin = max((n for n, kind in outer if kind == TokenType.SELECT), default=0)
    end = min((n for n, kind in outer if kind == TokenType.FROM and n > begin), default=0)
    if not end:
        return None
    commas = [n for n, kind in outer if kind == TokenType.COMMA and begin < n < end]
    marks = [(one + 1, other - 1) for one, other in pairwise([begin, *commas, end])]
    return tokens[begin], tokens[end], marks
