"""Whatever is asked in SQL, a reader gets their own rows, and the site goes on."""

from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest

from alerts.scope import Scope
from alerts.sights import open_tables, sights
from tests.memory import memory
from tests.warehouse.kept_rows import Kept
from warehouse.asking import Bounds, QueriesBusy, QueryRefused, QueryStopped, _turn, ask_within
from warehouse.sandbox import Refused, checked

HERE, ELSEWHERE = "410100", "520100"
OWN = Scope((HERE,), clear=False)
PERSON, ACCOUNT = "欧阳明月", "6222000200112345678"
TABLES = {f"{table.layer}.{table.name}": table for table in open_tables()}


@pytest.fixture(scope="module")
def night(tmp_path_factory: pytest.TempPathFactory) -> Path:
    kept = Kept(tmp_path_factory.mktemp("two"))
    for region, secret in ((HERE, "本地"), (ELSEWHERE, "机密四十二")):
        kept.file("payment", region, "2026-03", [
            {"payment": f"P{region}", "amount": Decimal("0.10"), "payee": PERSON,
             "payee_account": ACCOUNT, "purpose": f"付{PERSON} {secret}"},
        ])  # fmt: skip
        kept.file("unit", region, "2026", [{"unit": "101", "name": secret}])
    return kept.build()


@pytest.fixture
def bounds(tmp_path: Path) -> Bounds:
    return Bounds(seconds=20, rows=1000, bytes=300_000_000, room=tmp_path)


def asked(night: Path, sql: str, bounds: Bounds, scope: Scope = OWN) -> list[tuple[object, ...]]:
    return list(ask_within(night, sql, sights(scope), bounds).rows)


def test_a_reader_gets_the_rows_of_their_own_governments_masked(night: Path, bounds: Bounds):
    sql = (
        "select region, payee, payee_account, purpose, sum(amount) as paid, "
        "(select count(*) from core.unit) as units from core.payment group by all"
    )

    answer = ask_within(night, sql, sights(OWN), bounds)

    assert answer.rows == [(HERE, "欧**", "****5678", "付欧** 本地", "0.10", 1)]
    assert answer.types[4] == "DECIMAL(38,2)"


def test_who_may_see_all_and_says_why_gets_it_clear(night: Path, bounds: Bounds):
    found = asked(night, "select region, payee from core.payment order by 1", bounds,
                  Scope.everywhere())  # fmt: skip

    assert found == [(HERE, PERSON), (ELSEWHERE, PERSON)]


@pytest.mark.parametrize("scope", [Scope(None), Scope((HERE,), ("101",)), Scope(("",))])
def test_who_sees_no_figures_gets_no_row(night: Path, bounds: Bounds, scope: Scope):
    assert asked(night, "select count(*) from core.payment", bounds, scope) == [(0,)]


@pytest.mark.parametrize(
    "sql",
    [
        f"select count(*) from core.unit where region = '{ELSEWHERE}'",
        "select count(*) from core.unit where case when name = '机密四十二' then "
        "cast(name as integer) = 1 else false end",
        "select count(*) from core.payment where region <> '410100' and cast(purpose as date) "
        "is not null",
        "select count(*) from (select cast(name as int) from core.unit where name like '机密%')",
        "select count(*) from core.payment p join core.unit u on cast(u.name as int) = 1 "
        "where u.region > '5'",
    ],
)
def test_no_condition_is_tried_on_the_rows_of_others(night: Path, bounds: Bounds, sql: str):
    assert asked(night, sql, bounds) == [(0,)]


def test_an_error_tells_no_value(night: Path, bounds: Bounds):
    with pytest.raises(QueryRefused, match="use try_cast") as refused:
        asked(night, "select cast(name as integer) from core.unit", bounds)

    assert "本地" not in str(refused.value)


