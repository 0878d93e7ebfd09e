"""A real PostgreSQL is pulled: nothing is lost, nothing doubled, never half a period."""

import re
from datetime import date
from decimal import Decimal
from pathlib import Path

import psycopg
import pytest

from ingest.pulls.order import PullFailed
from tests.ingest.pulls.bureau import SHAPE, Bureau, Congress, found, order, periods


@pytest.fixture
def bureau(postgresql: str) -> Bureau:
    return found(postgresql)


@pytest.fixture
def congress(bureau: Bureau, tmp_path: Path) -> Congress:
    return Congress(tmp_path / "home", bureau)


def test_each_period_becomes_a_delivery_with_its_manifest(bureau, congress):
    bureau.pay("P1", "P2")
    bureau.pay("P3", XPAY_DATE="2026-02-28 23:59")

    pulled = congress.pull()

    assert periods(pulled) == [("2026-02", "kept"), ("2026-03", "kept")]
    assert {receipt.supplier for receipt in pulled.receipts} == {"郑州市财政局"}
    assert congress.kept() == [(f"P{n}", Decimal("100.00")) for n in (1, 2, 3)]
    told = [path.read_text("utf-8") for path in congress.home.glob("landing/*/manifest.json")]
    assert sorted(re.findall(r'"rows": \d', "".join(told))) == ['"rows": 1', '"rows": 2']


def test_nothing_new_is_no_delivery(bureau, congress):
    bureau.pay("P1", "P2")
    congress.pull()

    again = congress.pull()

    assert (again.receipts, again.unchanged) == ([], 1)


def test_only_the_period_that_changed_is_read_again_and_whole(bureau, congress):
    bureau.pay("P1", XPAY_DATE="2026-02-01")
    bureau.pay("P2")
    congress.pull()
    bureau.pay("P3")

    pulled = congress.pull()

    assert periods(pulled) == [("2026-03", "kept")]
    assert pulled.unchanged == 1
    assert [key for key, _ in congress.kept()] == ["P1", "P2", "P3"]


def test_a_row_that_becomes_visible_late_is_not_lost(bureau, congress):
    with psycopg.connect(bureau.url) as slow:
        slow.execute(
            """insert into "支付"
               values ('P1', 2026, '410100', '101001', '2026-03-05', 7, '某人')"""
        )
        bureau.pay("P2")  # later by its time of change, but seen first
        congress.pull()
        assert [key for key, _ in congress.kept()] == ["P2"]

    congress.pull()

    assert congress.kept() == [("P1", Decimal("7.00")), ("P2", Decimal("100.00"))]


def test_a_change_that_becomes_visible_late_is_seen_though_nothing_else_moves(bureau, congress):
    bureau.pay("P1", "P2")
    with psycopg.connect(bureau.url) as slow:
        slow.execute("""update "支付" set "USE_DES" = 'x', "UPDATE_TIME" = now()
                        where "PAY_CERT_ID" = 'P1'""")
        bureau.pay("P3")
        congress.pull()

    congress.pull()

    assert congress.kept("payment, purpose") == [("P1", "x"), ("P2", None), ("P3", None)]


def test_equal_watermarks_are_neither_lost_nor_doubled(bureau, congress):
    moment = "2026-03-31 12:00"
    bureau.pay("P1", "P2", UPDATE_TIME=moment)
    congress.pull()
    bureau.pay("P3", UPDATE_TIME=moment)

    congress.pull()

    assert [key for key, _ in congress.kept()] == ["P1", "P2", "P3"]


def test_a_row_that_moves_to_another_month_leaves_the_first(bureau, congress):
    bureau.pay("P1", "P2")
    congress.pull()
    bureau.run("""update "支付" set "XPAY_DATE" = '2026-02-01', "UPDATE_TIME" = now()
                  where "PAY_CERT_ID" = 'P1'""")

    assert len(periods(congress.pull())) == 2
    assert congress.kept("payment, paid_on") == [
        ("P1", date(2026, 2, 1)),
        ("P2", date(2026, 3, 5)),
    ]


def test_a_row_deleted_at_the_source_is_gone_here(bureau, congress):
    bureau.pay("P1", "P2")
    congress.pull()
    bureau.run("""delete from "支付" where "PAY_CERT_ID" = 'P1'""")

    congress.pull()

    assert [key for key, _ in congress.kept()] == ["P2"]


