"""Small nights, written row by row, for the pages to look at."""

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import cache
from itertools import chain, groupby
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb

from warehouse import workdays
from warehouse.database import Warehouse
from warehouse.shapes import tables

CITY, COUNTY = "419800", "419801"
DEPARTMENTS = {
    "101": ("市教育局", "1200000000", ["85000000"] * 9),
    "102": ("市科学技术局", "300000000", ["14000000"] * 9),
    "103": ("市交通运输局", "640000000", ["22000000"] * 9),
    "104": ("市住房和城乡建设局", "410000000", ["24000000"] * 9),
    "105": ("市水利局", "150000000", ["9000000"] * 9),
    "106": ("市民政局", "220000000", ["18500000"] * 9),
    "107": ("市卫生健康委员会", "500000000", ["43000000"] * 9),
}

BUREAU = "安澜市财政局"
EVENTS = [
    {"event": "M1", "region": CITY, "fiscal_year": 2026, "kind": "budget_approved",
     "happened_on": date(2026, 2, 1), "file": 8, "line": 2},
    {"event": "T1", "region": CITY, "fiscal_year": 2026, "kind": "department_replied",
     "subject": "101", "happened_on": date(2026, 2, 20), "file": -1, "line": 1},
]  # fmt: skip
DUES = [
    ("payment", "2026-05", date(2026, 6, 1), "arrived", date(2026, 6, 1), None, 0),
    ("payment", "2026-06", date(2026, 7, 1), "late", date(2026, 7, 5), 4, 0),
    ("payment", "2026-07", date(2026, 8, 2), "missing", None, 59, 0),
    ("payment", "2026-08", date(2026, 9, 1), "refused", None, 29, 7),
    ("payment", "2026-09", date(2026, 10, 1), "not_due", None, None, 0),
    ("asset_card", "2026-08", date(2026, 9, 14), "arrived", date(2026, 9, 3), None, 4),
]

Rows = Mapping[str, Sequence[Mapping[str, object]]]


def make_night(
    path: Path,
    *,
    as_of: date = date(2026, 9, 30),
    core: Rows | None = None,
    ops: Rows | None = None,
    kept: Rows | None = None,
) -> Warehouse:
    """Write a night that holds just these rows, its marts filled by their own SQL."""
    run = {
        "as_of": as_of,
        "built_at": datetime(2026, 9, 30, 18, 14, tzinfo=UTC).replace(tzinfo=None),
        "version": "0.1.0",
        "fingerprint": "a" * 64,
    }
    path.write_bytes(empty())
    with duckdb.connect(str(path)) as connection:
        connection.execute("begin")
        as_delivered = {
            name: [
                {"file": 1, tables("core")[name].line: n, **row} for n, row in enumerate(rows, 2)
            ]
            for name, rows in (core or {}).items()
        }
        for layer, given in (
            ("ops", {"run": [run], **(ops or {})}),
            ("core", core or {}),
            ("kept", {**as_delivered, **(kept or {})}),
        ):
            for name, rows in given.items():
                write(connection, f"{layer}.{name}", rows)
        for layer in ("lineage", "mart", "ops"):
            for table in tables(layer).values():
                connection.execute(table.fill or "")
        connection.execute("commit")
    return Warehouse.open(path)


