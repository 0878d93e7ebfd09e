"""What people answer for is told to the night, so that rules can ask for it."""

from datetime import date

import duckdb

from service.settings import read_settings
from service.told import told, write
from tests.service.conftest import Console
from tests.service.test_matters import city, issued
from warehouse.shapes import tables

__all__ = ["city"]
NEXT = date(2026, 4, 2)


def test_matters_and_alerts_are_told_to_the_next_night(city: Console) -> None:
    issued(city)
    rows = told(read_settings(city.home), NEXT)
    night = city.home / "night.duckdb"
    with duckdb.connect(str(night)) as connection:
        connection.execute("create schema ops")
        for name in ("alert", "matter"):
            connection.execute(tables("ops")[name].create)
    write(night, rows)

    with duckdb.connect(str(night)) as connection:
        matters = connection.execute("select number, state, unit from ops.matter").fetchall()
        alerts = connection.execute("select number from ops.alert order by 1").fetchall()
    assert (matters, alerts) == ([(1, "issued", "101001")], [(1,), (2,), (3,)])
    assert rows.mark == told(read_settings(city.home), NEXT).mark