def test_a_period_that_lost_its_last_row_is_withdrawn(bureau, congress):
    bureau.pay("P1")
    bureau.pay("P2", XPAY_DATE="2026-02-01")
    congress.pull()
    bureau.run("""delete from "支付" where "PAY_CERT_ID" = 'P1'""")

    assert periods(congress.pull()) == [("2026-03", "withdrawn")]
    assert [key for key, _ in congress.kept()] == ["P2"]
    assert congress.pull().receipts == []


def test_a_table_that_lost_all_its_rows_withdraws_nothing_unless_told(bureau, congress):
    bureau.pay("P1")
    congress.pull()
    bureau.run('delete from "支付"')

    with pytest.raises(PullFailed, match=r"has no rows, and had some.*--empty"):
        congress.pull()

    assert len(congress.kept()) == 1
    assert periods(congress.pull(empty=True)) == [("2026-03", "withdrawn")]


def test_a_table_without_watermark_is_read_whole_and_compared_by_its_bytes(bureau, congress):
    bureau.pay("P1", "P2")
    without = order(changed=None, totals=())
    congress.pull(without)
    assert congress.pull(without).receipts == []
    bureau.run("""update "支付" set "USE_DES" = 'x' where "PAY_CERT_ID" = 'P2'""")

    assert periods(congress.pull(without)) == [("2026-03", "kept")]
    assert congress.kept("payment, purpose") == [("P1", None), ("P2", "x")]


def test_rows_that_tell_no_period_are_counted_and_said(bureau, congress):
    bureau.pay("P1")
    bureau.pay("P2", XPAY_DATE=None)

    pulled = congress.pull()

    assert pulled.undated == {"public.支付": 1}
    assert [key for key, _ in congress.kept()] == ["P1"]


def test_an_amount_is_exact_to_the_fen(bureau, congress):
    amounts = ["0.01", "9999999999999999.99", "-123456789012345.67"]
    for nth, amount in enumerate(amounts):
        bureau.pay(f"P{nth}", XPAY_AMT=Decimal(amount))

    congress.pull()

    assert [str(amount) for _, amount in congress.kept()] == amounts


def test_only_the_rows_asked_for_are_read_whatever_the_columns_type(bureau, congress):
    bureau.pay("P1")
    bureau.pay("P2", FISCAL_YEAR=2025)
    bureau.pay("P3", MOF_DIV_CODE="410200")

    congress.pull(order(only={"MOF_DIV_CODE": ["410100"], "FISCAL_YEAR": ["2026", "2027"]}))

    assert [key for key, _ in congress.kept()] == ["P1"]


@pytest.mark.parametrize(
    ("kind", "value", "written"),
    [("text", "20260305", "YYYYMMDD"), ("text", "2026-03-05", "YYYY-MM-DD"),
     ("date", "2026-03-05", None), ("timestamptz", "2026-03-05T00:30:00+08:00", None)],
)  # fmt: skip
def test_the_period_is_told_by_dates_however_they_are_kept(
    postgresql, tmp_path, kind, value, written
):
    bureau = found(postgresql, SHAPE.replace('"XPAY_DATE" timestamp', f'"XPAY_DATE" {kind}'))
    congress = Congress(tmp_path / "home", bureau)
    bureau.pay("P1", XPAY_DATE=value)

    assert periods(congress.pull(order(dated_as=written, every="day"))) == [("2026-03-05", "kept")]
    assert congress.kept("paid_on") == [(date(2026, 3, 5),)]


def test_the_period_is_told_by_a_column_of_years(postgresql, tmp_path):
    bureau = found(
        postgresql,
        """create table line (id text, y char(6), m int, region text, book text, side text,
           code text, name text, a numeric)""",
    )
    congress = Congress(tmp_path / "home", bureau)
    for month in (0, 3, 13):
        bureau.run(b"insert into line values ('1', '2026', %s, '410100', '1', '2', '201', 'x', 5)",
                   month)  # fmt: skip
    columns = {"预算年度": "y", "月份": "m", "财政区划代码": "region", "book": "book",
               "side": "side", "code": "code", "name": "name", "executed": "a"}  # fmt: skip

    pulled = congress.pull(
        order(feed="statement", name="line", dated=None, changed=None, totals=(), year="y",
              month="m", key=["id"], columns=columns)
    )  # fmt: skip

    assert [period for period, _ in periods(pulled)] == ["2026-00", "2026-03", "2026-13"]


def test_a_database_whose_encoding_is_euc_cn_is_read_as_chinese(postgresql, tmp_path):
    bureau = found(postgresql, encoding="EUC_CN", template="template0", locale="C")
    congress = Congress(tmp_path / "home", bureau)
    bureau.pay("P1")

    congress.pull()

    assert congress.kept("payee") == [("安澜市第一中学",)]


