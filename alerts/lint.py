"""规则体检. What a rule's form must be, before any row is read."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from string import Formatter
from typing import TypeVar

import duckdb
import sqlglot
from sqlglot import exp
from sqlglot.errors import SqlglotError

from alerts.questions import FIXED
from alerts.rule import Rule, Text
from alerts.template import CODE
from warehouse.shapes import STANDS_FOR, tables

"""The columns that every rule's answer begins with."""

OPS_MAY = "RQ"
"""Families that may also read `ops`: follow-up and data quality."""

CLOCK_OR_CHANCE = {
    "any_value", "arbitrary", "current_catalog", "current_database", "current_date",
    "current_localtime", "current_localtimestamp", "current_schema", "current_setting",
    "current_time", "current_timestamp", "current_user", "first", "gen_random_uuid",
    "get_current_time", "get_current_timestamp", "getenv", "getvariable", "glob", "hash", "last",
    "localtime", "localtimestamp", "mode", "nextval", "now", "query", "query_table", "random",
    "rand", "read_blob", "read_csv", "read_csv_auto", "read_json", "read_json_auto",
    "read_parquet", "read_text", "session_user", "setseed", "today", "transaction_timestamp",
    "uuid", "uuidv4", "uuidv7", "version",
}  # fmt: skip
"""Functions whose answer is not the night's alone, or that reach outside it."""

TIES = {"arg_max", "arg_min", "argmax", "argmin", "max_by", "min_by"}
"""Functions that choose among rows, and of equals whichever a thread met first."""

BY_PLACE = (exp.RowNumber, exp.Lag, exp.Lead, exp.FirstValue, exp.LastValue, exp.NthValue)
"""Functions of a window that need its order."""

WHOLE = {"TINYINT", "SMALLINT", "INT", "BIGINT", "INT128", "UTINYINT", "USMALLINT", "UINT",
         "UBIGINT"}  # fmt: skip
"""Types to which a cast rounds on one engine and cuts off on another."""

FLOATING = {"FLOAT", "DOUBLE"}
"""Types in which money is not to the fen."""

WHOLE_ALREADY = (exp.Left, exp.Right, exp.Substring, exp.Floor, exp.Ceil, exp.Round, exp.Extract,
                 exp.Year, exp.Month, exp.Day, exp.Count, exp.Sum, exp.Predicate, exp.Null,
                 exp.DateDiff, exp.SplitPart, exp.Least, exp.Greatest)  # fmt: skip
"""What gives digits or a whole number, so that a cast has nothing to round."""

NOT_EVERYWHERE = {"approx_quantile", "median", "quantile", "quantile_cont", "percentile_cont"}
"""Functions that do not mean the same, or are not there, on every engine."""

IN_ORDER = {"array_agg", "group_concat", "list", "string_agg"}
"""Functions that need an order of their own."""

PLAIN_NUMBERS = {"0", "0.00", "0.01", "1", "2", "3", "6", "7", "12", "13", "28", "29", "31", "100"}
"""Numbers that are no threshold: fen, months, days of a month, levels of a code."""

PLACES = (exp.Left, exp.Right, exp.Substring, exp.Pad, exp.Round)
"""Where a number tells places of a text or of a decimal."""


def faults(rule: Rule) -> list[str]:
    """List what is wrong with a rule's form; empty where nothing is."""
    return [
        *_of_texts(rule),
        *of_questions(rule),
        *_of_limits(rule),
        *_of_examples(rule),
    ]


def of_questions(rule: Rule) -> list[str]:
    """List what is wrong with the queries that a rule puts to a night."""
    return [
        *_of_query("sql", rule.sql, rule),
        *_of_answer(rule),
        *(fault for feed, sql in rule.evidence.items() for fault in _of_evidence(feed, sql, rule)),
    ]


def _of_texts(rule: Rule) -> Iterator[str]:
    if not CODE.fullmatch(rule.code):
        yield f"the code is {rule.code!r}: a letter and two digits are wanted, as B02"
    if not rule.basis and not rule.printed_basis:
        yield "it stands on no article and prints no basis"
    texts = {
        "title": rule.title,
        "meaning": rule.meaning,
        "formula": rule.formula,
        "advice": rule.advice,
        "innocent": rule.innocent,
        **{f"operands.{name}": text for name, text in rule.operands.items()},
    }
    for name, text in texts.items():
        if not text.zh.strip() or not text.en.strip():
            yield f"{name} must be said in zh and en"
    relations = {f"ops.{name}" for name in tables("ops")} if rule.code[0] in OPS_MAY else set()
    named = {*rule.needs, *rule.optional, *(rule.evidence.keys() - relations)}
    for feed in sorted(named - tables("core").keys()):
        yield f"there is no feed {feed!r}"
    for feed in sorted({*rule.unbroken} - {*rule.needs}):
        yield f"{feed!r} must be unbroken and is not among the feeds that it needs"
    for tongue in ("zh", "en"):
        yield from _of_formula(rule, tongue, rule.formula)


