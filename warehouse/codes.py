"""字典. Codes against the dictionary of their year: listed, not listed, or nobody can say.

A row is never changed by this, and never dropped: `ops.code_used` tells what a night's codes are.

- A site's own list of a year (feed `classification`, a scheme at a time) replaces all else.
- Without one, the list that comes with the product from its edition's year on. It is a skeleton: it
  refutes a code whose class it does not have, confirms what it has, and says nothing of the rest.
- Money kinds, asset classes, procurement methods and the short lists of single columns are those of
  the feeds' contract; a site may deliver longer ones as schemes `fund`, `asset_class`, `procedure`.
- Units are on file for a government and year, or nobody's list was delivered; regions are on file
  in the site's own list or among the bundled provinces and prefectures.
- What lies outside China (99xxxx) is held against delivered lists alone.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import duckdb

from warehouse.pour import pour
from warehouse.shapes import Table, tables

DICTIONARIES = Path(__file__).parent / "dictionaries"
CLASS = 3
"""Digits of a class (类): all that a skeleton can refute."""

SCHEMES = ("function", "government_economic", "department_economic", "revenue")
REFINED = ("fund", "asset_class")
"""Dictionaries of the contract whose codes longer ones refine."""

REFERENCES: Mapping[str, Mapping[str, str]] = {
    "allotment": {
        "region": "region",
        "unit": "unit",
        "fund": "fund",
        "function_item": "function",
        "government_economic": "government_economic",
        "department_economic": "department_economic",
    },
    "allotment_change": {"region": "region"},
    "asset_card": {"region": "region", "unit": "unit", "asset_class": "asset_class"},
    "asset_use": {"region": "region", "unit": "unit"},
    "audit_problem": {"region": "region", "unit": "unit"},
    "bond": {"region": "region"},
    "bond_project": {"region": "region"},
    "classification": {"parent": "scheme"},
    "code_change": {"new_code": "scheme"},
    "contract": {"region": "region", "unit": "unit", "procedure": "procedure"},
    "debt_position": {"region": "region"},
    "debt_service": {"region": "region"},
    "department_budget": {
        "region": "region",
        "unit": "unit",
        "fund": "fund",
        "function_item": "function",
        "government_economic": "government_economic",
        "department_economic": "department_economic",
    },
    "enterprise": {"region": "region"},
    "insurance_fund": {"region": "region"},
    "investment_project": {"region": "region", "unit": "unit"},
    "legal_event": {"region": "region"},
    "payment": {
        "region": "region",
        "unit": "unit",
        "fund": "fund",
        "function_item": "function",
        "government_economic": "government_economic",
        "department_economic": "department_economic",
    },
    "performance": {"region": "region"},
    "project": {"region": "region", "unit": "unit"},
    "receipt": {"region": "region", "collector": "unit", "revenue_item": "revenue"},
    "region": {"parent": "region"},
    "statement": {"region": "region", "code": "side"},
    "succession": {"region": "region"},
    "transfer": {"region": "region", "to_region": "region"},
    "treasury_balance": {"region": "region"},
    "unit": {"region": "region"},
}
"""Feed → column → dictionary; `scheme` is the row's own, `side` revenue or function by the side."""

SHORT_LISTS: Mapping[str, Mapping[str, str]] = {
    "allotment": {"kind": "1 2 3 4"},
    "allotment_change": {"kind": "1 2 3 4"},
    "asset_card": {"status": "1 2 3 4 5 9"},
    "asset_use": {"kind": "1 2 3 4"},
    "bond": {"kind": "1 2", "purpose": "1 2 3"},
    "classification": {
        "scheme": "function government_economic department_economic revenue "
        "fund asset_class procedure"
    },
    "code_change": {
        "scheme": "function government_economic department_economic revenue "
        "fund asset_class procedure",
        "kind": "1 2 3",
    },
    "debt_position": {"kind": "1 2"},
    "debt_service": {"part": "1 2"},
    "insurance_fund": {"scheme": "110 170 210 310 390 410"},
    "legal_event": {
        "kind": "budget_approved department_replied unit_replied budget_published "
        "final_accounts_approved final_accounts_replied final_accounts_published "
        "adjustment_approved borrowing_approved asset_report debt_report audit_report "
        "rectification_report draft_submitted meeting"
    },
    "payment": {"method": "1 2", "business": "1 2 3 9", "settlement": "1 2 3"},
    "project": {"category": "1 2 3"},
    "region": {"tier": "1 2 3 4 5"},
    "statement": {"book": "1 2 3 4", "side": "1 2"},
    "succession": {"kind": "1 2 3"},
    "transfer": {"kind": "1 2"},
    "unit": {"kind": "1 2 3"},
}
"""Feed → column → the codes that the contract's note lists."""

