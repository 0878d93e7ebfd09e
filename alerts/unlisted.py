"""字典外. Rows whose codes the year's dictionary does not list, and the answers that hang on them.

A row of which a rule needs such a code is `unknown` to that rule (delivery.md), and a subject whose
answer the row could change is unknown with it. What it could change is told by asking twice: of the
rows as they were delivered, and of rows that say no more than can be read, an optional code empty
and a row without one that must be there left out. An answer that is the same both times stands.

- Which codes a rule needs is read from its query: columns of `core` that a condition turns on.
- A code is marked where the dictionary of its row's year refutes it, or where there is none for
  that year (`ops.code_used`); what a bundled skeleton leaves open counts as listed.
- Units and regions are no marks: a rule that needs a unit's name or department looks for it itself.
"""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache

import duckdb
import sqlglot
from sqlglot import exp
from sqlglot.errors import SqlglotError
from sqlglot.optimizer.qualify import qualify
from sqlglot.optimizer.scope import Scope, traverse_scope

from alerts.rule import Horizon, Rule
from warehouse.shapes import STANDS_FOR, Table, tables

Needed = frozenset[tuple[str, str]]
"""Columns of feeds, as `("payment", "settlement")`."""

ASIDE = ("unit", "region", "none")
"""Dictionaries of which rules ask for themselves."""

LAYERS = ("core", "ops", "lineage", "calendar")

DATED: Mapping[str, str] = {
    "allotment": "issued_on",
    "allotment_change": "changed_on",
    "asset_card": "stated_on",
    "asset_use": "started_on",
    "bond": "issued_on",
    "contract": "signed_on",
    "debt_position": "stated_on",
    "payment": "paid_on",
    "receipt": "received_on",
    "transfer": "issued_on",
}
"""Feed → the day from which a row is there; no rule reads a row dated after the as-of date."""

STATED = ("asset_card", "debt_position")
"""Stocks of which a rule that asks once reads a government's latest date alone."""

OWN: Mapping[str, tuple[str, ...]] = {
    "debt_service": ("bond", "due_on"),
    "insurance_fund": ("scheme",),
    "debt_position": ("kind",),
}
"""Feed → the columns of which a subject consists that is the row itself; else the first."""

ELSEWHERE = ("transfer",)
"""Feeds that a government other than the row's own answers by."""


@dataclass(frozen=True)
class Mark:
    """A column of a feed in which some code is not to be had from the dictionary."""

    feed: str
    column: str


MARKED = f"""
    from ops.code_used u
    left join ops.dictionary d on d.dictionary = u.dictionary and d.fiscal_year = u.fiscal_year
    where u.dictionary not in {ASIDE}
        and (u.state = 'unlisted' or (u.state = 'open' and d.origin is null))
"""


def marks(connection: duckdb.DuckDBPyConnection) -> frozenset[Mark]:
    """Give the columns in which a night has marked codes: most nights have few or none."""
    rows = connection.execute(f"select distinct u.feed, u.column_name {MARKED}").fetchall()
    return frozenset(Mark(*row) for row in rows)


def needed(rule: Rule, marked: Collection[Mark]) -> Needed:
    """Give the columns with marked codes that the rule's answer turns on."""
    feeds = {*rule.needs, *rule.optional}
    held = frozenset((mark.feed, mark.column) for mark in marked if mark.feed in feeds)
    return held & _deciding(rule.sql, held) if held else held


def hold_back(
    connection: duckdb.DuckDBPyConnection, rule: Rule, columns: Needed, as_of: date
) -> str:
    """Fill `unread` with the rows that the rule can't read; give its query without their codes.

    The query is for a second asking. Of `asked_of`, `in_doubt` takes the governments concerned,
    each with the reason that is said where no row of its own is the subject.
    """
    feeds = sorted({feed for feed, _ in columns})
    connection.execute(
        f"""
        create or replace temp table marked as
        select
            u.feed, u.column_name, u.dictionary, u.fiscal_year, u.value,
            bool_and(u.state = 'open') as missing,
            bool_or(coalesce(d.origin, '') in ('delivered', 'contract')) as abroad
        {MARKED}
        group by all
        """
    )
    connection.execute(
        "create or replace temp table unread (feed VARCHAR, column_name VARCHAR, "
        "dictionary VARCHAR, of_year INTEGER, value VARCHAR, missing BOOLEAN, region VARCHAR, "
        "fiscal_year INTEGER, own VARCHAR, reason VARCHAR)"
    )
    for feed in feeds:
        named = sorted(column for of, column in columns if of == feed)
        connection.execute(_rows(tables("core")[feed], named, rule.horizon), {"as_of": as_of})
    connection.execute(REASONS)
    everywhere = "true" if {*feeds} & {*ELSEWHERE} else "false"
    connection.execute(f"""
        create or replace temp table in_doubt as
        with said as (select distinct region, reason from unread),
        own as (select region, string_agg(reason, '; ' order by reason) as reason
                from said group by region)
        select a.region, coalesce(own.reason, (
            select string_agg(distinct reason, '; ' order by reason) from unread
        )) as reason
        from (select distinct region from asked_of) a
        left join own using (region)
        where own.region is not null
            or ({everywhere} and exists (from unread))
    """)
    sql = rule.sql
    for feed in feeds:
        named = sorted(column for of, column in columns if of == feed)
        repeats = [tables("lineage")[name] for name, of in STANDS_FOR.items() if of == feed]
        for table in (tables("core")[feed], *repeats):
            connection.execute(_view(table, feed, [name for name in named if name in table.names]))
            whole = rf'"?\b{table.layer}\b"?\s*\.\s*"?\b{table.name}\b"?'
            sql = re.sub(whole, f"readable_{table.layer}_{table.name}", sql)
    return sql


