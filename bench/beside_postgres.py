"""The dock's work done with PostgreSQL: COPY, then checks in SQL, the usual spelling first.

Tables are unlogged, the server does not wait for the disk, and nobody looks for blank lines, totals
or cells over two lines: what it is spared is in its favour. A torn row, or a byte of another
encoding, would stop it.
"""

import hashlib
import json
import os
from pathlib import Path

import psycopg

from bench.beside_answer import Answer
from bench.beside_file import dialect
from bench.beside_file import digest as digest_of
from bench.beside_sample import PERIOD
from bench.load import COLUMNS, NAME
from ingest.feed import Column, Kind
from ingest.feeds import all_feeds

KEY = ["payment", "fiscal_year", "region"]
AROUND = r"E' \t\r\n\u3000\u00a0\u2002\u2003\u2009\ufeff\u200b'"
WHITE = r"E' \t\r\n\u2002\u2003\u2009'"
WIDE = "".join(map(chr, range(0xFF01, 0xFF5F))) + "￥\u2212\u3000\u00a0"
NARROW = "".join(map(chr, range(0x21, 0x7F))).replace("'", "''") + "¥-  "
HIDDEN = (
    r"[\x01-\x1f\x7f-\x9f\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f"
    r"\u2028-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb]"
)
SCIENTIFIC = r"^([0-9]+(\.[0-9]+)?[eE][+-][0-9]+|[0-9]\.[0-9]+[eE][0-9]+)$"
ERRORS = "('#REF!', '#N/A', '#DIV/0!', '#VALUE!', '#NAME?', '#NUM!', '#NULL!')"
NUMBER = r"(?:(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?:\.[0-9]*)?|\.[0-9]+)"
SIGNED = (
    rf"^(?:(?:[-+]?[¥$€£]?|[¥$€£][-+]){NUMBER}元?|[¥$€£]?{NUMBER}元?[-+]"
    rf"|\([¥$€£]?{NUMBER}元?\))$"
)
USUAL = {
    Kind.CODE: "^[0-9A-Za-z_-]+$",
    Kind.DATE: "^[0-9]{4}-[0-9]{2}-[0-9]{2}$",
    Kind.INT: "^-?[0-9]{1,9}$",
    Kind.MONEY: r"^-?[0-9]{1,16}(\.[0-9]{1,2})?$",
}
FUNCTIONS = rf"""
create or replace function narrow(cell text) returns text immutable parallel safe language sql
return nullif(btrim(translate(cell, '{WIDE.replace("'", "''")}', '{NARROW}'), {WHITE}), '');

create or replace function plain(cell text) returns text immutable parallel safe language sql
return (
    select case when tight ~ '{SIGNED}' then
        case when tight ~ '[-(]' then '-' else '' end
        || replace(substring(tight from '{NUMBER}'), ',', '') end
    from (select regexp_replace(narrow(cell), '\s*([-+()¥$€£元%])\s*', '\1', 'g') as tight) as one
);

create or replace function day(year text, month text, day text) returns date
immutable parallel safe language sql
return case when year::int > 0 and month::int between 1 and 12 then
    case when day::int between 1 and extract(
        day from make_date(year::int, month::int, 1) + interval '1 month' - interval '1 day'
    ) then make_date(year::int, month::int, day::int) end end;

create or replace function as_code(cell text) returns text immutable parallel safe language sql
return case when narrow(cell) ~ '{HIDDEN}' or narrow(cell) ~ '{SCIENTIFIC}'
    or narrow(cell) in {ERRORS} then null else narrow(cell) end;

create or replace function why_code(cell text) returns text immutable parallel safe language sql
return case when narrow(cell) ~ '{SCIENTIFIC}' then 'scientific'
    when narrow(cell) in {ERRORS} then 'formula' else 'hidden' end;

create or replace function as_date(cell text) returns date immutable parallel safe language sql
return (
    select case
        when bare ~ '^[1-7][0-9]{{4}}$' then date '1899-12-30' + bare::int
        else day(part[1], coalesce(part[2], part[4], part[6], part[8]),
            coalesce(part[3], part[5], part[7], part[9])) end
    from (
        select bare, regexp_match(bare, '^([0-9]{{4}})(?:-([0-9]{{1,2}})-([0-9]{{1,2}})'
            '|/([0-9]{{1,2}})/([0-9]{{1,2}})|年([0-9]{{1,2}})月([0-9]{{1,2}})日'
            '|([0-9]{{2}})([0-9]{{2}}))$') as part
        from (select regexp_replace(narrow(cell),
            '[ T]0?0:00(:00(\.0+)?)?(Z|\+08:?00)?$', '') as bare) as one
    ) as two
);

create or replace function as_whole(cell text) returns int immutable parallel safe language sql
return case when plain(cell) ~ '^-?[0-9]{{1,9}}(\.0*)?$'
    then substring(plain(cell) from '^-?[0-9]+')::int end;

create or replace function as_money(cell text) returns numeric immutable parallel safe language sql
return case when plain(cell) ~ '^-?0*[0-9]{{0,16}}(\.[0-9]{{0,2}}0*)?$'
    then plain(cell)::numeric(18, 2) end;

create or replace function why_money(cell text) returns text immutable parallel safe language sql
return case when plain(cell) is null then 'number'
    when plain(cell) ~ '^-?[0-9]+\.[0-9]{{2}}[0-9]*[1-9]0*$' then 'decimals' else 'size' end;
"""