@cache
def empty() -> bytes:
    """Give the file of a night without rows, whose feeds are tables: to lay it is dear."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "empty.duckdb"
        with duckdb.connect(str(path)) as connection:
            connection.execute("begin")
            for schema in ("kept", "core", "lineage", "mart", "ops"):
                connection.execute(f"create schema {schema}")
            workdays.hang(connection)
            for table in tables("core").values():
                columns = ", ".join(f'"{column.name}" {column.type}' for column in table.columns)
                connection.execute(table.lay)
                connection.execute(f"drop view core.{table.name}")
                connection.execute(f"create table core.{table.name} ({columns})")
            for layer in ("ops", "lineage", "mart"):
                for table in tables(layer).values():
                    connection.execute(table.create)
            connection.execute("commit")
        return path.read_bytes()


def write(
    connection: duckdb.DuckDBPyConnection, table: str, rows: Sequence[Mapping[str, object]]
) -> None:
    """Write rows of a table, those in one statement that follow each other and name the same."""
    for columns, alike in groupby(rows, key=tuple):
        cells = [list(row.values()) for row in alike]
        names = ", ".join(f'"{column}"' for column in columns)
        marks = ", ".join("?" for _ in columns)
        connection.execute(
            f"insert into {table} ({names}) values {', '.join(f'({marks})' for _ in cells)}",
            list(chain.from_iterable(cells)),
        )


def city(path: Path) -> Warehouse:
    """A prefecture with seven departments and two years, a county with nothing but its debt."""
    return make_night(path, core=city_rows(), ops=city_ops(), kept={"legal_event": EVENTS})


def city_rows() -> Rows:
    units, budgets, payments = [], [], []
    for year, factor in ((2025, Decimal("0.9")), (2026, Decimal(1))):
        for department, (name, approved, monthly) in DEPARTMENTS.items():
            unit = f"{department}001"
            units.append(
                {"unit": unit, "fiscal_year": year, "region": CITY, "name": f"{name}本级",
                 "department": department, "department_name": name, "kind": "1"}
            )  # fmt: skip
            budgets.append(
                {"fiscal_year": year, "region": CITY, "unit": unit, "approved": Decimal(approved)}
            )
            months = monthly + monthly[:3] if year == 2025 else monthly
            for month, amount in enumerate(months, 1):
                payments.append(
                    {"payment": f"{year}{department}{month:02d}", "fiscal_year": year,
                     "region": CITY, "unit": unit, "paid_on": date(year, month, 20),
                     "amount": Decimal(amount) * factor * Decimal("1.08" if year == 2025 else 1),
                     "business": "1", "payee": "安澜第二建筑工程公司"}
                )  # fmt: skip
    return {
        "region": [
            {"region": CITY, "name": "安澜市", "parent": "410000", "tier": "3"},
            {"region": COUNTY, "name": "河湾区", "parent": CITY, "tier": "4"},
        ],
        "unit": units,
        "department_budget": budgets,
        "payment": payments,
        "debt_position": [
            {"region": CITY, "stated_on": date(2026, 9, 30), "kind": "1",
             "ceiling": Decimal("14800000000"), "outstanding": Decimal("14327000000"),
             "overdue": Decimal(0), "comprehensive_resources": Decimal("28640000000")},
            {"region": CITY, "stated_on": date(2026, 9, 30), "kind": "2",
             "ceiling": Decimal("26400000000"), "outstanding": Decimal("25535000000"),
             "overdue": None, "comprehensive_resources": None},
            {"region": COUNTY, "stated_on": date(2026, 8, 31), "kind": "1",
             "ceiling": Decimal("100000000"), "outstanding": Decimal("112500000.01"),
             "overdue": Decimal("300000"), "comprehensive_resources": None},
        ],
        "asset_card": [
            {"asset": "A1", "region": CITY, "stated_on": date(2026, 9, 30), "unit": "101001",
             "name": "办公楼", "status": "1", "cost": Decimal("93000000"), "area": Decimal("18000"),
             "idle_area": Decimal("0")},
            {"asset": "A2", "region": CITY, "stated_on": date(2026, 9, 30), "unit": "103001",
             "name": "旧车站", "status": "4", "cost": Decimal("7000000"), "area": Decimal("2000"),
             "idle_area": None},
        ],
    }  # fmt: skip


def city_ops() -> Rows:
    yearly = ["unit", "department_budget", "payment", "region"]
    supply = [
        {"region": CITY, "feed": feed, "fiscal_year": year}
        for feed in yearly
        for year in (2025, 2026)
    ]
    supply += [
        {"region": CITY, "feed": feed, "fiscal_year": 2026}
        for feed in ("debt_position", "asset_card")
    ]
    supply += [{"region": CITY, "feed": "receipt", "fiscal_year": 2025}]
    supply += [{"region": COUNTY, "feed": "debt_position", "fiscal_year": 2026}]
    files = [
        ("payment", CITY, "2026-09"),
        ("payment", CITY, "2026-08"),
        ("debt_position", CITY, "2026-09"),
        ("asset_card", CITY, "2026-08"),
        ("department_budget", CITY, "2026"),
        ("debt_position", COUNTY, "2026-08"),
    ]
    return {
        "supply": supply,
        "delivery": [
            {"number": 1, "name": "2026-10-01安澜市财政局", "supplier": "安澜市财政局",
             "received_at": "2026-09-30 17:00:00"}
        ],
        "delivery_file": [
            {"number": number, "delivery": 1, "name": f"{feed}_{region}_{period}.csv", "feed": feed,
             "region": region, "period": period, "status": "kept", "in_force": True,
             "supplier": BUREAU if region == CITY else region,
             **({"delivered": 12, "kept": 9, "repeated": 1, "aside": 2} if number == 1 else {})}
            for number, (feed, region, period) in enumerate(files, 1)
        ]
        + [
            {"number": 7, "delivery": 1, "name": "payment_419800_2026-08.xlsx", "feed": "payment",
             "region": CITY, "period": "2026-08", "status": "refused", "in_force": False,
             "supplier": BUREAU, "reason": "未知的列“备注”"},
            {"number": 8, "delivery": 1, "name": "legal_event.csv", "feed": "legal_event",
             "region": CITY, "status": "kept", "in_force": True, "supplier": BUREAU},
            {"number": -1, "delivery": 1, "name": "typed by analyst", "feed": "legal_event",
             "region": CITY, "status": "typed", "in_force": True, "supplier": "analyst"},
        ],
        "file_total": [
            {"file": 1, "column_name": "amount", "delivered": Decimal("120.10"),
             "kept": Decimal("100.00"), "repeated": Decimal("20.10"), "aside": Decimal("0.00"),
             "unreadable": 2},
        ],
        "aside": [
            {"file": 1, "line": 4, "column_name": "paid_on", "raw": "三月三日",
             "reason": "不是日期"},
            {"file": 1, "line": 9, "column_name": "paid_on", "raw": "<script>alert(1)</script>",
             "reason": "不是日期"},
        ],
        "due": [
            {"region": CITY, "feed": feed, "supplier": BUREAU, "period": period, "every": "month",
             "due_on": due_on, "state": state, "arrived_on": arrived, "days_late": days,
             "agreed": "default", "file": file, "line": line}
            for line, (feed, period, due_on, state, arrived, days, file) in enumerate(DUES, 1)
        ],
        "rule_result": [
            {"code": "B02", "region": CITY, "period": "2026", "subjects": 410, "fail": 2,
             "pass": 405, "not_applicable": 3, "unknown": 0, "error": 0, "reasons": "{}",
             "edition": "3f1c", "limits": "{}"},
            {"code": "B03", "region": CITY, "period": "2026", "subjects": 7, "fail": 3, "pass": 4,
             "not_applicable": 0, "unknown": 0, "error": 0, "reasons": "{}", "edition": "77aa",
             "limits": "{}"},
            {"code": "D03", "region": CITY, "period": "2026", "subjects": 1, "fail": 0, "pass": 0,
             "not_applicable": 0, "unknown": 1, "error": 0, "reasons": '{"statement": 1}',
             "edition": "90ab", "limits": "{}"},
        ],
    }  # fmt: skip
