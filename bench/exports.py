"""Peak memory and CPU of an export at half a million rows and at five, side by side.

`python -m bench.exports [--form csv] [--rows 500000 5000000]` makes a night of payments, orders the
rows beneath one figure, and works the order off as the service does, in a process of its own.
"""

import argparse
import os
import subprocess
import sys
import tempfile
from pathlib import Path

import duckdb

from alerts.accounts import Accounts
from alerts.exports import Exports, Order
from alerts.ledger import Ledger
from alerts.workflow import Role
from service import clock
from tests.api.city import AS_OF, PASSWORD, found_city

PAYMENTS = """
    insert into kept.payment by name
    select p.* replace ('M' || i::varchar as payment, (i % 900000) / 100.0 as amount,
        '62220002' || lpad(i::varchar, 11, '0') as payee_account,
        (i // 1000)::bigint as line,
        case i % 3 when 0 then '欧阳明月' else '安澜市某某建设有限公司' end as payee)
    from (select * from kept.payment where region = '419801' and payment = 'P1') p, range(?) r(i)
"""


def main() -> int:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, nargs="+", default=[500_000, 5_000_000])
    parser.add_argument("--form", default="csv", choices=["csv", "json", "xlsx", "parquet"])
    asked = parser.parse_args()
    said = ["form      rows        file MB   CPU s   rows/CPU s   peak MB"]
    peaks = []
    for rows in asked.rows:
        with tempfile.TemporaryDirectory(prefix="pursewatch-bench-") as folder:
            line, peak = _one(Path(folder), asked.form, rows)
        said.append(line)
        peaks.append(peak)
    ratio = peaks[-1] / peaks[0]
    said.append(f"{asked.rows[-1] / asked.rows[0]:g} times the rows: {ratio:.2f} times the memory")
    sys.stdout.write("\n".join(said) + "\n")
    return 0


def _one(home: Path, form: str, rows: int) -> tuple[str, float]:
    found_city(home)
    with duckdb.connect(str(home / "nights" / f"{AS_OF}.duckdb")) as night:
        night.execute("set memory_limit = '2GB'")
        night.execute(PAYMENTS, [rows])
    ledger = Ledger(f"sqlite:///{home / 'ledger.sqlite'}")
    accounts = Accounts(ledger.engine)
    accounts.add("bench", password=PASSWORD, role=Role.ANALYST, region="419801", now=clock.now())
    filters = {"region": ["419801"], "fiscal_year": ["2026"]}
    order = Order("figure-rows", form, filters, str(AS_OF), rows + 4)
    Exports(ledger.engine).order(order, by=accounts.of("bench"), now=clock.now())
    worker = subprocess.Popen(
        [sys.executable, "-m", "service.exporting"],
        env={**os.environ, "PURSEWATCH_HOME": str(home), "PURSEWATCH_MEMORY": "1GB"},
        stdout=subprocess.DEVNULL,
    )
    _, _, used = os.wait4(worker.pid, 0)
    cpu, peak = used.ru_utime + used.ru_stime, used.ru_maxrss / 1024
    done = Exports(ledger.engine).of(1, account="bench")
    assert (done.state.value, done.written) == ("done", rows + 4), done.told
    size = (done.bytes or 0) / 1e6
    return f"{form:8}{rows:>10,}{size:>12,.0f}{cpu:>9.1f}{rows / cpu:>12,.0f}{peak:>10,.0f}", peak


if __name__ == "__main__":
    sys.exit(main())
