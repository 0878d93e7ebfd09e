"""A million alerts and a hundred thousand matters: how fast is the first page, and a night again.

    python bench/worklist.py [--alerts 1000000] [--matters 100000] [--again 200000] [--url URL]

Prints the time of the first page of each list beside that of counting the same table, which a
database must do row by row, and the time of noting a night that sees its findings again.
"""

import argparse
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import sqlalchemy as sa

from alerts.actor import Actor
from alerts.database import recount, writing
from alerts.finding import Finding
from alerts.ledger import Ledger
from alerts.matters.desk import Matters
from alerts.matters.given import Draft
from alerts.matters.lists import MatterWanted, figures, list_matters
from alerts.matters.tables import matter, matter_standing
from alerts.rule import Severity
from alerts.schema import standing
from alerts.scope import Scope
from alerts.wanted import Wanted
from alerts.workflow import Role

NOON = datetime(2026, 4, 1, 4, tzinfo=UTC)
FIRST = date(2026, 3, 1)
WANG = Actor("wang", Role.ANALYST, Scope.everywhere(), region="000000")
GRADES = list(Severity)
OPENED = 1000
"""Matters that are opened one by one; the others are copies of them."""


def finding(n: int, code: str) -> Finding:
    return Finding(
        code=code, rule="bench", edition="0badcafe", region=f"{410100 + n % 90}", period="2026",
        subject=f"S{n}", unit=f"{n % 3000}", severity=GRADES[n % 4], at_stake=Decimal(n % 100_000),
        operands={"n": str(n)}, limits={}, evidence=[], evidence_rows=0,
    )  # fmt: skip


def copied(connection: sa.Connection, table: sa.Table, key: str, by: int, first: int) -> None:
    """Copy the first rows with numbers that are larger; some are closed, deadlines differ."""
    columns = {column.name: column for column in table.c}
    columns[key] = columns[key] + by
    if "state" in columns:
        closed = by // first % 2 == 0
        day = FIRST + timedelta(days=by // first)
        columns |= {
            "state": sa.literal("closed" if closed else "issued"),
            "open": sa.literal(not closed),
            "order_on": sa.literal(day, sa.Date()),
            "due_on": sa.literal(day, sa.Date()),
            "issued_on": sa.literal(FIRST, sa.Date()),
            "closed_on": sa.literal(day if closed else None, sa.Date()),
        }
    rows = sa.select(*columns.values()).where(table.c[key] <= first)
    connection.execute(sa.insert(table).from_select(list(columns), rows))


def best(times: int, work: Callable[[], object]) -> float:
    spent = []
    for _ in range(times):
        began = time.perf_counter()
        work()
        spent.append(time.perf_counter() - began)
    return min(spent)


def main() -> int:
    asked = argparse.ArgumentParser()
    asked.add_argument("--alerts", type=int, default=1_000_000)
    asked.add_argument("--matters", type=int, default=100_000)
    asked.add_argument("--again", type=int, default=200_000)
    asked.add_argument("--url", default="")
    order = asked.parse_args()
    with tempfile.TemporaryDirectory(prefix="worklist-") as folder:
        measure(order, order.url or f"sqlite:///{folder}/ledger.sqlite")
    return 0


def measure(order: argparse.Namespace, url: str) -> None:
    ledger = Ledger(url)
    ledger.migrate()
    seen = [finding(n, "B02") for n in range(order.again)]
    rest = [finding(n, "B03") for n in range(order.alerts - order.again)]
    began = time.perf_counter()
    ledger.note(FIRST, [*seen, *rest], looked=[], now=NOON)
    print(f"{order.alerts} alerts raised in {time.perf_counter() - began:.1f} s")
    began = time.perf_counter()
    noted = ledger.note(FIRST + timedelta(days=1), seen, looked=[], now=NOON)
    print(f"{noted.seen_again} findings seen again in {time.perf_counter() - began:.1f} s")
    matters = Matters(ledger.engine)
    began = time.perf_counter()
    opened = min(order.matters, OPENED)
    with writing(ledger.engine) as connection:
        for n in range(opened):
            draft = Draft(
                "audit_problem", f"{410100 + n % 90}", f"P{n}", "事实", "审计法", "整改", "单位",
                unit=f"{n % 3000}", source={"problem": f"P{n}", "audit_year": 2025},
            )  # fmt: skip
            matters.open(connection, draft, by=WANG, now=NOON)
        for table, key in ((matter, "number"), (matter_standing, "matter")):
            for copy in range(1, order.matters // opened):
                copied(connection, table, key, copy * opened, opened)
    print(
        f"{order.matters} matters in {time.perf_counter() - began:.1f} s, {opened} of them opened"
    )

    def counted(table: sa.Table) -> Callable[[], object]:
        def count() -> object:
            with ledger.engine.connect() as connection:
                rows = sa.select(sa.func.count(), sa.func.sum(table.c.at_stake))
                return connection.execute(rows.select_from(table)).one()

        return count

    with writing(ledger.engine) as connection:  # of twenty alerts nineteen are closed
        closed = sa.update(standing).where(standing.c.alert % 20 > 0).values(state="closed")
        connection.execute(closed)
        recount(connection, standing, matter, matter_standing)  # by hand, as are these rows
    everywhere = Scope.everywhere()
    today = Wanted(state=("raised", "verifying"), unmuted_on=date(2026, 4, 1))
    late = MatterWanted(overdue_on=date(2027, 1, 1))
    for name, page, count in (
        ("alerts", lambda: ledger.alerts(scope=everywhere, wanted=Wanted()), standing),
        ("alerts to work on", lambda: ledger.alerts(scope=everywhere, wanted=today), standing),
        ("matters", lambda: list_matters(ledger.engine, MatterWanted(), by=WANG), matter_standing),
        ("overdue matters", lambda: list_matters(ledger.engine, late, by=WANG), matter_standing),
    ):
        first, all_of_it = best(5, page), best(3, counted(count))
        print(
            f"first page of {name}: {first * 1000:.1f} ms; summing all {all_of_it * 1000:.1f} "
            f"ms, {all_of_it / first:.0f} times that"
        )
    for name, wanted in (("all", Wanted()), ("to work on", today)):
        facets = lambda wanted=wanted: ledger.facets(scope=everywhere, wanted=wanted)  # noqa: E731
        first, again = best(1, facets), best(3, facets)
        print(f"facets of alerts, {name}: {first * 1000:.1f} ms, again {again * 1000:.1f} ms")
    spent = best(3, lambda: figures(ledger.engine, "unit", MatterWanted(), by=WANG, today=FIRST))
    all_of_it = best(3, counted(matter_standing))
    print(
        f"figures of {order.matters} matters by unit: {spent * 1000:.1f} ms, "
        f"{spent / all_of_it:.1f} times summing one column"
    )
    ledger.close()


if __name__ == "__main__":
    sys.exit(main())
