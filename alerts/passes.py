"""遍. How often a query is put to a night: once, or once to count and once for what fails."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from sqlglot import Dialect, exp
from sqlglot.errors import ParseError, SqlglotError
from sqlglot.tokenizer_core import Token, TokenType

from warehouse.shapes import tables

OPENING = (TokenType.L_PAREN, TokenType.L_BRACKET, TokenType.L_BRACE)
CLOSING = (TokenType.R_PAREN, TokenType.R_BRACKET, TokenType.R_BRACE)

DUCKDB = Dialect.get_or_raise("duckdb")

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
    query = _parsed(sql)
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


@dataclass(frozen=True)
class Late:
    """A query whose last step is spelt out for what fails alone, in the rule's own words."""

    told: str
    """Gives region, period, verdict and reason; `failing` is a list of one struct, or empty."""
    named: str
    """Gives what is shown of the failing rows that the temporary table `counted` holds."""


@cache
def late(sql: str) -> Late | None:
    """Word a query so that it spells out its last step for what fails alone.

    A last step that also looks up names by the night's numbers looks them up for what fails. None
    where the last step is no plain select of named columns: there nothing could be put off.
    """
    try:
        query, tokens = _parsed(sql), _tokens(sql)
    except SqlglotError:
        return None
    if not isinstance(query, exp.Select) or _gathers(query) or _looks_back(query):
        return None
    step = _last_step(tokens)
    said = {} if step is None else _said(sql, tokens, step[2])
    if step is None or [*said] != query.named_selects:
        return None
    begin, end, _ = step
    shown = {name: text for name, text in said.items() if name not in ("verdict", "reason")}
    looked_up = _looked_up(query)
    kept = {name: name for name in looked_up.carried} if looked_up else shown
    fails = f"({said['verdict']}\n)"
    packed = ", ".join(f'"{name}" := {text}\n' for name, text in kept.items())
    told = (
        f"{said['region']} as region, {said['period']} as period, {said['verdict']} as verdict, "
        f"case when {fails} <> 'fail' then {said['reason']}\nend as reason, "
        f"case when {fails} = 'fail' then [struct_pack({packed})] end as failing"
    )
    before = f"{sql[: begin.end + 1]} {told}\n"
    if looked_up is None:
        return Late(before + sql[end.start :], FAILING)
    spelt = ", ".join(f'{text}\nas "{name}"' for name, text in shown.items())
    return Late(
        f"{before} from {looked_up.source}",
        f"with {looked_up.source} as ({FAILING}) select {spelt} {sql[end.start :]}",
    )


def _said(sql: str, tokens: Sequence[Token], marks: Sequence[tuple[int, int]]) -> Mapping[str, str]:
    """Give the columns of a last step by their names, each in the rule's own words."""
    said = {}
    for first, last in marks:
        column = tokens[first : last + 1]
        if len(column) > NAMED and column[-2].token_type == TokenType.ALIAS:
            column = column[:-2]
        elif len(column) not in (1, QUALIFIED):
            return {}
        said[tokens[last].text] = sql[column[0].start : column[-1].end + 1]
    return said


FAILING = (
    "select distinct * from (select unnest(failing, max_depth := 2) from counted "
    "where verdict = 'fail')"
)

NUMBERED = {"account": "account", "charge": "charge", "payee": "spelling"}
"""Table of `lineage` → the number that one row of it has, and no other."""

TOLD = ("region", "period", "verdict", "reason")
"""What is told of every subject, whether it fails or not."""


@dataclass(frozen=True)
class _LookedUp:
    """Names that a last step looks up for the rows of one common table, and for nothing else."""

    source: str
    carried: Sequence[str]
    """The columns of the common table that the step names."""