LINKS: Mapping[str, str] = {
    "allotment": "allotment",
    "asset": "asset_card",
    "bond": "bond",
    "contract": "contract",
    "department": "unit",
    "project": "project",
    "source_allotment": "allotment",
}
"""Columns that name a row of another feed, held against it by the rules that need it (B01, P08)."""

_BY_CASE = {"side": "case r.side when '1' then 'revenue' when '2' then 'function' else 'none' end",
            "scheme": "r.scheme"}  # fmt: skip


@dataclass(frozen=True)
class Edition:
    """One dictionary that comes with the product, and the first year that it is used for."""

    dictionary: str
    since: int
    codes: Mapping[str, str]  # code → name

    @property
    def name(self) -> str:
        """What a reader is told that was used."""
        return f"{self.dictionary}.{self.since}"


@cache
def editions(folder: Path = DICTIONARIES) -> tuple[Edition, ...]:
    """Give the dictionaries that come with the product, the latest of each first."""
    found = []
    for path in sorted(folder.glob("*.txt"), reverse=True):
        dictionary, _, since = path.stem.partition(".")
        lines = path.read_text("utf-8").splitlines()
        named = [line.partition(" ") for line in lines if line and not line.startswith("#")]
        found.append(Edition(dictionary, int(since), {code: name for code, _, name in named}))
    return tuple(found)


def note_codes(connection: duckdb.DuckDBPyConnection, feeds: Collection[str]) -> None:
    """Fill `ops.dictionary`, `ops.code` and `ops.code_used` from the kept rows of `feeds`."""
    connection.execute(
        "create or replace temp table code_seen (file INTEGER, feed VARCHAR, column_name VARCHAR, "
        "dictionary VARCHAR, region VARCHAR, fiscal_year INTEGER, value VARCHAR, used BIGINT)"
    )
    for name in sorted(feeds):
        seen = [_seen(tables("core")[name], *held) for held in _held(name).items()]
        if seen:
            connection.execute(f"insert into code_seen {' union all '.join(seen)}")
    asked = connection.execute(
        "select distinct dictionary, fiscal_year from code_seen order by all"
    ).fetchall()
    _list_codes(connection, asked)
    _judge(connection)
    _find_lines(connection)


def _held(feed: str) -> dict[str, str]:
    """Give the columns of a feed that have a dictionary, each with its name or SQL."""
    named = {
        column: _BY_CASE.get(dictionary, f"'{dictionary}'")
        for column, dictionary in REFERENCES.get(feed, {}).items()
    }
    short = {column: f"'{feed}.{column}'" for column in SHORT_LISTS.get(feed, {})}
    return named | short


def _seen(table: Table, column: str, dictionary: str) -> str:
    region = "r.region" if "region" in table.names else "f.region"
    return f"""
        select r.file, '{table.name}', '{column}', {dictionary}, {region}, {year_of(table)},
            r."{column}", count(*)
        from kept.{table.name} r
        join ops.delivery_file f on f.number = r.file
        where r."{column}" is not null
        group by all
    """