HOSTILE = (
    "select * from read_csv('/etc/passwd')",
    "select * from read_text('/etc/passwd')",
    "select * from read_parquet('/x')",
    "select * from read_json('/x')",
    "select * from glob('/*')",
    "select * from '/etc/passwd'",
    "select * from 'x.parquet'",
    'from "http://host/x.csv"',
    "select * from duckdb_settings()",
    "select * from duckdb_tables()",
    "select * from duckdb_secrets()",
    "select * from duckdb_databases()",
    "select * from pragma_database_list",
    "select * from pragma_storage_info('core.payment')",
    "select * from information_schema.tables",
    "select * from sqlite_master",
    "select * from pg_catalog.pg_class",
    "select current_setting('temp_directory')",
    "select getenv('HOME')",
    "select getvariable('x')",
    "select version()",
    "select error('x')",
    "select query('select 1')",
    "select * from query('select 1')",
    "select * from query_table('core.payment')",
    "select * from sql_auto_complete('s')",
    "select json_execute_serialized_sql('x')",
    "select * from json_execute_serialized_sql('x')",
    "select nextval('s')",
    "select * from night.core.payment",
    "select * from night.kept.payment",
    "select * from kept.payment",
    "select * from ops.finding",
    "select * from ops.aside",
    "select * from main.payment",
    "select * from memory.core.payment",
    "select * from system.main.x",
    "from payment",
    "from hidden",
    "with kept as (select 1) select * from kept.payment",
    "select (select max(payee) from night.kept.payment)",
    "select * from core.payment, night.kept.unit",
    "select * from core.payment where payee in (select name from night.kept.unit)",
    "select * from (select * from core.payment union all select * from night.kept.payment)",
    "with recursive r as (select 1 as n union all select n + 1 from r, night.kept.unit) from r",
    "select list_transform([1], x -> getenv('HOME'))",
    "select sum(1) over (order by getenv('HOME'))",
    "select 1 order by getenv('HOME')",
    "select 1 limit (select length(getenv('HOME')))",
    "select distinct on (getenv('HOME')) 1",
    "select /* */ getenv /* */ ('HOME') -- x",
    "select 'HOME'.getenv()",
    "select masked_name('x')",
    "select $1",
    "select ?",
    "select * from (describe core.payment)",
    "describe core.payment",
    "summarize core.payment",
    "show tables",
    "show all",
    "copy core.payment to '/tmp/x.csv'",
    "copy (select 1) to '/tmp/x'",
    "install httpfs",
    "load httpfs",
    "attach '/tmp/x.db' as x",
    "detach night",
    "set threads = 9",
    "reset threads",
    "pragma version",
    "pragma enable_profiling",
    "create table x as select 1",
    "create macro m() as 1",
    "insert into core.payment select 1",
    "update core.payment set amount = 0",
    "delete from core.payment",
    "drop table core.payment",
    "export database '/tmp/x'",
    "import database '/tmp/x'",
    "checkpoint",
    "vacuum",
    "begin",
    "call pragma_version()",
    "explain select 1",
    "explain analyze select 1",
    "prepare p as select 1",
    "execute p",
    "use night",
    "select 1; select 2",
    "select 1; drop table x",
    "; ;",
    "",
    "-- nothing",
    "select 'x\0y'",
    "selec 1",
    "((((" * 500,
)


@pytest.mark.parametrize("sql", HOSTILE)
def test_what_may_not_be_asked_is_refused_before_anything_runs(sql: str):
    hidden = [{"secret": 1}]

    with memory() as connection, pytest.raises((Refused, duckdb.Error)):
        checked(connection, sql, TABLES)
    assert hidden


@pytest.mark.parametrize(
    "sql",
    [
        "with recursive n as (select 1 as i union all select i + 1 from n where i < 9) from n",
        "from core.payment select region, year(paid_on), sum(amount) filter (amount > 0), "
        "row_number() over (partition by unit order by amount desc) group by all",
        "select * exclude (payee) from CORE.Payment p left join mart.execution_by_month m "
        "on m.region = p.region and m.month = month(p.paid_on) where p.purpose like '%会%' "
        "order by amount desc limit 10",
        "select code, reasons ->> 'no amount' from ops.rule_result where fail > 0",
        "select unnest(range(3)), [x * 2 for x in [1, 2]], {'a': 1}.a, date '2026-03-31' - 1",
        "select * from (values (1, 'a')) t(i, j) union select 2, 'b' except select 3, 'c'",
        "select case when amount between 1 and 2 then '甲' else coalesce(payee, '') end, "
        "amount::varchar || '元', try_cast(unit as integer) from core.payment",
    ],
)
def test_what_an_analyst_asks_is_let_through(sql: str):
    with memory() as connection:
        assert checked(connection, sql, TABLES) <= TABLES.keys()


@pytest.mark.parametrize(
    ("sql", "said"),
    [
        ("select count(*) from range(10000000000) a, range(1000) b", "longer than 1 s"),
        ("with recursive r as (select 1 as n union all select n + 1 from r) select max(n) from r",
         "longer than 1 s|memory"),
        ("select sum(length(lpad('x', 2000000000, 'y'))) from range(3)", "longer than|memory"),
        ("select len(range(2000000000))", "longer than|memory"),
        ("select list(a.range || repeat_.r) from range(100000000) a, (select rpad('x', 1000, 'x') "
         "as r) repeat_", "longer than|memory"),
    ],
)  # fmt: skip
def test_what_runs_away_is_stopped(night: Path, bounds: Bounds, sql: str, said: str):
    with pytest.raises(QueryStopped, match=said):
        asked(night, sql, replace(bounds, seconds=1, grace=1))


def test_no_more_rows_or_text_come_than_are_wanted(night: Path, bounds: Bounds):
    rows = ask_within(night, "from range(5000)", sights(OWN), bounds)
    wide = ask_within(night, "select rpad('x', 3000000, 'x') from range(50)", sights(OWN), bounds)

    assert (len(rows.rows), rows.cut) == (1000, True)
    assert (len(wide.rows) < 10, wide.cut) == (True, True)


def test_only_so_many_are_answered_at_once(bounds: Bounds):
    few = replace(bounds, at_once=1)

    with _turn(few), pytest.raises(QueriesBusy, match="1 questions are being"), _turn(few):
        pass
    with _turn(few):
        pass


def test_the_ledger_s_rows_stand_in_for_the_night_s(night: Path, bounds: Bounds):
    row = (7, "B02", "execution.x", HERE, "2026", "A'1", 0, None, "red", "raised", "1.10",
           "2026-03-01", "2026-03-02", 2, None, False, None)  # fmt: skip

    answer = ask_within(
        night, "select number, subject, at_stake from ops.alert", sights(OWN), bounds,
        {"ops.alert": [row]},
    )  # fmt: skip

    assert answer.rows == [(7, "A'1", "1.10")]
