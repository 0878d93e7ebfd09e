"""A home over an invented province, to look at its pages: a night, accounts and alerts.

    python -m bench.province_home HOME [--payments 4000000] [--alerts 20000]

The night is that of bench/province.py; each government's payments stand together in it, as they do
where each delivers its own. Accounts are the demo's, of the province. Then, as on any home:

    python -m bench.pages HOME --now 2027-01-01T04:00
"""

import argparse
import sys
import time
from pathlib import Path

from alerts.accounts import Accounts
from alerts.ledger import Ledger
from alerts.workflow import Role
from bench.province import AS_OF, NOW, PROVINCE, Size, built_province
from bench.worklist import finding
from service.demo.accounts import ACCOUNTS
from service.home import Home
from service.settings import read_settings


def furnish(root: Path, size: Size, alerts: int) -> None:
    """Build the night of a province, open its ledger, and note alerts of its first rule."""
    house = Home(root)
    house.nights.mkdir(parents=True)
    built, _ = built_province(root, size)
    built.rename(house.nights / f"{AS_OF}.duckdb")
    (house.nights / "current").symlink_to(f"{AS_OF}.duckdb")
    ledger = Ledger(read_settings(root).ledger)
    ledger.migrate()
    found = [finding(number, "B02") for number in range(alerts)]
    looked = {("B02", one.region, "2026") for one in found}
    ledger.note(AS_OF, found, looked=looked, now=NOW)
    accounts = Accounts(ledger.engine)
    for one in ACCOUNTS:
        accounts.add(
            one.name, display=one.title, role=Role(one.role), region=PROVINCE, unit=None,
            password=one.password, must_change=False, now=NOW,
        )  # fmt: skip
    ledger.close()


def main() -> int:
    """Build the home and say what it cost."""
    given = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    given.add_argument("home", type=Path)
    given.add_argument("--payments", type=int, default=4_000_000)
    given.add_argument("--alerts", type=int, default=20_000)
    asked = given.parse_args()
    size = Size(asked.payments, by_government=True)
    furnish(asked.home, size, asked.alerts)
    print(f"{asked.payments:,} payments: {time.process_time():.0f} s of processor time")
    return 0


if __name__ == "__main__":
    sys.exit(main())