def year_of(table: Table) -> str:
    """Give the SQL of the year whose dictionary a row `r` of file `f` is held against."""
    of_file = "left(f.period, 4)::integer"
    if "fiscal_year" in table.names:
        return "r.fiscal_year"
    if "stated_on" in table.names:
        return "year(r.stated_on)"
    if table.type_of("month") == "VARCHAR":
        return "left(r.month, 4)::integer"
    return of_file


def _list_codes(connection: duckdb.DuckDBPyConnection, asked: Collection[tuple[str, int]]) -> None:
    years = sorted({year for _, year in asked})
    connection.execute(
        "insert into ops.code select scheme, fiscal_year, code, name, parent, 'delivered' "
        "from core.classification where fiscal_year in (select unnest($years)) order by all",
        {"years": years},
    )
    delivered = set(
        connection.execute("select distinct dictionary, fiscal_year from ops.code").fetchall()
    )
    pour(connection, "ops.code", _bundled(sorted(set(asked) - delivered)))
    connection.execute(
        "insert into ops.code select 'region', unnest($years), region, name, parent, 'delivered' "
        "from core.region order by all",
        {"years": years},
    )
    connection.execute(
        """
        insert into ops.dictionary
        select dictionary, fiscal_year, max(origin), null, count(*) from ops.code group by all
        union all
        select 'unit', fiscal_year, 'delivered', null, count(*) from core.unit group by all
        union all
        select distinct dictionary, fiscal_year, null, null, 0
        from code_seen s
        where dictionary <> 'unit' and not exists (
            from ops.code c where c.dictionary = s.dictionary and c.fiscal_year = s.fiscal_year
        )
        order by all
        """
    )
    for year in years:
        for edition in _of(year):
            connection.execute(
                "update ops.dictionary set edition = $edition "
                "where dictionary = $dictionary and fiscal_year = $year and origin = 'bundled'",
                {"edition": edition.name, "dictionary": edition.dictionary, "year": year},
            )


def _of(year: int) -> Iterator[Edition]:
    """Give the edition of each bundled dictionary that holds for a year."""
    told = set()
    for edition in editions():
        if edition.since <= year and edition.dictionary not in told:
            told.add(edition.dictionary)
            yield edition


def _bundled(asked: Sequence[tuple[str, int]]) -> Iterator[tuple[object, ...]]:
    for dictionary, year in asked:
        feed, _, column = dictionary.partition(".")
        for code in SHORT_LISTS.get(feed, {}).get(column, "").split():
            yield dictionary, year, code, None, None, "contract"
        for edition in _of(year):
            if edition.dictionary == dictionary:
                origin = "bundled" if dictionary in (*SCHEMES, "region") else "contract"
                for code, name in edition.codes.items():
                    yield dictionary, year, code, name, _parent(code, edition), origin


def _parent(code: str, edition: Edition) -> str | None:
    if edition.dictionary == "region":
        above = code[:2] + "0000"
        return None if above == code else above
    return next((code[:n] for n in range(len(code) - 1, 0, -1) if code[:n] in edition.codes), None)


