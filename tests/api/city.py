"""A small city for the door's tests: a real night, a real ledger, an account of each role."""

import shutil
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from functools import cache
from pathlib import Path

import duckdb
from fastapi import FastAPI
from fastapi.testclient import TestClient

from alerts.accounts import Accounts
from alerts.catalogue import all_rules
from alerts.finding import Evidence, Finding
from alerts.ledger import Ledger
from alerts.rule import Rule, Severity
from alerts.workflow import Role
from api.app import create_app
from api.desk import Room
from service.desk import desk
from service.papers import press
from service.questions import questions
from service.reports import reports
from service.settings import read_settings
from tests.warehouse.kept_rows import CONTRACTS, Kept
from warehouse.database import Window
from warehouse.kept import Record
from warehouse.publish import publish

CONTRACTS.setdefault("region", ("register", None, ("region",)))

AS_OF = date(2026, 3, 31)
NOON = datetime(2026, 4, 1, 4, tzinfo=UTC)
PASSWORD = "Anlan-2026-supervises"
FOUND = Finding(
    code="B02",
    rule="execution.payment_exceeds_allotment",
    edition="0badcafe",
    region="419801",
    period="2026",
    subject="Z1",
    unit="101001",
    severity=Severity.RED,
    at_stake=Decimal("20.10"),
    operands={"paid": "120.10", "executable": "100.00"},
    limits={
        "tolerance": {
            "value": "0.00",
            "unit": "yuan",
            "provenance": "L",
            "article": "预算法实施条例第五十七条",
            "valid_from": "2020-10-01",
            "valid_to": "",
            "zh": "容差",
            "en": "tolerance",
        }
    },
    evidence=[
        Evidence(
            feed="payment",
            key={"payment": "P1", "fiscal_year": "2026"},
            row={"payment": "P1", "amount": "120.10", "payee": "某公司"},
            delivery=1,
            delivery_name="2026-04-01-anlan",
            file=6,
            file_name="payment_419801_2026-03.csv",
            line=2,
        )
    ],
    evidence_rows=1,
    evidence_total=Decimal("120.10"),
)


class Clock:
    """The time, as the test sets it."""

    def __init__(self) -> None:
        self.now = NOON

    def __call__(self) -> datetime:
        return self.now

    def later(self, **passed: float) -> None:
        self.now += timedelta(**passed)


@dataclass(frozen=True)
class City:
    """Everything that a test of the door may hold."""

    app: FastAPI
    ledger: Ledger
    clock: Clock
    nights: Path

    def browser(self) -> TestClient:
        """Give a browser that nobody has signed in with."""
        return TestClient(
            self.app, base_url="http://site", raise_server_exceptions=False, follow_redirects=False
        )

    def as_(self, name: str) -> TestClient:
        """Give a client that this account is signed in with."""
        client = self.browser()
        answer = client.post("/api/v1/session", json={"account": name, "password": PASSWORD})
        assert answer.status_code == 201, answer.text
        return client

    @property
    def accounts(self) -> Accounts:
        """The city's accounts."""
        return Accounts(self.ledger.engine)

    def add(self, name: str, *, role: Role = Role.ANALYST, region: str | None) -> None:
        """Give somebody else an account."""
        self.accounts.add(name, password=PASSWORD, role=role, region=region, now=self.clock())

    def note(self, *findings: Finding, night: date = AS_OF) -> None:
        """Have the night note what it found."""
        looked = {(f.code, f.region, f.period) for f in findings}
        self.ledger.note(night, findings, looked=looked, now=self.clock())


def city(folder: Path) -> City:
    """Open the door on a city that was founded in this folder."""
    ledger = Ledger(f"sqlite:///{folder / 'ledger.sqlite'}")
    clock = Clock()
    app = create_app(
        Window(folder / "nights"),
        ledger,
        clock=clock,
        version="0.1.0",
        rules=catalogue(),
        desk=desk(read_settings(folder)),
        exports=Room(folder / "exports"),
        questions=questions(read_settings(folder), ledger),
        evidence=folder / "evidence",
        press=press(read_settings(folder)),
        reports=reports(read_settings(folder), ledger),
    )
    return City(app, ledger, clock, folder / "nights")


def copied(founded: Path, folder: Path) -> City:
    """Open the door on a copy of a city, in a folder that is not there yet."""
    shutil.copytree(founded, folder, symlinks=True)
    return city(folder)


@cache
def catalogue() -> Mapping[str, Rule]:
    """Give the product's rules, read once."""
    return all_rules()


def found_city(folder: Path) -> None:
    """Build the night, make the ledger, and give every role an account."""
    (folder / "kept").mkdir()
    (folder / "nights").mkdir()
    kept = Kept(folder / "kept")
    deliver(kept)
    night = kept.build(record=_record(kept))
    _ask(night)
    publish(folder / "nights", night, AS_OF)
    ledger = Ledger(f"sqlite:///{folder / 'ledger.sqlite'}")
    ledger.migrate()
    accounts = Accounts(ledger.engine)
    for role in Role:
        unit = "101001" if role is Role.RESPONDENT else None
        region = "419801" if unit else "419800"
        accounts.add(role, password=PASSWORD, role=role, region=region, unit=unit, now=NOON)
    accounts.add("east", password=PASSWORD, role=Role.ANALYST, region="419801", now=NOON)
    ledger.engine.dispose()


