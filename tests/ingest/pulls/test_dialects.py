"""The questions of a pull as each kind of server is asked them."""

from datetime import date
from typing import Any

import pytest
import sqlalchemy as sa

from ingest.pulls.engines import DIALECTS
from ingest.pulls.tables import Held, Reading
from tests.ingest.pulls.bureau import order
from warehouse.period import Period

MARCH = Held(Period(2026, 3), 1, None, {}, [(2026, 3)])


class Answer(list[Any]):
    """No rows."""

    def __enter__(self) -> "Answer":
        return self

    def __exit__(self, *_: object) -> None: ...


def asked(driver: str, how: str) -> str:
    """Give the one question that a server of a kind is asked."""
    if driver == "dameng":
        pytest.importorskip("dmSQLAlchemy", reason="pursewatch[dameng] is not installed")
    told: list[str] = []

    def put(question: Any, *_: object, **__: object) -> Answer:
        told.append(" ".join(str(question.compile(dialect=engine.dialect)).split()))
        return Answer()

    engine = sa.create_mock_engine(f"{DIALECTS[driver]}://", put)
    table = order(name="支付", schema="CZ", columns={"金额": "XPAY_AMT"}, totals=["金额"])
    reading = Reading(engine, table, date(2026, 4, 1))  # type: ignore[arg-type]  # it only asks
    _ = reading.periods() if how == "periods" else list(reading.rows(MARCH))
    return told[0]


@pytest.mark.parametrize("driver", ["oracle", "dameng"])
def test_the_periods_are_asked_for_in_the_servers_own_words(driver: str) -> None:
    assert asked(driver, "periods") == (
        'SELECT EXTRACT(year FROM "XPAY_DATE") AS p0, EXTRACT(month FROM "XPAY_DATE") AS p1, '
        'count(*) AS n, max("UPDATE_TIME") AS max_1, sum("XPAY_AMT") AS sum_1 FROM "CZ"."支付" '
        'GROUP BY EXTRACT(year FROM "XPAY_DATE"), EXTRACT(month FROM "XPAY_DATE")'
    )


@pytest.mark.parametrize("driver", ["oracle", "dameng"])
def test_the_rows_of_a_period_are_asked_for_by_their_dates_in_the_order_of_the_key(
    driver: str,
) -> None:
    assert asked(driver, "rows") == (
        'SELECT "XPAY_AMT" FROM "CZ"."支付" WHERE "XPAY_DATE" >= :XPAY_DATE_1 '
        'AND "XPAY_DATE" < :XPAY_DATE_2 ORDER BY "PAY_CERT_ID"'
    )