def asked_again(
    connection: duckdb.DuckDBPyConnection, sql: str, given: Mapping[str, object]
) -> bool:
    """Fill `again` with what the rule says of what can be read; tell whether any is in doubt."""
    if connection.execute("select count(*) from in_doubt").fetchall() == [(0,)]:
        return False
    connection.execute(
        f"""
        create or replace temp table again as
        select region, period, coalesce(subject, '') as subject,
            list(distinct concat(verdict, severity)) as said,
            bool_or(verdict in ('fail', 'unknown')) as speaks
        from ({sql}
        ) as asked
        where region in (select region from in_doubt)
        group by all
        """,
        dict(given),
    )
    return True


def told(sql: str) -> str:
    """Give the query of what a rule says where what can be read says the same, else `unknown`.

    `own` keeps a subject that is an unread row itself.
    """
    return f"""
        select a.* replace (
            coalesce(a.region, g.region) as region,
            coalesce(a.period, g.period) as period,
            coalesce(a.subject, g.subject) as subject,
            case when {HANGS} then 'unknown' else a.verdict end as verdict,
            case
                when {HANGS} then coalesce(o.reason, d.reason)
                else cast(a.reason as varchar)
            end as reason
        ), o.own
        from (select *, true as answered from ({sql}
        ) as asked) a
        full join again g
            on g.region = a.region and g.period = a.period and g.subject = coalesce(a.subject, '')
        left join (
            select region, own, min(reason) as reason from unread group by all
        ) o on o.region = coalesce(a.region, g.region) and o.own = coalesce(a.subject, g.subject)
        left join in_doubt d on d.region = coalesce(a.region, g.region)
        where a.answered or g.speaks
    """


HANGS = """
    (d.region is not null and coalesce(a.verdict, '') <> 'unknown' and (
        a.answered is null
        or (o.own is not null and a.verdict in ('fail', 'pass'))
        or not coalesce(
            list_contains(g.said, concat(a.verdict, a.severity)), false
        )
    ))
"""


def count_rows(connection: duckdb.DuckDBPyConnection) -> None:
    """Add to `counted` the unread rows that are no subject of the rule, each as one unknown."""
    connection.execute(
        """
        insert into counted by name
        select u.region, cast(u.fiscal_year as varchar) as period, 'unknown' as verdict, u.reason,
            count(*) as subjects
        from unread u
        where (u.region, u.fiscal_year) in (select region, fiscal_year from asked_of)
            and not exists (
                select 1 from counted a where a.region = u.region and a.own = u.own
            )
        group by all
        """
    )


REASONS = """
    create or replace temp table unread as
    with values as (
        select region, feed, column_name, dictionary, of_year, missing,
            list_sort(list(distinct value)) as codes
        from unread
        group by all
    )
    select u.* replace (
        case
            when u.missing then 'classification ' || u.dictionary || ' of '
                || cast(u.of_year as varchar)
            else u.feed || '.' || u.column_name || ' ' || array_to_string(v.codes[1:3], ', ')
                || case when len(v.codes) > 3 then ' and ' || cast(len(v.codes) - 3 as varchar)
                    || ' more' else '' end
                || ' not in '
                || case when contains(u.dictionary, '.') then 'the list of the contract'
                    else 'classification ' || u.dictionary || ' of ' || cast(u.of_year as varchar)
                    end
        end as reason
    )
    from unread u
    join values v using (region, feed, column_name, dictionary, of_year, missing)
"""


def _rows(table: Table, columns: Sequence[str], horizon: Horizon) -> str:
    """Give the SQL that notes each row with a marked code, once, by the first of its columns."""
    year = _year(table)
    place = "year($as_of)" if horizon is Horizon.AS_OF or year is None else year
    own = " || '/' || ".join(
        f"replace(cast(r.{name} as varchar), '/', '／')"
        for name in OWN.get(table.name, tuple(table.names[:1]))
    )
    day = DATED.get(table.name)
    until = f"and coalesce(r.{day}, $as_of) <= $as_of" if day else "and $as_of is not null"
    latest = (
        f"and r.{day} = (select max(x.{day}) from core.{table.name} x "
        f"where x.region = r.region and x.{day} <= $as_of)"
        if horizon is Horizon.AS_OF and table.name in STATED
        else ""
    )
    first = "".join(f"when m{n}.value is not null then m{n} " for n in range(len(columns)))
    return f"""
        insert into unread
        select '{table.name}', m.column_name, m.dictionary, m.fiscal_year, m.value, m.missing,
            region, place, own, null
        from (
            select r.region, {place} as place, {own} as own, case {first}end as m
            from core.{table.name} r
            {_joins(table, table.name, columns)}
            where ({" or ".join(f"m{n}.value is not null" for n in range(len(columns)))})
            {until} {latest}
        )
    """