def _judge(connection: duckdb.DuckDBPyConnection) -> None:
    refined = ", ".join(f"'{name}'" for name in REFINED)
    abroad = "s.region like '99%'"
    connection.execute(f"""
        create or replace temp table code_judged as
        with regions as (
            select distinct s.value,
                case
                    when exists (from ops.code c where c.dictionary = 'region'
                        and c.code = s.value) then 'listed'
                    when exists (from core.region r where left(r.region, 4) = left(s.value, 4)
                        and r.region not like '%00') then 'unlisted'
                    when left(s.value, 2) = '99' then 'open'
                    when not exists (from ops.code c where c.dictionary = 'region'
                        and left(c.code, 2) = left(s.value, 2)) then 'unlisted'
                    else 'open'
                end as state
            from code_seen s
            where s.dictionary = 'region'
        ),
        units as (
            select distinct s.region, s.fiscal_year, s.value,
                case
                    when exists (from core.unit u where u.region = s.region
                        and u.fiscal_year = s.fiscal_year and u.unit = s.value) then 'listed'
                    when exists (from core.unit u where u.region = s.region
                        and u.fiscal_year = s.fiscal_year) then 'unlisted'
                    else 'open'
                end as state,
                (select min(u.unit) from core.unit u where u.region = s.region
                    and u.fiscal_year = s.fiscal_year and u.unit <> s.value
                    and u.unit like '0%' and ltrim(u.unit, '0') = ltrim(s.value, '0')) as looks_like
            from code_seen s
            where s.dictionary = 'unit'
        )
        select s.*,
            case
                when s.dictionary = 'region' then g.state
                when s.dictionary = 'unit' then u.state
                when d.origin is null then 'open'
                when c.code is not null then 'listed'
                when d.origin = 'delivered' then 'unlisted'
                when d.origin = 'contract' and s.dictionary in ({refined}) then
                    case when first.code is null then 'unlisted' else 'listed' end
                when d.origin = 'contract' then 'unlisted'
                when {abroad} then 'open'
                when class.code is null then 'unlisted'
                else 'open'
            end as state,
            coalesce(u.looks_like, z.code) as looks_like
        from code_seen s
        left join regions g on s.dictionary = 'region' and g.value = s.value
        left join units u on s.dictionary = 'unit' and u.region = s.region
            and u.fiscal_year = s.fiscal_year and u.value = s.value
        left join ops.dictionary d
            on d.dictionary = s.dictionary and d.fiscal_year = s.fiscal_year
        left join (select distinct dictionary, fiscal_year, code from ops.code) c
            on c.dictionary = s.dictionary and c.fiscal_year = s.fiscal_year and c.code = s.value
        left join (select distinct dictionary, fiscal_year, code from ops.code) first
            on first.dictionary = s.dictionary and first.fiscal_year = s.fiscal_year
            and first.code = left(s.value, 1)
        left join (select distinct dictionary, fiscal_year, code from ops.code) class
            on class.dictionary = s.dictionary and class.fiscal_year = s.fiscal_year
            and class.code = left(s.value, {CLASS})
        left join (
            select dictionary, fiscal_year, ltrim(code, '0') as bare, min(code) as code
            from ops.code
            where code like '0%'
            group by all
        ) z on z.dictionary = s.dictionary and z.fiscal_year = s.fiscal_year
            and z.bare = ltrim(s.value, '0') and z.code <> s.value
    """)


def _find_lines(connection: duckdb.DuckDBPyConnection) -> None:
    """Write what was judged, with the lines of what is not listed."""
    connection.execute(
        "create or replace temp table code_lines "
        "(file INTEGER, feed VARCHAR, column_name VARCHAR, fiscal_year INTEGER, value VARCHAR, "
        "lines BIGINT[])"
    )
    for name, column in connection.execute(
        "select distinct feed, column_name from code_judged where state = 'unlisted' order by all"
    ).fetchall():
        table = tables("core")[name]
        connection.execute(f"""
            insert into code_lines
            select r.file, '{name}', '{column}', {year_of(table)}, r."{column}",
                min(r.{table.line}, 200)
            from kept.{name} r
            join ops.delivery_file f on f.number = r.file
            where (r.file, r."{column}") in (
                select (file, value) from code_judged
                where feed = '{name}' and column_name = '{column}' and state = 'unlisted'
            )
            group by all
        """)
    connection.execute("""
        insert into ops.code_used
        select j.file, j.feed, j.column_name, j.dictionary, j.fiscal_year, j.value,
            case max(case j.state when 'unlisted' then 2 when 'open' then 1 else 0 end)
                when 2 then 'unlisted' when 1 then 'open' else 'listed' end as worst,
            min(j.looks_like) filter (j.state = 'unlisted'),
            sum(j.used),
            case when worst = 'unlisted' then min(l.lines) end
        from code_judged j
        left join code_lines l using (file, feed, column_name, fiscal_year, value)
        group by j.file, j.feed, j.column_name, j.dictionary, j.fiscal_year, j.value
        order by j.feed, j.column_name, j.file, j.dictionary, j.fiscal_year, j.value
    """)