def _looked_up(select: exp.Select) -> _LookedUp | None:
    """Tell what a last step is but one common table and left joins of names to their numbers."""
    source = (select.args.get("from_") or select.args["from"]).this
    joins = select.args.get("joins") or []
    if not joins or not isinstance(source, exp.Table) or source.db or source.alias:
        return None
    if select.args.get("where"):
        return None
    of: dict[str, str] = {}
    carried: set[str] = set()
    for join in joins:
        number = _number(join, source.name)
        if number is None:
            return None
        carried.add(number)
        of |= dict.fromkeys(tables("lineage")[join.this.name].names, join.this.alias_or_name)
    of |= dict.fromkeys(carried, source.name)
    for name, spelt in zip(select.named_selects, select.expressions, strict=True):
        own = {
            column.name
            for column in spelt.find_all(exp.Column)
            if (column.table or of.get(column.name, source.name)) == source.name
        }
        if name in TOLD and len(own) < len({column.name for column in spelt.find_all(exp.Column)}):
            return None
        if name not in ("verdict", "reason"):
            carried |= own
    return _LookedUp(source.name, sorted(carried))


def _number(join: exp.Join, source: str) -> str | None:
    """Give the column by which a join looks up names in `lineage`, each in one row or in none."""
    table = join.this
    if not isinstance(table, exp.Table) or table.db != "lineage" or join.side != "LEFT":
        return None
    key = NUMBERED.get(table.name)
    if using := join.args.get("using"):
        return key if [found.name for found in using] == [key] else None
    on = join.args.get("on")
    if not isinstance(on, exp.EQ):
        return None
    one, other = on.left, on.right
    if not isinstance(one, exp.Column) or not isinstance(other, exp.Column):
        return None
    if other.table == table.alias_or_name:
        one, other = other, one
    named = (one.table, one.name) == (table.alias_or_name, key)
    return other.name if named and other.table in ("", source) else None


@cache
def split(sql: str) -> tuple[str, str]:
    """Give a query's common tables, `with` and all, and the rest of it, to wrap the rest alone.

    Around all of a query that reads a common table twice, DuckDB reads every column that the last
    step names, whether it is asked for or not.
    """
    within = 0
    tokens = _tokens(sql)
    for token in tokens if tokens[0].token_type == TokenType.WITH else ():
        within -= token.token_type in CLOSING
        if within == 0 and token.token_type == TokenType.SELECT:
            return sql[: token.start], sql[token.start :]
        within += token.token_type in OPENING
    return "", sql


@dataclass(frozen=True)
class ShownFrom:
    """A query of evidence whose last step names rows of a feed one by one."""

    layer: str
    alias: str
    """What the last step calls the feed."""
    before: str
    after: str
    """The query up to the end of that step's columns, and the rest of it."""


@cache
def shown_from(sql: str, feed: str, keys: tuple[str, ...]) -> ShownFrom | None:
    """Tell where a query of evidence takes a feed's rows from, that it may say where they stand.

    `keys` are those of its columns that name the rows.

    None where its last step sums or ranks rows, or has their names from a common table.
    """
    query, step = _parsed(sql), _last_step(_tokens(sql))
    if not isinstance(query, exp.Select) or _gathers(query) or step is None:
        return None
    _, end, _ = step
    sources = [(query.args.get("from_") or query.args["from"]).this]
    sources += [join.this for join in query.args.get("joins") or []]
    naming = [column for column in query.expressions if column.alias_or_name in keys]
    own = {column.table if isinstance(column, exp.Column) else "" for column in naming}
    for table in sources:
        if not isinstance(table, exp.Table) or table.db not in ("core", "lineage"):
            continue
        if table.name == feed and own == {table.alias_or_name}:
            return ShownFrom(table.db, table.alias_or_name, sql[: end.start], sql[end.start :])
    return None


@cache
def _tokens(sql: str) -> list[Token]:
    return DUCKDB.tokenize(sql)


@cache
def _parsed(sql: str) -> exp.Expr:
    for query in DUCKDB.parser().parse(_tokens(sql), sql):
        if query is not None:
            return query
    raise ParseError("there is no query in it")


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
