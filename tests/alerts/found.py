"""Findings for tests: only what a story names differs from the usual one."""

from datetime import UTC, date, datetime
from decimal import Decimal

from alerts.finding import Evidence, Finding
from alerts.rule import Severity

NOON = datetime(2026, 4, 1, 4, tzinfo=UTC)
MONDAY, TUESDAY, WEDNESDAY = date(2026, 3, 30), date(2026, 3, 31), date(2026, 4, 1)
EVIDENCE = Evidence(
    feed="payment",
    key={"payment": "P1"},
    row={"amount": "20.10", "payee": "甲公司"},
    delivery=1,
    delivery_name="三月",
    file=2,
    file_name="payment_419800_2026-03.csv",
    line=7,
)


def found(
    subject: str = "A1",
    *,
    code: str = "B02",
    region: str = "419801",
    period: str = "2026",
    severity: Severity = Severity.RED,
    at_stake: Decimal | None = Decimal("20.10"),
    unit: str | None = "101001",
    edition: str = "0badcafe",
) -> Finding:
    return Finding(
        code=code,
        rule="execution.payment_exceeds_allotment",
        edition=edition,
        region=region,
        period=period,
        subject=subject,
        unit=unit,
        severity=severity,
        at_stake=at_stake,
        operands={"paid": "120.10", "executable": "100.00", "frozen": None},
        limits={"tolerance": {"value": "0.00", "provenance": "L"}},
        evidence=[EVIDENCE],
        evidence_rows=1,
        evidence_total=Decimal("20.10"),
    )


LOOKED = [("B02", "419801", "2026")]