def _view(table: Table, feed: str, columns: Sequence[str]) -> str:
    """Give the SQL of a feed, or of what repeats it, as far as its codes can be read."""
    required = {column.name for column in tables("core")[feed].columns if column.required}
    emptied, left_out = [], []
    for nth, column in enumerate(columns):
        if column not in required:
            emptied.append(f'case when m{nth}.value is null then r."{column}" end as "{column}"')
        else:
            left_out.append(f"m{nth}.value is null")
    star = f"r.* replace ({', '.join(emptied)})" if emptied else "r.*"
    where = f"where {' and '.join(left_out)}" if left_out else ""
    return (
        f"create or replace temp view readable_{table.layer}_{table.name} as select {star} "
        f"from {table.layer}.{table.name} r {_joins(table, feed, columns)} {where}"
    )


def _joins(table: Table, feed: str, columns: Sequence[str]) -> str:
    year = _year(table)
    same_year = f"and m{{n}}.fiscal_year = {year}" if year else ""
    return "\n".join(
        f"""left join (
                from marked where feed = '{feed}' and column_name = '{column}'
                {"" if year else "qualify row_number() over (partition by value order by fiscal_year) = 1"}
            ) m{n}
            on m{n}.value = r."{column}" {same_year.format(n=n)}
            and (m{n}.abroad or r.region not like '99%')"""  # noqa: E501
        for n, column in enumerate(columns)
    )


def _year(table: Table) -> str | None:
    """Give the SQL of a row's year, as its dictionary is chosen (`warehouse.codes.year_of`)."""
    if "fiscal_year" in table.names:
        return "r.fiscal_year"
    if "stated_on" in table.names:
        return "year(r.stated_on)"
    if table.type_of("month") == "VARCHAR":
        return "cast(left(r.month, 4) as integer)"
    return None


@cache
def _deciding(sql: str, columns: Needed) -> Needed:
    """Give those of the columns that a condition of the query turns on."""
    try:
        query = qualify(
            sqlglot.parse_one(sql, dialect="duckdb"),
            dialect="duckdb",
            schema={
                layer: {t.name: {c.name: c.type for c in t.columns} for t in tables(layer).values()}
                for layer in LAYERS
            },
            validate_qualify_columns=False,
        )
        scopes = traverse_scope(query)
    except SqlglotError:
        return columns
    seen: dict[tuple[int, str], Needed] = {}
    return frozenset(
        origin
        for scope in scopes
        for column in scope.columns
        if _weighs(column)
        for origin in _origins(scope, column, seen)
    )


def _weighs(column: exp.Column) -> bool:
    """Tell whether a condition turns on a column, and does not only say what belongs together."""
    at: exp.Expr = column
    while at.parent is not None and not isinstance(at, exp.Select):
        above = at.parent
        if isinstance(above, exp.EQ) and {type(above.left), type(above.right)} == {exp.Column}:
            return False
        if isinstance(above, exp.Predicate):
            return True
        if isinstance(above, exp.Case) and above.this is at:
            return True
        at = above
    return False


def _origins(scope: Scope, column: exp.Column, seen: dict[tuple[int, str], Needed]) -> Needed:
    source = None
    at: Scope | None = scope
    while at is not None and source is None:
        source = at.sources.get(column.table)
        at = at.parent
    if isinstance(source, exp.Table):
        feed = source.name if source.db == "core" else STANDS_FOR.get(source.name)
        told = feed is not None and source.db in ("core", "lineage")
        return frozenset({(feed, column.name)}) if feed and told else frozenset()
    return _of_output(source, column.name, seen) if isinstance(source, Scope) else frozenset()


def _of_output(scope: Scope, name: str, seen: dict[tuple[int, str], Needed]) -> Needed:
    """Give the columns of feeds that a column of a subquery is made of."""
    known = seen.setdefault((id(scope), name), frozenset())
    if known:
        return known
    found: set[tuple[str, str]] = set()
    query = scope.expression
    names = query.named_selects if isinstance(query, exp.Query) else []
    if name in names:
        for branch in _branches(scope):
            made_of = branch.expression
            if isinstance(made_of, exp.Query):
                for column in made_of.selects[names.index(name)].find_all(exp.Column):
                    found |= _origins(branch, column, seen)
    seen[id(scope), name] = frozenset(found)
    return seen[id(scope), name]


def _branches(scope: Scope) -> list[Scope]:
    if scope.set_operation_scopes:
        return [select for branch in scope.set_operation_scopes for select in _branches(branch)]
    return [scope]