def _of_formula(rule: Rule, tongue: str, formula: Text) -> Iterator[str]:
    named = {name for _, name, _, _ in Formatter().parse(getattr(formula, tongue)) if name}
    for name in sorted(named - rule.operands.keys() - rule.limits.keys()):
        yield f"formula.{tongue} names {name!r}, which is neither operand nor limit"
    if not named:
        yield f"formula.{tongue} names no operand: write them in braces"


def _of_query(where: str, sql: str, rule: Rule) -> Iterator[str]:
    query = _parsed(sql)
    if isinstance(query, str):
        yield f"{where}: {query}"
        return
    yield from (f"{where}: {fault}" for fault in _of_tables(query, rule, where))
    yield from (f"{where}: {fault}" for fault in _of_functions(query))
    yield from (f"{where}: {fault}" for fault in _of_numbers(query))
    given = rule.limits.keys() | {"as_of"}
    for name in sorted(_parameters(query) - given):
        yield f"{where}: no limit is called {name!r}"


Node = TypeVar("Node", bound=exp.Expr)


@dataclass(frozen=True)
class _Parsed:
    """A query and all that stands in it: each look at its form would walk through it anew."""

    query: exp.Query
    nodes: list[exp.Expr]

    def all(self, *kinds: type[Node]) -> Iterator[Node]:
        """Give what is of these kinds, from the outside in."""
        return (node for node in self.nodes if isinstance(node, kinds))


@cache
def _reader() -> duckdb.DuckDBPyConnection:
    return duckdb.connect()


@cache
def _parsed(sql: str) -> _Parsed | str:
    try:
        _reader().extract_statements(sql)
        statements = sqlglot.parse(sql, dialect="duckdb")
    except (duckdb.Error, SqlglotError) as error:
        return f"it cannot be read: {' '.join(str(error).split())[:200]}"
    if len(statements) != 1 or not isinstance(statements[0], exp.Query):
        return "one select is wanted, and nothing else"
    return _Parsed(statements[0], [*statements[0].walk()])


def _of_tables(query: _Parsed, rule: Rule, where: str) -> Iterator[str]:
    own = {cte.alias for cte in query.all(exp.CTE)}
    feeds = {*rule.needs, *rule.optional} or tables("core").keys()
    aside = {"calendar", "lineage", *(["ops"] if rule.code[0] in OPS_MAY else [])}
    for table in query.all(exp.Table):
        feed = STANDS_FOR.get(table.name) if table.db == "lineage" else table.name
        if table.db in ("core", "lineage") and feed in tables("core"):
            if feed not in feeds:
                yield f"it reads {table.db}.{table.name}, which is in neither needs nor optional"
        elif table.db in aside and table.name in tables(table.db):
            continue
        elif table.db or table.name not in own | ({"finding"} if where != "sql" else set()):
            yield f"it reads {table.sql('duckdb')}: a rule reads core alone"
    for join in query.all(exp.Join):
        if (join.method or "").upper() == "ASOF" or (join.kind or "").upper() == "ASOF":
            yield "an asof join does not mean the same on every engine"


def _of_functions(query: _Parsed) -> Iterator[str]:
    for called in query.all(exp.Func):
        name = (called.name if isinstance(called, exp.Anonymous) else called.sql_name()).lower()
        if name in CLOCK_OR_CHANCE:
            yield f"{name}() answers by the clock, by chance or from outside the night"
        if name in NOT_EVERYWHERE:
            yield f"{name}() does not mean the same on every engine"
        if name in TIES:
            yield f"{name}() of equals gives whichever comes first: rank them in a total order"
        if name in IN_ORDER and not called.find(exp.Order):
            yield f"{name}() without an order gives what the threads give"
    for window in query.all(exp.Window):
        ordered = window.args.get("order") or _window_named(query, window.alias)
        if isinstance(window.this, BY_PLACE) and not ordered:
            yield f"{window.this.sql_name().lower()}() needs an order in its window"
    yield from _of_casts(query)
    for whole in query.all(exp.IntDiv):
        if not whole.this.find(exp.Abs, exp.Greatest):
            yield (
                "// of less than 0 rounds down here and up elsewhere: divide abs(…) or "
                f"greatest(…, 0): {whole.sql('duckdb')}"
            )
    for division in query.all(exp.Div, exp.IntDiv, exp.Mod):
        by = division.expression.unnest()
        guarded = isinstance(by, exp.Nullif) or (isinstance(by, exp.Literal) and by.name != "0")
        if not guarded:
            yield f"divide by nullif(…, 0): {division.sql('duckdb')}"
    for cut in query.all(exp.Limit, exp.TableSample):
        yield f"a rule looks at every row: {cut.sql('duckdb').strip()}"


