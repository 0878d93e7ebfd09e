from decimal import Decimal
from pathlib import Path

import duckdb
import pytest

from dashboards.figures.beneath import Year
from dashboards.figures.peers import peers
from warehouse.database import Warehouse

COUNTIES = ("419801", "419802", "419803", "419804", "419805")


def told(folder: Path, published: tuple[str, ...]) -> dict[str, object]:
    with duckdb.connect(str(folder / "night.duckdb")) as night:
        night.execute("create schema core; create schema mart; create schema ops")
        night.execute("create table ops.supply (region varchar)")
        night.execute("create table ops.run as select date '2026-06-30' as as_of")
        night.execute(
            "create table core.region (region varchar, name varchar, parent varchar, tier varchar)"
        )
        night.execute(
            "create table core.legal_event (region varchar, fiscal_year int, kind varchar, "
            "subject varchar, happened_on date)"
        )
        night.execute(
            "create table mart.execution_by_month (region varchar, fiscal_year int, month int, "
            "paid_to_date decimal(38,2), approved decimal(38,2), executable decimal(38,2), "
            "share_of_approved decimal(38,8), share_of_executable decimal(38,8), "
            "year_gone decimal(38,8))"
        )
        for place, county in enumerate((*COUNTIES, "419900")):
            parent, tier = ("419800", "4") if county in COUNTIES else ("410000", "3")
            night.execute("insert into core.region values (?, 'x', ?, ?)", [county, parent, tier])
            share = Decimal(place + 1) / 10
            night.execute(
                "insert into mart.execution_by_month values (?, 2026, 6, 1, 1, 1, ?, ?, 0.5)",
                [county, share, share],
            )
        for county in published:
            night.execute(
                "insert into core.legal_event values (?, 2026, 'budget_published', null, "
                "date '2026-03-01')",
                [county],
            )
    warehouse = Warehouse.open(folder / "night.duckdb")
    try:
        return peers(warehouse, Year("419802", 2026))
    finally:
        warehouse.close()


def test_a_county_is_told_the_quartiles_of_what_its_peers_published(tmp_path: Path):
    found = told(tmp_path, ("419801", "419803", "419805", "419802", "419900"))

    assert (found["own"], found["peers"], found["place"]) == (Decimal("0.2"), 3, 3)
    assert [found[one] for one in ("lower", "median", "upper")] == [
        Decimal("0.1"), Decimal("0.3"), Decimal("0.5"),
    ]  # fmt: skip


@pytest.mark.parametrize("published", [(), ("419801", "419803")])
def test_fewer_than_three_peers_are_counted_and_not_told(tmp_path: Path, published):
    found = told(tmp_path, published)

    assert found["peers"] == len(published)
    assert [found[one] for one in ("lower", "median", "upper", "place")] == [None] * 4
