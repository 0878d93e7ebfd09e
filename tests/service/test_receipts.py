"""Receipts as they are written for people."""

from datetime import datetime, timedelta

from service.receipts import to_supplier
from tests.service.conftest import Console
from warehouse.period import SHANGHAI


def test_a_supplier_reads_why_a_row_came_back_in_its_own_words() -> None:
    given = {"line": 3, "column_name": "paid_on", "raw": "昨天", "reason": "date: this is no date"}
    whole = {"line": 4, "column_name": None, "raw": None, "reason": "cells: other cells"}
    told = list(to_supplier([given, whole], "payment"))

    assert told[0]["column_name"] == "实际支付日期"
    assert told[0]["reason"] == (
        "不是1949年至2100年间的日期：请写成 2026-03-31 · date: this is no date"
    )
    assert (told[1]["column_name"], told[1]["line"]) == ("", 4)


def test_people_read_instants_by_the_clocks_of_china_and_machines_with_their_zone(
    overspent: Console,
) -> None:
    told = overspent.told("receipts", "show", "1")
    came = datetime.fromisoformat(told["received_at"])
    assert told["delivery"] == 1
    assert came.utcoffset() == timedelta()
    assert overspent.order("receipts", "show", "1") == 0
    assert f"received_at: {came.astimezone(SHANGHAI).isoformat()}\n" in overspent.said

    [night] = overspent.told("nights", "list")
    built = datetime.fromisoformat(night["built_at"])
    assert overspent.order("nights", "list") == 0
    assert overspent.said.endswith(f"\t{built.astimezone(SHANGHAI).isoformat()}\n")