def take(delivery: Path, home: Path, address: str) -> Answer:
    """Take a delivery in: landing, contract, doubles, table, receipt."""
    home.mkdir()
    told = json.loads((delivery / "manifest.json").read_text("utf-8"))["files"][0]
    with psycopg.connect(f"postgresql://pursewatch@{address}/postgres") as connection:
        run = connection.cursor()
        run.execute("set work_mem = '512MB'; set max_parallel_workers_per_gather = 2")
        run.execute("drop table if exists raw, typed, double, kept, aside")
        run.execute("create table if not exists receipt (sha256 text primary key, told jsonb)")
        run.execute(FUNCTIONS)
        run.execute("select from receipt where sha256 = %s", [digest_of(delivery / NAME)])
        assert run.fetchone() is None
        digest = _copied(run, delivery / NAME, home / NAME)
        run.execute(_typed())
        _doubles(run)
        _aside(run)
        (rows, total), (kept, amount) = (
            run.execute(f"select count(*), sum(amount)::text from {one}").fetchall()[0]
            for one in ("typed", "kept")
        )
        assert (rows, total) == (told["rows"], told["totals"]["amount"]), (rows, total)
        run.execute("select count(*) from double where nth > 1 and not clash")
        repeated = run.fetchone()
        run.execute("select count(distinct line) from aside")
        aside = run.fetchone()
        run.execute('select "column", code, count(*) from aside group by 1, 2')
        reasons = {(column, code): times for column, code, times in run.fetchall()}
        run.execute(
            "insert into receipt values (%s, %s)", [digest, json.dumps([rows, kept, amount])]
        )
    assert repeated is not None
    assert aside is not None
    return Answer(rows, kept, repeated[0], aside[0], amount, reasons)


def _copied(
    run: "psycopg.Cursor[tuple[object, ...]]",
    source: Path,
    target: Path,
) -> str:
    raw = ", ".join(f"{name} text" for name in COLUMNS)
    run.execute(f"create unlogged table raw (line bigint generated always as identity, {raw})")
    encoding, cut = dialect(source)
    run.execute(f"set client_encoding = '{encoding.removesuffix('-sig')}'")
    digest = hashlib.sha256()
    copied = f"copy raw ({', '.join(COLUMNS)}) from stdin (format csv, header, delimiter E'{cut}')"
    with source.open("rb") as file, target.open("wb") as out, run.copy(copied) as copy:
        while chunk := file.read(1 << 20):
            digest.update(chunk)
            out.write(chunk)
            copy.write(chunk)
        out.flush()
        os.fsync(out.fileno())
    run.execute("set client_encoding = 'UTF8'")
    return digest.hexdigest()