def _ask(night: Path) -> None:
    """Write what a rule said of two counties."""
    with duckdb.connect(str(night)) as connection:
        for county, reasons in (("419801", '{"no amount": 1}'), ("419802", "{}")):
            connection.execute(
                "insert into ops.rule_result values "
                "('B02', ?, '2026', 3, 1, 1, 0, 1, 0, ?, '0badcafe', '{}')",
                [county, reasons],
            )


def _record(kept: Kept) -> Record:
    files = [
        (f.number, 1, f"{f.feed}_{f.region}_{f.period}.csv", f.feed, f.region, str(f.period),
         f.supplier, "0" * 64, "", "kept", None, f.rows, f.rows, 0, 0, True)
        for f in kept.files
    ]  # fmt: skip
    dues = [
        (county, "payment", county, "2026-03", "month", AS_OF, "arrived", AS_OF, None, "default",
         0, line)
        for line, county in enumerate(("419801", "419802"), 1)
    ]  # fmt: skip
    delivery = (1, "2026-04-01-anlan", "安澜市财政局", NOON, NOON)
    return Record([delivery], files, dues=dues)


def found(subject: str, **other: object) -> Finding:
    """A finding like the usual one."""
    return replace(FOUND, subject=subject, **other)  # type: ignore[arg-type]


def deliver(kept: Kept) -> None:
    """Write what two counties of the city delivered."""
    kept.file(
        "region",
        "419800",
        "2026",
        [
            {"region": "419800", "name": "安澜市", "parent": "410000", "tier": "3"},
            {"region": "419801", "name": "河东区", "parent": "419800", "tier": "4"},
            {"region": "419802", "name": "河西区", "parent": "419800", "tier": "4"},
        ],
    )
    for county in ("419801", "419802"):
        _deliver_county(kept, county)


def _deliver_county(kept: Kept, county: str) -> None:
    year = {"fiscal_year": 2026}
    kept.file(
        "unit",
        county,
        "2026",
        [
            {
                **year,
                "unit": "101001",
                "name": "水利局",
                "department": "101",
                "department_name": "水利",
            },
            {
                **year,
                "unit": "102001",
                "name": "教育局",
                "department": "102",
                "department_name": "教育",
            },
        ],
    )
    kept.file(
        "department_budget",
        county,
        "2026",
        [
            {
                **year,
                "line": "L1",
                "unit": "101001",
                "project": "X1",
                "approved": Decimal("200.00"),
            },
            {
                **year,
                "line": "L2",
                "unit": "102001",
                "project": None,
                "approved": Decimal("300.01"),
            },
        ],
    )
    kept.file(
        "allotment",
        county,
        "2026",
        [
            {**year, "allotment": "Z1", "unit": "101001", "project": "X1",
             "amount": Decimal("150.00"), "frozen": Decimal("50.00"),
             "issued_on": date(2026, 1, 5)},
            {**year, "allotment": "Z2", "unit": "102001", "project": None,
             "amount": Decimal("300.00"), "frozen": None, "issued_on": date(2026, 2, 5)},
            {**year, "allotment": "Z3", "unit": "102001", "project": None,
             "amount": Decimal("9.00"), "frozen": None,
             "issued_on": date(2026, 2, 5), "active": False},
        ],
    )  # fmt: skip
    kept.file(
        "allotment_change",
        county,
        "2026",
        [{**year, "change": "C1", "allotment": "Z2", "amount": Decimal("-20.50"),
          "changed_on": date(2026, 3, 1)}],
    )  # fmt: skip
    kept.file(
        "payment",
        county,
        "2026-03" if county == "419801" else "2026",
        [
            {**year, "payment": "P1", "unit": "101001", "allotment": "Z1", "project": None,
             "amount": Decimal("120.10"), "paid_on": date(2026, 3, 2)},
            {**year, "payment": "P2", "unit": "101001", "allotment": "Z1", "project": "X1",
             "amount": Decimal("-0.05"), "paid_on": date(2026, 3, 3)},
            {**year, "payment": "P3", "unit": "102001", "allotment": "Z2", "project": None,
             "amount": Decimal("33.33"), "paid_on": date(2026, 3, 4)},
            {**year, "payment": "P4", "unit": "999999", "allotment": None, "project": None,
             "amount": Decimal("7.07"), "paid_on": date(2026, 3, 5)},
            {**year, "payment": "P5", "unit": "102001", "allotment": "Z2", "project": None,
             "amount": Decimal("1000.00"), "paid_on": date(2026, 3, 6), "business": "9"},
        ],
    )  # fmt: skip