def test_a_database_that_holds_gbk_without_knowing_it_is_read_as_told(postgresql, tmp_path):
    shape = SHAPE.replace("支付", "pay")
    bureau = found(postgresql, shape, encoding="SQL_ASCII", template="template0", locale="C")
    told = "insert into pay values ('P1', 2026, '410100', '1', '2026-03-05', 7, '安澜市第一中学')"
    with psycopg.connect(bureau.url, client_encoding="EUC_CN") as connection:
        connection.execute(told)
    congress = Congress(tmp_path / "home", bureau, server={"encoding": "GBK"})

    congress.pull(order(name="pay"))

    assert congress.kept("payee") == [("安澜市第一中学",)]


def test_names_that_need_quoting_are_quoted(postgresql, tmp_path):
    shape = SHAPE.replace('"支付"', '"pay "" select;--"').replace("USE_DES", "order by")
    bureau = found(postgresql, shape)
    bureau.run("""insert into "pay "" select;--" values
                  ('P1', 2026, '410100', '101001', '2026-03-05', 7, '某人', '用途')""")
    columns = {**order().columns, "USE_DES": "order by"}
    congress = Congress(tmp_path / "home", bureau)

    congress.pull(order(name='pay " select;--', columns=columns))

    assert congress.kept("payment, purpose") == [("P1", "用途")]


def test_nothing_can_be_written_to_the_source(bureau, congress):
    bureau.run("create sequence s")
    bureau.run("""create view "写" as select *, nextval('s') as n from "支付" """)
    bureau.pay("P1")

    with pytest.raises(PullFailed, match="read-only transaction"):
        congress.pull(order(name="写", columns={**order().columns, "n": "n"}))


def test_bad_sql_is_not_tried_again(congress):
    with pytest.raises(PullFailed, match=r"treasury: .*payments.*does not exist"):
        congress.pull(order(name="payments"))

    assert congress.waited == []


def test_a_server_that_is_away_is_waited_for_and_then_named(congress):
    congress.server = {"port": 1, "connect_seconds": 1, "tries": 3}

    with pytest.raises(PullFailed, match=r"could not be read, 3 times: .*Connection refused"):
        congress.pull()

    assert congress.waited == [1.0, 2.0]


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")  # of the dead cursor
def test_a_connection_that_is_cut_off_is_taken_up_again(bureau, congress):
    bureau.pay("P1")
    bureau.pay("P2", XPAY_DATE="2026-02-01")
    real = congress.dock

    def dock(path: Path):
        if not congress.waited:
            bureau.run("select pg_terminate_backend(pid) from pg_stat_activity "
                       "where application_name = 'pursewatch pull'")  # fmt: skip
        return real(path)

    congress.dock = dock  # type: ignore[method-assign]

    pulled = congress.pull()

    assert periods(pulled) == [("2026-02", "kept"), ("2026-03", "kept")]
    assert congress.waited == [1.0]


def test_a_question_that_takes_too_long_is_stopped_and_not_asked_again(bureau, congress):
    bureau.run("""create view "慢" as select *, pg_sleep(5)::text as s from "支付" """)
    bureau.pay("P1")
    congress.server = {"answer_seconds": 1}

    with pytest.raises(PullFailed, match="statement timeout"):
        congress.pull(order(name="慢", columns={**order().columns, "s": "s"}))

    assert congress.waited == []


def test_a_period_that_the_dock_refuses_is_asked_for_again(bureau, congress):
    bureau.pay("P1")
    wrong = order(columns={**order().columns, "不认识": "USE_DES"})

    assert periods(congress.pull(wrong)) == [("2026-03", "refused")]
    assert periods(congress.pull(wrong)) == [("2026-03", "refused")]
    assert periods(congress.pull()) == [("2026-03", "kept")]


@pytest.mark.parametrize("driver", ["mysql", "oracle"])
@pytest.mark.parametrize("tls", ["off", "verify"])
def test_other_servers_are_asked_by_their_own_drivers_and_waited_for(tmp_path, driver, tls):
    away = {"driver": driver, "port": 1, "tls": tls, "connect_seconds": 1, "tries": 2}
    congress = Congress(tmp_path / "home", Bureau("127.0.0.1:1", "finance"), server=away)

    with pytest.raises(PullFailed, match=rf"the {driver} server '127.0.0.1' could not be read, 2"):
        congress.pull()

    assert congress.waited == [1.0]
