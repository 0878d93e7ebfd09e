"""A real server of MySQL's kind is pulled: by period and watermark, in one snapshot."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any
from uuid import uuid4

import pymysql
import pytest

from ingest.pulls.order import PullFailed
from ingest.pulls.tables import Reading
from tests import mariadb
from tests.ingest.pulls.bureau import Bureau, Congress, order, periods

SHAPE = """
create table `支付` (
    `PAY_CERT_ID` varchar(40) primary key, `FISCAL_YEAR` int, `MOF_DIV_CODE` varchar(9),
    `AGENCY_CODE` varchar(20), `XPAY_DATE` datetime, `XPAY_AMT` decimal(18, 2),
    `PAYEE_ACCT_NAME` varchar(200), `USE_DES` varchar(200),
    `UPDATE_TIME` timestamp(6) not null default current_timestamp(6)
        on update current_timestamp(6)
) charset utf8mb4
"""


@dataclass
class MyBureau(Bureau):
    """One database of a MariaDB."""

    def run(self, statement: Any, *given: object) -> list[tuple[Any, ...]]:
        """Run one statement and commit it."""
        host, _, port = self.server.partition(":")
        with pymysql.connect(
            host=host, port=int(port), user="root", database=self.name, autocommit=True
        ) as connection, connection.cursor() as cursor:  # fmt: skip
            cursor.execute(statement, given)
            return list(cursor.fetchall())

    def pay(self, *keys: str, **other: object) -> None:
        """Write payments like the usual one, some of them otherwise."""
        day = other.get("XPAY_DATE", "2026-03-05 14:30")
        for key in keys:
            self.run(
                "insert into `支付` values "
                "(%s, 2026, '410100', '101001', %s, 100.00, '安澜市第一中学', null, default)",
                key, day,
            )  # fmt: skip


@pytest.fixture(scope="module")
def mysql() -> Iterator[str]:
    with mariadb.server() as address:
        yield address


@pytest.fixture
def bureau(mysql: str) -> MyBureau:
    MyBureau(mysql, "").run(f"create database `{(name := f'bureau_{uuid4().hex}')}`")
    bureau = MyBureau(mysql, name)
    bureau.run(SHAPE)
    return bureau


@pytest.fixture
def congress(bureau: MyBureau, tmp_path: Path) -> Congress:
    return Congress(tmp_path / "home", bureau, server={"driver": "mysql"})


def ordered(**other: Any) -> Any:
    return order(**{"schema": None, **other})


def test_each_period_of_mysql_becomes_a_delivery_and_only_what_changed_comes_again(
    bureau: MyBureau, congress: Congress
) -> None:
    bureau.pay("P1", "P2")
    bureau.pay("P3", XPAY_DATE="2026-02-28 23:59")
    assert periods(congress.pull(ordered())) == [("2026-02", "kept"), ("2026-03", "kept")]
    bureau.run("update `支付` set `USE_DES` = '办公费' where `PAY_CERT_ID` = 'P1'")

    pulled = congress.pull(ordered())

    assert (periods(pulled), pulled.unchanged) == ([("2026-03", "kept")], 1)
    assert congress.kept("payment, amount, purpose, paid_on::varchar") == [
        ("P1", Decimal("100.00"), "办公费", "2026-03-05"),
        ("P2", Decimal("100.00"), None, "2026-03-05"),
        ("P3", Decimal("100.00"), None, "2026-02-28"),
    ]


def test_mysql_is_read_in_one_snapshot_while_it_is_written_to(
    bureau: MyBureau, congress: Congress, monkeypatch: pytest.MonkeyPatch
) -> None:
    bureau.pay("P1", "P2")
    real = Reading.periods

    def while_paid(reading: Reading) -> Any:
        told = real(reading)
        bureau.pay(f"N{len(bureau.run('select * from `支付`'))}")
        return told

    monkeypatch.setattr(Reading, "periods", while_paid)
    assert periods(congress.pull(ordered())) == [("2026-03", "kept")]
    assert [key for key, _ in congress.kept()] == ["P1", "P2"]


def test_a_wrong_question_to_mysql_is_not_repeated(
    congress: Congress,
) -> None:
    with pytest.raises(PullFailed, match="exist"):
        congress.pull(ordered(name="不存在"))

    assert congress.waited == []
