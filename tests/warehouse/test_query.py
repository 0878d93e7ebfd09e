"""A reader's own query sees the night, and nothing else."""

import shutil
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from alerts.scope import Scope
from alerts.sights import sights
from tests.nights import tear
from tests.warehouse.kept_rows import Kept
from warehouse.asking import Bounds, ask_within
from warehouse.database import NightBroken, NightMissing, Warehouse
from warehouse.query import QueryRefused, QueryStopped, ask_sql


@pytest.fixture(scope="module")
def night(tmp_path_factory: pytest.TempPathFactory) -> Path:
    kept = Kept(tmp_path_factory.mktemp("asked"))
    kept.file("payment", "410100", "2026-03", [
        {"payment": f"P{n}", "amount": Decimal("0.10")} for n in range(3)
    ])  # fmt: skip
    return kept.build()


def test_a_sum_comes_to_the_fen(night: Path) -> None:
    answer = ask_sql(night, "select count(*) as n, sum(amount) as paid from core.payment;")

    assert (answer.names, answer.rows) == (["n", "paid"], [(3, Decimal("0.30"))])
    assert answer.types == ["BIGINT", "DECIMAL(38,2)"]


@pytest.mark.parametrize("sql", ["from mart.debt_ratio", "from ops.aside", "from core.region"])
def test_every_layer_is_there(night: Path, sql: str) -> None:
    assert ask_sql(night, sql).rows == []


def test_no_more_rows_come_than_are_wanted(night: Path) -> None:
    answer = ask_sql(night, "from core.payment", rows=2)

    assert (len(answer.rows), answer.cut) == (2, True)
    assert not ask_sql(night, "from core.payment", rows=3).cut


def test_tonight_s_alerts_stand_in_for_those_before_it(night: Path) -> None:
    row = (
        *(7, "B02", "execution.x", "410100", "2026", "A'1", 0, None, "red", "raised"),
        *(Decimal("1.10"), date(2026, 3, 1), date(2026, 3, 2), 2, None, False, None),
    )
    answer = ask_sql(
        night,
        "select number, subject, at_stake, (select count(*) from core.payment) from ops.alert",
        extra_tables={"alert": [row]},
    )

    assert answer.rows == [(7, "A'1", Decimal("1.10"), 3)]


@pytest.mark.parametrize(
    ("sql", "said"),
    [
        ("delete from kept.payment", "DELETE is not allowed"),
        ("copy core.payment to '/tmp/out.csv'", "COPY is not allowed"),
        ("attach '/tmp/x.duckdb' as x", "ATTACH is not allowed"),
        ("set threads = 1", "SET is not allowed"),
        ("install httpfs", "LOAD is not allowed"),
        ("select 1; select 2", "there are 2 statements"),
        ("", "there are 0 statements"),
        ("-- nothing", "there are 0 statements"),
        ("select * from read_text('/etc/passwd')", "Permission Error"),
        ("select * from read_csv('/etc/passwd')", "Permission Error"),
        ("from '/etc/passwd'", "does not exist"),
        ("select * from glob('/*')", "Permission Error"),
        ("from night", "Catalog Error"),
        ("select nothing from core.payment", '"nothing" not found'),
        ("selec 1", "syntax error"),
        ("select '\x00'", "correct the query"),
    ],
)
def test_what_may_not_be_asked_is_refused_in_a_sentence(night: Path, sql: str, said: str) -> None:
    with pytest.raises(QueryRefused, match=said) as refused:
        ask_sql(night, sql)

    assert "\n" not in str(refused.value)


def test_a_python_name_is_no_table(night: Path) -> None:
    secret = [{"a": 1}]

    with pytest.raises(QueryRefused, match="secret does not exist"):
        ask_sql(night, "from secret")
    assert secret


def test_a_query_without_an_end_is_stopped(night: Path) -> None:
    with pytest.raises(QueryStopped, match=r"longer than 0\.2 s"):
        ask_sql(night, "select count(*) from range(10000000000) a, range(1000) b", seconds=0.2)


def test_a_damaged_night_is_told_to_whoever_asks_it(night: Path, tmp_path: Path) -> None:
    torn = tmp_path / "2026-03-31.duckdb"
    shutil.copy(night, torn)
    tear(torn, "kept.payment")

    for ask in (
        lambda sql: ask_sql(torn, sql),
        lambda sql: ask_within(torn, sql, sights(Scope.everywhere()), Bounds(room=tmp_path)),
        Warehouse.open(torn).rows,
    ):
        with pytest.raises(NightBroken, match="2026-03-31 can't be read: build it again"):
            ask("select payment from core.payment")


def test_a_night_that_is_not_kept_is_missing(tmp_path: Path) -> None:
    with pytest.raises(NightMissing, match="no night is kept at gone"):
        ask_sql(tmp_path / "gone.duckdb", "select 1")