def _window_named(query: _Parsed, name: str) -> exp.Expression | None:
    for window in query.all(exp.Window):
        if isinstance(window.parent, exp.Select) and window.this.name == name and name:
            return window.args.get("order")
    return None


def _of_casts(query: _Parsed) -> Iterator[str]:
    for cast in query.all(exp.Cast, exp.TryCast):
        wanted, inner = cast.to.this.name, cast.this.unnest()
        said = cast.sql("duckdb")
        if wanted in WHOLE and not (isinstance(inner, (*WHOLE_ALREADY, exp.Literal))):
            yield f"a cast to a whole number rounds here and cuts off elsewhere: floor it: {said}"
        if wanted in FLOATING:
            yield f"money is never a float: {said}"
    for compared in query.all(exp.Collate, exp.ILike):
        yield f"what letters are equal differs from engine to engine: {compared.sql('duckdb')}"
    for column in query.all(exp.Column):
        if column.name.lower() == "rowid":
            yield "rowid is where a row happens to lie, not what it is"


def _of_numbers(query: _Parsed) -> Iterator[str]:
    for literal in query.all(exp.Literal):
        if literal.is_string or literal.name in PLAIN_NUMBERS:
            continue
        if isinstance(literal.parent, PLACES) or literal.find_ancestor(exp.DataType):
            continue
        yield f"the number {literal.name} belongs into the limits, with its provenance"


def _parameters(query: _Parsed) -> set[str]:
    return {
        found.name or found.text("this")
        for found in query.all(exp.Parameter, exp.Placeholder)
        if (found.name or found.text("this"))
    }


def _of_answer(rule: Rule) -> Iterator[str]:
    query = _parsed(rule.sql)
    if isinstance(query, str):
        return
    names = query.query.named_selects
    if tuple(names[: len(FIXED)]) != FIXED:
        yield f"sql: the answer must begin with {', '.join(FIXED)}"
    elif names[len(FIXED) :] != [*rule.operands]:
        yield f"operands are {[*rule.operands]}, and sql gives {names[len(FIXED) :]}"


def _of_evidence(feed: str, sql: str, rule: Rule) -> Iterator[str]:
    yield from _of_query(f"evidence.{feed}", sql, rule)
    query = _parsed(sql)
    layer, _, name = feed.rpartition(".")
    table = tables(layer or "core").get(name)
    if isinstance(query, str) or table is None:
        return
    names = query.query.named_selects
    keys = names[3:]
    if names[:3] != ["region", "period", "subject"] or not keys:
        yield f"evidence.{feed}: give region, period, subject, then the row's key"
    whence = {"file", "line"} if "file" in keys and rule.code[0] in OPS_MAY else set()
    for key in keys:
        if key not in {*table.names, *whence}:
            yield f"evidence.{feed}: {table.layer}.{name} has no column {key!r}"


def _of_limits(rule: Rule) -> Iterator[str]:
    used: set[str] = set()
    for sql in (rule.sql, *rule.evidence.values()):
        query = _parsed(sql)
        if not isinstance(query, str):
            used |= _parameters(query)
    for name, limit in rule.limits.items():
        if name not in used:
            yield f"the limit {name!r} is used by no query"
        if not limit.zh.strip() or not limit.en.strip():
            yield f"the limit {name!r} must be named in zh and en"
        if limit.provenance == "L" and not limit.article:
            yield f"the limit {name!r} is said to be statutory and names no article"
    if rule.needs and not rule.evidence:
        yield "it shows no evidence"


def _of_examples(rule: Rule) -> Iterator[str]:
    examples = rule.examples
    if not any(example.fails for example in examples):
        yield "no example makes it speak"
    if not any(example.passes for example in examples):
        yield "no example keeps it silent"
    edges = [example for example in examples if example.boundary]
    if not any(example.fails for example in edges) or not any(example.passes for example in edges):
        yield "no example stands on each side of a boundary"
    if rule.needs and not any(e.missing and "" in e.unknown for e in examples):
        yield "no example shows what it says without a feed"