def _usual(column: Column, cell: str) -> str:
    slow = {
        Kind.CODE: f"as_code({cell})",
        Kind.DATE: f"as_date({cell})",
        Kind.INT: f"as_whole({cell})",
        Kind.MONEY: f"as_money({cell})",
    }
    if column.kind is Kind.TEXT:
        return f"nullif(btrim({cell}, {AROUND}), '')"
    sure = f"{cell} ~ '^[0-9]{{4}}-(0[1-9]|1[0-2])-([01][0-9]|2[0-8])$'"  # a date that there is
    quick = {
        Kind.CODE: cell,
        Kind.INT: f"{cell}::int",
        Kind.MONEY: f"{cell}::numeric(18, 2)",
        Kind.DATE: f"case when {sure} then {cell}::date else as_date({cell}) end",
    }
    return (
        f"case when {cell} is null then null when {cell} ~ '{USUAL[column.kind]}' "
        f"then {quick[column.kind]} else {slow[column.kind]} end"
    )


def _faults(column: Column) -> list[tuple[str, str]]:
    """Give what may be wrong with a column: the code, and when it is so."""
    name, cell = column.name, f"raw_{column.name}"
    given = f"nullif(btrim({cell}, {AROUND}), '')"
    why = {
        Kind.CODE: f"why_code({cell})",
        Kind.DATE: "'date'",
        Kind.INT: "'int'",
        Kind.MONEY: f"why_money({cell})",
    }
    faults = []
    if column.kind is not Kind.TEXT:
        gone = f"{name} is null and {cell} is not null and {given} is not null"
        faults.append((why[column.kind], gone))
    if not column.optional:
        faults.append(("'missing'", f"{name} is null and {given} is null"))
    least, most = column.least, column.most
    if column.kind is Kind.DATE:
        least, most = "'1949-01-01'", "'2100-12-31'"
    if least is not None:
        faults.append(("'least'", f"{name} < {least}"))
    if most is not None:
        faults.append(("'most'", f"{name} > {most}"))
    if column.pattern:
        faults.append(("'pattern'", f"{name} !~ '^{column.pattern}$'"))
    if name == "paid_on":
        faults.append(("'period'", f"{name} not between '{PERIOD[0]}' and '{PERIOD[1]}'"))
    return faults


def _typed() -> str:
    feed = all_feeds()["payment"]
    columns = [feed.column(name) for name in COLUMNS]
    typed = ", ".join(f"{_usual(column, column.name)} as {column.name}" for column in columns)
    raws = ", ".join(f"{name} as raw_{name}" for name in COLUMNS)
    bad = " or ".join(
        f"coalesce({when}, false)" for column in columns for _, when in _faults(column)
    )
    return (
        f"create unlogged table typed as select *, {bad} as bad from "
        f"(select line + 1 as line, {typed}, {raws} from raw offset 0) as one"
    )


def _doubles(run: "psycopg.Cursor[tuple[object, ...]]") -> None:
    keys, names = ", ".join(KEY), ", ".join(COLUMNS)
    run.execute(f"""
        create unlogged table double as
        select line, {keys}, row_number() over (partition by {keys} order by line) as nth,
            min(told) over (partition by {keys}) <> max(told) over (partition by {keys}) as clash
        from (
            select line, {keys}, row({names})::text as told from typed
            where not bad and ({keys}) in (
                select {keys} from typed where not bad group by {keys} having count(*) > 1
            )
        ) as one
    """)
    run.execute(f"""
        create unlogged table kept as
        select line, {names} from typed where not bad
            and line not in (select line from double where clash or nth > 1)
    """)


def _aside(run: "psycopg.Cursor[tuple[object, ...]]") -> None:
    feed = all_feeds()["payment"]
    reasons = ", ".join(
        f"('{name}', raw_{name}, case when {when} then {code} end)"
        for name in COLUMNS
        for code, when in _faults(feed.column(name))
    )
    keys = ", ' | ', ".join(KEY)
    run.execute(f"""
        create unlogged table aside as
        select line, "column", cell as raw, code, to_jsonb(raw) as row
        from (
            select typed.line, one.* from typed,
                lateral (values {reasons}) as one ("column", cell, code)
            where bad and code is not null
            union all
            select line, '{", ".join(KEY)}', concat({keys}), 'key' from double where clash
        ) as told
        join (select line + 1 as line, {", ".join(COLUMNS)} from raw) as raw using (line)
    """)
